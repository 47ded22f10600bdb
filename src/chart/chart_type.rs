//! The chart types, and what each can show. The drawing of a type is in the file of its name.

use std::ops::RangeInclusive;

/// A chart type, which authors choose by `type:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ChartType {
    /// One bar for each row.
    Bar,
    /// Several bars for each row, one for each column.
    Grouped,
    /// One bar for each row, with a segment for each column.
    Stacked,
    /// Survey answers from one end of a scale to the other, stacked around the middle of the scale.
    Likert,
    /// A line chart: one line for each column, through the rows.
    Line,
    /// A slope chart: one line for each row, from the first column to the second.
    Slope,
    /// A bump chart: one line for each row, through its ranks in the columns.
    Bump,
    /// A dot plot: one axis for each row, with a marker for each column.
    Dots,
    /// Small multiples: a small line chart for each column, all on one scale.
    Multiples,
}

impl ChartType {
    /// All chart types, by the names that authors write.
    pub const ALL: [(&'static str, Self); 9] = [
        ("bar", Self::Bar),
        ("grouped", Self::Grouped),
        ("stacked", Self::Stacked),
        ("likert", Self::Likert),
        ("line", Self::Line),
        ("slope", Self::Slope),
        ("bump", Self::Bump),
        ("dots", Self::Dots),
        ("multiples", Self::Multiples),
    ];

    /// The name that authors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, chart_type)| *chart_type == self).map_or("", |(name, _)| name)
    }

    /// The numbers of columns that this type can show legibly, and the most rows. Bars, dots and lines are told apart by six styles
    /// ([`crate::chart::svg::SERIES_STYLES`]); the segments of a Likert chart have styles of their own.
    pub fn limits(self) -> (RangeInclusive<usize>, usize) {
        match self {
            Self::Bar => (1..=1, 60),
            Self::Grouped | Self::Stacked => (2..=6, 60),
            Self::Likert => (2..=7, 60),
            Self::Dots => (1..=6, 60),
            Self::Line => (1..=6, 200),
            Self::Slope => (2..=2, 30),
            Self::Bump => (2..=40, 100),
            Self::Multiples => (2..=24, 200),
        }
    }

    /// Returns true if each column is one line through all rows.
    pub fn has_line_per_column(self) -> bool {
        matches!(self, Self::Line | Self::Multiples)
    }

    /// Returns true if the order of the rows carries meaning, so that `sort:` makes no sense.
    pub fn keeps_table_order(self) -> bool {
        matches!(self, Self::Line | Self::Multiples | Self::Bump | Self::Slope)
    }

    /// Returns true if readers can compare a number of their own with the chart's (`compare: true`).
    pub fn allows_compare(self) -> bool {
        matches!(self, Self::Bar | Self::Dots)
    }

    /// Returns true if the numbers of a row are parts of a whole.
    pub fn shows_parts_of_a_whole(self) -> bool {
        matches!(self, Self::Stacked | Self::Likert)
    }

    /// Returns true if the length of a bar stands for its number, so that the axis has to begin at 0.
    pub fn has_bars_from_zero(self) -> bool {
        matches!(self, Self::Bar | Self::Grouped | Self::Stacked)
    }
}
