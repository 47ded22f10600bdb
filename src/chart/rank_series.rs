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
    /// The numbers of the series that this one came of: their lines lead to its first rank.
    pub origins: &'a [usize],
}

/// A line from one series to another that came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankBranch {
    /// The number of the earlier series, and its last column with a rank before the other begins.
    pub from: (usize, usize),
    /// The number of the later series, and its first column with a rank.
    pub to: (usize, usize),
}

/// Finds the lines between series. One without a rank before the other begins has none.
pub fn branches(series: &[RankSeries<'_>]) -> Vec<RankBranch> {
    let branch = |to: usize, from: usize| {
        let first = series[to].ranks.iter().position(Option::is_some)?;
        let last = series.get(from)?.ranks.get(..first)?.iter().rposition(Option::is_some)?;
        Some(RankBranch { from: (from, last), to: (to, first) })
    };
    let of_series =
        |(to, one): (usize, &RankSeries<'_>)| one.origins.iter().filter_map(|&from| branch(to, from)).collect();
    series.iter().enumerate().flat_map::<Vec<_>, _>(of_series).collect()
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
