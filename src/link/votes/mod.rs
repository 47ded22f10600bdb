//! Votes: finds the edition, the round and the kind of each file of ballots, counts the ballots, and gives reports the ranks
//! that come of it. Ballots themselves are never published: of an election the site keeps its counts alone.

mod cells;
mod check_reports;
mod considered;
mod sheets;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Located;
use crate::check::{self, BallotSheet, CheckedFile, Entry, Tally, Votes};
use crate::config::Settings;
use crate::tally::{Agreement, Ballot, Count, Method, Rule, count};

pub use check_reports::{Standing, contradictions};
pub use considered::{considered, votes_of_editions};

/// With fewer ballots than this, pages show ranks alone: a share of few ballots tells how single members voted.
pub const FEWEST_BALLOTS: usize = 10;

/// The elections of a site by the edition's id and the number of the kind.
#[derive(Debug, Default)]
pub struct Elections(BTreeMap<(String, usize), Election>);

/// The votes of an edition on one kind.
#[derive(Debug)]
pub struct Election {
    /// The rounds in their order. The last one decides.
    pub rounds: Vec<CountedRound>,
    /// True if every ballot could be read.
    pub is_sound: bool,
    /// `considered` of the edition's tally.
    pub considered: Option<bool>,
}

/// A round of voting with its ballots.
#[derive(Debug)]
pub struct CountedRound {
    /// The name of its folder; empty for ballots right in `votes/`.
    pub id: String,
    /// The file with its ballots.
    pub file: SourcePath,
    /// How they are counted.
    pub rule: Rule,
    /// The topics that could be chosen.
    pub candidates: Vec<Located<String>>,
    /// The ballots.
    pub ballots: Vec<Ballot>,
    /// The result.
    pub count: Count,
}

/// The votes of an edition on one kind, as pages tell of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KindVotes {
    /// The number of the kind.
    pub kind: usize,
    /// The rounds in their order.
    pub rounds: Vec<Round>,
    /// The candidates that were not chosen, for the edition's page; empty where it does not name them.
    pub considered: Vec<Candidate>,
}

/// A round of voting, as pages tell of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Round {
    /// The name of its folder; empty for ballots right in `votes/`.
    pub id: String,
    /// The number of candidates.
    pub candidates: usize,
    /// The number of those that went on to the next round, or were chosen in the last.
    pub chosen: usize,
    /// The method.
    pub method: Method,
    /// The number of ballots, blank ones among them; `None` where there are too few to tell.
    pub ballots: Option<usize>,
    /// How far the rankings agree; `None` where there are too few to tell.
    pub agreement: Option<Agreement>,
}

/// A candidate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Candidate {
    /// The id that heads its column.
    pub id: String,
    /// The topic of that id, where the site has published one.
    pub topic: Option<usize>,
}

impl Elections {
    /// Counts the ballots of a site.
    pub fn new(
        files: &[CheckedFile],
        settings: &Settings,
        sheets: Vec<BallotSheet>,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut elections = Self::default();
        if sheets.is_empty() {
            return elections;
        }
        let topics = cells::Topics::new(files);
        for (ballots, sheets) in sheets::by_election(files, settings, sheets, findings) {
            let Some((edition, tally)) = tally_of(&files[ballots.file]) else { continue };
            let Some(kind_rule) = tally.of_kinds[ballots.kind] else { continue };
            let (before, is_read) = (findings.len(), sheets.iter().all(|(_, sheet)| sheet.findings.is_empty()));
            let last = sheets.len() - 1;
            let round = |(number, (id, sheet)): (usize, (String, BallotSheet))| {
                let own_rule = tally.rounds.iter().find(|round| round.id.value == id).map(|round| round.written);
                let rule = own_rule.unwrap_or_default().over(kind_rule, number == last);
                let read = cells::ballots(&sheet, rule, &topics, edition, findings);
                let candidates = sheet.candidates;
                let count = count(candidates.len(), &read, rule.rule);
                CountedRound { id, file: sheet.path, rule: rule.rule, candidates, ballots: read, count }
            };
            let rounds = sheets.into_iter().enumerate().map(round).collect();
            let (file, considered) = (ballots.file, tally.considered);
            let is_sound = is_read && findings.len() == before;
            let election = Election { rounds, is_sound, considered };
            elections.0.insert((files[file].path_info.id.clone(), ballots.kind), election);
        }
        elections
    }

    /// Returns the votes of an edition on a kind.
    pub fn get(&self, edition: &str, kind: usize) -> Option<&Election> {
        // Most sites have none, and every report asks.
        if self.0.is_empty() { None } else { self.0.get(&(edition.to_owned(), kind)) }
    }

    /// The elections of an edition with the number of each kind.
    pub fn of_edition<'e>(&'e self, edition: &'e str) -> impl Iterator<Item = (usize, &'e Election)> {
        let of_edition = self.0.iter().filter(move |((id, _), _)| id == edition);
        of_edition.map(|((_, kind), election)| (*kind, election))
    }
}

impl Election {
    /// The round that decides.
    pub fn last_round(&self) -> Option<&CountedRound> {
        self.rounds.last()
    }
}

impl CountedRound {
    /// Returns true if pages show ranks alone.
    pub fn is_small(&self) -> bool {
        self.count.ballots < FEWEST_BALLOTS
    }

    /// The number of the candidate that is this topic.
    pub fn candidate(&self, topic: &str) -> Option<usize> {
        self.candidates.iter().position(|candidate| candidate.value == topic)
    }

    /// The votes of a candidate, where it is told by how many it was chosen.
    pub fn votes(&self, candidate: usize) -> Option<Votes> {
        let is_told = self.rule.method == Method::Share && !self.is_small();
        let of = i64::try_from(self.count.ballots).ok();
        is_told.then(|| Votes { share: self.count.share(candidate), of })
    }
}

/// The words of an edition with its tally.
fn tally_of(file: &CheckedFile) -> Option<(&check::Edition, &Tally)> {
    match &file.entry {
        Some(Entry::Edition(edition)) => Some((edition, edition.tally.as_ref()?)),
        _ => None,
    }
}
