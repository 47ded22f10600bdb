//! The drawing of a chart: an SVG and the parts of its figure that only the drawing code knows.

use crate::base::escape_text;
use crate::chart::axis::HorizontalAxis;
use crate::chart::svg::{Fill, Svg};
use crate::chart::validate::Chart;

/// The drawing of a chart.
pub struct Drawing {
    /// The chart itself.
    pub svg: Svg,
    /// The items of the legend, as HTML; empty where the chart needs none.
    pub legend: Vec<String>,
    /// A line between title and SVG; may be empty.
    pub subtitle: String,
    /// The axis on which a reader's own number can be marked (`compare: true`).
    pub compare_axis: Option<HorizontalAxis>,
}

impl Drawing {
    /// A drawing without a legend.
    pub fn new(svg: Svg) -> Self {
        Self { svg, legend: Vec::new(), subtitle: String::new(), compare_axis: None }
    }

    /// Adds a legend with a filled box for each column.
    pub fn with_fill_legend(mut self, chart: &Chart, fill: impl Fn(usize) -> Fill) -> Self {
        for (column, name) in chart.columns.iter().enumerate() {
            self.legend.push(format!("{} {}", self.svg.legend_box(fill(column)), escape_text(name)));
        }
        self
    }

    /// Adds a legend with a marker for each column.
    pub fn with_marker_legend(mut self, chart: &Chart) -> Self {
        let item = |(column, name): (usize, &String)| format!("{} {}", Svg::legend_marker(column), escape_text(name));
        self.legend = chart.columns.iter().enumerate().map(item).collect();
        self
    }
}
