//! Small multiples: a small line chart for each column, two beside one another, all on one scale.

use crate::chart::axis::PHONE_WIDTH;
use crate::chart::drawing::Drawing;
use crate::chart::labels::label_class;
use crate::chart::line::draw_series;
use crate::chart::number::NumberFormat;
use crate::chart::svg::{Anchor, LINE_HEIGHT, Svg};
use crate::chart::text::wrap;
use crate::chart::validate::Chart;

/// The width of a panel, in percent of the chart's width.
const PANEL_WIDTH: f64 = 46.0;

/// The height of a panel's plot, in em.
const PLOT_HEIGHT: f64 = 4.0;

/// Draws small multiples.
pub fn draw(chart: &Chart, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
    let mut svg = Svg::new(id);
    let names: Vec<Vec<String>> =
        chart.columns.iter().map(|name| wrap(name, PHONE_WIDTH * PANEL_WIDTH / 100.0, 2)).collect();
    for (pair, names) in names.chunks(2).enumerate() {
        let name_height = names.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE_HEIGHT;
        let height = name_height + 1.3 + PLOT_HEIGHT + 1.8;
        let top = svg.height;
        for (side, name) in names.iter().enumerate() {
            let column = pair * 2 + side;
            let x = if side == 0 { 0.0 } else { 100.0 - PANEL_WIDTH };
            svg.nested((x, top), (PANEL_WIDTH, height), |svg| {
                svg.text_lines(0.0, 0.95, Anchor::Start, label_class(chart.is_column_highlighted(column)), name);
                draw_plot(svg, chart, column, name_height + 1.3, numbers);
            });
        }
        svg.height = top + height + 0.5;
    }
    let (min, max) = (numbers.format(chart.min), numbers.format(chart.max));
    let subtitle = (numbers.translate)("chart-one-scale", &[("min", &min), ("max", &max)]);
    Drawing { subtitle, ..Drawing::new(svg) }
}

/// Adds the plot of one panel: the line, its first and last number, the names of the first and last row.
fn draw_plot(svg: &mut Svg, chart: &Chart, column: usize, top: f64, numbers: &NumberFormat<'_>) {
    let bottom = top + PLOT_HEIGHT;
    let y = |value: f64| bottom - PLOT_HEIGHT * (value - chart.min) / (chart.max - chart.min);
    let last = chart.rows.len() - 1;
    let x = |row: usize| 4.0 + 92.0 * row as f64 / last as f64;
    svg.line((0.0, top), (100.0, top), "grid");
    svg.line((0.0, bottom), (100.0, bottom), "axis");
    draw_series(svg, chart, column, &x, &y);
    let points = chart.rows.iter().enumerate().filter_map(|(row, it)| Some((row, it.values[column]?)));
    let points: Vec<(usize, f64)> = points.collect();
    let ends = [points.first(), points.last().filter(|_| points.len() > 1)];
    for &(row, value) in ends.into_iter().flatten() {
        let (x, anchor) = if row * 2 > last { (100.0, Anchor::End) } else { (0.0, Anchor::Start) };
        svg.text(x, y(value) - 0.7, anchor, "", &numbers.format(value));
    }
    for (x, row, anchor) in [(0.0, 0, Anchor::Start), (100.0, last, Anchor::End)] {
        let label = wrap(&chart.rows[row].label, PHONE_WIDTH * 0.22, 1);
        svg.text_lines(x, bottom + 1.25, anchor, "soft", &label);
    }
}
