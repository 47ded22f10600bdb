//! Slugs: the words in addresses and anchors that are made of titles, theme labels, file stems and headings. Letters
//! of every script stay; nothing is transliterated.

use unicode_normalization::UnicodeNormalization;

/// Turns a label into a slug: NFC and lower case, with one hyphen for every run of characters that are neither letters
/// nor digits. Empty if the label has no letter or digit. `Équité & Access` becomes `équité-access`, and
/// `The district’s plan` becomes `the-districts-plan`.
pub fn slug(label: &str) -> String {
    // ASCII is its own NFC, and most labels are ASCII.
    let lower: String = if label.is_ascii() {
        label.to_ascii_lowercase()
    } else {
        label.nfc().flat_map(char::to_lowercase).nfc().collect()
    };
    let mut slug = String::with_capacity(lower.len());
    let mut is_between_words = false;
    for character in lower.chars() {
        if is_word(character) {
            if is_between_words {
                slug.push('-');
                is_between_words = false;
            }
            slug.push(character);
        } else if matches!(character, '\'' | '’' | '\u{ad}') {
            // Inside a word: "district’s" is one word, not two.
        } else {
            is_between_words = !slug.is_empty();
        }
    }
    slug
}

/// Turns a slug into a label: `tech-enabler` becomes `Tech enabler`.
pub fn humanize(slug: &str) -> String {
    let words = slug.replace(['-', '_'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Returns true for letters, digits and the combining marks with which many scripts write their vowels.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || !character.is_ascii() && unicode_normalization::char::is_combining_mark(character)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_keep_letters_of_any_script() {
        for (label, expected) in [
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
            assert_eq!(slug(label), expected, "{label}");
        }
    }
}
