//! Reports in a column for each kind, and those that came or left since the edition before.

use serde::Serialize;

use crate::link::{PageKey, Trend};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::Shared;

/// The reports of one kind.
#[derive(Debug, Serialize)]
pub struct Column {
    pub kind: Shared<KindRef>,
    pub reports: Vec<Shared<Card>>,
    /// The number of those that are not shown.
    pub more: usize,
    /// The address of the kind's page.
    pub url: String,
}

/// The reports that came or left since the edition before.
#[derive(Debug, Serialize)]
pub struct Arrivals {
    pub before: Shared<EditionRef>,
    /// The address of the page of all changes.
    pub url: String,
    pub new: Vec<Shared<Card>>,
    pub returning: Vec<Shared<Card>>,
    pub merged: Vec<Shared<Card>>,
    pub split: Vec<Shared<Card>>,
    pub dropped: Vec<Shared<Card>>,
}

/// The numbers of the reports that came or left.
pub struct ArrivalNumbers {
    pub new: Vec<usize>,
    pub returning: Vec<usize>,
    pub merged: Vec<usize>,
    pub split: Vec<usize>,
    /// Reports of the edition before.
    pub dropped: Vec<usize>,
}

/// Returns a column for each kind that has reports, with `limit` of them at most.
pub fn columns(viewer: &Viewer<'_>, language: usize, reports: &[usize], limit: usize) -> Vec<Column> {
    let kinds = &viewer.views(language).kinds;
    let column = |number: usize| {
        let is_of_kind = |report: &usize| viewer.site.reports[*report].kind == number;
        let of_kind: Vec<usize> = reports.iter().copied().filter(is_of_kind).collect();
        let first = &of_kind[..of_kind.len().min(limit)];
        (!first.is_empty()).then(|| Column {
            kind: kinds[number].clone(),
            reports: viewer.cards(language, first.iter().copied()),
            more: of_kind.len() - first.len(),
            url: viewer.urls.page(PageKey::Kind(number), language),
        })
    };
    (0..kinds.len()).filter_map(column).collect()
}

/// Returns the reports that came or left with an edition; none for the first edition.
pub fn arrivals(viewer: &Viewer<'_>, language: usize, edition: usize, limit: usize) -> Option<Arrivals> {
    let before = edition.checked_sub(1)?;
    let numbers = arrival_numbers(viewer, edition);
    let cards = |reports: Vec<usize>| viewer.cards(language, reports.into_iter().take(limit));
    Some(Arrivals {
        before: viewer.views(language).editions[before].clone(),
        url: viewer.urls.page(PageKey::Changes(edition), language),
        new: cards(numbers.new),
        returning: cards(numbers.returning),
        merged: cards(numbers.merged),
        split: cards(numbers.split),
        dropped: cards(numbers.dropped),
    })
}

/// Returns the numbers of the reports that came or left with an edition.
pub fn arrival_numbers(viewer: &Viewer<'_>, edition: usize) -> ArrivalNumbers {
    let site = viewer.site;
    let with = |is_wanted: fn(Trend) -> bool| {
        let change = |report: &usize| site.change(*report);
        site.editions[edition]
            .reports
            .iter()
            .copied()
            .filter(|it| change(it).is_some_and(|change| is_wanted(change.trend)))
            .collect()
    };
    ArrivalNumbers {
        new: with(|trend| trend == Trend::New),
        returning: with(|trend| matches!(trend, Trend::Returning(_))),
        merged: with(|trend| trend == Trend::Merged),
        split: with(|trend| trend == Trend::Split),
        dropped: site.dropped(edition).iter().map(|dropped| dropped.report).collect(),
    }
}
