//! `edition.html`: an edition with its ranked reports.

use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::link::Page;
use crate::view::card::Card;
use crate::view::columns::{Arrivals, Column, arrivals, columns};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::handouts::{Handouts, handouts};
use crate::view::page_info::{TocEntry, items_of_page};
use crate::view::references::{EditionRef, ThemeRef};
use crate::view::shared::{Html, Shared};
use crate::view::votes::{VotesView, votes};
use crate::view::{Viewer, body};

/// The fields of `edition.html`. Its lists go on on further pages; what is said once stands on the first.
#[derive(Debug, Serialize)]
pub struct EditionPage<'a> {
    pub edition: EditionInfo<'a>,
    pub is_current: bool,
    pub columns: Vec<Column>,
    /// The themes of the reports that this page shows, the most used first.
    pub matrix: Vec<MatrixRow>,
    pub changes: Option<Arrivals>,
    pub previous: Option<Shared<EditionRef>>,
    pub next: Option<Shared<EditionRef>>,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub handouts: Option<Handouts>,
    /// How the board voted on each kind, where the site has its ballots.
    pub votes: Vec<VotesView>,
}

/// A theme and its reports of each kind.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    pub theme: Shared<ThemeRef>,
    /// By kind, in the order of `site.kinds`.
    pub cells: Vec<Vec<Shared<Card>>>,
}

/// Returns the fields of an edition's page.
pub fn edition<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> EditionPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let edition = &site.editions[number];
    let is_first_page = page.number == 1;
    let reports = items_of_page(viewer, page, edition.reports.iter().copied());
    let text = edition.texts[language].or(edition.texts[0]).filter(|_| is_first_page);
    let neighbour = |edition: Option<usize>| viewer.views(language).editions.get(edition?).cloned();
    EditionPage {
        edition: edition_info(viewer, language, number),
        is_current: site.current_edition() == Some(number),
        columns: columns(viewer, language, &reports, usize::MAX),
        matrix: matrix(viewer, language, &reports),
        changes: arrivals(viewer, language, number, site.settings.paginate).filter(|_| is_first_page),
        previous: neighbour(number.checked_sub(1)),
        next: neighbour(number.checked_add(1)),
        content: body::content(viewer, page, text),
        toc: body::toc(viewer, text),
        handouts: handouts(viewer, language, number).filter(|_| is_first_page),
        votes: if is_first_page { votes(viewer, language, number) } else { Vec::new() },
    }
}

fn matrix(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<MatrixRow> {
    let site = viewer.site;
    let views = viewer.views(language);
    let mut by_theme: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &report in reports {
        for &theme in &site.reports[report].themes {
            by_theme.entry(theme).or_default().push(report);
        }
    }
    let mut rows: Vec<(usize, Vec<usize>)> = by_theme.into_iter().collect();
    rows.sort_by_key(|(theme, reports)| (Reverse(reports.len()), *theme));
    let row = |(theme, reports): (usize, Vec<usize>)| {
        let cell = |kind: usize| {
            let of_kind = reports.iter().copied().filter(|&report| site.reports[report].kind == kind);
            viewer.cards(language, of_kind)
        };
        MatrixRow { theme: views.themes[theme].clone(), cells: (0..views.kinds.len()).map(cell).collect() }
    };
    rows.into_iter().map(row).collect()
}
