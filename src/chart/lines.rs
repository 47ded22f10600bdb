//! Charts with lines from row to row: all columns in one picture, or each in a small one of its own.

use crate::chart::draw::{Drawing, PHONE, Show};
use crate::chart::figures::{Chart, step};
use crate::chart::picture::{Anchor, LINE, Picture};
use crate::chart::ranks::spread;
use crate::chart::text::{width, wrapped};

/// The height of the picture without its words, in em.
const HEIGHT: f64 = 11.0;

/// The room for the names of lines at their ends, in em and in percent.
const NAMES: (f64, f64) = (6.0, 31.0);

/// A line for each column.
pub fn line(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let (top, bottom) = (1.0, 1.0 + HEIGHT);
    let y = |value: f64| bottom - HEIGHT * (value - chart.min) / (chart.max - chart.min);
    let names: Vec<Vec<String>> = chart.columns.iter().map(|name| wrapped(name, NAMES.0, 3)).collect();
    let is_alone = chart.columns.len() == 1;
    let has_names = !is_alone && names.iter().flatten().all(|line| width(line) <= NAMES.0 && !line.ends_with('…'));
    let ticks = ticks(chart);
    let room = ticks.iter().map(|&tick| width(&show.figure(tick))).fold(0.0, f64::max) / PHONE * 100.0 + 1.0;
    let (from, to) = (room + 3.0, if has_names { 100.0 - NAMES.1 } else { 97.0 });
    for &tick in &ticks {
        picture.text(room - 1.0, y(tick) + 0.35, Anchor::End, "soft", &show.figure(tick));
        picture.line((room, y(tick)), (to + 1.5, y(tick)), if tick == 0.0 { "axis" } else { "grid" });
    }
    let x = |row: usize| from + (to - from) * row as f64 / (chart.rows.len() - 1) as f64;
    foot(&mut picture, chart, bottom, (from, to), x);
    for column in 0..chart.columns.len() {
        through(&mut picture, chart, column, &x, &y);
    }
    if is_alone {
        for (row, value) in chart.rows.iter().map(|row| row.values[0]).enumerate() {
            let text = value.map(|value| show.figure(value)).unwrap_or_default();
            if let Some(value) = value
                && chart.rows.len() as f64 * width(&text) <= PHONE
            {
                picture.text(x(row), y(value) - 0.75, Anchor::Middle, "", &text);
            }
        }
    }
    if has_names {
        at_ends(&mut picture, chart, &names, top, &y);
    }
    let with_key = !is_alone && !has_names;
    let key = chart.columns.iter().enumerate().filter(|_| with_key);
    let key = key.map(|(column, name)| (Picture::marker_swatch(column), name.clone())).collect();
    Drawing { key, ..Drawing::of(picture) }
}

/// One column as a line with its markers; where a figure is missing, the line is broken.
fn through(picture: &mut Picture, chart: &Chart, column: usize, x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) {
    let place = |row: usize| Some((x(row), y(chart.rows[row].values[column]?)));
    let colour = column % 6 + 1;
    let strong = if chart.is_highlighted(column) { " strong" } else { "" };
    for row in 1..chart.rows.len() {
        if let (Some(from), Some(to)) = (place(row - 1), place(row)) {
            picture.line(from, to, &format!("path c{colour}{strong}"));
        }
    }
    for (x, y) in (0..chart.rows.len()).filter_map(place) {
        picture.marker(x, y, column);
    }
}

/// The names of the lines beside their last points.
fn at_ends(picture: &mut Picture, chart: &Chart, names: &[Vec<String>], top: f64, y: &dyn Fn(f64) -> f64) {
    let last = |column: usize| chart.rows.iter().rev().find_map(|row| row.values[column]);
    let mut order: Vec<(f64, usize)> = (0..names.len()).filter_map(|column| Some((y(last(column)?), column))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let middles: Vec<f64> = order.iter().map(|(middle, _)| *middle).collect();
    let sizes: Vec<f64> = order.iter().map(|&(_, column)| names[column].len() as f64 * LINE).collect();
    let x = 100.0 - NAMES.1;
    for ((middle, &(at, column)), size) in spread(&middles, &sizes, top - 1.0).into_iter().zip(&order).zip(&sizes) {
        picture.line((x + 1.0, at), (x + 3.0, middle), "grid");
        let class = if chart.is_highlighted(column) { "strong" } else { "" };
        picture.lines(x + 3.5, middle - size / 2.0 + 0.95, Anchor::Start, class, &names[column]);
        picture.height = picture.height.max(middle + size / 2.0);
    }
}

/// What the rows are called, below the picture; where there is no room for all, the first and the last.
fn foot(picture: &mut Picture, chart: &Chart, bottom: f64, (from, to): (f64, f64), x: impl Fn(usize) -> f64) {
    let (count, last) = (chart.rows.len(), chart.rows.len() - 1);
    let room = (to - from) / 100.0 * PHONE / last as f64;
    let fits = chart.rows.iter().all(|row| width(&row.label) <= room * 0.95);
    let half = (to - from) / 100.0 * PHONE / 2.0;
    let mut height = 1;
    for row in (0..count).filter(|&row| fits || row == 0 || row == last) {
        let lines = if fits { vec![chart.rows[row].label.clone()] } else { wrapped(&chart.rows[row].label, half, 2) };
        let (x, anchor) = match row {
            _ if fits => (x(row), Anchor::Middle),
            0 => ((from - 3.0).max(0.0), Anchor::Start),
            _ => ((to + 3.0).min(100.0), Anchor::End),
        };
        picture.lines(x, bottom + 1.4, anchor, "soft", &lines);
        height = height.max(lines.len());
    }
    picture.height = picture.height.max(bottom + 0.7 + height as f64 * LINE);
}

/// A small line for each column, two beside one another, all on one scale.
pub fn multiples(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    const WIDTH: f64 = 46.0;
    const TALL: f64 = 4.0;
    let mut picture = Picture::new(id);
    let em = PHONE * WIDTH / 100.0;
    let names: Vec<Vec<String>> = chart.columns.iter().map(|name| wrapped(name, em, 2)).collect();
    for (pair, names) in names.chunks(2).enumerate() {
        let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64 * LINE;
        let height = lines + 1.3 + TALL + 1.8;
        let top = picture.height;
        for (side, name) in names.iter().enumerate() {
            let column = pair * 2 + side;
            let x = if side == 0 { 0.0 } else { 100.0 - WIDTH };
            picture.inside((x, top), (WIDTH, height), |picture| {
                let class = if chart.is_highlighted(column) { "strong" } else { "" };
                picture.lines(0.0, 0.95, Anchor::Start, class, name);
                panel(picture, chart, column, lines + 1.3, TALL, show);
            });
        }
        picture.height = top + height + 0.5;
    }
    let ends = [show.figure(chart.min), show.figure(chart.max)];
    let lead = (show.say)("chart-one-scale", &[("min", &ends[0]), ("max", &ends[1])]);
    Drawing { lead, ..Drawing::of(picture) }
}

/// One small picture: the line, its first and last figure, the first and last row.
fn panel(picture: &mut Picture, chart: &Chart, column: usize, top: f64, tall: f64, show: &Show<'_>) {
    let y = |value: f64| top + tall - tall * (value - chart.min) / (chart.max - chart.min);
    let last = chart.rows.len() - 1;
    let x = |row: usize| 4.0 + 92.0 * row as f64 / last as f64;
    picture.line((0.0, top), (100.0, top), "grid");
    picture.line((0.0, top + tall), (100.0, top + tall), "axis");
    through(picture, chart, column, &x, &y);
    let shown = chart.rows.iter().enumerate().filter_map(|(row, one)| Some((row, one.values[column]?)));
    let shown: Vec<(usize, f64)> = shown.collect();
    let ends = [shown.first(), shown.last().filter(|_| shown.len() > 1)];
    for &(row, value) in ends.into_iter().flatten() {
        let anchor = if row * 2 > last { Anchor::End } else { Anchor::Start };
        picture.text(if row * 2 > last { 100.0 } else { 0.0 }, y(value) - 0.7, anchor, "", &show.figure(value));
    }
    for (x, row, anchor) in [(0.0, 0, Anchor::Start), (100.0, last, Anchor::End)] {
        let label = wrapped(&chart.rows[row].label, PHONE * 0.22, 1);
        picture.lines(x, top + tall + 1.25, anchor, "soft", &label);
    }
}

fn ticks(chart: &Chart) -> Vec<f64> {
    let step = step(chart.min, chart.max);
    let first = (chart.min / step).ceil() * step;
    let mut ticks = Vec::new();
    while ticks.len() < 20 {
        let tick = first + step * ticks.len() as f64;
        if tick > chart.max + step * 1e-6 {
            break;
        }
        ticks.push(tick);
    }
    ticks
}
