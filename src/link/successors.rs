//! Joins topics that go on under another name, and finds those that were merged or split: turns the `formerly`, `merges` and
//! `split_from` of reports into the current id of each topic and the branches between topics. Goes through the editions
//! from the oldest to the newest, so that a name means what it meant then. Knows nothing of pages.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::slug::slug;
use crate::base::span::Located;
use crate::base::suggest::SuggestionIndex;
use crate::check::{self, Checked};
use crate::link::unclear_past::Problem;

/// A published report, as far as the succession of topics depends on it.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// The number of its edition.
    pub edition: usize,
    /// Its file.
    pub file: &'a Checked,
    /// Its front matter.
    pub entry: &'a check::Report,
}

/// The current ids of topics, and the branches between topics.
#[derive(Default)]
pub struct Successors<'a> {
    /// The current id of each renamed topic, by each of its earlier ids.
    pub current_ids: BTreeMap<&'a str, &'a str>,
    /// The merges and splits, the oldest first.
    pub steps: Vec<Step<'a>>,
}

impl<'a> Successors<'a> {
    /// The id under which the topic of an id goes on: its own, unless it was renamed.
    pub fn current_id(&self, id: &'a str) -> &'a str {
        self.current_ids.get(id).copied().unwrap_or(id)
    }
}

/// A merge of one topic into another, or a split of one from another. Both have their current ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// Merge or split.
    pub sort: BranchSort,
    /// The edition in which the later topic has a report that says so.
    pub edition: usize,
    /// The id of the earlier topic.
    pub from: &'a str,
    /// The id of the topic that came of it.
    pub to: &'a str,
}

/// The ways in which one topic comes of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BranchSort {
    /// Two topics or more became one.
    Merge,
    /// A part of a topic became one of its own.
    Split,
}

/// The keys of front matter that name a topic's past.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The topic had another name.
    Formerly,
    /// Other topics became this one.
    Merges,
    /// The topic was a part of another.
    SplitFrom,
}

/// A name in the front matter of a report that claims a topic as its past.
#[derive(Clone, Copy)]
pub struct Claim<'a> {
    /// The number of the report among the standings.
    pub standing: usize,
    /// The key that it stands under.
    pub key: Key,
    /// The name as written, and its place.
    pub name: &'a Located<String>,
}

/// The reports that are on one topic, under all its names.
#[derive(Default)]
pub struct Group<'a> {
    /// Numbers of standings: those of an earlier edition first.
    pub standings: Vec<usize>,
    /// The claims of `formerly` that joined its parts.
    pub renames: Vec<Claim<'a>>,
    /// The claim of the merge that the topic went into.
    pub merge: Option<Claim<'a>>,
}

/// Follows the topics of published reports through the editions. `is_withheld` tells whether a slug is the id or the title of
/// a report that is not published: such a name is no mistake. A claim that cannot be decided is a finding, and changes nothing.
pub fn successors<'a>(
    mut standings: Vec<Standing<'a>>,
    edition_ids: &[&str],
    is_withheld: &dyn Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) -> Successors<'a> {
    let has_claims = |&Standing { entry, .. }: &Standing<'_>| {
        !entry.formerly.is_empty() || !entry.merges.is_empty() || entry.split_from.is_some()
    };
    if !standings.iter().any(has_claims) {
        return Successors::default();
    }
    // Stable, so that reports of one edition stay in the order of their paths.
    standings.sort_by_key(|standing| standing.edition);
    let mut topics = Topics::new(standings, edition_ids, is_withheld);
    let mut start = 0;
    let editions: Vec<usize> =
        topics.standings.chunk_by(|one, next| one.edition == next.edition).map(<[_]>::len).collect();
    for count in editions {
        let reports = start..start + count;
        start += count;
        // New names first: a merge or split may be one of a topic that has just got its name.
        for report in reports.clone() {
            topics.rename(report);
        }
        for report in reports.clone() {
            topics.merge(report);
        }
        for report in reports {
            topics.split(report);
        }
    }
    findings.append(&mut topics.findings);
    topics.into_successors()
}

/// The topics while they are being joined.
pub struct Topics<'a, 'f> {
    /// The published reports, by edition and path.
    pub standings: Vec<Standing<'a>>,
    /// The id of each edition.
    pub edition_ids: &'f [&'f str],
    /// The topics; one that was joined to another has no standings left.
    pub groups: Vec<Group<'a>>,
    /// The number of the topic that has or had each id.
    group_of_id: FxHashMap<&'a str, usize>,
    /// The reports by the slugs of their titles and the ids of their topics.
    names: OnceCell<FxHashMap<String, Vec<usize>>>,
    /// The titles and ids of the reports in turn, for suggestions.
    suggestions: OnceCell<SuggestionIndex>,
    /// Merges and splits: a claim, and a report on the topic that it claims.
    branches: Vec<(Claim<'a>, usize)>,
    /// Tells whether a slug is the name of a report that is not published.
    is_withheld: &'f dyn Fn(&str) -> bool,
    findings: Vec<Finding>,
}

impl<'a, 'f> Topics<'a, 'f> {
    /// The title or id of a report before an edition that is nearest to a name.
    pub fn nearest_name(&self, name: &str, edition: usize) -> Option<&'a str> {
        let names = |standing: &Standing<'a>| [&*standing.entry.common.title.value, &*standing.entry.topic.value];
        let index = self.suggestions.get_or_init(|| SuggestionIndex::new(self.standings.iter().flat_map(names)));
        let place = index.nearest_where(name, |place| self.standings[place / 2].edition < edition)?;
        Some(names(&self.standings[place / 2])[place % 2])
    }

    fn new(standings: Vec<Standing<'a>>, edition_ids: &'f [&'f str], is_withheld: &'f dyn Fn(&str) -> bool) -> Self {
        let (mut groups, mut group_of_id) = (Vec::<Group<'a>>::new(), FxHashMap::default());
        for (number, standing) in standings.iter().enumerate() {
            let group = *group_of_id.entry(&*standing.entry.topic.value).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[group].standings.push(number);
        }
        Self {
            standings,
            edition_ids,
            groups,
            group_of_id,
            names: OnceCell::new(),
            suggestions: OnceCell::new(),
            branches: Vec::new(),
            is_withheld,
            findings: Vec::new(),
        }
    }

    /// The id of the topic of a report, as the report gives it.
    pub fn id(&self, standing: usize) -> &'a str {
        &self.standings[standing].entry.topic.value
    }

    /// The edition of a report.
    pub fn edition(&self, standing: usize) -> usize {
        self.standings[standing].edition
    }

    /// The topic of a report.
    pub fn group(&self, standing: usize) -> usize {
        self.group_of_id[self.id(standing)]
    }

    /// The reports of a topic in editions before one.
    pub fn before(&self, group: usize, edition: usize) -> &[usize] {
        let standings = &self.groups[group].standings;
        &standings[..standings.partition_point(|&standing| self.edition(standing) < edition)]
    }

    /// The id that a topic had last before an edition.
    pub fn id_before(&self, group: usize, edition: usize) -> &'a str {
        self.before(group, edition).last().map_or("", |&standing| self.id(standing))
    }

    /// Two reports of one edition, each on one of two topics; `None` where the topics never stood side by side.
    pub fn side_by_side(&self, one: usize, other: usize) -> Option<(usize, usize)> {
        let in_edition = |edition| self.groups[other].standings.iter().find(move |&&it| self.edition(it) == edition);
        self.groups[one].standings.iter().find_map(|&it| Some((it, *in_edition(self.edition(it))?)))
    }

    /// The topics that have had a name before an edition, each by the number of its group. An id as it is written means the
    /// topic of that id alone, so that there is a way to write every topic.
    fn named(&self, name: &str, edition: usize) -> Vec<usize> {
        let names = self.names.get_or_init(|| self.index_names());
        let slug = slug(name);
        let reports = names.get(&slug).map_or(&[][..], Vec::as_slice);
        let reports = || reports.iter().copied().filter(|&report| self.edition(report) < edition);
        let has_id = name == slug && reports().any(|report| self.id(report) == name);
        let reports = reports().filter(|&report| !has_id || self.id(report) == name);
        let mut groups: Vec<usize> = reports.map(|report| self.group(report)).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    fn index_names(&self) -> FxHashMap<String, Vec<usize>> {
        let mut names: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (number, standing) in self.standings.iter().enumerate() {
            let title = slug(&standing.entry.common.title.value);
            if title != self.id(number) {
                names.entry(title).or_default().push(number);
            }
            names.entry(self.id(number).to_owned()).or_default().push(number);
        }
        names
    }

    fn report(&mut self, problem: &Problem<'a>) {
        // At once, while the topics are as the problem found them.
        let finding = problem.finding(self);
        self.findings.push(finding);
    }

    /// The one topic that a claim names; else reports why there is none, unless only reports that are not published have the
    /// name.
    fn claimed(&mut self, claim: Claim<'a>) -> Option<usize> {
        let edition = self.edition(claim.standing);
        match self.named(&claim.name.value, edition)[..] {
            [group] => return Some(group),
            [] if (self.is_withheld)(&slug(&claim.name.value)) => {}
            [] => self.report(&Problem::Unknown { claim }),
            ref groups => {
                let reports = groups.iter().filter_map(|&group| self.before(group, edition).last().copied());
                let reports = reports.collect();
                self.report(&Problem::Ambiguous { claim, reports });
            }
        }
        None
    }

    /// Joins the topic of a report with those that it names as `formerly`.
    fn rename(&mut self, report: usize) {
        let entry = self.standings[report].entry;
        for name in &entry.formerly {
            let claim = Claim { standing: report, key: Key::Formerly, name };
            if self.is_own_name(claim) {
                continue;
            }
            let own = self.group(report);
            let Some(past) = self.claimed(claim).filter(|&past| past != own) else { continue };
            if let Some(other) = self.groups[past].merge.or_else(|| self.split_between(own, past)) {
                self.report(&Problem::TwoClaims { claim, other });
            } else if let Some((here, there)) = self.side_by_side(own, past) {
                self.report(&match self.rename_in(past, there) {
                    Some(other) if here == report => Problem::TwoClaims { claim, other },
                    _ => Problem::SideBySide { claim, here, there },
                });
            } else {
                self.join(claim, own, past);
            }
        }
    }

    /// The claim by which one of two topics was split from the other.
    fn split_between(&self, one: usize, other: usize) -> Option<Claim<'a>> {
        let is_between = |&&(claim, parent): &&(Claim<'a>, usize)| {
            let ends = [self.group(claim.standing), self.group(parent)];
            claim.key == Key::SplitFrom && (ends == [one, other] || ends == [other, one])
        };
        self.branches.iter().find(is_between).map(|(claim, _)| *claim)
    }

    /// The claim by which a report gave a topic its new name.
    fn rename_in(&self, group: usize, report: usize) -> Option<Claim<'a>> {
        self.groups[group].renames.iter().copied().find(|claim| claim.standing == report)
    }

    /// Returns true if a name is one that the topic of the report has had before, if an earlier report on it lists the
    /// name too, or if no edition of the site is older.
    fn is_own_name(&self, claim: Claim<'a>) -> bool {
        let (edition, slug_of_name) = (self.edition(claim.standing), slug(&claim.name.value));
        let is_listed = |report: usize| {
            let entry = self.standings[report].entry;
            self.id(report) == slug_of_name
                || slug(&entry.common.title.value) == slug_of_name
                || entry.formerly.iter().any(|name| slug(&name.value) == slug_of_name)
        };
        edition == self.edition(0) || self.before(self.group(claim.standing), edition).iter().any(|&it| is_listed(it))
    }

    /// Makes two topics one.
    fn join(&mut self, claim: Claim<'a>, own: usize, past: usize) {
        let Group { standings, renames, merge } = std::mem::take(&mut self.groups[past]);
        for &standing in &standings {
            self.group_of_id.insert(self.standings[standing].entry.topic.value.as_str(), own);
        }
        let group = &mut self.groups[own];
        group.standings.extend(standings);
        group.standings.sort_unstable();
        group.renames.extend(renames);
        group.renames.push(claim);
        group.merge = group.merge.or(merge);
    }

    /// Notes the merge that a report names.
    fn merge(&mut self, report: usize) {
        let own = self.group(report);
        let Some(parts) = self.parts(report) else { return };
        let Some(&(first, part)) = parts.first() else { return };
        let others = || parts.iter().copied().filter(|(_, part)| *part != own);
        if others().count() > 0 && others().all(|(_, part)| self.was_merged_before(part, report)) {
            return;
        }
        if parts.len() < 2 {
            return self.report(&Problem::MergeOfOne { claim: first, part });
        }
        let problems: Vec<Problem<'a>> =
            self.apart(&parts).into_iter().chain(others().filter_map(|part| self.cannot_merge(part))).collect();
        for problem in &problems {
            self.report(problem);
        }
        for (claim, part) in others().filter(|_| problems.is_empty()) {
            self.groups[part].merge = Some(claim);
            self.branches.push((claim, self.groups[part].standings[0]));
        }
    }

    /// The topics that a report merges, each once; `None` where one is not known.
    fn parts(&mut self, report: usize) -> Option<Vec<(Claim<'a>, usize)>> {
        let mut parts: Vec<(Claim<'a>, usize)> = Vec::new();
        let mut is_complete = true;
        for name in &self.standings[report].entry.merges {
            let claim = Claim { standing: report, key: Key::Merges, name };
            match self.claimed(claim) {
                Some(group) if parts.iter().all(|(_, part)| *part != group) => parts.push((claim, group)),
                Some(_) => {}
                None => is_complete = false,
            }
        }
        is_complete.then_some(parts)
    }

    /// Returns true if an earlier report on the topic of a report has merged another topic already.
    fn was_merged_before(&self, part: usize, report: usize) -> bool {
        let is_earlier = |claim: Claim<'a>| self.edition(claim.standing) < self.edition(report);
        let merge = self.groups[part].merge;
        merge.is_some_and(|claim| self.group(claim.standing) == self.group(report) && is_earlier(claim))
    }

    /// Returns a problem if the topics of a merge never stood in one edition before it.
    fn apart(&self, parts: &[(Claim<'a>, usize)]) -> Option<Problem<'a>> {
        let (claim, first) = *parts.first()?;
        let stands_in =
            |part: usize, edition| self.groups[part].standings.iter().any(|&it| self.edition(it) == edition);
        let mut editions = self.before(first, self.edition(claim.standing)).iter().map(|&it| self.edition(it));
        let are_together = editions.any(|edition| parts.iter().all(|(_, part)| stands_in(*part, edition)));
        let groups = || parts.iter().map(|(_, part)| *part).collect();
        (!are_together).then(|| Problem::NeverTogether { claim, parts: groups() })
    }

    /// Returns a problem if a topic goes on elsewhere, and so cannot have been merged by a claim.
    fn cannot_merge(&self, (claim, part): (Claim<'a>, usize)) -> Option<Problem<'a>> {
        let edition = self.edition(claim.standing);
        let last = self.groups[part].standings.last().copied().filter(|&last| self.edition(last) >= edition);
        let rename = last.and_then(|last| self.rename_in(part, last).filter(|_| self.edition(last) == edition));
        match (self.groups[part].merge.or(rename), last) {
            (Some(other), _) => Some(Problem::TwoClaims { claim, other }),
            (None, Some(there)) => Some(Problem::StillStands { claim, there }),
            (None, None) => None,
        }
    }

    /// Notes the split that a report names.
    fn split(&mut self, report: usize) {
        let Some(name) = &self.standings[report].entry.split_from else { return };
        let claim = Claim { standing: report, key: Key::SplitFrom, name };
        let Some(from) = self.claimed(claim) else { return };
        let (own, edition) = (self.group(report), self.edition(report));
        if self.split_between(own, from).is_some_and(|earlier| self.group(earlier.standing) == own) {
            return;
        }
        if from == own {
            self.report(&Problem::OwnPast { claim });
        } else if let Some(&first) = self.before(own, edition).first() {
            self.report(&Problem::NotFirst { claim, first });
        } else if let Some(other) = self.groups[from].merge.filter(|merge| self.group(merge.standing) == own) {
            self.report(&Problem::TwoClaims { claim, other });
        } else {
            self.branches.push((claim, self.groups[from].standings[0]));
        }
    }

    fn into_successors(self) -> Successors<'a> {
        let current = |standing: usize| {
            let last = self.groups[self.group(standing)].standings.last();
            self.id(last.copied().unwrap_or(standing))
        };
        let ids = (0..self.standings.len()).map(|standing| (self.id(standing), current(standing)));
        let step = |&(claim, parent): &(Claim<'_>, usize)| Step {
            sort: if claim.key == Key::Merges { BranchSort::Merge } else { BranchSort::Split },
            edition: self.edition(claim.standing),
            from: current(parent),
            to: current(claim.standing),
        };
        Successors {
            current_ids: ids.filter(|(id, current)| id != current).collect(),
            steps: self.branches.iter().map(step).collect(),
        }
    }
}
