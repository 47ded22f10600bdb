//! The drawing of a chart: an SVG and the parts of its figure that only the drawing code knows.

use crate::chart::axis::HorizontalAxis;
use crate::chart::svg::{Fill, Svg};
use crate::chart::validate::Chart;

/// The drawing of a chart.
pub struct Drawing {
    /// The chart itself.
    pub svg: Svg,
    /// The legend; empty where the chart needs none.
    pub legend: Vec<LegendItem>,
    /// A line between title and SVG; may be empty.
    pub subtitle: String,
    /// The axis on which a reader's own number can be marked (`compare: true`).
    pub compare_axis: Option<HorizontalAxis>,
}

/// An item of a legend.
pub struct LegendItem {
    /// A sign, as HTML.
    pub sign: String,
    /// The name of its series, as text.
    pub name: String,
}

impl Drawing {
    /// A drawing without a legend.
    pub fn new(svg: Svg) -> Self {
        Self { svg, legend: Vec::new(), subtitle: String::new(), compare_axis: None }
    }

    /// Adds a legend with a filled box for each column.
    pub fn with_fill_legend(mut self, chart: &Chart, fill: impl Fn(usize) -> Fill) -> Self {
        for (column, name) in chart.columns.iter().enumerate() {
            self.legend.push(LegendItem { sign: self.svg.legend_box(fill(column)), name: name.clone() });
        }
        self
    }

    /// Adds a legend with a marker for each column.
    pub fn with_marker_legend(mut self, chart: &Chart) -> Self {
        let item =
            |(column, name): (usize, &String)| LegendItem { sign: Svg::legend_marker(column), name: name.clone() };
        self.legend = chart.columns.iter().enumerate().map(item).collect();
        self
    }
}
