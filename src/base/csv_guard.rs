//! Keeps spreadsheets from taking texts of authors for formulas.

use std::borrow::Cow;

/// The signs with which a formula begins, also in full width, as spreadsheets for Chinese, Japanese and Korean take them.
const FORMULA_SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The signs at which some spreadsheet may begin a new cell, whatever the quotes around this one.
const CELL_ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// Returns a cell of a CSV file with an apostrophe before each text that a spreadsheet would take for a formula: at the
/// beginning, and behind each sign that ends a cell in some country. Numbers stay as they are: `-5`, `+5 %`, `-1,234.5`.
///
/// The rule is OWASP's: <https://owasp.org/www-community/attacks/CSV_Injection>.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: &u8| !b"=+-@;\t\r\n".contains(byte) && byte.is_ascii();
    if text.as_bytes().iter().all(is_plain) {
        return text.into();
    }
    let mut guarded = String::new();
    for part in text.split_inclusive(CELL_ENDS) {
        let cell = part.trim_end_matches(CELL_ENDS);
        let is_control = guarded.is_empty() && part.starts_with(['\t', '\r', '\n']);
        if is_control || (cell.starts_with(FORMULA_SIGNS) && !is_number(cell)) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    if guarded == text { text.into() } else { guarded.into() }
}

/// Returns true for a number with a sign, as people write it in one country or another, and for the sign alone, which stands for
/// no number.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-', '＋', '－']).unwrap_or(cell).trim_start();
    let is_sign_alone = digits.is_empty() && cell.starts_with(['+', '-']);
    let is_part = |one: char| one.is_ascii_digit() || matches!(one, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '%');
    is_sign_alone || (digits.starts_with(|first: char| first.is_ascii_digit()) && digits.chars().all(is_part))
}

/// Returns a CSV file of an author in which no cell is a formula; as it is, if none was.
pub fn guarded_file(text: &str) -> Cow<'_, str> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let ends_in_crlf = text.lines().next().is_some_and(|line| text[line.len()..].starts_with("\r\n"));
    let terminator = if ends_in_crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
    let mut is_changed = false;
    // Reading text from memory and writing to it cannot fail.
    for record in reader.records().map_while(Result::ok) {
        let cells = record.iter().map(|cell| {
            let guarded = guarded(cell);
            is_changed |= guarded != cell;
            guarded.into_owned()
        });
        let _ = writer.write_record(cells.collect::<Vec<_>>());
    }
    let guarded = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match guarded.filter(|_| is_changed) {
        Some(guarded) => guarded.into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_look_like_formulas_are_texts() {
        for text in ["=SUM(A1)", "@x", "+cmd|'/C calc'!A0", "-5+3", "-x", "＝1+1", "=1", "-5e3"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in
            ["-5", "+5 %", "-1,234.5", "+1 234", "−5", "1 = 1", "a-b", "", "Wi-Fi; and more", "-", "x;-5", "Q&A; a=b"]
        {
            assert_eq!(guarded(text), text);
        }
        assert_eq!(guarded("a;=1+1"), "a;'=1+1");
        assert_eq!(guarded("\t=1"), "'\t'=1");
        assert_eq!(guarded("\rx"), "'\rx");
        assert_eq!(guarded("a\n@x\tb"), "a\n'@x\tb");
    }

    #[test]
    fn files_without_formulas_stay_as_they_are() {
        let plain = "group, \"share\"\r\n-5,+5 %\r\n";
        assert_eq!(guarded_file(plain), plain);
        assert_eq!(guarded_file("a,b\n=1,\"x, y\"\n"), "a,b\n'=1,\"x, y\"\n");
        assert_eq!(guarded_file("a,b\r\n-2,@x\r\n"), "a,b\r\n-2,'@x\r\n");
    }
}
