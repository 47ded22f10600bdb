//! What a group needs to talk about an edition for an hour: an agenda, the questions of each report, a
//! worksheet to fill in by hand.

use serde::Serialize;

use crate::link::Page;
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::card::{Card, KindView};
use crate::view::lists::{EditionFull, edition_full};
use crate::view::report::questions;
use crate::view::shared::Shared;

/// How long the meeting of the agenda is.
const MINUTES: usize = 60;

/// What is said before the kinds are discussed one after the other, and after: a word and its minutes.
const BEFORE: [(&str, usize); 2] = [("welcome", 5), ("read", 10)];
const AFTER: [(&str, usize); 2] = [("rank", 10), ("decide", 5)];

/// Kinds beyond which a group has no time for each.
const KINDS: usize = 6;

/// `discuss.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct DiscussPage {
    pub edition: EditionFull,
    pub agenda: Vec<AgendaItem>,
    pub groups: Vec<DiscussGroup>,
    pub minutes: usize,
}

/// A part of the meeting.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct AgendaItem {
    pub word: &'static str,
    pub kind: Option<Shared<KindView>>,
    pub from: usize,
    pub to: usize,
    pub minutes: usize,
}

/// The reports of a kind.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct DiscussGroup {
    pub kind: Shared<KindView>,
    #[serde(skip)]
    pub numbers: Vec<usize>,
    pub reports: Vec<Discussed>,
}

/// A report and what to ask about it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Discussed {
    pub card: Shared<Card>,
    pub questions: Vec<String>,
}

/// An edition's discussion kit.
pub fn discuss(viewer: &Viewer<'_>, page: Page, edition: usize, wanted: &Wanted) -> DiscussPage {
    let site = viewer.site;
    let parts = &viewer.parts[page.language];
    let reports = &site.editions[edition].reports;
    let discussed = |&report: &usize| Discussed {
        card: viewer.card(page.language, report).clone(),
        questions: questions(viewer, page.language, report).to_vec(),
    };
    let of_kind = |reports: &[usize]| DiscussGroup {
        kind: parts.kinds[site.reports[reports[0]].kind].clone(),
        numbers: reports.to_vec(),
        reports: if wanted.reads("reports") { reports.iter().map(discussed).collect() } else { Vec::new() },
    };
    // The reports of an edition stand by kind.
    let groups: Vec<DiscussGroup> =
        reports.chunk_by(|&a, &b| site.reports[a].kind == site.reports[b].kind).map(of_kind).collect();
    let kinds: Vec<&Shared<KindView>> = groups.iter().map(|group| &group.kind).collect();
    DiscussPage {
        edition: edition_full(viewer, page.language, edition),
        agenda: agenda(&kinds),
        groups,
        minutes: MINUTES,
    }
}

/// The parts of the meeting: the kinds share what the others leave.
fn agenda(kinds: &[&Shared<KindView>]) -> Vec<AgendaItem> {
    let left = MINUTES - BEFORE.iter().chain(&AFTER).map(|(_, minutes)| minutes).sum::<usize>();
    let mut items: Vec<(&'static str, Option<Shared<KindView>>, usize)> = Vec::new();
    items.extend(BEFORE.map(|(word, minutes)| (word, None, minutes)));
    if (1..=KINDS).contains(&kinds.len()) {
        let shares = (0..kinds.len()).map(|place| left / kinds.len() + usize::from(place < left % kinds.len()));
        items.extend(kinds.iter().zip(shares).map(|(kind, minutes)| ("kind", Some((*kind).clone()), minutes)));
    } else {
        items.push(("groups", None, left));
    }
    items.extend(AFTER.map(|(word, minutes)| (word, None, minutes)));
    let mut from = 0;
    let timed = |(word, kind, minutes): (&'static str, Option<Shared<KindView>>, usize)| {
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
        let kind = Shared::new(&KindView {
            id: String::new(),
            label: "".into(),
            plural: "".into(),
            url: "".into(),
            definition: String::new(),
            number: 1,
            scale: None,
        });
        for kinds in 0..40 {
            let items = agenda(&vec![&kind; kinds]);
            assert_eq!(items.iter().map(|item| item.minutes).sum::<usize>(), MINUTES, "{kinds} kinds");
            assert_eq!(items.last().map(|item| item.to), Some(MINUTES), "{kinds} kinds");
            assert!(items.iter().all(|item| item.minutes >= 5), "{kinds} kinds");
        }
    }
}
