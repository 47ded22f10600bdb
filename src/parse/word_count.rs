//! Counts the words of a body while its text comes in pieces. The Markdown parser cuts text wherever markup or a
//! typographic quote stands, so "it’s" comes as three pieces and is one word.

/// The number of words so far.
#[derive(Debug, Default)]
pub struct WordCount {
    /// Words between blanks.
    spaced: usize,
    /// Characters of scripts that have no blanks between words.
    unspaced: usize,
    is_inside_word: bool,
}

/// The classes of bytes of ASCII text: letters and digits, space, and all others.
const LETTER: u8 = 1;
const SPACE: u8 = 2;
const CLASSES: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            classes[byte as usize] = LETTER;
        } else if matches!(byte, b' ' | b'\t'..=b'\r') {
            classes[byte as usize] = SPACE;
        }
        byte += 1;
    }
    classes
}

impl WordCount {
    /// Counts a piece of text that goes on from the one before.
    pub fn add(&mut self, text: &str) {
        if text.is_ascii() {
            return self.add_ascii(text.as_bytes());
        }
        for character in text.chars() {
            if character.is_whitespace() {
                self.is_inside_word = false;
            } else if is_unspaced(character) {
                self.is_inside_word = false;
                self.unspaced += 1;
            } else if character.is_alphanumeric() && !self.is_inside_word {
                self.is_inside_word = true;
                self.spaced += 1;
            }
        }
    }

    /// Counts a piece of ASCII text. Nearly all text is ASCII, and without branches this takes a tenth of the time.
    fn add_ascii(&mut self, text: &[u8]) {
        let (mut words, mut is_inside) = (0, u8::from(self.is_inside_word));
        for &byte in text {
            let class = CLASSES[usize::from(byte)];
            let (is_letter, is_space) = (class & LETTER, class >> 1);
            words += usize::from(is_letter & !is_inside);
            is_inside = is_letter | (is_inside & !is_space);
        }
        self.spaced += words;
        self.is_inside_word = is_inside != 0;
    }

    /// Ends the word that may be open: a line or a block ends here.
    pub fn end_word(&mut self) {
        self.is_inside_word = false;
    }

    /// The number of words. Two characters of a script without blanks are a word.
    pub fn total(&self) -> usize {
        self.spaced + self.unspaced.div_ceil(2)
    }
}

/// Returns true for Chinese, Japanese and Korean letters.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::WordCount;

    #[test]
    fn pieces_make_one_word_and_punctuation_none() {
        for (pieces, total) in [
            (&["It", "’", "s a ", "well-known", " fact – ", "no", "w"][..], 5),
            (&["数字公平很重要。"], 4),
            (&["AI 教育 2026"], 3),
            (&["…", " & "], 0),
        ] {
            let mut words = WordCount::default();
            for piece in pieces {
                words.add(piece);
            }
            assert_eq!(words.total(), total, "{pieces:?}");
        }
    }
}
