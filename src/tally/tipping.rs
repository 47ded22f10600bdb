//! What would tip a result: the smallest number of ballots that, added or taken away, changes it.

use crate::tally::ballot::Ballot;
use crate::tally::{Count, Method, Rule, count};

/// The part of a result that may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The candidates that have a place.
    Places,
    /// The candidates that share the first rank.
    First,
}

/// A change of the ballots that changes a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tip {
    /// This many further ballots that mark one candidate alone, as high as any ballot marks one.
    More {
        /// The number of ballots.
        ballots: usize,
        /// The candidate.
        candidate: usize,
        /// The level that they give it: with points, their number.
        level: u32,
    },
    /// This many ballots fewer of those that put one candidate above another, the clearest first.
    Fewer {
        /// The number of ballots.
        ballots: usize,
        /// The candidate that they favour.
        candidate: usize,
        /// The other.
        rival: usize,
    },
}

/// Returns the fewest further ballots that reach a goal, and the fewest that have to go. By shares no smaller number can do
/// it. By the other methods it is the number that is enough: fewer ballots may do where they move third candidates too.
pub fn tips(candidates: usize, ballots: &[Ballot], rule: Rule, goal: Goal) -> Vec<Tip> {
    let election = Election { candidates, ballots, rule, goal };
    let result = count(candidates, ballots, rule);
    [election.more(&result), election.fewer(&result)].into_iter().flatten().collect()
}

struct Election<'a> {
    candidates: usize,
    ballots: &'a [Ballot],
    rule: Rule,
    goal: Goal,
}

impl Election<'_> {
    /// The candidates that the goal is about.
    fn winners(&self, count: &Count) -> Vec<bool> {
        match self.goal {
            Goal::Places => count.chosen.clone(),
            Goal::First => count.ranks.iter().map(|rank| *rank == Some(1)).collect(),
        }
    }

    fn is_changed(&self, result: &Count, ballots: &[Ballot]) -> bool {
        self.winners(&count(self.candidates, ballots, self.rule)) != self.winners(result)
    }

    fn more(&self, result: &Count) -> Option<Tip> {
        let limit = 2 * self.ballots.len() + 2;
        let level = self.ballots.iter().map(Ballot::highest_level).max().unwrap_or(0).max(1);
        let of_candidate = |candidate: usize| {
            let is_enough = |added: usize| {
                let mut ballots = self.ballots.to_vec();
                ballots.resize(ballots.len() + added, Ballot::for_one(candidate, self.candidates, level));
                self.is_changed(result, &ballots)
            };
            Some(Tip::More { ballots: fewest(limit, is_enough)?, candidate, level })
        };
        (0..self.candidates).filter_map(of_candidate).min_by_key(Tip::ballots)
    }

    /// Tries the pairs of candidates between which the result is closest.
    fn fewer(&self, result: &Count) -> Option<Tip> {
        let winners = self.winners(result);
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..self.candidates).partition(|&it| winners[it]);
        let rank = |candidate: &usize| result.ranks[*candidate];
        let last = inside.iter().filter_map(rank).max()?;
        let next = outside.iter().filter_map(rank).min();
        let losing: Vec<usize> = inside.into_iter().filter(|it| rank(it) == Some(last)).collect();
        let gaining = outside.into_iter().filter(|it| rank(it) == next);
        let rivals: Vec<usize> = gaining.chain(losing.iter().copied()).collect();
        let pairs = losing.iter().flat_map(|&candidate| rivals.iter().map(move |&rival| (candidate, rival)));
        let of_pair = |(candidate, rival): (usize, usize)| {
            let favours = |ballot: &Ballot| self.favour(ballot, candidate, rival);
            let mut ballots = self.ballots.to_vec();
            ballots.sort_by_cached_key(|ballot| std::cmp::Reverse(favours(ballot)));
            let most = ballots.iter().filter(|ballot| favours(ballot) > 0).count();
            let fewest = (1..=most).find(|&gone| self.is_changed(result, &ballots[gone..]))?;
            Some(Tip::Fewer { ballots: fewest, candidate, rival })
        };
        pairs.filter(|(candidate, rival)| candidate != rival).filter_map(of_pair).min_by_key(Tip::ballots)
    }

    /// The amount by which a ballot favours a candidate over its rival, in halves of points.
    fn favour(&self, ballot: &Ballot, candidate: usize, rival: usize) -> i64 {
        if self.rule.method == Method::Schulze {
            return i64::from(ballot.level(candidate) > ballot.level(rival))
                - i64::from(ballot.level(candidate) < ballot.level(rival));
        }
        let scores = count(self.candidates, std::slice::from_ref(ballot), self.rule).scores;
        #[expect(clippy::cast_possible_truncation, reason = "scores are halves of small whole numbers")]
        let difference = (2.0 * (scores[candidate] - scores[rival])) as i64;
        difference
    }
}

impl Tip {
    /// The number of ballots.
    pub fn ballots(&self) -> usize {
        match self {
            Self::More { ballots, .. } | Self::Fewer { ballots, .. } => *ballots,
        }
    }
}

/// The smallest number from 1 to `limit` that is enough, where every larger number is enough too.
fn fewest(limit: usize, is_enough: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut low, mut high) = (1, limit);
    if !is_enough(limit) {
        return None;
    }
    while low < high {
        let middle = usize::midpoint(low, high);
        if is_enough(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}
