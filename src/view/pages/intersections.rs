//! `intersections.html`: the relations of the newest edition, each type in a table, and one picture of all of them.

use serde::Serialize;

use crate::config::RelationType;
use crate::link::Page;
use crate::view::awaited::{AwaitedPart, awaited_parts};
use crate::view::card::Card;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, network};

/// The most rows and columns of a table. A larger one nobody reads, and the lists say it better.
const LIMIT: usize = 40;

/// The fields of `intersections.html`.
#[derive(Debug, Serialize)]
pub struct IntersectionsPage<'a> {
    /// The edition of the tables; `None` where they are of several.
    pub edition: Option<Shared<EditionRef>>,
    pub tables: Vec<IntersectionTable<'a>>,
    /// A picture of the same; may be empty.
    pub network: Html,
    /// The parts of later editions with one of these kinds that are still to come.
    pub awaited: Vec<AwaitedPart>,
}

/// One type of relation: the reports that it leads to in rows, those that it comes from in columns.
#[derive(Debug, Serialize)]
pub struct IntersectionTable<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub inverse: &'a str,
    /// The newest edition in which both kinds are out.
    pub edition: Shared<EditionRef>,
    pub from: Shared<KindRef>,
    pub to: Shared<KindRef>,
    pub columns: Vec<Shared<Card>>,
    pub rows: Vec<IntersectionRow<'a>>,
}

/// One row of a table.
#[derive(Debug, Serialize)]
pub struct IntersectionRow<'a> {
    pub card: Shared<Card>,
    pub cells: Vec<Option<Intersection<'a>>>,
    /// The number of its relations.
    pub count: usize,
}

/// A relation between the reports of a row and a column.
#[derive(Debug, Serialize)]
pub struct Intersection<'a> {
    /// The reason; may be empty.
    pub why: &'a str,
}

/// Returns the fields of the page of relations.
pub fn intersections<'a>(viewer: &Viewer<'a>, page: Page) -> IntersectionsPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let relations = site.settings.relations().iter();
    let editions: Vec<Option<usize>> = relations.map(|relation| newest_with_both(viewer, relation)).collect();
    let tables = editions.iter().enumerate();
    let tables: Vec<(usize, IntersectionTable<'a>)> = tables
        .filter_map(|(relation, edition)| Some(((*edition)?, table(viewer, language, relation, (*edition)?)?)))
        .collect();
    let newest = tables.iter().map(|(edition, _)| *edition).max().or_else(|| site.current_edition());
    let is_one = tables.iter().all(|(edition, _)| Some(*edition) == newest);
    let edition = newest.filter(|_| is_one).map(|edition| viewer.views(language).editions[edition].clone());
    IntersectionsPage {
        edition,
        network: network::network(viewer, page, newest.map_or(&[][..], |edition| &site.editions[edition].reports)),
        awaited: awaited(viewer, language, newest),
        tables: tables.into_iter().map(|(_, table)| table).collect(),
    }
}

/// Returns the newest edition in which both kinds of a relation are out.
fn newest_with_both(viewer: &Viewer<'_>, relation: &RelationType) -> Option<usize> {
    viewer.site.editions.iter().rposition(|edition| edition.has_out(relation.from) && edition.has_out(relation.to))
}

/// Returns the parts with kinds of relations that are still to come in editions from the newest with a table.
fn awaited(viewer: &Viewer<'_>, language: usize, newest: Option<usize>) -> Vec<AwaitedPart> {
    let editions = newest.unwrap_or(0)..viewer.site.editions.len();
    editions.flat_map(|edition| awaited_parts(viewer, language, edition)).collect()
}

fn table<'a>(viewer: &Viewer<'a>, language: usize, number: usize, edition: usize) -> Option<IntersectionTable<'a>> {
    let site = viewer.site;
    let kinds = &viewer.views(language).kinds;
    let relation = &site.settings.languages[language].relations[number];
    let of_kind = |kind: usize| -> Vec<usize> {
        let reports = &site.editions[edition].reports;
        reports.iter().copied().filter(|&report| site.reports[report].kind == kind).take(LIMIT).collect()
    };
    let (columns, rows) = (of_kind(relation.from), of_kind(relation.to));
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let intersection = |to: usize, from: usize| {
        let edges = site.edges(from);
        let edge = edges.iter().find(|edge| edge.relation == Some(number) && !edge.is_inverse && edge.report == to)?;
        Some(Intersection { why: &edge.why })
    };
    let row = |&to: &usize| {
        let cells: Vec<Option<Intersection<'a>>> = columns.iter().map(|&from| intersection(to, from)).collect();
        let count = cells.iter().flatten().count();
        IntersectionRow { card: viewer.card(language, to), cells, count }
    };
    Some(IntersectionTable {
        id: &relation.id,
        label: &relation.label,
        inverse: &relation.inverse,
        edition: viewer.views(language).editions[edition].clone(),
        from: kinds[relation.from].clone(),
        to: kinds[relation.to].clone(),
        rows: rows.iter().map(row).collect(),
        columns: viewer.cards(language, columns),
    })
}
