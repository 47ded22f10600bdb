//! The method of Markus Schulze, with the strength of a link measured in winning votes: a candidate beats another if its
//! strongest path to the other is stronger than the way back.

use crate::tally::ballot::Ballot;

/// The number of candidates that each beats, and the ranks.
pub fn scores_and_ranks(candidates: usize, ballots: &[&Ballot]) -> (Vec<f64>, Vec<u32>) {
    let paths = strongest_paths(&preferences(candidates, ballots));
    let beats = |one: usize, other: usize| paths[one][other] > paths[other][one];
    let wins = |one: usize| (0..candidates).filter(|&other| beats(one, other)).count();
    ((0..candidates).map(|candidate| wins(candidate) as f64).collect(), ranks(candidates, beats))
}

/// The number of ballots that prefer each candidate to each other one. A ballot prefers every candidate that it ranks to
/// all that it leaves out.
pub fn preferences(candidates: usize, ballots: &[&Ballot]) -> Vec<Vec<usize>> {
    let prefer = |one: usize, other: usize| ballots.iter().filter(|it| it.level(one) > it.level(other)).count();
    (0..candidates).map(|one| (0..candidates).map(|other| prefer(one, other)).collect()).collect()
}

/// The strength of the strongest path from each candidate to each other one, by the algorithm of Floyd and Warshall.
fn strongest_paths(preferences: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = preferences.len();
    let mut paths = vec![vec![0; count]; count];
    for (one, row) in paths.iter_mut().enumerate() {
        for (other, strength) in row.iter_mut().enumerate() {
            if preferences[one][other] > preferences[other][one] {
                *strength = preferences[one][other];
            }
        }
    }
    for via in 0..count {
        for from in (0..count).filter(|&from| from != via) {
            for to in (0..count).filter(|&to| to != via && to != from) {
                paths[from][to] = paths[from][to].max(paths[from][via].min(paths[via][to]));
            }
        }
    }
    paths
}

/// Ranks candidates by who beats whom, which has no cycles: all that no other remaining candidate beats share the next rank.
pub fn ranks(candidates: usize, beats: impl Fn(usize, usize) -> bool) -> Vec<u32> {
    let mut ranks = vec![0; candidates];
    let mut remaining: Vec<usize> = (0..candidates).collect();
    let mut rank = 1;
    while !remaining.is_empty() {
        let is_beaten = |&one: &usize| remaining.iter().any(|&other| beats(other, one));
        let (rest, best): (Vec<usize>, Vec<usize>) = remaining.iter().copied().partition(is_beaten);
        if best.is_empty() {
            return ranks;
        }
        for &one in &best {
            ranks[one] = rank;
        }
        rank += u32::try_from(best.len()).unwrap_or(1);
        remaining = rest;
    }
    ranks
}
