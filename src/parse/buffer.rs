//! HTML that is being written, and the holes in it so far.

use memchr::memchr3;
use pulldown_cmark_escape::escape_href;

use crate::base::{Span, push_attribute, push_text};
use crate::parse::heading::digit;
use crate::parse::hole::{Fill, Hole};

/// Some HTML with holes.
#[derive(Debug, Default)]
pub struct Buffer {
    html: String,
    holes: Vec<Hole>,
}

impl Buffer {
    /// An empty buffer with room for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { html: String::with_capacity(bytes), holes: Vec::new() }
    }

    /// The length of the HTML in bytes.
    pub fn len(&self) -> usize {
        self.html.len()
    }

    /// The HTML and its holes.
    pub fn into_parts(self) -> (String, Vec<Hole>) {
        (self.html, self.holes)
    }

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

    /// Appends text, escaped.
    pub fn text(&mut self, text: &str) {
        // Nearly every text goes in as it is.
        if memchr3(b'&', b'<', b'>', text.as_bytes()).is_some() {
            push_text(&mut self.html, text);
        } else {
            self.html.push_str(text);
        }
    }

    /// Appends the text of a quoted attribute, escaped.
    pub fn attribute(&mut self, text: &str) {
        push_attribute(&mut self.html, text);
    }

    /// Appends an empty hole.
    pub fn hole(&mut self, fill: Fill) {
        self.holes.push(Hole::empty(self.html.len(), fill));
    }

    /// Appends the digit of a heading's level.
    pub fn level(&mut self, level: u8) {
        let start = self.html.len();
        self.push(digit(level));
        self.hole_from(start, Fill::Level);
    }

    /// Appends the address of a link out of the site, escaped.
    pub fn address(&mut self, address: &str) {
        let start = self.html.len();
        // Writing to a String cannot fail.
        let _ = escape_href(&mut self.html, address);
        self.hole_from(start, Fill::Address);
    }

    /// Makes a hole whose default is the HTML from byte `start` on.
    fn hole_from(&mut self, start: usize, fill: Fill) {
        self.holes.push(Hole { span: Span::new(start, self.html.len()), fill });
    }

    /// Appends another buffer.
    pub fn append(&mut self, other: Self) {
        let shift = self.html.len();
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { span: hole.span.shifted(shift), ..hole }));
        self.html.push_str(&other.html);
    }

    /// Puts an attribute `id` into the start tag that ends at byte `at`. The holes before it stay.
    pub fn insert_id(&mut self, at: usize, id: &str) {
        const START: &str = " id=\"";
        let mut attribute = String::with_capacity(START.len() + id.len() + 1);
        attribute.push_str(START);
        push_attribute(&mut attribute, id);
        attribute.push('"');
        self.html.insert_str(at, &attribute);
        let next = self.holes.partition_point(|hole| (hole.span.start as usize) < at);
        for hole in &mut self.holes[next..] {
            hole.span = hole.span.shifted(attribute.len());
        }
        self.holes.insert(next, Hole::empty(at + START.len(), Fill::IdPrefix));
    }

    /// Drops white space at the end. No hole may stand in it.
    pub fn trim_end(&mut self) {
        self.html.truncate(self.html.trim_end().len());
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
