//! Renders an edition's list of reports as wrapped plain text for mail, and as Markdown for GitHub.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::view::text_list::{TextList, TextListItem};

/// The columns of a line. Quoted mail still shows so many without breaking (RFC 3676 advises 78 and less).
const WIDTH: usize = 72;

/// The columns before the words of a report, where its rank stands.
const INDENT: usize = 5;

/// Renders `list.txt`.
pub fn list_text(list: &TextList) -> Vec<u8> {
    let mut text = String::new();
    wrap(&mut text, &list.title, "", 0);
    let underlined = text.lines().map(width).max().unwrap_or_default();
    let _ = writeln!(text, "{}", "=".repeat(underlined));
    wrap(&mut text, &list.about, "", 0);
    for words in [&list.summary].into_iter().filter(|words| !words.is_empty()) {
        text.push('\n');
        wrap(&mut text, words, "", 0);
    }
    for group in &list.groups {
        text.push('\n');
        wrap(&mut text, &group.title, "", 0);
        let _ = writeln!(text, "{}", "-".repeat(width(&group.title).min(WIDTH)));
        for item in &group.items {
            text.push('\n');
            item_text(&mut text, item);
        }
    }
    for words in [&list.address, &list.notice].into_iter().filter(|words| !words.is_empty()) {
        text.push('\n');
        wrap(&mut text, words, "", 0);
    }
    text.into_bytes()
}

fn item_text(text: &mut String, item: &TextListItem) {
    let rank = item.rank.map_or_else(|| "-".to_owned(), |rank| format!("{rank}."));
    let marks = if item.marks.is_empty() { String::new() } else { format!(" ({})", item.marks) };
    wrap(text, &[item.title, &*marks].concat(), &format!("{rank:>3}  "), INDENT);
    for words in [item.summary, &item.address].into_iter().filter(|words| !words.is_empty()) {
        wrap(text, words, "", INDENT);
    }
}

/// Appends words in lines of [`WIDTH`] columns, all but the first behind an indent. A word that is longer, as
/// addresses are, has a line of its own.
fn wrap(text: &mut String, words: &str, first: &str, indent: usize) {
    let margin = " ".repeat(indent);
    let mut column = indent.max(width(first));
    text.push_str(if first.is_empty() { &margin } else { first });
    let mut is_begun = false;
    for (piece, is_after_blank) in pieces(words) {
        let blank = usize::from(is_begun && is_after_blank);
        let width = width(piece);
        if is_begun && column + blank + width > WIDTH {
            text.push('\n');
            text.push_str(&margin);
            column = indent;
        } else if blank > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(piece);
        column += width;
        is_begun = true;
    }
    text.push('\n');
}

/// Splits words where lines may break: at spaces, and around the characters of scripts that write none. Each piece comes
/// with a flag that is true if a space stands before it.
fn pieces(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split_whitespace().flat_map(|word| {
        let mut from = 0;
        std::iter::from_fn(move || {
            let length = (from < word.len()).then(|| piece(&word[from..]))?;
            let next = (&word[from..from + length], from == 0);
            from += length;
            Some(next)
        })
    })
}

/// Returns the length, in bytes, of the beginning of a word that cannot be broken.
fn piece(word: &str) -> usize {
    if word.is_ascii() {
        return word.len();
    }
    let mut before = None;
    for (at, character) in word.char_indices() {
        let may_break = |one: char| is_ideograph(one) && !is_closing(character);
        if at > 0 && (is_ideograph(character) || before.is_some_and(may_break)) {
            return at;
        }
        before = Some(character);
    }
    word.len()
}

/// Returns true for ideographs and kana. Punctuation of that width stays with the character before it.
fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns true for punctuation that no line begins with.
fn is_closing(character: char) -> bool {
    character.is_ascii_punctuation()
        || matches!(character, '\u{3001}'..='\u{301f}' | '\u{ff00}'..='\u{ff65}' | '”' | '’')
}

/// Returns the columns that a text takes.
fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or_default()).sum()
}

/// Renders `list.md`.
pub fn list_markdown(list: &TextList) -> Vec<u8> {
    let mut text = format!("# {}\n\n{}\n", escaped(&list.title), escaped(&list.about));
    if !list.summary.is_empty() {
        let _ = write!(text, "\n{}\n", escaped(&list.summary));
    }
    for group in &list.groups {
        let _ = write!(text, "\n## {}\n\n", escaped(&group.title));
        for item in &group.items {
            item_markdown(&mut text, item);
        }
    }
    if !list.address.is_empty() {
        let _ = write!(text, "\n<{}>\n", list.address);
    }
    if !list.notice.is_empty() {
        let _ = write!(text, "\n{}\n", escaped(&list.notice));
    }
    text.into_bytes()
}

/// Appends a bullet with the rank in it: numbered lists cannot say that two share a rank.
fn item_markdown(text: &mut String, item: &TextListItem) {
    text.push_str("- ");
    if let Some(rank) = item.rank {
        let _ = write!(text, "**{rank}** ");
    }
    let title = escaped(item.title);
    match &*item.address {
        "" => text.push_str(&title),
        address => drop(write!(text, "[{title}](<{address}>)")),
    }
    if !item.marks.is_empty() {
        let _ = write!(text, " ({})", escaped(&item.marks));
    }
    if !item.summary.is_empty() {
        let _ = write!(text, "  \n  {}", escaped(item.summary));
    }
    text.push('\n');
}

/// Escapes a text so that GitHub shows it as it is, on one line: no emphasis, code, links, HTML, mathematics or mentions.
fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + 8);
    for (place, word) in text.split_whitespace().enumerate() {
        if place > 0 {
            markdown.push(' ');
        }
        for (at, character) in word.char_indices() {
            // At the beginning of a paragraph these make a heading, a list, a rule or a quotation; a number
            // before a full stop makes a list too.
            let begins = place == 0 && (at == 0 && matches!(character, '+' | '-' | '=' | '#'));
            let is_numbered = place == 0 && matches!(character, '.' | ')') && is_number(&word[..at]);
            let is_reference = character == '&' && word[at + 1..].contains(';');
            if begins || is_numbered || is_reference || is_markup(character) {
                markdown.push('\\');
            }
            markdown.push(character);
            // An empty comment keeps GitHub from telling somebody that they were named here.
            if character == '@' && !word[..at].ends_with(char::is_alphanumeric) {
                markdown.push_str("<!-- -->");
            }
        }
    }
    markdown
}

/// Returns true for characters that may be markup wherever they stand.
fn is_markup(character: char) -> bool {
    matches!(character, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '$')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::path::OutPath;
    use crate::view::text_list::TextListGroup;

    fn list<'a>(title: &str, item: TextListItem<'a>) -> TextList<'a> {
        TextList {
            text: OutPath::new("2026/list.txt").unwrap(),
            markdown: OutPath::new("2026/list.md").unwrap(),
            title: title.to_owned(),
            about: "1 report".to_owned(),
            summary: String::new(),
            groups: vec![TextListGroup { title: "Trends".to_owned(), items: vec![item] }],
            address: "https://x.example/2026/".to_owned(),
            notice: String::new(),
        }
    }

    fn item<'a>(title: &'a str, summary: &'a str) -> TextListItem<'a> {
        TextListItem {
            rank: Some(2),
            marks: "Tied".to_owned(),
            title,
            summary,
            address: "https://x.example/2026/x/".into(),
        }
    }

    #[test]
    fn plain_text_keeps_to_its_width_in_every_script() {
        for words in ["one two three ".repeat(30), "一所小学校在没有网络的地方也能学习。".repeat(8)] {
            let text = String::from_utf8(list_text(&list(&words, item(&words, &words)))).unwrap();
            let widest = text.lines().map(width).max();
            assert!(widest.is_some_and(|widest| (60..=WIDTH).contains(&widest)), "{widest:?}\n{text}");
            assert!(!text.lines().any(|line| line.trim_start().starts_with('。')), "{text}");
        }
    }

    #[test]
    fn plain_text_gives_long_words_a_line_of_their_own() {
        let address = format!("https://x.example/{}/", "a".repeat(90));
        let mut text = String::new();
        wrap(&mut text, &format!("see {address} there"), "", INDENT);
        assert_eq!(text, format!("     see\n     {address}\n     there\n"));
    }

    #[test]
    fn markdown_shows_titles_as_they_are() {
        for title in [
            "*a* _b_ `c` [d](e) <b>f</b> ~g~ $h$ &amp; | \\",
            "# not a heading",
            "- no list",
            "1. no list",
            "12) no list",
            "![no image](x)",
            "two\nlines",
            "=",
        ] {
            let markdown = format!("{}\n", escaped(title));
            let mut html = String::new();
            let options = pulldown_cmark::Options::ENABLE_STRIKETHROUGH | pulldown_cmark::Options::ENABLE_TABLES;
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&markdown, options));
            let mut expected = String::new();
            pulldown_cmark_escape::escape_html_body_text(&mut expected, &title.replace('\n', " ")).unwrap();
            assert_eq!(html, format!("<p>{expected}</p>\n"), "{markdown}");
        }
    }

    #[test]
    fn markdown_mentions_nobody() {
        assert_eq!(escaped("ask @somebody at a@b.example"), "ask @<!-- -->somebody at a@b.example");
    }
}
