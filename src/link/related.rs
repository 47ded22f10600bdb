//! Reports that belong together: because they share themes, rarer themes weighing more, or because one's text
//! links to the other. What relations, a common topic and links to the report join is shown with those, not here
//! a second time.
//! From an inverted index with a bounded window, so the cost stays linear in the number of reports.

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

/// Among so many of the nearest are nearly always as many topics as are kept.
const LIKELY: usize = 16;

/// How far apart two reports may stand in a theme's list, in reading order, to be compared. Bounds the cost
/// of a theme that half the site has; symmetric, because distance is.
const WINDOW: usize = 40;

/// What a link in the text is worth: as much as a theme that a quarter of the reports have.
const LINK: f64 = 1.6;

/// Prepares to find related reports, which are worked out for each report when they are asked for.
///
/// `score(a, b) = (l + Σ ln(1 + n / n_t)) / (1 + d / 2)`: the sum is over the themes `t` of both, `n` is the
/// number of reports, `n_t` of those with the theme, `l` is 1.6 where one's text links to the other, and `d` is
/// the number of editions from one to the other. An example is in the guide, under "Themes".
pub fn index(site: &Site) -> Index {
    let all = site.reports.len() as f64;
    let weights: Vec<f64> =
        site.themes.iter().map(|theme| (1.0 + all / theme.reports.len().max(1) as f64).ln()).collect();
    Index { weights, places: places(site), links: links(site) }
}

/// What the comparison looks up.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// What each theme is worth.
    weights: Vec<f64>,
    /// For each report, its themes and its place in the list of each.
    places: Vec<Vec<(usize, usize)>>,
    /// For each report, the reports that its text links to or that link to it.
    links: Vec<Vec<usize>>,
}

fn places(site: &Site) -> Vec<Vec<(usize, usize)>> {
    let mut places = vec![Vec::new(); site.reports.len()];
    for (number, theme) in site.themes.iter().enumerate() {
        for (place, &report) in theme.reports.iter().enumerate() {
            places[report].push((number, place));
        }
    }
    places
}

fn links(site: &Site) -> Vec<Vec<usize>> {
    let mut links: Vec<Vec<usize>> = vec![Vec::new(); site.reports.len()];
    for (to, report) in site.reports.iter().enumerate() {
        for backlink in &report.backlinks {
            if let PageKey::Report(from) = backlink.from {
                links[to].push(from);
                links[from].push(to);
            }
        }
    }
    links
}

/// A score, the other report, and the pairs of it and each theme that both have.
type Scored<'a> = (f64, usize, &'a [(usize, usize)]);

/// Stands for a link among the themes of a pair.
const NO_THEME: usize = usize::MAX;

/// The related reports of one report, worked out now.
pub fn of_report(site: &Site, number: usize, index: &Index) -> Vec<Related> {
    let report = &site.reports[number];
    let mut pairs: Vec<(usize, usize)> = index.links[number].iter().map(|&other| (other, NO_THEME)).collect();
    for &(theme, place) in &index.places[number] {
        let list = &site.themes[theme].reports;
        let near = &list[place.saturating_sub(WINDOW)..list.len().min(place + WINDOW + 1)];
        pairs.extend(near.iter().map(|&other| (other, theme)));
    }
    // Each theme's are in order already, which a stable sort makes use of.
    #[expect(clippy::stable_sort_primitive, reason = "it finds the runs")]
    pairs.sort();
    pairs.dedup();
    let is_apart = |other: usize| {
        site.reports[other].topic != report.topic
            && !report.edges.iter().any(|edge| edge.report == other)
            && !report.backlinks.iter().any(|backlink| backlink.from == PageKey::Report(other))
    };
    let mut scored: Vec<Scored<'_>> = pairs
        .chunk_by(|(a, _), (b, _)| a == b)
        .filter(|pairs| is_apart(pairs[0].0))
        .map(|pairs| (score(site, report.edition, pairs, &index.weights), pairs[0].0, pairs))
        .collect();
    // Higher scores first; of equal ones the later edition.
    let order = |(a, one, _): &Scored<'_>, (b, other, _): &Scored<'_>| b.total_cmp(a).then(other.cmp(one));
    if scored.len() > LIKELY {
        scored.select_nth_unstable_by(LIKELY, order);
        scored[..LIKELY].sort_unstable_by(order);
        let related = nearest(site, &scored[..LIKELY], &index.weights);
        if related.len() == KEPT {
            return related;
        }
    }
    scored.sort_unstable_by(order);
    nearest(site, &scored, &index.weights)
}

/// The first of each topic.
fn nearest(site: &Site, scored: &[Scored<'_>], weights: &[f64]) -> Vec<Related> {
    let mut topics: Vec<usize> = Vec::with_capacity(KEPT);
    let mut related = Vec::with_capacity(KEPT);
    for &(score, other, pairs) in scored {
        let topic = site.reports[other].topic;
        if topics.contains(&topic) {
            continue;
        }
        topics.push(topic);
        related.push(with_reasons(other, score, pairs, weights));
        if related.len() == KEPT {
            break;
        }
    }
    related
}

fn score(site: &Site, edition: usize, pairs: &[(usize, usize)], weights: &[f64]) -> f64 {
    let worth = |&(_, theme): &(usize, usize)| if theme == NO_THEME { LINK } else { weights[theme] };
    let distance = site.reports[pairs[0].0].edition.abs_diff(edition) as f64;
    pairs.iter().map(worth).sum::<f64>() / (1.0 + distance / 2.0)
}

fn with_reasons(report: usize, score: f64, pairs: &[(usize, usize)], weights: &[f64]) -> Related {
    let mut themes: Vec<usize> = pairs.iter().map(|(_, theme)| *theme).filter(|&theme| theme != NO_THEME).collect();
    themes.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
    Related { report, score, is_linked: themes.len() < pairs.len(), themes }
}
