//! The holes of a body: places in its HTML that depend on more than its file, and that each page fills for itself.

use crate::base::Span;

/// A place in the HTML that is filled for each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hole {
    /// The bytes of the HTML that the filling replaces: its default, which is empty for most holes.
    pub span: Span,
    /// The purpose.
    pub fill: Fill,
}

impl Hole {
    /// A hole without default before a byte of the HTML.
    pub fn empty(at: usize, fill: Fill) -> Self {
        Self { span: Span::new(at, at), fill }
    }
}

/// The purpose of a hole. The last five keep their default on every page but one that shows the body as a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Fill {
    /// The address of the link with this number, inside a quoted attribute.
    Link(usize),
    /// The title of the page that the link with this number leads to, as text.
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
