//! `page.html`: a plain page.

use serde::Serialize;

use crate::check::Dates;
use crate::link::Page;
use crate::view::card::Card;
use crate::view::edition_info::day;
use crate::view::page_info::TocEntry;
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

/// The fields of `page.html`.
#[derive(Debug, Serialize)]
pub struct PlainPage<'a> {
    pub content: Html,
    pub toc: Vec<TocEntry>,
    /// The number of words of its text.
    pub words: usize,
    /// May be empty, as may be `updated`.
    pub date: String,
    pub updated: String,
    pub extra: Option<&'a serde_json::Value>,
    /// The reports of the newest edition, for a page with a template of its own.
    pub reports: Vec<Shared<Card>>,
}

/// Returns the fields of a plain page.
pub fn plain<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> PlainPage<'a> {
    let site = viewer.site;
    let texts = &site.pages[number].texts;
    let file = texts[page.language].or(texts[0]);
    let words = site.words(texts, page.language);
    let has_template = words.is_some_and(|words| words.template.is_some());
    let current = site.current_edition().filter(|_| has_template);
    let reports = current.map_or(&[][..], |edition| &site.editions[edition].reports);
    let dates = words.map_or_else(Dates::default, |words| words.dates);
    PlainPage {
        content: body::content(viewer, page, file),
        toc: body::toc(viewer, file),
        words: file.map_or(0, |file| site.files[file].prose().words),
        date: day(dates.date),
        updated: day(dates.updated),
        extra: words.map(|words| &words.extra),
        reports: viewer.cards(page.language, reports.iter().copied()),
    }
}
