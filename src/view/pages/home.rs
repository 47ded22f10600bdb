//! `home.html`: the newest edition and the ways in.

use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::link::{Page, Site};
use crate::view::audiences::{AudienceRef, audiences_of};
use crate::view::columns::{Arrivals, Column, arrivals, columns};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::references::{EditionRef, ThemeRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

/// The most reports of a kind, arrivals of a sort, themes and audiences that the home page shows.
const LIMIT: usize = 12;

/// The fields of `home.html`.
#[derive(Debug, Serialize)]
pub struct HomePage<'a> {
    /// The newest edition.
    pub edition: Option<EditionInfo<'a>>,
    /// The newest reports of each kind.
    pub columns: Vec<Column>,
    /// True if those are of several editions, as the newest is not all out.
    pub is_mixed: bool,
    /// The themes of those reports, the most used first.
    pub themes: Vec<Shared<ThemeRef>>,
    /// The audiences of all reports, those of the most reports first.
    pub audiences: Vec<Shared<AudienceRef>>,
    /// All editions, the newest first.
    pub editions: Vec<Shared<EditionRef>>,
    /// What changed with each of the editions that are shown.
    pub changes: Vec<Arrivals>,
    pub content: Html,
}

/// Returns the fields of the home page.
pub fn home<'a>(viewer: &Viewer<'a>, page: Page) -> HomePage<'a> {
    let (site, language) = (viewer.site, page.language);
    let current = site.current_edition();
    let newest: Vec<(usize, usize)> =
        (0..site.settings.kinds().len()).filter_map(|kind| Some((kind, site.current_edition_of(kind)?))).collect();
    let reports = newest_reports(site, &newest);
    HomePage {
        edition: current.map(|edition| edition_info(viewer, language, edition)),
        is_mixed: newest.iter().any(|(_, edition)| Some(*edition) != current),
        columns: columns(viewer, language, &reports, LIMIT),
        themes: viewer.theme_refs(language, &most_used_themes(site, &reports)),
        audiences: most_addressed(viewer, language),
        editions: viewer.views(language).editions.iter().rev().cloned().collect(),
        changes: changes(viewer, language, &newest),
        content: body::content(viewer, page, site.home[language].or(site.home[0])),
    }
}

/// Returns the reports of each kind in the edition that shows it, in reading order.
fn newest_reports(site: &Site, newest: &[(usize, usize)]) -> Vec<usize> {
    let of_kind = |&(kind, edition): &(usize, usize)| {
        site.editions[edition].reports.iter().copied().filter(move |&report| site.reports[report].kind == kind)
    };
    newest.iter().flat_map(of_kind).collect()
}

/// Returns what changed with each of the editions that are shown, the newest first.
fn changes(viewer: &Viewer<'_>, language: usize, newest: &[(usize, usize)]) -> Vec<Arrivals> {
    let mut by_edition: BTreeMap<Reverse<usize>, Vec<usize>> = BTreeMap::new();
    for &(kind, edition) in newest {
        by_edition.entry(Reverse(edition)).or_default().push(kind);
    }
    let groups = by_edition.into_iter();
    groups.filter_map(|(Reverse(edition), kinds)| arrivals(viewer, language, edition, &kinds, LIMIT)).collect()
}

fn most_addressed(viewer: &Viewer<'_>, language: usize) -> Vec<Shared<AudienceRef>> {
    let mut audiences = audiences_of(viewer, language, 0..viewer.site.reports.len());
    audiences.truncate(LIMIT);
    audiences
}

fn most_used_themes(site: &Site, reports: &[usize]) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &theme in reports.iter().flat_map(|&report| &site.reports[report].themes) {
        *counts.entry(theme).or_default() += 1;
    }
    let mut themes: Vec<(usize, usize)> = counts.into_iter().collect();
    themes.sort_by_key(|&(theme, count)| (Reverse(count), theme));
    themes.into_iter().map(|(theme, _)| theme).take(LIMIT).collect()
}
