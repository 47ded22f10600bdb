//! Turns Markdown into HTML with holes, in one pass over the parser's events. Tested with the examples of the
//! `CommonMark` specification (0.31.2). Here events are told apart; each kind of markup has a file of its own.

mod blocks;
mod footnotes;
mod headings;
mod links;
mod raw_html;
mod text;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

use crate::base::{Code, Finding, Lazy, SourcePath, Span};
use crate::config::RawHtml;
use crate::parse::body::{Body, Prose};
use crate::parse::buffer::Buffer;
use crate::parse::depth::{self, Depth};
use crate::parse::dialect::Dialect;
use crate::parse::footnote::Footnotes;
use crate::parse::heading::Ids;
use crate::parse::html_block::HtmlBlock;
use crate::parse::markdown::blocks::{OpenChart, Table};
use crate::parse::markdown::headings::OpenHeading;
use crate::parse::markdown::links::OpenImage;
use crate::parse::markdown::text::{BlockText, LEAD_CAPACITY, shortened};
use crate::parse::raw_holes::{self, Scan};
use crate::parse::sanitize;
use crate::parse::word_count::WordCount;

/// Parses the body of a file, which begins at byte `start` of its text.
pub fn body(path: &SourcePath, text: &str, start: usize, dialect: Dialect) -> (Body, Vec<Finding>) {
    let source = &text[start..];
    let mut writer = Writer::new(path, source, start, dialect);
    for (event, range) in Parser::new_ext(source, dialect.options()).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// Writes one body. Ranges are of `source`.
struct Writer<'a> {
    path: &'a SourcePath,
    /// The Markdown.
    source: &'a str,
    /// The byte of the file at which the Markdown begins.
    start: usize,
    dialect: Dialect,
    /// The HTML so far.
    out: Buffer,
    /// The HTML around each open footnote, with the footnote's label. A footnote is written at the end of the body.
    around_footnotes: Vec<(String, Buffer)>,
    body: Body,
    ids: Ids,
    footnotes: Footnotes,
    findings: Vec<Finding>,
    /// The end tags of open blocks and links whose kind alone does not tell them.
    end_tags: Vec<&'static str>,
    image: Option<OpenImage>,
    heading: Option<OpenHeading<'a>>,
    html_block: Option<HtmlBlock>,
    chart: Option<OpenChart>,
    table: Table,
    /// True in the paragraph that is the body's lead.
    in_lead: bool,
    /// True in the words of a `[[name]]`.
    in_name: bool,
    block: BlockText,
    word_count: WordCount,
    /// The number of open elements of Markdown.
    nesting: usize,
    /// The depth of the author's HTML.
    depth: Depth,
    has_raw_html: bool,
    /// The byte of the `[` that may begin a reference to a footnote.
    bracket: Option<usize>,
}

impl<'a> Writer<'a> {
    fn new(path: &'a SourcePath, source: &'a str, start: usize, dialect: Dialect) -> Self {
        Self {
            path,
            source,
            start,
            dialect,
            out: Buffer::with_capacity(source.len() + source.len() / 4),
            around_footnotes: Vec::new(),
            body: Body::default(),
            ids: Ids::default(),
            footnotes: Footnotes::default(),
            findings: Vec::new(),
            end_tags: Vec::new(),
            image: None,
            heading: None,
            html_block: None,
            chart: None,
            table: Table::default(),
            in_lead: false,
            in_name: false,
            block: BlockText::new(),
            word_count: WordCount::default(),
            nesting: 0,
            depth: Depth::default(),
            has_raw_html: false,
            bracket: None,
        }
    }

    /// The Markdown of a range; empty if the range does not fit.
    fn source_at(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// The place in the file of a range of the source.
    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shifted(self.start)
    }

    /// The place in the file of a block, without the line end that the parser counts in.
    fn block_span(&self, range: &Range<usize>) -> Span {
        let length = self.source_at(range.clone()).trim_end().len();
        self.span(&(range.start..range.start + length))
    }

    fn find(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>, help: &str) {
        let span = self.block_span(range);
        self.findings.push(Finding::new(code, self.path, message).at(span).help(help));
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.end_text_at(tag.to_end());
                self.start(tag, &range);
            }
            Event::End(tag) => {
                self.end_text_at(tag);
                self.end(tag, &range);
            }
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, &range),
            Event::Code(code) => self.code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, &range),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br />\n"),
            Event::Rule => self.out.line("<hr />\n"),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(is_done) => self.task(is_done),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        if let Some(image) = &mut self.image {
            image.depth += 1;
            return;
        }
        self.nesting += 1;
        // Deeper markup goes, its words stay: browsers would not nest it either, and cleaning it would take minutes.
        if self.nesting > depth::LIMIT {
            return;
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, .. } => self.start_heading(level as u8, range),
            Tag::BlockQuote(None) => self.open_block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.start_html_block(),
            Tag::List(None) => self.open_block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.open_block(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item => self.out.line("<li>"),
            Tag::FootnoteDefinition(label) => self.start_footnote(label.into_string()),
            Tag::DefinitionList => self.open_block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.out.line("<dt>"),
            Tag::DefinitionListDefinition => self.out.line("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_table_row(),
            Tag::TableCell => self.start_table_cell(),
            Tag::Emphasis => self.out.push("<em>"),
            Tag::Strong => self.out.push("<strong>"),
            Tag::Strikethrough => self.out.push("<del>"),
            Tag::Superscript => self.out.push("<sup>"),
            Tag::Subscript => self.out.push("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { link_type, dest_url, title, .. } => self.start_image(link_type, &dest_url, &title, range),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        if let Some(image) = &mut self.image
            && image.depth > 0
        {
            image.depth -= 1;
            return;
        }
        self.nesting = self.nesting.saturating_sub(1);
        if self.nesting >= depth::LIMIT {
            return;
        }
        match tag {
            TagEnd::Paragraph => {
                self.in_lead = false;
                self.out.push("</p>\n");
            }
            TagEnd::Heading(_) => self.end_heading(range),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList => self.close_block(),
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::Item => self.out.push("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionListTitle => self.out.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push("</dd>\n"),
            TagEnd::Table => self.out.push("</tbody>\n</table>\n</div>\n"),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.out.push("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.out.push("</em>"),
            TagEnd::Strong => self.out.push("</strong>"),
            TagEnd::Strikethrough => self.out.push("</del>"),
            TagEnd::Superscript => self.out.push("</sup>"),
            TagEnd::Subscript => self.out.push("</sub>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    fn start_paragraph(&mut self) {
        self.in_lead = self.nesting == 1 && self.body.lead.trim_ascii().is_empty();
        if self.in_lead {
            self.body.lead.reserve(LEAD_CAPACITY);
        }
        self.out.line("<p>");
    }

    fn open_block(&mut self, html: &str, end_tag: &'static str) {
        self.out.line(html);
        self.end_tags.push(end_tag);
    }

    fn close_block(&mut self) {
        if let Some(end_tag) = self.end_tags.pop() {
            self.out.line(end_tag);
        }
    }

    fn finish(mut self) -> (Body, Vec<Finding>) {
        for id in self.footnotes.ids() {
            self.ids.take(&id);
        }
        self.footnotes.write(&mut self.out);
        let words = self.word_count.total();
        let prose = prose(self.out, self.has_raw_html.then_some(self.dialect.raw_html), words);
        let mut body = self.body;
        body.set_prose(Lazy::Ready(prose));
        // Bodies are most of what a build keeps in memory.
        body.links.shrink_to_fit();
        body.images.shrink_to_fit();
        body.headings.shrink_to_fit();
        body.claims.shrink_to_fit();
        body.anchors = self.ids.into_sorted();
        body.lead = shortened(&body.lead);
        (body, self.findings)
    }
}

/// The text of a body. `raw_html` is the treatment of the author's HTML in it, if there is some.
fn prose(buffer: Buffer, raw_html: Option<RawHtml>, words: usize) -> Prose {
    let (html, holes) = buffer.into_parts();
    let (html, holes, is_unclosed) = match raw_html {
        None => (html, holes, false),
        Some(RawHtml::Sanitize) => {
            let (html, holes) = sanitize::clean(&html, &holes);
            (html, holes, false)
        }
        Some(RawHtml::Allow | RawHtml::Escape) => match raw_holes::scan(&html, &holes) {
            Scan { is_closed: true, holes } => (html, holes, false),
            Scan { is_closed: false, .. } => (html, holes, true),
        },
    };
    // Copied, because shrinking a text of this size does not free the room behind it.
    Prose { html: html.as_str().to_owned(), holes: holes.as_slice().to_owned(), is_unclosed, words }
}
