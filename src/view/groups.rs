//! Reports in groups: by kind, by what changed, by theme and kind.

use serde::Serialize;

use crate::link::{PageKey, Trend};
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::card::{Card, EditionRef, KindView, ThemeView};
use crate::view::shared::Shared;

/// The reports of one kind.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Column {
    pub kind: Shared<KindView>,
    #[serde(skip)]
    pub numbers: Vec<usize>,
    pub reports: Vec<Shared<Card>>,
    pub more: usize,
    pub url: String,
}

/// What changed against the edition before.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Changes {
    pub before: Shared<EditionRef>,
    pub url: String,
    #[serde(skip)]
    pub numbers: [Vec<usize>; 3],
    pub new: Vec<Shared<Card>>,
    pub returning: Vec<Shared<Card>>,
    pub dropped: Vec<Shared<Card>>,
}

/// A theme and its reports of each kind.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct MatrixRow {
    pub theme: Shared<ThemeView>,
    #[serde(skip)]
    pub number: usize,
    #[serde(skip)]
    pub numbers: Vec<Vec<usize>>,
    pub cells: Vec<Vec<Shared<Card>>>,
}

/// Reports in a column for each kind, at most `limit` in one. Kinds without reports have no column.
pub fn columns(viewer: &Viewer<'_>, language: usize, reports: &[usize], limit: usize, wanted: &Wanted) -> Vec<Column> {
    let parts = &viewer.parts[language];
    let column = |kind: usize| {
        let of_kind: Vec<usize> =
            reports.iter().copied().filter(|&report| viewer.site.reports[report].kind == kind).collect();
        let shown = &of_kind[..of_kind.len().min(limit)];
        let column = Column {
            kind: parts.kinds[kind].clone(),
            reports: viewer.cards_if(wanted.reads("reports"), language, shown),
            numbers: shown.to_vec(),
            more: of_kind.len() - shown.len(),
            url: viewer.urls.page(PageKey::Kind(kind), language),
        };
        (!of_kind.is_empty()).then_some(column)
    };
    (0..parts.kinds.len()).filter_map(column).collect()
}

/// The reports that are new in an edition, that return, and those of the one before that were dropped; at most so many
/// of each, and none in the first edition.
pub fn changed(viewer: &Viewer<'_>, edition: usize, limit: usize) -> [Vec<usize>; 3] {
    let this = &viewer.site.editions[edition];
    let with = |wanted: fn(Trend) -> bool| {
        let is_wanted = |report: &usize| {
            let change = viewer.site.change(*report);
            change.is_some_and(|change| wanted(change.trend))
        };
        this.reports.iter().copied().filter(is_wanted).take(limit).collect()
    };
    [
        with(|trend| trend == Trend::New),
        with(|trend| matches!(trend, Trend::Returning(_))),
        viewer.site.dropped(edition).iter().map(|dropped| dropped.report).take(limit).collect(),
    ]
}

/// What changed in an edition; nothing in the first. `limit` bounds each list.
pub fn changes(viewer: &Viewer<'_>, language: usize, edition: usize, limit: usize, wanted: &Wanted) -> Option<Changes> {
    let before = edition.checked_sub(1)?;
    let numbers = changed(viewer, edition, limit);
    let cards = |field: &str, reports: &[usize]| viewer.cards_if(wanted.reads(field), language, reports);
    Some(Changes {
        before: viewer.parts[language].editions[before].clone(),
        url: viewer.urls.page(PageKey::Changes(edition), language),
        new: cards("new", &numbers[0]),
        returning: cards("returning", &numbers[1]),
        dropped: cards("dropped", &numbers[2]),
        numbers,
    })
}

/// The themes of some reports, the most used first, with the reports of each kind.
pub fn matrix(viewer: &Viewer<'_>, language: usize, reports: &[usize], wanted: &Wanted) -> Vec<MatrixRow> {
    let site = viewer.site;
    let mut by_theme: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
    for &report in reports {
        for &theme in &site.reports[report].themes {
            by_theme.entry(theme).or_default().push(report);
        }
    }
    let mut rows: Vec<(usize, Vec<usize>)> = by_theme.into_iter().collect();
    rows.sort_by_key(|(theme, reports)| (std::cmp::Reverse(reports.len()), *theme));
    let parts = &viewer.parts[language];
    let row = |(theme, reports): (usize, Vec<usize>)| {
        let of_kind = |kind: usize| reports.iter().copied().filter(|&it| site.reports[it].kind == kind).collect();
        let numbers: Vec<Vec<usize>> = (0..parts.kinds.len()).map(of_kind).collect();
        let cells = numbers.iter().map(|cell| viewer.cards_if(wanted.reads("cells"), language, cell)).collect();
        MatrixRow { theme: parts.themes[theme].clone(), number: theme, numbers, cells }
    };
    rows.into_iter().map(row).collect()
}
