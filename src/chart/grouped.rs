//! Grouped bar charts: several bars for each row, one for each column.

use crate::chart::axis::HorizontalAxis;
use crate::chart::bar::Bar;
use crate::chart::drawing::Drawing;
use crate::chart::labels::row_label;
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Fill, Svg};
use crate::chart::validate::Chart;

/// Draws a grouped bar chart.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let axis = HorizontalAxis::for_bars(chart, numbers);
    svg.height = 0.2;
    for row in &chart.rows {
        row_label(&mut svg, row);
        for (column, &value) in row.values.iter().enumerate() {
            let bar = Bar { y: svg.height, height: 0.95, value, fill: Fill::for_series(column) };
            bar.draw(&mut svg, &axis, numbers);
            svg.height += 1.15;
        }
        svg.height += 0.5;
    }
    Drawing::new(svg).with_fill_legend(chart, Fill::for_series)
}
