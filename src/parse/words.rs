//! Counts the words of a body while its text comes in pieces. The Markdown parser cuts text wherever markup or a
//! typographic quote stands, so "it’s" comes as three pieces and is one word.

/// Words counted so far.
#[derive(Debug, Default)]
pub struct Words {
    spaced: usize,
    unspaced: usize,
    is_inside: bool,
}

/// How many bytes are looked at together.
const BLOCK: usize = 32;

impl Words {
    /// Counts a piece of text that goes on from the last one.
    pub fn add(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(block) = rest.as_bytes().first_chunk().filter(|block| block.is_ascii()) {
                self.block(block);
                rest = &rest[BLOCK..];
            } else {
                let (piece, after) = rest.split_at(rest.floor_char_boundary(BLOCK));
                self.mixed(piece);
                rest = after;
            }
        }
    }

    /// The same for a piece of a block at most in which not all is ASCII, or that is shorter than one.
    fn mixed(&mut self, text: &str) {
        // What is neither letter nor blank changes nothing.
        let mut block = [0; BLOCK];
        if text.is_ascii() {
            block[..text.len()].copy_from_slice(text.as_bytes());
        } else {
            for (place, character) in block.iter_mut().zip(text.chars()) {
                let own = u8::try_from(character).ok().filter(u8::is_ascii);
                *place = own.unwrap_or_else(|| self.stand_in(character));
            }
        }
        self.block(&block);
    }

    /// An ASCII character that counts as another one does. What is a word by itself is counted here.
    fn stand_in(&mut self, character: char) -> u8 {
        match character {
            // Dashes, quotes and dots: by far the most.
            '\u{2010}'..='\u{2027}' => 0,
            _ if character.is_whitespace() => b' ',
            _ if is_unspaced(character) => {
                self.unspaced += 1;
                b' '
            }
            _ if character.is_alphanumeric() => b'a',
            _ => 0,
        }
    }

    /// Counts the words that begin in a block of ASCII. Whether a byte stands inside a word goes from byte to byte as a
    /// carry does in an addition: a letter makes one, a blank stops it, other signs pass it on.
    fn block(&mut self, bytes: &[u8; BLOCK]) {
        // Without a branch in the loop, which lets it take many bytes at once.
        let (mut letters, mut within) = ([0; BLOCK], [0; BLOCK]);
        for (place, byte) in bytes.iter().enumerate() {
            let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10;
            let is_blank = *byte == b' ' || byte.wrapping_sub(b'\t') < 5;
            letters[place] = u8::from(is_letter);
            within[place] = u8::from(is_blank).wrapping_sub(1);
        }
        let (mut begun, mut inside) = (0, u128::from(self.is_inside));
        for (letters, within) in letters.as_chunks::<16>().0.iter().zip(within.as_chunks::<16>().0) {
            let (letters, within) = (u128::from_le_bytes(*letters), u128::from_le_bytes(*within));
            let (sum, is_over) = letters.overflowing_add(within);
            let (sum, is_still_over) = sum.overflowing_add(inside);
            // The lowest bit of each byte says whether a word went on into it.
            begun += letters & !(sum ^ letters ^ within);
            inside = u128::from(is_over | is_still_over);
        }
        self.is_inside = inside != 0;
        // The sum of its bytes, each of which is two at most, in the highest one.
        self.spaced += (begun.wrapping_mul(u128::from_le_bytes([1; 16])) >> 120) as usize;
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

    /// Counts as the definition has it, character by character.
    fn plainly(text: &str, is_inside: &mut bool) -> [usize; 2] {
        let (mut begun, mut unspaced) = (0, 0);
        for character in text.chars() {
            if character.is_whitespace() {
                *is_inside = false;
            } else if super::is_unspaced(character) {
                *is_inside = false;
                unspaced += 1;
            } else if character.is_alphanumeric() && !*is_inside {
                *is_inside = true;
                begun += 1;
            }
        }
        [begun, unspaced]
    }

    #[test]
    fn blocks_count_what_single_characters_count() {
        let ascii: Vec<char> = " a-Z9\t@[`{/:\0\x0b\n\x7f\x1f!".chars().collect();
        let all: Vec<char> = ascii.iter().copied().chain("’é字…\u{3000}ん–".chars()).collect();
        let mut seed = 1_u64;
        for length in 0..300 {
            // In stretches, so that blocks of ASCII and others follow one another.
            let mut text = String::new();
            for place in 0..length {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let signs = if place / 40 % 2 == 0 { &ascii } else { &all };
                text.push(signs[(seed >> 33) as usize % signs.len()]);
            }
            let (mut words, mut is_inside, mut count) = (Words::default(), false, [0; 2]);
            let (first, second) = text.split_at(text.floor_char_boundary(text.len() / 3));
            for piece in [first, second] {
                words.add(piece);
                let of_piece = plainly(piece, &mut is_inside);
                count = [count[0] + of_piece[0], count[1] + of_piece[1]];
            }
            assert_eq!(([words.spaced, words.unspaced], words.is_inside), (count, is_inside), "{text:?}");
        }
    }
}
