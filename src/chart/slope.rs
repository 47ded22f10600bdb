//! Slope charts: one line for each series, from its number in the first column to that in the second.

use crate::chart::bump::bump_figure;
use crate::chart::drawing::Drawing;
use crate::chart::figure::{Figure, FigureMeta};
use crate::chart::labels::{avoid_overlap, label_class};
use crate::chart::number::{NumberFormat, format_number};
use crate::chart::rank_series::{RankSeries, describe, table_rows};
use crate::chart::svg::{Anchor, LINE_HEIGHT, Svg};
use crate::chart::text::wrap;
use crate::chart::validate::Chart;

/// Draws ranks in two columns as a whole figure, with the titles at the right. A series without a rank in the second
/// column is listed below the others, joined by a dotted line. With other than two columns this is a [`bump_figure`].
pub fn slope_figure(meta: FigureMeta<'_>, columns: &[String], series: &[RankSeries<'_>]) -> String {
    let [_, _] = columns else { return bump_figure(meta, columns, series) };
    if series.is_empty() {
        return String::new();
    }
    // Rank 1 is on top, so ranks are drawn as negative numbers.
    let height = |one: &RankSeries<'_>, column: usize| one.rank(column).map(|rank| -f64::from(rank));
    let slopes = series.iter().map(|one| Slope {
        title: one.title,
        from: height(one, 0),
        to: height(one, 1),
        is_highlighted: false,
    });
    let slopes: Vec<Slope<'_>> = slopes.collect();
    Figure {
        class: "slope",
        description: describe(meta, columns, series),
        columns,
        rows: table_rows(columns, series),
        ..Figure::new(meta, draw_slopes(meta.id, columns, &slopes, &|value| format_number(-value)))
    }
    .into_html()
}

/// Draws a slope chart of a table with two columns.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let slopes = chart.rows.iter().map(|row| Slope {
        title: &row.label,
        from: row.values[0],
        to: row.values[1],
        is_highlighted: row.is_highlighted,
    });
    let slopes: Vec<Slope<'_>> = slopes.collect();
    Drawing::new(draw_slopes(id, &chart.columns, &slopes, &|value| numbers.format(value)))
}

/// A line from one number to another.
struct Slope<'a> {
    title: &'a str,
    from: Option<f64>,
    to: Option<f64>,
    is_highlighted: bool,
}

/// The right edge of the numbers at the left, in percent of the chart's width.
const LEFT_NUMBERS: f64 = 11.0;
/// The left end of the lines.
const LINE_START: f64 = 14.0;
/// The right end of the lines.
const LINE_END: f64 = 44.0;
/// The left edge of the labels (number and title) at the right.
const LABELS: f64 = 47.0;

/// The width of the labels at the right on a phone, in em.
const LABEL_WIDTH: f64 = 10.5;

/// The upper end of the lines' range, in em.
const TOP: f64 = 2.2;

/// Draws slopes, the highest number on top.
fn draw_slopes(id: &str, columns: &[String], slopes: &[Slope<'_>], format: &dyn Fn(f64) -> String) -> Svg {
    let mut svg = Svg::new(id);
    let labels: Vec<Vec<String>> = slopes.iter().map(|slope| label(slope, format)).collect();
    let label_height = |number: usize| labels[number].len() as f64 * LINE_HEIGHT + 0.35;
    let height = (0..slopes.len()).map(label_height).sum::<f64>().max(6.0);
    let values = || slopes.iter().flat_map(|slope| [slope.from, slope.to]).flatten();
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let y = |value: f64| {
        let part = if high > low { (high - value) / (high - low) } else { 0.5 };
        TOP + 0.8 + part * (height - 1.6)
    };
    svg.text_lines(0.0, 0.95, Anchor::Start, "soft", &wrap(&columns[0], 8.5, 1));
    svg.text_lines(LINE_END - 1.0, 0.95, Anchor::Start, "soft", &wrap(&columns[1], LABEL_WIDTH, 1));
    for x in [LINE_START, LINE_END] {
        svg.line((x, TOP), (x, TOP + height), "grid");
    }

    // Labels keep the order of their numbers; those without a number come last.
    let end = |number: usize| slopes[number].to.map_or(f64::INFINITY, y);
    let mut order: Vec<usize> = (0..slopes.len()).collect();
    order.sort_by(|&a, &b| end(a).total_cmp(&end(b)));
    let heights: Vec<f64> = order.iter().map(|&number| label_height(number)).collect();
    let middles: Vec<f64> = order.iter().map(|&number| end(number).min(TOP + height + 1.2)).collect();
    let mut bottom = TOP + height;
    for (&number, middle) in order.iter().zip(avoid_overlap(&middles, &heights, TOP)) {
        bottom = bottom.max(middle + label_height(number) / 2.0);
        draw_slope(&mut svg, &slopes[number], &labels[number], middle, &y);
    }
    left_numbers(&mut svg, slopes, &y, format);
    svg.height = bottom + 0.3;
    svg
}

/// The lines of a slope's label at the right.
fn label(slope: &Slope<'_>, format: &dyn Fn(f64) -> String) -> Vec<String> {
    let value = slope.to.map_or_else(|| "–".to_owned(), format);
    wrap(&format!("{value} {}", slope.title), LABEL_WIDTH, 3)
}

/// Adds one slope and its label, whose middle is at `label_y`.
fn draw_slope(svg: &mut Svg, slope: &Slope<'_>, label: &[String], label_y: f64, y: &dyn Fn(f64) -> f64) {
    let trend = match (slope.from, slope.to) {
        (Some(from), Some(to)) if to > from => "c1",
        (Some(from), Some(to)) if to < from => "c2 dash",
        _ => "c0",
    };
    let strong = if slope.is_highlighted { " strong" } else { "" };
    let (from, to) = (slope.from.map(y), slope.to.map(y));
    match (from, to) {
        (Some(from), Some(to)) => svg.line((LINE_START, from), (LINE_END, to), &format!("path {trend}{strong}")),
        (Some(from), None) => svg.line((LINE_START, from), (LABELS - 1.0, label_y), "path c0 dots"),
        _ => {}
    }
    if let Some(to) = to {
        svg.line((LINE_END, to), (LABELS - 0.7, label_y), "grid");
        svg.circle(LINE_END, to, 0.32, &format!("node {trend}"));
    }
    if let Some(from) = from {
        svg.circle(LINE_START, from, 0.32, &format!("node {trend}"));
    }
    let baseline = label_y - label.len() as f64 * LINE_HEIGHT / 2.0 + 0.95;
    svg.text_lines(LABELS, baseline, Anchor::Start, label_class(slope.is_highlighted), label);
}

/// Adds the numbers at the left, each once.
fn left_numbers(svg: &mut Svg, slopes: &[Slope<'_>], y: &dyn Fn(f64) -> f64, format: &dyn Fn(f64) -> String) {
    let mut values: Vec<f64> = slopes.iter().filter_map(|slope| slope.from).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values.dedup();
    let middles: Vec<f64> = values.iter().map(|&value| y(value)).collect();
    let middles = avoid_overlap(&middles, &vec![LINE_HEIGHT; values.len()], TOP);
    for (value, middle) in values.into_iter().zip(middles) {
        svg.text(LEFT_NUMBERS, middle + 0.35, Anchor::End, "", &format(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::{META, assert_svg_is_well_formed, names};

    #[test]
    fn series_without_a_second_number_are_listed_too() {
        let series = [
            RankSeries { title: "Equity", url: "", ranks: &[Some(1), None] },
            RankSeries { title: "Privacy", url: "", ranks: &[None, Some(1)] },
            RankSeries { title: "Cloud", url: "", ranks: &[Some(2), Some(2)] },
        ];
        let html = slope_figure(META, &names(&["2025", "2026"]), &series);
        assert!(html.contains("– Equity") && html.contains("1 Privacy") && html.contains("2 Cloud"));
        assert_svg_is_well_formed(&html);
    }
}
