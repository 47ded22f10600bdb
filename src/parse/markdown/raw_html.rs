//! HTML of the author, as the setting `markdown.raw_html` wants it: escaped, sanitised or left as it is.

use std::ops::Range;

use crate::base::Code;
use crate::config::RawHtml;
use crate::parse::crowded_tag::{self, crowded_tag};
use crate::parse::depth;
use crate::parse::html_block::HtmlBlock;
use crate::parse::inspect::inspect;
use crate::parse::markdown::Writer;

impl Writer<'_> {
    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.text(html, range);
        } else if self.image.is_some() {
            // Alternative text has no markup.
        } else if let Some(block) = &mut self.html_block {
            block.push(html, self.source, range);
        } else {
            let mut inline = HtmlBlock::default();
            inline.push(html, self.source, range);
            self.publish(&inline);
        }
    }

    pub(super) fn start_html_block(&mut self) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.out.line("<p>");
        } else {
            self.out.line("");
            self.html_block = Some(HtmlBlock::default());
        }
    }

    pub(super) fn end_html_block(&mut self) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.out.trim_end();
            self.out.push("</p>\n");
        }
        if let Some(block) = self.html_block.take() {
            self.publish(&block);
        }
    }

    /// Appends HTML, and finds in it unsafe parts and ids that links may lead to.
    fn publish(&mut self, block: &HtmlBlock) {
        if !self.dialect.extensions {
            self.out.push(&block.html);
            return;
        }
        if let Some(tag) = crowded_tag(&block.html) {
            let message = format!("a tag has more than {} attributes", crowded_tag::LIMIT);
            self.find(Code::UnsafeHtml, &block.source_range(&tag), message, "write it in Markdown, or leave them out");
            self.out.text(&block.html);
            return;
        }
        let was_exceeded = self.depth.is_exceeded();
        let inspection = inspect(&block.html, self.dialect.raw_html, &mut self.depth);
        if self.dialect.raw_html == RawHtml::Sanitize && self.depth.is_exceeded() {
            self.out.text(&block.html);
            if !was_exceeded {
                let message = format!("more than {} HTML elements are open here", depth::LIMIT);
                self.find(Code::UnsafeHtml, &block.source_range(&(0..1)), message, "close each element where it ends");
            }
            return;
        }
        self.has_raw_html = true;
        self.out.push(&block.html);
        for (id, range) in inspection.ids {
            if !self.ids.take(&id) {
                self.duplicate_id(&id, &block.source_range(&range));
            }
        }
        for problem in inspection.problems {
            self.find(problem.code, &block.source_range(&problem.range), problem.message, problem.help);
        }
    }
}
