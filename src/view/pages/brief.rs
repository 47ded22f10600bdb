//! `brief.html`: an edition, or a part of one, on one printed side, with as many reports of each kind as fit.

use serde::Serialize;

use crate::link::{Page, Scope};
use crate::view::Viewer;
use crate::view::awaited::{AwaitedPart, awaited_parts};
use crate::view::card::Card;
use crate::view::columns::{self, Column, arrival_numbers, left_by_kind};
use crate::view::compared::titles_before;
use crate::view::edition_info::EditionInfo;
use crate::view::pages::discuss::questions;
use crate::view::part_info::scope_info;
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
    /// The edition with which it is compared, the newest of several.
    pub before: Option<Shared<EditionRef>>,
    /// The titles of all of them; may be empty.
    pub since: String,
    pub moves: Vec<Move<'a>>,
    /// The parts that are still to come.
    pub awaited: Vec<AwaitedPart>,
    pub questions: Vec<&'a str>,
    /// The absolute address of the page of the edition or part; empty where the host is not known.
    pub address: String,
}

/// Reports that came or left.
#[derive(Debug, Serialize)]
pub struct Move<'a> {
    /// `new`, `returning`, `merged`, `split`, `dropped`, or `left` while a part is still to come.
    pub word: &'static str,
    /// The same in words: `Left the Hurdles`.
    pub said: String,
    pub titles: Vec<&'a str>,
    pub reports: Vec<Shared<Card>>,
    /// The number of those that are not named.
    pub more: usize,
}

/// Returns the fields of the brief of an edition or of a part.
pub fn brief<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> BriefPage<'a> {
    let language = page.language;
    let reports = viewer.site.reports_in(scope);
    let kinds = viewer.site.kinds_in(scope);
    let before = kinds.iter().filter_map(|&kind| viewer.site.edition_before(scope.edition, kind)).max();
    BriefPage {
        edition: scope_info(viewer, language, scope),
        columns: columns(viewer, language, reports),
        before: before.map(|before| viewer.views(language).editions[before].clone()),
        since: titles_before(viewer, language, scope.edition, &kinds),
        awaited: if scope.part.is_none() { awaited_parts(viewer, language, scope.edition) } else { Vec::new() },
        moves: if before.is_some() { moves(viewer, language, scope.edition, &kinds) } else { Vec::new() },
        questions: first_questions(viewer, language, reports),
        address: viewer.urls.absolute(&viewer.urls.page(scope.page_key(), language)),
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

fn moves<'a>(viewer: &Viewer<'a>, language: usize, edition: usize, kinds: &[usize]) -> Vec<Move<'a>> {
    let numbers = arrival_numbers(viewer, edition, kinds);
    let word = |word: &'static str| (word, viewer.say(language, &["change-word-", word].concat(), &[]));
    let mut moves = vec![
        (word("new"), numbers.new),
        (word("returning"), numbers.returning),
        (word("merged"), numbers.merged),
        (word("split"), numbers.split),
    ];
    if viewer.site.editions[edition].is_whole() {
        moves.push((word("dropped"), numbers.dropped));
    } else {
        let left = left_by_kind(viewer, language, &numbers.dropped);
        moves.extend(left.map(|(said, reports)| (("left", said), reports)));
    }
    let shortened = |((word, said), reports): ((&'static str, String), Vec<usize>)| {
        let named = &reports[..reports.len().min(MAX_MOVES)];
        Move {
            word,
            said,
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
