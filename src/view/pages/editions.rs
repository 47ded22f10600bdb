//! `editions.html`: the list of all editions.

use serde::Serialize;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::page_info::items_of_page;
use crate::view::references::KindRef;
use crate::view::shared::Shared;

/// The fields of `editions.html`.
#[derive(Debug, Serialize)]
pub struct EditionsPage<'a> {
    /// The editions of this page, the newest first.
    pub editions: Vec<EditionItem<'a>>,
}

/// An edition in the list.
#[derive(Debug, Serialize)]
pub struct EditionItem<'a> {
    #[serde(flatten)]
    pub edition: EditionInfo<'a>,
    /// The kinds that it has reports of.
    pub kinds: Vec<KindCount>,
}

/// The number of an edition's reports of a kind.
#[derive(Debug, Serialize)]
pub struct KindCount {
    pub kind: Shared<KindRef>,
    pub count: usize,
}

/// Returns the fields of the list of editions.
pub fn editions<'a>(viewer: &Viewer<'a>, page: Page) -> EditionsPage<'a> {
    let item = |edition: usize| EditionItem {
        edition: edition_info(viewer, page.language, edition),
        kinds: kind_counts(viewer, page.language, edition),
    };
    let newest_first = (0..viewer.site.editions.len()).rev();
    EditionsPage { editions: items_of_page(viewer, page, newest_first).into_iter().map(item).collect() }
}

fn kind_counts(viewer: &Viewer<'_>, language: usize, edition: usize) -> Vec<KindCount> {
    let site = viewer.site;
    let reports = &site.editions[edition].reports;
    let count = |kind: usize| reports.iter().filter(|&&report| site.reports[report].kind == kind).count();
    let kinds = viewer.views(language).kinds.iter().enumerate();
    let counts = kinds.map(|(number, kind)| KindCount { kind: kind.clone(), count: count(number) });
    counts.filter(|entry| entry.count > 0).collect()
}
