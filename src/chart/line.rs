//! Line charts: one line for each column, through the rows.

use crate::chart::axis::{PHONE_WIDTH, ticks};
use crate::chart::drawing::Drawing;
use crate::chart::labels::{avoid_overlap, label_class};
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Anchor, LINE_HEIGHT, SERIES_STYLES, Svg};
use crate::chart::text::{text_width, wrap};
use crate::chart::validate::Chart;

/// The upper edge of the plot, in em.
const TOP: f64 = 1.0;

/// The height of the plot without its labels, in em.
const HEIGHT: f64 = 11.0;

/// The lower edge of the plot, in em.
const BOTTOM: f64 = TOP + HEIGHT;

/// The room for the names of the lines at the right, in em on a phone.
const NAME_WIDTH: f64 = 6.0;

/// The same in percent of the chart's width.
const NAME_PERCENT: f64 = 31.0;

/// Draws a line chart.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let y = |value: f64| BOTTOM - HEIGHT * (value - chart.min) / (chart.max - chart.min);
    let names: Vec<Vec<String>> = chart.columns.iter().map(|name| wrap(name, NAME_WIDTH, 3)).collect();
    let is_alone = chart.columns.len() == 1;
    let fits = |line: &String| text_width(line) <= NAME_WIDTH && !line.ends_with('…');
    let has_names = !is_alone && names.iter().flatten().all(fits);
    let plot_right = if has_names { 100.0 - NAME_PERCENT } else { 97.0 };
    let plot_left = vertical_axis(&mut svg, chart, plot_right, y, numbers);
    let x = |row: usize| plot_left + (plot_right - plot_left) * row as f64 / (chart.rows.len() - 1) as f64;
    row_names(&mut svg, chart, (plot_left, plot_right), x);
    for column in 0..chart.columns.len() {
        draw_series(&mut svg, chart, column, &x, &y);
    }
    if is_alone {
        value_labels(&mut svg, chart, x, y, numbers);
    }
    if has_names {
        line_names(&mut svg, chart, &names, &y);
    }
    let drawing = Drawing::new(svg);
    if is_alone || has_names { drawing } else { drawing.with_marker_legend(chart) }
}

/// Adds the ticks at the left with their grid lines. Returns the left edge of the plot, in percent.
fn vertical_axis(
    svg: &mut Svg,
    chart: &Chart,
    plot_right: f64,
    y: impl Fn(f64) -> f64,
    numbers: &NumberFormat<'_>,
) -> f64 {
    let ticks = ticks(chart.min, chart.max);
    let widest = ticks.iter().map(|&tick| text_width(&numbers.format(tick))).fold(0.0, f64::max);
    let room = widest / PHONE_WIDTH * 100.0 + 1.0;
    for &tick in &ticks {
        svg.text(room - 1.0, y(tick) + 0.35, Anchor::End, "soft", &numbers.format(tick));
        svg.line((room, y(tick)), (plot_right + 1.5, y(tick)), if tick == 0.0 { "axis" } else { "grid" });
    }
    room + 3.0
}

/// Adds one column as a line with markers. The line has a gap where a number is missing.
pub fn draw_series(svg: &mut Svg, chart: &Chart, column: usize, x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) {
    let point = |row: usize| Some((x(row), y(chart.rows[row].values[column]?)));
    let colour = column % SERIES_STYLES + 1;
    let strong = if chart.is_column_highlighted(column) { " strong" } else { "" };
    for row in 1..chart.rows.len() {
        if let (Some(from), Some(to)) = (point(row - 1), point(row)) {
            svg.line(from, to, &format!("path c{colour}{strong}"));
        }
    }
    for (x, y) in (0..chart.rows.len()).filter_map(point) {
        svg.marker(x, y, column);
    }
}

/// Adds the number above each point of a single line, where all have room.
fn value_labels(
    svg: &mut Svg,
    chart: &Chart,
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
    numbers: &NumberFormat<'_>,
) {
    for (row, value) in chart.rows.iter().enumerate().filter_map(|(row, it)| Some((row, it.values[0]?))) {
        let text = numbers.format(value);
        if chart.rows.len() as f64 * text_width(&text) <= PHONE_WIDTH {
            svg.text(x(row), y(value) - 0.75, Anchor::Middle, "", &text);
        }
    }
}

/// Adds the names of the lines beside their last points.
fn line_names(svg: &mut Svg, chart: &Chart, names: &[Vec<String>], y: &dyn Fn(f64) -> f64) {
    let last_value = |column: usize| chart.rows.iter().rev().find_map(|row| row.values[column]);
    let ends = (0..names.len()).filter_map(|column| Some((y(last_value(column)?), column)));
    let mut ends: Vec<(f64, usize)> = ends.collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let middles: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
    let heights: Vec<f64> = ends.iter().map(|&(_, column)| names[column].len() as f64 * LINE_HEIGHT).collect();
    let middles = avoid_overlap(&middles, &heights, TOP - 1.0);
    let x = 100.0 - NAME_PERCENT;
    for ((middle, &(end, column)), height) in middles.into_iter().zip(&ends).zip(&heights) {
        svg.line((x + 1.0, end), (x + 3.0, middle), "grid");
        let class = label_class(chart.is_column_highlighted(column));
        svg.text_lines(x + 3.5, middle - height / 2.0 + 0.95, Anchor::Start, class, &names[column]);
        svg.height = svg.height.max(middle + height / 2.0);
    }
}

/// Adds the names of the rows below the plot; where they have no room, only the first and the last.
fn row_names(svg: &mut Svg, chart: &Chart, (left, right): (f64, f64), x: impl Fn(usize) -> f64) {
    let last = chart.rows.len() - 1;
    let plot_width = (right - left) / 100.0 * PHONE_WIDTH;
    let room = plot_width / last as f64;
    let fits = chart.rows.iter().all(|row| text_width(&row.label) <= room * 0.95);
    let mut line_count = 1;
    for (row, label) in chart.rows.iter().map(|row| &row.label).enumerate() {
        let (x, anchor, lines) = match row {
            _ if fits => (x(row), Anchor::Middle, vec![label.clone()]),
            0 => ((left - 3.0).max(0.0), Anchor::Start, wrap(label, plot_width / 2.0, 2)),
            _ if row == last => ((right + 3.0).min(100.0), Anchor::End, wrap(label, plot_width / 2.0, 2)),
            _ => continue,
        };
        svg.text_lines(x, BOTTOM + 1.4, anchor, "soft", &lines);
        line_count = line_count.max(lines.len());
    }
    svg.height = svg.height.max(BOTTOM + 0.7 + line_count as f64 * LINE_HEIGHT);
}
