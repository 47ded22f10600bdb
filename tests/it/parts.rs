//! Editions in parts: what is awaited is nowhere to be read, and the changes of each day are those that follow from the
//! definition. A model in this file computes them from the reports of a random site, as plainly as it can.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use trendpress::engine::Engine;
use trendpress::internals::{Publication, Site, check, link, parse};
use trendpress::pipeline::{self, Options};
use trendpress::{SourcePath, config};

use crate::dice::Dice;
use crate::test_site::{TestSite, Tree, assert_same, outputs};

const KINDS: [&str; 3] = ["hurdle", "accelerator", "tech-enabler"];
const YEARS: [&str; 3] = ["2025", "2026", "2027"];

const PARTS: &str = "parts:\n  - {kinds: [hurdle], date: 2027-01-20}\n  \
                     - {kinds: [accelerator], date: 2027-04-05, title: Accelerators of 2027}\n  \
                     - {kinds: [tech-enabler], date: 2027-06-10}\n";

/// The days of the year: before the first part, the day of each, and the end.
const DAYS: [(Date, &[&str]); 5] = [
    (date(2027, 1, 19), &[]),
    (date(2027, 1, 20), &["hurdle"]),
    (date(2027, 4, 5), &["hurdle", "accelerator"]),
    (date(2027, 6, 10), &KINDS),
    (date(2027, 12, 31), &KINDS),
];

/// A site with an edition as a whole and one that comes out in parts. The words of each report of 2027 hold `secret-` and
/// its kind.
fn year_of_a_board(parts: &str) -> TestSite {
    let site = TestSite::new([
        ("trendpress.yaml", "title: The Board\nbase_url: https://x.example/\n"),
        ("content/2026/edition.md", "---\ntitle: The 2026 Edition\ndate: 2026-01-15\n---\n"),
    ]);
    site.write("content/2027/edition.md", format!("---\ntitle: The 2027 Edition\n{parts}---\n"));
    let report = |year: &str, topic: &str, kind: &str, rank: usize, more: &str| {
        let text = if year == "2027" { format!("Words, secret-{kind}.") } else { "Words.".to_owned() };
        let text = format!("---\ntitle: {topic}\nkind: {kind}\nrank: {rank}\nthemes: [Trust]\n{more}---\n{text}\n");
        site.write(&format!("content/{year}/{topic}.md"), text);
    };
    report("2026", "equity", "hurdle", 1, "");
    report("2026", "security", "hurdle", 2, "");
    report("2026", "agency", "accelerator", 1, "");
    report("2026", "cloud", "tech-enabler", 1, "surmounts: [security]\n");
    report("2026", "maps", "tech-enabler", 2, "");
    report("2027", "security", "hurdle", 1, "related: [cloud, drones]\n");
    report("2027", "staffing", "hurdle", 2, "summary: Wanted, secret-hurdle.\n");
    report("2027", "equity", "accelerator", 1, "summary: Moved, secret-accelerator.\n");
    report("2027", "agency", "accelerator", 2, "");
    report("2027", "cloud", "tech-enabler", 2, "surmounts: [security]\n");
    report("2027", "drones", "tech-enabler", 1, "surmounts: [staffing]\nsummary: New, secret-tech-enabler.\n");
    site
}

fn build_on(site: &TestSite, day: Date) -> Tree {
    let build = pipeline::build(&options_on(site, day), &|_| {});
    assert_eq!(pipeline::errors(&build.linked.findings), 0, "{:?}", build.linked.findings);
    outputs(&build)
}

fn options_on(site: &TestSite, day: Date) -> Options {
    let mut options = site.options();
    options.publication.today = day;
    options
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree.get(path).unwrap_or_else(|| panic!("no {path}")).clone()).unwrap()
}

#[test]
fn no_output_says_anything_of_what_is_awaited() {
    let site = year_of_a_board(PARTS);
    for (day, out) in DAYS {
        let tree = build_on(&site, day);
        for kind in KINDS {
            let secret = format!("secret-{kind}");
            let places: Vec<&String> = tree
                .iter()
                .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&secret))
                .map(|it| it.0)
                .collect();
            assert_eq!(!places.is_empty(), out.contains(&kind), "{day} {kind}: {places:?}");
        }
        let is_whole = out.len() == KINDS.len();
        for (path, bytes) in &tree {
            let page = String::from_utf8_lossy(bytes);
            assert!(is_whole || !page.contains("Dropped"), "{day} {path} calls something dropped");
            assert!(is_whole || !page.contains("drones"), "{day} {path} names a report that is awaited");
        }
        assert_eq!(tree.contains_key("2027/changes/index.html"), !out.is_empty(), "{day}");
        let current = if out.is_empty() { "/2026/" } else { "/2027/" };
        assert!(text(&tree, "404.html").contains(&format!("{current}\">Current edition")), "{day}");
    }
}

#[test]
fn a_year_that_came_in_parts_ends_like_one_that_came_at_once() {
    let last = DAYS[4].0;
    let (in_parts, at_once) = (build_on(&year_of_a_board(PARTS), last), build_on(&year_of_a_board(""), last));
    let speaks_of_the_same = |path: &str| {
        !path.starts_with("2027/") && path.ends_with("index.html")
            || ["2027/changes/", "2027/brief/", "2027/print/", "2027/discuss/"]
                .iter()
                .any(|page| path.starts_with(page))
            || matches!(path, "2027/reports.json" | "2027/reports.csv" | "relations.json" | "reports.json")
    };
    let same = |tree: &Tree| -> Tree {
        let files = tree.iter().filter(|(path, _)| speaks_of_the_same(path));
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    assert!(same(&at_once).len() > 20);
    assert_same(&same(&in_parts), &same(&at_once));
}

#[test]
fn a_preview_turns_the_page_when_the_day_begins() {
    let site = year_of_a_board(PARTS);
    let mut engine = Engine::new(options_on(&site, DAYS[0].0));
    for (day, out) in DAYS {
        engine.set_day(day);
        let generation = engine.rebuild();
        let shown: Tree =
            generation.outputs().unwrap().iter().map(|it| (it.path.as_str().to_owned(), it.bytes.clone())).collect();
        assert_same(&shown, &build_on(&site, day));
        assert_eq!(shown.contains_key("2027/drones/index.html"), out.len() == 3, "{day}");
    }
}

#[test]
fn a_build_writes_only_what_the_day_changes() {
    let site = year_of_a_board(PARTS);
    let build = |day: &str| {
        let ran = site.run(&["build", "--at", day]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err
    };
    build("2027-02-01");
    let written = |path: &str| std::fs::metadata(site.path(path)).unwrap().modified().unwrap();
    let pages = ["public/2026/print/index.html", "public/hurdles/index.html", "public/404.html"];
    let before = pages.map(written);
    build("2027-04-05");
    assert_eq!(before, pages.map(written), "pages that show nothing of the accelerators stay as they are");
    assert!(site.path("public/2027/agency/index.html").exists());
    // Between two days of parts nothing changes, and nothing is built.
    assert!(build("2027-04-07").contains(", 0 changed"));
    assert!(build("2027-06-09").contains(", 0 changed"));
    assert!(!build("2027-06-10").contains(", 0 changed"));
}

#[test]
fn the_day_begins_in_the_time_zone_of_the_site() {
    // Kiritimati is 25 hours ahead of Pago Pago, so its day has never begun there.
    let kiritimati = jiff::tz::TimeZone::get("Pacific/Kiritimati").unwrap();
    let today = kiritimati.to_datetime(jiff::Timestamp::now()).date().to_string();
    let site = year_of_a_board(&PARTS.replace("2027-01-20", &today));
    let build = |settings: &str| {
        site.write("trendpress.yaml", format!("title: The Board\n{settings}"));
        let ran = crate::test_site::run(site.command().args(["build", "--allow-shrink"]));
        (ran.code, site.path("public/2027/staffing/index.html").exists(), ran.err)
    };
    assert!(!build("timezone: Pacific/Pago_Pago\n").1);
    assert!(build("timezone: Pacific/Kiritimati\n").1);
    let (code, _, error) = build("timezone: America/New_Yrok\n");
    assert!(code == 1 && error.contains("did you mean `America/New_York`?"), "{error}");
}

#[test]
fn list_and_new_know_parts() {
    let site = year_of_a_board(PARTS);
    let listed = site.run(&["list", "editions", "--at", "2027-04-05"]).out;
    let line = listed.lines().last().unwrap();
    assert!(
        line.ends_with("hurdles out 2027-01-20; accelerators out 2027-04-05; tech-enablers awaited 2027-06-10"),
        "{listed}"
    );
    let json = site.run(&["list", "editions", "--at", "2027-01-19", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["parts"], serde_json::json!([]));
    assert_eq!(json[1]["parts"][1]["title"], "Accelerators of 2027");
    assert_eq!(json[1]["parts"][1]["state"], "awaited");
    assert_eq!(json[1]["parts"][1]["reports"], 2);
    let reports = site.run(&["list", "reports", "--at", "2027-01-20"]).out;
    assert_eq!(reports.matches("held back by its part").count(), 4, "{reports}");
    assert!(site.run(&["build", "--at", "2027-01-20"]).err.contains(", 4 held back"));

    assert_eq!(site.run(&["new", "edition", "2028"]).code, 0);
    let expected = PARTS.replace("2027", "2028");
    assert!(site.read("content/2028/edition.md").contains(&expected), "{}", site.read("content/2028/edition.md"));

    let whole = year_of_a_board("");
    assert_eq!(whole.run(&["new", "edition", "2028", "--parts", "--empty"]).code, 0);
    let text = whole.read("content/2028/edition.md");
    assert!(
        text.contains(
            "parts:\n  - {kinds: [hurdle], date: 2028-01-15}\n  - {kinds: [accelerator], date: 2028-04-15}\n"
        ),
        "{text}"
    );
    assert_eq!(whole.run(&["build", "-D", "--at", "2028-12-31"]).code, 0);
}

/// One of the first days of 2027.
fn random_day(dice: &mut Dice) -> Date {
    date(2027, 1, 1).checked_add(jiff::Span::new().days(i64::try_from(dice.below(8)).unwrap())).unwrap()
}

/// A day in half of the cases.
fn maybe_day(dice: &mut Dice) -> Option<Date> {
    (dice.below(2) == 0).then(|| random_day(dice))
}

/// The model of a report.
#[derive(Clone, Debug)]
struct Report {
    edition: usize,
    topic: usize,
    kind: usize,
    rank: Option<u32>,
    is_draft: bool,
    date: Option<Date>,
}

impl Report {
    /// True if it would be published if it belonged to no part.
    fn comes_out(&self, day: Date) -> bool {
        !self.is_draft && self.date.is_none_or(|date| date <= day)
    }
}

/// The model of a site: its reports, and the parts of each edition, each with its kinds and its day.
#[derive(Clone, Debug)]
struct Model {
    reports: Vec<Report>,
    parts: Vec<Vec<(Vec<usize>, Option<Date>)>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Out,
    Awaited,
    Skipped,
}

const TOPICS: usize = 6;

impl Model {
    fn random(dice: &mut Dice) -> Self {
        let mut model = Self { reports: Vec::new(), parts: Vec::new() };
        for edition in 0..YEARS.len() {
            model.parts.push(random_parts(dice));
            for topic in 0..TOPICS {
                if dice.below(3) > 0 {
                    let kind = if dice.below(4) == 0 { dice.below(3) } else { topic % 3 };
                    let rank = (dice.below(5) > 0).then(|| u32::try_from(dice.below(3)).unwrap() + 1);
                    let (is_draft, date) =
                        (dice.below(6) == 0, if dice.below(4) == 0 { maybe_day(dice) } else { None });
                    model.reports.push(Report { edition, topic, kind, rank, is_draft, date });
                }
            }
        }
        model
    }

    /// Changes a part, a date, a kind, a rank or a draft.
    fn edit(&mut self, dice: &mut Dice) {
        let report = dice.below(self.reports.len().max(1));
        match (dice.below(5), self.reports.get_mut(report)) {
            (0, _) | (_, None) => {
                let edition = dice.below(YEARS.len());
                self.parts[edition] = random_parts(dice);
            }
            (1, Some(report)) => report.date = maybe_day(dice),
            (2, Some(report)) => report.kind = dice.below(3),
            (3, Some(report)) => report.rank = Some(u32::try_from(dice.below(3)).unwrap() + 1),
            (_, Some(report)) => report.is_draft = !report.is_draft,
        }
    }

    /// The files of the site: path, text.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for (year, parts) in YEARS.iter().zip(&self.parts) {
            let line = |(kinds, date): &(Vec<usize>, Option<Date>)| {
                let kinds: Vec<&str> = kinds.iter().map(|&kind| KINDS[kind]).collect();
                let date = date.map_or_else(String::new, |date| format!(", date: {date}"));
                format!("  - {{kinds: [{}]{date}}}\n", kinds.join(", "))
            };
            let parts: String = parts.iter().map(line).collect();
            let parts = if parts.is_empty() { String::new() } else { format!("parts:\n{parts}") };
            files.insert(format!("content/{year}/edition.md"), format!("---\ntitle: Edition {year}\n{parts}---\n"));
        }
        for report in &self.reports {
            let rank = report.rank.map_or_else(String::new, |rank| format!("rank: {rank}\n"));
            let date = report.date.map_or_else(String::new, |date| format!("date: {date}\n"));
            let (topic, kind) = (report.topic, KINDS[report.kind]);
            let text =
                format!("---\ntitle: Topic {topic}\nkind: {kind}\n{rank}{date}draft: {}\n---\n", report.is_draft);
            files.insert(format!("content/{}/topic-{topic}.md", YEARS[report.edition]), text);
        }
        files
    }

    /// True if the part's day has come and it has reports.
    fn is_out(&self, edition: usize, kinds: &[usize], date: Option<Date>, day: Date) -> bool {
        let mut reports = self.reports.iter().filter(|it| it.edition == edition && kinds.contains(&it.kind));
        date.is_none_or(|date| date <= day) && reports.any(|report| report.comes_out(day))
    }

    /// The state of a kind in an edition.
    fn state(&self, edition: usize, kind: usize, day: Date) -> State {
        let Some((kinds, date)) = self.parts[edition].iter().find(|(kinds, _)| kinds.contains(&kind)) else {
            return State::Out;
        };
        let later_has_one = || {
            let mut later = edition + 1..YEARS.len();
            later.any(|later| kinds.iter().any(|&kind| self.part_with_reports_is_out(later, kind, day)))
        };
        if self.is_out(edition, kinds, *date, day) {
            State::Out
        } else if date.is_none_or(|date| date <= day) && later_has_one() {
            State::Skipped
        } else {
            State::Awaited
        }
    }

    fn part_with_reports_is_out(&self, edition: usize, kind: usize, day: Date) -> bool {
        let all = (vec![0, 1, 2], None);
        let part = self.parts[edition].iter().find(|(kinds, _)| kinds.contains(&kind)).unwrap_or(&all);
        self.is_out(edition, &part.0, part.1, day)
    }

    fn is_whole(&self, edition: usize, day: Date) -> bool {
        (0..3).all(|kind| self.state(edition, kind, day) != State::Awaited)
    }

    /// The newest earlier edition in which a kind is out.
    fn compared_with(&self, edition: usize, kind: usize, day: Date) -> Option<usize> {
        (0..edition).rev().find(|&earlier| self.state(earlier, kind, day) == State::Out)
    }

    /// The published report on a topic in an edition.
    fn published(&self, edition: usize, topic: usize, day: Date) -> Option<&Report> {
        let report = self.reports.iter().find(|it| it.edition == edition && it.topic == topic)?;
        let is_published = report.comes_out(day) && self.state(edition, report.kind, day) == State::Out;
        is_published.then_some(report)
    }

    fn last_before(&self, edition: usize, topic: usize, day: Date) -> Option<&Report> {
        (0..edition).rev().find_map(|earlier| self.published(earlier, topic, day))
    }

    /// The changes of all editions, a line for each topic.
    fn changes(&self, day: Date) -> BTreeSet<String> {
        let mut lines = BTreeSet::new();
        for (edition, year) in YEARS.iter().enumerate() {
            for topic in 0..TOPICS {
                let last = self.last_before(edition, topic, day);
                let line = match (self.published(edition, topic, day), last) {
                    (Some(report), last) => {
                        let before = self.compared_with(edition, report.kind, day);
                        before.map_or_else(|| "first".to_owned(), |before| word(report, last, before))
                    }
                    (None, Some(last)) => {
                        let is_compared = self.state(edition, last.kind, day) == State::Out
                            && self.compared_with(edition, last.kind, day) == Some(last.edition);
                        match (is_compared, self.is_whole(edition, day)) {
                            (false, _) => continue,
                            (true, true) => format!("dropped {}", KINDS[last.kind]),
                            (true, false) => format!("left {}", KINDS[last.kind]),
                        }
                    }
                    (None, None) => continue,
                };
                lines.insert(format!("{year} topic-{topic} {line}"));
            }
        }
        lines.extend(self.absences(day));
        lines
    }

    /// The editions between two reports of a topic that have all out that could have it, and do not.
    fn absences(&self, day: Date) -> impl Iterator<Item = String> {
        let is_absent = move |&(edition, topic): &(usize, usize)| {
            let mut later = edition + 1..YEARS.len();
            let next = later.find_map(|later| self.published(later, topic, day));
            self.published(edition, topic, day).is_none()
                && self.last_before(edition, topic, day).is_some()
                && next.is_some_and(|next| self.state(edition, next.kind, day) == State::Out)
                && self.is_whole(edition, day)
        };
        let all = (0..YEARS.len()).flat_map(|edition| (0..TOPICS).map(move |topic| (edition, topic)));
        all.filter(is_absent).map(|(edition, topic)| format!("{} topic-{topic} absent", YEARS[edition]))
    }
}

/// The change of a report against the last one on its topic. `before` is the edition that its kind is compared with.
fn word(report: &Report, last: Option<&Report>, before: usize) -> String {
    let Some(last) = last else { return "new".to_owned() };
    let moved = if last.kind == report.kind { String::new() } else { format!(" from {}", KINDS[last.kind]) };
    let word = match (last.rank, report.rank) {
        _ if last.edition < before => "returning",
        (Some(then), Some(now)) if last.kind == report.kind && now < then => "up",
        (Some(then), Some(now)) if last.kind == report.kind && now > then => "down",
        _ => "kept",
    };
    format!("{word}{moved}")
}

/// No parts in a third of the cases; else each kind in one of up to three.
fn random_parts(dice: &mut Dice) -> Vec<(Vec<usize>, Option<Date>)> {
    if dice.below(3) == 0 {
        return Vec::new();
    }
    let mut parts = vec![Vec::new(); 3];
    for kind in 0..3 {
        parts[dice.below(3)].push(kind);
    }
    let parts = parts.into_iter().filter(|kinds| !kinds.is_empty());
    parts.map(|kinds| (kinds, if dice.below(4) == 0 { None } else { Some(random_day(dice)) })).collect()
}

/// Links the files of a site as of a day.
fn link_on(files: &BTreeMap<String, String>, today: Date) -> Site {
    let path = |path: &str| SourcePath::new(Path::new(path)).unwrap();
    let settings_file = path("trendpress.yaml");
    let settings = Arc::new(config(&settings_file, "title: Test\n").0);
    let checked =
        files.iter().map(|(name, text)| Arc::new(check(parse(&path(name), text, settings.markdown), text, &settings)));
    let publication = Publication { today, drafts: false, future: false, expired: false };
    link(checked.collect(), (Vec::new(), Vec::new()), &[], Arc::clone(&settings), &settings_file, publication, None).0
}

/// The changes that the program computes, in the words of the model.
fn computed_changes(site: &Site) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (number, report) in site.reports.iter().enumerate() {
        let change = site.change(number).map_or_else(
            || "first".to_owned(),
            |change| {
                let moved = change.kind_before.map_or_else(String::new, |kind| format!(" from {}", KINDS[kind]));
                format!("{}{moved}", change.trend.word())
            },
        );
        lines.insert(format!("{} {} {change}", site.editions[report.edition].id, site.topics[report.topic].id));
    }
    for topic in &site.topics {
        let absent = site.absences(topic, topic.reports.len()).into_iter().flatten();
        lines.extend(absent.map(|edition| format!("{} {} absent", site.editions[edition].id, topic.id)));
    }
    for (number, edition) in site.editions.iter().enumerate() {
        let word = if edition.is_whole() { "dropped" } else { "left" };
        for dropped in site.dropped(number) {
            let report = &site.reports[dropped.report];
            let (topic, kind) = (&site.topics[report.topic].id, KINDS[report.kind]);
            lines.insert(format!("{} {topic} {word} {kind}", edition.id));
        }
    }
    lines
}

fn compare_with_model(seeds: std::ops::Range<u64>) {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for seed in seeds {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut model = Model::random(&mut dice);
        for step in 0..4 {
            let day = random_day(&mut dice);
            let (expected, computed) = (model.changes(day), computed_changes(&link_on(&model.files(), day)));
            let difference: Vec<&String> = expected.symmetric_difference(&computed).collect();
            assert!(difference.is_empty(), "seed {seed}, step {step}, {day}: {difference:?}\n{model:?}");
            words.extend(expected.iter().filter_map(|line| line.split(' ').nth(2)).map(str::to_owned));
            model.edit(&mut dice);
        }
    }
    let all = ["absent", "down", "dropped", "first", "kept", "left", "new", "returning", "up"];
    assert_eq!(words, all.map(str::to_owned).into_iter().collect(), "the sites show every sort of change");
}

#[test]
fn changes_follow_from_the_definition_1() {
    compare_with_model(1..151);
}

#[test]
fn changes_follow_from_the_definition_2() {
    compare_with_model(151..301);
}
