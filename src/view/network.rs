//! A picture of an edition's relations: a column of boxes for each kind, a line for each relation. The tables beside it
//! say the same; colours and sizes are the style sheet's.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::base::escape::escape_text;
use crate::link::Page;
use crate::view::Viewer;
use crate::view::shared::Html;

/// The width of a box, in units of the drawing, as are all sizes here.
const BOX: usize = 250;

/// The width of the gap between columns, which the lines cross.
const GAP: usize = 90;

/// The height of a row.
const ROW: usize = 64;

/// The height of the headings.
const HEAD: usize = 34;

/// The most reports of one kind that are drawn.
const LIMIT: usize = 14;

/// Draws the relations among reports; empty where there are none, or too many to be seen.
pub fn network(viewer: &Viewer<'_>, page: Page, reports: &[usize]) -> Html {
    let site = viewer.site;
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &report in reports {
        columns.entry(site.reports[report].kind).or_default().push(report);
    }
    let is_drawable = columns.len() > 1 && columns.values().all(|column| column.len() <= LIMIT);
    let edges: Vec<(usize, usize)> = reports
        .iter()
        .flat_map(|&from| site.edges(from).iter().map(move |edge| (from, edge)))
        .filter(|(_, edge)| edge.relation.is_some() && !edge.is_inverse)
        .map(|(from, edge)| (from, edge.report))
        .collect();
    if !is_drawable || edges.is_empty() {
        return Html::default();
    }
    // Kinds that relations come from stand in the middle, so that lines do not cross a column.
    let order = order(site, columns.keys().copied().collect());
    let mut places: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (column, kind) in order.iter().enumerate() {
        for (row, &report) in columns[kind].iter().enumerate() {
            places.insert(report, (column * (BOX + GAP), HEAD + row * ROW));
        }
    }
    let rows = columns.values().map(Vec::len).max().unwrap_or(0);
    let (width, height) = (order.len() * (BOX + GAP) - GAP, HEAD + rows * ROW);
    let title = viewer.word(page, "intersections");
    let description = viewer.word(page, "network-description");
    let mut svg = format!(
        "<svg class=\"network\" viewBox=\"-2 0 {} {height}\" role=\"img\" aria-labelledby=\"_net-title _net-desc\">",
        width + 4
    );
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        "<title id=\"_net-title\">{}</title><desc id=\"_net-desc\">{}</desc>",
        escape_text(&title),
        escape_text(&description)
    );
    for (from, to) in &edges {
        if let (Some(&from), Some(&to)) = (places.get(from), places.get(to)) {
            line(&mut svg, from, to);
        }
    }
    for (column, &kind) in order.iter().enumerate() {
        let label = escape_text(&site.settings.languages[page.language].kinds[kind].plural);
        let _ = write!(svg, "<text class=\"network-head\" x=\"{}\" y=\"20\">{label}</text>", column * (BOX + GAP));
    }
    for (&report, &(x, y)) in &places {
        let kind = site.reports[report].kind + 1;
        let _ =
            write!(svg, "<g class=\"kind-{kind}\"><rect x=\"{x}\" y=\"{y}\" width=\"{BOX}\" height=\"{}\"/>", ROW - 12);
        label(&mut svg, x + 12, y, site.report_title(report, page.language));
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    Html::new(svg)
}

/// Orders the kinds as columns: those that relations come from between those that they lead to.
fn order(site: &crate::link::Site, kinds: Vec<usize>) -> Vec<usize> {
    let is_source = |kind: &usize| site.settings.relations().iter().any(|relation| relation.from == *kind);
    let (sources, mut goals): (Vec<usize>, Vec<usize>) = kinds.into_iter().partition(is_source);
    let rest = goals.split_off(goals.len().div_ceil(2));
    goals.into_iter().chain(sources).chain(rest).collect()
}

fn line(svg: &mut String, from: (usize, usize), to: (usize, usize)) {
    let (left, right) = if from.0 < to.0 { (from, to) } else { (to, from) };
    let middle = |(_, y): (usize, usize)| y + (ROW - 12) / 2;
    let (x1, x2) = (left.0 + BOX, right.0);
    let bend = x1.midpoint(x2);
    let (y1, y2) = (middle(left), middle(right));
    let _ = write!(svg, "<path d=\"M{x1} {y1}C{bend} {y1} {bend} {y2} {x2} {y2}\"/>");
}

/// Writes a title in at most two lines of a box.
fn label(svg: &mut String, x: usize, y: usize, title: &str) {
    const LETTERS: usize = 27;
    let mut lines = [String::new(), String::new()];
    let mut at = 0;
    for word in title.split_whitespace() {
        let is_full = lines[at].chars().count() + word.chars().count() + 1 > LETTERS;
        if is_full && at == 0 && !lines[0].is_empty() {
            at = 1;
        } else if is_full && !lines[at].is_empty() {
            lines[at].push('…');
            break;
        }
        if !lines[at].is_empty() {
            lines[at].push(' ');
        }
        lines[at].push_str(word);
    }
    let first = if lines[1].is_empty() { y + 31 } else { y + 22 };
    for (number, line) in lines.iter().filter(|line| !line.is_empty()).enumerate() {
        let _ = write!(svg, "<text x=\"{x}\" y=\"{}\">{}</text>", first + number * 18, escape_text(line));
    }
}
