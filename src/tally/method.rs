//! The types of ballots, the methods of counting, and which go together.

use serde::{Deserialize, Serialize};

/// The type of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BallotType {
    /// A cross for each candidate that the voter chooses.
    Cross,
    /// A rank for each candidate that the voter ranks, 1 first.
    Rank,
    /// Points for each candidate, the more the better.
    Points,
}

/// A method of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// The share of the voters who chose a candidate.
    Share,
    /// The Borda count; for ballots of points their sum.
    Borda,
    /// The method of Markus Schulze.
    Schulze,
}

impl BallotType {
    /// All types.
    pub const ALL: [Self; 3] = [Self::Cross, Self::Rank, Self::Points];

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cross => "cross",
            Self::Rank => "rank",
            Self::Points => "points",
        }
    }

    /// Finds a type by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ballot| ballot.name() == name)
    }

    /// The methods that count such ballots, the usual one first.
    pub fn methods(self) -> &'static [Method] {
        match self {
            Self::Cross => &[Method::Share],
            Self::Rank | Self::Points => &[Method::Borda, Method::Schulze],
        }
    }
}

impl Method {
    /// All methods.
    pub const ALL: [Self; 3] = [Self::Share, Self::Borda, Self::Schulze];

    /// The name in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Borda => "borda",
            Self::Schulze => "schulze",
        }
    }

    /// Finds a method by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}
