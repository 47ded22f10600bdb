//! Reports that belong together: because they share themes, rarer themes weighing more, or because one's text
//! links to the other. What relations, a common topic and links to the report join is shown with those, not here
//! a second time.
//! From an inverted index with a bounded window, so the cost stays linear in the number of reports.

use crate::link::{PageKey, Report, Site};

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
    let of_reports = |number: fn(&Report) -> usize| site.reports.iter().map(|report| small(number(report))).collect();
    let (topics, editions) = (of_reports(|report| report.topic), of_reports(|report| report.edition));
    Index { weights, places: places(site), links: links(site), topics, editions }
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
    /// The topic of each report: side by side, for a hundred are looked at for each report.
    topics: Vec<u32>,
    /// The edition of each report.
    editions: Vec<u32>,
}

impl Index {
    /// How many editions lie between two reports' own.
    fn distance(&self, one: usize, other: usize) -> u32 {
        self.editions[one].abs_diff(self.editions[other])
    }
}

/// A number of a report, theme, topic or edition: sites with more of them than this holds are not to be expected.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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

/// A report and a theme that it has: the report in the upper half, so that they sort by report, and fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair(u64);

impl Pair {
    fn new(report: usize, theme: u32) -> Self {
        Self(u64::from(small(report)) << 32 | u64::from(theme))
    }

    fn report(self) -> usize {
        (self.0 >> 32) as usize
    }

    /// `None` stands for a link.
    fn theme(self) -> Option<usize> {
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is asked for")]
        let theme = self.0 as u32;
        (theme != NO_THEME).then_some(theme as usize)
    }
}

/// A score, the other report, and the pairs of it and each theme that both have.
type Scored<'a> = (f64, usize, &'a [Pair]);

/// Stands for a link among the themes of a pair.
const NO_THEME: u32 = u32::MAX;

/// How many editions away the reports are that are looked at first: beyond, few are near enough to be shown.
const NEAR: u32 = 3;

/// The related reports of one report, worked out now.
pub fn of_report(site: &Site, number: usize, index: &Index) -> Vec<Related> {
    let related = among(site, number, index, NEAR);
    let least = related.get(KEPT - 1).map(|last| last.score);
    // Whatever is farther away has no higher score than this, even if it shares everything.
    if least.is_some_and(|least| least > highest_beyond(number, index, NEAR)) {
        return related;
    }
    among(site, number, index, u32::MAX)
}

/// What no score of a report more than so many editions away exceeds.
fn highest_beyond(number: usize, index: &Index, editions: u32) -> f64 {
    let is_beyond = |&other: &usize| index.distance(number, other) > editions;
    let link = if index.links[number].iter().any(is_beyond) { LINK } else { 0.0 };
    let all: f64 = index.places[number].iter().map(|&(theme, _)| index.weights[theme]).sum();
    (all + link) / (1.0 + f64::from(editions + 1) / 2.0)
}

/// The related reports of one report among those at most so many editions away, and those that links join to it.
fn among(site: &Site, number: usize, index: &Index, editions: u32) -> Vec<Related> {
    let report = &site.reports[number];
    let mut pairs: Vec<Pair> = index.links[number].iter().map(|&other| Pair::new(other, NO_THEME)).collect();
    for &(theme, place) in &index.places[number] {
        let list = &site.themes[theme].reports;
        let is_near = |other: &&usize| index.distance(number, **other) <= editions;
        // A theme's reports stand by edition.
        let before = list[place.saturating_sub(WINDOW)..place].iter().rev().take_while(is_near);
        let after = list[place..list.len().min(place + WINDOW + 1)].iter().take_while(is_near);
        pairs.extend(before.chain(after).map(|&other| Pair::new(other, small(theme))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let is_joined = |other: usize| {
        report.edges.iter().any(|edge| edge.report == other)
            || report.backlinks.iter().any(|backlink| backlink.from == PageKey::Report(other))
    };
    let mut scored: Vec<Scored<'_>> = Vec::with_capacity(pairs.len());
    let of_reports = pairs.chunk_by(|a, b| a.report() == b.report());
    let of_others = of_reports.filter(|pairs| index.topics[pairs[0].report()] != index.topics[number]);
    scored.extend(of_others.map(|pairs| (score(number, pairs, index), pairs[0].report(), pairs)));
    // Higher scores first; of equal ones the later edition.
    let order = |(a, one, _): &Scored<'_>, (b, other, _): &Scored<'_>| b.total_cmp(a).then(other.cmp(one));
    if scored.len() > LIKELY {
        scored.select_nth_unstable_by(LIKELY, order);
        scored[..LIKELY].sort_unstable_by(order);
        let related = nearest(&scored[..LIKELY], index, is_joined);
        if related.len() == KEPT {
            return related;
        }
    }
    scored.sort_unstable_by(order);
    nearest(&scored, index, is_joined)
}

/// The first of each topic, of those that nothing else joins to the report.
fn nearest(scored: &[Scored<'_>], index: &Index, is_joined: impl Fn(usize) -> bool) -> Vec<Related> {
    let mut topics: Vec<u32> = Vec::with_capacity(KEPT);
    let mut related = Vec::with_capacity(KEPT);
    for &(score, other, pairs) in scored {
        let topic = index.topics[other];
        if topics.contains(&topic) || is_joined(other) {
            continue;
        }
        topics.push(topic);
        related.push(with_reasons(other, score, pairs, &index.weights));
        if related.len() == KEPT {
            break;
        }
    }
    related
}

fn score(number: usize, pairs: &[Pair], index: &Index) -> f64 {
    let worth = |pair: &Pair| pair.theme().map_or(LINK, |theme| index.weights[theme]);
    let distance = index.distance(number, pairs[0].report());
    pairs.iter().map(worth).sum::<f64>() / (1.0 + f64::from(distance) / 2.0)
}

fn with_reasons(report: usize, score: f64, pairs: &[Pair], weights: &[f64]) -> Related {
    let mut themes: Vec<usize> = pairs.iter().filter_map(|pair| pair.theme()).collect();
    themes.sort_by(|&a, &b| weights[b].total_cmp(&weights[a]).then(a.cmp(&b)));
    Related { report, score, is_linked: themes.len() < pairs.len(), themes }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::pipeline::{Options, link_site};

    #[test]
    fn looking_at_near_editions_first_finds_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let mut seed = 7_u64;
        let mut pick = |of: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % of
        };
        fs::write(folder.path().join("trendpress.yaml"), "title: Test\n").unwrap();
        for edition in 2000..2030 {
            let edition_folder = folder.path().join(format!("content/{edition}"));
            fs::create_dir_all(&edition_folder).unwrap();
            fs::write(edition_folder.join("edition.md"), "---\ntitle: Test\n---\n").unwrap();
            for number in 0..8 {
                let themes: Vec<String> = (0..=pick(3)).map(|_| format!("t{}", pick(9))).collect();
                let link = format!("[x](../{}/r{}.md)", 2000 + pick(30), pick(8));
                let text =
                    format!("---\ntitle: R{number}\nkind: hurdle\nthemes: [{}]\n---\n{link}\n", themes.join(", "));
                let topic = if pick(4) == 0 { format!("r{number}") } else { format!("r{number}-{edition}") };
                let text = text.replace("kind:", &format!("topic: {topic}\nkind:"));
                fs::write(edition_folder.join(format!("r{number}.md")), text).unwrap();
            }
        }
        let options = Options::new(folder.path(), jiff::civil::date(2030, 1, 1));
        let site = link_site(&options, &|_| {}).site;
        let index = index(&site);
        let is_near_enough = |number: usize| {
            let least = among(&site, number, &index, NEAR).get(KEPT - 1).map(|last| last.score);
            least.is_some_and(|least| least > highest_beyond(number, &index, NEAR))
        };
        let near = (0..site.reports.len()).filter(|&number| is_near_enough(number)).count();
        assert!(near > 20 && near < site.reports.len(), "{near} of {}", site.reports.len());
        for number in 0..site.reports.len() {
            assert_eq!(of_report(&site, number, &index), among(&site, number, &index, u32::MAX), "{number}");
        }
    }
}
