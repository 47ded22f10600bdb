//! Where kinds meet: for each relation a table of the newest edition, and one picture of all of them.

use serde::Serialize;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::card::{Card, EditionRef};
use crate::view::network;
use crate::view::shared::{Html, Shared};

/// `intersections.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct IntersectionsPage {
    pub edition: Option<Shared<EditionRef>>,
    pub tables: Vec<IntersectionTable>,
    pub network: Html,
}

/// One relation: what it leads to in rows, what it comes from in columns.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct IntersectionTable {
    pub id: String,
    pub label: String,
    pub inverse: String,
    pub from: Shared<crate::view::KindView>,
    pub to: Shared<crate::view::KindView>,
    pub columns: Vec<Shared<Card>>,
    pub rows: Vec<IntersectionRow>,
}

/// One row of a table.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct IntersectionRow {
    pub card: Shared<Card>,
    pub cells: Vec<Option<Meeting>>,
    pub count: usize,
}

/// A place where two reports meet.
#[derive(Debug, Serialize)]
pub struct Meeting {
    /// Why; may be empty.
    pub why: String,
}

/// The most rows and columns of a table: beyond that nobody reads it, and the lists say it better.
const LIMIT: usize = 40;

/// Where kinds meet in the newest edition.
pub fn intersections(viewer: &Viewer<'_>, page: Page) -> IntersectionsPage {
    let site = viewer.site;
    let language = page.language;
    let edition = site.current_edition();
    let reports: &[usize] = edition.map(|edition| &*site.editions[edition].reports).unwrap_or_default();
    let tables = (0..site.settings.relations().len()).filter_map(|relation| table(viewer, language, relation, reports));
    IntersectionsPage {
        edition: edition.map(|edition| viewer.parts[language].editions[edition].clone()),
        tables: tables.collect(),
        network: network::network(viewer, page, reports),
    }
}

fn table(viewer: &Viewer<'_>, language: usize, number: usize, reports: &[usize]) -> Option<IntersectionTable> {
    let site = viewer.site;
    let relation = &site.settings.languages[language].relations[number];
    let of_kind = |kind: usize| {
        let of_kind = reports.iter().copied().filter(move |&report| site.reports[report].kind == kind);
        of_kind.take(LIMIT).collect::<Vec<usize>>()
    };
    let (columns, rows) = (of_kind(relation.from), of_kind(relation.to));
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let meeting = |to: usize, from: usize| {
        let edges = site.edges(from);
        let edge = edges.iter().find(|edge| edge.relation == Some(number) && !edge.is_inverse && edge.report == to)?;
        Some(Meeting { why: edge.why.clone() })
    };
    let row = |&to: &usize| {
        let cells: Vec<Option<Meeting>> = columns.iter().map(|&from| meeting(to, from)).collect();
        let count = cells.iter().flatten().count();
        IntersectionRow { card: viewer.card(language, to).clone(), cells, count }
    };
    Some(IntersectionTable {
        id: relation.id.clone(),
        label: relation.label.clone(),
        inverse: relation.inverse.clone(),
        from: viewer.parts[language].kinds[relation.from].clone(),
        to: viewer.parts[language].kinds[relation.to].clone(),
        rows: rows.iter().map(row).collect(),
        columns: viewer.cards(language, columns.iter().copied()),
    })
}
