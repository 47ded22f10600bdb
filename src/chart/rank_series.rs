//! Ranks in several columns (editions, surveys) as series, with their table and their description in words.

use crate::chart::figure::{DataRow, FigureMeta};

/// A series: one topic and its rank in each column.
#[derive(Clone, Copy, Debug)]
pub struct RankSeries<'a> {
    /// The name of the topic.
    pub title: &'a str,
    /// The address of a page about it, ready for `href`; may be empty.
    pub url: &'a str,
    /// Its rank in each column, 1 on top; `None` where it has none. As long as the list of columns.
    pub ranks: &'a [Option<u32>],
    /// The series that this one came of: their lines lead to it.
    pub origins: &'a [RankOrigin],
}

/// A series of which another came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankOrigin {
    /// The number of the earlier series.
    pub series: usize,
    /// The column in which the other came of it.
    pub column: usize,
}

/// A line from one series to another that came of it. Both ends are a series and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankBranch {
    /// The last rank of the earlier series before the other came of it.
    pub from: (usize, usize),
    /// The rank of the later series when it did.
    pub to: (usize, usize),
}

/// Finds the lines between series. There is none where one of the two ranks is missing.
pub fn branches(series: &[RankSeries<'_>]) -> Vec<RankBranch> {
    let branch = |to: usize, origin: &RankOrigin| {
        series[to].rank(origin.column)?;
        let earlier = series.get(origin.series)?.ranks.get(..origin.column)?;
        let last = earlier.iter().rposition(Option::is_some)?;
        Some(RankBranch { from: (origin.series, last), to: (to, origin.column) })
    };
    let mut branches = Vec::new();
    for (number, one) in series.iter().enumerate() {
        branches.extend(one.origins.iter().filter_map(|origin| branch(number, origin)));
    }
    branches
}

impl RankSeries<'_> {
    /// The rank in a column.
    pub fn rank(&self, column: usize) -> Option<u32> {
        self.ranks.get(column).copied().flatten()
    }
}

/// Describes the chart for screen readers: names the first in each column, and which series came of which.
pub fn describe(meta: FigureMeta<'_>, columns: &[String], series: &[RankSeries<'_>]) -> String {
    let sentence = |(column, name): (usize, &String)| {
        let best = series.iter().filter_map(|one| one.rank(column)).min()?;
        let first = series.iter().filter(|one| one.rank(column) == Some(best)).map(|one| one.title);
        let first = first.collect::<Vec<_>>().join(", ");
        Some((meta.translate)("chart-first", &[("column", name), ("names", &first)]))
    };
    let origin = |branch: RankBranch| {
        let names = [("from", series[branch.from.0].title), ("to", series[branch.to.0].title)];
        (meta.translate)("chart-branch", &names)
    };
    let firsts = columns.iter().enumerate().filter_map(sentence);
    firsts.chain(branches(series).into_iter().map(origin)).collect::<Vec<_>>().join(" ")
}

/// The ranks as rows of the figure's table.
pub fn table_rows(columns: &[String], series: &[RankSeries<'_>]) -> Vec<DataRow> {
    let cell = |rank: Option<u32>| rank.map_or_else(String::new, |rank| rank.to_string());
    let row = |one: &RankSeries<'_>| DataRow {
        label: one.title.to_owned(),
        url: one.url.to_owned(),
        cells: (0..columns.len()).map(|column| cell(one.rank(column))).collect(),
    };
    series.iter().map(row).collect()
}
