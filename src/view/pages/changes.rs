//! `changes.html`: the changes of an edition against the one before, in groups for sentences and in rows for a table.

use serde::Serialize;

use crate::link::{Change, Churn, Page, PageKey, Report, Trend, churn};
use crate::view::branches::{continued_sentence, origin_sentence};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, rank_charts};

/// The fields of `changes.html`.
#[derive(Debug, Serialize)]
pub struct ChangesPage<'a> {
    pub edition: EditionInfo<'a>,
    pub before: Shared<EditionRef>,
    pub churn: Churn,
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
    /// `new`, `returning`, `merged`, `split`, `up`, `down`, `kept`, `continued` or `dropped`.
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
const ORDER: [&str; 9] = ["new", "returning", "merged", "split", "up", "down", "kept", "continued", "dropped"];

/// Returns the fields of the page of an edition's changes. Only editions with one before them have such a page.
pub fn changes<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ChangesPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let views = viewer.views(language);
    let edition = &site.editions[number];
    let listed = edition.reports.iter().map(|&report| listed_row(viewer, language, report));
    let dropped =
        site.dropped(number).iter().map(|dropped| dropped_row(viewer, language, dropped.report, dropped.theme));
    let continued = site
        .continued(number)
        .iter()
        .map(|continued| continued_row(viewer, language, continued.report, &continued.into));
    let rows: Vec<(&'static str, Shared<ChangeRow<'a>>)> =
        listed.chain(continued).chain(dropped).map(|row| (row.word, Shared::new(&row))).collect();
    let group = |word: &'static str| {
        let of_word = rows.iter().filter(|(row_word, _)| *row_word == word);
        let rows: Vec<tera::Value> = of_word.map(|(_, row)| row.value().clone()).collect();
        ChangeGroup { word, count: rows.len(), rows }
    };
    let link = |edition: usize| {
        let has_page = edition > 0 && edition < site.editions.len();
        has_page.then(|| ChangesLink {
            title: site.edition_title(edition, language),
            url: viewer.urls.page(PageKey::Changes(edition), language),
        })
    };
    let charts = (0..views.kinds.len()).map(|kind| rank_charts::slope_chart(viewer, page, kind, number));
    ChangesPage {
        edition: edition_info(viewer, language, number),
        before: views.editions[number.saturating_sub(1)].clone(),
        churn: churn(site, number).unwrap_or_default(),
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
        row.years_away = since.map(|edition| report.edition - edition - 1);
        row.kind_before = change.kind_before.map(|kind| views.kinds[kind].clone());
        row.title_before = change.title_before.as_deref();
        row.theme_url = change.theme_before.map(|theme| viewer.urls.page(PageKey::Theme(theme), language));
    }
    row.said = sentences(viewer, language, &row, site.change(number));
    row.said.origin = origin_sentence(viewer, language, number);
    row
}

/// Returns the row of a report of the edition before that this one dropped. `theme` is the theme that it became.
fn dropped_row<'a>(viewer: &Viewer<'a>, language: usize, number: usize, theme: Option<usize>) -> ChangeRow<'a> {
    let mut row = ChangeRow {
        word: "dropped",
        then: Some(rank_in(&viewer.site.reports[number])),
        theme_url: theme.map(|theme| viewer.urls.page(PageKey::Theme(theme), language)),
        ..unchanged_row(viewer, language, number)
    };
    row.said = sentences(viewer, language, &row, None);
    row
}

/// Returns the row of a report of the edition before whose topic goes on in others. `into` are their reports.
fn continued_row<'a>(viewer: &Viewer<'a>, language: usize, number: usize, into: &[usize]) -> ChangeRow<'a> {
    let mut row = ChangeRow {
        word: "continued",
        then: Some(rank_in(&viewer.site.reports[number])),
        ..unchanged_row(viewer, language, number)
    };
    row.said = sentences(viewer, language, &row, None);
    row.said.origin = continued_sentence(viewer, language, into);
    row
}

/// Returns the report on the same topic in the edition before.
fn report_before<'a>(viewer: &Viewer<'a>, report: &Report) -> Option<&'a Report> {
    let topic = &viewer.site.topics[report.topic];
    let place = topic.editions.partition_point(|edition| edition + 1 < report.edition);
    let before = topic.reports.get(place).filter(|_| topic.editions[place] + 1 == report.edition)?;
    Some(&viewer.site.reports[*before])
}

fn rank_in(report: &Report) -> RankIn {
    RankIn { rank: report.rank, is_tie: report.is_tie, of: report.of }
}

/// Says the change of a row.
fn sentences(viewer: &Viewer<'_>, language: usize, row: &ChangeRow<'_>, change: Option<&Change>) -> ChangeSentences {
    let local = &viewer.site.settings.languages[language];
    let kind_before = change.and_then(|change| change.kind_before);
    let theme = if row.word == "dropped" { "became-theme" } else { "was-theme" };
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
            [&*back, "; ", &viewer.counted(language, "editions-away", row.years_away.unwrap_or(0))].concat()
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
