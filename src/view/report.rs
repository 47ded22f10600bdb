//! The page of a report.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use tera::Value;

use crate::base::id::slug;
use crate::check;
use crate::link::{Edge, Page, PageKey, Related};
use crate::skin::Wanted;
use crate::view::card::{Card, EditionRef};
use crate::view::citation::{Citation, citation};
use crate::view::common::TocEntry;
use crate::view::evidence;
use crate::view::facts::{Facts, Notice, facts, notice};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body};

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
    pub relations: Shared<Vec<Relation>>,
    #[serde(skip)]
    pub nearest: Vec<Related>,
    pub related: Vec<RelatedItem>,
    pub backlinks: Vec<Backlink>,
    pub topic: TopicRef,
    #[serde(skip)]
    pub other_reports: Vec<usize>,
    pub others: Vec<Shared<Card>>,
    pub appearance: usize,
    pub appearances: usize,
    pub absent: Shared<Vec<EditionRef>>,
    pub newer: Option<Shared<Card>>,
    pub is_current: bool,
    pub previous: Option<Shared<Card>>,
    pub next: Option<Shared<Card>>,
}

/// A report, whole, without its text: the fields of its card and what stands with it in its file.
#[derive(Debug)]
pub struct ReportFull(Vec<(&'static str, Value)>);

/// By hand, because flattening by serde costs three times as much.
impl Serialize for ReportFull {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(fields) = self;
        let mut report = serializer.serialize_struct("ReportFull", fields.len())?;
        for (name, value) in fields {
            report.serialize_field(name, value)?;
        }
        report.end()
    }
}

/// What the pages that show a report whole have in common: its own and its edition's print page.
#[derive(Debug)]
pub struct Details {
    /// As templates take it.
    pub report: Shared<ReportFull>,
    /// Minutes that reading takes.
    pub minutes: usize,
    /// The day of the last change; may be empty.
    pub updated: String,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Its earlier titles.
    pub formerly: Vec<String>,
    /// Its relations.
    pub relations: Shared<Vec<Relation>>,
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
    pub shares: String,
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

/// The page of a report. Lists that are also there as ready lines are made only where a template wants them.
pub fn report(viewer: &Viewer<'_>, page: Page, number: usize, wanted: &Wanted) -> ReportPage {
    let site = viewer.site;
    let report = &site.reports[number];
    let language = page.language;
    let siblings = &site.topics[report.topic].reports;
    let edition = &site.editions[report.edition].reports;
    let place = edition.binary_search(&number).unwrap_or(0);
    let neighbour = |place: Option<usize>| Some(viewer.card(language, *edition.get(place?)?).clone());
    let newest = siblings.last().filter(|&&newest| newest != number);
    let file = report.texts[language].or(report.texts[0]);
    let content = body::content(viewer, page, file);
    let details = viewer.details(page, number);
    let newer = newest.copied();
    let other_reports: Vec<usize> = siblings.iter().rev().copied().filter(|&other| other != number).collect();
    let is_current = site.current_edition() == Some(report.edition);
    let absent = viewer.absent(&siblings[..report.appearance.min(siblings.len())]);
    let nearest = site.related(number);
    ReportPage {
        facts: facts(viewer, page, number, &details, &absent),
        notice: notice(viewer, language, newer, is_current),
        citation: citation(viewer, page, number),
        relations: details.relations.clone(),
        report: details.report.clone(),
        content,
        toc: body::toc(viewer, file),
        related: if wanted.has("related") { related(viewer, language, &nearest) } else { Vec::new() },
        nearest,
        backlinks: backlinks(viewer, language, report),
        topic: topic(viewer, language, report.topic),
        others: if wanted.has("others") { viewer.cards(language, other_reports.iter().copied()) } else { Vec::new() },
        other_reports,
        appearance: report.appearance,
        appearances: siblings.len(),
        absent: viewer.edition_refs(language, if wanted.has("absent") { &absent } else { &[] }),
        newer: newer.map(|newest| viewer.card(language, newest).clone()),
        is_current,
        previous: neighbour(place.checked_sub(1)),
        next: neighbour(place.checked_add(1)),
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

/// What all pages that show a report whole show of it.
pub fn details(viewer: &Viewer<'_>, page: Page, number: usize) -> Details {
    let (site, language) = (viewer.site, page.language);
    let report = &site.reports[number];
    let original = site.report_entry(number);
    let local = site.report_text(number, language);
    let words = report.texts[language].or(report.texts[0]).map_or(0, |file| site.files[file].prose().words);
    let of_words = local.or(original).map(|entry| &entry.words);
    let minutes = words.div_ceil(WORDS_A_MINUTE).max(1);
    let updated = of_words.and_then(|words| words.dates.updated).map(|date| date.to_string()).unwrap_or_default();
    let audience = audience(viewer, page, list(local, original, |entry| &entry.audience));
    let formerly = list(local, original, |entry| &entry.formerly).to_vec();
    let card = viewer.card(language, number).value().as_map().into_iter().flatten();
    let mut fields: Vec<(&'static str, Value)> = Vec::with_capacity(Card::FIELDS.len() + 12);
    fields.extend(Card::FIELDS.into_iter().zip(card.map(|(_, value)| value.clone())));
    let lists = [
        ("lead", value(of_words.map(|words| &*words.summary).unwrap_or_default())),
        ("words", value(&words)),
        ("minutes", value(&minutes)),
        ("updated", value(&updated)),
        ("sources", value(&evidence::sources(viewer, language, list(local, original, |entry| &entry.sources)))),
        ("examples", value(list(local, original, |entry| &entry.examples))),
        ("quotes", value(&evidence::quotes(viewer, language, list(local, original, |entry| &entry.quotes)))),
        ("actions", value(list(local, original, |entry| &entry.actions))),
        ("questions", value(list(local, original, |entry| &entry.questions))),
        ("audience", value(&audience)),
        ("formerly", value(&formerly)),
        ("extra", value(&of_words.map(|words| &words.extra))),
    ];
    fields.extend(lists);
    let relations = Shared::new(&relations(viewer, language, &report.edges));
    Details { report: Shared::new(&ReportFull(fields)), minutes, updated, audience, formerly, relations }
}

fn value<T: Serialize + ?Sized>(part: &T) -> Value {
    Value::from_serializable(part)
}

/// What to discuss about a report: in its translation's words, else the original's.
pub fn questions<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> &'a [String] {
    let site = viewer.site;
    let own = site.report_text(report, language).filter(|entry| !entry.questions.is_empty());
    own.or(site.report_entry(report)).map(|entry| &*entry.questions).unwrap_or_default()
}

/// Whom a report is for, in words of the skin where it has them.
fn audience(viewer: &Viewer<'_>, page: Page, ids: &[String]) -> Vec<String> {
    let label = |id: &String| match viewer.word(page, &format!("audience-{}", slug(id))) {
        word if word.is_empty() => id.replace('-', " "),
        word => word,
    };
    ids.iter().map(label).collect()
}

/// A list of a translation; where it leaves it out, the original's.
fn list<'a, T>(
    local: Option<&'a check::Report>,
    original: Option<&'a check::Report>,
    get: fn(&check::Report) -> &Vec<T>,
) -> &'a [T] {
    let own = local.map(get).filter(|list| !list.is_empty());
    own.or(original.map(get)).map(Vec::as_slice).unwrap_or_default()
}

/// The edges, gathered by type and direction. They are sorted that way.
fn relations(viewer: &Viewer<'_>, language: usize, edges: &[Edge]) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    let types = &viewer.site.settings.languages[language].relations;
    for edge in edges {
        let (id, label) = match edge.relation.map(|relation| &types[relation]) {
            Some(relation) if edge.is_inverse => (format!("{}-inverse", relation.id), relation.inverse.clone()),
            Some(relation) => (relation.id.clone(), relation.label.clone()),
            None => ("related".to_owned(), String::new()),
        };
        let item = RelationItem { card: viewer.card(language, edge.report).clone(), why: edge.why.clone() };
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
        Backlink { title, url: viewer.urls.page(key, language), sentence: link.sentence.to_string() }
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
