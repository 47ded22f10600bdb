//! Ranks through columns (editions, surveys) to pictures: `slope` from one column to the next, `bump` through many.

use std::collections::BTreeMap;

use crate::chart::figure::{Around, Cells, Frame, Row, figure, linked};
use crate::chart::picture::{Anchor, LINE, Picture, STYLES};
use crate::chart::text::{number, width, wrapped};

/// One series: what is ranked, and its rank in each column.
#[derive(Clone, Copy, Debug)]
pub struct Ranks<'a> {
    /// What is ranked.
    pub title: &'a str,
    /// The address of a page about it, ready for `href`; may be empty.
    pub url: &'a str,
    /// Its rank in each column, 1 on top; `None` where it has none. As long as the columns.
    pub ranks: &'a [Option<u32>],
}

impl Ranks<'_> {
    fn rank(&self, column: usize) -> Option<u32> {
        self.ranks.get(column).copied().flatten()
    }
}

/// Ranks through any number of columns. Every series has a letter, which stands in its discs and in a key below
/// the picture, so that series are told apart without colour and titles may be long. Lines join neighbouring
/// columns; where a rank is missing, the line is broken. Equal ranks stand below one another.
///
/// `columns` are the names of the columns, the oldest first. Without series or columns: an empty text.
pub fn bump(frame: Frame<'_>, columns: &[String], series: &[Ranks<'_>]) -> String {
    if series.is_empty() || columns.is_empty() {
        return String::new();
    }
    let picture = draw_bump(frame.id, columns, series);
    let key = series.iter().enumerate().map(|(number, one)| format!("{} {}", sign(number), linked(one.title, one.url)));
    let around = Around {
        class: "bump",
        key: key.collect(),
        description: description(frame, columns, series),
        ..Around::default()
    };
    figure(frame, picture, around, &cells(columns, series))
}

/// Ranks in two columns, joined by a line each, with the titles at the right. What has no rank in the second
/// column is listed below it, joined by a dotted line. With other than two columns this is a [`bump`].
pub fn slope(frame: Frame<'_>, columns: &[String], series: &[Ranks<'_>]) -> String {
    let [_, _] = columns else { return bump(frame, columns, series) };
    if series.is_empty() {
        return String::new();
    }
    let figures = |one: &Ranks<'_>, column: usize| one.rank(column).map(|rank| -f64::from(rank));
    let slopes = series.iter().map(|one| Slope {
        title: one.title.to_owned(),
        from: figures(one, 0),
        to: figures(one, 1),
        is_highlighted: false,
    });
    let picture = draw_slopes(frame.id, columns, &slopes.collect::<Vec<_>>(), &|value| number(-value));
    let around = Around { class: "slope", description: description(frame, columns, series), ..Around::default() };
    figure(frame, picture, around, &cells(columns, series))
}

/// The sign of a series in the key of a bump.
pub fn sign(number: usize) -> String {
    format!("<b class=\"c{}\">{}</b>", number % STYLES + 1, letters(number))
}

/// Draws ranks through columns.
pub fn draw_bump(id: &str, columns: &[String], series: &[Ranks<'_>]) -> Picture {
    let mut picture = Picture::new(id);
    let rows = Rows::new(columns.len(), series);
    let x = |column: usize| 8.0 + 92.0 * (column as f64 + 0.5) / columns.len() as f64;
    let top = heads(&mut picture, columns, x);
    for (rank, row) in &rows.of_rank {
        let y = top + row.top + row.height / 2.0;
        picture.text(5.0, y + 0.35, Anchor::End, "soft", &rank.to_string());
        picture.line((8.0, y), (100.0, y), "grid");
    }
    let place =
        |number: usize, column: usize| Some((x(column), top + rows.y(series[number].rank(column)?, column, number)?));
    for number in 0..series.len() {
        for column in 1..columns.len() {
            if let (Some(from), Some(to)) = (place(number, column - 1), place(number, column)) {
                picture.line(from, to, &format!("path c{}", number % STYLES + 1));
            }
        }
    }
    for number in 0..series.len() {
        let letter = letters(number);
        for (x, y) in (0..columns.len()).filter_map(|column| place(number, column)) {
            picture.disc(x, y, DISC, &format!("node c{}", number % STYLES + 1));
            picture.text(x, y + 0.28, Anchor::Middle, "letter", &letter);
        }
    }
    picture.height = top + rows.height + 0.2;
    picture
}

/// The radius of a disc that holds a letter or two, in em.
const DISC: f64 = 0.72;

/// The heights of ranks: each rank has room for as many as ever share it.
struct Rows {
    of_rank: BTreeMap<u32, RankRow>,
    height: f64,
}

struct RankRow {
    top: f64,
    height: f64,
    /// The series that have this rank in each column.
    held: Vec<Vec<usize>>,
}

impl Rows {
    fn new(columns: usize, series: &[Ranks<'_>]) -> Self {
        let mut of_rank: BTreeMap<u32, RankRow> = BTreeMap::new();
        for (number, one) in series.iter().enumerate() {
            for column in 0..columns {
                if let Some(rank) = one.rank(column) {
                    let row = of_rank.entry(rank).or_insert_with(|| RankRow {
                        top: 0.0,
                        height: 0.0,
                        held: vec![Vec::new(); columns],
                    });
                    row.held[column].push(number);
                }
            }
        }
        let mut height = 0.0;
        for row in of_rank.values_mut() {
            let ties = row.held.iter().map(Vec::len).max().unwrap_or(1);
            row.top = height;
            row.height = ties as f64 * (2.0 * DISC + 0.15) + 0.7;
            height += row.height;
        }
        Self { of_rank, height }
    }

    /// The middle of a disc.
    fn y(&self, rank: u32, column: usize, number: usize) -> Option<f64> {
        let row = self.of_rank.get(&rank)?;
        let held = row.held.get(column)?;
        let place = held.iter().position(|&other| other == number)? as f64;
        let middle = (held.len() - 1) as f64 / 2.0;
        Some(row.top + row.height / 2.0 + (place - middle) * (2.0 * DISC + 0.15))
    }
}

/// The names of the columns above the picture; where they are too wide for their columns on a phone, only
/// every second, third … is shown. Returns the height that they take.
fn heads(picture: &mut Picture, columns: &[String], x: impl Fn(usize) -> f64) -> f64 {
    let room = 20.0 / columns.len() as f64;
    let widest = columns.iter().map(|column| width(column)).fold(0.0, f64::max);
    let lines: Vec<Vec<String>> = columns.iter().map(|column| wrapped(column, room, 3)).collect();
    let fits = lines.iter().flatten().all(|line| width(line) <= room) || columns.len() < 3;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the number of columns")]
    let step = if fits { 1 } else { (widest / room).ceil() as usize };
    let mut height = 1;
    for (column, lines) in lines.iter().enumerate().rev().step_by(step.max(1)) {
        let lines = if fits { lines.clone() } else { vec![columns[column].clone()] };
        let anchor = if step > 1 && column + 1 == columns.len() { Anchor::End } else { Anchor::Middle };
        let x = if anchor == Anchor::End { 100.0 } else { x(column) };
        picture.lines(x, 0.95, anchor, "soft", &lines);
        height = height.max(lines.len());
    }
    height as f64 * LINE + 0.3
}

/// `A` to `Z`, then `AA`, `AB` …
fn letters(number: usize) -> String {
    const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = char::from(ALPHABET[number % 26]);
    if number < 26 { letter.to_string() } else { format!("{}{letter}", letters(number / 26 - 1)) }
}

/// What is first in each column.
fn description(frame: Frame<'_>, columns: &[String], series: &[Ranks<'_>]) -> String {
    let sentence = |(column, name): (usize, &String)| {
        let best = series.iter().filter_map(|one| one.rank(column)).min()?;
        let first = series.iter().filter(|one| one.rank(column) == Some(best)).map(|one| one.title);
        let first = first.collect::<Vec<_>>().join(", ");
        Some((frame.say)("chart-first", &[("column", name), ("names", &first)]))
    };
    columns.iter().enumerate().filter_map(sentence).collect::<Vec<_>>().join(" ")
}

fn cells(columns: &[String], series: &[Ranks<'_>]) -> Cells {
    let row = |one: &Ranks<'_>| Row {
        label: one.title.to_owned(),
        url: one.url.to_owned(),
        cells: (0..columns.len())
            .map(|column| one.rank(column).map_or_else(String::new, |rank| rank.to_string()))
            .collect(),
    };
    Cells { columns: columns.to_vec(), rows: series.iter().map(row).collect() }
}

/// A line from one figure to another.
pub struct Slope {
    /// What it is called.
    pub title: String,
    /// The figure at the left.
    pub from: Option<f64>,
    /// The figure at the right.
    pub to: Option<f64>,
    /// Whether it is to stand out.
    pub is_highlighted: bool,
}

/// Where things stand across, in percent: figures at the left, the two ends of the lines, figures and titles at the right.
const LEFT: f64 = 11.0;
const START: f64 = 14.0;
const END: f64 = 44.0;
const RIGHT: f64 = 47.0;

/// The width of titles at the right on a phone, in em.
const TITLES: f64 = 10.5;

/// Draws slopes, the highest figure on top.
pub fn draw_slopes(id: &str, columns: &[String], slopes: &[Slope], say: &dyn Fn(f64) -> String) -> Picture {
    let mut picture = Picture::new(id);
    let label = |slope: &Slope| {
        let value = slope.to.map_or_else(|| "–".to_owned(), say);
        wrapped(&format!("{value} {}", slope.title), TITLES, 3)
    };
    let labels: Vec<Vec<String>> = slopes.iter().map(label).collect();
    let all = || slopes.iter().flat_map(|slope| [slope.from, slope.to]).flatten();
    let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let top = 2.2;
    let wanted: f64 = labels.iter().map(|lines| lines.len() as f64 * LINE + 0.35).sum();
    let height = wanted.max(6.0);
    let y = |value: f64| {
        let part = if high > low { (high - value) / (high - low) } else { 0.5 };
        top + 0.8 + part * (height - 1.6)
    };
    let heads = [wrapped(&columns[0], 8.5, 1), wrapped(&columns[1], TITLES, 1)];
    picture.lines(0.0, 0.95, Anchor::Start, "soft", &heads[0]);
    picture.lines(END - 1.0, 0.95, Anchor::Start, "soft", &heads[1]);
    for x in [START, END] {
        picture.line((x, top), (x, top + height), "grid");
    }

    // Titles keep the order of their figures and as much distance as they need; those without a figure come last.
    let mut order: Vec<usize> = (0..slopes.len()).collect();
    let at = |number: usize| slopes[number].to.map_or(f64::INFINITY, y);
    order.sort_by(|&a, &b| at(a).total_cmp(&at(b)));
    let sizes: Vec<f64> = order.iter().map(|&number| labels[number].len() as f64 * LINE + 0.35).collect();
    let middles: Vec<f64> = order.iter().map(|&number| at(number).min(top + height + 1.2)).collect();
    let spread = spread(&middles, &sizes, top);
    let mut lowest = top + height;
    for (place, &number) in order.iter().enumerate() {
        let (slope, lines, middle) = (&slopes[number], &labels[number], spread[place]);
        lowest = f64::max(lowest, middle + sizes[place] / 2.0);
        let trend = match (slope.from, slope.to) {
            (Some(from), Some(to)) if to > from => "c1",
            (Some(from), Some(to)) if to < from => "c2 dash",
            _ => "c0",
        };
        let strong = if slope.is_highlighted { " strong" } else { "" };
        match (slope.from.map(y), slope.to.map(y)) {
            (Some(from), Some(to)) => picture.line((START, from), (END, to), &format!("path {trend}{strong}")),
            (Some(from), None) => picture.line((START, from), (RIGHT - 1.0, middle), "path c0 dots"),
            _ => {}
        }
        if let Some(to) = slope.to {
            picture.line((END, y(to)), (RIGHT - 0.7, middle), "grid");
            picture.disc(END, y(to), 0.32, &format!("node {trend}"));
        }
        if let Some(from) = slope.from {
            picture.disc(START, y(from), 0.32, &format!("node {trend}"));
        }
        let first = middle - lines.len() as f64 * LINE / 2.0 + 0.95;
        picture.lines(RIGHT, first, Anchor::Start, if slope.is_highlighted { "strong" } else { "" }, lines);
    }
    starts(&mut picture, slopes, &y, top, say);
    picture.height = lowest + 0.3;
    picture
}

/// The figures at the left, each once.
fn starts(picture: &mut Picture, slopes: &[Slope], y: &dyn Fn(f64) -> f64, top: f64, say: &dyn Fn(f64) -> String) {
    let mut values: Vec<f64> = slopes.iter().filter_map(|slope| slope.from).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values.dedup();
    let middles: Vec<f64> = values.iter().map(|&value| y(value)).collect();
    let spread = spread(&middles, &vec![LINE; values.len()], top);
    for (value, middle) in values.into_iter().zip(spread) {
        picture.text(LEFT, middle + 0.35, Anchor::End, "", &say(value));
    }
}

/// Moves the middles of boxes apart until none overlaps, keeping their order: neighbours that touch form a
/// block, and a block lies where its members would be on average.
pub fn spread(middles: &[f64], sizes: &[f64], top: f64) -> Vec<f64> {
    struct Block {
        members: usize,
        wanted: f64,
        size: f64,
        start: f64,
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (&middle, &size) in middles.iter().zip(sizes) {
        let start = (middle - size / 2.0).max(top);
        let mut block = Block { members: 1, wanted: start, size, start };
        while let Some(last) = blocks.pop_if(|last| last.start + last.size > block.start) {
            let wanted = last.wanted * last.members as f64 + (block.wanted - last.size) * block.members as f64;
            let members = last.members + block.members;
            let wanted = wanted / members as f64;
            block = Block { members, wanted, size: last.size + block.size, start: wanted.max(top) };
        }
        blocks.push(block);
    }
    let mut placed = Vec::with_capacity(middles.len());
    let mut sizes = sizes.iter();
    for block in blocks {
        let mut y = block.start;
        for size in sizes.by_ref().take(block.members) {
            placed.push(y + size / 2.0);
            y += size;
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame<'_> = Frame {
        id: "_x",
        title: "Ranks <of> topics",
        label: "Topic",
        csv: None,
        say: &|key, blanks| format!("{key} {}", blanks.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(": ")),
    };

    fn columns(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_bump_breaks_lines_at_gaps_and_stacks_ties() {
        let series = [
            Ranks { title: "Equity", url: "", ranks: &[Some(1), None, Some(1)] },
            Ranks { title: "Privacy & safety", url: "a/", ranks: &[Some(2), Some(1), Some(1)] },
        ];
        let html = bump(FRAME, &columns(&["2024", "2025", "2026"]), &series);
        assert_eq!(html.matches("class=\"path").count(), 2, "only the second goes through");
        assert!(html.contains("<td class=\"align-right\"></td>") && html.contains("Privacy &amp; safety"));
        assert!(html.contains("chart-first 2026: Equity, Privacy &amp; safety"), "a tie is told");
        quick_xml_reads(&html);
    }

    #[test]
    fn a_slope_lists_what_has_no_second_figure() {
        let series = [
            Ranks { title: "Equity", url: "", ranks: &[Some(1), None] },
            Ranks { title: "Privacy", url: "", ranks: &[None, Some(1)] },
            Ranks { title: "Cloud", url: "", ranks: &[Some(2), Some(2)] },
        ];
        let html = slope(FRAME, &columns(&["2025", "2026"]), &series);
        assert!(html.contains("– Equity") && html.contains("1 Privacy") && html.contains("2 Cloud"));
        quick_xml_reads(&html);
    }

    #[test]
    fn boxes_move_apart_and_stay_in_order() {
        assert_eq!(spread(&[1.0, 5.0], &[1.0, 1.0], 0.0), [1.0, 5.0]);
        assert_eq!(spread(&[5.0, 5.0], &[1.0, 1.0], 0.0), [4.5, 5.5]);
        let placed = spread(&[0.1, 0.2, 0.3, 3.0], &[1.0; 4], 0.0);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] > 0.999), "{placed:?}");
        assert!(placed[0] >= 0.5);
    }

    fn quick_xml_reads(html: &str) {
        // `download` and the like are HTML; what matters here is the SVG.
        let svg = &html[html.find("<svg").unwrap()..html.rfind("</svg>").unwrap() + 6];
        let mut reader = quick_xml::Reader::from_str(svg.split("<ul").next().unwrap().trim_end());
        while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
    }
}
