//! One file's text to the lines and columns of its bytes. Counting is shared: after one pass over the text,
//! a place costs a few steps, however long the text or its lines are.

use crate::base::span::Position;

/// Bytes between two counts of characters. Smaller costs memory, larger time; 4 MiB of text take 128 KiB.
const BLOCK: usize = 256;

/// The lines of one text.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// How many characters begin before each block.
    counts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Counts a text through.
    pub fn new(text: &'a str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut total = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = total;
            total += characters(block);
            before
        });
        let mut counts: Vec<usize> = blocks.collect();
        counts.push(total);
        Self { text, starts, counts }
    }

    /// The position of a byte offset: what `span::position` says, sooner.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_of(offset);
        Position { line: line + 1, column: self.count(offset) - self.count(self.starts[line]) + 1 }
    }

    /// The line that holds a byte offset, without its line break, and where it begins.
    pub fn line_at(&self, offset: usize) -> (usize, &'a str) {
        let line = self.line_of(self.floor(offset));
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        (start, text.strip_suffix('\r').unwrap_or(text))
    }

    /// The nearest start of a character at or before a byte offset; the end for what lies past it.
    pub fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }

    /// The line of a byte offset, from 0.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// How many characters begin before a byte offset.
    fn count(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.counts[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }
}

/// How many characters begin in these bytes: those that do not continue one.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::position;

    #[test]
    fn every_offset_has_the_position_that_counting_gives() {
        let long = "é数x\n\r\n".repeat(3) + &"wörd ".repeat(200) + "\nend";
        for text in ["", "\n", "a", "a\r\nb\r\n", "数\n字", "👩‍👩‍👧 x", "x".repeat(BLOCK).as_str(), long.as_str()]
        {
            let lines = LineIndex::new(text);
            for offset in 0..text.len() + 3 {
                assert_eq!(lines.position(offset), position(text, offset), "{offset} in {text:?}");
            }
        }
    }

    #[test]
    fn a_line_is_shown_without_its_break() {
        let lines = LineIndex::new("one\r\n\ntwo");
        assert_eq!(lines.line_at(4), (0, "one"));
        assert_eq!(lines.line_at(5), (5, ""));
        assert_eq!(lines.line_at(99), (6, "two"));
        assert_eq!(LineIndex::new("one\n").line_at(4), (4, ""));
    }
}
