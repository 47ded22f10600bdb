//! `changes.html`: the changes of an edition against the one before, in groups for sentences and in rows for a table.

use serde::Serialize;

use crate::link::{Change, Churn, Continued, Dropped, Page, PageKey, Report, Scope, Trend, churn};
use crate::view::awaited::{AwaitedPart, awaited_parts};
use crate::view::branches::{continued_sentence, origin_sentence};
use crate::view::columns::left_kind;
use crate::view::compared::{Compared, compared};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, rank_charts};

/// The fields of `changes.html`.
#[derive(Debug, Serialize)]
pub struct ChangesPage<'a> {
    pub edition: EditionInfo<'a>,
    /// The edition with which it is compared, the newest of several.
    pub before: Shared<EditionRef>,
    /// The editions with which its kinds are compared.
    pub compared: Vec<Compared>,
    pub churn: Churn,
    /// True unless a part is still to come.
    pub is_whole: bool,
    /// The parts that are still to come.
    pub awaited: Vec<AwaitedPart>,
    pub groups: Vec<ChangeGroup>,
    /// A picture of the ranks of each kind.
    pub charts: Vec<Html>,
    pub rows: Vec<Shared<ChangeRow<'a>>>,
    pub previous: Option<ChangesLink<'a>>,
    pub next: Option<ChangesLink<'a>>,
}

/// The rows that tell the same sort of change.
#[derive(Debug, Serialize)]
pub struct ChangeGroup {
    /// `new`, `returning`, `merged`, `split`, `up`, `down`, `kept`, `continued` or `dropped`; in place of the last `left`, while a
    /// part is still to come.
    pub word: &'static str,
    pub count: usize,
    pub rows: Vec<tera::Value>,
}

/// A topic in the two editions.
#[derive(Debug, Serialize)]
pub struct ChangeRow<'a> {
    pub title: &'a str,
    pub url: String,
    pub word: &'static str,
    /// The ranks it moved by.
    pub by: Option<u32>,
    pub kind: Shared<KindRef>,
    pub then: Option<RankIn>,
    pub now: Option<RankIn>,
    /// The edition that had it last, where it returns.
    pub since: Option<Shared<EditionRef>>,
    /// The number of editions that passed without it: seen in 2023 and again in 2025 is away for one.
    pub years_away: Option<usize>,
    pub kind_before: Option<Shared<KindRef>>,
    pub title_before: Option<&'a str>,
    /// The address of the theme that it was before or is now.
    pub theme_url: Option<String>,
    pub said: ChangeSentences,
}

/// A change in words of the page's language, each empty where there is nothing to say.
#[derive(Debug, Default, Serialize)]
pub struct ChangeSentences {
    /// The move, such as `no. 3, up from 5`.
    pub change: String,
    pub kind_before: String,
    pub title_before: String,
    /// The topics that were merged into it, or that it was split from; those in which it goes on.
    pub origin: String,
    /// That it was a theme, or is one now.
    pub theme: String,
    /// Its rank in the edition before.
    pub then: String,
    /// Its rank now.
    pub now: String,
    /// The sort of change.
    pub word: String,
}

/// A rank in one of the two editions.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RankIn {
    /// `None`: not known.
    pub rank: Option<u32>,
    pub is_tie: bool,
    pub of: usize,
}

/// A link to the changes of another edition.
#[derive(Debug, Serialize)]
pub struct ChangesLink<'a> {
    pub title: &'a str,
    pub url: String,
}

/// The order in which the sorts of change are told.
const ORDER: [&str; 10] = ["new", "returning", "merged", "split", "up", "down", "kept", "continued", "left", "dropped"];

/// Returns the fields of the page of an edition's changes. Only editions with an earlier one to compare with have this page.
pub fn changes<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ChangesPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let views = viewer.views(language);
    let edition = &site.editions[number];
    let listed = edition.reports.iter().map(|&report| listed_row(viewer, language, report));
    let dropped = site.dropped(number).iter().map(|dropped| dropped_row(viewer, language, number, dropped));
    let continued = site.continued(number).iter().map(|continued| continued_row(viewer, language, number, continued));
    let rows: Vec<(&'static str, Shared<ChangeRow<'a>>)> =
        listed.chain(continued).chain(dropped).map(|row| (row.word, Shared::new(&row))).collect();
    let group = |word: &'static str| {
        let of_word = rows.iter().filter(|(row_word, _)| *row_word == word);
        let rows: Vec<tera::Value> = of_word.map(|(_, row)| row.value().clone()).collect();
        ChangeGroup { word, count: rows.len(), rows }
    };
    let link = |edition: usize| {
        let has_page = edition < site.editions.len() && site.has_changes(edition);
        has_page.then(|| ChangesLink {
            title: site.edition_title(edition, language),
            url: viewer.urls.page(PageKey::Changes(edition), language),
        })
    };
    let charts = (0..views.kinds.len()).map(|kind| rank_charts::slope_chart(viewer, page, kind, number));
    ChangesPage {
        edition: edition_info(viewer, language, number),
        before: views.editions[site.newest_edition_before(number).unwrap_or_default()].clone(),
        compared: compared(viewer, language, number, &site.kinds_in(Scope::of_edition(number))),
        churn: churn(site, number, None).unwrap_or_default(),
        is_whole: edition.is_whole(),
        awaited: awaited_parts(viewer, language, number),
        groups: ORDER.into_iter().map(group).filter(|group| group.count > 0).collect(),
        charts: charts.filter(|chart| !chart.is_empty()).collect(),
        previous: link(number.saturating_sub(1)),
        next: link(number + 1),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

/// Returns a row without a change.
fn unchanged_row<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> ChangeRow<'a> {
    let site = viewer.site;
    ChangeRow {
        title: site.report_title(number, language),
        url: viewer.urls.page(PageKey::Report(number), language),
        word: "",
        by: None,
        kind: viewer.views(language).kinds[site.reports[number].kind].clone(),
        then: None,
        now: None,
        since: None,
        years_away: None,
        kind_before: None,
        title_before: None,
        theme_url: None,
        said: ChangeSentences::default(),
    }
}

/// Returns the row of a report that the edition has.
fn listed_row<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> ChangeRow<'a> {
    let site = viewer.site;
    let views = viewer.views(language);
    let report = &site.reports[number];
    let mut row = ChangeRow { now: Some(rank_in(report)), ..unchanged_row(viewer, language, number) };
    if let Some(change) = site.change(number) {
        let since = match change.trend {
            Trend::Returning(edition) => Some(edition),
            _ => None,
        };
        row.word = change.trend.word();
        row.by = match change.trend {
            Trend::Up(ranks) | Trend::Down(ranks) => Some(ranks),
            _ => None,
        };
        row.then = report_before(viewer, report).map(rank_in);
        row.since = since.map(|edition| views.editions[edition].clone());
        row.years_away = since.map(|edition| years_away(viewer, report, edition));
        row.kind_before = change.kind_before.map(|kind| views.kinds[kind].clone());
        row.title_before = change.title_before.as_deref();
        row.theme_url = change.theme_before.map(|theme| viewer.urls.page(PageKey::Theme(theme), language));
    }
    row.said = sentences(viewer, language, &row, site.change(number));
    if let Some(then) = report_before(viewer, report) {
        name_edition(viewer, language, &mut row, report.edition, then.edition);
    }
    row.said.origin = origin_sentence(viewer, language, number);
    row
}

/// Names the edition of a rank that is not of the edition at the head of its column.
fn name_edition(viewer: &Viewer<'_>, language: usize, row: &mut ChangeRow<'_>, edition: usize, then: usize) {
    if viewer.site.newest_edition_before(edition) != Some(then) {
        let title = viewer.site.edition_title(then, language);
        row.said.then = viewer.say(language, "label-value", &[("label", title), ("value", &row.said.then)]);
    }
}

/// Returns the row of a report of the edition before whose topic this one has not: it is dropped if the edition is whole.
fn dropped_row<'a>(viewer: &Viewer<'a>, language: usize, edition: usize, dropped: &Dropped) -> ChangeRow<'a> {
    let report = &viewer.site.reports[dropped.report];
    let is_whole = viewer.site.editions[edition].is_whole();
    let mut row = ChangeRow {
        word: if is_whole { "dropped" } else { "left" },
        then: Some(rank_in(report)),
        theme_url: dropped.theme.map(|theme| viewer.urls.page(PageKey::Theme(theme), language)),
        ..unchanged_row(viewer, language, dropped.report)
    };
    row.said = sentences(viewer, language, &row, None);
    name_edition(viewer, language, &mut row, edition, report.edition);
    if !is_whole {
        row.said.change = left_kind(viewer, language, report.kind);
        // It may still turn up in a part that is to come.
        row.said.now = viewer.say(language, "rank-left", &[]);
    }
    row
}

/// Returns the row of a report of the edition before whose topic goes on in others.
fn continued_row<'a>(viewer: &Viewer<'a>, language: usize, edition: usize, continued: &Continued) -> ChangeRow<'a> {
    let number = continued.report;
    let mut row = ChangeRow {
        word: "continued",
        then: Some(rank_in(&viewer.site.reports[number])),
        ..unchanged_row(viewer, language, number)
    };
    row.said = sentences(viewer, language, &row, None);
    name_edition(viewer, language, &mut row, edition, viewer.site.reports[number].edition);
    row.said.origin = continued_sentence(viewer, language, &continued.into);
    row
}

/// Returns the last report on the same topic, if it is of the edition that the report's kind is compared with, or later.
fn report_before<'a>(viewer: &Viewer<'a>, report: &Report) -> Option<&'a Report> {
    let topic = &viewer.site.topics[report.topic];
    let compared = viewer.site.edition_before(report.edition, report.kind)?;
    let last = topic.editions.partition_point(|&edition| edition < report.edition).checked_sub(1)?;
    (topic.editions[last] >= compared).then(|| &viewer.site.reports[topic.reports[last]])
}

/// Returns the number of editions since an earlier one that lacked a report's topic.
fn years_away(viewer: &Viewer<'_>, report: &Report, since: usize) -> usize {
    let topic = &viewer.site.topics[report.topic];
    let appearance = topic.editions.partition_point(|&edition| edition <= report.edition);
    let runs = viewer.site.absences(topic, appearance);
    runs.into_iter().flatten().filter(|&edition| edition > since && edition < report.edition).count()
}

fn rank_in(report: &Report) -> RankIn {
    RankIn { rank: report.rank, is_tie: report.is_tie, of: report.of }
}

/// Says the change of a row.
fn sentences(viewer: &Viewer<'_>, language: usize, row: &ChangeRow<'_>, change: Option<&Change>) -> ChangeSentences {
    let local = &viewer.site.settings.languages[language];
    let kind_before = change.and_then(|change| change.kind_before);
    let theme = if matches!(row.word, "dropped" | "left") { "became-theme" } else { "was-theme" };
    let theme_label = row.theme_url.as_ref().map_or("", |_| &local.theme_label.one);
    ChangeSentences {
        change: move_sentence(viewer, language, row, change),
        kind_before: viewer.say_of(
            language,
            "kind-before",
            "kind",
            kind_before.map_or("", |kind| &local.kinds[kind].label),
        ),
        title_before: viewer.say_of(language, "title-before", "title", row.title_before.unwrap_or("")),
        theme: viewer.say_of(language, theme, "theme", theme_label),
        origin: String::new(),
        then: rank_sentence(viewer, language, row.then),
        now: rank_sentence(viewer, language, row.now),
        word: viewer.say(language, &["change-word-", row.word].concat(), &[]),
    }
}

/// Says from which rank to which a topic moved, or for how long it was away.
fn move_sentence(viewer: &Viewer<'_>, language: usize, row: &ChangeRow<'_>, change: Option<&Change>) -> String {
    let number = |rank: Option<RankIn>| rank.and_then(|rank| rank.rank).map_or_else(String::new, |it| it.to_string());
    let from = |key: &str| viewer.say(language, key, &[("rank", &number(row.now)), ("before", &number(row.then))]);
    match change.map(|change| change.trend) {
        Some(Trend::Up(_)) => from("change-up-from"),
        Some(Trend::Down(_)) => from("change-down-from"),
        Some(Trend::Returning(since)) => {
            let title = viewer.site.edition_title(since, language);
            let back = viewer.say(language, "change-returning", &[("edition", title)]);
            match row.years_away.unwrap_or(0) {
                0 => back,
                count => [&*back, "; ", &viewer.counted(language, "editions-away", count)].concat(),
            }
        }
        _ => String::new(),
    }
}

fn rank_sentence(viewer: &Viewer<'_>, language: usize, rank: Option<RankIn>) -> String {
    match rank {
        None => viewer.say(language, "rank-absent", &[]),
        Some(RankIn { rank: None, .. }) => viewer.say(language, "rank-unknown", &[]),
        Some(RankIn { rank: Some(rank), is_tie, .. }) => format!("{rank}{}", if is_tie { "=" } else { "" }),
    }
}
