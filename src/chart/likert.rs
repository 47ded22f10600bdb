//! Likert charts: survey answers as segments of a bar for each row, the bars lined up at the middle of the scale.

use crate::chart::drawing::Drawing;
use crate::chart::labels::{row_label, scale_end_labels};
use crate::chart::number::NumberFormat;
use crate::chart::stacked::{BAR_HEIGHT, draw_segments};
use crate::chart::svg::{Fill, Svg};
use crate::chart::validate::{Chart, Row};

/// Draws a Likert chart.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let columns = chart.columns.len();
    let widest = |shares: fn(&Row) -> f64| chart.rows.iter().map(shares).fold(0.0, f64::max);
    let (left, right) = (widest(share_below_middle), widest(|row| 100.0 - share_below_middle(row)));
    let unit = 100.0 / (left + right);
    let scale = &chart.spec.scale;
    let low = if scale.low.is_empty() { String::new() } else { format!("← {}", scale.low) };
    let high = if scale.high.is_empty() { String::new() } else { format!("{} →", scale.high) };
    scale_end_labels(&mut svg, &low, &high);
    for row in &chart.rows {
        row_label(&mut svg, row);
        let y = svg.height;
        let segments = row.values.iter().enumerate().map(|(column, &value)| {
            let length = 100.0 * value.unwrap_or(0.0) / row.sum() * unit;
            (length, value, answer_fill(column, columns))
        });
        draw_segments(&mut svg, (left - share_below_middle(row)) * unit, segments, numbers);
        svg.line((left * unit, y - 0.2), (left * unit, y + BAR_HEIGHT + 0.2), "middle");
    }
    Drawing::new(svg).with_fill_legend(chart, |column| answer_fill(column, columns))
}

/// The share of a row's answers below the middle of the scale, in percent; the middle answer counts half.
fn share_below_middle(row: &Row) -> f64 {
    let (columns, half) = (row.values.len(), row.values.len() / 2);
    let share = |column: usize| 100.0 * row.values[column].unwrap_or(0.0) / row.sum();
    let middle = if columns % 2 == 1 { share(half) / 2.0 } else { 0.0 };
    (0..half).map(share).sum::<f64>() + middle
}

/// The fill of an answer: one colour for each side of the scale, solid at the ends; a pale one for the middle answer.
fn answer_fill(column: usize, columns: usize) -> Fill {
    if columns % 2 == 1 && column == columns / 2 {
        return Fill { colour: 0, pattern: 5 };
    }
    let is_low = column < columns / 2;
    let distance_from_end = column.min(columns - 1 - column);
    let pattern = match (distance_from_end, is_low) {
        (0, _) => 0,
        (1, true) => 1,
        (1, false) => 3,
        _ => 2,
    };
    Fill { colour: if is_low { 2 } else { 1 }, pattern }
}
