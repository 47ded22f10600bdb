//! References to footnotes, those to footnotes that are missing included, and the footnotes' own texts.

use std::ops::Range;

use crate::base::Code;
use crate::parse::footnote::{BACK_LINKS, reference_id};
use crate::parse::hole::Fill;
use crate::parse::markdown::Writer;

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let (number, nth) = self.footnotes.refer(label);
        self.out.push("<sup class=\"footnote-ref\"><a href=\"#");
        self.out.hole(Fill::IdPrefix);
        self.out.push(&format!("fn-{number}\""));
        if nth <= BACK_LINKS {
            self.out.push(" id=\"");
            self.out.hole(Fill::IdPrefix);
            self.out.push(&format!("{}\"", reference_id(number, nth)));
        }
        self.out.push(&format!(" role=\"doc-noteref\">{number}</a></sup>"));
    }

    pub(super) fn start_footnote(&mut self, label: String) {
        self.around_footnotes.push((label, std::mem::take(&mut self.out)));
    }

    pub(super) fn end_footnote(&mut self) {
        if let Some((label, around)) = self.around_footnotes.pop() {
            let text = std::mem::replace(&mut self.out, around);
            self.footnotes.define(&label, text);
        }
    }

    /// Finds a reference to a footnote that is not written. The parser leaves it as text, in pieces from `[` to `]`.
    pub(super) fn watch_for_footnote(&mut self, text: &str, range: &Range<usize>) {
        // Nearly no text ends so.
        let Some(b'[' | b']') = text.as_bytes().last() else { return };
        if self.source_at(range.clone()).ends_with('[') && self.source[range.end..].starts_with('^') {
            self.bracket = Some(range.end - 1);
            return;
        }
        // `\]` comes as the same text, without the backslash.
        if text != "]" || self.source[..range.start].ends_with('\\') {
            return;
        }
        let Some(start) = self.bracket.take() else { return };
        let label = self.source_at(start + 2..range.start);
        if label.is_empty() || label.contains(|character: char| character.is_whitespace() || character == '[') {
            return;
        }
        let message = format!("the footnote `{label}` is not written");
        let help = format!("write it below: `[^{label}]: …`");
        self.find(Code::BrokenFootnote, &(start..range.end), message, &help);
    }
}
