//! An edition on one printed side: as many reports of each kind as fit, what moved, what to ask.

use serde::Serialize;

use crate::link::{Page, PageKey};
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::card::{Card, EditionRef};
use crate::view::groups::{self, Column};
use crate::view::lists::{EditionFull, edition_full};
use crate::view::report::questions;
use crate::view::shared::Shared;

/// Reports of one kind at most.
const OF_A_KIND: usize = 5;

/// Kinds side by side. More stand below them, with fewer reports each, so that all fit on the side.
const COLUMNS: usize = 3;

/// Kinds at most: four rows of columns.
const KINDS: usize = 12;

/// Titles that are named of each way to move.
const OF_A_MOVE: usize = 4;

/// Questions at most, one of a kind.
const QUESTIONS: usize = 3;

/// `brief.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct BriefPage {
    pub edition: EditionFull,
    pub columns: Vec<Column>,
    pub before: Option<Shared<EditionRef>>,
    pub moves: Vec<Move>,
    pub questions: Vec<String>,
    pub address: String,
}

/// Reports that came or left.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Move {
    pub word: &'static str,
    pub titles: Vec<String>,
    pub reports: Vec<Shared<Card>>,
    pub more: usize,
}

/// An edition's brief.
pub fn brief(viewer: &Viewer<'_>, page: Page, edition: usize, wanted: &Wanted) -> BriefPage {
    let reports = &viewer.site.editions[edition].reports;
    BriefPage {
        edition: edition_full(viewer, page.language, edition),
        columns: columns(viewer, page.language, reports, wanted),
        before: edition.checked_sub(1).map(|before| viewer.parts[page.language].editions[before].clone()),
        moves: moves(viewer, page.language, edition, wanted),
        questions: first_questions(viewer, page, reports),
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Edition(edition), page.language)),
    }
}

fn columns(viewer: &Viewer<'_>, language: usize, reports: &[usize], wanted: &Wanted) -> Vec<Column> {
    let mut kinds: Vec<usize> = reports.iter().map(|&report| viewer.site.reports[report].kind).collect();
    kinds.dedup();
    let limit = (OF_A_KIND / kinds.len().div_ceil(COLUMNS).max(1)).max(1);
    let mut columns = groups::columns(viewer, language, reports, limit, wanted);
    columns.truncate(KINDS);
    columns
}

fn moves(viewer: &Viewer<'_>, language: usize, edition: usize, wanted: &Wanted) -> Vec<Move> {
    if edition == 0 {
        return Vec::new();
    }
    let moves = ["new", "returning", "dropped"].into_iter().zip(groups::changed(viewer, edition, usize::MAX));
    let shortened = |(word, reports): (&'static str, Vec<usize>)| {
        let named = &reports[..reports.len().min(OF_A_MOVE)];
        Move {
            word,
            titles: named.iter().map(|&report| viewer.report_title(language, report).to_owned()).collect(),
            reports: viewer.cards_if(wanted.reads("reports"), language, named),
            more: reports.len() - named.len(),
        }
    };
    moves.filter(|(_, reports)| !reports.is_empty()).map(shortened).collect()
}

/// The first question of the first report of each kind that has one.
fn first_questions(viewer: &Viewer<'_>, page: Page, reports: &[usize]) -> Vec<String> {
    let mut kinds = Vec::new();
    let mut asked = Vec::new();
    for &report in reports {
        let kind = viewer.site.reports[report].kind;
        if asked.len() < QUESTIONS
            && !kinds.contains(&kind)
            && let Some(question) = questions(viewer, page.language, report).first()
        {
            kinds.push(kind);
            asked.push(question.clone());
        }
    }
    asked
}
