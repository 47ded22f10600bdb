//! Dot plots: one axis for each row, with a marker for each column.

use crate::chart::axis::{HorizontalAxis, PHONE_WIDTH, ticks};
use crate::chart::drawing::Drawing;
use crate::chart::labels::{label_class, row_label, scale_end_labels};
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Anchor, Svg};
use crate::chart::text::text_width;
use crate::chart::validate::{Chart, Row};

/// Draws a dot plot.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let axis = HorizontalAxis { left: 3.0, length: 94.0, min: chart.min, max: chart.max };
    if chart.spec.compare {
        svg.height = 1.5;
    }
    let (scale, low, high) = (&chart.spec.scale, numbers.format(chart.min), numbers.format(chart.max));
    scale_end_labels(&mut svg, &format!("{low} {}", scale.low), &format!("{} {high}", scale.high));
    let ticks = ticks(chart.min, chart.max);
    for row in &chart.rows {
        row_label(&mut svg, row);
        let y = svg.height + 0.5;
        svg.line((axis.left, y), (axis.left + axis.length, y), "axis");
        for &tick in &ticks {
            svg.line((axis.x(tick), y - 0.25), (axis.x(tick), y + 0.25), "axis");
        }
        draw_markers(&mut svg, row, y, &axis, numbers);
        svg.height = y + 1.9;
    }
    let drawing = Drawing { compare_axis: Some(axis), ..Drawing::new(svg) };
    if chart.columns.len() > 1 { drawing.with_marker_legend(chart) } else { drawing }
}

/// Adds the markers of a row, each with its number below it. A number that would touch the one before is left out; it
/// is in the table.
fn draw_markers(svg: &mut Svg, row: &Row, y: f64, axis: &HorizontalAxis, numbers: &NumberFormat<'_>) {
    let values = row.values.iter().enumerate();
    let mut markers: Vec<(f64, usize)> = values.filter_map(|(column, value)| Some(((*value)?, column))).collect();
    markers.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut end_of_last_text = 0.0;
    for (value, column) in markers {
        let (x, text) = (axis.x(value), numbers.format(value));
        let half_width = text_width(&text) / PHONE_WIDTH * 50.0;
        if x - half_width >= end_of_last_text {
            let text_x = x.clamp(half_width, 100.0 - half_width);
            svg.text(text_x, y + 1.45, Anchor::Middle, label_class(row.is_highlighted), &text);
            end_of_last_text = text_x + half_width + 0.3;
        }
        let is_alone = row.values.len() == 1;
        svg.marker(x, y, if is_alone && row.is_highlighted { 1 } else { column });
    }
}
