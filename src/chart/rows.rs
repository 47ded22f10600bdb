//! Charts with a row for each thing: its label on a line of its own, so that it may be long on a phone, and
//! below it a bar, several bars, a bar in parts, or marks on a scale.

use crate::chart::draw::{Drawing, PHONE, Show};
use crate::chart::figures::{Chart, Row, step};
use crate::chart::picture::{Anchor, LINE, Picture, STYLES, Style};
use crate::chart::text::{number, width, wrapped};

/// A bar for each row.
pub fn bar(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let across = Across::of_bars(chart, show);
    picture.height = if chart.spec.compare { 1.6 } else { 0.2 };
    for row in &chart.rows {
        label(&mut picture, row);
        let y = picture.height;
        let colour = if row.is_highlighted { 2 } else { 1 };
        one_bar(&mut picture, chart, &across, y, 1.1, row.values[0], Style { colour, pattern: 0 }, show);
        picture.height += 1.1 + 0.55;
    }
    Drawing { fit: Some((across.left, across.span)), ..Drawing::of(picture) }
}

/// A bar for each column in each row.
pub fn grouped(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let across = Across::of_bars(chart, show);
    picture.height = 0.2;
    for row in &chart.rows {
        label(&mut picture, row);
        for (column, &value) in row.values.iter().enumerate() {
            let y = picture.height;
            one_bar(&mut picture, chart, &across, y, 0.95, value, Style::of(column), show);
            picture.height += 1.15;
        }
        picture.height += 0.5;
    }
    let key = key(&mut picture, chart, Style::of);
    Drawing { key, ..Drawing::of(picture) }
}

/// The columns of each row end to end.
pub fn stacked(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let unit = 100.0 / chart.max;
    picture.height = 0.2;
    for row in &chart.rows {
        label(&mut picture, row);
        let parts = row.values.iter().enumerate();
        let mut x = 0.0;
        let parts: Vec<Part> = parts
            .map(|(column, value)| {
                let length = value.unwrap_or(0.0) * unit;
                x += length;
                Part { x: x - length, length, value: *value, style: Style::of(column) }
            })
            .collect();
        draw_parts(&mut picture, &parts, show);
    }
    let key = key(&mut picture, chart, Style::of);
    Drawing { key, ..Drawing::of(picture) }
}

/// Answers from one end of a scale to the other, as shares of each row, around the middle of the scale.
pub fn likert(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let (columns, half) = (chart.columns.len(), chart.columns.len() / 2);
    let has_middle = columns % 2 == 1;
    // How much of a row lies left of the middle, and right of it, in percent of the row.
    let sides = |row: &Row| {
        let share = |column: usize| 100.0 * row.values[column].unwrap_or(0.0) / row.sum();
        let middle = if has_middle { share(half) / 2.0 } else { 0.0 };
        let left = (0..half).map(share).sum::<f64>() + middle;
        (left, 100.0 - left)
    };
    let widest = |side: fn((f64, f64)) -> f64| chart.rows.iter().map(|row| side(sides(row))).fold(0.0, f64::max);
    let (left, right) = (widest(|(left, _)| left), widest(|(_, right)| right));
    let unit = 100.0 / (left + right);
    let style = |column: usize| answer(column, columns);
    ends(&mut picture, chart, "← ", " →");
    for row in &chart.rows {
        label(&mut picture, row);
        let mut x = (left - sides(row).0) * unit;
        let parts = row.values.iter().enumerate().map(|(column, value)| {
            let length = 100.0 * value.unwrap_or(0.0) / row.sum() * unit;
            x += length;
            Part { x: x - length, length, value: *value, style: style(column) }
        });
        let parts: Vec<Part> = parts.collect();
        let y = picture.height;
        draw_parts(&mut picture, &parts, show);
        picture.line((left * unit, y - 0.2), (left * unit, y + HEIGHT + 0.2), "middle");
    }
    let key = key(&mut picture, chart, style);
    Drawing { key, ..Drawing::of(picture) }
}

/// The style of an answer: one colour for each side, the ends full, the middle soft.
fn answer(column: usize, columns: usize) -> Style {
    let from_end = column.min(columns - 1 - column);
    if columns % 2 == 1 && column == columns / 2 {
        return Style { colour: 0, pattern: 5 };
    }
    let is_low = column < columns / 2;
    let pattern = match (from_end, is_low) {
        (0, _) => 0,
        (1, true) => 1,
        (1, false) => 3,
        _ => 2,
    };
    Style { colour: if is_low { 2 } else { 1 }, pattern }
}

/// Marks on a scale for each row.
pub fn dots(chart: &Chart, id: &str, show: &Show<'_>) -> Drawing {
    let mut picture = Picture::new(id);
    let across = Across { left: 3.0, span: 94.0, min: chart.min, max: chart.max };
    if chart.spec.compare {
        picture.height = 1.5;
    }
    let (low, high) = (show.figure(chart.min), show.figure(chart.max));
    ends(&mut picture, chart, &format!("{low} "), &format!(" {high}"));
    let step = step(chart.min, chart.max);
    let first = (chart.min / step).ceil() * step;
    let ticks = (0..=20).map(|tick| first + step * f64::from(tick)).take_while(|tick| *tick <= chart.max + step * 1e-6);
    let ticks: Vec<f64> = ticks.collect();
    for row in &chart.rows {
        label(&mut picture, row);
        let y = picture.height + 0.5;
        picture.line((across.left, y), (across.left + across.span, y), "axis");
        for &tick in &ticks {
            picture.line((across.at(tick), y - 0.25), (across.at(tick), y + 0.25), "axis");
        }
        let mut free = 0.0;
        let mut marks: Vec<(f64, usize)> =
            row.values.iter().enumerate().filter_map(|(column, value)| Some(((*value)?, column))).collect();
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (value, column) in marks {
            let (x, text) = (across.at(value), show.figure(value));
            let half = width(&text) / PHONE * 50.0;
            // Figures that would touch are left to the table.
            if x - half >= free {
                let shown = x.clamp(half, 100.0 - half);
                picture.text(shown, y + 1.45, Anchor::Middle, if row.is_highlighted { "strong" } else { "" }, &text);
                free = shown + half + 0.3;
            }
            let style = if chart.columns.len() == 1 && row.is_highlighted { 1 } else { column };
            picture.marker(x, y, style);
        }
        picture.height = y + 1.9;
    }
    let key = chart.columns.iter().enumerate().filter(|_| chart.columns.len() > 1);
    let key = key.map(|(column, name)| (Picture::marker_swatch(column), name.clone())).collect();
    Drawing { key, fit: Some((across.left, across.span)), ..Drawing::of(picture) }
}

/// Where figures lie across.
struct Across {
    left: f64,
    span: f64,
    min: f64,
    max: f64,
}

impl Across {
    /// For bars with their figures beyond their ends.
    fn of_bars(chart: &Chart, show: &Show<'_>) -> Self {
        let widths = chart.rows.iter().flat_map(|row| &row.values).flatten().map(|&value| width(&show.figure(value)));
        let room = (widths.fold(0.0, f64::max) / PHONE * 100.0 + 3.0).min(45.0);
        let left = if chart.min < 0.0 { room } else { 0.0 };
        Self { left, span: 100.0 - room - left, min: chart.min, max: chart.max }
    }

    fn at(&self, value: f64) -> f64 {
        self.left + self.span * (value - self.min) / (self.max - self.min)
    }
}

#[expect(clippy::too_many_arguments, reason = "a bar is its place, its figure and its look")]
fn one_bar(
    picture: &mut Picture,
    chart: &Chart,
    across: &Across,
    y: f64,
    height: f64,
    value: Option<f64>,
    style: Style,
    show: &Show<'_>,
) {
    let base = y + height / 2.0 + 0.35;
    let zero = across.at(0.0_f64.max(chart.min));
    let Some(value) = value else {
        picture.text(zero + 1.0, base, Anchor::Start, "soft", "–");
        return;
    };
    let end = across.at(value);
    // The line at which bars begin; not through the labels.
    picture.line((zero, y - 0.15), (zero, y + height + 0.15), "axis");
    picture.bar((zero.min(end), y), ((end - zero).abs(), height), style);
    let (x, anchor) = if value < 0.0 { (end - 1.5, Anchor::End) } else { (end + 1.5, Anchor::Start) };
    picture.text(x, base, anchor, "", &show.figure(value));
}

/// The height of a bar in parts, in em.
const HEIGHT: f64 = 1.2;

/// A part of a bar.
struct Part {
    x: f64,
    length: f64,
    value: Option<f64>,
    style: Style,
}

/// The parts of a bar, with their figures below them where there is room.
fn draw_parts(picture: &mut Picture, parts: &[Part], show: &Show<'_>) {
    let y = picture.height;
    for part in parts.iter().filter(|part| part.length > 0.0) {
        picture.bar((part.x, y), (part.length, HEIGHT), part.style);
        let text = part.value.map(|value| show.figure(value)).unwrap_or_default();
        if (width(&text) + 0.3) / PHONE * 100.0 <= part.length {
            picture.text(part.x + part.length / 2.0, y + HEIGHT + 1.0, Anchor::Middle, "", &text);
        }
    }
    picture.height = y + HEIGHT + 1.7;
}

/// The label of a row, on lines of its own.
fn label(picture: &mut Picture, row: &Row) {
    let lines = wrapped(&row.label, PHONE, 3);
    picture.lines(0.0, picture.height + 0.95, Anchor::Start, if row.is_highlighted { "strong" } else { "" }, &lines);
    picture.height += lines.len() as f64 * LINE + 0.1;
}

/// What the ends of the scale mean, above the rows.
fn ends(picture: &mut Picture, chart: &Chart, before: &str, after: &str) {
    let scale = &chart.spec.scale;
    let low = wrapped(&format!("{before}{}", scale.low), PHONE / 2.2, 3);
    let high = wrapped(&format!("{}{after}", scale.high), PHONE / 2.2, 3);
    if !scale.low.is_empty() || !before.contains('←') {
        picture.lines(0.0, picture.height + 0.95, Anchor::Start, "soft", &low);
    }
    if !scale.high.is_empty() || !after.contains('→') {
        picture.lines(100.0, picture.height + 0.95, Anchor::End, "soft", &high);
    }
    let is_shown = !before.contains('←') || !scale.low.is_empty() || !scale.high.is_empty();
    picture.height += if is_shown { low.len().max(high.len()) as f64 * LINE + 0.4 } else { 0.2 };
}

/// What each style means.
fn key(picture: &mut Picture, chart: &Chart, style: impl Fn(usize) -> Style) -> Vec<(String, String)> {
    let columns = chart.columns.iter().enumerate();
    columns.map(|(column, name)| (picture.swatch(style(column)), name.clone())).collect()
}

// Six styles are enough because `figures` lets no more columns through; seven answers have their own.
const _: () = assert!(STYLES == 6);

/// The place of a figure across, for the page's script: `left span min max`.
pub fn place(chart: &Chart, (left, span): (f64, f64)) -> String {
    [left, span, chart.min, chart.max].map(number).join(" ")
}
