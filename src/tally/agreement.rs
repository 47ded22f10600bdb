//! How far rankings agree: Kendall's coefficient of concordance W, corrected for ties, from 0 (not at all) to 1 (wholly).

use serde::{Deserialize, Serialize};

use crate::tally::ballot::Ballot;

/// Kendall's W of some rankings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement(f64);

impl Agreement {
    /// W, to two decimal places.
    pub fn rounded(self) -> f64 {
        (self.0 * 100.0).round() / 100.0
    }

    /// The word for it, as part of a key of the skin's words. The words are those of Schmidt's table, which has one for 0.1,
    /// 0.3, 0.5, 0.7 and 0.9; each stands for the values nearest to it.
    pub fn word(self) -> &'static str {
        match self.0 {
            w if w < 0.2 => "very-weak",
            w if w < 0.4 => "weak",
            w if w < 0.6 => "moderate",
            w if w < 0.8 => "strong",
            _ => "very-strong",
        }
    }
}

/// Computes W. Candidates of one level share the mean of the ranks that they take up together; those that a ballot leaves
/// out are level with one another, below all others. `None` for fewer than two rankings or candidates, and where every
/// ballot ranks all candidates alike.
pub fn agreement(candidates: usize, ballots: &[&Ballot]) -> Option<Agreement> {
    let (judges, count) = (ballots.len() as f64, candidates as f64);
    if ballots.len() < 2 || candidates < 2 {
        return None;
    }
    let mut sums = vec![0.0; candidates];
    let mut ties = 0.0;
    for ballot in ballots {
        for (candidate, sum) in sums.iter_mut().enumerate() {
            let others = || (0..candidates).map(|other| ballot.level(other));
            let above = others().filter(|&level| level > ballot.level(candidate)).count() as f64;
            let beside = others().filter(|&level| level == ballot.level(candidate)).count() as f64;
            *sum += above + f64::midpoint(beside, 1.0);
            // The sum of t³ − t over groups of t ties, each member giving t² − 1.
            ties += beside * beside - 1.0;
        }
    }
    let mean = judges * (count + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum();
    let most = judges * judges * (count * count * count - count) - judges * ties;
    (most > 0.0).then(|| Agreement(12.0 * squares / most))
}
