//! Charts of ranks: a bump chart of a kind's topics through the editions, a slope chart from one edition to the next.

use std::collections::BTreeMap;

use crate::chart::{FigureMeta, RankSeries, bump_figure, slope_figure};
use crate::link::Page;
use crate::view::Viewer;
use crate::view::shared::Html;

/// The most topics in one chart: more lines cannot be told apart.
const MAX_TOPICS: usize = 20;

/// The most editions in one chart, the newest of them.
const MAX_EDITIONS: usize = 10;

/// A topic's newest report and rank by edition.
struct Line {
    report: usize,
    ranks: Vec<Option<u32>>,
}

/// Draws the topics of a kind through the newest editions; empty where fewer than two editions know ranks.
pub fn bump_chart(viewer: &Viewer<'_>, page: Page, kind: usize) -> Html {
    let site = viewer.site;
    let has_rank = |edition: &usize| {
        let mut reports = site.editions[*edition].reports.iter();
        reports.any(|&report| site.reports[report].kind == kind && site.reports[report].rank.is_some())
    };
    let mut editions: Vec<usize> = (0..site.editions.len()).filter(has_rank).collect();
    editions.drain(..editions.len().saturating_sub(MAX_EDITIONS));
    if editions.len() < 2 {
        return Html::default();
    }
    let mut lines = lines(viewer, kind, &editions);
    lines.sort_by_key(|line| {
        (line.ranks.iter().rev().position(Option::is_some), line.ranks.iter().rev().flatten().next().copied())
    });
    lines.truncate(MAX_TOPICS);
    let columns: Vec<String> = editions.iter().map(|&edition| site.editions[edition].id.clone()).collect();
    let plural = &site.settings.languages[page.language].kinds[kind].plural;
    let title = viewer.say(page.language, "ranks-through", &[("kind", plural)]);
    draw(viewer, page, "_ranks", &title, &lines, |meta, series| bump_figure(meta, &columns, series))
}

/// Draws the topics of a kind in an edition and the one that it is compared with; empty unless both know ranks.
pub fn slope_chart(viewer: &Viewer<'_>, page: Page, kind: usize, edition: usize) -> Html {
    let site = viewer.site;
    let Some(before) = site.edition_before(edition, kind) else { return Html::default() };
    let mut lines = lines(viewer, kind, &[before, edition]);
    let has_ranks = |column: usize| lines.iter().any(|line| line.ranks[column].is_some());
    if !has_ranks(0) || !has_ranks(1) {
        return Html::default();
    }
    lines.truncate(MAX_TOPICS);
    let columns = [before, edition].map(|edition| site.editions[edition].id.clone());
    let title = &site.settings.languages[page.language].kinds[kind].plural;
    let id = format!("_slope-{}", kind + 1);
    draw(viewer, page, &id, title, &lines, |meta, series| slope_figure(meta, &columns, series))
}

/// Returns the topics of a kind that any of the editions ranks.
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

/// Draws a chart with addresses that fit the page and words in its language.
fn draw(
    viewer: &Viewer<'_>,
    page: Page,
    id: &str,
    title: &str,
    lines: &[Line],
    chart: impl FnOnce(FigureMeta<'_>, &[RankSeries<'_>]) -> String,
) -> Html {
    let root = viewer.urls.root_of(page);
    let address = |line: &Line| [&*root, viewer.urls.report(line.report, page.language)].concat();
    let urls: Vec<String> = lines.iter().map(address).collect();
    let series = lines.iter().zip(&urls).map(|(line, url)| RankSeries {
        title: viewer.site.report_title(line.report, page.language),
        url,
        ranks: &line.ranks,
    });
    let say = |key: &str, blanks: &[(&str, &str)]| viewer.say(page.language, key, blanks);
    let label = viewer.word(page, "topic");
    Html::new(chart(
        FigureMeta { id, title, row_header: &label, csv: None, translate: &say },
        &series.collect::<Vec<_>>(),
    ))
}
