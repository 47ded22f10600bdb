//! Bump charts: one line for each series, through its ranks in any number of columns.

use std::collections::BTreeMap;

use crate::chart::drawing::Drawing;
use crate::chart::figure::{Figure, FigureMeta, link};
use crate::chart::rank_series::{RankBranch, RankSeries, branches, describe, table_rows};
use crate::chart::svg::{Anchor, LINE_HEIGHT, SERIES_STYLES, Svg};
use crate::chart::text::{text_width, wrap};
use crate::chart::validate::{Chart, Row};

/// The radius of a disc that holds a letter or two, in em.
const DISC_RADIUS: f64 = 0.72;

/// The vertical distance between the middles of two discs of equal rank, in em.
const TIE_DISTANCE: f64 = 2.0 * DISC_RADIUS + 0.15;

/// Draws ranks in any number of columns as a whole figure. Each series has a letter, which stands in its discs and in
/// the legend, so that series are told apart without colour and titles may be long. Lines join neighbouring columns and
/// have a gap where a rank is missing; dotted ones lead to series that came of others. Equal ranks stand below one another.
///
/// `columns` are the names of the columns, the oldest first. Without series or columns the result is empty.
pub fn bump_figure(meta: FigureMeta<'_>, columns: &[String], series: &[RankSeries<'_>]) -> String {
    if series.is_empty() || columns.is_empty() {
        return String::new();
    }
    Figure {
        class: "bump",
        description: describe(meta, columns, series),
        legend: legend(series),
        columns,
        rows: table_rows(columns, series),
        ..Figure::new(meta, draw_ranks(meta.id, columns, series))
    }
    .into_html()
}

/// Draws a bump chart of the ranks in a table.
pub fn draw(chart: &Chart, id: &str) -> Drawing {
    let ranks: Vec<Vec<Option<u32>>> = chart.rows.iter().map(ranks_of_row).collect();
    let series = chart.rows.iter().zip(&ranks).map(|(row, ranks)| RankSeries {
        title: &row.label,
        url: "",
        ranks,
        origins: &[],
    });
    let series: Vec<RankSeries<'_>> = series.collect();
    Drawing { legend: legend(&series), ..Drawing::new(draw_ranks(id, &chart.columns, &series)) }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole, from 1 to a million")]
fn ranks_of_row(row: &Row) -> Vec<Option<u32>> {
    row.values.iter().map(|value| value.map(|value| value as u32)).collect()
}

/// The letters and titles of the series.
fn legend(series: &[RankSeries<'_>]) -> Vec<String> {
    let item = |(number, one): (usize, &RankSeries<'_>)| {
        let (colour, title) = (number % SERIES_STYLES + 1, link(one.title, one.url));
        format!("<b class=\"c{colour}\">{}</b> {title}", letters(number))
    };
    series.iter().enumerate().map(item).collect()
}

/// `A` to `Z`, then `AA`, `AB` …
fn letters(number: usize) -> String {
    const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let letter = char::from(ALPHABET[number % 26]);
    if number < 26 { letter.to_string() } else { format!("{}{letter}", letters(number / 26 - 1)) }
}

fn draw_ranks(id: &str, columns: &[String], series: &[RankSeries<'_>]) -> Svg {
    let mut svg = Svg::new(id);
    let layout = Layout::new(columns.len(), series);
    let x = |column: usize| 8.0 + 92.0 * (column as f64 + 0.5) / columns.len() as f64;
    let top = column_heads(&mut svg, columns, x);
    for (rank, band) in &layout.bands {
        let y = top + band.top + band.height / 2.0;
        svg.text(5.0, y + 0.35, Anchor::End, "soft", &rank.to_string());
        svg.line((8.0, y), (100.0, y), "grid");
    }
    let point =
        |number: usize, column: usize| Some((x(column), top + layout.y(series[number].rank(column)?, column, number)?));
    for number in 0..series.len() {
        for column in 1..columns.len() {
            if let (Some(from), Some(to)) = (point(number, column - 1), point(number, column)) {
                svg.line(from, to, &format!("path c{}", number % SERIES_STYLES + 1));
            }
        }
    }
    for RankBranch { from, to } in branches(series) {
        if let (Some(start), Some(end)) = (point(from.0, from.1), point(to.0, to.1)) {
            svg.line(start, end, &format!("path dots c{}", to.0 % SERIES_STYLES + 1));
        }
    }
    for number in 0..series.len() {
        let letter = letters(number);
        for (x, y) in (0..columns.len()).filter_map(|column| point(number, column)) {
            svg.circle(x, y, DISC_RADIUS, &format!("node c{}", number % SERIES_STYLES + 1));
            svg.text(x, y + 0.28, Anchor::Middle, "letter", &letter);
        }
    }
    svg.height = top + layout.height + 0.2;
    svg
}

/// The vertical layout: a band for each rank, high enough for its largest tie.
struct Layout {
    bands: BTreeMap<u32, Band>,
    height: f64,
}

/// The band of one rank.
struct Band {
    top: f64,
    height: f64,
    /// The numbers of the series with this rank, by column.
    ties: Vec<Vec<usize>>,
}

impl Layout {
    fn new(columns: usize, series: &[RankSeries<'_>]) -> Self {
        let mut bands: BTreeMap<u32, Band> = BTreeMap::new();
        for (number, one) in series.iter().enumerate() {
            for column in 0..columns {
                if let Some(rank) = one.rank(column) {
                    let blank = || Band { top: 0.0, height: 0.0, ties: vec![Vec::new(); columns] };
                    bands.entry(rank).or_insert_with(blank).ties[column].push(number);
                }
            }
        }
        let mut height = 0.0;
        for band in bands.values_mut() {
            let largest_tie = band.ties.iter().map(Vec::len).max().unwrap_or(1);
            band.top = height;
            band.height = largest_tie as f64 * TIE_DISTANCE + 0.7;
            height += band.height;
        }
        Self { bands, height }
    }

    /// The middle of the disc of a series in a column, in em from the top.
    fn y(&self, rank: u32, column: usize, number: usize) -> Option<f64> {
        let band = self.bands.get(&rank)?;
        let tie = band.ties.get(column)?;
        let position = tie.iter().position(|&other| other == number)? as f64;
        let middle = (tie.len() - 1) as f64 / 2.0;
        Some(band.top + band.height / 2.0 + (position - middle) * TIE_DISTANCE)
    }
}

/// Adds the names of the columns above the chart. If they are too wide for a phone, only every second, third … is
/// shown. Returns their height.
fn column_heads(svg: &mut Svg, columns: &[String], x: impl Fn(usize) -> f64) -> f64 {
    let room = 20.0 / columns.len() as f64;
    let widest = columns.iter().map(|column| text_width(column)).fold(0.0, f64::max);
    let wrapped: Vec<Vec<String>> = columns.iter().map(|column| wrap(column, room, 3)).collect();
    let fits = wrapped.iter().flatten().all(|line| text_width(line) <= room) || columns.len() < 3;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the number of columns")]
    let step = if fits { 1 } else { (widest / room).ceil() as usize };
    let mut line_count = 1;
    for (column, lines) in wrapped.iter().enumerate().rev().step_by(step.max(1)) {
        let lines = if fits { lines.clone() } else { vec![columns[column].clone()] };
        let is_at_edge = step > 1 && column + 1 == columns.len();
        let (x, anchor) = if is_at_edge { (100.0, Anchor::End) } else { (x(column), Anchor::Middle) };
        svg.text_lines(x, 0.95, anchor, "soft", &lines);
        line_count = line_count.max(lines.len());
    }
    line_count as f64 * LINE_HEIGHT + 0.3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::rank_series::RankOrigin;
    use crate::chart::tests::{META, assert_svg_is_well_formed, names};

    #[test]
    fn lines_have_gaps_and_ties_are_stacked() {
        let series = [
            RankSeries { title: "Equity", url: "", ranks: &[Some(1), None, Some(1)], origins: &[] },
            RankSeries { title: "Privacy & safety", url: "a/", ranks: &[Some(2), Some(1), Some(1)], origins: &[] },
        ];
        let html = bump_figure(META, &names(&["2024", "2025", "2026"]), &series);
        assert_eq!(html.matches("class=\"path").count(), 2, "only the second series has no gap");
        assert!(html.contains("<td class=\"align-right\"></td>") && html.contains("Privacy &amp; safety"));
        assert!(html.contains("chart-first 2026: Equity, Privacy &amp; safety"), "the description names both of a tie");
        assert_svg_is_well_formed(&html);
    }

    #[test]
    fn a_dotted_line_leads_to_a_series_that_came_of_another() {
        let from = |series: usize| RankOrigin { series, column: 2 };
        let series = [
            RankSeries { title: "Broadband", url: "", ranks: &[Some(1), None, None], origins: &[] },
            RankSeries { title: "Hotspots", url: "", ranks: &[Some(2), Some(1), None], origins: &[] },
            RankSeries { title: "Later", url: "", ranks: &[None, None, Some(2)], origins: &[] },
            RankSeries {
                title: "Connectivity",
                url: "",
                ranks: &[None, Some(2), Some(1)],
                origins: &[from(0), from(1), from(2)],
            },
        ];
        let html = bump_figure(META, &names(&["2024", "2025", "2026"]), &series);
        assert_eq!(html.matches("class=\"path dots c4\"").count(), 2, "one that only begins there is no origin");
        assert!(html.contains("chart-branch Hotspots: Connectivity"), "{html}");
        assert_svg_is_well_formed(&html);
    }
}
