//! Stacked bar charts: one bar for each row, with a segment for each column.

use crate::chart::axis::PHONE_WIDTH;
use crate::chart::drawing::Drawing;
use crate::chart::labels::row_label;
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Anchor, Fill, Svg};
use crate::chart::text::text_width;
use crate::chart::validate::Chart;

/// The height of a stacked bar, in em.
pub const BAR_HEIGHT: f64 = 1.2;

/// Draws a stacked bar chart.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let unit = 100.0 / chart.max;
    svg.height = 0.2;
    for row in &chart.rows {
        row_label(&mut svg, row);
        let segments = row.values.iter().enumerate();
        let segments = segments.map(|(column, &value)| (value.unwrap_or(0.0) * unit, value, Fill::for_series(column)));
        draw_segments(&mut svg, 0.0, segments, numbers);
    }
    Drawing::new(svg).with_fill_legend(chart, Fill::for_series)
}

/// Adds the segments of one bar end to end, from `x`: the length of each in percent of the chart's width, its number
/// and its fill. The number is shown below its segment where it is no wider than that.
pub fn draw_segments(
    svg: &mut Svg,
    x: f64,
    segments: impl Iterator<Item = (f64, Option<f64>, Fill)>,
    numbers: &NumberFormat<'_>,
) {
    let y = svg.height;
    let mut end = x;
    for (length, value, fill) in segments {
        end += length;
        if length <= 0.0 {
            continue;
        }
        let start = end - length;
        svg.rectangle((start, y), (length, BAR_HEIGHT), fill);
        let text = numbers.format_optional(value);
        if (text_width(&text) + 0.3) / PHONE_WIDTH * 100.0 <= length {
            svg.text(start + length / 2.0, y + BAR_HEIGHT + 1.0, Anchor::Middle, "", &text);
        }
    }
    svg.height = y + BAR_HEIGHT + 1.7;
}
