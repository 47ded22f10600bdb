//! Related reports: they share themes with a report, rarer themes weighing more, or its text links to them.
//! Reports that its page shows elsewhere are left out: of the same topic, joined by a relation, or linking to it.

use rustc_hash::FxHashMap;

use crate::link::{PageKey, Resolved, Site};

/// A report that belongs with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The other report.
    pub report: usize,
    /// The nearness of the two; the same seen from either side.
    pub score: f64,
    /// The themes that both have, the rarest first.
    pub themes: Vec<usize>,
    /// True if the text of one links to the other.
    pub is_linked: bool,
}

/// The most related reports that a page shows.
const MAX_RELATED: usize = 5;

/// The most places between two reports in a theme's list, which is in reading order, for them to be compared. Bounds the
/// cost of a theme that half the site has; symmetric, because distance is.
const WINDOW: usize = 40;

/// The weight of a link in the text: that of a theme that a quarter of the reports have.
const LINK_WEIGHT: f64 = 1.6;

/// Finds the reports that belong with a report, the nearest first, one of each topic.
///
/// `score(a, b) = (l + Σ ln(1 + n / n_t)) / (1 + d / 2)`: the sum is over the themes `t` of both, `n` is the
/// number of reports, `n_t` of those with the theme, `l` is 1.6 where one's text links to the other, and `d` is
/// the number of editions from one to the other. An example is in the guide, under "Themes".
pub fn related(site: &Site, number: usize) -> Vec<Related> {
    let themes = rarest_last(site, number);
    let links = linked_reports(site, number);
    let score = |(report, weight): (usize, f64)| {
        let distance = site.reports[number].edition.abs_diff(site.reports[report].edition);
        (weight / (1.0 + distance as f64 / 2.0), report)
    };
    let topic = |report: usize| site.reports[report].topic;
    let others = weights(site, number, &links).into_iter().filter(|(report, _)| topic(*report) != topic(number));
    let mut candidates: Vec<(f64, usize)> = others.map(score).collect();
    let mut nearest: Vec<Related> = Vec::with_capacity(MAX_RELATED);
    // A few of many are wanted, so they are not sorted.
    while nearest.len() < MAX_RELATED
        && let Some((score, report)) = take_best(&mut candidates)
    {
        let has_topic = |related: &Related| topic(related.report) == topic(report);
        if nearest.iter().any(has_topic) || is_joined(site, number, report) {
            continue;
        }
        let is_shared = |theme: &usize| near(site, number, *theme).binary_search(&report).is_ok();
        let shared = themes.iter().rev().copied().filter(is_shared).collect();
        nearest.push(Related { report, score, themes: shared, is_linked: links.binary_search(&report).is_ok() });
    }
    nearest
}

/// Returns the themes of a report, those of the most reports first.
fn rarest_last(site: &Site, number: usize) -> Vec<usize> {
    let mut themes = site.reports[number].themes.clone();
    themes.sort_unstable_by_key(|&theme| std::cmp::Reverse((site.themes[theme].reports.len(), theme)));
    themes
}

/// Returns the reports of a theme that stand near a report in its list, sorted.
fn near(site: &Site, number: usize, theme: usize) -> &[usize] {
    let list = &site.themes[theme].reports;
    let place = list.partition_point(|&report| report < number);
    &list[place.saturating_sub(WINDOW)..list.len().min(place + WINDOW + 1)]
}

/// Returns the reports that a report's text links to, sorted. Those that link to it are backlinks and never related.
fn linked_reports(site: &Site, number: usize) -> Vec<usize> {
    let files = site.reports[number].texts.iter().flatten();
    let links = files.flat_map(|&file| site.links(file));
    let mut reports: Vec<usize> = links
        .filter_map(|link| match link {
            Resolved::Page(PageKey::Report(report), _) => Some(*report),
            _ => None,
        })
        .collect();
    reports.sort_unstable();
    reports.dedup();
    reports
}

/// Returns each report that may belong with a report, and the weight of what the two share.
fn weights(site: &Site, number: usize, links: &[usize]) -> FxHashMap<usize, f64> {
    let mut weights: FxHashMap<usize, f64> = FxHashMap::default();
    // In the same order seen from either side, so that both add up to the same.
    let mut themes = site.reports[number].themes.clone();
    themes.sort_unstable();
    for theme in themes {
        let weight = (1.0 + site.reports.len() as f64 / site.themes[theme].reports.len() as f64).ln();
        for &report in near(site, number, theme) {
            *weights.entry(report).or_default() += weight;
        }
    }
    for &report in links {
        *weights.entry(report).or_default() += LINK_WEIGHT;
    }
    weights
}

/// Removes the candidate of the highest score. Of equal scores the later edition comes first.
fn take_best(candidates: &mut Vec<(f64, usize)>) -> Option<(f64, usize)> {
    let is_better = |&(score, report): &(f64, usize), &(other_score, other): &(f64, usize)| {
        score.total_cmp(&other_score).then(report.cmp(&other))
    };
    let (place, _) = candidates.iter().enumerate().max_by(|(_, a), (_, b)| is_better(a, b))?;
    Some(candidates.swap_remove(place))
}

/// Returns true if a relation joins two reports, or a link from the other: the page shows those in lists of their own.
fn is_joined(site: &Site, number: usize, other: usize) -> bool {
    site.edges(number).iter().any(|edge| edge.report == other)
        || site.backlinks(number).iter().any(|backlink| backlink.from == PageKey::Report(other))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::pipeline::{Options, link_site};

    /// Links a site of one edition, with a hurdle for each pair of name and themes.
    fn site(reports: &[(&str, &str)]) -> Site {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/2026")).unwrap();
        fs::write(folder.path().join("trendpress.yaml"), "title: Test\n").unwrap();
        fs::write(folder.path().join("content/2026/edition.md"), "---\ntitle: Test\n---\n").unwrap();
        for (name, themes) in reports {
            let text = format!("---\ntitle: {name}\nkind: hurdle\nthemes: [{themes}]\n---\n");
            fs::write(folder.path().join(format!("content/2026/{name}.md")), text).unwrap();
        }
        let options = Options::new(folder.path(), jiff::civil::date(2026, 6, 1));
        std::sync::Arc::into_inner(link_site(&options, &|_| {}).site).unwrap()
    }

    #[test]
    fn rare_themes_weigh_more_than_common_ones() {
        let site = site(&[("a", "common, rare"), ("b", "common"), ("c", "common"), ("d", "rare")]);
        let related: Vec<usize> = related(&site, 0).iter().map(|related| related.report).collect();
        assert_eq!(related, [3, 2, 1]);
    }

    #[test]
    fn scores_are_the_same_seen_from_either_side() {
        let site = site(&[("a", "x, y, z"), ("b", "x, z"), ("c", "y"), ("d", "z")]);
        for number in 0..4 {
            for there in related(&site, number) {
                let back = related(&site, there.report).into_iter().find(|back| back.report == number).unwrap();
                assert!((back.score - there.score).abs() < f64::EPSILON);
                assert_eq!(back.themes, there.themes);
            }
        }
    }
}
