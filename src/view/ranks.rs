//! Ranks through the editions as charts: a kind's topics through all editions, and from one edition to the next.

use std::collections::BTreeMap;

use crate::chart::{Frame, Ranks, bump, slope};
use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::shared::Html;

/// The most topics that one picture shows: more lines cannot be told apart.
const TOPICS: usize = 20;

/// The most editions that one picture shows, the newest of them.
const EDITIONS: usize = 10;

/// A topic's title, address and rank by edition.
struct Line {
    title: String,
    url: String,
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
    let mut lines = lines(viewer, page, kind, &editions);
    lines.sort_by_key(|line| {
        (line.ranks.iter().rev().position(Option::is_some), line.ranks.iter().rev().flatten().next().copied())
    });
    lines.truncate(TOPICS);
    let columns: Vec<String> = editions.iter().map(|&edition| site.editions[edition].id.clone()).collect();
    let title =
        viewer.phrase(page, "ranks-through", "kind", &site.settings.languages[page.language].kinds[kind].plural);
    draw(viewer, page, "_ranks", &title, |frame| bump(frame, &columns, &series(&lines)))
}

/// The topics of a kind in an edition and the one before; nothing where neither knows ranks.
pub fn of_change(viewer: &Viewer<'_>, page: Page, kind: usize, edition: usize) -> Html {
    let site = viewer.site;
    let Some(before) = edition.checked_sub(1) else { return Html::default() };
    let mut lines = lines(viewer, page, kind, &[before, edition]);
    let is_known = |column: usize| lines.iter().any(|line| line.ranks[column].is_some());
    if !is_known(0) || !is_known(1) {
        return Html::default();
    }
    lines.truncate(TOPICS);
    let columns = [before, edition].map(|edition| site.editions[edition].id.clone());
    let title = &site.settings.languages[page.language].kinds[kind].plural;
    draw(viewer, page, &format!("_slope-{}", kind + 1), title, |frame| slope(frame, &columns, &series(&lines)))
}

/// The topics of a kind that some editions rank.
fn lines(viewer: &Viewer<'_>, page: Page, kind: usize, editions: &[usize]) -> Vec<Line> {
    let site = viewer.site;
    let root = viewer.urls.root(&viewer.urls.out(page));
    let mut lines: BTreeMap<usize, Line> = BTreeMap::new();
    for (column, &edition) in editions.iter().enumerate() {
        for &number in &site.editions[edition].reports {
            let report = &site.reports[number];
            if report.kind != kind || report.rank.is_none() {
                continue;
            }
            let line = lines.entry(report.topic).or_insert_with(|| Line {
                title: String::new(),
                url: String::new(),
                ranks: vec![None; editions.len()],
            });
            site.report_title(number, page.language).clone_into(&mut line.title);
            line.url = format!("{root}{}", viewer.urls.page(PageKey::Report(number), page.language));
            line.ranks[column] = report.rank;
        }
    }
    lines.into_values().collect()
}

fn series(lines: &[Line]) -> Vec<Ranks<'_>> {
    lines.iter().map(|line| Ranks { title: &line.title, url: &line.url, ranks: &line.ranks }).collect()
}

/// Draws with addresses that fit the page and words in its language.
fn draw(viewer: &Viewer<'_>, page: Page, id: &str, title: &str, chart: impl FnOnce(Frame<'_>) -> String) -> Html {
    let say = |key: &str, blanks: &[(&str, &str)]| viewer.say(page.language, key, blanks);
    let label = viewer.word(page, "topic");
    Html::new(&chart(Frame { id, title, label: &label, csv: "", say: &say }))
}
