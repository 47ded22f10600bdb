//! Reports in a column for each kind, and those that came or left since the edition before.

use serde::Serialize;

use crate::link::{PageKey, Trend};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::compared::{Compared, compared, titles_before};
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
    /// The editions with which the kinds of this one are compared.
    pub compared: Vec<Compared>,
    /// The titles of those editions.
    pub since: String,
    /// The address of the page of all changes.
    pub url: String,
    pub new: Vec<Shared<Card>>,
    pub returning: Vec<Shared<Card>>,
    /// In no part of the edition; empty while one is still to come.
    pub dropped: Vec<Shared<Card>>,
    /// No longer among their kind, while a part is still to come.
    pub left: Vec<LeftKind>,
}

/// Reports whose topics are no longer among their kind.
#[derive(Debug, Serialize)]
pub struct LeftKind {
    pub kind: Shared<KindRef>,
    /// A heading: `Left the Hurdles`.
    pub said: String,
    pub reports: Vec<Shared<Card>>,
}

/// The numbers of the reports that came or left.
pub struct ArrivalNumbers {
    pub new: Vec<usize>,
    pub returning: Vec<usize>,
    /// Reports of earlier editions, by kind.
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
    let site = viewer.site;
    let before = site.newest_edition_before(edition)?;
    let numbers = arrival_numbers(viewer, edition);
    let cards = |reports: Vec<usize>| viewer.cards(language, reports.into_iter().take(limit));
    let is_whole = site.editions[edition].is_whole();
    let (dropped, left) = if is_whole { (numbers.dropped, Vec::new()) } else { (Vec::new(), numbers.dropped) };
    let kind = |report: usize| site.reports[report].kind;
    let left = left.chunk_by(|&one, &other| kind(one) == kind(other)).map(|reports| LeftKind {
        kind: viewer.views(language).kinds[kind(reports[0])].clone(),
        said: left_kind(viewer, language, kind(reports[0])),
        reports: cards(reports.to_vec()),
    });
    Some(Arrivals {
        before: viewer.views(language).editions[before].clone(),
        compared: compared(viewer, language, edition),
        since: titles_before(viewer, language, edition),
        url: viewer.urls.page(PageKey::Changes(edition), language),
        new: cards(numbers.new),
        returning: cards(numbers.returning),
        left: left.collect(),
        dropped: cards(dropped),
    })
}

/// Says that a topic is no longer among a kind.
pub fn left_kind(viewer: &Viewer<'_>, language: usize, kind: usize) -> String {
    viewer.say(language, "left-kind", &[("kinds", &viewer.site.settings.languages[language].kinds[kind].plural)])
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
        dropped: site.dropped(edition).iter().map(|dropped| dropped.report).collect(),
    }
}
