//! Headings: their levels, their ids, and the list of them.

use std::ops::Range;

use crate::base::Code;
use crate::parse::heading::{Heading, chosen_id};
use crate::parse::markdown::Writer;

/// A heading that is being read.
pub struct OpenHeading<'a> {
    /// The byte of the HTML at which its start tag ends.
    tag_end: usize,
    level: u8,
    /// The id that the author chose.
    id: Option<&'a str>,
    /// The byte of the source at which the text ends and the id begins.
    text_end: usize,
    /// Its text so far, without markup.
    pub text: String,
}

impl OpenHeading<'_> {
    /// A piece of the heading's text without the id that the author wrote behind it.
    pub fn without_id<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str {
        if range.end <= self.text_end {
            return text;
        }
        text.get(..self.text_end.saturating_sub(range.start)).unwrap_or_default()
    }
}

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: u8, range: &Range<usize>) {
        let mut chosen = None;
        if self.dialect.extensions {
            self.check_level(level, range);
            chosen = chosen_id(self.source_at(range.clone()));
        }
        self.out.line("<h");
        self.out.level(level);
        let tag_end = self.out.len();
        self.out.push(">");
        let text_end = range.start + chosen.as_ref().map_or(range.len(), |chosen| chosen.text_end);
        let id = chosen.map(|chosen| chosen.id);
        self.heading = Some(OpenHeading { tag_end, level, id, text_end, text: String::with_capacity(64) });
    }

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        let before = self.body.headings.last().map_or(1, |heading| heading.level);
        if level == 1 {
            let message = "a heading of the first level in the text: that level is the page's title";
            self.find(Code::HeadingSkipped, range, message, "begin with `##`");
        } else if level > before + 1 {
            let message = format!("the heading skips from level {before} to level {level}");
            let help = format!("write it with {} number signs", before + 1);
            self.find(Code::HeadingSkipped, range, message, &help);
        }
    }

    pub(super) fn end_heading(&mut self, range: &Range<usize>) {
        let Some(OpenHeading { tag_end, level, id: chosen, text, .. }) = self.heading.take() else { return };
        if self.dialect.extensions {
            let id = match chosen {
                Some(id) if self.ids.take(id) => id.to_owned(),
                Some(id) => {
                    self.duplicate_id(id, range);
                    self.ids.of_text(id)
                }
                None => self.ids.of_text(&text),
            };
            self.out.insert_id(tag_end, &id);
            let span = self.block_span(range);
            self.body.headings.push(Heading { level, id, text: text.trim().to_owned(), span });
        }
        self.out.push("</h");
        self.out.level(level);
        self.out.push(">\n");
    }

    pub(super) fn duplicate_id(&mut self, id: &str, range: &Range<usize>) {
        let message = format!("the id `{id}` is on this page already");
        self.find(Code::DuplicateAnchor, range, message, "give one of the two another id");
    }
}
