//! Topics that are renamed, moved to another kind, merged and split: in 300 random sequences of editions, the changes are those
//! that a model computes from the definition. The model knows which report is on which topic; the site knows only names. In
//! 300 more, the last edition comes in parts, a draft among its reports, and some of it is still awaited.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use trendpress::pipeline;

use crate::dice::Dice;
use crate::html_tree::Html;
use crate::test_site::{TestSite, outputs};

const SEQUENCES: u64 = 300;
const KINDS: [&str; 3] = ["hurdle", "accelerator", "tech-enabler"];

#[test]
fn the_changes_of_random_sequences_are_those_of_the_definition() {
    let counts = counts_of_sequences(false);
    for word in
        ["new", "returning", "kept", "up", "down", "merged", "split", "dropped", "continued", "renamed", "moved"]
    {
        assert!(counts.get(word).is_some_and(|count| *count > 50), "`{word}` hardly occurs: {counts:?}");
    }
}

#[test]
fn the_changes_of_a_year_in_parts_are_those_of_the_definition() {
    let counts = counts_of_sequences(true);
    for word in ["merged", "split", "dropped", "continued", "awaited", "awaited merge", "awaited name"] {
        assert!(counts.get(word).is_some_and(|count| *count > 30), "`{word}` hardly occurs: {counts:?}");
    }
}

/// Compares all sequences with the model, and counts what they hold.
fn counts_of_sequences(has_parts: bool) -> BTreeMap<String, usize> {
    let workers: Vec<_> = (0..2)
        .map(|worker| {
            std::thread::spawn(move || {
                let mut counts = BTreeMap::new();
                let seeds = (0..SEQUENCES).filter(|seed| seed % 2 == worker);
                seeds.for_each(|seed| compare(seed, has_parts, &mut counts));
                counts
            })
        })
        .collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for worker in workers {
        worker.join().unwrap().into_iter().for_each(|(word, count)| *counts.entry(word).or_default() += count);
    }
    counts
}

/// A topic as the editors think of it, whatever it is called.
#[derive(Clone)]
struct Subject {
    number: usize,
    /// The id of its newest report, and so its current id.
    id: String,
    title: String,
    kind: &'static str,
    /// The edition that has it last.
    last: usize,
    /// True once it was merged into another.
    is_merged: bool,
}

/// A report as the model knows it.
struct Expected {
    subject: usize,
    edition: usize,
    id: String,
    kind: &'static str,
    rank: Option<u32>,
    /// The subjects that were merged into its own here.
    merges: Vec<usize>,
    split_from: Option<usize>,
    is_draft: bool,
}

/// A random sequence of editions, written as a site and told to the model.
struct Sequence {
    site: TestSite,
    dice: Dice,
    subjects: Vec<Subject>,
    reports: Vec<Expected>,
    /// The number of names given so far.
    names: usize,
    /// The kinds of the last edition whose day has come; `None`: it comes out as a whole.
    kinds_with_day: Option<Vec<&'static str>>,
    /// The number of the last edition.
    last: usize,
}

fn compare(seed: u64, has_parts: bool, counts: &mut BTreeMap<String, usize>) {
    let mut sequence = Sequence {
        site: TestSite::new([("trendpress.yaml", "title: T\n")]),
        dice: Dice((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        subjects: Vec::new(),
        reports: Vec::new(),
        names: 0,
        kinds_with_day: None,
        last: 0,
    };
    let editions = 3 + sequence.dice.below(4);
    sequence.last = editions - 1;
    (0..editions).for_each(|edition| sequence.add_edition(edition));
    if has_parts {
        sequence.come_in_parts();
    }
    sequence.check(seed, editions, counts);
    if seed.is_multiple_of(15) && !has_parts {
        sequence.check_pages(seed, editions);
    }
}

impl Sequence {
    /// Lets the last edition come in parts, one for each kind, and makes one of its reports a draft.
    fn come_in_parts(&mut self) {
        let with_day: Vec<&'static str> = KINDS.into_iter().filter(|_| !self.dice.is_one_in(2)).collect();
        let part = |kind: &&str| {
            let day = if with_day.contains(kind) { "2026-01-01" } else { "2026-12-01" };
            format!("  - {{kinds: [{kind}], date: {day}}}\n")
        };
        let parts: String = KINDS.iter().map(part).collect();
        let (year, title) = (2020 + self.last, self.last);
        self.site
            .write(&format!("content/{year}/edition.md"), format!("---\ntitle: Edition {title}\nparts:\n{parts}---\n"));
        let of_last: Vec<usize> = (0..self.reports.len()).filter(|&it| self.reports[it].edition == self.last).collect();
        if !of_last.is_empty() {
            let draft = of_last[self.dice.below(of_last.len())];
            let path = format!("content/{year}/{}.md", self.reports[draft].id);
            let text = self.site.read(&path);
            self.site.write(&path, text.replacen("---\n", "---\ndraft: true\n", 1));
            self.reports[draft].is_draft = true;
        }
        self.kinds_with_day = Some(with_day);
    }

    /// The reports that are published.
    fn published(&self) -> impl Iterator<Item = &Expected> {
        let is_out = |report: &&Expected| report.edition != self.last || self.is_out(report.kind);
        self.reports.iter().filter(|report| !report.is_draft).filter(is_out)
    }

    /// Returns true if a kind is out in the last edition: its day has come, and it has a report that is no draft.
    fn is_out(&self, kind: &str) -> bool {
        let Some(with_day) = &self.kinds_with_day else { return true };
        let mut reports = self.reports.iter().filter(|it| it.edition == self.last && it.kind == kind && !it.is_draft);
        with_day.contains(&kind) && reports.next().is_some()
    }

    /// The id of a subject's topic: that of its newest report.
    fn topic_id(&self, subject: usize) -> &str {
        self.published().filter(|it| it.subject == subject).last().map_or("", |report| &report.id)
    }

    /// Adds an edition: some subjects stay, some under another name or of another kind, some merge, some split, some leave.
    fn add_edition(&mut self, edition: usize) {
        self.site
            .write(&format!("content/{}/edition.md", 2020 + edition), format!("---\ntitle: Edition {edition}\n---\n"));
        let mut present: Vec<usize> = self.subjects.iter().filter(|it| !it.is_merged).map(|it| it.number).collect();
        if edition > 0 && self.dice.is_one_in(2) {
            self.merge(edition, &mut present);
        }
        if edition > 0 && self.dice.is_one_in(2) {
            self.split(edition, &mut present);
        }
        for subject in present {
            let has_left = self.subjects[subject].last + 1 < edition;
            // Now and then one leaves; of those that left, a third returns in each edition.
            if if has_left { self.dice.is_one_in(3) } else { !self.dice.is_one_in(6) } {
                self.add_again(edition, subject);
            }
        }
        for _ in 0..self.dice.below(2) + if edition == 0 { 4 } else { 0 } {
            let kind = self.kind();
            let subject = self.new_subject(kind, edition);
            self.add_report(edition, subject, Vec::new(), None, &mut Vec::new());
        }
    }

    /// Merges two or three subjects that stood in one earlier edition, sometimes into one of them or into another one.
    fn merge(&mut self, edition: usize, present: &mut Vec<usize>) {
        let together = self.dice.below(edition);
        let stood = |subject: &usize| self.reports.iter().any(|it| it.subject == *subject && it.edition == together);
        let mut parts: Vec<usize> = present.iter().copied().filter(stood).collect();
        while parts.len() > 3 || parts.len() == 3 && self.dice.is_one_in(2) {
            let place = self.dice.below(parts.len());
            parts.remove(place);
        }
        if parts.len() < 2 {
            return;
        }
        let mut lines = vec![format!("merges: [{}]", self.names_of(&parts).join(", "))];
        let others: Vec<usize> = present.iter().copied().filter(|subject| !parts.contains(subject)).collect();
        let into = match self.dice.below(4) {
            0 => parts.remove(0),
            1 if !others.is_empty() => others[self.dice.below(others.len())],
            _ => {
                let kind = self.kind();
                self.new_subject(kind, edition)
            }
        };
        present.retain(|subject| *subject != into && !parts.contains(subject));
        for &part in &parts {
            self.subjects[part].is_merged = true;
        }
        self.add_report(edition, into, parts, None, &mut lines);
    }

    /// Splits one or two subjects from another, which stays or not.
    fn split(&mut self, edition: usize, present: &mut Vec<usize>) {
        if present.is_empty() {
            return;
        }
        let from = present[self.dice.below(present.len())];
        let name = self.names_of(&[from]).remove(0);
        for _ in 0..=self.dice.below(2) {
            let kind = self.kind();
            let subject = self.new_subject(kind, edition);
            self.add_report(edition, subject, Vec::new(), Some(from), &mut vec![format!("split_from: {name}")]);
        }
        if self.dice.is_one_in(2) {
            present.retain(|subject| *subject != from);
        }
    }

    /// Adds a subject that an earlier edition had, perhaps under another name, perhaps of another kind.
    fn add_again(&mut self, edition: usize, subject: usize) {
        let mut lines = Vec::new();
        if self.dice.is_one_in(4) {
            let former = self.names_of(&[subject]).remove(0);
            let (id, title) = self.new_name();
            self.subjects[subject].id = id;
            self.subjects[subject].title = title;
            lines.push(format!("formerly: [{former}]"));
        }
        if self.dice.is_one_in(6) {
            self.subjects[subject].kind = self.kind();
        }
        self.add_report(edition, subject, Vec::new(), None, &mut lines);
    }

    fn add_report(
        &mut self,
        edition: usize,
        subject: usize,
        merges: Vec<usize>,
        split_from: Option<usize>,
        lines: &mut Vec<String>,
    ) {
        let rank = (!self.dice.is_one_in(8)).then(|| u32::try_from(self.dice.below(5)).unwrap() + 1);
        lines.extend(rank.map(|rank| format!("rank: {rank}")));
        let known = &mut self.subjects[subject];
        known.last = edition;
        let (id, kind) = (known.id.clone(), known.kind);
        let text = format!("---\ntitle: {}\nkind: {kind}\n{}\n---\nWords.\n", known.title, lines.join("\n"));
        self.site.write(&format!("content/{}/{id}.md", 2020 + edition), text);
        self.reports.push(Expected { subject, edition, id, kind, rank, merges, split_from, is_draft: false });
    }

    fn kind(&mut self) -> &'static str {
        KINDS[self.dice.below(KINDS.len())]
    }

    fn new_name(&mut self) -> (String, String) {
        self.names += 1;
        (format!("id-{}", self.names), format!("Title of {}", self.names))
    }

    fn new_subject(&mut self, kind: &'static str, edition: usize) -> usize {
        let (id, title) = self.new_name();
        let number = self.subjects.len();
        self.subjects.push(Subject { number, id, title, kind, last: edition, is_merged: false });
        number
    }

    /// The names of subjects, each as a title or as an id.
    fn names_of(&mut self, subjects: &[usize]) -> Vec<String> {
        let name = |subject: &usize| {
            let Subject { id, title, .. } = &self.subjects[*subject];
            if self.dice.is_one_in(2) { id.clone() } else { title.clone() }
        };
        subjects.iter().map(name).collect()
    }

    /// The report on a subject in an edition.
    fn report(&self, subject: usize, edition: usize) -> Option<&Expected> {
        self.published().find(|it| it.subject == subject && it.edition == edition)
    }

    /// The change of a report, and its rank in the edition before, by the definition.
    fn change(&self, report: &Expected) -> Option<(&'static str, Option<u32>)> {
        let previous = report.edition.checked_sub(1)?;
        let Some(before) = self.report(report.subject, previous) else {
            let is_old = self.published().any(|it| it.subject == report.subject && it.edition < report.edition);
            let word = match (is_old, report.merges.is_empty(), report.split_from) {
                (true, ..) => "returning",
                (false, false, _) => "merged",
                (false, true, Some(_)) => "split",
                (false, true, None) => "new",
            };
            return Some((word, None));
        };
        let rank_before = before.rank.filter(|_| before.kind == report.kind);
        let word = match (rank_before, report.rank) {
            (Some(then), Some(now)) if now < then => "up",
            (Some(then), Some(now)) if now > then => "down",
            _ => "kept",
        };
        Some((word, rank_before))
    }

    /// The ids of the reports of the edition before whose subjects an edition has not: those of subjects that go on in others,
    /// and those of subjects that do not. Only kinds that are out are compared.
    fn absent(&self, edition: usize) -> (BTreeSet<String>, BTreeSet<String>) {
        let is_compared = |report: &&Expected| edition != self.last || self.is_out(report.kind);
        let before = self.published().filter(|it| it.edition + 1 == edition).filter(is_compared);
        let absent = before.filter(|it| self.report(it.subject, edition).is_none());
        let goes_on = |subject: usize| {
            let mut here = self.published().filter(|it| it.edition == edition);
            here.any(|it| it.merges.contains(&subject) || it.split_from == Some(subject))
        };
        let (continued, dropped): (Vec<_>, Vec<_>) = absent.partition(|it| goes_on(it.subject));
        [continued, dropped].map(|reports| reports.into_iter().map(|it| it.id.clone()).collect()).into()
    }

    /// Compares the linked site with the model.
    fn check(&self, seed: u64, editions: usize, counts: &mut BTreeMap<String, usize>) {
        let linked = pipeline::link_site(&self.site.options(), &|_| {});
        let claims = linked.findings.iter().filter(|finding| finding.code.name().ends_with("-past"));
        assert_eq!(claims.map(|finding| &*finding.message).collect::<Vec<_>>(), [""; 0], "sequence {seed}");
        let site = &linked.site;
        let topic_id = |report: usize| &*site.topics[site.reports[report].topic].id;
        for report in self.reports.iter().filter(|report| !self.published().any(|it| std::ptr::eq(it, *report))) {
            let is_name = self.published().any(|it| it.subject == report.subject && it.id != report.id);
            for (word, is_so) in
                [("awaited", true), ("awaited merge", !report.merges.is_empty()), ("awaited name", is_name)]
            {
                *counts.entry(word.to_owned()).or_default() += usize::from(is_so);
            }
        }
        for report in self.published() {
            let context = format!("sequence {seed}, {}/{}", 2020 + report.edition, report.id);
            let number = site.editions[report.edition].reports.iter().find(|&&it| site.reports[it].id == report.id);
            let number = *number.unwrap_or_else(|| panic!("{context} is missing"));
            let change = site.change(number).map(|change| (change.trend.word(), change.rank_before));
            assert_eq!(change, self.change(report), "{context}");
            assert_eq!(topic_id(number), self.topic_id(report.subject), "{context}");
            let origins: BTreeSet<&str> = site.origins(number).map(|origin| &*site.topics[origin.topic].id).collect();
            let expected = report.merges.iter().chain(&report.split_from).map(|&it| self.topic_id(it));
            assert_eq!(origins, expected.collect(), "{context}");
            *counts.entry(change.map_or("first", |(word, _)| word).to_owned()).or_default() += 1;
            if report.id != self.topic_id(report.subject) {
                *counts.entry("renamed".to_owned()).or_default() += 1;
            }
            let before = report.edition.checked_sub(1).and_then(|edition| self.report(report.subject, edition));
            if before.is_some_and(|before| before.kind != report.kind) {
                *counts.entry("moved".to_owned()).or_default() += 1;
            }
        }
        for path in self.old_addresses() {
            assert!(site.outputs().iter().any(|claim| claim.path.as_str() == path), "sequence {seed} lacks {path}");
        }
        for edition in 1..editions {
            let (continued, dropped) = self.absent(edition);
            let ids = |reports: Vec<usize>| {
                reports.into_iter().map(|it| site.reports[it].id.clone()).collect::<BTreeSet<_>>()
            };
            let context = format!("sequence {seed}, edition {edition}");
            assert_eq!(ids(site.dropped(edition).iter().map(|it| it.report).collect()), dropped, "{context}");
            assert_eq!(ids(site.continued(edition).iter().map(|it| it.report).collect()), continued, "{context}");
            *counts.entry("dropped".to_owned()).or_default() += dropped.len();
            *counts.entry("continued".to_owned()).or_default() += continued.len();
        }
    }

    /// The addresses of topics under the ids that they have given up.
    fn old_addresses(&self) -> BTreeSet<String> {
        let renamed = self.published().filter(|it| it.id != self.topic_id(it.subject)).map(|it| &*it.id);
        let merged = self.published().flat_map(|it| &it.merges).map(|&subject| self.topic_id(subject));
        renamed.chain(merged).map(|id| format!("topics/{id}/index.html")).collect()
    }

    /// Compares the data and the pages of changes with the model.
    fn check_pages(&self, seed: u64, editions: usize) {
        let outputs = outputs(&self.site.build());
        let data: Value = serde_json::from_slice(&outputs["reports.json"]).unwrap();
        for report in &self.reports {
            let edition = (2020 + report.edition).to_string();
            let is_same = |row: &&Value| row["edition"] == json!(edition) && row["id"] == json!(report.id);
            let row = data["reports"].as_array().unwrap().iter().find(is_same).unwrap();
            let id = |subject: usize| &self.subjects[subject].id;
            let context = format!("sequence {seed}, {edition}/{}", report.id);
            let change = self.change(report);
            let (word, rank_before) = (change.map(|(word, _)| word), change.and_then(|(_, rank)| rank));
            assert_eq!(row["topic"], json!(id(report.subject)), "{context}");
            assert_eq!((&row["change"], &row["rank_before"]), (&json!(word), &json!(rank_before)), "{context}");
            let merges: BTreeSet<&str> = row["merges"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!(merges, report.merges.iter().map(|&it| &**id(it)).collect(), "{context}");
            assert_eq!(row["split_from"], json!(report.split_from.map(id)), "{context}");
        }
        for edition in 1..editions {
            let page = &outputs[&format!("{}/changes/index.html", 2020 + edition)];
            let page = Html::new(std::str::from_utf8(page).unwrap());
            let links = page.select("table.matrix th a").into_iter().map(|link| link.attribute("href").unwrap());
            let ids = links.map(|url| url.rsplit('/').nth(1).unwrap().to_owned());
            let classes =
                page.select("table.matrix td .change").into_iter().map(|mark| mark.attribute("class").unwrap());
            let rows: Vec<(String, &str)> = ids.zip(classes).collect();
            let of_word = |word: &str| -> BTreeSet<String> {
                rows.iter().filter(|(_, class)| class.ends_with(word)).map(|(id, _)| id.clone()).collect()
            };
            let (continued, dropped) = self.absent(edition);
            let context = format!("sequence {seed}, edition {edition}");
            assert_eq!(page.one(".lead").text(), self.churn(edition, dropped.len()), "{context}");
            assert_eq!((of_word("continued"), of_word("dropped")), (continued, dropped), "{context}");
        }
    }

    /// The sentence that counts the topics that stayed, left and came in.
    fn churn(&self, edition: usize, left: usize) -> String {
        let stood = |subject: usize| self.report(subject, edition - 1).is_some();
        let stayed = self.reports.iter().filter(|it| it.edition + 1 == edition).count() - left;
        let has_entered = |it: &&Expected| {
            it.edition == edition && !stood(it.subject) && !it.merges.iter().chain(&it.split_from).any(|&it| stood(it))
        };
        let entered = self.reports.iter().filter(has_entered).count();
        format!("Of the topics of Edition {}, {stayed} stayed and {left} left; {entered} came in.", edition - 1)
    }
}
