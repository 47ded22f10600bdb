//! Bar charts: one bar for each row, its label above it.

use crate::chart::axis::HorizontalAxis;
use crate::chart::drawing::Drawing;
use crate::chart::labels::row_label;
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Anchor, Fill, Svg};
use crate::chart::validate::Chart;

/// Draws a bar chart.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let axis = HorizontalAxis::for_bars(chart, numbers);
    svg.height = if chart.spec.compare { 1.6 } else { 0.2 };
    for row in &chart.rows {
        row_label(&mut svg, row);
        let colour = if row.is_highlighted { 2 } else { 1 };
        let bar = Bar { y: svg.height, height: 1.1, value: row.values[0], fill: Fill { colour, pattern: 0 } };
        bar.draw(&mut svg, &axis, numbers);
        svg.height += 1.1 + 0.55;
    }
    Drawing { compare_axis: Some(axis), ..Drawing::new(svg) }
}

/// One bar, with its number beyond its end.
pub struct Bar {
    /// Its upper edge, in em.
    pub y: f64,
    /// Its height, in em.
    pub height: f64,
    /// Its number; without one a dash is shown instead of the bar.
    pub value: Option<f64>,
    /// Its fill.
    pub fill: Fill,
}

impl Bar {
    /// Adds the bar to an SVG.
    pub fn draw(self, svg: &mut Svg, axis: &HorizontalAxis, numbers: &NumberFormat<'_>) {
        let Self { y, height, value, fill } = self;
        let baseline = y + height / 2.0 + 0.35;
        let zero = axis.x(0.0_f64.max(axis.min));
        let Some(value) = value else {
            svg.text(zero + 1.0, baseline, Anchor::Start, "soft", "–");
            return;
        };
        let end = axis.x(value);
        // A piece of the zero line for each bar, so that the line does not run through the labels.
        svg.line((zero, y - 0.15), (zero, y + height + 0.15), "axis");
        svg.rectangle((zero.min(end), y), ((end - zero).abs(), height), fill);
        let (x, anchor) = if value < 0.0 { (end - 1.5, Anchor::End) } else { (end + 1.5, Anchor::Start) };
        svg.text(x, baseline, anchor, "", &numbers.format(value));
    }
}
