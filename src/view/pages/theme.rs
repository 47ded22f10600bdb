//! `theme.html`: a theme with its reports by edition.

use serde::Serialize;
use std::collections::BTreeMap;

use crate::link::{Page, PartState, Theme};
use crate::view::card::Card;
use crate::view::page_info::items_of_page;
use crate::view::pages::kind::{EditionGroup, by_edition};
use crate::view::references::{EditionRef, ThemeRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

/// The fields of `theme.html`. What is said once stands on the first page only.
#[derive(Debug, Serialize)]
pub struct ThemePage {
    pub theme: Shared<ThemeRef>,
    /// The editions that put it forward.
    pub forward: Vec<Shared<EditionRef>>,
    /// The number of its reports by edition, the oldest first.
    pub matrix: Vec<EditionCounts>,
    /// The reports of the newest edition that relations could lead to and none does.
    pub lacking: Vec<Shared<Card>>,
    /// The reports of this page by edition, the newest first.
    pub groups: Vec<EditionGroup>,
    pub content: Html,
    pub said: ThemeSentences,
}

/// Facts of a theme in words of the page's language.
#[derive(Debug, Serialize)]
pub struct ThemeSentences {
    pub count: String,
    /// May be empty, as may be `lacking`.
    pub forward: String,
    pub lacking: String,
}

/// The number of an edition's reports on a theme.
#[derive(Debug, Serialize)]
pub struct EditionCounts {
    pub edition: Shared<EditionRef>,
    /// By kind, in the order of `site.kinds`.
    pub counts: Vec<usize>,
    /// The same in words, which tell what is still to come from none.
    pub said: Vec<String>,
    pub total: usize,
}

/// Returns the fields of a theme's page.
pub fn theme(viewer: &Viewer<'_>, page: Page, number: usize) -> ThemePage {
    let (site, language) = (viewer.site, page.language);
    let views = viewer.views(language);
    let theme = &site.themes[number];
    let is_first_page = page.number == 1;
    let is_of_one_edition = |&a: &usize, &b: &usize| site.reports[a].edition == site.reports[b].edition;
    let newest_first = theme.reports.chunk_by(is_of_one_edition).rev().flatten().copied();
    let listed = items_of_page(viewer, page, newest_first);
    let text = theme.texts[language].or(theme.texts[0]).filter(|_| is_first_page);
    let lacking = if is_first_page { lacking(viewer, &theme.reports) } else { Vec::new() };
    ThemePage {
        theme: views.themes[number].clone(),
        forward: theme.editions.iter().map(|&edition| views.editions[edition].clone()).collect(),
        matrix: if is_first_page { edition_counts(viewer, language, &theme.reports) } else { Vec::new() },
        groups: by_edition(viewer, language, &listed),
        content: body::content(viewer, page, text),
        said: sentences(viewer, language, theme, &lacking),
        lacking: viewer.cards(language, lacking),
    }
}

fn sentences(viewer: &Viewer<'_>, language: usize, theme: &Theme, lacking: &[usize]) -> ThemeSentences {
    let site = viewer.site;
    let title = |edition: usize| site.edition_title(edition, language);
    let forward = viewer.joined(language, theme.editions.iter().map(|&edition| title(edition)));
    let mut editions: Vec<usize> = lacking.iter().map(|&report| site.reports[report].edition).collect();
    editions.dedup();
    let lacking = viewer.joined(language, editions.into_iter().map(title));
    ThemeSentences {
        count: viewer.counted(language, "reports", theme.reports.len()),
        forward: viewer.say_of(language, "put-forward", "editions", &forward),
        lacking: viewer.say_of(language, "lacking-lead", "edition", &lacking),
    }
}

fn edition_counts(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<EditionCounts> {
    let views = viewer.views(language);
    let mut counts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &report in reports {
        let report = &viewer.site.reports[report];
        counts.entry(report.edition).or_insert_with(|| vec![0; views.kinds.len()])[report.kind] += 1;
    }
    let awaited = viewer.say(language, "awaited", &[]);
    let sentence =
        |edition: usize, (kind, count): (usize, &usize)| match viewer.site.editions[edition].state_of_kind(kind) {
            PartState::Awaited => awaited.clone(),
            PartState::Out | PartState::Skipped => count.to_string(),
        };
    let row = |(edition, counts): (usize, Vec<usize>)| EditionCounts {
        edition: views.editions[edition].clone(),
        total: counts.iter().sum(),
        said: counts.iter().enumerate().map(|count| sentence(edition, count)).collect(),
        counts,
    };
    counts.into_iter().map(row).collect()
}

/// Returns the reports of the newest edition of their kind that relations could lead to and none does. Where the kind that
/// could answer is still to come, nothing is lacking yet.
fn lacking(viewer: &Viewer<'_>, reports: &[usize]) -> Vec<usize> {
    let site = viewer.site;
    let lacks = |&number: &usize| {
        let report = &site.reports[number];
        let edition = &site.editions[report.edition];
        let mut relations = site.settings.relations().iter();
        let is_target = relations.any(|relation| relation.to == report.kind && edition.has_out(relation.from));
        let is_answered = site.edges(number).iter().any(|edge| edge.is_inverse && edge.relation.is_some());
        is_target && !is_answered && Some(report.edition) == site.current_edition_of(report.kind)
    };
    reports.iter().copied().filter(lacks).collect()
}
