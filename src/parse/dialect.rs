//! The dialects of Markdown that can be read.

use pulldown_cmark::Options;

use crate::config::{Markdown, RawHtml};

/// A dialect of Markdown.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// Tables, footnotes, alerts, `[[names]]` and the rest beyond `CommonMark`, and ids on headings.
    pub extensions: bool,
    /// Typographic quotes, dashes and dots.
    pub smart_punctuation: bool,
    /// The treatment of HTML in the text.
    pub raw_html: RawHtml,
}

impl Dialect {
    /// The dialect of reports.
    pub fn trendpress(markdown: Markdown) -> Self {
        let Markdown { raw_html, smart_punctuation } = markdown;
        Self { extensions: true, smart_punctuation, raw_html }
    }

    /// `CommonMark` and nothing else.
    pub fn commonmark() -> Self {
        Self { extensions: false, smart_punctuation: false, raw_html: RawHtml::Allow }
    }

    /// The options of the Markdown library.
    pub fn options(self) -> Options {
        let mut options = Options::empty();
        options.set(Options::ENABLE_SMART_PUNCTUATION, self.smart_punctuation);
        if self.extensions {
            options |= Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_GFM
                | Options::ENABLE_DEFINITION_LIST
                | Options::ENABLE_WIKILINKS;
            // Not ENABLE_HEADING_ATTRIBUTES: 0.13.6 panics with it (`>>=\n> {}\n>>=`), so `heading` reads `{#id}`.
        }
        options
    }
}
