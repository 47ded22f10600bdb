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
    pub columns: Vec<Column>,
    /// The themes of that edition, the most used first.
    pub themes: Vec<Shared<ThemeRef>>,
    /// The audiences of all reports, those of the most reports first.
    pub audiences: Vec<Shared<AudienceRef>>,
    /// All editions, the newest first.
    pub editions: Vec<Shared<EditionRef>>,
    pub changes: Option<Arrivals>,
    pub content: Html,
}

/// Returns the fields of the home page.
pub fn home<'a>(viewer: &Viewer<'a>, page: Page) -> HomePage<'a> {
    let (site, language) = (viewer.site, page.language);
    let current = site.current_edition();
    let reports = current.map_or(&[][..], |edition| &site.editions[edition].reports);
    HomePage {
        edition: current.map(|edition| edition_info(viewer, language, edition)),
        columns: columns(viewer, language, reports, LIMIT),
        themes: viewer.theme_refs(language, &most_used_themes(site, reports)),
        audiences: most_addressed(viewer, language),
        editions: viewer.views(language).editions.iter().rev().cloned().collect(),
        changes: current.and_then(|edition| arrivals(viewer, language, edition, LIMIT)),
        content: body::content(viewer, page, site.home[language].or(site.home[0])),
    }
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
