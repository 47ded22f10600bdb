//! `audience.html`: the newest reports, actions and questions for a group of readers on one printed side, and below them, on
//! screens alone, all reports for it.

use serde::Serialize;

use crate::base::span::Located;
use crate::check::AudienceName;
use crate::link::{Audience, Page, PageKey, Site, Trend};
use crate::view::Viewer;
use crate::view::audiences::{AudienceRef, actions, language_of_actions};
use crate::view::card::Card;
use crate::view::page_info::items_of_page;
use crate::view::pages::discuss::questions;
use crate::view::pages::kind::{EditionGroup, by_edition};
use crate::view::references::EditionRef;
use crate::view::shared::Shared;

/// The most new reports, which are shown with their summaries.
const MAX_NEW: usize = 3;

/// The most other reports.
const MAX_REPORTS: usize = 8;

/// The most actions.
const MAX_ACTIONS: usize = 6;

/// The most questions.
const MAX_QUESTIONS: usize = 5;

/// The fields of `audience.html`. What fits the printed side stands on the first page of a long list only.
#[derive(Debug, Serialize)]
pub struct AudiencePage<'a> {
    pub audience: Shared<AudienceRef>,
    /// The newest edition that has something for these readers.
    pub edition: Option<Shared<EditionRef>>,
    /// True if that is the site's newest, and not its first: then reports can be new.
    pub has_before: bool,
    /// The reports of that edition that are new or return.
    pub new: Vec<Shared<Card>>,
    pub actions: Vec<ReaderItem<'a>>,
    pub questions: Vec<ReaderItem<'a>>,
    /// The other reports of the newest rankings.
    pub reports: Vec<Shared<Card>>,
    /// The number of those that are not shown.
    pub more: usize,
    /// All reports for these readers that this page lists, the newest edition first; empty where they all stand above.
    pub groups: Vec<EditionGroup>,
    /// The absolute address of the page; empty where the host is not known.
    pub address: String,
}

/// An action or a question, and its report.
#[derive(Debug, Serialize)]
pub struct ReaderItem<'a> {
    pub text: &'a str,
    /// The language of the text, where it is not the page's; else empty.
    pub lang: &'a str,
    pub card: Shared<Card>,
}

/// Returns the fields of an audience's page.
pub fn audience<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> AudiencePage<'a> {
    let (site, language) = (viewer.site, page.language);
    let audience = &site.audiences[number];
    let newest = if page.number == 1 { newest(site, audience) } else { Vec::new() };
    let edition = newest.iter().map(|&report| site.reports[report].edition).max();
    let (mut new, old): (Vec<usize>, Vec<usize>) = newest.into_iter().partition(|&report| is_new(site, report));
    // What is new comes first, in every list.
    let all: Vec<usize> = new.iter().chain(&old).copied().collect();
    let more_new = new.split_off(new.len().min(MAX_NEW));
    let mut reports = [more_new, old].concat();
    let more = reports.len().saturating_sub(MAX_REPORTS);
    reports.truncate(MAX_REPORTS);
    let is_all = new.len() + reports.len() == audience.reports.len() && site.page_count(page.key) == 1;
    let listed = if is_all { Vec::new() } else { items_of_page(viewer, page, newest_edition_first(site, audience)) };
    AudiencePage {
        audience: viewer.views(language).audiences[number].clone(),
        edition: edition.map(|edition| viewer.views(language).editions[edition].clone()),
        has_before: edition == site.current_edition() && edition.is_some_and(|edition| edition > 0),
        actions: in_turn(viewer, language, &all, MAX_ACTIONS, |report| reader_actions(viewer, page, number, report)),
        questions: in_turn(viewer, language, &all, MAX_QUESTIONS, |report| {
            reader_questions(viewer, page, number, report)
        }),
        new: viewer.cards(language, new),
        reports: viewer.cards(language, reports),
        more,
        groups: by_edition(viewer, language, &listed),
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Audience(number), language)),
    }
}

/// Returns the reports for an audience in the newest ranking of each kind, the highest of each kind first; where there are
/// none, those of the newest edition that has any.
fn newest(site: &Site, audience: &Audience) -> Vec<usize> {
    let of_kind = |reports: &Vec<usize>| {
        let edition = reports.first().map(|&report| site.reports[report].edition);
        let ranking = reports.iter().copied().take_while(move |&it| Some(site.reports[it].edition) == edition);
        let is_for_audience = |report: &usize| audience.reports.binary_search(report).is_ok();
        ranking.filter(is_for_audience).collect::<Vec<usize>>()
    };
    let rankings = site.of_kind.iter().map(of_kind);
    let mut newest: Vec<(usize, usize)> = rankings.flat_map(|ranking| ranking.into_iter().enumerate()).collect();
    newest.sort_by_key(|(place, _)| *place);
    if newest.is_empty() {
        return newest_edition_first(site, audience).take_while(is_of_last_edition(site, audience)).collect();
    }
    newest.into_iter().map(|(_, report)| report).collect()
}

/// Returns the reports for an audience, the newest edition first, in reading order within one.
fn newest_edition_first(site: &Site, audience: &Audience) -> impl Iterator<Item = usize> {
    let is_of_one_edition = |&a: &usize, &b: &usize| site.reports[a].edition == site.reports[b].edition;
    audience.reports.chunk_by(is_of_one_edition).rev().flatten().copied()
}

fn is_of_last_edition(site: &Site, audience: &Audience) -> impl Fn(&usize) -> bool {
    let last = audience.reports.last().map(|&report| site.reports[report].edition);
    move |&report| Some(site.reports[report].edition) == last
}

/// Returns true if the newest edition brought a report's topic, for the first time or again.
fn is_new(site: &Site, report: usize) -> bool {
    Some(site.reports[report].edition) == site.current_edition()
        && site.change(report).is_some_and(|change| {
            matches!(change.trend, Trend::New | Trend::Returning(_) | Trend::Merged | Trend::Split)
        })
}

/// Returns the first item of each report, then the second of each, and so on, up to a limit.
fn in_turn<'a>(
    viewer: &Viewer<'_>,
    language: usize,
    reports: &[usize],
    limit: usize,
    items: impl Fn(usize) -> Vec<(&'a str, &'a str)>,
) -> Vec<ReaderItem<'a>> {
    let of_report =
        |&report: &usize| items(report).into_iter().enumerate().map(move |(turn, item)| (turn, report, item));
    let mut items: Vec<_> = reports.iter().flat_map(of_report).collect();
    items.sort_by_key(|(turn, ..)| *turn);
    let item = |(_, report, (text, lang))| ReaderItem { text, lang, card: viewer.card(language, report) };
    items.into_iter().take(limit).map(item).collect()
}

/// Returns the texts of a report's actions for an audience, and their language where it is not the page's.
fn reader_actions<'a>(viewer: &Viewer<'a>, page: Page, number: usize, report: usize) -> Vec<(&'a str, &'a str)> {
    let id = &viewer.site.audiences[number].id;
    let of_report = report_audience(viewer, report);
    let language = language_of_actions(viewer, page.language, report);
    let is_for_audience =
        |(_, readers): &(&str, &[_])| is_for(if readers.is_empty() { of_report } else { readers }, id);
    let lang = other_language(viewer, page.language, language);
    actions(viewer, language, report).into_iter().filter(is_for_audience).map(|(text, _)| (text, lang)).collect()
}

/// Returns the questions of a report, and their language where it is not the page's. Only those of a report that is for the
/// audience as a whole.
fn reader_questions<'a>(viewer: &Viewer<'a>, page: Page, number: usize, report: usize) -> Vec<(&'a str, &'a str)> {
    if !is_for(report_audience(viewer, report), viewer.site.audiences[number].id.as_str()) {
        return Vec::new();
    }
    let local = viewer.site.report_text(report, page.language);
    let language = if local.is_some_and(|entry| !entry.questions.is_empty()) { page.language } else { 0 };
    let lang = other_language(viewer, page.language, language);
    questions(viewer, page.language, report).iter().map(|text| (&**text, lang)).collect()
}

/// Returns the readers that a report as a whole is for.
fn report_audience<'a>(viewer: &Viewer<'a>, report: usize) -> &'a [Located<AudienceName>] {
    viewer.site.report_entry(report).map_or(&[], |entry| &entry.audience)
}

fn is_for(names: &[Located<AudienceName>], id: &str) -> bool {
    names.iter().any(|name| name.value.id == id)
}

/// Returns the tag of a text's language; empty where it is the page's.
fn other_language<'a>(viewer: &Viewer<'a>, of_page: usize, of_text: usize) -> &'a str {
    if of_page == of_text { "" } else { &viewer.site.settings.languages[of_text].tag }
}
