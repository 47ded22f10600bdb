//! The contents of slides: lists and texts that end, or are shortened, where a slide of one printed page is full.

use rustc_hash::FxHashSet;
use serde::Serialize;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

use crate::chart::Chart;
use crate::check::{self, Source};
use crate::link::{Page, Scope, Trend};
use crate::view::body::Filler;
use crate::view::card::Card;
use crate::view::columns::{arrival_numbers, left_by_kind};
use crate::view::compared::titles_before;
use crate::view::edition_info::EditionInfo;
use crate::view::evidence::SourceView;
use crate::view::part_info::sources_of_scope;
use crate::view::references::KindRef;
use crate::view::shared::{Html, Shared};
use crate::view::shortened::shortened;
use crate::view::{Viewer, card};

/// The most reports of a ranking in one column, and in two.
const COLUMN: usize = 6;
const MAX_RANKED: usize = 2 * COLUMN;

/// The most reports that are named of each sort of change.
const MAX_MOVES: usize = 4;

/// The most questions of a kind.
const MAX_QUESTIONS: usize = 5;

/// The most sources of one slide, and the most slides of sources.
const SOURCES_A_SLIDE: usize = 8;
const MAX_SOURCE_SLIDES: usize = 3;

/// The widths of texts, in columns of a Latin letter each.
const TITLE: usize = 160;
const TITLE_IN_LIST: usize = 90;
const TITLE_OF_MOVE: usize = 60;
const LEAD: usize = 420;
const ACTION: usize = 300;
const QUESTION: usize = 260;
const NOTICE: usize = 400;
const SOURCE: usize = 150;
const ABOUT_SOURCE: usize = 80;

/// The greatest height of a chart with its caption and notes, in em of its text.
const MAX_CHART_HEIGHT: f64 = 38.0;

/// The columns of text that a chart's caption and notes have in a line, at least.
const CHART_COLUMNS: usize = 60;

/// A text that is shortened where it would not fit.
#[derive(Debug, Serialize)]
pub struct Text<'a> {
    pub text: Cow<'a, str>,
    /// Its language, where that is not the page's; else empty.
    pub lang: &'a str,
}

/// The first slide.
#[derive(Debug, Serialize)]
pub struct Cover<'a> {
    pub title: Text<'a>,
    /// The edition's summary; may be empty.
    pub lead: Text<'a>,
    /// The notice of the site; may be empty.
    pub notice: Cow<'a, str>,
    /// True if its texts are long: they fit a page if they are set smaller.
    pub is_dense: bool,
}

/// The content of a slide, which a template finds under the name of its sort.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SlideContent<'a> {
    Ranking(RankingSlide<'a>),
    Changes(ChangesSlide<'a>),
    Report(Box<ReportSlide<'a>>),
    Questions(QuestionsSlide<'a>),
    Sources(SourcesSlide<'a>),
}

/// The reports of a kind.
#[derive(Debug, Serialize)]
pub struct RankingSlide<'a> {
    pub kind: Shared<KindRef>,
    pub reports: Vec<SlideItem<'a>>,
    /// The number of those that are not shown.
    pub more: usize,
    /// True if any of them has a rank.
    pub is_ranked: bool,
}

/// A report in a list of a slide.
#[derive(Debug, Serialize)]
pub struct SlideItem<'a> {
    pub card: Shared<Card>,
    pub title: Cow<'a, str>,
}

/// What changed since earlier editions.
#[derive(Debug, Serialize)]
pub struct ChangesSlide<'a> {
    /// The titles of the editions that are compared.
    pub since: String,
    pub groups: Vec<MoveGroup<'a>>,
}

/// The reports that moved in the same way.
#[derive(Debug, Serialize)]
pub struct MoveGroup<'a> {
    /// `new`, `returning`, `merged`, `split`, `up`, `down`, `kept`, `continued`, `dropped` or `left`.
    pub word: &'static str,
    /// The move in words, with the number of reports.
    pub said: String,
    pub reports: Vec<SlideItem<'a>>,
    /// The number of those that are not named.
    pub more: usize,
}

/// A report.
#[derive(Debug, Serialize)]
pub struct ReportSlide<'a> {
    pub card: Shared<Card>,
    pub title: Cow<'a, str>,
    /// Its summary, else the beginning of its text; may be empty.
    pub lead: Cow<'a, str>,
    /// Its first chart; empty where it has none.
    pub chart: Html,
    /// True if it has a chart that is too tall for a slide.
    pub has_tall_chart: bool,
    /// Its first action.
    pub action: Option<Text<'a>>,
}

/// Questions about reports of a kind.
#[derive(Debug, Serialize)]
pub struct QuestionsSlide<'a> {
    pub kind: Shared<KindRef>,
    pub items: Vec<QuestionItem<'a>>,
    /// The number of reports whose questions are not shown.
    pub more: usize,
}

/// The first question of a report.
#[derive(Debug, Serialize)]
pub struct QuestionItem<'a> {
    pub card: Shared<Card>,
    pub title: Cow<'a, str>,
    pub question: Text<'a>,
}

/// Sources of the edition and of its reports, each once.
#[derive(Debug, Serialize)]
pub struct SourcesSlide<'a> {
    pub items: Vec<SourceItem<'a>>,
    /// The number of this slide among those of sources, from 1, and how many there are.
    pub part: usize,
    pub parts: usize,
    /// The number of sources that are on none; on the last slide only.
    pub more: usize,
}

/// A source.
#[derive(Debug, Serialize)]
pub struct SourceItem<'a> {
    pub title: Cow<'a, str>,
    pub url: &'a str,
    /// Author, publisher and year.
    pub about: String,
}

/// Returns the first slide of a deck. `lang` is the language of `words` where that is not the page's.
pub fn cover<'a>(viewer: &Viewer<'a>, page: Page, words: &EditionInfo<'a>, lang: &'a str) -> Cover<'a> {
    let title: Cow<'a, str> = shortened(&words.title, TITLE).into_owned().into();
    let lead = shortened(words.summary, LEAD);
    Cover {
        is_dense: title.width() > 100 || lead.width() > 250,
        title: Text { text: title, lang },
        lead: Text { text: lead, lang },
        notice: shortened(&viewer.site.settings.languages[page.language].notice, NOTICE),
    }
}

impl SlideContent<'_> {
    /// Returns true if the texts would not fit a printed page in the usual size. `slides.css` has the sizes;
    /// `tests/browser/slides.mjs` prints the longest texts in both.
    pub fn is_dense(&self) -> bool {
        match self {
            Self::Ranking(ranking) => {
                let lines: usize = ranking.reports.iter().map(|item| item.title.width().div_ceil(50)).sum();
                // A line with marks stands below each title. Two columns have small print already.
                let count = ranking.reports.len();
                count <= COLUMN && lines + count > 2 * COLUMN
            }
            Self::Report(report) => {
                let action = report.action.as_ref().map_or(0, |action| action.text.width());
                // As many lines as texts of one size and this width would take: the title is set in a larger one.
                let width = report.title.width() * 3 / 2 + report.lead.width() * 5 / 4 + action;
                width > if report.chart.is_empty() { 500 } else { 350 }
            }
            Self::Questions(questions) => questions.items.iter().any(|item| item.question.text.width() > 150),
            Self::Changes(_) | Self::Sources(_) => false,
        }
    }
}

/// Returns the reports of one kind in their order.
pub fn ranking<'a>(viewer: &Viewer<'a>, page: Page, reports: &[usize]) -> RankingSlide<'a> {
    let site = viewer.site;
    let ranked = &reports[..reports.len().min(MAX_RANKED)];
    RankingSlide {
        kind: viewer.views(page.language).kinds[site.reports[reports[0]].kind].clone(),
        reports: items(viewer, page, ranked, TITLE_IN_LIST),
        more: reports.len() - ranked.len(),
        is_ranked: reports.iter().any(|&report| site.reports[report].rank.is_some()),
    }
}

/// Returns the moves of reports since an earlier edition, and those that are gone; `None` where there is nothing to
/// compare with. While a part of the edition is still to come, nothing is dropped: a report has left its kind.
pub fn changes<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> Option<ChangesSlide<'a>> {
    let (site, language) = (viewer.site, page.language);
    let kinds = site.kinds_in(scope);
    kinds.iter().find_map(|&kind| site.edition_before(scope.edition, kind))?;
    let reports = site.reports_in(scope);
    let moved = |is_wanted: fn(Trend) -> bool| -> Vec<usize> {
        let trend = |report: usize| viewer.site.change(report).map(|change| change.trend);
        reports.iter().copied().filter(|&report| trend(report).is_some_and(is_wanted)).collect()
    };
    let absent = arrival_numbers(viewer, scope.edition, &kinds).dropped;
    let continued = site.continued(scope.edition).iter().map(|continued| continued.report);
    let continued = continued.filter(|&report| kinds.contains(&site.reports[report].kind)).collect();
    let moves = [
        ("new", moved(|trend| trend == Trend::New)),
        ("returning", moved(|trend| matches!(trend, Trend::Returning(_)))),
        ("merged", moved(|trend| trend == Trend::Merged)),
        ("split", moved(|trend| trend == Trend::Split)),
        ("up", moved(|trend| matches!(trend, Trend::Up(_)))),
        ("down", moved(|trend| matches!(trend, Trend::Down(_)))),
        ("kept", moved(|trend| trend == Trend::Kept)),
        ("continued", continued),
    ];
    let counted = |(word, reports): (&'static str, Vec<usize>)| {
        (word, viewer.counted(language, &["changes-group-", word].concat(), reports.len()), reports)
    };
    let mut groups: Vec<(&'static str, String, Vec<usize>)> = moves.into_iter().map(counted).collect();
    if site.editions[scope.edition].is_whole() {
        groups.push(counted(("dropped", absent)));
    } else {
        let left = left_by_kind(viewer, language, &absent);
        groups.extend(left.map(|(said, reports)| ("left", said, reports)));
    }
    let group = |(word, said, reports): (&'static str, String, Vec<usize>)| {
        let named = &reports[..reports.len().min(MAX_MOVES)];
        let more = reports.len() - named.len();
        MoveGroup { word, said, reports: items(viewer, page, named, TITLE_OF_MOVE), more }
    };
    Some(ChangesSlide {
        since: titles_before(viewer, language, scope.edition, &kinds),
        groups: groups.into_iter().filter(|(_, _, reports)| !reports.is_empty()).map(group).collect(),
    })
}

/// Returns what a slide shows of a report.
pub fn report<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ReportSlide<'a> {
    let (site, language) = (viewer.site, page.language);
    let report = &site.reports[number];
    let file = report.texts[language].or(report.texts[0]);
    let (chart, has_tall_chart) = file.map_or_else(Default::default, |file| chart(viewer, page, file, &report.id));
    ReportSlide {
        card: viewer.card(language, number),
        title: shortened(site.report_title(number, language), TITLE),
        lead: shortened(card::summary(site, number, language), LEAD),
        chart,
        has_tall_chart,
        action: first_action(viewer, page, number),
    }
}

/// Returns the first chart of a file, and true if it has one that is too tall.
fn chart(viewer: &Viewer<'_>, page: Page, file: usize, report: &str) -> (Html, bool) {
    let charts = viewer.site.charts(file);
    let Some(first) = charts.iter().position(Option::is_some) else { return Default::default() };
    if charts[first].as_ref().is_some_and(|shown| height(viewer, page, &shown.chart) > MAX_CHART_HEIGHT) {
        return (Html::default(), true);
    }
    let mut html = String::new();
    // Ids of reports have no dot, so the first one tells whose id an id is.
    Filler::new(viewer, page, file).chart(first, &[report, "."].concat(), "", &mut html);
    (Html::new(html), false)
}

/// Returns the height of a chart with its texts, in em of its text.
fn height(viewer: &Viewer<'_>, page: Page, chart: &Chart) -> f64 {
    let say = |key: &str, blanks: &[(&str, &str)]| viewer.say(page.language, key, blanks);
    let texts = [&chart.spec.title, &chart.spec.note, &chart.spec.source].into_iter().chain(&chart.columns);
    let lines = texts.map(|text| text.width()).sum::<usize>().div_ceil(CHART_COLUMNS);
    chart.height(&say) + lines as f64 * 1.5
}

/// Returns the first question of each report that has one; nothing if none has.
pub fn questions<'a>(viewer: &Viewer<'a>, page: Page, reports: &[usize]) -> Option<QuestionsSlide<'a>> {
    let site = viewer.site;
    let item = |&report: &usize| {
        Some(QuestionItem {
            question: first_question(viewer, page, report)?,
            card: viewer.card(page.language, report),
            title: shortened(site.report_title(report, page.language), TITLE_IN_LIST),
        })
    };
    let mut items: Vec<QuestionItem<'a>> = reports.iter().filter_map(item).collect();
    let more = items.len().saturating_sub(MAX_QUESTIONS);
    items.truncate(MAX_QUESTIONS);
    let kind = viewer.views(page.language).kinds[site.reports[*reports.first()?].kind].clone();
    (!items.is_empty()).then_some(QuestionsSlide { kind, items, more })
}

/// Returns the sources of an edition, then those of reports, each where it is named first.
pub fn sources<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> Vec<SourcesSlide<'a>> {
    let site = viewer.site;
    let of_scope = sources_of_scope(site, scope);
    let of_reports =
        site.reports_in(scope).iter().flat_map(|&report| list(viewer, page, report, |entry| &entry.sources).0);
    let mut listed = FxHashSet::default();
    let is_new = |source: &&'a Source| listed.insert(if source.url.is_empty() { &source.title } else { &source.url });
    let all: Vec<&'a Source> = of_scope.iter().chain(of_reports).filter(is_new).collect();
    let more = all.len().saturating_sub(SOURCES_A_SLIDE * MAX_SOURCE_SLIDES);
    let parts = all.len().div_ceil(SOURCES_A_SLIDE).min(MAX_SOURCE_SLIDES);
    let slide = |(sources, part): (&[&'a Source], usize)| SourcesSlide {
        items: sources.iter().map(|source| source_item(viewer, page, source)).collect(),
        part,
        parts,
        more: if part == parts { more } else { 0 },
    };
    all.chunks(SOURCES_A_SLIDE).zip(1..=parts).map(slide).collect()
}

fn source_item<'a>(viewer: &Viewer<'a>, page: Page, source: &'a Source) -> SourceItem<'a> {
    let SourceView { title, url, about, .. } = SourceView::new(viewer, page.language, source);
    SourceItem { title: shortened(title, SOURCE), url, about: shortened(&about, ABOUT_SOURCE).into_owned() }
}

fn items<'a>(viewer: &Viewer<'a>, page: Page, reports: &[usize], limit: usize) -> Vec<SlideItem<'a>> {
    let item = |&report: &usize| SlideItem {
        card: viewer.card(page.language, report),
        title: shortened(viewer.site.report_title(report, page.language), limit),
    };
    reports.iter().map(item).collect()
}

/// Returns the first question of a report.
fn first_question<'a>(viewer: &Viewer<'a>, page: Page, report: usize) -> Option<Text<'a>> {
    let (questions, language) = list(viewer, page, report, |entry| &entry.questions);
    Some(Text { text: shortened(questions.first()?, QUESTION), lang: lang(viewer, page, language) })
}

/// Returns the first action of a report.
fn first_action<'a>(viewer: &Viewer<'a>, page: Page, report: usize) -> Option<Text<'a>> {
    let (actions, language) = list(viewer, page, report, |entry| &entry.actions);
    Some(Text { text: shortened(&actions.first()?.text, ACTION), lang: lang(viewer, page, language) })
}

/// Returns a list of a report's translation or, where that leaves it out, the original's; and its language.
fn list<'a, T>(viewer: &Viewer<'a>, page: Page, report: usize, get: fn(&check::Report) -> &Vec<T>) -> (&'a [T], usize) {
    let in_language = |language: usize| Some((&get(viewer.site.report_text(report, language)?)[..], language));
    let translated = in_language(page.language).filter(|(list, _)| !list.is_empty());
    translated.or_else(|| in_language(0)).unwrap_or((&[], 0))
}

/// Returns the tag of a text's language where that is not the page's, else nothing.
pub fn lang<'a>(viewer: &Viewer<'a>, page: Page, language: usize) -> &'a str {
    if language == page.language { "" } else { &viewer.site.settings.languages[language].tag }
}
