//! `edition.html` and `part.html`: an edition, or a part of one, with its ranked reports.

use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::link::{Page, Scope, Site};
use crate::view::audiences::{AudienceRef, audiences_of};
use crate::view::awaited::{AwaitedPart, awaited_parts};
use crate::view::card::Card;
use crate::view::citation::{Citation, scope_citation};
use crate::view::columns::{Arrivals, Column, arrivals, columns};
use crate::view::edition_info::EditionInfo;
use crate::view::handouts::{Handouts, handouts};
use crate::view::page_info::{TocEntry, items_of_page};
use crate::view::part_info::{PartItem, parts, scope_info};
use crate::view::references::{EditionRef, KindRef, ThemeRef};
use crate::view::shared::{Html, Shared};
use crate::view::votes::{VotesView, votes};
use crate::view::{Viewer, body};

/// The fields of `edition.html` and of `part.html`. Its lists go on on further pages; what is said once stands on the first.
#[derive(Debug, Serialize)]
pub struct EditionPage<'a> {
    pub edition: EditionInfo<'a>,
    pub is_current: bool,
    /// The parts of the edition, on the page of each too; empty where it comes out as a whole.
    pub parts: Vec<PartItem<'a>>,
    /// False while all of it is still to come.
    pub has_begun: bool,
    pub columns: Vec<Column>,
    /// Its parts that are still to come; on the first page only.
    pub awaited: Vec<AwaitedPart>,
    /// The kinds of the matrix: those that are out.
    pub matrix_kinds: Vec<Shared<KindRef>>,
    /// The themes of the reports that this page shows, the most used first.
    pub matrix: Vec<MatrixRow>,
    pub changes: Option<Arrivals>,
    /// The audiences of its reports, those of the most first.
    pub audiences: Vec<Shared<AudienceRef>>,
    pub previous: Option<Shared<EditionRef>>,
    pub next: Option<Shared<EditionRef>>,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub handouts: Option<Handouts>,
    pub citation: Option<Citation>,
    /// How the board voted on each kind, where the site has its ballots.
    pub votes: Vec<VotesView>,
}

/// A theme and its reports of each kind.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    pub theme: Shared<ThemeRef>,
    /// By kind, in the order of `matrix_kinds`.
    pub cells: Vec<Vec<Shared<Card>>>,
}

/// Returns the fields of the page of an edition or of a part.
pub fn edition<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> EditionPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let edition = &site.editions[scope.edition];
    let is_first_page = page.number == 1;
    let reports = items_of_page(viewer, page, site.reports_in(scope).iter().copied());
    let is_whole = scope.part.is_none();
    let text = edition.texts[language].or(edition.texts[0]).filter(|_| is_first_page && is_whole);
    let neighbour =
        |edition: Option<usize>| viewer.views(language).editions.get(edition?).filter(|_| is_whole).cloned();
    let kinds = site.kinds_in(scope);
    EditionPage {
        edition: scope_info(viewer, language, scope),
        is_current: is_current(site, scope),
        parts: parts(viewer, language, scope),
        has_begun: edition.has_begun(),
        columns: columns(viewer, language, &reports, usize::MAX),
        awaited: if is_first_page && is_whole { awaited_parts(viewer, language, scope.edition) } else { Vec::new() },
        matrix: matrix(viewer, language, &reports, &kinds),
        matrix_kinds: kinds.iter().map(|&kind| viewer.views(language).kinds[kind].clone()).collect(),
        changes: arrivals(viewer, language, scope.edition, &kinds, site.settings.paginate).filter(|_| is_first_page),
        audiences: if is_first_page && is_whole {
            audiences_of(viewer, language, range(&edition.reports))
        } else {
            Vec::new()
        },
        previous: neighbour(scope.edition.checked_sub(1)),
        next: neighbour(scope.edition.checked_add(1)),
        content: body::content(viewer, page, text),
        toc: body::toc(viewer, text),
        handouts: handouts(viewer, language, scope).filter(|_| is_first_page),
        citation: is_first_page.then(|| scope_citation(viewer, page, scope)),
        votes: if is_first_page { votes(viewer, language, scope.edition, &kinds) } else { Vec::new() },
    }
}

/// Returns true if no later edition has reports of the kinds in scope.
fn is_current(site: &Site, scope: Scope) -> bool {
    match site.part_of(scope) {
        Some(part) => part.kinds.iter().all(|&kind| site.current_edition_of(kind) == Some(scope.edition)),
        None => site.current_edition() == Some(scope.edition),
    }
}

/// Returns the numbers of an edition's reports as a range: the reports of a site stand by edition.
fn range(reports: &[usize]) -> Range<usize> {
    reports.first().map_or(0..0, |&first| first..first + reports.len())
}

fn matrix(viewer: &Viewer<'_>, language: usize, reports: &[usize], kinds: &[usize]) -> Vec<MatrixRow> {
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
        let cell = |&kind: &usize| {
            let of_kind = reports.iter().copied().filter(|&report| site.reports[report].kind == kind);
            viewer.cards(language, of_kind)
        };
        MatrixRow { theme: views.themes[theme].clone(), cells: kinds.iter().map(cell).collect() }
    };
    rows.into_iter().map(row).collect()
}
