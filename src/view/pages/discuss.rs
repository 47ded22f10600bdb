//! `discuss.html`: what a group needs to talk about an edition, or a part of one, for an hour: an agenda, the questions of each report and
//! a worksheet to fill in by hand.

use serde::Serialize;

use crate::link::{Page, Scope};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::edition_info::EditionInfo;
use crate::view::part_info::scope_info;
use crate::view::references::KindRef;
use crate::view::shared::Shared;

/// The length of the meeting in minutes.
const MEETING_MINUTES: usize = 60;

/// The items of the agenda before the kinds are discussed one after the other: a word and its minutes.
const BEFORE_KINDS: [(&str, usize); 2] = [("welcome", 5), ("read", 10)];

/// The items after them.
const AFTER_KINDS: [(&str, usize); 2] = [("rank", 10), ("decide", 5)];

/// The most kinds that a group has time for, each in turn.
const MAX_KINDS: usize = 6;

/// The fields of `discuss.html`.
#[derive(Debug, Serialize)]
pub struct DiscussPage<'a> {
    pub edition: EditionInfo<'a>,
    pub agenda: Vec<AgendaItem>,
    pub groups: Vec<DiscussGroup<'a>>,
    /// The minutes of the whole agenda.
    pub minutes: usize,
}

/// An item of the agenda.
#[derive(Debug, Serialize)]
pub struct AgendaItem {
    /// `welcome`, `read`, `kind`, `groups`, `rank` or `decide`.
    pub word: &'static str,
    /// The kind that is discussed, where the word is `kind`.
    pub kind: Option<Shared<KindRef>>,
    /// In minutes from the beginning, as is `to`.
    pub from: usize,
    pub to: usize,
    pub minutes: usize,
}

/// The reports of a kind.
#[derive(Debug, Serialize)]
pub struct DiscussGroup<'a> {
    pub kind: Shared<KindRef>,
    pub reports: Vec<DiscussItem<'a>>,
}

/// A report and its questions.
#[derive(Debug, Serialize)]
pub struct DiscussItem<'a> {
    pub card: Shared<Card>,
    pub questions: &'a [String],
}

/// Returns the fields of the discussion kit of an edition or of a part.
pub fn discuss<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> DiscussPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let kind = |report: usize| site.reports[report].kind;
    let item = |&report: &usize| DiscussItem {
        card: viewer.card(language, report),
        questions: questions(viewer, language, report),
    };
    let group = |reports: &[usize]| DiscussGroup {
        kind: viewer.views(language).kinds[kind(reports[0])].clone(),
        reports: reports.iter().map(item).collect(),
    };
    // The reports of an edition stand by kind.
    let groups: Vec<DiscussGroup<'a>> =
        site.reports_in(scope).chunk_by(|&a, &b| kind(a) == kind(b)).map(group).collect();
    DiscussPage {
        edition: scope_info(viewer, language, scope),
        agenda: agenda(groups.iter().map(|group| group.kind.clone()).collect()),
        groups,
        minutes: MEETING_MINUTES,
    }
}

/// Returns the questions of a report: its translation's, else the original's.
pub fn questions<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> &'a [String] {
    let site = viewer.site;
    let local = site.report_text(report, language).filter(|entry| !entry.questions.is_empty());
    local.or(site.report_entry(report)).map_or(&[], |entry| &entry.questions)
}

/// Returns the items of the agenda: the kinds share the minutes that the others leave.
fn agenda(kinds: Vec<Shared<KindRef>>) -> Vec<AgendaItem> {
    let fixed: usize = BEFORE_KINDS.iter().chain(&AFTER_KINDS).map(|(_, minutes)| minutes).sum();
    let (left, count) = (MEETING_MINUTES - fixed, kinds.len());
    let mut items: Vec<(&'static str, Option<Shared<KindRef>>, usize)> = Vec::new();
    items.extend(BEFORE_KINDS.map(|(word, minutes)| (word, None, minutes)));
    if (1..=MAX_KINDS).contains(&count) {
        let minutes = |place: usize| left / count + usize::from(place < left % count);
        items.extend(kinds.into_iter().enumerate().map(|(place, kind)| ("kind", Some(kind), minutes(place))));
    } else {
        items.push(("groups", None, left));
    }
    items.extend(AFTER_KINDS.map(|(word, minutes)| (word, None, minutes)));
    let mut from = 0;
    let timed = |(word, kind, minutes): (&'static str, Option<Shared<KindRef>>, usize)| {
        let item = AgendaItem { word, kind, from, to: from + minutes, minutes };
        from = item.to;
        item
    };
    items.into_iter().map(timed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agenda_fills_the_hour_whatever_the_number_of_kinds() {
        let kind = Shared::new(&KindRef {
            id: String::new(),
            label: String::new(),
            plural: String::new(),
            url: String::new(),
            definition: String::new(),
            number: 1,
            scale: None,
        });
        for kinds in 0..40 {
            let items = agenda(vec![kind.clone(); kinds]);
            assert_eq!(items.iter().map(|item| item.minutes).sum::<usize>(), MEETING_MINUTES, "{kinds} kinds");
            assert_eq!(items.last().map(|item| item.to), Some(MEETING_MINUTES), "{kinds} kinds");
            assert!(items.iter().all(|item| item.minutes >= 5), "{kinds} kinds");
        }
    }
}
