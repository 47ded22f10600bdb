//! Reports in a column for each kind, and those that came or left since an earlier edition.

use serde::Serialize;

use crate::link::{PageKey, Scope, Trend};
use crate::view::Viewer;
use crate::view::card::Card;
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
    /// The kinds that are compared with that edition; empty where all are.
    pub kinds: Vec<Shared<KindRef>>,
    pub before: Shared<EditionRef>,
    /// The address of the page of all changes.
    pub url: String,
    pub new: Vec<Shared<Card>>,
    pub returning: Vec<Shared<Card>>,
    pub dropped: Vec<Shared<Card>>,
}

/// The numbers of the reports that came or left.
pub struct ArrivalNumbers {
    pub new: Vec<usize>,
    pub returning: Vec<usize>,
    /// Reports of the edition before.
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

/// Returns the reports that came or left with an edition or a part of one; none for the first edition.
pub fn arrivals(viewer: &Viewer<'_>, language: usize, scope: Scope, limit: usize) -> Vec<Arrivals> {
    let kinds = (0..viewer.site.settings.kinds().len()).filter(|&kind| viewer.site.has_kind_in(scope, kind));
    arrivals_of_kinds(viewer, language, kinds.map(|kind| (kind, scope.edition)), limit)
}

/// Returns the reports of some kinds that came or left, each with an edition: together where the same two editions are
/// compared.
pub fn arrivals_of_kinds(
    viewer: &Viewer<'_>,
    language: usize,
    kinds: impl Iterator<Item = (usize, usize)>,
    limit: usize,
) -> Vec<Arrivals> {
    let mut groups: Vec<((usize, usize), Vec<usize>)> = Vec::new();
    for (kind, edition) in kinds {
        let Some(before) = viewer.site.edition_with_kind_before(edition, kind) else { continue };
        match groups.iter_mut().find(|(compared, _)| *compared == (edition, before)) {
            Some((_, kinds)) => kinds.push(kind),
            None => groups.push(((edition, before), vec![kind])),
        }
    }
    let has_several = groups.len() > 1;
    let views = viewer.views(language);
    let group = |((edition, before), of_group): ((usize, usize), Vec<usize>)| {
        let numbers = arrival_numbers(viewer, edition, |kind| of_group.contains(&kind));
        let cards = |reports: Vec<usize>| viewer.cards(language, reports.into_iter().take(limit));
        Arrivals {
            kinds: of_group.iter().filter(|_| has_several).map(|&kind| views.kinds[kind].clone()).collect(),
            before: views.editions[before].clone(),
            url: viewer.urls.page(PageKey::Changes(edition), language),
            new: cards(numbers.new),
            returning: cards(numbers.returning),
            dropped: cards(numbers.dropped),
        }
    };
    groups.into_iter().map(group).collect()
}

/// Returns the numbers of the reports of some kinds that came or left with an edition.
pub fn arrival_numbers(viewer: &Viewer<'_>, edition: usize, is_wanted: impl Fn(usize) -> bool) -> ArrivalNumbers {
    let site = viewer.site;
    let is_of_kind = |report: &usize| is_wanted(site.reports[*report].kind);
    let with = |has_trend: fn(Trend) -> bool| {
        let has_come = |report: &usize| site.change(*report).is_some_and(|change| has_trend(change.trend));
        site.editions[edition].reports.iter().copied().filter(is_of_kind).filter(has_come).collect()
    };
    ArrivalNumbers {
        new: with(|trend| trend == Trend::New),
        returning: with(|trend| matches!(trend, Trend::Returning(_))),
        dropped: site.dropped(edition).iter().map(|dropped| dropped.report).filter(is_of_kind).collect(),
    }
}
