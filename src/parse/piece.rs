//! HTML of an author, gathered from the lines it was written on, and the place of each line. Inside a quote
//! or a list the source holds `>` and blanks that are no part of the HTML.

use std::ops::Range;

/// Some HTML and where it comes from.
#[derive(Debug, Default)]
pub struct Piece {
    /// The HTML.
    pub html: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    at: usize,
    source: usize,
}

impl Piece {
    /// Appends HTML that was written somewhere in `range` of the source.
    pub fn push(&mut self, html: &str, source: &str, range: &Range<usize>) {
        let mut searched = range.start;
        for line in html.split_inclusive('\n') {
            let rest = source.get(searched..range.end).unwrap_or_default();
            searched += rest.find(line.trim_end()).unwrap_or_default();
            self.lines.push(Line { at: self.html.len(), source: searched });
            self.html.push_str(line);
            searched += line.len();
        }
    }

    /// Where in the source a range of the HTML was written.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let line = self.lines.partition_point(|line| line.at <= range.start).saturating_sub(1);
        let start = self.lines.get(line).map_or(0, |line| line.source + range.start - line.at);
        start..start + range.len()
    }
}
