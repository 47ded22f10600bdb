//! Reports in a column for each kind, and those that came or left since an earlier edition.

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
    /// The edition of the reports.
    pub edition: Shared<EditionRef>,
    pub reports: Vec<Shared<Card>>,
    /// The number of those that are not shown.
    pub more: usize,
    /// The address of the kind's page.
    pub url: String,
}

/// The reports that came or left since an earlier edition.
#[derive(Debug, Serialize)]
pub struct Arrivals {
    pub edition: Shared<EditionRef>,
    /// The kinds that this is about.
    pub kinds: Vec<Shared<KindRef>>,
    /// The newest of the editions with which they are compared.
    pub before: Shared<EditionRef>,
    /// The editions with which the kinds of this one are compared.
    pub compared: Vec<Compared>,
    /// The titles of those editions.
    pub since: String,
    /// The address of the page of all changes.
    pub url: String,
    pub new: Vec<Shared<Card>>,
    pub returning: Vec<Shared<Card>>,
    pub merged: Vec<Shared<Card>>,
    pub split: Vec<Shared<Card>>,
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
    pub merged: Vec<usize>,
    pub split: Vec<usize>,
    /// Reports of earlier editions, by kind.
    pub dropped: Vec<usize>,
}

/// Returns a column for each kind that has reports, with `limit` of them at most.
pub fn columns(viewer: &Viewer<'_>, language: usize, reports: &[usize], limit: usize) -> Vec<Column> {
    let views = viewer.views(language);
    let column = |number: usize| {
        let is_of_kind = |report: &usize| viewer.site.reports[*report].kind == number;
        let of_kind: Vec<usize> = reports.iter().copied().filter(is_of_kind).collect();
        let first = &of_kind[..of_kind.len().min(limit)];
        (!first.is_empty()).then(|| Column {
            kind: views.kinds[number].clone(),
            edition: views.editions[viewer.site.reports[first[0]].edition].clone(),
            reports: viewer.cards(language, first.iter().copied()),
            more: of_kind.len() - first.len(),
            url: viewer.urls.page(PageKey::Kind(number), language),
        })
    };
    (0..views.kinds.len()).filter_map(column).collect()
}

/// Returns the reports of some kinds that came or left with an edition; none where there is nothing to compare with.
pub fn arrivals(
    viewer: &Viewer<'_>,
    language: usize,
    edition: usize,
    kinds: &[usize],
    limit: usize,
) -> Option<Arrivals> {
    let (site, views) = (viewer.site, viewer.views(language));
    let before = kinds.iter().filter_map(|&kind| site.edition_before(edition, kind)).max()?;
    let numbers = arrival_numbers(viewer, edition, kinds);
    let cards = |reports: Vec<usize>| viewer.cards(language, reports.into_iter().take(limit));
    let is_whole = site.editions[edition].is_whole();
    let (dropped, left) = if is_whole { (numbers.dropped, Vec::new()) } else { (Vec::new(), numbers.dropped) };
    let left = left_by_kind(viewer, language, &left).map(|(said, reports)| LeftKind {
        kind: views.kinds[site.reports[reports[0]].kind].clone(),
        said,
        reports: cards(reports),
    });
    Some(Arrivals {
        edition: views.editions[edition].clone(),
        kinds: kinds.iter().map(|&kind| views.kinds[kind].clone()).collect(),
        before: views.editions[before].clone(),
        compared: compared(viewer, language, edition, kinds),
        since: titles_before(viewer, language, edition, kinds),
        url: viewer.urls.page(PageKey::Changes(edition), language),
        new: cards(numbers.new),
        returning: cards(numbers.returning),
        merged: cards(numbers.merged),
        split: cards(numbers.split),
        left: left.collect(),
        dropped: cards(dropped),
    })
}

/// Says that a topic is no longer among a kind.
pub fn left_kind(viewer: &Viewer<'_>, language: usize, kind: usize) -> String {
    viewer.say(language, "left-kind", &[("kinds", &viewer.site.settings.languages[language].kinds[kind].plural)])
}

/// Returns reports that are no longer among their kind, by kind, each group with a heading. `reports` stand by kind.
pub fn left_by_kind(
    viewer: &Viewer<'_>,
    language: usize,
    reports: &[usize],
) -> impl Iterator<Item = (String, Vec<usize>)> {
    let kind = |report: usize| viewer.site.reports[report].kind;
    let groups = reports.chunk_by(move |&one, &other| kind(one) == kind(other));
    groups.map(move |group| (left_kind(viewer, language, kind(group[0])), group.to_vec()))
}

/// Returns the numbers of the reports of some kinds that came or left with an edition.
pub fn arrival_numbers(viewer: &Viewer<'_>, edition: usize, kinds: &[usize]) -> ArrivalNumbers {
    let site = viewer.site;
    let is_of_kind = |report: &usize| kinds.contains(&site.reports[*report].kind);
    let with = |has_trend: fn(Trend) -> bool| {
        let has_come = |report: &usize| site.change(*report).is_some_and(|change| has_trend(change.trend));
        site.editions[edition].reports.iter().copied().filter(is_of_kind).filter(has_come).collect()
    };
    ArrivalNumbers {
        new: with(|trend| trend == Trend::New),
        returning: with(|trend| matches!(trend, Trend::Returning(_))),
        merged: with(|trend| trend == Trend::Merged),
        split: with(|trend| trend == Trend::Split),
        dropped: site.dropped(edition).iter().map(|dropped| dropped.report).filter(is_of_kind).collect(),
    }
}
