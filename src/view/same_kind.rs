//! The reports of a report's kind in its edition, and the ways to the other kinds: shown beside each report.

use serde::Serialize;
use std::ops::Range;

use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::references::KindRef;
use crate::view::shared::Shared;

/// The most reports of its kind that a report's page names, itself included: pages stay light however many an edition has.
const MAX_REPORTS: usize = 11;

/// The reports of one kind in one edition.
#[derive(Debug, Serialize)]
pub struct SameKind {
    /// Such as `Hurdles in Edition 2026`.
    pub title: String,
    /// The report itself and those nearest to it, in order of rank.
    pub reports: Vec<Shared<Card>>,
    /// The place of the report itself among them, from 1.
    pub place: usize,
    /// The number of those that are not shown.
    pub more: usize,
    /// The address of the list of all.
    pub url: String,
    /// The other kinds that have reports.
    pub others: Vec<Shared<KindRef>>,
}

/// Returns what stands beside a report.
pub fn same_kind(viewer: &Viewer<'_>, language: usize, number: usize) -> SameKind {
    let site = viewer.site;
    let report = &site.reports[number];
    // The reports of an edition stand by kind and rank.
    let in_edition = &site.editions[report.edition].reports;
    let first = in_edition.partition_point(|&other| site.reports[other].kind < report.kind);
    let of_kind = &in_edition[first..first + report.of];
    let place = of_kind.binary_search(&number).unwrap_or(0);
    let places = nearest(place, of_kind.len());
    let names = [
        ("kinds", &*site.settings.languages[language].kinds[report.kind].plural),
        ("edition", site.edition_title(report.edition, language)),
    ];
    let list = Page { key: PageKey::Edition(report.edition), language, number: first / site.settings.paginate + 1 };
    let kinds = viewer.views(language).kinds.iter().enumerate();
    let other_kinds = kinds.filter(|(kind, _)| *kind != report.kind && !site.of_kind[*kind].is_empty());
    SameKind {
        title: viewer.say(language, "same-kind", &names),
        place: place - places.start + 1,
        more: of_kind.len() - places.len(),
        reports: viewer.cards(language, of_kind[places].iter().copied()),
        url: viewer.urls.numbered(list).into_owned(),
        others: other_kinds.map(|(_, kind)| kind.clone()).collect(),
    }
}

/// Returns the places that are shown of a list: those around a place, as many on both sides where both have enough.
fn nearest(place: usize, count: usize) -> Range<usize> {
    let start = place.saturating_sub(MAX_REPORTS / 2).min(count.saturating_sub(MAX_REPORTS));
    start..count.min(start + MAX_REPORTS)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_of_a_long_list_are_shown() {
        for (place, count, shown) in
            [(0, 1, 0..1), (2, 5, 0..5), (10, 11, 0..11), (0, 300, 0..11), (5, 300, 0..11), (6, 300, 1..12)]
        {
            assert_eq!(nearest(place, count), shown, "{place} of {count}");
        }
        assert_eq!(nearest(299, 300), 289..300);
    }
}
