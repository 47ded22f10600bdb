//! The entries of a site other than reports: words about editions, themes and topics, and plain pages.

use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::chart;
use crate::check::dates::Dates;
use crate::check::evidence::{self, Source};
use crate::check::report::{self, Report, ThemeName};

/// What a file is. Nearly all are reports, which should not take the room of an edition's words.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub enum Entry {
    /// Words for the home page.
    Home(Box<Words>),
    /// Words about an edition.
    Edition(Box<Edition>),
    /// Words about a theme.
    Theme(Box<Words>),
    /// Words about a topic.
    Topic(Box<Words>),
    /// A plain page.
    Page(Box<Page>),
    /// A report.
    Report(Box<Report>),
}

impl Entry {
    /// What every entry has.
    pub fn words(&self) -> &Words {
        match self {
            Self::Home(words) | Self::Theme(words) | Self::Topic(words) => words,
            Self::Edition(edition) => &edition.words,
            Self::Page(page) => &page.words,
            Self::Report(report) => &report.words,
        }
    }
}

/// What every entry has.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Words {
    /// Its title.
    pub title: Located<String>,
    /// One sentence for cards, feeds and search; may be empty.
    pub summary: String,
    /// Old addresses that redirect here, from `/`.
    pub aliases: Vec<Located<String>>,
    /// Its dates.
    pub dates: Dates,
    /// Not to be published yet.
    pub draft: bool,
    /// A template of its own.
    pub template: Option<Located<String>>,
    /// Charts that stand after its text.
    pub charts: Vec<chart::Spec>,
    /// Data of the site's own.
    #[serde(with = "crate::base::json_as_string")]
    pub extra: serde_json::Value,
}

/// Words about an edition.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Edition {
    /// What every entry has.
    pub words: Words,
    /// Themes that the edition puts forward.
    pub themes: Vec<Located<ThemeName>>,
    /// Who made it.
    pub board: Board,
    /// How it was made; may be empty.
    pub method: String,
    /// Who paid for it.
    pub sponsors: Vec<String>,
    /// The languages it came out in, as names.
    pub languages: Vec<String>,
    /// Where this is known from.
    pub sources: Vec<Source>,
}

/// The people who made an edition, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Board {
    /// How many.
    pub size: Option<i64>,
    /// From how many countries.
    pub countries: Option<i64>,
    /// From how many states.
    pub states: Option<i64>,
}

/// A plain page.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Page {
    /// What every entry has.
    pub words: Words,
    /// Its place among the pages that every page links to; without one it comes after those with one.
    pub order: Option<i64>,
}

/// Reads the keys of `edition.md`.
pub fn edition(fields: &mut Fields<'_>, words: Option<Words>) -> Option<Edition> {
    let edition = Edition {
        themes: report::themes(fields),
        board: board(fields),
        method: fields.text("method").map(|text| text.value).unwrap_or_default(),
        sponsors: fields.texts("sponsors").into_iter().map(|text| text.value).collect(),
        languages: fields.texts("languages").into_iter().map(|text| text.value).collect(),
        sources: evidence::sources(fields),
        words: words.clone().unwrap_or_else(blank),
    };
    words.map(|_| edition)
}

fn board(fields: &mut Fields<'_>) -> Board {
    let Some(entries) = fields.map("board") else { return Board::default() };
    let mut inner = fields.inner(entries);
    let [size, countries, states] =
        ["size", "countries", "states"].map(|key| inner.integer(key).map(|number| number.value));
    inner.finish(crate::base::code::Code::UnknownKey, &[], |_, _| None);
    Board { size, countries, states }
}

/// Reads the keys of a plain page.
pub fn page(fields: &mut Fields<'_>, words: Option<Words>) -> Option<Page> {
    let order = fields.integer("order").map(|order| order.value);
    words.map(|words| Page { words, order })
}

/// Words that say nothing, for a file without a title whose other keys are still to be read.
pub fn blank() -> Words {
    Words {
        title: Located::new(String::new(), crate::base::span::Span::default()),
        summary: String::new(),
        aliases: Vec::new(),
        dates: Dates::default(),
        draft: false,
        template: None,
        charts: Vec::new(),
        extra: serde_json::Value::Null,
    }
}
