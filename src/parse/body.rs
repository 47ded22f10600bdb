//! The parsed body of a file: HTML with holes, and beside it the links, headings and figures that the rest of the site
//! needs of it. Filling the holes is one copy.

use std::borrow::Cow;

use crate::base::{Lazy, SourcePath, Span, dependencies};
use crate::parse::destination::Destination;
use crate::parse::heading::Heading;
use crate::parse::hole::{Fill, Hole};
use crate::parse::sanitize;

/// A body, ready to be filled and shown on any page.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Body {
    #[serde(skip)]
    prose: Lazy<Prose>,
    /// Links within the site, in order.
    pub links: Vec<Link>,
    /// Images, in order.
    pub images: Vec<Image>,
    /// Charts, in order.
    pub charts: Vec<ChartText>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Every id that a link may lead to, sorted.
    pub anchors: Vec<String>,
    /// The first paragraph as plain text; checking empties it if the file has a summary.
    pub lead: String,
    /// The number of links to other hosts.
    pub outside_links: usize,
    /// The places at which the prose gives a share in per cent: claims that want a source.
    pub claims: Vec<Span>,
}

/// The text of a body, which only the pages that show it need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The HTML, with the defaults of its holes.
    pub html: String,
    /// The places to fill, in order.
    pub holes: Vec<Hole>,
    /// True if HTML of the author does not close what it opens, so that it would swallow what a page shows below it.
    pub is_unclosed: bool,
    /// The number of words; a Chinese, Japanese or Korean character counts as half a word.
    pub words: usize,
}

/// A link to somewhere within the site.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// The destination.
    pub destination: Destination,
    /// The place of the link in the file.
    pub span: Span,
    /// The sentence around it, as plain text; cut if it is long.
    pub sentence: String,
}

/// An image.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Image {
    /// The file it shows.
    pub destination: Destination,
    /// The alternative text, for those who do not see it.
    pub alt: String,
    /// The title; may be empty.
    pub title: String,
    /// The place of the image in the file.
    pub span: Span,
}

/// A fenced block `chart`: YAML that this stage does not read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChartText {
    /// The text between the fences.
    pub yaml: String,
    /// The byte of the file at which it begins; `None` in a list or a quote, where each line is indented.
    pub start: Option<usize>,
    /// The whole block, in the file.
    pub span: Span,
}

impl Body {
    /// The text itself. Records that the page being made read it, so that the page is made again when the text changes.
    /// `file` is the file of this body.
    pub fn prose(&self, file: &SourcePath) -> &Prose {
        dependencies::read(file);
        &self.prose
    }

    /// Returns true if a link may lead to this id.
    pub fn has_anchor(&self, id: &str) -> bool {
        self.anchors.binary_search_by(|anchor| anchor.as_str().cmp(id)).is_ok()
    }

    /// Sets the text, which may still have to be fetched.
    pub fn set_prose(&mut self, prose: Lazy<Prose>) {
        self.prose = prose;
    }
}

impl Prose {
    /// The HTML with every hole filled by `fill`, which is given the hole's default and appends to the text so far.
    pub fn filled<'a>(&'a self, mut fill: impl FnMut(Fill, &'a str, &mut String)) -> String {
        let mut html = String::with_capacity(self.html.len() + self.holes.len() * 48);
        let mut copied = 0;
        for hole in &self.holes {
            html.push_str(&self.html[copied..hole.span.start as usize]);
            copied = hole.span.end as usize;
            fill(hole.fill, hole.span.slice(&self.html), &mut html);
        }
        html.push_str(&self.html[copied..]);
        html
    }

    /// The same text, safe to be followed by others: HTML of the author that does not close what it opens is cleaned.
    pub fn closed(&self) -> Cow<'_, Self> {
        if !self.is_unclosed {
            return Cow::Borrowed(self);
        }
        let (html, holes) = sanitize::clean(&self.html, &self.holes);
        Cow::Owned(Self { html, holes, is_unclosed: false, words: self.words })
    }
}

#[cfg(test)]
mod tests {
    use super::{Fill, Prose};
    use crate::base::SourcePath;
    use crate::parse::{Dialect, parse_body};

    #[test]
    fn a_hole_is_filled_or_keeps_its_default() {
        let path = SourcePath::content();
        let (body, _) = parse_body(&path, "# [b](b.md)\n", Dialect::commonmark());
        let prose: &Prose = body.prose(&path);
        let page = prose.filled(|fill, default, html| match fill {
            Fill::Link(number) => html.push_str(&body.links[number].destination.path),
            _ => html.push_str(default),
        });
        assert_eq!(page, "<h1><a href=\"b.md\">b</a></h1>\n");
        let chapter = prose.filled(|fill, _, html| match fill {
            Fill::Link(_) => html.push_str("#b"),
            Fill::Level => html.push('2'),
            Fill::LinkEnd => html.push_str("[1]"),
            _ => panic!("{fill:?}"),
        });
        assert_eq!(chapter, "<h2><a href=\"#b\">b</a>[1]</h2>\n");
    }
}
