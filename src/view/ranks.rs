//! Ranks through the editions as charts: a kind's topics through all editions, and from one edition to the next.

use std::collections::BTreeMap;

use crate::chart::{Frame, Ranks, bump, slope};
use crate::link::Page;
use crate::view::Viewer;
use crate::view::shared::Html;

/// The most topics that one picture shows: more lines cannot be told apart.
const TOPICS: usize = 20;

/// The most editions that one picture shows, the newest of them.
const EDITIONS: usize = 10;

/// A topic's newest report and rank by edition.
struct Line {
    report: usize,
    ranks: Vec<Option<u32>>,
}

/// The topics of a kind through the newest editions; nothing where fewer than two editions know ranks.
pub fn of_kind(viewer: &Viewer<'_>, page: Page, kind: usize) -> Html {
    let site = viewer.site;
    let has_rank = |edition: &usize| {
        let mut reports = site.editions[*edition].reports.iter();
        reports.any(|&report| site.reports[report].kind == kind && site.reports[report].rank.is_some())
    };
    let mut editions: Vec<usize> = (0..site.editions.len()).filter(has_rank).collect();
    editions.drain(..editions.len().saturating_sub(EDITIONS));
    if editions.len() < 2 {
        return Html::default();
    }
    let mut lines = lines(viewer, kind, &editions);
    lines.sort_by_key(|line| {
        (line.ranks.iter().rev().position(Option::is_some), line.ranks.iter().rev().flatten().next().copied())
    });
    lines.truncate(TOPICS);
    let columns: Vec<String> = editions.iter().map(|&edition| site.editions[edition].id.clone()).collect();
    let title =
        viewer.phrase(page, "ranks-through", "kind", &site.settings.languages[page.language].kinds[kind].plural);
    draw(viewer, page, "_ranks", &title, &lines, |frame, series| bump(frame, &columns, series))
}

/// The topics of a kind in an edition and the one before; nothing where neither knows ranks.
pub fn of_change(viewer: &Viewer<'_>, page: Page, kind: usize, edition: usize) -> Html {
    let site = viewer.site;
    let Some(before) = edition.checked_sub(1) else { return Html::default() };
    let mut lines = lines(viewer, kind, &[before, edition]);
    let is_known = |column: usize| lines.iter().any(|line| line.ranks[column].is_some());
    if !is_known(0) || !is_known(1) {
        return Html::default();
    }
    lines.truncate(TOPICS);
    let columns = [before, edition].map(|edition| site.editions[edition].id.clone());
    let title = &site.settings.languages[page.language].kinds[kind].plural;
    let id = format!("_slope-{}", kind + 1);
    draw(viewer, page, &id, title, &lines, |frame, series| slope(frame, &columns, series))
}

/// The topics of a kind that some editions rank.
fn lines(viewer: &Viewer<'_>, kind: usize, editions: &[usize]) -> Vec<Line> {
    let site = viewer.site;
    let mut lines: BTreeMap<usize, Line> = BTreeMap::new();
    for (column, &edition) in editions.iter().enumerate() {
        for &number in &site.editions[edition].reports {
            let report = &site.reports[number];
            if report.kind != kind || report.rank.is_none() {
                continue;
            }
            let blank = || Line { report: number, ranks: vec![None; editions.len()] };
            let line = lines.entry(report.topic).or_insert_with(blank);
            line.report = number;
            line.ranks[column] = report.rank;
        }
    }
    lines.into_values().collect()
}

/// Draws with addresses that fit the page and words in its language.
fn draw(
    viewer: &Viewer<'_>,
    page: Page,
    id: &str,
    title: &str,
    lines: &[Line],
    chart: impl FnOnce(Frame<'_>, &[Ranks<'_>]) -> String,
) -> Html {
    let root = viewer.urls.root_of(page);
    let address = |line: &Line| [&*root, viewer.urls.report(line.report, page.language)].concat();
    let urls: Vec<String> = lines.iter().map(address).collect();
    let series = lines.iter().zip(&urls).map(|(line, url)| Ranks {
        title: viewer.report_title(page.language, line.report),
        url,
        ranks: &line.ranks,
    });
    let say = |key: &str, blanks: &[(&str, &str)]| viewer.say(page.language, key, blanks);
    let label = viewer.word(page, "topic");
    Html::new(chart(Frame { id, title, label: &label, csv: None, say: &say }, &series.collect::<Vec<_>>()))
}
