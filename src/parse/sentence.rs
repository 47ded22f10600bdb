//! Finds the sentence around a link. The page that the link leads to quotes it.

use std::ops::Range;

/// The greatest length of a quote, in characters.
const LIMIT: usize = 220;

/// The bytes on either side of a place that its quote can depend on: the characters of a quote, of four bytes each, and
/// some more.
const WINDOW: usize = 1_000;

/// Stands before and after the number of a link whose title is not known yet.
const TITLE_MARK: char = '\u{1}';

/// A placeholder for the title of the link with this number, which [`with_titles`] replaces.
pub fn title_of(link: usize) -> String {
    format!("{TITLE_MARK}{link}{TITLE_MARK}")
}

/// Fills the titles of links into a sentence. `title` gives the title by the link's number.
pub fn with_titles(sentence: &str, title: impl Fn(usize) -> String) -> String {
    if !has_titles(sentence) {
        return sentence.to_owned();
    }
    let pieces = sentence.split(TITLE_MARK).enumerate();
    let filled = pieces.map(|(number, piece)| match piece.parse() {
        Ok(link) if number % 2 == 1 => title(link),
        _ => piece.to_owned(),
    });
    filled.collect()
}

/// Returns true if titles are to be filled into a sentence.
pub fn has_titles(sentence: &str) -> bool {
    sentence.contains(TITLE_MARK)
}

/// The sentence of `text` around byte `at`, cut between words if it is long.
pub fn around(text: &str, at: usize) -> String {
    // A paragraph may have thousands of links: finding the sentence of each must not read all of it.
    let from = text.floor_char_boundary(at.saturating_sub(WINDOW));
    let (text, at) = (&text[from..text.floor_char_boundary(at + WINDOW)], at - from);
    // The end of a sentence may begin before the place and reach beyond it: then it ends this sentence.
    let start = boundaries(text, 0..at).rev().find(|&end| end <= at).unwrap_or(0);
    let end = boundaries(text, start..text.len()).find(|&end| end > at).unwrap_or(text.len());
    let sentence = text[start..end].trim();
    let Some((cut, _)) = sentence.char_indices().nth(LIMIT) else { return sentence.to_owned() };
    // If the place itself lies beyond the limit, the quote begins shortly before it.
    let offset = at.saturating_sub(start);
    if offset + 40 > cut {
        let from = sentence.floor_char_boundary(offset.saturating_sub(LIMIT / 2));
        let from = sentence[from..].find(' ').map_or(from, |blank| from + blank + 1);
        let rest: String = sentence[from..].chars().take(LIMIT).collect();
        let is_cut = from + rest.len() < sentence.len();
        return format!("…{rest}{}", if is_cut { "…" } else { "" });
    }
    let cut = sentence[..cut].rfind(' ').unwrap_or(cut);
    format!("{}…", &sentence[..cut])
}

/// The ends of sentences whose marks lie in a range of a text: for each, the byte at which the next sentence begins.
fn boundaries(text: &str, within: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    let from = within.start;
    text[within].char_indices().filter_map(move |(at, mark)| {
        let after = from + at + mark.len_utf8();
        match mark {
            '。' | '！' | '？' => Some(after),
            '.' | '!' | '?' if text.as_bytes().get(after) == Some(&b' ') => Some(after + 1),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::around;

    #[test]
    fn sentences_are_found_and_cut() {
        let text = "First one. The second has a link in it! Third.";
        assert_eq!(around(text, text.find("link").unwrap()), "The second has a link in it!");
        assert_eq!(around(text, 0), "First one.");
        assert_eq!(around("数字公平很重要。第二句。", 30), "第二句。");
        assert_eq!(around("no mark", 3), "no mark");
        let named = format!("Read {} now.", super::title_of(7));
        assert_eq!(super::with_titles(&named, |link| format!("Title {link}")), "Read Title 7 now.");
        let long = format!("{} here {}", "word ".repeat(100), "word ".repeat(100));
        let quote = around(&long, long.find("here").unwrap());
        assert!(quote.contains("here") && quote.chars().count() <= 222, "{quote}");
        let longer = format!("{} here {}", "数字 ".repeat(9_000), "数字 ".repeat(9_000));
        let quote = around(&longer, longer.find("here").unwrap());
        assert!(quote.starts_with('…') && quote.contains("here") && quote.ends_with('…'), "{quote}");
    }
}
