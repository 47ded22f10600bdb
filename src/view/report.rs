//! The page of a report: what it says, and the same as templates take it where they look into more than texts.

use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;
use tera::Value;

use crate::link::{Edge, Page, PageKey, Related};
use crate::parse::Heading;
use crate::skin::Wanted;
use crate::view::card::{Card, EditionRef};
use crate::view::citation::{Citation, citation};
use crate::view::common::TocEntry;
use crate::view::facts::{Facts, Notice, facts, notice};
use crate::view::shared::{Html, Shared};
use crate::view::whole::{ReportFull, Whole};
use crate::view::{Viewer, body};

/// What the page of a report shows, as it is: nothing of it is a template's value yet.
#[derive(Debug)]
pub struct ReportTexts<'a> {
    /// The report.
    pub number: usize,
    /// What stands with it in its file.
    pub whole: Whole<'a>,
    /// What is said beside its text.
    pub facts: Facts,
    /// That there is something newer.
    pub notice: Option<Notice>,
    /// How to cite it.
    pub citation: Citation,
    /// Its text.
    pub content: String,
    /// The headings in its text.
    pub headings: &'a [Heading],
    /// Its relations, by type and direction.
    pub edges: &'a [Edge],
    /// Reports that belong with it, the nearest first.
    pub nearest: Vec<Related>,
    /// Pages that link here.
    pub backlinks: Vec<Backlink<'a>>,
    /// The address of its topic's page; empty where it has none.
    pub topic_url: Cow<'a, str>,
    /// Its topic's reports in the nearest other editions, the newest first. Its topic's page has all.
    pub others: Vec<usize>,
    /// The editions between its topic's first and its own that lack the topic, those in a row together.
    pub absent: Vec<Range<usize>>,
    /// The topic in the newest edition, where that is another report.
    pub newer: Option<usize>,
    /// Whether its edition is the newest.
    pub is_current: bool,
    /// The report before it in reading order.
    pub previous: Option<usize>,
    /// The report after it.
    pub next: Option<usize>,
}

/// `report.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ReportPage {
    pub report: Shared<ReportFull>,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub facts: Facts,
    pub notice: Option<Notice>,
    pub citation: Citation,
    pub relations: Vec<Relation>,
    pub related: Vec<RelatedItem>,
    pub backlinks: Value,
    pub topic: TopicRef,
    pub others: Vec<Shared<Card>>,
    pub appearance: usize,
    pub appearances: usize,
    pub absent: Shared<Vec<EditionRef>>,
    pub newer: Option<Shared<Card>>,
    pub is_current: bool,
    pub previous: Option<Shared<Card>>,
    pub next: Option<Shared<Card>>,
}

/// The relations of one type and direction, as templates take them.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Relation {
    pub id: String,
    pub label: String,
    pub items: Vec<RelationItem>,
}

/// One related report and why.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct RelationItem {
    pub card: Shared<Card>,
    pub why: String,
}

/// A report that shares themes.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct RelatedItem {
    pub card: Shared<Card>,
    pub themes: Vec<String>,
    pub shares: String,
    pub is_linked: bool,
}

/// A page that links here.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Backlink<'a> {
    pub title: Cow<'a, str>,
    pub url: Cow<'a, str>,
    pub sentence: &'a str,
}

/// The topic of a report.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicRef {
    pub id: String,
    pub title: String,
    pub url: String,
}

/// What the page of a report shows.
pub fn texts<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ReportTexts<'a> {
    let site = viewer.site;
    let report = &site.reports[number];
    let language = page.language;
    let siblings = &site.topics[report.topic].reports;
    let edition = &site.editions[report.edition].reports;
    let place = edition.binary_search(&number).unwrap_or(0);
    let neighbour = |place: Option<usize>| edition.get(place?).copied();
    let newer = siblings.last().copied().filter(|&newest| newest != number);
    let file = report.texts[language].or(report.texts[0]);
    let whole = Whole::new(viewer, page, number);
    let is_current = site.current_edition() == Some(report.edition);
    let editions = &site.topics[report.topic].editions;
    let absent = between(&editions[..site.appearance(number).min(editions.len())]);
    ReportTexts {
        number,
        facts: facts(viewer, page, number, &whole, &absent),
        notice: notice(viewer, language, newer, is_current),
        citation: citation(viewer, page, number),
        whole,
        content: body::content_text(viewer, page, file),
        headings: file.map(|file| &*site.files[file].body.headings).unwrap_or_default(),
        edges: site.edges(number),
        nearest: site.related(number),
        backlinks: backlinks(viewer, language, number),
        topic_url: topic_url(viewer, language, report.topic),
        others: others(editions, report.edition).map(|place| siblings[place]).collect(),
        absent,
        newer,
        is_current,
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(place.checked_add(1)),
    }
}

/// So many other editions of its topic are on a report's page: pages stay light however many editions a site has.
const OTHERS: usize = 8;

/// The places of the nearest of a topic's reports in other editions than its own, as many from before as from after where
/// there are so many; the newest first. `editions` are those of all its reports, the oldest first.
fn others(editions: &[usize], own: usize) -> impl Iterator<Item = usize> {
    let before = editions.partition_point(|&edition| edition < own);
    let after = editions.partition_point(|&edition| edition <= own);
    // What one side lacks, the other may have.
    let from_after = (editions.len() - after).min((OTHERS / 2).max(OTHERS.saturating_sub(before)));
    let from_before = before.min(OTHERS - from_after);
    (before - from_before..before).chain(after..after + from_after).rev()
}

/// The editions that lie between some and are none of them, those in a row together. They are sorted, as those of a
/// topic's reports are.
pub fn between(editions: &[usize]) -> Vec<Range<usize>> {
    editions.windows(2).map(|pair| pair[0] + 1..pair[1]).filter(|run| !run.is_empty()).collect()
}

/// The same as templates take it. Lists that only some look into are made only where this one does.
pub fn report(viewer: &Viewer<'_>, page: Page, texts: ReportTexts<'_>, wanted: &Wanted) -> ReportPage {
    let (site, language) = (viewer.site, page.language);
    let report = &site.reports[texts.number];
    let card = |number: Option<usize>| Some(viewer.card(language, number?).clone());
    ReportPage {
        report: texts.whole.value(viewer, language, texts.number),
        content: Html::new(texts.content),
        toc: body::toc(viewer, report.texts[language].or(report.texts[0])),
        facts: texts.facts,
        notice: texts.notice,
        citation: texts.citation,
        relations: relations(viewer, language, texts.edges),
        related: if wanted.has("related") { related(viewer, language, &texts.nearest) } else { Vec::new() },
        backlinks: Value::from_serializable(&texts.backlinks),
        topic: TopicRef {
            id: site.topics[report.topic].id.clone(),
            title: site.topic_title(report.topic, language).to_owned(),
            url: texts.topic_url.into_owned(),
        },
        others: if wanted.has("others") { viewer.cards(language, texts.others) } else { Vec::new() },
        appearance: site.appearance(texts.number),
        appearances: site.topics[report.topic].reports.len(),
        absent: viewer.edition_refs(language, if wanted.has("absent") { &texts.absent } else { &[] }),
        newer: card(texts.newer),
        is_current: texts.is_current,
        previous: card(texts.previous),
        next: card(texts.next),
    }
}

fn related(viewer: &Viewer<'_>, language: usize, nearest: &[Related]) -> Vec<RelatedItem> {
    let item = |related: &Related| RelatedItem {
        card: viewer.card(language, related.report).clone(),
        themes: related.themes.iter().map(|&theme| viewer.site.theme_label(theme, language).to_owned()).collect(),
        shares: viewer.shares(language, &related.themes),
        is_linked: related.is_linked,
    };
    nearest.iter().map(item).collect()
}

/// What to discuss about a report: in its translation's words, else the original's.
pub fn questions<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> &'a [String] {
    let site = viewer.site;
    let own = site.report_text(report, language).filter(|entry| !entry.questions.is_empty());
    own.or(site.report_entry(report)).map(|entry| &*entry.questions).unwrap_or_default()
}

/// The relations of one type and direction, as they are.
#[derive(Debug)]
pub struct RelationTexts<'a> {
    /// The id of the type, and whether it is the inverse.
    pub id: Cow<'a, str>,
    /// What it is called.
    pub label: Cow<'a, str>,
    /// Where it leads, and why.
    pub edges: &'a [Edge],
}

/// The edges, gathered by type and direction. They are sorted that way.
pub fn relation_texts<'a>(
    viewer: &'a Viewer<'_>,
    language: usize,
    edges: &'a [Edge],
) -> impl Iterator<Item = RelationTexts<'a>> {
    let types = &viewer.site.settings.languages[language].relations;
    let of_one = move |edges: &'a [Edge]| {
        let edge = &edges[0];
        let (id, label) = match edge.relation.map(|relation| &types[relation]) {
            Some(relation) if edge.is_inverse => {
                (Cow::Owned([&*relation.id, "-inverse"].concat()), Cow::Borrowed(&*relation.inverse))
            }
            Some(relation) => (Cow::Borrowed(&*relation.id), Cow::Borrowed(&*relation.label)),
            None => (Cow::Borrowed("related"), Cow::Owned(viewer.say(language, "relation-untyped", &[]))),
        };
        RelationTexts { id, label, edges }
    };
    let is_one =
        |a: &Edge, b: &Edge| a.relation == b.relation && (a.is_inverse == b.is_inverse || a.relation.is_none());
    edges.chunk_by(is_one).map(of_one)
}

/// The same as templates take it.
pub fn relations(viewer: &Viewer<'_>, language: usize, edges: &[Edge]) -> Vec<Relation> {
    let item = |edge: &Edge| RelationItem { card: viewer.card(language, edge.report).clone(), why: edge.why.clone() };
    let relation = |RelationTexts { id, label, edges }: RelationTexts<'_>| Relation {
        id: id.into_owned(),
        label: label.into_owned(),
        items: edges.iter().map(item).collect(),
    };
    relation_texts(viewer, language, edges).map(relation).collect()
}

fn backlinks<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> Vec<Backlink<'a>> {
    let site = viewer.site;
    let backlink = |link: &'a crate::link::Backlink| {
        let key = link.from;
        let title = viewer.title(key, language);
        let title = match key {
            // Reports on one topic have one title; the edition tells them apart.
            PageKey::Report(from) if site.reports[from].edition != site.reports[report].edition => {
                Cow::Owned([title, " (", &site.editions[site.reports[from].edition].id, ")"].concat())
            }
            // A theme may have the name of a topic.
            PageKey::Theme(_) => {
                Cow::Owned([&*site.settings.languages[language].theme_label.one, ": ", title].concat())
            }
            _ => Cow::Borrowed(title),
        };
        Backlink { title, url: viewer.urls.address(key, language), sentence: &link.sentence }
    };
    site.backlinks(report).iter().map(backlink).collect()
}

fn topic_url<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> Cow<'a, str> {
    let has_page = viewer.site.topics[number].has_page();
    if has_page { viewer.urls.address(PageKey::Topic(number), language) } else { Cow::Borrowed("") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_report_shows_the_nearest_editions_of_its_topic() {
        let others = |editions: &[usize], own: usize| super::others(editions, own).collect::<Vec<_>>();
        let editions: Vec<usize> = (0..30).collect();
        for (own, shown) in [
            (0, &[8, 7, 6, 5, 4, 3, 2, 1][..]),
            (1, &[8, 7, 6, 5, 4, 3, 2, 0]),
            (10, &[14, 13, 12, 11, 9, 8, 7, 6]),
            (28, &[29, 27, 26, 25, 24, 23, 22, 21]),
            (29, &[28, 27, 26, 25, 24, 23, 22, 21]),
        ] {
            assert_eq!(others(&editions, own), shown, "{own}");
        }
        assert_eq!(others(&editions[..3], 1), [2, 0]);
        assert_eq!(others(&editions[..1], 0), [0; 0]);
        // A second report on the topic in its own edition is in no other one.
        assert_eq!(others(&[0, 1, 1, 2], 1), [3, 0]);
    }

    #[test]
    fn editions_without_a_topic_lie_between_those_with_it() {
        assert_eq!(super::between(&[2, 3, 3, 6, 8]), [4..6, 7..8]);
        assert_eq!(super::between(&[5]), []);
    }
}
