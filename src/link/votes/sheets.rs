//! Sorts files of ballots by election: `content/2027/votes/hurdle.csv` holds the votes of edition 2027 on hurdles, and
//! `content/2027/votes/long-list/hurdle.csv` those of a round that came before.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::suggest;
use crate::check::{BallotSheet, CheckedFile, Entry, FileRole, Tally};
use crate::config::{Kind, Settings};
use crate::link::editions::natural_order;
use crate::link::votes::tally_of;

/// An election: the file of its edition, and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ElectionKey {
    /// The number of the edition's file.
    pub file: usize,
    /// The number of the kind.
    pub kind: usize,
}

/// The place of a file of ballots, by its path.
struct SheetPlace<'a> {
    /// The folder that holds `votes`.
    folder: &'a str,
    /// The folder of the round; empty where there is none.
    round: &'a str,
}

/// Sorts files of ballots by election, and those of an election by round. Files that belong to none are findings.
pub fn by_election(
    files: &[CheckedFile],
    settings: &Settings,
    sheets: Vec<BallotSheet>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<ElectionKey, Vec<(String, BallotSheet)>> {
    let is_edition = |file: &CheckedFile| file.path_info.role == FileRole::Edition && file.path_info.language.is_none();
    let editions = files.iter().enumerate().filter(|(_, file)| is_edition(file));
    let editions: FxHashMap<&str, usize> = editions.map(|(number, file)| (file.path.folder(), number)).collect();
    let mut elections: BTreeMap<ElectionKey, Vec<(String, BallotSheet)>> = BTreeMap::new();
    for sheet in sheets {
        let path = sheet.path.clone();
        let Some((key, round)) = election_of(&path, files, settings, &editions, findings) else { continue };
        findings.extend(sheet.findings.iter().cloned());
        let rounds = elections.entry(key).or_default();
        if let Some((_, other)) = rounds.iter().find(|(id, _)| *id == round) {
            let message = format!("two files hold the votes on {}", settings.kinds()[key.kind].plural);
            let finding = Finding::new(Code::BadBallot, &path, message).related(&other.path, None, "the other file");
            findings.push(finding.help("keep one of the two"));
        } else {
            rounds.push((round.to_owned(), sheet));
        }
    }
    for (key, rounds) in &mut elections {
        if let Some((_, tally)) = tally_of(&files[key.file]) {
            sort_rounds(rounds, tally);
        }
    }
    report_unused_rounds(files, &elections, findings);
    elections
}

/// The election and the round of a file of ballots. `None`, and mostly a finding, where it belongs to none.
fn election_of<'a>(
    path: &'a SourcePath,
    files: &[CheckedFile],
    settings: &Settings,
    editions: &FxHashMap<&str, usize>,
    findings: &mut Vec<Finding>,
) -> Option<(ElectionKey, &'a str)> {
    let place = SheetPlace::of(path)?;
    let Some(kind) = settings.find_kind(path.stem()) else {
        let names = settings.kinds().iter().map(|kind| &*kind.id);
        let help = suggest::did_you_mean(path.stem(), names.clone(), || {
            format!("kinds of this site: {}", names.collect::<Vec<_>>().join(", "))
        });
        let message = format!("the file's name is no kind of this site: `{}`", path.stem());
        findings.push(Finding::new(Code::UnknownKind, path, message).help(help));
        return None;
    };
    let Some(&file) = editions.get(place.folder) else {
        let message = format!("no edition counts these ballots: there is no `{}/edition.md`", place.folder);
        let help = "write it, with `tally: {ballot: cross, method: share, places: 3}`";
        findings.push(Finding::new(Code::VotesWithoutTally, path, message).help(help));
        return None;
    };
    let tally = tally_for(path, &files[file], &settings.kinds()[kind], kind, findings)?;
    check_round(place.round, tally, &files[file].path, path, findings)?;
    Some((ElectionKey { file, kind }, place.round))
}

/// The tally of an edition, if it has a rule for the kind of a file of ballots; else `None`, and a finding.
fn tally_for<'a>(
    path: &SourcePath,
    file: &'a CheckedFile,
    kind: &Kind,
    number: usize,
    findings: &mut Vec<Finding>,
) -> Option<&'a Tally> {
    // A file without an entry has findings of its own.
    let Some(Entry::Edition(edition)) = &file.entry else { return None };
    let finding = |message: String, span: Span| {
        Finding::new(Code::VotesWithoutTally, &file.path, message).at(span).related(path, None, "the ballots")
    };
    let Some(tally) = &edition.tally else {
        let message = format!("the edition has ballots and does not say how they are counted: {path}");
        let help = "add `tally: {ballot: cross, method: share, places: 3}`";
        findings.push(finding(message, edition.common.title.span).help(help));
        return None;
    };
    if tally.of_kinds[number].is_some() {
        return Some(tally);
    }
    // Where it has no rule at all, a mistake in it is a finding already.
    if tally.of_kinds.iter().any(Option::is_some) {
        let message = format!("`tally` does not say how the ballots on {} are counted", kind.plural);
        let help = format!("add to it `{}: {{ballot: cross, method: share, places: 3}}`", kind.id);
        findings.push(finding(message, tally.span).help(help));
    }
    None
}

/// Reports a round that the edition's list of rounds lacks.
fn check_round(
    round: &str,
    tally: &Tally,
    edition: &SourcePath,
    path: &SourcePath,
    findings: &mut Vec<Finding>,
) -> Option<()> {
    let names = || tally.rounds.iter().map(|round| &*round.id.value);
    if round.is_empty() || tally.rounds.is_empty() || names().any(|name| name == round) {
        return Some(());
    }
    let message = format!("`rounds` of the edition does not name the round `{round}`");
    let help = suggest::did_you_mean(round, names(), || {
        format!("rounds there: {}; add `{round}`", names().collect::<Vec<_>>().join(", "))
    });
    let finding = Finding::new(Code::BadTally, path, message).related(edition, Some(tally.span), "the edition's tally");
    findings.push(finding.help(help));
    None
}

/// Puts the rounds of an election in order: as the edition names them; else the one with the most candidates first. Ballots
/// right in `votes/` are of the last round.
fn sort_rounds(rounds: &mut [(String, BallotSheet)], tally: &Tally) {
    let place = |id: &str| tally.rounds.iter().position(|round| round.id.value == id);
    rounds.sort_by_cached_key(|(id, sheet)| {
        (id.is_empty(), place(id), Reverse(sheet.candidates.len()), natural_order(id))
    });
}

/// Reports rounds that an edition names and that no file belongs to.
fn report_unused_rounds(
    files: &[CheckedFile],
    elections: &BTreeMap<ElectionKey, Vec<(String, BallotSheet)>>,
    findings: &mut Vec<Finding>,
) {
    let mut used: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (key, rounds) in elections {
        used.entry(key.file).or_default().extend(rounds.iter().map(|(id, _)| &**id));
    }
    for (file, used) in used {
        let Some((_, tally)) = tally_of(&files[file]) else { continue };
        for round in tally.rounds.iter().filter(|round| !used.contains(&&*round.id.value)) {
            let message = format!("there are no ballots of the round `{}`", round.id.value);
            let others = used.iter().copied().filter(|id| !id.is_empty());
            let help = suggest::did_you_mean(&round.id.value, others, || {
                format!("put them into `votes/{}/`, or leave the round out", round.id.value)
            });
            findings.push(Finding::new(Code::BadTally, &files[file].path, message).at(round.id.span).help(help));
        }
    }
}

impl<'a> SheetPlace<'a> {
    /// Reads a path such as `content/2027/votes/long-list/hurdle.csv`. `None` for a file that lies deeper.
    fn of(path: &'a SourcePath) -> Option<Self> {
        let text = path.as_str();
        let at = text.to_ascii_lowercase().find("/votes/")?;
        let below = &text[at + "/votes/".len()..];
        match below.split('/').collect::<Vec<_>>()[..] {
            [_] => Some(Self { folder: &text[..at], round: "" }),
            [round, _] => Some(Self { folder: &text[..at], round }),
            _ => None,
        }
    }
}
