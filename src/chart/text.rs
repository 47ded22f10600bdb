//! Text in pictures: numbers as people read them, labels cut into lines. SVG cannot wrap text, and nothing at
//! build time knows the reader's font, so widths are estimates on the safe side.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

/// The width that a column of text (a Latin letter; half a Chinese one) takes up, in em. The mean of English
/// text is about .5 in narrow system fonts and .6 in wide ones.
const COLUMN: f64 = 0.6;

/// The width of a text, in em.
pub fn width(text: &str) -> f64 {
    display_width(text) as f64 * COLUMN
}

/// A label in lines that are no wider than `em`. What needs more than `limit` lines ends in `…`.
pub fn wrapped(label: &str, em: f64, limit: usize) -> Vec<String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen columns")]
    let columns = (em / COLUMN).max(2.0) as usize;
    let label = label.trim();
    // Between plain words there is nothing to find out.
    let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    let (separator, splitter) = if is_plain {
        (WordSeparator::AsciiSpace, WordSplitter::NoHyphenation)
    } else {
        (WordSeparator::new(), WordSplitter::HyphenSplitter)
    };
    let options = textwrap::Options::new(columns).word_separator(separator).word_splitter(splitter);
    let mut lines: Vec<String> = textwrap::wrap(label, options).into_iter().map(Into::into).collect();
    if lines.len() > limit {
        lines.truncate(limit);
        if let Some(last) = lines.last_mut() {
            while display_width(last) >= columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

/// A number rounded to two decimals, without needless zeros: `43`, `3.9`, `-0.25`.
pub fn number(value: f64) -> String {
    let mut text = String::new();
    // What lies halfway between two is rounded as it is in memory, not as a hundredfold of it would be.
    let hundredths = (value * 100.0).round();
    if hundredths.abs() < 1e9 && (value * 100.0 - hundredths).abs() < 0.499 {
        push_small(&mut text, hundredths);
        return text;
    }
    let written = format!("{value:.2}");
    let written = written.trim_end_matches('0').trim_end_matches('.');
    if written == "-0" { "0".to_owned() } else { written.to_owned() }
}

/// Appends a place in a picture, rounded to two decimals: of which many lie halfway between two, and either will do.
pub fn push_place(text: &mut String, value: f64) {
    let hundredths = (value * 100.0).round();
    if hundredths.abs() < 1e9 {
        push_small(text, hundredths);
    } else {
        text.push_str(&number(value));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "below 10^9")]
fn push_small(text: &mut String, hundredths: f64) {
    let number = hundredths as i64;
    let mut rest = number.unsigned_abs();
    // From the last digit to the first: `-` and ten digits and the point are twelve bytes at most.
    let (mut digits, mut start) = ([0; 16], 16);
    let mut put = |sign: u8| {
        start -= 1;
        digits[start] = sign;
    };
    let digit = |number: u64| b'0' + (number % 10) as u8;
    if !rest.is_multiple_of(100) {
        if !rest.is_multiple_of(10) {
            put(digit(rest));
        }
        put(digit(rest / 10));
        put(b'.');
    }
    rest /= 100;
    loop {
        put(digit(rest));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        put(b'-');
    }
    // Digits are text.
    text.push_str(std::str::from_utf8(&digits[start..]).unwrap_or_default());
}

/// Text for between tags, escaped.
pub fn body(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_body(&mut html, text);
    html
}

/// Appends text for between tags, escaped.
pub fn push_body(html: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html_body_text(html, text);
}

/// Text for a quoted attribute, escaped.
pub fn attribute(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let _ = escape_html(&mut html, text);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (43.0, "43"),
            (3.9, "3.9"),
            (1.0 / 3.0, "0.33"),
            (-0.001, "0"),
            (-2.5, "-2.5"),
            (100.0, "100"),
            (0.05, "0.05"),
            (1.005, "1"),
            (1.115, "1.11"),
            (0.125, "0.12"),
            (-0.125, "-0.12"),
            (2e12, "2000000000000"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn labels_are_cut_between_words() {
        assert_eq!(wrapped("Human capacity of leaders", 9.0, 3), ["Human capacity", "of leaders"]);
        assert_eq!(wrapped("Human capacity of leaders", 9.0, 1), ["Human capacity…"]);
        assert_eq!(wrapped("数字公平与获取机会", 4.0, 9).len(), 3);
    }
}
