//! Counts votes: turns ballots into scores and ranks. Knows figures and words alone, and nothing of files, topics or pages:
//! a candidate is a number.
//!
//! Each way of counting has a file of its own: `share`, `borda`, `schulze`. `agreement` says how far rankings agree, and
//! `tipping` what would change a result. The rules, with their sources, are in `docs/content/pages/votes.md`.

mod agreement;
mod ballot;
mod borda;
mod method;
mod schulze;
mod share;
#[cfg(test)]
mod tests;
mod tipping;

use serde::{Deserialize, Serialize};

pub use agreement::Agreement;
pub use ballot::Ballot;
pub use method::{BallotType, Method};
pub use tipping::{Goal, Tip, tips};

/// The way in which an election is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The type of its ballots.
    pub ballot: BallotType,
    /// The method, which goes with that type.
    pub method: Method,
    /// The number of places to fill; `None`: every candidate that a ballot marks is chosen.
    pub places: Option<u32>,
}

/// The result of an election.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// The number of ballots that mark a candidate. Others count for nothing.
    pub ballots: usize,
    /// The number of blank ballots.
    pub blank: usize,
    /// The score of each candidate: ballots that mark it, points, or rivals that it beats.
    pub scores: Vec<f64>,
    /// The rank of each candidate, 1 first; `None` for all where every ballot is blank.
    pub ranks: Vec<Option<u32>>,
    /// True for each candidate that has a place.
    pub chosen: Vec<bool>,
    /// The coefficient of agreement, for rankings.
    pub agreement: Option<Agreement>,
}

impl Count {
    /// The share of the ballots that mark a candidate, in per cent to one decimal place. Only for [`Method::Share`].
    pub fn share(&self, candidate: usize) -> f64 {
        (self.scores[candidate] * 1000.0 / self.ballots.max(1) as f64).round() / 10.0
    }

    /// The candidates by rank; those of one rank in the order of their numbers.
    pub fn in_order(&self) -> Vec<usize> {
        let mut candidates: Vec<usize> = (0..self.ranks.len()).collect();
        candidates.sort_by_key(|&candidate| self.ranks[candidate]);
        candidates
    }
}

/// Counts the ballots of an election. Every ballot has a level for each of the `candidates`.
pub fn count(candidates: usize, ballots: &[Ballot], rule: Rule) -> Count {
    let marked: Vec<&Ballot> = ballots.iter().filter(|ballot| !ballot.is_blank()).collect();
    let (scores, ranks) = match rule.method {
        Method::Share => by_score(share::scores(candidates, &marked)),
        Method::Borda if rule.ballot == BallotType::Points => by_score(borda::sums(candidates, &marked)),
        Method::Borda => by_score(borda::scores(candidates, &marked)),
        Method::Schulze => schulze::scores_and_ranks(candidates, &marked),
    };
    let is_marked = |candidate: usize| marked.iter().any(|ballot| ballot.level(candidate) > 0);
    let has_place = |rank: u32| rule.places.is_none_or(|places| rank <= places);
    Count {
        ballots: marked.len(),
        blank: ballots.len() - marked.len(),
        chosen: (0..candidates).map(|candidate| has_place(ranks[candidate]) && is_marked(candidate)).collect(),
        scores,
        ranks: ranks.into_iter().map(|rank| (!marked.is_empty()).then_some(rank)).collect(),
        agreement: (rule.ballot == BallotType::Rank).then(|| agreement::agreement(candidates, &marked)).flatten(),
    }
}

/// Ranks candidates by their scores, the highest first. Equal scores share a rank, and the ranks after them are left out:
/// 1, 1, 3.
fn by_score(scores: Vec<f64>) -> (Vec<f64>, Vec<u32>) {
    let rank =
        |score: f64| 1 + u32::try_from(scores.iter().filter(|&&other| other > score).count()).unwrap_or(u32::MAX - 1);
    let ranks = scores.iter().map(|&score| rank(score)).collect();
    (scores, ranks)
}
