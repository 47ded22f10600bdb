//! The Borda count. Of each ballot a candidate gets a point for every candidate below it and half a point for every one
//! beside it. So candidates that share a rank, and those that a ballot leaves out, share the points of the places that
//! they take up together.

use crate::tally::ballot::Ballot;

/// The points of each candidate on ballots of ranks.
pub fn scores(candidates: usize, ballots: &[&Ballot]) -> Vec<f64> {
    let mut halves = vec![0_u64; candidates];
    for ballot in ballots {
        for (candidate, sum) in halves.iter_mut().enumerate() {
            *sum += points_in_halves(ballot, candidate, candidates);
        }
    }
    halves.into_iter().map(|halves| halves as f64 / 2.0).collect()
}

/// The points that a ballot gives a candidate, doubled to be whole.
fn points_in_halves(ballot: &Ballot, candidate: usize, candidates: usize) -> u64 {
    let level = ballot.level(candidate);
    let against = |other: usize| match ballot.level(other) {
        below if below < level => 2,
        beside if beside == level => 1,
        _ => 0,
    };
    (0..candidates).filter(|&other| other != candidate).map(against).sum()
}

/// The sum of the points that ballots of points give each candidate.
pub fn sums(candidates: usize, ballots: &[&Ballot]) -> Vec<f64> {
    let sum = |candidate: usize| ballots.iter().map(|ballot| f64::from(ballot.level(candidate))).sum();
    (0..candidates).map(sum).collect()
}
