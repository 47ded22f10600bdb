//! Markdown to HTML with holes, in one pass over the parser's events. Written for the eyes of the
//! `CommonMark` specification's examples (0.31), which go through this code in the tests.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_escape::{escape_href, escape_html, escape_html_body_text};
use std::ops::Range;

use crate::base::bytes::{any, is_one_of};
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::config::{Markdown, RawHtml};
use crate::parse::body::{Body, ChartText, Fill, Hole, Image, Link, Prose, UiWord};
use crate::parse::depth::{self, Depth};
use crate::parse::destination::{self, Destination, Sorted};
use crate::parse::footnote::{Footnotes, reference_id};
use crate::parse::heading::{Heading, Ids, chosen_id, digit};
use crate::parse::piece::Piece;
use crate::parse::raw_holes::{self, Found};
use crate::parse::words::Words;
use crate::parse::{sanitize, sentence};

/// Which Markdown is read.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    /// Tables, footnotes, alerts, `[[names]]` and the rest beyond `CommonMark`, and ids on headings.
    pub extensions: bool,
    /// Typographic quotes, dashes and dots.
    pub smart_punctuation: bool,
    /// What happens to HTML.
    pub raw_html: RawHtml,
}

impl Dialect {
    /// What reports are written in.
    pub fn trendpress(markdown: Markdown) -> Self {
        let Markdown { raw_html, smart_punctuation } = markdown;
        Self { extensions: true, smart_punctuation, raw_html }
    }

    /// `CommonMark` and nothing else.
    pub fn commonmark() -> Self {
        Self { extensions: false, smart_punctuation: false, raw_html: RawHtml::Allow }
    }

    fn options(self) -> Options {
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
            // Not ENABLE_HEADING_ATTRIBUTES: 0.13.6 panics with it (`>>=\n> {}\n>>=`), so `{#id}` is ours.
        }
        options
    }
}

/// HTML written so far, and the holes in it.
#[derive(Debug, Default)]
pub struct Buffer {
    html: String,
    holes: Vec<Hole>,
}

impl Buffer {
    /// Appends HTML.
    pub fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Appends HTML on a line of its own.
    pub fn line(&mut self, html: &str) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        self.html.push_str(html);
    }

    /// Leaves a hole without default.
    pub fn hole(&mut self, fill: Fill) {
        self.hole_from(self.html.len(), fill);
    }

    /// Leaves a hole whose default is the HTML from a byte on.
    fn hole_from(&mut self, start: usize, fill: Fill) {
        self.holes.push(Hole { span: Span::new(start, self.html.len()), fill });
    }

    /// Appends the digit of a heading's level.
    fn level(&mut self, level: u8) {
        self.push(digit(level));
        self.hole_from(self.html.len() - 1, Fill::Level);
    }

    /// Drops blanks and line ends at the end, where no hole is.
    fn trim_end(&mut self) {
        self.html.truncate(self.html.trim_end().len());
    }

    /// Appends text, escaped.
    fn text(&mut self, text: &str) {
        // Nearly every text goes in as it is.
        if any(text.as_bytes(), |byte| is_one_of(byte, b"&<>")) {
            // Writing to a String cannot fail.
            let _ = escape_html_body_text(&mut self.html, text);
        } else {
            self.html.push_str(text);
        }
    }

    /// Appends text for a quoted attribute, escaped.
    fn attribute(&mut self, text: &str) {
        let _ = escape_html(&mut self.html, text);
    }

    /// Appends another buffer.
    pub fn append(&mut self, other: Self) {
        let shift = self.html.len();
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { span: hole.span.shifted(shift), ..hole }));
        self.html.push_str(&other.html);
    }

    /// Puts the attribute `id` into the start tag that ends at a byte, before the holes there.
    fn insert_id(&mut self, at: usize, id: &str) {
        const START: &str = " id=\"";
        let mut attribute = String::with_capacity(START.len() + id.len() + 1);
        attribute.push_str(START);
        let _ = escape_html(&mut attribute, id);
        attribute.push('"');
        self.html.insert_str(at, &attribute);
        let later = self.holes.partition_point(|hole| (hole.span.start as usize) < at);
        for hole in &mut self.holes[later..] {
            hole.span = hole.span.shifted(attribute.len());
        }
        let prefix = at + START.len();
        self.holes.insert(later, Hole { span: Span::new(prefix, prefix), fill: Fill::IdPrefix });
    }

    /// Splits off the end of the last paragraph, so that something can be put into it.
    pub fn split_off_last_paragraph(mut self) -> (Self, &'static str) {
        match self.html.strip_suffix("</p>\n").map(str::len) {
            Some(length) => {
                self.html.truncate(length);
                (self, "</p>\n")
            }
            None => (self, ""),
        }
    }
}

/// Parses the body of a file, which begins at byte `start` of its text.
pub fn body(path: &SourcePath, text: &str, start: usize, dialect: Dialect) -> (Body, Vec<Finding>) {
    let source = &text[start..];
    let mut writer = Writer::new(path, source, start, dialect);
    for (event, range) in Parser::new_ext(source, dialect.options()).into_offset_iter() {
        writer.event(event, range);
    }
    writer.finish()
}

/// An image that is being read: its alternative text is what would be shown in its place.
struct OpenImage {
    image: Image,
    has_words: bool,
    depth: usize,
}

/// A fenced block `chart` that is being read: its lines, and where in the source they stand.
#[derive(Default)]
struct OpenChart {
    yaml: String,
    range: Option<Range<usize>>,
}

/// A heading that is being read.
struct OpenHeading<'a> {
    at: usize,
    level: u8,
    /// The id that the author chose.
    id: Option<&'a str>,
    /// The byte at which the text ends and the id begins.
    text_end: usize,
    words: String,
}

impl OpenHeading<'_> {
    /// A piece of the heading's text without the id that the author wrote behind it.
    fn without_id<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str {
        if range.end <= self.text_end {
            return text;
        }
        text.get(..self.text_end.saturating_sub(range.start)).unwrap_or_default()
    }
}

#[expect(clippy::struct_excessive_bools, reason = "places that the text can be in, and it can be in several")]
struct Writer<'a> {
    path: &'a SourcePath,
    source: &'a str,
    start: usize,
    dialect: Dialect,
    out: Buffer,
    outer: Vec<(String, Buffer)>,
    body: Body,
    ids: Ids,
    footnotes: Footnotes,
    findings: Vec<Finding>,
    closers: Vec<&'static str>,
    image: Option<OpenImage>,
    heading: Option<OpenHeading<'a>>,
    html_block: Option<Piece>,
    chart: Option<OpenChart>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_table_head: bool,
    in_lead: bool,
    in_name: bool,
    block: Block,
    nesting: usize,
    has_raw_html: bool,
    depth: Depth,
    words: Words,
    /// Where a bracket opened that may be a reference to a footnote: the byte of its `[`.
    bracket: Option<usize>,
}

/// The plain text of the block that is being read.
#[derive(Default)]
struct Block {
    text: String,
    /// The links in it: number, and byte of the text.
    links: Vec<(usize, usize)>,
    /// Up to where its words are counted: together, because the parser gives text in small pieces.
    counted: usize,
}

/// Bytes that most paragraphs do with.
const PARAGRAPH: usize = 512;

impl<'a> Writer<'a> {
    fn new(path: &'a SourcePath, source: &'a str, start: usize, dialect: Dialect) -> Self {
        Self {
            path,
            source,
            start,
            dialect,
            out: Buffer { html: String::with_capacity(source.len() + source.len() / 4), holes: Vec::new() },
            outer: Vec::new(),
            body: Body::default(),
            ids: Ids::default(),
            footnotes: Footnotes::default(),
            findings: Vec::new(),
            closers: Vec::new(),
            image: None,
            heading: None,
            html_block: None,
            chart: None,
            alignments: Vec::new(),
            cell: 0,
            in_table_head: false,
            in_lead: false,
            in_name: false,
            block: Block { text: String::with_capacity(PARAGRAPH), ..Block::default() },
            nesting: 0,
            has_raw_html: false,
            depth: Depth::default(),
            words: Words::default(),
            bracket: None,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::from(range.clone()).shifted(self.start)
    }

    fn find(&mut self, code: Code, range: &Range<usize>, message: impl Into<String>, help: &str) {
        let place = self.span(&(range.start..self.visible_end(range)));
        self.findings.push(Finding::new(code, self.path, message).at(place).help(help));
    }

    /// The end of a block's range without the line end that the parser counts in.
    fn visible_end(&self, range: &Range<usize>) -> usize {
        range.start + self.source.get(range.clone()).unwrap_or_default().trim_end().len()
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => {
                self.pause_at(tag.to_end());
                self.start(tag, &range);
            }
            Event::End(tag) => {
                self.pause_at(tag);
                self.end(tag, &range);
            }
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, &range),
            Event::Code(code) => self.code(&code),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(&html, &range),
            Event::SoftBreak => self.break_("\n"),
            Event::HardBreak => self.break_("<br />\n"),
            Event::Rule => self.out.line("<hr />\n"),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    // ---- text

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(open) = &mut self.chart {
            open.yaml.push_str(text);
            let start = open.range.as_ref().map_or(range.start, |range| range.start);
            open.range = Some(start..range.end);
            return;
        }
        if let Some(block) = &mut self.html_block {
            block.push(text, self.source, range);
            return;
        }
        let text = self.heading.as_ref().map_or(text, |open| open.without_id(text, range));
        if self.in_name {
            // What is shown is the title of what it leads to; these words stand for it.
            let name = text.replace('-', " ");
            self.count_words();
            self.words.add(&name);
            self.collect(&name);
            // The sentence around it shall have the title, which only the site knows.
            self.block.text.push_str(&sentence::title_of(self.body.links.len() - 1));
            self.block.counted = self.block.text.len();
            return;
        }
        self.watch_for_footnote(text, range);
        if gives_share(text) {
            self.body.claims.push(self.span(range));
        }
        self.plain(text);
        if self.image.is_none() {
            self.out.text(text);
        }
    }

    fn code(&mut self, code: &str) {
        self.bracket = None;
        self.plain(code);
        if self.image.is_none() {
            self.out.push("<code>");
            self.out.text(code);
            self.out.push("</code>");
        }
    }

    fn break_(&mut self, html: &str) {
        self.bracket = None;
        self.plain(" ");
        match self.image {
            Some(_) => self.words.pause(),
            None => self.out.push(html),
        }
    }

    /// Text without markup, for whoever collects it now: an image, a heading, the lead.
    fn plain(&mut self, text: &str) {
        self.collect(text);
        self.block.text.push_str(text);
    }

    /// Counts the words of the block's text that are not counted yet.
    fn count_words(&mut self) {
        if self.block.counted < self.block.text.len() {
            self.words.add(&self.block.text[self.block.counted..]);
            self.block.counted = self.block.text.len();
        }
    }

    #[inline]
    fn collect(&mut self, text: &str) {
        if let Some(open) = &mut self.image
            && open.has_words
        {
            open.image.alt.push_str(text);
        }
        if let Some(open) = &mut self.heading {
            open.words.push_str(text);
        }
        if self.in_lead && self.image.is_none() {
            self.body.lead.push_str(text);
        }
    }

    /// A word, a reference and a sentence end with the line or the block, but go on through an emphasis.
    fn pause_at(&mut self, tag: TagEnd) {
        let is_inline = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        );
        if !is_inline {
            self.pause();
            self.end_block();
        }
    }

    fn pause(&mut self) {
        self.count_words();
        self.words.pause();
        self.bracket = None;
    }

    /// A block begins or ends: the links of the one so far get their sentences.
    fn end_block(&mut self) {
        for (link, at) in self.block.links.drain(..) {
            self.body.links[link].sentence = sentence::around(&self.block.text, at);
        }
        self.block.text.clear();
        self.block.counted = 0;
    }

    /// A reference to a footnote that nobody wrote stays text, in pieces from `[` to `]`.
    fn watch_for_footnote(&mut self, text: &str, range: &Range<usize>) {
        // Nearly no text ends so.
        let Some(b'[' | b']') = text.as_bytes().last() else { return };
        let written = self.source.get(range.clone()).unwrap_or_default();
        if written.ends_with('[') && self.source[range.end..].starts_with('^') {
            self.bracket = Some(range.end - 1);
            return;
        }
        // `\]` comes as the same text, without the backslash.
        if text != "]" || self.source[..range.start].ends_with('\\') {
            return;
        }
        let Some(start) = self.bracket.take() else { return };
        let label = self.source.get(start + 2..range.start).unwrap_or_default();
        if label.is_empty() || label.contains(|character: char| character.is_whitespace() || character == '[') {
            return;
        }
        let message = format!("the footnote `{label}` is not written");
        let help = format!("write it below: `[^{label}]: …`");
        self.find(Code::BrokenFootnote, &(start..range.end), message, &help);
    }

    fn footnote_reference(&mut self, label: &str) {
        let (number, nth) = self.footnotes.refer(label);
        let id = reference_id(number, nth);
        self.out.push("<sup class=\"footnote-ref\"><a href=\"#");
        self.out.hole(Fill::IdPrefix);
        self.out.push(&format!("fn-{number}\" id=\""));
        self.out.hole(Fill::IdPrefix);
        self.out.push(&format!("{id}\" role=\"doc-noteref\">{number}</a></sup>"));
    }

    /// The box of a task. Its name says its state, because the words after it say only the task.
    fn task(&mut self, done: bool) {
        let (checked, word) = if done { (" checked=\"\"", UiWord::TaskDone) } else { ("", UiWord::TaskOpen) };
        self.out.push(&format!("<input type=\"checkbox\" disabled=\"\"{checked} aria-label=\""));
        self.out.hole(Fill::Word(word));
        self.out.push("\" />\n");
    }

    // ---- HTML of the author

    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.text(html, range);
            return;
        }
        if self.image.is_some() {
            return;
        }
        if let Some(block) = &mut self.html_block {
            block.push(html, self.source, range);
        } else {
            let mut piece = Piece::default();
            piece.push(html, self.source, range);
            self.publish(&piece);
        }
    }

    fn start_html_block(&mut self) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.out.line("<p>");
        } else {
            self.out.line("");
            self.html_block = Some(Piece::default());
        }
    }

    fn end_html_block(&mut self) {
        if self.dialect.raw_html == RawHtml::Escape {
            self.out.trim_end();
            self.out.push("</p>\n");
        }
        if let Some(block) = self.html_block.take() {
            self.publish(&block);
        }
    }

    /// Appends HTML, and looks through it for what is unsafe and for ids that links may lead to.
    fn publish(&mut self, piece: &Piece) {
        if !self.dialect.extensions {
            self.out.push(&piece.html);
            return;
        }
        let was_exceeded = self.depth.is_exceeded();
        let seen = sanitize::inspect(&piece.html, self.dialect.raw_html, &mut self.depth);
        if self.dialect.raw_html == RawHtml::Sanitize && self.depth.is_exceeded() {
            self.out.text(&piece.html);
            if !was_exceeded {
                let message = format!("more than {} HTML elements are open here", depth::LIMIT);
                self.find(Code::UnsafeHtml, &piece.place(&(0..1)), message, "close each element where it ends");
            }
            return;
        }
        self.has_raw_html = true;
        self.out.push(&piece.html);
        for (id, range) in seen.ids {
            if !self.ids.take(&id) {
                self.duplicate(&id, &piece.place(&range));
            }
        }
        for problem in seen.problems {
            self.find(problem.code, &piece.place(&problem.range), problem.message, problem.help);
        }
    }

    fn duplicate(&mut self, id: &str, range: &Range<usize>) {
        let message = format!("the id `{id}` is on this page already");
        self.find(Code::DuplicateAnchor, range, message, "give one of the two another id");
    }

    // ---- elements

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        if let Some(open) = &mut self.image {
            open.depth += 1;
            return;
        }
        self.nesting += 1;
        // Deeper markup goes, its words stay: browsers would not nest it either, and cleaning it would take minutes.
        if self.nesting > depth::LIMIT {
            return;
        }
        match tag {
            Tag::Paragraph => {
                self.in_lead = self.nesting == 1 && self.body.lead.trim_ascii().is_empty();
                if self.in_lead {
                    self.body.lead.reserve(PARAGRAPH);
                }
                self.out.line("<p>");
            }
            Tag::Heading { level, .. } => self.start_heading(level as u8, range),
            Tag::BlockQuote(None) => self.open_block("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::CodeBlock(kind) if self.is_chart(&kind) => self.chart = Some(OpenChart::default()),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.start_html_block(),
            Tag::List(None) => self.open_block("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.open_block(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::Item => self.out.line("<li>"),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.out);
                self.outer.push((label.into_string(), outer));
            }
            Tag::DefinitionList => self.open_block("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.out.line("<dt>"),
            Tag::DefinitionListDefinition => self.out.line("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.in_table_head = true;
                self.cell = 0;
                self.out.push("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.push("<tr>\n");
            }
            Tag::TableCell => self.start_cell(),
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
        if let Some(open) = &mut self.image
            && open.depth > 0
        {
            open.depth -= 1;
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
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::DefinitionList => {
                let closer = self.closers.pop().unwrap_or_default();
                self.out.line(closer);
            }
            TagEnd::CodeBlock => match self.chart.take() {
                Some(open) => self.end_chart(open, range),
                None => self.out.push("</code></pre>\n"),
            },
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::Item => self.out.push("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((label, outer)) = self.outer.pop() {
                    let text = std::mem::replace(&mut self.out, outer);
                    self.footnotes.define(&label, text);
                }
            }
            TagEnd::DefinitionListTitle => self.out.push("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push("</dd>\n"),
            TagEnd::Table => self.out.push("</tbody>\n</table>\n</div>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.out.push("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.out.push("</tr>\n"),
            TagEnd::TableCell => {
                self.out.push(if self.in_table_head { "</th>\n" } else { "</td>\n" });
                self.cell += 1;
            }
            TagEnd::Emphasis => self.out.push("</em>"),
            TagEnd::Strong => self.out.push("</strong>"),
            TagEnd::Strikethrough => self.out.push("</del>"),
            TagEnd::Superscript => self.out.push("</sup>"),
            TagEnd::Subscript => self.out.push("</sub>"),
            TagEnd::Link => {
                self.in_name = false;
                let closer = self.closers.pop().unwrap_or_default();
                self.out.push(closer);
                if !closer.is_empty() {
                    self.out.hole(Fill::LinkEnd);
                }
            }
            TagEnd::Image => self.end_image(),
            TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open_block(&mut self, html: &str, closer: &'static str) {
        self.out.line(html);
        self.closers.push(closer);
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, word) = match kind {
            BlockQuoteKind::Note => ("note", UiWord::Note),
            BlockQuoteKind::Tip => ("tip", UiWord::Tip),
            BlockQuoteKind::Important => ("important", UiWord::Important),
            BlockQuoteKind::Warning => ("warning", UiWord::Warning),
            BlockQuoteKind::Caution => ("caution", UiWord::Caution),
        };
        self.open_block(
            &format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">"),
            "</div>\n",
        );
        self.out.hole(Fill::Word(word));
        self.out.push("</p>\n");
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.out.line("<pre><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info.split([' ', '\t', ',']).next().filter(|word| !word.is_empty())
        {
            self.out.push(" class=\"language-");
            self.out.attribute(language);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    fn is_chart(&self, kind: &CodeBlockKind<'_>) -> bool {
        let CodeBlockKind::Fenced(info) = kind else { return false };
        self.dialect.extensions && info.split([' ', '\t', ',']).next() == Some("chart")
    }

    fn end_chart(&mut self, open: OpenChart, range: &Range<usize>) {
        let OpenChart { yaml, range: inner } = open;
        // In a list or a quote every line loses its beginning; only elsewhere do places in the YAML tell places
        // in the file.
        let inner = inner.filter(|_| self.nesting == 0);
        let yaml = inner.clone().and_then(|inner| self.source.get(inner)).map_or(yaml, str::to_owned);
        self.out.line("");
        self.out.hole(Fill::Chart(self.body.charts.len()));
        self.out.push("\n");
        let span = self.span(&(range.start..self.visible_end(range)));
        let start = inner.map(|inner| inner.start + self.start);
        self.body.charts.push(ChartText { yaml, start, span });
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.alignments = alignments;
        // A wide table scrolls by itself; to be scrolled by keyboard it must take the focus and have a name.
        self.out.line("<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
        self.out.hole(Fill::Word(UiWord::Table));
        self.out.push("\">\n<table>\n");
    }

    fn start_cell(&mut self) {
        self.out.push(if self.in_table_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push(match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
    }

    // ---- headings

    fn start_heading(&mut self, level: u8, range: &Range<usize>) {
        let mut id = None;
        if self.dialect.extensions {
            self.check_level(level, range);
            id = chosen_id(self.source.get(range.clone()).unwrap_or_default());
        }
        self.out.line("<h");
        self.out.level(level);
        self.out.push(">");
        let at = self.out.html.len() - 1;
        let text_end = range.start + id.as_ref().map_or(range.len(), |id| id.text_end);
        self.heading =
            Some(OpenHeading { at, level, id: id.map(|id| id.id), text_end, words: String::with_capacity(64) });
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

    fn end_heading(&mut self, range: &Range<usize>) {
        let Some(OpenHeading { at, level, id, words, .. }) = self.heading.take() else { return };
        if self.dialect.extensions {
            let id = match id {
                Some(id) if self.ids.take(id) => id.to_owned(),
                Some(id) => {
                    self.duplicate(id, range);
                    self.ids.of_words(id)
                }
                None => self.ids.of_words(&words),
            };
            self.out.insert_id(at, &id);
            let span = self.span(&(range.start..self.visible_end(range)));
            self.body.headings.push(Heading { level, id, text: words.trim().to_owned(), span });
        }
        self.out.push("</h");
        self.out.level(level);
        self.out.push(">\n");
    }

    // ---- links and images

    fn start_link(&mut self, link_type: LinkType, written: &str, title: &str, range: &Range<usize>) {
        if let LinkType::WikiLink { has_pothole } = link_type {
            self.start_wiki_link(written, has_pothole, range);
            return;
        }
        self.closers.push("</a>");
        if link_type == LinkType::Email {
            self.open_outside(&format!("mailto:{written}"));
        } else {
            match destination::sort(written) {
                Sorted::Outside => self.open_outside(written),
                Sorted::Inside(destination) => self.open_inside(destination, range),
                Sorted::Unsafe(scheme) => {
                    self.unsafe_link(&scheme, range);
                    // The words stay, the link goes.
                    self.closers.pop();
                    self.closers.push("");
                    return;
                }
            }
        }
        if !title.is_empty() {
            self.out.push(" title=\"");
            self.out.attribute(title);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    fn open_outside(&mut self, written: &str) {
        self.body.outside_links += 1;
        self.out.push("<a href=\"");
        let start = self.out.html.len();
        let _ = escape_href(&mut self.out.html, written);
        self.out.hole_from(start, Fill::Address);
        self.out.push("\"");
    }

    fn open_inside(&mut self, destination: Destination, range: &Range<usize>) {
        self.out.push("<a href=\"");
        self.out.hole(Fill::Link(self.body.links.len()));
        self.out.push("\"");
        self.block.links.push((self.body.links.len(), self.block.text.len()));
        self.body.links.push(Link { destination, span: self.span(range), sentence: String::new() });
    }

    fn start_wiki_link(&mut self, written: &str, has_text: bool, range: &Range<usize>) {
        let number = self.body.links.len();
        self.open_inside(destination::name(written), range);
        self.out.push(">");
        if has_text {
            self.closers.push("</a>");
            return;
        }
        // `[[name]]` shows the title of what it leads to; its own words are not shown.
        self.out.hole(Fill::LinkTitle(number));
        self.closers.push("</a>");
        self.in_name = true;
    }

    fn unsafe_link(&mut self, scheme: &str, range: &Range<usize>) {
        let message = format!("a link with the scheme `{scheme}:` is not published");
        self.find(Code::UnsafeLink, range, message, "link with http, https, mailto or tel, or to a page of the site");
    }

    fn start_image(&mut self, link_type: LinkType, written: &str, title: &str, range: &Range<usize>) {
        let destination = match destination::sort(written) {
            Sorted::Inside(destination) => destination,
            Sorted::Outside => {
                let message = format!("the image `{written}` is on another host");
                self.find(Code::RemoteImage, range, message, "save the image beside the report and show that file");
                elsewhere(written)
            }
            Sorted::Unsafe(scheme) => {
                self.unsafe_link(&scheme, range);
                elsewhere("")
            }
        };
        let image = Image { destination, alt: String::new(), title: title.to_owned(), span: self.span(range) };
        // What stands for the image is not read.
        self.count_words();
        // `![[map.png]]` says which file, not what it shows.
        let has_words = link_type != LinkType::WikiLink { has_pothole: false };
        self.image = Some(OpenImage { image, has_words, depth: 0 });
    }

    fn end_image(&mut self) {
        let Some(OpenImage { image, .. }) = self.image.take() else { return };
        self.block.counted = self.block.text.len();
        if image.alt.trim().is_empty() && self.dialect.extensions {
            let message = format!("the image `{}` has no alternative text", image.destination.written);
            let help = "say between the brackets what it shows: `![A map of …](map.png)`";
            self.findings.push(Finding::new(Code::ImageWithoutAlt, self.path, message).at(image.span).help(help));
        }
        self.out.push("<img ");
        self.out.hole(Fill::Image(self.body.images.len()));
        self.out.push(" />");
        self.body.images.push(image);
    }

    // ---- the end

    fn finish(mut self) -> (Body, Vec<Finding>) {
        for id in self.footnotes.ids() {
            self.ids.take(&id);
        }
        self.footnotes.write(&mut self.out);
        let Buffer { html, holes } = self.out;
        let mut body = self.body;
        let (html, holes, is_unclosed) = match (self.has_raw_html, self.dialect.raw_html) {
            (false, _) => (html, holes, false),
            (true, RawHtml::Sanitize) => {
                let (html, holes) = sanitize::clean(&html, &holes);
                (html, holes, false)
            }
            (true, RawHtml::Allow | RawHtml::Escape) => match raw_holes::find(&html, &holes) {
                Found { is_closed: true, holes } => (html, holes, false),
                Found { is_closed: false, .. } => (html, holes, true),
            },
        };
        // Bodies are most of what a build keeps. A copy, because shrinking leaves a text of this size where it is.
        let (html, holes) = (html.as_str().to_owned(), holes.as_slice().to_owned());
        body.set_prose(Lazy::Ready(Prose { html, holes, is_unclosed, words: self.words.count() }));
        body.links.shrink_to_fit();
        body.images.shrink_to_fit();
        body.headings.shrink_to_fit();
        body.claims.shrink_to_fit();
        body.anchors = self.ids.into_sorted();
        body.lead = shortened(&body.lead);
        (body, self.findings)
    }
}

/// The destination of an image that cannot be shown.
fn elsewhere(written: &str) -> Destination {
    Destination { form: destination::Form::Address, path: String::new(), anchor: None, written: written.to_owned() }
}

/// Whether a text gives a share: a number before a per cent sign or word.
fn gives_share(text: &str) -> bool {
    // Nearly every text ends here, for the cost of a look at its bytes.
    let bytes = text.as_bytes();
    if !any(bytes, |byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_end = |at: &usize| bytes[at - 1].is_ascii_digit() && !bytes.get(*at).is_some_and(u8::is_ascii_digit);
    let mut after_numbers = (1..=bytes.len()).filter(is_end).map(|at| text[at..].trim_start());
    after_numbers.any(|after| ["%", "％", "per cent", "percent"].iter().any(|sign| after.starts_with(sign)))
}

/// The first sentence or two of a text: at most 240 characters, cut between words.
fn shortened(text: &str) -> String {
    const LIMIT: usize = 240;
    let text = text.trim();
    let Some((cut, _)) = text.char_indices().nth(LIMIT) else { return text.to_owned() };
    let end = text[..cut].rfind(char::is_whitespace).unwrap_or(cut);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', '.', ' ']))
}
