//! The front matter of `edition.md`: themes, board, method, sponsors of an edition.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::Located;
use crate::check::front_matter::CommonFields;
use crate::check::front_matter::parts::{self, Part};
use crate::check::front_matter::sources::{self, Source};
use crate::check::front_matter::tags::Tags;
use crate::check::front_matter::tally::{self, Tally};
use crate::check::front_matter::themes::{self, ThemeName};
use crate::check::path_info::PathInfo;
use crate::config::Settings;

/// The most candidates that an edition may name.
const CANDIDATES_LIMIT: usize = 500;

/// The words about an edition.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Edition {
    /// The keys that every kind of file may have.
    pub common: CommonFields,
    /// `themes` or `tags`: the themes that the edition puts forward.
    pub themes: Vec<Located<ThemeName>>,
    /// `parts`: what of it comes out on which day; empty if it comes out as a whole.
    pub parts: Vec<Part>,
    /// `board`: the people who made the edition.
    pub board: Board,
    /// `method`: the method by which it was made; may be empty.
    pub method: String,
    /// `sponsors`: the sponsors.
    pub sponsors: Vec<String>,
    /// `languages`: the names of the languages in which it came out.
    pub languages: Vec<String>,
    /// `tally`: how its ballots are counted.
    pub tally: Option<Tally>,
    /// `candidates`: the titles of candidates by topic id, for those that are no topic of the site.
    pub candidates: Vec<(String, String)>,
    /// `sources`: the sources of these facts.
    pub sources: Vec<Source>,
}

/// The people who made an edition, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Board {
    /// The number of members.
    pub size: Option<i64>,
    /// The number of countries that they come from.
    pub countries: Option<i64>,
    /// The number of states that they come from.
    pub states: Option<i64>,
}

/// Reads the keys of `edition.md`.
pub fn read(fields: &mut Fields<'_>, common: CommonFields, path_info: &PathInfo, settings: &Settings) -> Edition {
    let tags = Tags::read(fields, settings).without_kinds(fields);
    Edition {
        themes: themes::read(fields, &tags, settings),
        parts: parts::read(fields, path_info, settings),
        board: read_board(fields),
        method: fields.text("method").map(|text| text.value).unwrap_or_default(),
        sponsors: fields.texts("sponsors").into_iter().map(|text| text.value).collect(),
        languages: fields.texts("languages").into_iter().map(|text| text.value).collect(),
        tally: tally::read(fields, settings, path_info.language.is_some()),
        candidates: read_candidates(fields),
        sources: sources::read(fields),
        common,
    }
}

fn read_board(fields: &mut Fields<'_>) -> Board {
    let Some(entries) = fields.map("board") else { return Board::default() };
    let mut inner = fields.inner(entries);
    let [size, countries, states] =
        ["size", "countries", "states"].map(|key| inner.integer(key).map(|number| number.value));
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    Board { size, countries, states }
}

/// Reads `candidates`: titles by topic id.
fn read_candidates(fields: &mut Fields<'_>) -> Vec<(String, String)> {
    let mut candidates = Vec::new();
    let entries = fields.map("candidates").unwrap_or_default();
    for (key, node) in fields.entries_up_to("candidates", entries, CANDIDATES_LIMIT) {
        let Some(title) = fields.text_of(&key.name, node) else { continue };
        if slug(&key.name) == key.name {
            candidates.push((key.name.to_string(), title.value));
        } else {
            let message = format!("`{}` is not a topic's id", key.name);
            fields.report(Code::BadId, key.span, message, format!("write `{}`", slug(&key.name)));
        }
    }
    candidates
}
