//! Counts the words of a body while its text comes in pieces. The Markdown parser cuts text wherever markup or a
//! typographic quote stands, so "it’s" comes as three pieces and is one word.

/// Words counted so far.
#[derive(Debug, Default)]
pub struct Words {
    spaced: usize,
    unspaced: usize,
    is_inside: bool,
}

/// A letter or digit, which words are made of.
const LETTER: u8 = 1;

/// What ends a word. Other signs stand within words or between them.
const BLANK: u8 = 2;

/// What each byte of ASCII is.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            signs[byte as usize] = LETTER;
        } else if byte.is_ascii_whitespace() || byte == b'\x0b' {
            signs[byte as usize] = BLANK;
        }
        byte += 1;
    }
    signs
};

impl Words {
    /// Counts a piece of text that goes on from the last one.
    pub fn add(&mut self, text: &str) {
        if text.is_ascii() {
            // The common case, without decoding and without a branch.
            let (mut inside, mut begun) = (u8::from(self.is_inside), 0);
            for byte in text.bytes() {
                let (letter, blank) = (SIGNS[usize::from(byte)] & LETTER, SIGNS[usize::from(byte)] >> 1);
                begun += usize::from(letter & !inside);
                inside = letter | (inside & !blank);
            }
            self.spaced += begun;
            self.is_inside = inside & 1 == 1;
            return;
        }
        for character in text.chars() {
            if character.is_whitespace() {
                self.is_inside = false;
            } else if is_unspaced(character) {
                self.unspaced += 1;
                self.is_inside = false;
            } else if character.is_alphanumeric() && !self.is_inside {
                self.spaced += 1;
                self.is_inside = true;
            }
        }
    }

    /// Ends the word that may be open: a line or a block ends here.
    pub fn pause(&mut self) {
        self.is_inside = false;
    }

    /// How many there are. Of scripts without blanks, two characters are a word.
    pub fn count(&self) -> usize {
        self.spaced + self.unspaced.div_ceil(2)
    }
}

/// Chinese, Japanese and Korean letters.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn pieces_make_one_word_and_punctuation_none() {
        for (pieces, count) in [
            (&["It", "’", "s a ", "well-known", " fact – ", "no", "w"][..], 5),
            (&["数字公平很重要。"], 4),
            (&["AI 教育 2026"], 3),
            (&["…", " & "], 0),
        ] {
            let mut words = Words::default();
            for piece in pieces {
                words.add(piece);
            }
            assert_eq!(words.count(), count, "{pieces:?}");
        }
    }
}
