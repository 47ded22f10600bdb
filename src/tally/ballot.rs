//! One ballot, in the form in which every method reads it.

/// A ballot: a level for each candidate, the higher the better; 0 for a candidate that it does not mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot(Vec<u32>);

impl Ballot {
    /// A ballot of crosses.
    pub fn of_crosses(crosses: impl IntoIterator<Item = bool>) -> Self {
        Self(crosses.into_iter().map(u32::from).collect())
    }

    /// A ballot of ranks, 1 best. Equal ranks are a tie, and gaps between ranks have no meaning.
    pub fn of_ranks(ranks: impl IntoIterator<Item = Option<u32>>) -> Self {
        Self(ranks.into_iter().map(|rank| rank.map_or(0, |rank| u32::MAX - rank)).collect())
    }

    /// A ballot of points. No points are no mark.
    pub fn of_points(points: impl IntoIterator<Item = u32>) -> Self {
        Self(points.into_iter().collect())
    }

    /// A ballot that marks one candidate alone, at this level.
    pub fn for_one(candidate: usize, candidates: usize, level: u32) -> Self {
        Self((0..candidates).map(|other| if other == candidate { level } else { 0 }).collect())
    }

    /// The level of a candidate.
    pub fn level(&self, candidate: usize) -> u32 {
        self.0[candidate]
    }

    /// The highest level of any candidate.
    pub fn highest_level(&self) -> u32 {
        self.0.iter().copied().max().unwrap_or(0)
    }

    /// Returns true if the ballot marks no candidate.
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|&level| level == 0)
    }

    /// The number of candidates that the ballot marks.
    pub fn marks(&self) -> usize {
        self.0.iter().filter(|&&level| level > 0).count()
    }
}
