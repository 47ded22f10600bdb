//! The pages that gather reports, and plain pages: home, editions, kinds, themes, topics.

use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::{Board, Dates, Entry, Words};
use crate::link::{Page, PageKey};
use crate::skin::Wanted;
use crate::view::card::{Card, EditionRef, KindView, ThemeView};
use crate::view::common::{TocEntry, part_of};
use crate::view::evidence::{SourceView, sources};
use crate::view::groups::{self, Changes, Column, MatrixRow};
use crate::view::handout::{Handouts, handouts};
use crate::view::report::between;
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body, ranks};

/// How many reports of a kind, changes of a sort or themes the home page shows.
const HOME_LIMIT: usize = 12;

/// `home.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct HomePage {
    pub edition: Option<EditionFull>,
    pub columns: Vec<Column>,
    pub themes: Vec<Shared<ThemeView>>,
    pub editions: Vec<Shared<EditionRef>>,
    pub changes: Option<Changes>,
    pub content: Html,
}

/// `edition.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionPage {
    pub edition: EditionFull,
    pub is_current: bool,
    pub columns: Vec<Column>,
    pub matrix: Vec<MatrixRow>,
    pub changes: Option<Changes>,
    pub previous: Option<Shared<EditionRef>>,
    pub next: Option<Shared<EditionRef>>,
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub handouts: Option<Handouts>,
}

/// All that is known of an edition.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionFull {
    pub id: String,
    pub title: String,
    pub url: String,
    pub summary: String,
    pub date: String,
    pub count: usize,
    pub board: Board,
    pub method: String,
    pub sponsors: Vec<String>,
    pub languages: Vec<String>,
    pub sources: Vec<SourceView>,
    pub themes: Vec<Shared<ThemeView>>,
    pub extra: serde_json::Value,
}

/// `kind.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct KindPage {
    pub kind: Shared<KindView>,
    #[serde(skip)]
    pub current_reports: Vec<usize>,
    pub current: Vec<Shared<Card>>,
    pub chart: Html,
    pub reports: Vec<Shared<Card>>,
    pub groups: Vec<Group>,
}

/// `themes.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ThemesPage {
    pub themes: Vec<Shared<ThemeView>>,
}

/// `theme.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ThemePage {
    pub theme: Shared<ThemeView>,
    #[serde(skip)]
    pub number: usize,
    pub forward: Vec<Shared<EditionRef>>,
    pub matrix: Vec<EditionCounts>,
    pub lacking: Vec<Shared<Card>>,
    /// The same, by number.
    #[serde(skip)]
    pub lacking_numbers: Vec<usize>,
    pub groups: Vec<Group>,
    pub content: Html,
    pub said: ThemeSaid,
}

/// What is said of a theme, in words of the page's language.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ThemeSaid {
    pub count: String,
    pub forward: String,
    pub lacking: String,
}

/// How many reports of each kind an edition has on a theme.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionCounts {
    pub edition: Shared<EditionRef>,
    #[serde(skip)]
    pub number: usize,
    pub counts: Vec<usize>,
    pub total: usize,
}

/// The reports of one edition.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Group {
    pub edition: Shared<EditionRef>,
    #[serde(skip)]
    pub number: usize,
    pub reports: Vec<Shared<Card>>,
    #[serde(skip)]
    pub numbers: Vec<usize>,
}

/// `topics.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicsPage {
    pub letters: Vec<Letter>,
    pub editions: Vec<Shared<EditionRef>>,
    pub is_cut: bool,
    pub rows: Vec<TopicRow>,
    #[serde(skip)]
    pub numbers: Vec<usize>,
}

/// A topic through the editions.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicRow {
    pub title: String,
    pub url: String,
    pub cells: Vec<Option<Shared<Card>>>,
}

/// The topics under one letter.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Letter {
    pub letter: String,
    pub topics: Vec<TopicItem>,
    #[serde(skip)]
    pub numbers: Vec<usize>,
}

/// A topic in a list.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicItem {
    pub title: String,
    pub url: String,
    pub count: usize,
    pub kinds: Vec<Shared<KindView>>,
    pub last: Option<Shared<EditionRef>>,
}

/// `topic.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicPage {
    pub topic: TopicView,
    pub titles: Vec<String>,
    #[serde(skip)]
    pub shown: Vec<usize>,
    pub reports: Vec<Shared<Card>>,
    pub absent: Shared<Vec<EditionRef>>,
    pub themes: Vec<TopicTheme>,
    /// The number of each of its themes, and the ids of the editions in which it had it, in words.
    #[serde(skip)]
    pub theme_texts: Vec<(usize, String)>,
    pub content: Html,
    pub said: TopicSaid,
}

/// What is said of a topic, in words of the page's language.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicSaid {
    pub titles: String,
    pub absent: String,
    pub themes: String,
}

/// A theme of a topic, and the editions in which it had it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicTheme {
    pub theme: Shared<ThemeView>,
    pub editions: Vec<Shared<EditionRef>>,
    pub said: String,
}

/// A topic.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TopicView {
    pub id: String,
    pub title: String,
    pub url: String,
    pub summary: String,
}

/// `editions.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionsPage {
    pub editions: Vec<EditionItem>,
}

/// An edition in a list.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionItem {
    #[serde(flatten)]
    pub edition: EditionFull,
    pub kinds: Vec<KindCount>,
}

/// How many reports of a kind.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct KindCount {
    pub kind: Shared<KindView>,
    pub count: usize,
}

/// `page.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PlainPage {
    pub content: Html,
    pub toc: Vec<TocEntry>,
    pub words: usize,
    pub date: String,
    pub updated: String,
    pub extra: serde_json::Value,
    pub reports: Vec<Shared<Card>>,
}

/// `404.html`.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {}

/// The home page: the newest edition.
pub fn home(viewer: &Viewer<'_>, page: Page, wanted: &Wanted) -> HomePage {
    let site = viewer.site;
    let language = page.language;
    let current = site.current_edition();
    let reports = current.map(|edition| &*site.editions[edition].reports).unwrap_or_default();
    let mut used: BTreeMap<usize, usize> = BTreeMap::new();
    for theme in reports.iter().flat_map(|&report| &site.reports[report].themes) {
        *used.entry(*theme).or_default() += 1;
    }
    let mut themes: Vec<(usize, usize)> = used.into_iter().collect();
    themes.sort_by_key(|(theme, count)| (std::cmp::Reverse(*count), *theme));
    let themes: Vec<usize> = themes.into_iter().map(|(theme, _)| theme).take(HOME_LIMIT).collect();
    let text = site.home[language].or(site.home[0]);
    HomePage {
        edition: current.map(|edition| edition_full(viewer, language, edition)),
        columns: groups::columns(viewer, language, reports, HOME_LIMIT, wanted),
        themes: viewer.theme_views(language, &themes),
        editions: viewer.parts[language].editions.iter().rev().cloned().collect(),
        changes: current.and_then(|edition| groups::changes(viewer, language, edition, HOME_LIMIT, wanted)),
        content: body::content(viewer, page, text),
    }
}

/// An edition. Its lists go on in further parts; what is said once stands on the first.
pub fn edition(viewer: &Viewer<'_>, page: Page, edition: usize, wanted: &Wanted) -> EditionPage {
    let site = viewer.site;
    let language = page.language;
    let reports = part_of(viewer, page, site.editions[edition].reports.iter().copied());
    let text = site.editions[edition].texts[language].or(site.editions[edition].texts[0]);
    let text = text.filter(|_| page.part == 1);
    let other = |edition: Option<usize>| Some(viewer.parts[language].editions.get(edition?)?.clone());
    EditionPage {
        edition: edition_full(viewer, language, edition),
        is_current: site.current_edition() == Some(edition),
        columns: groups::columns(viewer, language, &reports, usize::MAX, wanted),
        matrix: groups::matrix(viewer, language, &reports, wanted),
        changes: groups::changes(viewer, language, edition, site.settings.paginate, wanted).filter(|_| page.part == 1),
        previous: other(edition.checked_sub(1)),
        next: other(edition.checked_add(1)),
        content: body::content(viewer, page, text),
        toc: body::toc(viewer, text),
        handouts: handouts(viewer, language, edition).filter(|_| page.part == 1),
    }
}

/// All that is known of an edition, in a language.
pub fn edition_full(viewer: &Viewer<'_>, language: usize, number: usize) -> EditionFull {
    let site = viewer.site;
    let edition = &site.editions[number];
    let entry = |file: Option<usize>| match &site.files[file?].entry {
        Some(Entry::Edition(edition)) => Some(edition),
        _ => None,
    };
    let original = entry(edition.texts[0]);
    // A translation's own words come first; figures and names are the original's.
    let local = entry(edition.texts[language]).or(original);
    let words = local.map(|local| &local.words);
    let method = local
        .map(|local| &local.method)
        .filter(|method| !method.is_empty())
        .or(original.map(|original| &original.method));
    EditionFull {
        id: edition.id.clone(),
        title: site.edition_title(number, language).to_owned(),
        url: viewer.urls.page(PageKey::Edition(number), language),
        summary: words.map(|words| words.summary.clone()).unwrap_or_default(),
        date: day(original.and_then(|original| original.words.dates.date)),
        count: edition.reports.len(),
        board: original.map(|original| original.board).unwrap_or_default(),
        method: method.cloned().unwrap_or_default(),
        sponsors: original.map(|original| original.sponsors.clone()).unwrap_or_default(),
        languages: original.map(|original| original.languages.clone()).unwrap_or_default(),
        sources: original.map(|original| sources(viewer, language, &original.sources)).unwrap_or_default(),
        themes: viewer.theme_views(language, &edition.themes),
        extra: original.map(|original| original.words.extra.clone()).unwrap_or_default(),
    }
}

fn day(date: Option<jiff::civil::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A kind: its ranking in the newest edition, and all its reports.
pub fn kind(viewer: &Viewer<'_>, page: Page, kind: usize, wanted: &Wanted) -> KindPage {
    let site = viewer.site;
    let is_kind = |report: &usize| site.reports[*report].kind == kind;
    let current = site.current_edition().filter(|_| page.part == 1);
    let current: Vec<usize> = current
        .into_iter()
        .flat_map(|edition| site.editions[edition].reports.iter().copied().filter(is_kind))
        .collect();
    let reports = part_of(viewer, page, site.of_kind[kind].iter().copied());
    KindPage {
        groups: by_edition(viewer, page.language, &reports, wanted),
        kind: viewer.parts[page.language].kinds[kind].clone(),
        current: viewer.cards_if(wanted.has("current"), page.language, &current),
        current_reports: current,
        chart: if page.part == 1 { ranks::of_kind(viewer, page, kind) } else { Html::default() },
        reports: viewer.cards_if(wanted.has("reports"), page.language, &reports),
    }
}

/// All themes, the most used first.
pub fn themes(viewer: &Viewer<'_>, page: Page) -> ThemesPage {
    let site = viewer.site;
    let mut themes: Vec<usize> = (0..site.themes.len()).collect();
    themes.sort_by_key(|&theme| (std::cmp::Reverse(site.themes[theme].reports.len()), theme));
    ThemesPage { themes: viewer.theme_views(page.language, &part_of(viewer, page, themes.into_iter())) }
}

/// A theme: its reports by edition, the newest first.
pub fn theme(viewer: &Viewer<'_>, page: Page, number: usize, wanted: &Wanted) -> ThemePage {
    let site = viewer.site;
    let theme = &site.themes[number];
    let parts = &viewer.parts[page.language];
    let in_one_edition = |&one: &usize, &other: &usize| site.reports[one].edition == site.reports[other].edition;
    let newest_first = theme.reports.chunk_by(in_one_edition).rev().flatten().copied();
    let shown = part_of(viewer, page, newest_first);
    let text = theme.texts[page.language].or(theme.texts[0]).filter(|_| page.part == 1);
    let lacking = if page.part == 1 { lacking(viewer, &theme.reports) } else { Vec::new() };
    ThemePage {
        theme: parts.themes[number].clone(),
        number,
        said: theme_said(viewer, page.language, number, !lacking.is_empty()),
        matrix: if page.part == 1 { edition_counts(viewer, page.language, &theme.reports) } else { Vec::new() },
        lacking: viewer.cards_if(wanted.has("lacking"), page.language, &lacking),
        lacking_numbers: lacking,
        forward: theme.editions.iter().map(|&edition| parts.editions[edition].clone()).collect(),
        groups: by_edition(viewer, page.language, &shown, wanted),
        content: body::content(viewer, page, text),
    }
}

fn theme_said(viewer: &Viewer<'_>, language: usize, number: usize, is_lacking: bool) -> ThemeSaid {
    let (site, theme) = (viewer.site, &viewer.site.themes[number]);
    let titles = theme.editions.iter().map(|&edition| site.edition_title(edition, language));
    let forward = viewer.joined(language, titles);
    let current = site.current_edition().filter(|_| is_lacking).map(|edition| site.edition_title(edition, language));
    ThemeSaid {
        count: viewer.counted(language, "reports", theme.reports.len()),
        forward: said_of(viewer, language, "put-forward", "editions", &forward),
        lacking: current.map(|title| viewer.say(language, "lacking-lead", &[("edition", title)])).unwrap_or_default(),
    }
}

/// Reports in runs of one edition.
fn by_edition(viewer: &Viewer<'_>, language: usize, reports: &[usize], wanted: &Wanted) -> Vec<Group> {
    let edition = |report: usize| viewer.site.reports[report].edition;
    let group = |reports: &[usize]| Group {
        edition: viewer.parts[language].editions[edition(reports[0])].clone(),
        number: edition(reports[0]),
        reports: viewer.cards_if(wanted.reads("reports"), language, reports),
        numbers: reports.to_vec(),
    };
    reports.chunk_by(|&a, &b| edition(a) == edition(b)).map(group).collect()
}

/// How many reports of each kind every edition has among some, the oldest edition first.
fn edition_counts(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<EditionCounts> {
    let site = viewer.site;
    let parts = &viewer.parts[language];
    let mut counts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &report in reports {
        let report = &site.reports[report];
        counts.entry(report.edition).or_insert_with(|| vec![0; parts.kinds.len()])[report.kind] += 1;
    }
    let row = |(edition, counts): (usize, Vec<usize>)| EditionCounts {
        edition: parts.editions[edition].clone(),
        number: edition,
        total: counts.iter().sum(),
        counts,
    };
    counts.into_iter().map(row).collect()
}

/// Reports of the newest edition that relations could lead to, and none does.
fn lacking(viewer: &Viewer<'_>, reports: &[usize]) -> Vec<usize> {
    let site = viewer.site;
    let lacks = |&number: &usize| {
        let report = &site.reports[number];
        let is_goal = site.settings.relations().iter().any(|relation| relation.to == report.kind);
        let is_answered = site.edges(number).iter().any(|edge| edge.is_inverse && edge.relation.is_some());
        is_goal && !is_answered && Some(report.edition) == site.current_edition()
    };
    reports.iter().copied().filter(lacks).collect()
}

/// The most editions that the table of topics shows, the newest of them. With a hundred it weighed 260 kB a page, nearly
/// all of it empty cells.
const COLUMNS: usize = 20;

/// All topics under their letters, in the order of the page's language.
pub fn topics(viewer: &Viewer<'_>, page: Page, wanted: &Wanted) -> TopicsPage {
    let (site, language) = (viewer.site, page.language);
    let numbers = part_of(viewer, page, viewer.topics_in_order(language).iter().copied());
    let mut letters: Vec<Letter> = Vec::new();
    for &topic in &numbers {
        let title = site.topic_title(topic, language);
        let letter = title.chars().find(|character| character.is_alphanumeric());
        let letter: String = letter.into_iter().flat_map(char::to_uppercase).collect();
        let mut topics = Vec::new();
        if wanted.reads("topics") {
            topics.push(topic_item(viewer, language, topic));
        }
        match letters.last_mut() {
            Some(last) if last.letter == letter => {
                last.topics.append(&mut topics);
                last.numbers.push(topic);
            }
            _ => letters.push(Letter { letter, topics, numbers: vec![topic] }),
        }
    }
    let first = viewer.first_column();
    let row = |&topic: &usize| topic_row(viewer, language, topic);
    TopicsPage {
        letters,
        editions: viewer.parts[language].editions[first..].to_vec(),
        is_cut: first > 0,
        rows: if wanted.has("rows") { numbers.iter().map(row).collect() } else { Vec::new() },
        numbers,
    }
}

impl Viewer<'_> {
    /// The first edition that the table of topics shows.
    fn first_column(&self) -> usize {
        self.site.editions.len().saturating_sub(COLUMNS)
    }

    /// A topic's report in each edition that the table of topics shows, if it has one.
    pub fn topic_cells(&self, topic: usize) -> Vec<Option<usize>> {
        let (site, first) = (self.site, self.first_column());
        let mut cells = vec![None; site.editions.len() - first];
        let topic = &site.topics[topic];
        for (&report, edition) in topic.reports.iter().zip(&topic.editions) {
            if let Some(column) = edition.checked_sub(first) {
                cells[column] = Some(report);
            }
        }
        cells
    }

    /// A topic's title and address.
    pub fn topic_link(&self, language: usize, topic: usize) -> (&str, String) {
        (self.site.topic_title(topic, language), self.urls.page(self.site.topic_page(topic), language))
    }

    /// The kinds that a topic has been of.
    pub fn topic_kinds(&self, topic: usize) -> Vec<usize> {
        let reports = &self.site.topics[topic].reports;
        let mut kinds: Vec<usize> = reports.iter().map(|&report| self.site.reports[report].kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// How many editions have a topic, and which was the last, in words of a language.
    pub fn topic_life(&self, language: usize, topic: usize) -> [String; 2] {
        let editions = &self.site.topics[topic].editions;
        let last = editions.last().map(|&edition| &*self.site.editions[edition].id);
        let last = last.map(|last| self.say(language, "last-in", &[("edition", last)]));
        [self.counted(language, "in-editions", editions.len()), last.unwrap_or_default()]
    }
}

/// A topic in the newest editions.
fn topic_row(viewer: &Viewer<'_>, language: usize, topic: usize) -> TopicRow {
    let (title, url) = viewer.topic_link(language, topic);
    let card = |report: Option<usize>| Some(viewer.card(language, report?).clone());
    TopicRow { title: title.to_owned(), url, cells: viewer.topic_cells(topic).into_iter().map(card).collect() }
}

fn topic_item(viewer: &Viewer<'_>, language: usize, topic: usize) -> TopicItem {
    let site = viewer.site;
    let parts = &viewer.parts[language];
    let editions = &site.topics[topic].editions;
    let (title, url) = viewer.topic_link(language, topic);
    TopicItem {
        title: title.to_owned(),
        url,
        count: editions.len(),
        kinds: viewer.topic_kinds(topic).into_iter().map(|kind| parts.kinds[kind].clone()).collect(),
        last: editions.last().map(|&edition| parts.editions[edition].clone()),
    }
}

/// A topic: its reports through time, the newest first.
pub fn topic(viewer: &Viewer<'_>, page: Page, number: usize, wanted: &Wanted) -> TopicPage {
    let site = viewer.site;
    let topic = &site.topics[number];
    let title = site.topic_title(number, page.language).to_owned();
    let mut titles: Vec<String> = Vec::new();
    for &report in topic.reports.iter().rev() {
        let formerly = site.report_entry(report).map(|entry| &*entry.formerly).unwrap_or_default();
        for former in
            std::iter::once(viewer.report_title(page.language, report)).chain(formerly.iter().map(String::as_str))
        {
            if former != title && !titles.iter().any(|known| known == former) {
                titles.push(former.to_owned());
            }
        }
    }
    let text = topic.texts[page.language].or(topic.texts[0]).filter(|_| page.part == 1);
    let shown = part_of(viewer, page, topic.reports.iter().rev().copied());
    let absent = between(&topic.editions);
    let themes = themes_through(viewer, &topic.reports);
    TopicPage {
        said: topic_said(viewer, page.language, &titles, &absent),
        topic: TopicView {
            id: topic.id.clone(),
            url: viewer.urls.page(site.topic_page(number), page.language),
            summary: site.words(&topic.texts, page.language).map(|words| words.summary.clone()).unwrap_or_default(),
            title,
        },
        titles,
        reports: viewer.cards_if(wanted.has("reports"), page.language, &shown),
        shown,
        absent: viewer.edition_refs(page.language, &absent),
        themes: if wanted.has("themes") { topic_themes(viewer, page.language, &themes) } else { Vec::new() },
        theme_texts: themes
            .iter()
            .map(|(theme, editions)| (*theme, viewer.edition_ids(page.language, in_rows(editions))))
            .collect(),
        content: body::content(viewer, page, text),
    }
}

fn topic_said(viewer: &Viewer<'_>, language: usize, titles: &[String], absent: &[Range<usize>]) -> TopicSaid {
    let said = |key: &str, blank: &str, texts: &str| said_of(viewer, language, key, blank, texts);
    let absent = viewer.runs(language, absent.iter().cloned(), |edition| viewer.site.edition_title(edition, language));
    let label = &*viewer.site.settings.languages[language].theme_label.other;
    TopicSaid {
        titles: said("earlier-titles", "titles", &viewer.joined(language, titles.iter().map(String::as_str))),
        absent: said("absent-in", "editions", &absent),
        themes: viewer.say(language, "topic-themes", &[("themes", label)]),
    }
}

/// A sentence about some texts; empty where there are none.
fn said_of(viewer: &Viewer<'_>, language: usize, key: &str, blank: &str, texts: &str) -> String {
    if texts.is_empty() { String::new() } else { viewer.say(language, key, &[(blank, texts)]) }
}

/// The themes of some reports, in the order in which they came up, with the editions that had them.
fn themes_through(viewer: &Viewer<'_>, reports: &[usize]) -> Vec<(usize, Vec<usize>)> {
    let site = viewer.site;
    let mut themes: Vec<(usize, Vec<usize>)> = Vec::new();
    for &report in reports {
        let report = &site.reports[report];
        for &theme in &report.themes {
            match themes.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, editions)) => editions.push(report.edition),
                None => themes.push((theme, vec![report.edition])),
            }
        }
    }
    themes
}

fn topic_themes(viewer: &Viewer<'_>, language: usize, themes: &[(usize, Vec<usize>)]) -> Vec<TopicTheme> {
    let parts = &viewer.parts[language];
    let view = |(theme, editions): &(usize, Vec<usize>)| TopicTheme {
        theme: parts.themes[*theme].clone(),
        said: viewer.edition_ids(language, in_rows(editions)),
        editions: editions.iter().map(|&edition| parts.editions[edition].clone()).collect(),
    };
    themes.iter().map(view).collect()
}

/// Sorted editions, those in a row together.
fn in_rows(editions: &[usize]) -> impl Iterator<Item = Range<usize>> {
    editions.chunk_by(|one, next| one + 1 == *next).map(|run| run[0]..run[run.len() - 1] + 1)
}

/// All editions, the newest first.
pub fn editions(viewer: &Viewer<'_>, page: Page) -> EditionsPage {
    let item = |edition: usize| EditionItem {
        edition: edition_full(viewer, page.language, edition),
        kinds: kind_counts(viewer, page.language, edition),
    };
    let newest_first = (0..viewer.site.editions.len()).rev();
    EditionsPage { editions: part_of(viewer, page, newest_first).into_iter().map(item).collect() }
}

fn kind_counts(viewer: &Viewer<'_>, language: usize, edition: usize) -> Vec<KindCount> {
    let site = viewer.site;
    let count = |kind: usize| {
        site.editions[edition].reports.iter().filter(|&&report| site.reports[report].kind == kind).count()
    };
    let kinds = viewer.parts[language].kinds.iter().enumerate();
    kinds
        .map(|(number, kind)| KindCount { kind: kind.clone(), count: count(number) })
        .filter(|one| one.count > 0)
        .collect()
}

/// A plain page. One with a template of its own also receives the newest edition's reports.
pub fn plain(viewer: &Viewer<'_>, page: Page, number: usize) -> PlainPage {
    let site = viewer.site;
    let texts = &site.pages[number].texts;
    let file = texts[page.language].or(texts[0]);
    let words: Option<&Words> = site.words(texts, page.language);
    let has_template = words.is_some_and(|words| words.template.is_some());
    let current = site.current_edition().filter(|_| has_template);
    let reports = current.map(|edition| &*site.editions[edition].reports).unwrap_or_default();
    let dates: Dates = words.map(|words| words.dates).unwrap_or_default();
    PlainPage {
        content: body::content(viewer, page, file),
        toc: body::toc(viewer, file),
        words: file.map_or(0, |file| site.files[file].prose().words),
        date: day(dates.date),
        updated: day(dates.updated),
        extra: words.map(|words| words.extra.clone()).unwrap_or_default(),
        reports: viewer.cards(page.language, reports.iter().copied()),
    }
}
