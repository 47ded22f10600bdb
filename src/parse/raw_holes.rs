//! Finds the holes that have a default (levels of headings, ids, links) in a body with HTML of its author. The writer of
//! Markdown makes them itself, but to it an author's `<h2 id="why">` is only text. Checks as well that the HTML closes
//! what it opens.

use std::ops::Range;

use crate::parse::hole::{Fill, Hole};
use crate::parse::tokenizer::{Attribute, Tag, Token, VOID, is_one_of, tokens};

/// The result of a scan.
#[derive(Debug)]
pub struct Scan {
    /// All holes, in order, but for those whose filling would break the HTML at their place.
    pub holes: Vec<Hole>,
    /// True if elements close in the order in which they open, and no hole was left out.
    pub is_closed: bool,
}

/// Scans the HTML of a body. Of `holes`, those that have a default are found anew.
///
/// In `<h2 id="why">` there are a hole `Level` over the `2` and a hole `IdPrefix` before `why`.
pub fn scan(html: &str, holes: &[Hole]) -> Scan {
    let empty_holes = holes.iter().filter(|hole| !hole.fill.has_default()).copied().collect();
    let mut scanner = Scanner::new(html, empty_holes);
    let mut at = 0;
    for token in tokens(html) {
        at = scanner.token(&token, at);
    }
    scanner.text(html.len());
    let is_closed = scanner.is_closed && scanner.open.is_empty();
    Scan { holes: scanner.holes, is_closed }
}

/// Elements of other languages than HTML, in which `/>` ends any element.
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

/// The beginning of a reference to a part of a drawing, in any attribute.
const REFERENCE: &str = "url(#";

struct Scanner<'a> {
    html: &'a str,
    /// The holes without default that are not reached yet, the next one last.
    pending: Vec<Hole>,
    /// All holes so far.
    holes: Vec<Hole>,
    /// The names of the open elements.
    open: Vec<&'a str>,
    /// The number of open drawings and formulas.
    drawings: usize,
    /// True inside a link that a note may name.
    in_link: bool,
    is_closed: bool,
}

impl<'a> Scanner<'a> {
    fn new(html: &'a str, mut holes: Vec<Hole>) -> Self {
        holes.reverse();
        Self { html, pending: holes, holes: Vec::new(), open: Vec::new(), drawings: 0, in_link: false, is_closed: true }
    }

    /// Scans a token that begins at byte `at`. Returns the byte at which it ends.
    fn token(&mut self, token: &Token<'a>, at: usize) -> usize {
        match *token {
            Token::Text(text) => {
                self.text(at + text.len());
                at + text.len()
            }
            Token::Comment(comment) => {
                self.text(at);
                self.take(at + comment.len() - 1, |_| false);
                at + comment.len()
            }
            Token::RawText(text) => {
                self.take(at + text.len(), |_| false);
                at + text.len()
            }
            Token::Tag(tag) => {
                self.text(at);
                if tag.is_end {
                    self.end(&tag, at);
                } else {
                    self.start(&tag, at);
                }
                at + tag.html.len()
            }
            Token::Unfinished => {
                self.text(at);
                self.is_closed = false;
                self.take(self.html.len(), |_| false);
                self.html.len()
            }
        }
    }

    /// Takes over the pending holes in text that ends at a byte.
    fn text(&mut self, end: usize) {
        self.take(end, |fill| matches!(fill, Fill::Chart(_) | Fill::LinkTitle(_) | Fill::Word(_)));
    }

    /// Takes over the pending holes up to and including those at byte `end`, if their filling may stand there. Drops the
    /// others.
    fn take(&mut self, end: usize, may_stand: impl Fn(Fill) -> bool) {
        while let Some(hole) = self.pending.pop_if(|hole| hole.span.start as usize <= end) {
            if may_stand(hole.fill) {
                self.holes.push(hole);
            } else {
                self.is_closed = false;
            }
        }
    }

    fn add(&mut self, range: Range<usize>, fill: Fill) {
        self.holes.push(Hole { span: range.into(), fill });
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
            self.take(at + attribute.range.start, |fill| matches!(fill, Fill::Image(_)));
            self.attribute(tag, at, &attribute, is_link);
        }
        self.take(at + tag.html.len() - 1, |fill| matches!(fill, Fill::Image(_)));
        let is_drawing = is_one_of(tag.name, &DRAWINGS);
        let is_empty = tag.is_self_closing && (is_drawing || self.drawings > 0);
        if !is_empty && !is_one_of(tag.name, &VOID) {
            self.drawings += usize::from(is_drawing);
            self.open.push(tag.name);
        }
    }

    fn end(&mut self, tag: &Tag<'a>, at: usize) {
        self.level(tag, at + 2);
        let end = at + tag.html.len();
        self.take(end - 1, |_| false);
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

    /// Adds the level in the tag of a heading. The tag's name begins at byte `name_at`.
    fn level(&mut self, tag: &Tag<'_>, name_at: usize) {
        if matches!(tag.name.as_bytes(), [b'h' | b'H', b'1'..=b'6']) {
            self.add(name_at + 1..name_at + 2, Fill::Level);
        }
    }

    /// Scans an attribute of a tag that begins at byte `at`.
    fn attribute(&mut self, tag: &Tag<'_>, at: usize, attribute: &Attribute, is_link: bool) {
        let name = &tag.html[attribute.name.clone()];
        let value = &tag.html[attribute.value.clone()];
        let value_at = at + attribute.value.start;
        let value_end = at + attribute.value.end;
        let is_address = name.eq_ignore_ascii_case("href");
        let (before, is_quoted) = (self.holes.len(), attribute.is_quoted);
        self.take(value_end, |fill| is_quoted && matches!(fill, Fill::Link(_) | Fill::Word(_)));
        if self.holes.len() > before {
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
            self.add(at + attribute.range.start..at + attribute.range.end, Fill::Loading);
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
