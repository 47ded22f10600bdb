//! Counts crosses: the score of a candidate is the number of ballots that mark it (approval voting).

use crate::tally::ballot::Ballot;

/// The number of ballots that mark each candidate.
pub fn scores(candidates: usize, ballots: &[&Ballot]) -> Vec<f64> {
    let marks = |candidate: usize| ballots.iter().filter(|ballot| ballot.level(candidate) > 0).count();
    (0..candidates).map(|candidate| marks(candidate) as f64).collect()
}
