//! Reports that belong together: because they share themes, rarer themes weighing more, or because one's text
//! links to the other. What relations and a common topic join is shown with those, not here a second time.
//! From an inverted index with a bounded window, so the cost stays linear in the number of reports.

use std::collections::HashMap;

use crate::link::{PageKey, Site};

/// A report that shares themes with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The other report.
    pub report: usize,
    /// How near it is; the same seen from either side.
    pub score: f64,
    /// The themes that both have, the rarest first.
    pub themes: Vec<usize>,
    /// Whether the text of one links to the other.
    pub is_linked: bool,
}

/// How many are kept for each report.
const KEPT: usize = 5;

/// How far apart two reports may stand in a theme's list, in reading order, to be compared. Bounds the cost
/// of a theme that half the site has; symmetric, because distance is.
const WINDOW: usize = 40;

/// What a link in the text is worth: as much as a theme that a quarter of the reports have.
const LINK: f64 = 1.6;

/// Fills in the related reports of all reports.
///
/// `score(a, b) = (l + Σ ln(1 + n / n_t)) / (1 + d / 2)`: the sum is over the themes `t` of both, `n` is the
/// number of reports, `n_t` of those with the theme, `l` is 1.6 where one's text links to the other, and `d` is
/// the number of editions from one to the other. An example is in the guide, under "Themes".
pub fn related(site: &mut Site) {
    let all = site.reports.len() as f64;
    let weights: Vec<f64> =
        site.themes.iter().map(|theme| (1.0 + all / theme.reports.len().max(1) as f64).ln()).collect();
    let mut places: HashMap<(usize, usize), usize> = HashMap::new();
    for (number, theme) in site.themes.iter().enumerate() {
        for (place, &report) in theme.reports.iter().enumerate() {
            places.insert((number, report), place);
        }
    }
    let mut links: Vec<Vec<usize>> = vec![Vec::new(); site.reports.len()];
    for (to, report) in site.reports.iter().enumerate() {
        for backlink in &report.backlinks {
            if let PageKey::Report(from) = backlink.from {
                links[to].push(from);
                links[from].push(to);
            }
        }
    }
    let found: Vec<Vec<Related>> =
        (0..site.reports.len()).map(|report| of_report(site, report, &weights, &places, &links[report])).collect();
    for (report, related) in site.reports.iter_mut().zip(found) {
        report.related = related;
    }
}

fn of_report(
    site: &Site,
    number: usize,
    weights: &[f64],
    places: &HashMap<(usize, usize), usize>,
    links: &[usize],
) -> Vec<Related> {
    let report = &site.reports[number];
    let mut shared: HashMap<usize, Vec<usize>> = links.iter().map(|&other| (other, Vec::new())).collect();
    for &theme in &report.themes {
        let list = &site.themes[theme].reports;
        let place = places[&(theme, number)];
        for &other in &list[place.saturating_sub(WINDOW)..list.len().min(place + WINDOW + 1)] {
            shared.entry(other).or_default().push(theme);
        }
    }
    let is_shown_already = |other: usize| report.edges.iter().any(|edge| edge.report == other);
    let mut best: HashMap<usize, Related> = HashMap::new();
    for (other, mut themes) in shared {
        let topic = site.reports[other].topic;
        if topic == report.topic || is_shown_already(other) {
            continue;
        }
        themes.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
        let distance = site.reports[other].edition.abs_diff(report.edition) as f64;
        let is_linked = links.contains(&other);
        let link = if is_linked { LINK } else { 0.0 };
        let score = (link + themes.iter().map(|&theme| weights[theme]).sum::<f64>()) / (1.0 + distance / 2.0);
        let one = Related { report: other, score, themes, is_linked };
        // One report a topic: the nearest of its editions.
        match best.get(&topic) {
            Some(known) if !is_nearer(&one, known) => {}
            _ => drop(best.insert(topic, one)),
        }
    }
    let mut related: Vec<Related> = best.into_values().collect();
    related.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.report.cmp(&a.report)));
    related.truncate(KEPT);
    related
}

/// Higher scores first; of equal ones the later edition.
fn is_nearer(one: &Related, known: &Related) -> bool {
    one.score.total_cmp(&known.score).then(one.report.cmp(&known.report)).is_gt()
}
