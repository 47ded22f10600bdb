//! Reports that belong together: because they share themes, rarer themes weighing more, or because one's text
//! links to the other. What relations, a common topic and links to the report join is shown with those, not here
//! a second time.
//! From an inverted index with a bounded window, so the cost stays linear in the number of reports.

use std::ops::Range;

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
    let of_reports =
        |number: fn(&Report) -> usize| site.reports.iter().map(|report| small(number(report))).collect::<Vec<u32>>();
    let (topics, editions) = (of_reports(|report| report.topic), of_reports(|report| report.edition));
    Index { weights, members: members(site, &editions), places: places(site), links: links(site), topics, editions }
}

/// What the comparison looks up.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// What each theme is worth.
    weights: Vec<f64>,
    /// For each theme, its reports in reading order.
    members: Lists<Member>,
    /// For each report, its themes and its place in the list of each.
    places: Lists<(u32, u32)>,
    /// For each report, the reports that its text links to or that link to it.
    links: Lists<u32>,
    /// The topic of each report: side by side, for dozens are looked at for each report.
    topics: Vec<u32>,
    /// The edition of each report.
    editions: Vec<u32>,
}

/// A report with a theme, its edition beside it: a list is looked through for them.
#[derive(Clone, Copy, Debug, Default)]
struct Member {
    report: u32,
    edition: u32,
}

/// A list for each report, or for each theme, one behind the other.
#[derive(Clone, Debug, Default)]
struct Lists<T> {
    all: Vec<T>,
    /// Where each begins.
    starts: Vec<usize>,
}

impl<T: Copy + Default> Lists<T> {
    /// So many lists, of items with the number of their list, in the order of the items.
    fn new(lists: usize, items: &[(usize, T)]) -> Self {
        let mut starts = vec![0; lists + 1];
        for (list, _) in items {
            starts[list + 1] += 1;
        }
        for list in 0..lists {
            starts[list + 1] += starts[list];
        }
        let mut all = vec![T::default(); items.len()];
        let mut next = starts.clone();
        for &(list, item) in items {
            all[next[list]] = item;
            next[list] += 1;
        }
        Self { all, starts }
    }

    /// The list of this number.
    fn of(&self, number: usize) -> &[T] {
        &self.all[self.starts[number]..self.starts[number + 1]]
    }
}

/// A number of a report, theme, topic or edition: sites with more of them than this holds are not to be expected.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn members(site: &Site, editions: &[u32]) -> Lists<Member> {
    let mut members = Vec::new();
    for (number, theme) in site.themes.iter().enumerate() {
        let member = |&report: &usize| (number, Member { report: small(report), edition: editions[report] });
        members.extend(theme.reports.iter().map(member));
    }
    Lists::new(site.themes.len(), &members)
}

fn places(site: &Site) -> Lists<(u32, u32)> {
    let mut places = Vec::new();
    for (number, theme) in (0..).zip(&site.themes) {
        places.extend((0..).zip(&theme.reports).map(|(place, &report)| (report, (number, place))));
    }
    Lists::new(site.reports.len(), &places)
}

fn links(site: &Site) -> Lists<u32> {
    let mut links: Vec<(usize, u32)> = Vec::new();
    for to in 0..site.reports.len() {
        for backlink in site.backlinks(to) {
            if let PageKey::Report(from) = backlink.from {
                links.extend([(to, small(from)), (from, small(to))]);
            }
        }
    }
    // Two reports may link to each other.
    links.sort_unstable();
    links.dedup();
    Lists::new(site.reports.len(), &links)
}

/// A report and a theme that it has: the report in the upper half, so that they sort by report, and fast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pair(u64);

impl Pair {
    fn new(report: u32, theme: u32) -> Self {
        Self(u64::from(report) << 32 | u64::from(theme))
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

/// Stands for a link among the themes of a pair.
const NO_THEME: u32 = u32::MAX;

/// No edition is so far away: stands for the distance to what is not there.
const NEVER: u32 = u32::MAX;

/// The list of a theme, looked through from a report's own place to both sides.
struct Walk<'a> {
    theme: u32,
    /// The report's edition.
    own: u32,
    /// What is left before it, the nearest last, and how many editions away that one is.
    before: &'a [Member],
    to_before: u32,
    /// What is left after it, the nearest first, and how many editions away that one is.
    after: &'a [Member],
    to_after: u32,
}

impl<'a> Walk<'a> {
    fn new(index: &'a Index, own: u32, (theme, place): (u32, u32)) -> Self {
        let (list, place) = (index.members.of(theme as usize), place as usize);
        let (before, after) = (&list[place.saturating_sub(WINDOW)..place], &list[place + 1..]);
        let mut walk = Self { theme, own, before, to_before: 0, after: &after[..after.len().min(WINDOW)], to_after: 0 };
        walk.to_before = walk.distance(walk.before.last());
        walk.to_after = walk.distance(walk.after.first());
        walk
    }

    fn distance(&self, next: Option<&Member>) -> u32 {
        next.map_or(NEVER, |next| next.edition.abs_diff(self.own))
    }

    /// Takes the reports that are so many editions away, of which there are none nearer.
    fn take(&mut self, distance: u32, pairs: &mut Vec<Pair>) {
        while self.to_after == distance
            && let [next, rest @ ..] = self.after
        {
            pairs.push(Pair::new(next.report, self.theme));
            self.after = rest;
            self.to_after = self.distance(rest.first());
        }
        while self.to_before == distance
            && let [rest @ .., next] = self.before
        {
            pairs.push(Pair::new(next.report, self.theme));
            self.before = rest;
            self.to_before = self.distance(rest.last());
        }
    }
}

/// The related reports of one report, worked out now: edition by edition, the nearest first, until whatever is farther
/// away has a lower score even if it shares everything.
pub fn of_report(site: &Site, number: usize, index: &Index) -> Vec<Related> {
    let places = index.places.of(number);
    let own = index.editions[number];
    let mut walks: Vec<Walk<'_>> = places.iter().map(|&place| Walk::new(index, own, place)).collect();
    // The nearest last.
    let distance = |&other: &u32| (index.editions[other as usize].abs_diff(own), other);
    let mut links: Vec<(u32, u32)> = index.links.of(number).iter().map(distance).collect();
    links.sort_unstable_by(|one, other| other.cmp(one));
    let weights = || places.iter().map(|&(theme, _)| index.weights[theme as usize]);
    let worth_of_all: f64 = weights().sum();
    let worth_of_one = weights().fold(if links.is_empty() { 0.0 } else { LINK }, f64::max);
    let (pairs, found) = (Vec::with_capacity(64), Vec::with_capacity(KEPT + 1));
    let mut nearest = Nearest { site, number, index, worth_of_one, pairs, found };
    loop {
        let to_link = links.last().map_or(NEVER, |(distance, _)| *distance);
        let distance = walks.iter().fold(to_link, |least, walk| least.min(walk.to_before).min(walk.to_after));
        let worth_of_link = if links.is_empty() { 0.0 } else { LINK };
        let is_lower = |least: f64| least > (worth_of_all + worth_of_link) / divisor(distance);
        if distance == NEVER || nearest.least().is_some_and(is_lower) {
            return nearest.into_related();
        }
        let seen = nearest.pairs.len();
        for walk in &mut walks {
            walk.take(distance, &mut nearest.pairs);
        }
        while let Some((_, other)) = links.pop_if(|(away, _)| *away == distance) {
            nearest.pairs.push(Pair::new(other, NO_THEME));
        }
        nearest.add(seen, distance);
    }
}

/// A report that may be among the nearest.
struct Found {
    report: usize,
    score: f64,
    /// What it shares, among the pairs.
    pairs: Range<usize>,
}

/// The nearest of those that were looked at so far, one of each topic.
struct Nearest<'a> {
    site: &'a Site,
    number: usize,
    index: &'a Index,
    /// The most that one theme or link is worth.
    worth_of_one: f64,
    /// Reports that were looked at, and what each shares with this one.
    pairs: Vec<Pair>,
    found: Vec<Found>,
}

impl Nearest<'_> {
    /// The lowest score that is kept, once there are enough.
    fn least(&self) -> Option<f64> {
        self.found.get(KEPT - 1).map(|last| last.score)
    }

    /// Looks at the reports in the pairs from a place on, all so many editions away.
    fn add(&mut self, seen: usize, distance: u32) {
        self.pairs[seen..].sort_unstable();
        let score_of_one = self.worth_of_one / divisor(distance);
        let mut start = seen;
        while let Some(pair) = self.pairs.get(start) {
            let other = pair.report();
            // Most share one theme only, which is not enough once some nearer ones are found.
            let is_alone = self.pairs.get(start + 1).is_none_or(|next| next.report() != other);
            if is_alone && self.least().is_some_and(|least| score_of_one < least) {
                start += 1;
                continue;
            }
            let length = self.pairs[start..].iter().take_while(|pair| pair.report() == other).count();
            let pairs = start..start + length;
            start = pairs.end;
            let score = score(&self.pairs[pairs.clone()], distance, &self.index.weights);
            // Most are not among the nearest.
            if self.least().is_some_and(|least| score < least) {
                continue;
            }
            // Higher scores first; of equal ones the later edition.
            let place = self.found.partition_point(|found| (found.score, found.report) > (score, other));
            let topic = |report: usize| self.index.topics[report];
            let is_new = |found: &Found| topic(found.report) != topic(other);
            if place == KEPT
                || topic(other) == topic(self.number)
                || !self.found[..place].iter().all(is_new)
                || is_joined(self.site, self.number, other)
            {
                continue;
            }
            let farther = self.found[place..].iter().position(|found| !is_new(found));
            farther.map(|farther| self.found.remove(place + farther));
            self.found.insert(place, Found { report: other, score, pairs });
            self.found.truncate(KEPT);
        }
    }

    fn into_related(self) -> Vec<Related> {
        let related =
            |found: Found| with_reasons(found.report, found.score, &self.pairs[found.pairs], &self.index.weights);
        self.found.into_iter().map(related).collect()
    }
}

/// Returns true if a relation or a link in the other's text joins two reports: the page shows them there.
fn is_joined(site: &Site, number: usize, other: usize) -> bool {
    site.edges(number).iter().any(|edge| edge.report == other)
        || site.backlinks(number).iter().any(|backlink| backlink.from == PageKey::Report(other))
}

/// What a score is divided by for reports so many editions apart.
fn divisor(distance: u32) -> f64 {
    1.0 + f64::from(distance) / 2.0
}

fn score(pairs: &[Pair], distance: u32, weights: &[f64]) -> f64 {
    let worth = |pair: &Pair| pair.theme().map_or(LINK, |theme| weights[theme]);
    pairs.iter().map(worth).sum::<f64>() / divisor(distance)
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

    /// As the definition has it: all that may be compared, by score.
    fn plainly(site: &Site, number: usize, index: &Index) -> Vec<Related> {
        let mut pairs: Vec<Pair> = index.links.of(number).iter().map(|&other| Pair::new(other, NO_THEME)).collect();
        for &(theme, place) in index.places.of(number) {
            let (list, place) = (&site.themes[theme as usize].reports, place as usize);
            let near = &list[place.saturating_sub(WINDOW)..list.len().min(place + WINDOW + 1)];
            pairs.extend(near.iter().map(|&other| Pair::new(small(other), theme)));
        }
        pairs.sort_unstable();
        let of_reports = pairs.chunk_by(|a, b| a.report() == b.report());
        let of_one = |pairs: &[Pair]| {
            let other = pairs[0].report();
            let distance = index.editions[number].abs_diff(index.editions[other]);
            with_reasons(other, score(pairs, distance, &index.weights), pairs, &index.weights)
        };
        let all = of_reports.map(of_one);
        let mut all: Vec<Related> = all.collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.report.cmp(&a.report)));
        let mut topics = vec![index.topics[number]];
        all.retain(|related| {
            let topic = index.topics[related.report];
            let is_kept = !topics.contains(&topic) && !is_joined(site, number, related.report);
            topics.extend(is_kept.then_some(topic));
            is_kept
        });
        all.truncate(KEPT);
        all
    }

    #[test]
    fn the_nearest_are_those_of_the_highest_score() {
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
        for number in 0..site.reports.len() {
            assert_eq!(of_report(&site, number, &index), plainly(&site, number, &index), "{number}");
        }
    }
}
