//! An index of a text's lines, which converts byte offsets into lines and columns. After one pass over the text, an
//! offset costs a few steps, however long the text and its lines are.

use std::ops::Range;

use crate::base::span::{Position, Span};

/// Bytes between two entries of `counts`: less needs more memory, more needs more time. 4 MiB of text take 128 KiB.
const BLOCK: usize = 256;

/// The index of one text.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// The offset of each line.
    starts: Vec<usize>,
    /// The number of characters before each block.
    counts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Indexes a text.
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

    /// Converts a byte offset, as [`position`](crate::base::span::position) does, but faster.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let line = self.line_of(offset);
        Position { line: line + 1, column: self.count(offset) - self.count(self.starts[line]) + 1 }
    }

    /// The line on which a span starts, without its line break, and the part of that line inside the span. That part is
    /// empty for a span that starts in the line break.
    pub fn line_at(&self, span: Span) -> (&'a str, Range<usize>) {
        let (from, to) = (self.floor(span.start as usize), self.floor(span.end as usize));
        let line = self.line_of(from);
        let start = self.starts[line];
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        let text = text.strip_suffix('\r').unwrap_or(text);
        let from = (from - start).min(text.len());
        (text, from..to.saturating_sub(start).clamp(from, text.len()))
    }

    /// The start of the character at a byte offset; the end of the text for an offset past it.
    fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }

    /// The number of the line that holds an offset, from 0.
    fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The number of characters before an offset.
    fn count(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.counts[block] + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }
}

/// Counts the characters that start in `bytes`: all bytes but UTF-8 continuation bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::position;

    #[test]
    fn every_offset_has_the_same_position_as_by_counting() {
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
    fn a_line_comes_without_its_break() {
        let lines = LineIndex::new("one\r\n\ntwo");
        assert_eq!(lines.line_at(Span::new(1, 2)), ("one", 1..2));
        assert_eq!(lines.line_at(Span::new(1, 8)), ("one", 1..3));
        assert_eq!(lines.line_at(Span::new(4, 4)), ("one", 3..3));
        assert_eq!(lines.line_at(Span::new(5, 7)), ("", 0..0));
        assert_eq!(lines.line_at(Span::new(99, 99)), ("two", 3..3));
        assert_eq!(LineIndex::new("one\n").line_at(Span::new(4, 4)), ("", 0..0));
    }
}
