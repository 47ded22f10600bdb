//! `report.html`: the page of a report.

use serde::Serialize;
use std::borrow::Cow;
use tera::Value;

use crate::link::{Edge, Page, PageKey, Related, Scope};
use crate::view::card::Card;
use crate::view::citation::{Citation, citation};
use crate::view::facts::{Facts, Notice, facts, notice};
use crate::view::full_report::{full_report, report_value};
use crate::view::page_info::TocEntry;
use crate::view::references::EditionRef;
use crate::view::same_kind::{SameKind, same_kind};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

/// The fields of `report.html`.
#[derive(Debug, Serialize)]
pub struct ReportPage<'a> {
    /// The fields of its card and of `FullReport`.
    pub report: Value,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub facts: Facts,
    pub notice: Option<Notice>,
    pub citation: Citation,
    pub relations: Vec<RelationGroup<'a>>,
    pub related: Vec<RelatedItem<'a>>,
    pub backlinks: Vec<BacklinkItem<'a>>,
    pub same_kind: SameKind,
    pub topic: TopicRef<'a>,
    /// The topic's reports in the nearest other editions, the newest first.
    pub others: Vec<OtherEdition>,
    /// The place of this report among its topic's, from 1.
    pub appearance: usize,
    pub appearances: usize,
    /// The editions between the topic's first and this one that lack the topic.
    pub absent: Shared<Vec<EditionRef>>,
    /// The topic in the newest edition, where that is another report.
    pub newer: Option<Shared<Card>>,
    pub is_current: bool,
    pub previous: Option<Shared<Card>>,
    pub next: Option<Shared<Card>>,
}

/// The relations of one type and direction.
#[derive(Debug, Serialize)]
pub struct RelationGroup<'a> {
    /// The type's id, followed by `-inverse` where the relation leads here.
    pub id: Cow<'a, str>,
    pub label: Cow<'a, str>,
    pub items: Vec<RelationItem<'a>>,
}

/// A report at the other end of a relation.
#[derive(Debug, Serialize)]
pub struct RelationItem<'a> {
    pub card: Shared<Card>,
    /// The reason; may be empty.
    pub why: &'a str,
    /// True if that report is a chapter of the same page.
    pub is_chapter: bool,
}

/// A report that shares themes.
#[derive(Debug, Serialize)]
pub struct RelatedItem<'a> {
    pub card: Shared<Card>,
    /// The labels of the shared themes.
    pub themes: Vec<&'a str>,
    /// The same in a sentence; may be empty.
    pub shares: String,
    /// True if the text of one links to the other.
    pub is_linked: bool,
}

/// A page that links here.
#[derive(Debug, Serialize)]
pub struct BacklinkItem<'a> {
    pub title: Cow<'a, str>,
    pub url: Cow<'a, str>,
    /// The sentence around the link; may be empty.
    pub sentence: &'a str,
}

/// The topic's report in another edition.
#[derive(Debug, Serialize)]
pub struct OtherEdition {
    pub card: Shared<Card>,
    /// True if its title is not this report's.
    pub is_renamed: bool,
    pub is_of_other_kind: bool,
}

/// The topic of a report.
#[derive(Debug, Serialize)]
pub struct TopicRef<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Empty where the topic has no page.
    pub url: Cow<'a, str>,
}

/// The most reports of its topic's other editions that a report's page names: pages stay light however many editions a
/// site has. The topic's page has all.
const MAX_OTHER_EDITIONS: usize = 8;

/// Returns the fields of a report's page.
pub fn report<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ReportPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let report = &site.reports[number];
    let topic = &site.topics[report.topic];
    let reading_order = &site.editions[report.edition].reports;
    let place = reading_order.binary_search(&number).unwrap_or(0);
    let card = |report: usize| viewer.card(language, report);
    // A topic that was merged goes on in the other one.
    let goes_on = &site.topics[site.successor_in(report.topic, usize::MAX)];
    let newer = goes_on.reports.last().copied().filter(|&newest| newest != number);
    let current = site.current_edition_of(report.kind);
    let is_current = current == Some(report.edition);
    let absent = site.absences(topic, site.appearance(number));
    let file = report.texts[language].or(report.texts[0]);
    let full = full_report(viewer, page, number);
    ReportPage {
        report: report_value(viewer, language, number, &full),
        content: body::content(viewer, page, file),
        toc: body::toc(viewer, file),
        facts: facts(viewer, page, number, &full, absent.iter().cloned()),
        notice: notice(viewer, language, newer, current.filter(|_| !is_current)),
        citation: citation(viewer, page, number),
        relations: relations(viewer, language, site.edges(number), None),
        related: site.related(number).into_iter().map(|related| related_item(viewer, language, &related)).collect(),
        backlinks: backlinks(viewer, language, number),
        same_kind: same_kind(viewer, language, number),
        topic: TopicRef {
            id: &topic.id,
            title: site.topic_title(report.topic, language),
            url: topic_url(viewer, language, report.topic),
        },
        others: nearest_editions(&topic.editions, report.edition)
            .map(|place| other_edition(viewer, language, number, topic.reports[place]))
            .collect(),
        appearance: site.appearance(number),
        appearances: topic.reports.len(),
        absent: viewer.edition_refs(language, &absent),
        newer: newer.map(card),
        is_current,
        previous: place.checked_sub(1).map(|place| card(reading_order[place])),
        next: reading_order.get(place + 1).copied().map(card),
    }
}

fn other_edition(viewer: &Viewer<'_>, language: usize, number: usize, other: usize) -> OtherEdition {
    let site = viewer.site;
    OtherEdition {
        card: viewer.card(language, other),
        is_renamed: site.report_title(other, language) != site.report_title(number, language),
        is_of_other_kind: site.reports[other].kind != site.reports[number].kind,
    }
}

/// Returns the places of the nearest of a topic's reports in other editions than `own`, as many from before as from
/// after where both sides have enough; the newest first. `editions` are those of all its reports, the oldest first.
fn nearest_editions(editions: &[usize], own: usize) -> impl Iterator<Item = usize> {
    let before = editions.partition_point(|&edition| edition < own);
    let after = editions.partition_point(|&edition| edition <= own);
    // What one side lacks, the other may have.
    let half = (MAX_OTHER_EDITIONS / 2).max(MAX_OTHER_EDITIONS.saturating_sub(before));
    let from_after = (editions.len() - after).min(half);
    let from_before = before.min(MAX_OTHER_EDITIONS - from_after);
    (before - from_before..before).chain(after..after + from_after).rev()
}

fn related_item<'a>(viewer: &Viewer<'a>, language: usize, related: &Related) -> RelatedItem<'a> {
    let labels = related.themes.iter().map(|&theme| viewer.site.theme_label(theme, language));
    let themes: Vec<&str> = labels.collect();
    RelatedItem {
        card: viewer.card(language, related.report),
        shares: viewer.say_of(language, "shares", "themes", &viewer.joined(language, &themes)),
        themes,
        is_linked: related.is_linked,
    }
}

/// Groups relations by type and direction, by which they are sorted. `chapters` are the reports on the same page, if they
/// are chapters of it.
pub fn relations<'a>(
    viewer: &Viewer<'a>,
    language: usize,
    edges: &'a [Edge],
    chapters: Option<Scope>,
) -> Vec<RelationGroup<'a>> {
    let types = &viewer.site.settings.languages[language].relations;
    let is_together =
        |a: &Edge, b: &Edge| a.relation == b.relation && (a.is_inverse == b.is_inverse || a.relation.is_none());
    let item = |edge: &'a Edge| RelationItem {
        card: viewer.card(language, edge.report),
        why: &edge.why,
        is_chapter: chapters.is_some_and(|scope| viewer.site.is_in(scope, edge.report)),
    };
    let group = |edges: &'a [Edge]| {
        let (id, label) = match edges[0].relation.map(|relation| &types[relation]) {
            Some(relation) if edges[0].is_inverse => {
                ([&*relation.id, "-inverse"].concat().into(), Cow::Borrowed(&*relation.inverse))
            }
            Some(relation) => (Cow::Borrowed(&*relation.id), Cow::Borrowed(&*relation.label)),
            None => ("related".into(), viewer.say(language, "relation-untyped", &[]).into()),
        };
        RelationGroup { id, label, items: edges.iter().map(item).collect() }
    };
    edges.chunk_by(is_together).map(group).collect()
}

fn backlinks<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> Vec<BacklinkItem<'a>> {
    let site = viewer.site;
    let backlink = |link: &'a crate::link::Backlink| {
        let title = site.title(link.from, language);
        let title = match link.from {
            // Reports on one topic have one title; the edition tells them apart.
            PageKey::Report(from) if site.reports[from].edition != site.reports[report].edition => {
                [title, " (", &site.editions[site.reports[from].edition].id, ")"].concat().into()
            }
            // A theme may have the name of a topic.
            PageKey::Theme(_) => [&*site.settings.languages[language].theme_label.one, ": ", title].concat().into(),
            _ => title.into(),
        };
        BacklinkItem { title, url: viewer.urls.address(link.from, language), sentence: &link.sentence }
    };
    site.backlinks(report).iter().map(backlink).collect()
}

fn topic_url<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> Cow<'a, str> {
    match viewer.site.topic_page(number) {
        key @ PageKey::Topic(_) => viewer.urls.address(key, language),
        _ => "".into(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_report_shows_the_nearest_editions_of_its_topic() {
        let nearest = |editions: &[usize], own: usize| super::nearest_editions(editions, own).collect::<Vec<_>>();
        let editions: Vec<usize> = (0..30).collect();
        for (own, shown) in [
            (0, &[8, 7, 6, 5, 4, 3, 2, 1][..]),
            (1, &[8, 7, 6, 5, 4, 3, 2, 0]),
            (10, &[14, 13, 12, 11, 9, 8, 7, 6]),
            (28, &[29, 27, 26, 25, 24, 23, 22, 21]),
            (29, &[28, 27, 26, 25, 24, 23, 22, 21]),
        ] {
            assert_eq!(nearest(&editions, own), shown, "{own}");
        }
        assert_eq!(nearest(&editions[..3], 1), [2, 0]);
        assert_eq!(nearest(&editions[..1], 0), [0; 0]);
        // A second report on the topic in its own edition is in no other one.
        assert_eq!(nearest(&[0, 1, 1, 2], 1), [3, 0]);
    }
}
