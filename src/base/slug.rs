//! Labels to ids: the one rule by which titles, theme labels, file stems and headings become the
//! words in addresses and anchors. Letters of every script stay; nothing is transliterated.

use unicode_normalization::UnicodeNormalization;

/// The id of a label: NFC, lower case, letters and digits of any script kept, every other run of
/// characters one hyphen. `Équité & Access` becomes `équité-access`. Empty where nothing remains.
pub fn slug(label: &str) -> String {
    if is_slug(label) {
        return label.to_owned();
    }
    if label.is_ascii() {
        // ASCII is its own NFC, and most labels are.
        return hyphenated(label.bytes().map(|byte| char::from(byte.to_ascii_lowercase())), label.len());
    }
    hyphenated(label.nfc().flat_map(char::to_lowercase).nfc(), label.len())
}

fn hyphenated(characters: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut id = String::with_capacity(capacity);
    let mut is_between = false;
    for character in characters {
        if is_word(character) {
            if is_between {
                id.push('-');
                is_between = false;
            }
            id.push(character);
        } else if matches!(character, '\'' | '’' | '\u{ad}') {
            // Inside a word: "district’s" is one word, not two.
        } else {
            is_between = !id.is_empty();
        }
    }
    id
}

/// An id as a label: `tech-enabler` becomes `Tech enabler`.
pub fn humanize(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Whether a text is its own id already (the common case, checked without allocating).
fn is_slug(text: &str) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    bytes.first().is_some_and(is_word)
        && bytes.last().is_some_and(is_word)
        && bytes.windows(2).all(|pair| is_word(&pair[1]) || pair[1] == b'-' && pair[0] != b'-')
}

/// Letters, digits and the combining marks that many scripts write their vowels with.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || !character.is_ascii() && unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_keep_letters_of_any_script() {
        for (label, id) in [
            ("Digital Equity", "digital-equity"),
            ("  Équité & Access! ", "équité-access"),
            ("数字公平", "数字公平"),
            ("हिन्दी शिक्षा", "हिन्दी-शिक्षा"),
            ("The district’s plan", "the-districts-plan"),
            ("'It''s - 'a' \"plan\"' '", "its-a-plan"),
            ("E\u{301}tude", "étude"),
            ("already-an-id", "already-an-id"),
            ("a--b", "a-b"),
            ("!!", ""),
        ] {
            assert_eq!(slug(label), id, "{label}");
        }
    }
}
