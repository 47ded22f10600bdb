//! The page of a report.

use serde::Serialize;

use crate::base::id::slug;
use crate::check::{self, Example, Quote, Source};
use crate::link::{Edge, Page, PageKey};
use crate::view::card::{Card, EditionRef};
use crate::view::citation::{Citation, citation};
use crate::view::common::TocEntry;
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

/// `report.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ReportPage {
    pub report: ReportFull,
    pub citation: Citation,
    pub relations: Vec<Relation>,
    pub related: Vec<RelatedItem>,
    pub backlinks: Vec<Backlink>,
    pub topic: TopicRef,
    pub others: Vec<Shared<Card>>,
    pub appearance: usize,
    pub appearances: usize,
    pub absent: Vec<Shared<EditionRef>>,
    pub newer: Option<Shared<Card>>,
    pub is_current: bool,
    pub previous: Option<Shared<Card>>,
    pub next: Option<Shared<Card>>,
}

/// A report, whole: the card's fields and these.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ReportFull {
    #[serde(flatten)]
    pub card: Shared<Card>,
    pub lead: String,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub words: usize,
    pub minutes: usize,
    pub updated: String,
    pub sources: Vec<Source>,
    pub examples: Vec<Example>,
    pub quotes: Vec<Quote>,
    pub actions: Vec<String>,
    pub questions: Vec<String>,
    pub audience: Vec<String>,
    pub formerly: Vec<String>,
    pub extra: serde_json::Value,
}

/// The relations of one type and direction.
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
    pub is_linked: bool,
}

/// A page that links here.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Backlink {
    pub title: String,
    pub url: String,
    pub sentence: String,
}

/// The topic of a report.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicRef {
    pub id: String,
    pub title: String,
    pub url: String,
}

/// Words that a reader reads in a minute.
const WORDS_A_MINUTE: usize = 220;

/// The page of a report.
pub fn report(viewer: &Viewer<'_>, page: Page, number: usize) -> ReportPage {
    let site = viewer.site;
    let report = &site.reports[number];
    let language = page.language;
    let siblings = &site.topics[report.topic].reports;
    let edition = &site.editions[report.edition].reports;
    let place = edition.binary_search(&number).unwrap_or(0);
    let neighbour = |place: Option<usize>| Some(viewer.parts[language].cards[*edition.get(place?)?].clone());
    let newest = siblings.last().filter(|&&newest| newest != number);
    ReportPage {
        report: full(viewer, page, number, body::content(viewer, page, report.texts[language].or(report.texts[0]))),
        citation: citation(viewer, page, number),
        relations: relations(viewer, language, &report.edges),
        related: site
            .related(number)
            .into_iter()
            .map(|related| RelatedItem {
                card: viewer.parts[language].cards[related.report].clone(),
                themes: related.themes.iter().map(|&theme| site.theme_label(theme, language).to_owned()).collect(),
                is_linked: related.is_linked,
            })
            .collect(),
        backlinks: backlinks(viewer, language, report),
        topic: topic(viewer, language, report.topic),
        others: viewer.cards(language, siblings.iter().rev().copied().filter(|&other| other != number)),
        appearance: report.appearance,
        appearances: siblings.len(),
        absent: viewer.absent(language, &siblings[..report.appearance.min(siblings.len())]),
        newer: newest.map(|&newest| viewer.parts[language].cards[newest].clone()),
        is_current: site.current_edition() == Some(report.edition),
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(place.checked_add(1)),
    }
}

/// A report, whole. `content` is its text as the page shows it.
pub fn full(viewer: &Viewer<'_>, page: Page, number: usize, content: Html) -> ReportFull {
    let site = viewer.site;
    let report = &site.reports[number];
    let file = report.texts[page.language].or(report.texts[0]);
    let original = site.report_entry(number);
    let local = site.report_text(number, page.language);
    let words = file.map_or(0, |file| site.files[file].prose().words);
    let of_words = local.or(original).map(|entry| &entry.words);
    ReportFull {
        card: viewer.parts[page.language].cards[number].clone(),
        lead: of_words.map(|words| words.summary.clone()).unwrap_or_default(),
        content,
        toc: body::toc(viewer, file),
        words,
        minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        updated: of_words.and_then(|words| words.dates.updated).map(|date| date.to_string()).unwrap_or_default(),
        sources: list(local, original, |entry| &entry.sources),
        examples: list(local, original, |entry| &entry.examples),
        quotes: list(local, original, |entry| &entry.quotes).into_iter().map(|quote| quote.value).collect(),
        actions: list(local, original, |entry| &entry.actions),
        questions: list(local, original, |entry| &entry.questions),
        audience: audience(viewer, page, list(local, original, |entry| &entry.audience)),
        formerly: list(local, original, |entry| &entry.formerly),
        extra: of_words.map(|words| words.extra.clone()).unwrap_or_default(),
    }
}

/// What to discuss about a report: in its translation's words, else the original's.
pub fn questions<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> &'a [String] {
    let site = viewer.site;
    let own = site.report_text(report, language).filter(|entry| !entry.questions.is_empty());
    own.or(site.report_entry(report)).map(|entry| &*entry.questions).unwrap_or_default()
}

/// Whom a report is for, in words of the skin where it has them.
fn audience(viewer: &Viewer<'_>, page: Page, ids: Vec<String>) -> Vec<String> {
    let label = |id: String| match viewer.word(page, &format!("audience-{}", slug(&id))) {
        word if word.is_empty() => id.replace('-', " "),
        word => word,
    };
    ids.into_iter().map(label).collect()
}

/// A list of a translation; where it leaves it out, the original's.
fn list<T: Clone>(
    local: Option<&check::Report>,
    original: Option<&check::Report>,
    get: fn(&check::Report) -> &Vec<T>,
) -> Vec<T> {
    let own = local.map(get).filter(|list| !list.is_empty());
    own.or(original.map(get)).cloned().unwrap_or_default()
}

/// The edges, gathered by type and direction. They are sorted that way.
pub fn relations(viewer: &Viewer<'_>, language: usize, edges: &[Edge]) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    let types = &viewer.site.settings.languages[language].relations;
    for edge in edges {
        let (id, label) = match edge.relation.map(|relation| &types[relation]) {
            Some(relation) if edge.is_inverse => (format!("{}-inverse", relation.id), relation.inverse.clone()),
            Some(relation) => (relation.id.clone(), relation.label.clone()),
            None => ("related".to_owned(), String::new()),
        };
        let item = RelationItem { card: viewer.parts[language].cards[edge.report].clone(), why: edge.why.clone() };
        match relations.last_mut() {
            Some(last) if last.id == id => last.items.push(item),
            _ => {
                let label =
                    if edge.relation.is_none() { viewer.word(home(language), "relation-untyped") } else { label };
                relations.push(Relation { id, label, items: vec![item] });
            }
        }
    }
    relations
}

fn home(language: usize) -> Page {
    Page { key: PageKey::Home, language, part: 1 }
}

fn backlinks(viewer: &Viewer<'_>, language: usize, report: &crate::link::Report) -> Vec<Backlink> {
    let site = viewer.site;
    let backlink = |link: &crate::link::Backlink| {
        let key = link.from;
        let mut title = site.title(key, language).to_owned();
        // Reports on one topic have one title; the edition tells them apart.
        if let PageKey::Report(from) = key
            && site.reports[from].edition != report.edition
        {
            title = format!("{title} ({})", site.editions[site.reports[from].edition].id);
        }
        // A theme may have the name of a topic.
        if matches!(key, PageKey::Theme(_)) {
            title = format!("{}: {title}", site.settings.languages[language].theme_label.one);
        }
        Backlink { title, url: viewer.urls.page(key, language), sentence: link.sentence.clone() }
    };
    report.backlinks.iter().map(backlink).collect()
}

fn topic(viewer: &Viewer<'_>, language: usize, number: usize) -> TopicRef {
    let site = viewer.site;
    let has_page = site.topics[number].has_page();
    TopicRef {
        id: site.topics[number].id.clone(),
        title: site.topic_title(number, language).to_owned(),
        url: if has_page { viewer.urls.page(PageKey::Topic(number), language) } else { String::new() },
    }
}
