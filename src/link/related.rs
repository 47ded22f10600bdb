//! Related reports: they share themes with a report, rarer themes weighing more, or its text links to them.
//! Reports that its page shows elsewhere are left out: of the same topic, joined by a relation, or linking to it.

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
    /// Whether the text of one links to the other.
    pub is_linked: bool,
}

/// The most related reports that a page shows.
const MAX_RELATED: usize = 5;

/// The most places between two reports in a theme's list, which is in reading order, for them to be compared. Bounds the
/// cost of a theme that half the site has; symmetric, because distance is.
const WINDOW: usize = 40;

/// The weight of a link in the text: that of a theme that a quarter of the reports have.
const LINK_WEIGHT: f64 = 1.6;

/// A reason why two reports belong together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Theme(usize),
    Link,
}

/// Finds the reports that belong with a report, the nearest first, one of each topic.
///
/// `score(a, b) = (l + Σ ln(1 + n / n_t)) / (1 + d / 2)`: the sum is over the themes `t` of both, `n` is the
/// number of reports, `n_t` of those with the theme, `l` is 1.6 where one's text links to the other, and `d` is
/// the number of editions from one to the other. An example is in the guide, under "Themes".
pub fn related(site: &Site, number: usize) -> Vec<Related> {
    let reasons = reasons(site, number);
    let score = |report: usize, reasons: &[(usize, Reason)]| {
        let weights: f64 = reasons.iter().map(|(_, reason)| weight(site, *reason)).sum();
        let distance = site.reports[number].edition.abs_diff(site.reports[report].edition);
        weights / (1.0 + distance as f64 / 2.0)
    };
    let of_one_report = reasons.chunk_by(|(one, _), (other, _)| one == other);
    let mut candidates: Vec<(f64, usize, &[(usize, Reason)])> =
        of_one_report.map(|reasons| (score(reasons[0].0, reasons), reasons[0].0, reasons)).collect();
    // Of equal scores the later edition comes first.
    candidates.sort_unstable_by(|(score, report, _), (other_score, other, _)| {
        other_score.total_cmp(score).then(other.cmp(report))
    });
    let mut nearest: Vec<Related> = Vec::with_capacity(MAX_RELATED);
    for (score, report, reasons) in candidates {
        let topic = |report: usize| site.reports[report].topic;
        let has_topic = |related: &Related| topic(related.report) == topic(report);
        if topic(report) == topic(number) || nearest.iter().any(has_topic) || is_joined(site, number, report) {
            continue;
        }
        nearest.push(with_reasons(site, report, score, reasons));
        if nearest.len() == MAX_RELATED {
            break;
        }
    }
    nearest
}

/// All reports that may be compared with a report, each with what the two share, sorted.
fn reasons(site: &Site, number: usize) -> Vec<(usize, Reason)> {
    let mut reasons = Vec::with_capacity(256);
    for &theme in &site.reports[number].themes {
        let list = &site.themes[theme].reports;
        let place = list.partition_point(|&report| report < number);
        let near = &list[place.saturating_sub(WINDOW)..list.len().min(place + WINDOW + 1)];
        reasons.extend(near.iter().map(|&report| (report, Reason::Theme(theme))));
    }
    for file in site.reports[number].texts.iter().flatten() {
        for link in site.links(*file) {
            if let Resolved::Page(PageKey::Report(report), _) = link {
                reasons.push((*report, Reason::Link));
            }
        }
    }
    reasons.sort_unstable();
    reasons.dedup();
    reasons
}

fn weight(site: &Site, reason: Reason) -> f64 {
    match reason {
        Reason::Theme(theme) => (1.0 + site.reports.len() as f64 / site.themes[theme].reports.len() as f64).ln(),
        Reason::Link => LINK_WEIGHT,
    }
}

/// Returns true if a relation joins two reports, or a link from the other: the page shows those in lists of their own.
fn is_joined(site: &Site, number: usize, other: usize) -> bool {
    site.edges(number).iter().any(|edge| edge.report == other)
        || site.backlinks(number).iter().any(|backlink| backlink.from == PageKey::Report(other))
}

fn with_reasons(site: &Site, report: usize, score: f64, reasons: &[(usize, Reason)]) -> Related {
    let theme = |(_, reason): &(usize, Reason)| match reason {
        Reason::Theme(theme) => Some(*theme),
        Reason::Link => None,
    };
    let mut themes: Vec<usize> = reasons.iter().filter_map(theme).collect();
    // Rare ones are in few reports.
    themes.sort_by_key(|&theme| (site.themes[theme].reports.len(), theme));
    Related { report, score, is_linked: themes.len() < reasons.len(), themes }
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
