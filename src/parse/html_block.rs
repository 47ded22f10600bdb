//! HTML of an author, gathered line by line, and the place of each line in the source. In a quote or a list the source
//! has `>` and blanks between the lines that are no part of the HTML.

use std::ops::Range;

/// Some HTML and the places of its lines.
#[derive(Debug, Default)]
pub struct HtmlBlock {
    /// The HTML.
    pub html: String,
    lines: Vec<Line>,
}

/// The beginning of a line, in the HTML and in the source.
#[derive(Debug)]
struct Line {
    at: usize,
    source: usize,
}

impl HtmlBlock {
    /// Appends HTML that stands somewhere in `range` of the source.
    pub fn push(&mut self, html: &str, source: &str, range: &Range<usize>) {
        let mut searched = range.start;
        for line in html.split_inclusive('\n') {
            let rest = source.get(searched..range.end).unwrap_or_default();
            searched += rest.find(line.trim_end()).unwrap_or(0);
            self.lines.push(Line { at: self.html.len(), source: searched });
            self.html.push_str(line);
            searched += line.len();
        }
    }

    /// The range of the source from which a range of the HTML comes.
    ///
    /// For `> <b>\n> <i>`, the HTML is `<b>\n<i>`, and its bytes `4..7` come from `8..11`.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let line = self.lines.partition_point(|line| line.at <= range.start).saturating_sub(1);
        let start = self.lines.get(line).map_or(0, |line| line.source + range.start - line.at);
        start..start + range.len()
    }
}

#[cfg(test)]
mod tests {
    use super::HtmlBlock;

    #[test]
    fn a_tag_in_a_quote_is_found_in_the_source() {
        let source = "> <b>\n> <i>";
        let mut block = HtmlBlock::default();
        block.push("<b>\n", source, &(2..6));
        block.push("<i>", source, &(6..11));
        let range = block.html.find("<i>").map(|at| block.source_range(&(at..at + 3))).unwrap();
        assert_eq!(&source[range], "<i>");
    }
}
