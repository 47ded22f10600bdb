//! Texts that have to fit a slide: a slide of any edition prints on one page.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Returns a text that is at most `limit` columns wide, cut between words and then with `…` at its end. A Latin letter is
/// one column wide, a Chinese character two.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    let text = text.trim();
    // No character is wider than the bytes that it takes.
    if text.len() <= limit {
        return text.into();
    }
    let mut width = 0;
    let mut cut = None;
    for (at, character) in text.char_indices() {
        width += character.width().unwrap_or(0);
        // The mark takes a column too.
        if width >= limit && cut.is_none() {
            cut = Some(at);
        }
    }
    let Some(cut) = cut.filter(|_| width > limit) else { return text.into() };
    // A word that takes more than half of the room is cut itself.
    let end = text[..cut].rfind(char::is_whitespace).filter(|end| end * 2 > cut).unwrap_or(cut);
    let beginning = text[..end].trim_end_matches([',', ';', ':', '.', ' ']);
    [beginning, "…"].concat().into()
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn texts_are_cut_between_words_by_their_width() {
        assert_eq!(shortened(" One, two ", 8), "One, two");
        assert_eq!(shortened("One, two, three", 12), "One, two…");
        assert_eq!(shortened("Donaudampfschiff", 8), "Donauda…");
        assert_eq!(shortened("a Donaudampfschiff", 8), "a Donau…");
        assert_eq!(shortened("数字公平", 8), "数字公平");
        assert_eq!(shortened("数字公平与", 8), "数字公…");
        assert_eq!(shortened("Ünï cödé", 8), "Ünï cödé");
    }
}
