//! `brief.html`: an edition on one printed side, with as many reports of each kind as fit.

use serde::Serialize;

use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::columns::{self, Column, arrival_numbers};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::pages::discuss::questions;
use crate::view::references::EditionRef;
use crate::view::shared::Shared;

/// The most reports of one kind.
const MAX_REPORTS: usize = 5;

/// The kinds that stand side by side. More stand below them, with fewer reports each, so that all fit on the side.
const COLUMNS: usize = 3;

/// The most kinds: four rows of columns.
const MAX_KINDS: usize = 12;

/// The most reports that are named of each way to come or leave.
const MAX_MOVES: usize = 4;

/// The most questions, one of a kind.
const MAX_QUESTIONS: usize = 3;

/// The fields of `brief.html`.
#[derive(Debug, Serialize)]
pub struct BriefPage<'a> {
    pub edition: EditionInfo<'a>,
    pub columns: Vec<Column>,
    pub before: Option<Shared<EditionRef>>,
    pub moves: Vec<Move<'a>>,
    pub questions: Vec<&'a str>,
    /// The absolute address of the edition's page; empty where the host is not known.
    pub address: String,
}

/// Reports that came or left.
#[derive(Debug, Serialize)]
pub struct Move<'a> {
    /// `new`, `returning`, `merged`, `split` or `dropped`.
    pub word: &'static str,
    pub titles: Vec<&'a str>,
    pub reports: Vec<Shared<Card>>,
    /// The number of those that are not named.
    pub more: usize,
}

/// Returns the fields of an edition's brief.
pub fn brief<'a>(viewer: &Viewer<'a>, page: Page, edition: usize) -> BriefPage<'a> {
    let language = page.language;
    let reports = &viewer.site.editions[edition].reports;
    let before = edition.checked_sub(1);
    BriefPage {
        edition: edition_info(viewer, language, edition),
        columns: columns(viewer, language, reports),
        before: before.map(|before| viewer.views(language).editions[before].clone()),
        moves: if before.is_some() { moves(viewer, language, edition) } else { Vec::new() },
        questions: first_questions(viewer, language, reports),
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Edition(edition), language)),
    }
}

fn columns(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<Column> {
    let mut kinds: Vec<usize> = reports.iter().map(|&report| viewer.site.reports[report].kind).collect();
    kinds.dedup();
    let limit = (MAX_REPORTS / kinds.len().div_ceil(COLUMNS).max(1)).max(1);
    let mut columns = columns::columns(viewer, language, reports, limit);
    columns.truncate(MAX_KINDS);
    columns
}

fn moves<'a>(viewer: &Viewer<'a>, language: usize, edition: usize) -> Vec<Move<'a>> {
    let numbers = arrival_numbers(viewer, edition);
    let moves = [
        ("new", numbers.new),
        ("returning", numbers.returning),
        ("merged", numbers.merged),
        ("split", numbers.split),
        ("dropped", numbers.dropped),
    ];
    let shortened = |(word, reports): (&'static str, Vec<usize>)| {
        let named = &reports[..reports.len().min(MAX_MOVES)];
        Move {
            word,
            titles: named.iter().map(|&report| viewer.site.report_title(report, language)).collect(),
            reports: viewer.cards(language, named.iter().copied()),
            more: reports.len() - named.len(),
        }
    };
    moves.into_iter().filter(|(_, reports)| !reports.is_empty()).map(shortened).collect()
}

/// Returns the first question of the first report of each kind that has one.
fn first_questions<'a>(viewer: &Viewer<'a>, language: usize, reports: &[usize]) -> Vec<&'a str> {
    let kind = |report: usize| viewer.site.reports[report].kind;
    let first = |reports: &[usize]| {
        let mut questions = reports.iter().filter_map(|&report| questions(viewer, language, report).first());
        questions.next().map(String::as_str)
    };
    // The reports of an edition stand by kind.
    reports.chunk_by(|&a, &b| kind(a) == kind(b)).filter_map(first).take(MAX_QUESTIONS).collect()
}
