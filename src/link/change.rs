//! What changed from each edition to the next: computed, never typed. Unknown ranks are never said to have
//! moved, and a tie is a rank like any other.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::link::{Site, Topic};

/// What changed about a topic against the edition before.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// Where it went.
    pub trend: Trend,
    /// The rank that it had in the edition before, where it was there and had one.
    pub rank_before: Option<u32>,
    /// The kind that it had when it was last seen, where that was another.
    pub kind_before: Option<usize>,
    /// The title that it had when it was last seen, where that was another.
    pub title_before: Option<String>,
    /// The theme of that id, which the edition before put forward while the topic was not among its own.
    pub theme_before: Option<usize>,
}

/// Where a topic went since the edition before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Trend {
    /// No edition saw it before.
    New,
    /// An edition saw it before, but not the last; the one that saw it, by number.
    Returning(usize),
    /// There before, with the same rank or with ranks that cannot be compared.
    Kept,
    /// Up by so many ranks.
    Up(u32),
    /// Down by so many ranks.
    Down(u32),
}

impl Trend {
    /// The word for it, as templates and machine files say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Returning(_) => "returning",
            Self::Kept => "kept",
            Self::Up(_) => "up",
            Self::Down(_) => "down",
        }
    }
}

/// A topic that the edition before had and this one has not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dropped {
    /// Its report in the edition before.
    pub report: usize,
    /// The theme of that id, which this edition puts forward.
    pub theme: Option<usize>,
}

/// What became of the topics of one edition in the next. A topic that moved to another kind is kept: it is
/// counted by its id, over all kinds together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Churn {
    /// Topics of both.
    pub kept: usize,
    /// Topics of the later only, new or returning.
    pub entered: usize,
    /// Topics of the earlier only.
    pub left: usize,
}

/// Fills in the changes and appearances of all reports, and what each edition dropped.
pub fn changes(site: &mut Site) {
    let of_topic = |topic: &Topic| {
        let all = &topic.reports;
        let of_report = |at: usize| {
            let before = topic.editions[..at].iter().rposition(|&other| other < topic.editions[at]);
            (all[at], at + 1, change(site, all[at], before.map(|before| all[before])))
        };
        (0..all.len()).map(of_report).collect::<Vec<_>>()
    };
    let found: Vec<_> = site.topics.par_iter().flat_map_iter(of_topic).collect();
    for (report, appearance, change) in found {
        let report = &mut site.reports[report];
        (report.appearance, report.change) = (appearance, change);
    }
    for edition in 1..site.editions.len() {
        let here: FxHashSet<usize> =
            site.editions[edition].reports.iter().map(|&report| site.reports[report].topic).collect();
        let before = site.editions[edition - 1].reports.iter();
        let gone = before.filter(|&&report| !here.contains(&site.reports[report].topic));
        let gone =
            gone.map(|&report| Dropped { report, theme: put_forward(site, site.reports[report].topic, edition) });
        site.editions[edition].dropped = gone.collect();
    }
}

/// The theme with a topic's id, where an edition puts it forward.
fn put_forward(site: &Site, topic: usize, edition: usize) -> Option<usize> {
    let id = &site.topics[topic].id;
    let theme = site.themes.binary_search_by(|theme| theme.id.cmp(id)).ok()?;
    site.editions[edition].themes.binary_search(&theme).is_ok().then_some(theme)
}

/// How many topics stayed, came and went between an edition and the one before; nothing for the first.
pub fn churn(site: &Site, edition: usize) -> Option<Churn> {
    let before = edition.checked_sub(1)?;
    let left = site.editions[edition].dropped.len();
    let kept = site.editions[before].reports.len() - left;
    Some(Churn { kept, entered: site.editions[edition].reports.len() - kept, left })
}

fn change(site: &Site, report: usize, before: Option<usize>) -> Option<Change> {
    let this = &site.reports[report];
    // The first edition has nothing to be compared with.
    let previous = this.edition.checked_sub(1)?;
    let was_here = before.is_some_and(|before| site.reports[before].edition == previous);
    let theme_before = put_forward(site, this.topic, previous).filter(|_| !was_here);
    let Some(before) = before else {
        let nothing =
            Change { trend: Trend::New, rank_before: None, kind_before: None, title_before: None, theme_before };
        return Some(nothing);
    };
    let last = &site.reports[before];
    let trend = match (last.rank, this.rank) {
        _ if last.edition < previous => Trend::Returning(last.edition),
        (Some(then), Some(now)) if last.kind == this.kind && now < then => Trend::Up(then - now),
        (Some(then), Some(now)) if last.kind == this.kind && now > then => Trend::Down(now - then),
        _ => Trend::Kept,
    };
    let title_before = site.report_title(before, 0);
    Some(Change {
        trend,
        rank_before: last.rank.filter(|_| last.edition == previous && last.kind == this.kind),
        kind_before: (last.kind != this.kind).then_some(last.kind),
        title_before: (title_before != site.report_title(report, 0)).then(|| title_before.to_owned()),
        theme_before,
    })
}
