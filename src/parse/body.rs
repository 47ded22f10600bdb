//! A body: HTML with holes, and beside it what the rest of the site may see of it. A hole stands where the HTML depends
//! on more than this file: the address that a link leads to, the size of an image, a word in the page's language.
//! Filling them is one copy.

use std::borrow::Cow;

use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::base::reads;
use crate::base::span::Span;
use crate::parse::destination::Destination;
use crate::parse::heading::Heading;
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
    /// The first paragraph as plain text; checking empties it where there is a summary.
    pub lead: String,
    /// Links to other hosts.
    pub outside_links: usize,
    /// Where the prose gives a share in per cent: a claim that wants a source.
    pub claims: Vec<Span>,
}

/// What only the pages that show a body make use of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// The HTML between the holes.
    pub html: String,
    /// Where something is to be filled in, in order.
    pub holes: Vec<Hole>,
    /// True if HTML of the author does not close what it opens, so that it would swallow what a page shows below it.
    pub is_unclosed: bool,
    /// Words of prose; a Chinese, Japanese or Korean character counts as half a word.
    pub words: usize,
}

/// A place in the HTML that is filled for each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hole {
    /// The bytes of the HTML that the filling replaces: its default, which is empty for most holes.
    pub span: Span,
    /// What goes there.
    pub fill: Fill,
}

/// The purpose of a hole. The last five keep their default on every page but one that shows the body as a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Fill {
    /// The address of the link with this number, inside a quoted attribute.
    Link(usize),
    /// The title of what the link with this number leads to, as text.
    LinkTitle(usize),
    /// The attributes of the image with this number, inside the tag.
    Image(usize),
    /// The whole figure of the chart with this number.
    Chart(usize),
    /// A word in the page's language, as text or inside a quoted attribute.
    Word(UiWord),
    /// The digit of a heading's level, in its start tag and in its end tag.
    Level,
    /// Before an id, and wherever the body refers to one of its own: room for a prefix.
    IdPrefix,
    /// The address of a link out of the site, or of one in HTML of the author, inside an attribute.
    Address,
    /// Behind a link: room for the number of a note.
    LinkEnd,
    /// An attribute that lets an image load late.
    Loading,
}

impl Fill {
    /// Returns true if only chapters put something else than the default there.
    pub fn has_default(self) -> bool {
        matches!(self, Self::Level | Self::IdPrefix | Self::Address | Self::LinkEnd | Self::Loading)
    }
}

/// Words that bodies need in the page's language. Skins give them in `strings/<lang>.yaml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum UiWord {
    /// The title of a note.
    Note,
    /// The title of a tip.
    Tip,
    /// The title of an important notice.
    Important,
    /// The title of a warning.
    Warning,
    /// The title of a caution.
    Caution,
    /// The name of a scrolling table.
    Table,
    /// The title of the footnotes.
    Footnotes,
    /// The name of the link from a footnote to where it is referred to.
    BackToText,
    /// The name of a ticked box in a list of tasks.
    TaskDone,
    /// The name of an empty box in a list of tasks.
    TaskOpen,
}

impl UiWord {
    /// The key in a skin's strings.
    pub fn key(self) -> &'static str {
        match self {
            Self::Note => "alert-note",
            Self::Tip => "alert-tip",
            Self::Important => "alert-important",
            Self::Warning => "alert-warning",
            Self::Caution => "alert-caution",
            Self::Table => "table",
            Self::Footnotes => "footnotes",
            Self::BackToText => "back-to-text",
            Self::TaskDone => "task-done",
            Self::TaskOpen => "task-open",
        }
    }
}

/// A link to somewhere within the site.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Link {
    /// Where it leads.
    pub destination: Destination,
    /// Where it is written, in the file.
    pub span: Span,
    /// The sentence around it, as plain text; cut where it is long.
    pub sentence: String,
}

/// An image.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Image {
    /// The file it shows.
    pub destination: Destination,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Its title; may be empty.
    pub title: String,
    /// Where it is written, in the file.
    pub span: Span,
}

/// A fenced block `chart`: YAML that this stage does not read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChartText {
    /// What stands between the fences.
    pub yaml: String,
    /// The byte of the file at which it begins; `None` where it is not there in one piece, as in a list or a quote.
    pub start: Option<usize>,
    /// The whole block, in the file.
    pub span: Span,
}

impl Body {
    /// The text itself. Whoever shows it says of which file it is, so that what shows it can be made again when the
    /// text changes.
    pub fn prose(&self, file: &SourcePath) -> &Prose {
        reads::note(file);
        &self.prose
    }

    /// Whether a link may lead to this id.
    pub fn has_anchor(&self, id: &str) -> bool {
        self.anchors.binary_search_by(|anchor| anchor.as_str().cmp(id)).is_ok()
    }

    /// Gives the body its text, at hand or to be fetched.
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

    /// The same text, safe to be followed by others: cleaned, where HTML of the author does not close what it opens.
    pub fn closed(&self) -> Cow<'_, Self> {
        if !self.is_unclosed {
            return Cow::Borrowed(self);
        }
        let (html, holes) = sanitize::clean(&self.html, &self.holes);
        Cow::Owned(Self { html, holes, is_unclosed: false, words: self.words })
    }
}
