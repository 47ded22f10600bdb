//! Compares each edition, kind by kind, with the newest one before in which the kind is out. A report whose rank is not
//! known never counts as moved; a tie is a rank like any other.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::link::{BranchSort, Catalogue, Site, Topic};

/// The change of a topic against the edition before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its direction.
    pub trend: Trend,
    /// Its rank in the edition before, where it had one.
    pub rank_before: Option<u32>,
    /// Its kind in its last appearance, where that was another.
    pub kind_before: Option<usize>,
    /// Its title in its last appearance, where that was another.
    pub title_before: Option<String>,
    /// The theme with the topic's id, where the edition before put that forward and had no report on the topic.
    pub theme_before: Option<usize>,
}

/// The direction of a topic since the edition before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trend {
    /// In no edition before.
    New,
    /// Not in the edition before or after that, but in an earlier one: this one.
    Returning(usize),
    /// In the edition before too, or in a later one as another kind, with the same rank or with ranks that cannot be compared.
    Kept,
    /// Up by this number of ranks.
    Up(u32),
    /// Down by this number of ranks.
    Down(u32),
    /// In no edition before; other topics were merged into it.
    Merged,
    /// In no edition before; it was split from another topic.
    Split,
}

impl Trend {
    /// The word for it in templates and data.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Returning(_) => "returning",
            Self::Kept => "kept",
            Self::Up(_) => "up",
            Self::Down(_) => "down",
            Self::Merged => "merged",
            Self::Split => "split",
        }
    }
}

/// A topic that the edition before had and this one has not: dropped if the edition is whole. While a part is awaited it may
/// still turn up there, and has only left its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dropped {
    /// Its report in the edition before.
    pub report: usize,
    /// The theme with the topic's id, where this edition puts that forward.
    pub theme: Option<usize>,
}

/// A topic of the edition before that has no report in this one, but goes on in other topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continued {
    /// Its report in the edition before.
    pub report: usize,
    /// The reports of this edition in which it goes on: those that were merged from it or split from it.
    pub into: Vec<usize>,
}

/// Counts of the topics that stayed, came and went between two editions. A topic that moved to another kind stayed: topics
/// are counted over all kinds together. A topic that was merged into another, or split into others, stayed too, and what came
/// of it did not enter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Churn {
    /// Topics of the earlier edition that stand in the later one, or go on in others of it.
    pub kept: usize,
    /// Topics of the later edition that neither stood in the earlier one nor came of one that did.
    pub entered: usize,
    /// Topics of the earlier edition that neither stand in the later one nor go on in others of it.
    pub left: usize,
}

/// The changes of all topics from each edition to the next.
#[derive(Debug, Serialize, Deserialize)]
pub struct Changes {
    of_reports: Vec<Appearance>,
    /// The topics that each edition dropped, by kind and rank.
    dropped: Vec<Vec<Dropped>>,
    /// The topics that go on in others of each edition, by kind and rank.
    continued: Vec<Vec<Continued>>,
}

/// One appearance of a topic in an edition.
#[derive(Debug, Serialize, Deserialize)]
struct Appearance {
    /// Its number among the topic's appearances, from 1.
    number: usize,
    change: Option<Change>,
}

impl Changes {
    /// The change of a report's topic against the edition before; `None` in the first edition.
    pub fn of_report(&self, report: usize) -> Option<&Change> {
        self.of_reports[report].change.as_ref()
    }

    /// The number of a report among its topic's appearances, from 1.
    pub fn appearance(&self, report: usize) -> usize {
        self.of_reports[report].number
    }

    /// The topics that an edition dropped, by kind and rank.
    pub fn dropped(&self, edition: usize) -> &[Dropped] {
        &self.dropped[edition]
    }

    /// The topics of the edition before that go on in others of an edition, by kind and rank.
    pub fn continued(&self, edition: usize) -> &[Continued] {
        &self.continued[edition]
    }
}

/// Compares each edition with those before it.
pub fn changes(catalogue: &Catalogue) -> Changes {
    let of_topic = |topic: &Topic| {
        let all = &topic.reports;
        let of_report = |at: usize| {
            let before = topic.editions[..at].iter().rposition(|&other| other < topic.editions[at]);
            let change = change(catalogue, all[at], before.map(|before| all[before]));
            (all[at], Appearance { number: at + 1, change })
        };
        (0..all.len()).map(of_report).collect::<Vec<_>>()
    };
    // Each report has one topic, so each is there once.
    let mut of_reports: Vec<(usize, Appearance)> = catalogue.topics.par_iter().flat_map_iter(of_topic).collect();
    of_reports.sort_unstable_by_key(|(report, _)| *report);
    let continued: Vec<_> = (0..catalogue.editions.len()).map(|edition| continued(catalogue, edition)).collect();
    Changes {
        of_reports: of_reports.into_iter().map(|(_, appearance)| appearance).collect(),
        dropped: continued.iter().enumerate().map(|(edition, goes_on)| dropped(catalogue, edition, goes_on)).collect(),
        continued,
    }
}

/// The topics that go on in others of an edition, and have no report in it themselves: of those that stood last among a kind
/// that is out, in the edition with which that kind is compared.
fn continued(catalogue: &Catalogue, edition: usize) -> Vec<Continued> {
    let goes_on = |report: usize| {
        let offshoots = &catalogue.topics[catalogue.reports[report].topic].offshoots;
        let offshoots = offshoots.iter().filter(|branch| branch.edition == edition);
        let into: Vec<usize> = offshoots.filter_map(|branch| catalogue.report_in(branch.topic, edition)).collect();
        (!into.is_empty()).then_some(Continued { report, into })
    };
    absent_reports(catalogue, edition).into_iter().filter_map(goes_on).collect()
}

/// The topics that an edition has not, and that do not go on in others of it either.
fn dropped(catalogue: &Catalogue, edition: usize, continued: &[Continued]) -> Vec<Dropped> {
    let absent = absent_reports(catalogue, edition).into_iter();
    let absent = absent.filter(|&report| continued.iter().all(|goes_on| goes_on.report != report));
    let theme = |report: usize| put_forward(catalogue, catalogue.reports[report].topic, edition);
    absent.map(|report| Dropped { report, theme: theme(report) }).collect()
}

/// The last reports on topics that an edition has not, of those that stood among a kind that is out in it, in the edition with
/// which that kind is compared.
fn absent_reports(catalogue: &Catalogue, edition: usize) -> Vec<usize> {
    let topic = |report: usize| catalogue.reports[report].topic;
    let present: FxHashSet<usize> = catalogue.editions[edition].reports.iter().map(|&report| topic(report)).collect();
    let of_kind = |kind: usize| {
        let before = catalogue.edition_before(edition, kind);
        let reports = before.map_or(&[][..], |before| &catalogue.editions[before].reports);
        reports.iter().copied().filter(move |&report| catalogue.reports[report].kind == kind)
    };
    let is_gone = |&report: &usize| !present.contains(&topic(report)) && is_last_before(catalogue, report, edition);
    (0..catalogue.settings.kinds().len()).flat_map(of_kind).filter(is_gone).collect()
}

/// Returns true if no later report on the topic stands in an edition before this one.
fn is_last_before(catalogue: &Catalogue, report: usize, edition: usize) -> bool {
    let report = &catalogue.reports[report];
    let editions = &catalogue.topics[report.topic].editions;
    let earlier = editions.partition_point(|&other| other < edition);
    editions[..earlier].last() == Some(&report.edition)
}

/// The theme with a topic's id, where an edition puts it forward.
fn put_forward(catalogue: &Catalogue, topic: usize, edition: usize) -> Option<usize> {
    let theme = catalogue.theme(&catalogue.topics[topic].id)?;
    catalogue.editions[edition].themes.binary_search(&theme).is_ok().then_some(theme)
}

/// Counts the topics that stayed, came and went, of all kinds or of one; `None` where there is nothing to compare with.
pub fn churn(site: &Site, edition: usize, kind: Option<usize>) -> Option<Churn> {
    if !site.has_changes(edition) {
        return None;
    }
    let is_counted = |report: usize| kind.is_none_or(|kind| site.reports[report].kind == kind);
    let left = site.dropped(edition).iter().filter(|dropped| is_counted(dropped.report)).count();
    let kept = site.continued(edition).iter().filter(|continued| is_counted(continued.report)).count();
    let came_of_earlier = |report: usize| {
        let before = site.edition_before(edition, site.reports[report].kind);
        before.is_some_and(|before| site.origins(report).any(|origin| site.report_in(origin.topic, before).is_some()))
    };
    let mut churn = Churn { kept, left, ..Churn::default() };
    for &report in site.editions[edition].reports.iter().filter(|&&report| is_counted(report)) {
        match site.change(report).map(|change| change.trend) {
            Some(Trend::New | Trend::Returning(_) | Trend::Merged | Trend::Split) if came_of_earlier(report) => {}
            Some(Trend::New | Trend::Returning(_) | Trend::Merged | Trend::Split) => churn.entered += 1,
            Some(Trend::Kept | Trend::Up(_) | Trend::Down(_)) => churn.kept += 1,
            None => {}
        }
    }
    Some(churn)
}

/// Compares a report with the topic's last appearance `before`.
fn change(catalogue: &Catalogue, report: usize, before: Option<usize>) -> Option<Change> {
    let this = &catalogue.reports[report];
    // The first edition has nothing to be compared with.
    let previous = catalogue.edition_before(this.edition, this.kind)?;
    let is_in_previous = before.is_some_and(|before| catalogue.reports[before].edition >= previous);
    let theme_before = put_forward(catalogue, this.topic, previous).filter(|_| !is_in_previous);
    let Some(before) = before else {
        let trend = match catalogue.origins(report).next().map(|origin| origin.sort) {
            None => Trend::New,
            Some(BranchSort::Merge) => Trend::Merged,
            Some(BranchSort::Split) => Trend::Split,
        };
        return Some(Change { trend, rank_before: None, kind_before: None, title_before: None, theme_before });
    };
    let last = &catalogue.reports[before];
    let trend = match (last.rank, this.rank) {
        _ if last.edition < previous => Trend::Returning(last.edition),
        (Some(then), Some(now)) if last.kind == this.kind && now < then => Trend::Up(then - now),
        (Some(then), Some(now)) if last.kind == this.kind && now > then => Trend::Down(now - then),
        _ => Trend::Kept,
    };
    let title_before = catalogue.report_title(before, 0);
    Some(Change {
        trend,
        rank_before: last.rank.filter(|_| last.edition == previous && last.kind == this.kind),
        kind_before: (last.kind != this.kind).then_some(last.kind),
        title_before: (title_before != catalogue.report_title(report, 0)).then(|| title_before.to_owned()),
        theme_before,
    })
}
