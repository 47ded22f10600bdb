//! Reads the cells of a file of ballots as marks on ballots, and checks its candidates. No message quotes a cell: a ballot is
//! secret.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::base::code::Code;
use crate::base::finding::{FileFindings, Finding};
use crate::base::slug::slug;
use crate::base::span::Span;
use crate::base::suggest::SuggestionIndex;
use crate::check::{self, BallotSheet, CheckedFile, CountingRule, Entry, FileRole, SheetRow};
use crate::tally::{Ballot, BallotType};

/// The most points that a candidate may get of one ballot.
const MOST_POINTS: u32 = 9999;

/// The ids of all topics of a site, published or not.
pub struct Topics<'a>(BTreeSet<&'a str>);

impl<'a> Topics<'a> {
    /// Collects the topics of reports, and those that somebody wrote about.
    pub fn new(files: &'a [CheckedFile]) -> Self {
        let topic = |file: &'a CheckedFile| match &file.entry {
            Some(Entry::Report(report)) => Some(&*report.topic.value),
            _ if file.path_info.role == FileRole::Topic => Some(&*file.path_info.id),
            _ => None,
        };
        Self(files.iter().filter_map(topic).collect())
    }
}

/// Reads the ballots of a file. A cell that cannot be counted is a finding, and counts as empty.
pub fn ballots(
    sheet: &BallotSheet,
    rule: CountingRule,
    topics: &Topics<'_>,
    edition: &check::Edition,
    findings: &mut Vec<Finding>,
) -> Vec<Ballot> {
    let mut of_file = FileFindings::default();
    let ballots = ballots_of_file(sheet, rule, topics, edition, &mut of_file);
    findings.extend(of_file.into_list());
    ballots
}

fn ballots_of_file(
    sheet: &BallotSheet,
    rule: CountingRule,
    topics: &Topics<'_>,
    edition: &check::Edition,
    findings: &mut FileFindings,
) -> Vec<Ballot> {
    check_candidates(sheet, topics, edition, findings);
    if let Some(size) = edition.board.size.and_then(|size| usize::try_from(size).ok())
        && sheet.ballots.len() > size
    {
        let message = format!("there are {} ballots, and the board has {size} members", sheet.ballots.len());
        let finding = Finding::new(Code::BadBallot, &sheet.path, message);
        findings.push(finding.help("remove the ballots that do not count, or mend `board: {size: …}`"));
    }
    let ballot = |(number, row): (usize, &SheetRow)| {
        let ballot = read_ballot(sheet, number + 1, row, rule.rule.ballot, findings);
        if let Some(choices) = rule.choices.filter(|&choices| ballot.marks() > choices as usize) {
            let message = format!("ballot {} marks {} candidates, and may mark {choices}", number + 1, ballot.marks());
            let help = "ask its voter; if more are allowed, say how many with `choices:` in the edition's `tally`";
            findings.push(Finding::new(Code::BadBallot, &sheet.path, message).at(row.name).help(help));
        }
        ballot
    };
    sheet.ballots.iter().enumerate().map(ballot).collect()
}

fn check_candidates(sheet: &BallotSheet, topics: &Topics<'_>, edition: &check::Edition, findings: &mut FileFindings) {
    let named = || edition.candidates.iter().map(|(id, _)| &**id);
    let is_known = |id: &str| topics.0.contains(id) || named().any(|name| name == id);
    if is_known(&sheet.first_heading.value) {
        let message = "the first column names the ballots, and is headed by a topic";
        let finding = Finding::new(Code::BadBallot, &sheet.path, message).at(sheet.first_heading.span);
        findings.push(finding.help("put a column with the ballots' names before it, headed `ballot`"));
    }
    let index = OnceCell::new();
    for (number, candidate) in sheet.candidates.iter().enumerate().filter(|(_, candidate)| !is_known(&candidate.value))
    {
        let id = slug(&candidate.value);
        let index = index.get_or_init(|| SuggestionIndex::new(topics.0.iter().copied().chain(named())));
        let help = index.did_you_mean(&id, || {
            "head it by a topic's id; name one that has no report under `candidates:` in `edition.md`".to_owned()
        });
        let message = format!("column {} is headed by no topic of this site", number + 2);
        findings.push(Finding::new(Code::UnknownCandidate, &sheet.path, message).at(candidate.span).help(help));
    }
}

fn read_ballot(
    sheet: &BallotSheet,
    number: usize,
    row: &SheetRow,
    ballot: BallotType,
    findings: &mut FileFindings,
) -> Ballot {
    let count = u32::try_from(sheet.candidates.len()).unwrap_or(u32::MAX);
    let help = match ballot {
        BallotType::Cross => "write `x` for a cross, or leave the cell empty".to_owned(),
        BallotType::Rank => format!("write a whole number from 1 to {count}, or leave the cell empty"),
        BallotType::Points => format!("write a whole number from 0 to {MOST_POINTS}, or leave the cell empty"),
    };
    let mut report = |column: usize, span: Span| {
        if findings.is_full(Code::BadBallot) {
            return findings.count(Code::BadBallot);
        }
        let message = format!("ballot {number}, column {}: no {} can be read here", column + 2, noun(ballot));
        findings.push(Finding::new(Code::BadBallot, &sheet.path, message).at(span).help(&*help));
    };
    let mut read = |column: usize, text: &str, span: Span| {
        let mark = match ballot {
            BallotType::Cross => read_cross(text).map(u32::from),
            BallotType::Rank => read_number(text, 1, count),
            BallotType::Points => read_number(text, 0, MOST_POINTS),
        };
        mark.unwrap_or_else(|| {
            report(column, span);
            0
        })
    };
    let cells = row.cells.iter().enumerate();
    let marks: Vec<u32> = cells.map(|(column, cell)| read(column, &cell.text, cell.span)).collect();
    match ballot {
        BallotType::Rank => Ballot::of_ranks(marks.into_iter().map(|rank| (rank > 0).then_some(rank))),
        BallotType::Cross | BallotType::Points => Ballot::of_points(marks),
    }
}

fn noun(ballot: BallotType) -> &'static str {
    match ballot {
        BallotType::Cross => "cross",
        BallotType::Rank => "rank",
        BallotType::Points => "number of points",
    }
}

/// Reads a cell of a ballot of crosses; `None` if it is unclear.
fn read_cross(text: &str) -> Option<bool> {
    match &*text.to_lowercase() {
        "x" | "1" | "✓" | "✔" | "✗" | "✘" | "true" => Some(true),
        "" | "0" | "false" => Some(false),
        _ => None,
    }
}

/// Reads a number within a range; 0 for an empty cell, `None` if it is unclear.
fn read_number(text: &str, min: u32, max: u32) -> Option<u32> {
    match text {
        "" => Some(0),
        text => text.parse().ok().filter(|number| (min..=max).contains(number)),
    }
}
