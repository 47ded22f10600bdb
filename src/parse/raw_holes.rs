//! Finds the holes that chapters fill in a body that HTML of an author is part of: the levels of its headings, its ids,
//! its links. The writer of Markdown leaves them itself, but an author's `<h2 id="why">` is text to it. Checks as well
//! that the HTML closes what it opens.

use std::ops::Range;

use crate::parse::body::{Fill, Hole};
use crate::parse::tokenizer::{Attribute, Tag, Token, is_one_of, tokens};

/// The holes of a body.
#[derive(Debug)]
pub struct Found {
    /// All holes, in order, without those that stand where their filling would break the HTML.
    pub holes: Vec<Hole>,
    /// True if elements close in the order in which they open, and every hole is where its filling may stand.
    pub is_closed: bool,
}

/// Finds all holes of a body. Of `holes`, those that have a default are found anew.
pub fn find(html: &str, holes: &[Hole]) -> Found {
    let open_holes = holes.iter().filter(|hole| !hole.fill.has_default()).copied().collect();
    let mut finder = Finder::new(html, open_holes);
    let mut at = 0;
    for token in tokens(html) {
        at = finder.token(&token, at);
    }
    finder.text(html.len());
    let is_closed = finder.is_closed && finder.open.is_empty();
    Found { holes: finder.found, is_closed }
}

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements inside which others than those of HTML stand, and `/>` ends any of them.
const DRAWINGS: [&str; 2] = ["svg", "math"];

/// Attributes that hold ids of the same page, separated by blanks.
const ID_LISTS: [&str; 15] = [
    "id",
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "aria-labelledby",
    "aria-describedby",
    "aria-details",
    "aria-controls",
    "aria-owns",
    "aria-flowto",
    "aria-errormessage",
    "aria-activedescendant",
    "itemref",
];

/// Refers to a part of a drawing from within an attribute.
const REFERENCE: &str = "url(#";

struct Finder<'a> {
    html: &'a str,
    /// The holes without default that are not passed yet, the first one last.
    rest: Vec<Hole>,
    found: Vec<Hole>,
    open: Vec<&'a str>,
    /// How many of the open elements are drawings or formulas.
    drawings: usize,
    /// True inside a link that a note may name.
    in_link: bool,
    is_closed: bool,
}

impl<'a> Finder<'a> {
    fn new(html: &'a str, mut holes: Vec<Hole>) -> Self {
        holes.reverse();
        Self { html, rest: holes, found: Vec::new(), open: Vec::new(), drawings: 0, in_link: false, is_closed: true }
    }

    /// Passes a token that begins at a byte. Returns the byte at which it ends.
    fn token(&mut self, token: &Token<'a>, at: usize) -> usize {
        match *token {
            Token::Text(text) => {
                self.text(at + text.len());
                at + text.len()
            }
            Token::Comment(comment) => {
                self.text(at);
                // Behind it is text again.
                self.pass(at + comment.len() - 1, |_| false);
                at + comment.len()
            }
            Token::RawText(text) => {
                self.pass(at + text.len(), |_| false);
                at + text.len()
            }
            Token::Tag(tag) => {
                self.text(at);
                if tag.is_end {
                    self.end(&tag, at);
                } else {
                    self.start(&tag, at);
                }
                at + tag.whole.len()
            }
            Token::Unfinished => {
                self.text(at);
                self.is_closed = false;
                self.pass(self.html.len(), |_| false);
                self.html.len()
            }
        }
    }

    /// Passes text up to a byte.
    fn text(&mut self, end: usize) {
        self.pass(end, |fill| matches!(fill, Fill::Chart(_) | Fill::LinkTitle(_) | Fill::Word(_)));
    }

    /// Passes the holes up to a byte, included. Drops those whose filling may not stand there.
    fn pass(&mut self, end: usize, may_stand: impl Fn(Fill) -> bool) {
        while let Some(hole) = self.rest.pop_if(|hole| hole.span.start as usize <= end) {
            if may_stand(hole.fill) {
                self.found.push(hole);
            } else {
                self.is_closed = false;
            }
        }
    }

    fn add(&mut self, range: Range<usize>, fill: Fill) {
        self.found.push(Hole { span: range.into(), fill });
    }

    fn start(&mut self, tag: &Tag<'a>, at: usize) {
        // The number of a note would end a drawing that it stood in.
        let is_link = tag.name.eq_ignore_ascii_case("a") && self.drawings == 0;
        if is_link {
            // Browsers end a link where another begins.
            self.end_link(at);
        }
        self.level(tag, at + 1);
        for attribute in tag.attributes() {
            self.pass(at + attribute.whole.start, |fill| matches!(fill, Fill::Image(_)));
            self.attribute(tag, at, &attribute, is_link);
        }
        self.pass(at + tag.whole.len() - 1, |fill| matches!(fill, Fill::Image(_)));
        let is_drawing = is_one_of(tag.name, &DRAWINGS);
        let is_empty = tag.is_self_closing && (is_drawing || self.drawings > 0);
        if !is_empty && !is_one_of(tag.name, &VOID) {
            self.drawings += usize::from(is_drawing);
            self.open.push(tag.name);
        }
    }

    fn end(&mut self, tag: &Tag<'a>, at: usize) {
        self.level(tag, at + 2);
        let end = at + tag.whole.len();
        self.pass(end - 1, |_| false);
        self.is_closed &= self.open.pop().is_some_and(|open| open.eq_ignore_ascii_case(tag.name));
        self.drawings = self.drawings.saturating_sub(usize::from(is_one_of(tag.name, &DRAWINGS)));
        if tag.name.eq_ignore_ascii_case("a") && self.drawings == 0 {
            self.end_link(end);
        }
    }

    fn end_link(&mut self, at: usize) {
        if std::mem::take(&mut self.in_link) {
            self.add(at..at, Fill::LinkEnd);
        }
    }

    /// The level in a tag whose name begins at a byte, if it is that of a heading.
    fn level(&mut self, tag: &Tag<'_>, name_at: usize) {
        if matches!(tag.name.as_bytes(), [b'h' | b'H', b'1'..=b'6']) {
            self.add(name_at + 1..name_at + 2, Fill::Level);
        }
    }

    /// An attribute of a tag that begins at a byte.
    fn attribute(&mut self, tag: &Tag<'_>, at: usize, attribute: &Attribute, is_link: bool) {
        let name = &tag.whole[attribute.name.clone()];
        let value = &tag.whole[attribute.value.clone()];
        let value_at = at + attribute.value.start;
        let value_end = at + attribute.value.end;
        let is_address = name.eq_ignore_ascii_case("href");
        let (before, is_quoted) = (self.found.len(), attribute.is_quoted);
        self.pass(value_end, |fill| is_quoted && matches!(fill, Fill::Link(_) | Fill::Word(_)));
        if self.found.len() > before {
            self.in_link |= is_link && is_address;
        } else if is_address || name.eq_ignore_ascii_case("xlink:href") {
            let text = value.trim_ascii_start();
            match text.strip_prefix('#') {
                Some("") => {}
                Some(anchor) => self.add(value_end - anchor.len()..value_end - anchor.len(), Fill::IdPrefix),
                None if is_link && is_address && !text.is_empty() => {
                    self.add(value_at..value_end, Fill::Address);
                    self.in_link = true;
                }
                None => {}
            }
        } else if is_one_of(name, &ID_LISTS) {
            let is_blank = |at: usize| value.as_bytes()[at].is_ascii_whitespace();
            let starts = (0..value.len()).filter(|&at| !is_blank(at) && (at == 0 || is_blank(at - 1)));
            for start in starts {
                self.add(value_at + start..value_at + start, Fill::IdPrefix);
            }
        } else if name.eq_ignore_ascii_case("loading") {
            self.add(at + attribute.whole.start..at + attribute.whole.end, Fill::Loading);
        } else {
            for (start, _) in value.match_indices(REFERENCE) {
                let id = value_at + start + REFERENCE.len();
                self.add(id..id, Fill::IdPrefix);
            }
        }
    }
}

#[cfg(test)]
mod tests;
