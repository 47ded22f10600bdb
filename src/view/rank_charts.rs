//! Charts of ranks: a bump chart of a kind's topics through the editions, one of a topic with those that were merged into it or
//! split from it, a slope chart from one edition to the next.

use std::collections::BTreeMap;

use crate::chart::{FigureMeta, RankOrigin, RankSeries, bump_figure, slope_figure};
use crate::link::{Page, Report, Site};
use crate::view::Viewer;
use crate::view::shared::Html;

/// The most topics in one chart: more lines cannot be told apart.
const MAX_TOPICS: usize = 20;

/// The most editions in one chart, the newest of them.
const MAX_EDITIONS: usize = 10;

/// A topic's newest report and rank by edition.
struct Line {
    topic: usize,
    report: usize,
    ranks: Vec<Option<u32>>,
}

impl Line {
    fn new(topic: usize, report: usize, columns: usize) -> Self {
        Self { topic, report, ranks: vec![None; columns] }
    }
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
    let plural = &site.settings.languages[page.language].kinds[kind].plural;
    let title = viewer.say(page.language, "ranks-through", &[("kind", plural)]);
    draw(viewer, page, "_ranks", &title, &editions, &lines, bump_figure)
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
    let title = &site.settings.languages[page.language].kinds[kind].plural;
    let id = format!("_slope-{}", kind + 1);
    draw(viewer, page, &id, title, &[before, edition], &lines, slope_figure)
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
            let blank = || Line::new(report.topic, number, editions.len());
            let line = lines.entry(report.topic).or_insert_with(blank);
            line.report = number;
            line.ranks[column] = report.rank;
        }
    }
    lines.into_values().collect()
}

/// Draws a topic, the topics that it came of and those that came of it through the newest editions; empty where there are none, or
/// where fewer than two editions know ranks. A topic has a line for each of its kinds, since ranks of two kinds are not one scale.
pub fn topic_chart(viewer: &Viewer<'_>, page: Page, topic: usize) -> Html {
    let site = viewer.site;
    let family = family(site, topic);
    if family.len() < 2 {
        return Html::default();
    }
    let reports = family.iter().flat_map(|&topic| &site.topics[topic].reports).copied();
    let ranked: Vec<usize> = reports.filter(|&report| site.reports[report].rank.is_some()).collect();
    let mut editions: Vec<usize> = ranked.iter().map(|&report| site.reports[report].edition).collect();
    editions.sort_unstable();
    editions.dedup();
    editions.drain(..editions.len().saturating_sub(MAX_EDITIONS));
    if editions.len() < 2 {
        return Html::default();
    }
    let mut lines: Vec<Line> = Vec::new();
    for report in ranked {
        let Report { topic, kind, edition, rank, .. } = site.reports[report];
        let Ok(column) = editions.binary_search(&edition) else { continue };
        let is_same = |line: &Line| line.topic == topic && site.reports[line.report].kind == kind;
        let place = lines.iter().position(is_same).unwrap_or(lines.len());
        if place == lines.len() {
            lines.push(Line::new(topic, report, editions.len()));
        }
        lines[place].report = report;
        lines[place].ranks[column] = rank;
    }
    lines.truncate(MAX_TOPICS);
    let title = viewer.say(page.language, "ranks-through", &[("kind", site.topic_title(topic, page.language))]);
    draw(viewer, page, "_ranks", &title, &editions, &lines, bump_figure)
}

/// Returns a topic, those that it came of directly or through others, and those that came of it.
fn family(site: &Site, topic: usize) -> Vec<usize> {
    let mut family = vec![topic];
    let mut next = 0;
    while let Some(&member) = family.get(next) {
        next += 1;
        for origin in &site.topics[member].origins {
            if !family.contains(&origin.topic) {
                family.push(origin.topic);
            }
        }
    }
    for offshoot in &site.topics[topic].offshoots {
        if !family.contains(&offshoot.topic) {
            family.push(offshoot.topic);
        }
    }
    family
}

/// Returns the lines that each line came of: those of the topics that its topic came of, and its topic's line of another kind.
/// `editions` are the columns.
fn origins(site: &Site, lines: &[Line], editions: &[usize]) -> Vec<Vec<RankOrigin>> {
    let first = |line: &Line| line.ranks.iter().position(Option::is_some);
    // The line of a topic that has the last rank before a column.
    let line_before = |topic: usize, column: usize| {
        let last = |line: &Line| line.ranks[..column].iter().rposition(Option::is_some);
        let of_topic =
            (0..lines.len()).filter(|&number| lines[number].topic == topic && last(&lines[number]).is_some());
        of_topic.max_by_key(|&number| last(&lines[number]))
    };
    let of_line = |(number, line): (usize, &Line)| {
        let of_branches = site.topics[line.topic].origins.iter().filter_map(|origin| {
            let column = editions.binary_search(&origin.edition).ok()?;
            Some(RankOrigin { series: line_before(origin.topic, column)?, column })
        });
        let of_kind =
            first(line).and_then(|column| Some(RankOrigin { series: line_before(line.topic, column)?, column }));
        of_branches.chain(of_kind).filter(|origin| origin.series != number).collect()
    };
    lines.iter().enumerate().map(of_line).collect()
}

/// Draws a chart with addresses that fit the page and words in its language.
fn draw(
    viewer: &Viewer<'_>,
    page: Page,
    id: &str,
    title: &str,
    editions: &[usize],
    lines: &[Line],
    chart: impl FnOnce(FigureMeta<'_>, &[String], &[RankSeries<'_>]) -> String,
) -> Html {
    let root = viewer.urls.root_of(page);
    let address = |line: &Line| [&*root, viewer.urls.report(line.report, page.language)].concat();
    let urls: Vec<String> = lines.iter().map(address).collect();
    let origins = origins(viewer.site, lines, editions);
    let columns: Vec<String> = editions.iter().map(|&edition| viewer.site.editions[edition].id.clone()).collect();
    let titles: Vec<String> = lines.iter().map(|line| line_title(viewer, page.language, lines, line)).collect();
    let series = lines.iter().zip(&urls).zip(titles.iter().zip(&origins));
    let series = series.map(|((line, url), (title, origins))| RankSeries { title, url, ranks: &line.ranks, origins });
    let say = |key: &str, blanks: &[(&str, &str)]| viewer.say(page.language, key, blanks);
    let label = viewer.word(page, "topic");
    Html::new(chart(
        FigureMeta { id, title, row_header: &label, csv: None, translate: &say },
        &columns,
        &series.collect::<Vec<_>>(),
    ))
}

/// Returns the title of a line's newest report, with the kind where the topic has lines of other kinds.
fn line_title(viewer: &Viewer<'_>, language: usize, lines: &[Line], line: &Line) -> String {
    let site = viewer.site;
    let title = site.report_title(line.report, language);
    if lines.iter().filter(|other| other.topic == line.topic).count() < 2 {
        return title.to_owned();
    }
    let kind = &site.settings.languages[language].kinds[site.reports[line.report].kind].label;
    viewer.say(language, "label-value", &[("label", kind), ("value", title)])
}
