//! An edition with all that its file says: on its own page, in lists of editions, on handouts.

use serde::Serialize;
use std::borrow::Cow;

use crate::check::{Board, Entry};
use crate::link::{PageKey, Scope};
use crate::view::Viewer;
use crate::view::evidence::SourceView;
use crate::view::part_info::sources_of_scope;
use crate::view::references::{EditionRef, ThemeRef};
use crate::view::shared::Shared;

/// An edition.
#[derive(Debug, Serialize)]
pub struct EditionInfo<'a> {
    pub id: &'a str,
    pub title: Cow<'a, str>,
    pub url: String,
    /// The edition, where this is one of its parts.
    pub part_of: Option<Shared<EditionRef>>,
    /// May be empty, as may be all that follows.
    pub summary: &'a str,
    pub date: String,
    /// The number of its reports.
    pub count: usize,
    /// The picture of its cover; a part may have one.
    pub image: Option<Picture>,
    pub board: Board,
    pub method: &'a str,
    pub sponsors: &'a [String],
    pub languages: &'a [String],
    pub sources: Vec<SourceView<'a>>,
    /// The themes that it puts forward.
    pub themes: Vec<Shared<ThemeRef>>,
    pub extra: Option<&'a serde_json::Value>,
}

/// A picture beside the text.
#[derive(Debug, Serialize)]
pub struct Picture {
    pub url: String,
    /// In pixels, as is the height, where known.
    pub width: Option<usize>,
    pub height: Option<usize>,
}

/// Returns an edition in a language. A translation's own words come first; figures and names are the original's.
pub fn edition_info<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> EditionInfo<'a> {
    let site = viewer.site;
    let edition = &site.editions[number];
    let entry = |file: Option<usize>| match &site.files[file?].entry {
        Some(Entry::Edition(edition)) => Some(&**edition),
        _ => None,
    };
    let original = entry(edition.texts[0]);
    let local = entry(edition.texts[language]).or(original);
    let method = [local, original].into_iter().flatten().map(|entry| &*entry.method).find(|method| !method.is_empty());
    EditionInfo {
        id: &edition.id,
        title: site.edition_title(number, language).into(),
        part_of: None,
        url: viewer.urls.page(PageKey::Edition(number), language),
        summary: local.map_or("", |local| &local.common.summary),
        date: day(original.and_then(|original| original.common.dates.date)),
        count: edition.reports.len(),
        image: None,
        board: original.map_or_else(Board::default, |original| original.board),
        method: method.unwrap_or(""),
        sponsors: original.map_or(&[], |original| &original.sponsors),
        languages: original.map_or(&[], |original| &original.languages),
        sources: sources_of_scope(site, Scope::of_edition(number))
            .iter()
            .map(|source| SourceView::new(viewer, language, source))
            .collect(),
        themes: viewer.theme_refs(language, &edition.themes),
        extra: original.map(|original| &original.common.extra),
    }
}

/// Returns a day such as `2026-02-04`; empty where it is not known.
pub fn day(date: Option<jiff::civil::Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
