//! Incremental builds equal clean builds: after each of hundreds of random edits, files and findings are the same, byte for
//! byte. Each build starts from the disk alone, as a new process does. Now and then the cache is truncated or deleted, or
//! an output is deleted.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, date};
use trendpress::OutPath;
use trendpress::Severity;
use trendpress::engine::{Engine, Generation};
use trendpress::internals::Output;
use trendpress::internals::{Cache, FOLDER};
use trendpress::pipeline::{self, Options};
use trendpress::publish::{self, Order};

use crate::dice::Dice;
use crate::test_site::{TODAY, TestSite, Tree, assert_same, outputs, tree};

/// The number of edits in each of the two sequences, which run in parallel.
const EDITS: usize = 150;

#[test]
fn random_edits_sequence_1() {
    edit_and_compare(1);
}

#[test]
fn random_edits_sequence_2() {
    edit_and_compare(2);
}

const KINDS: [&str; 3] = ["hurdle", "accelerator", "tech-enabler"];
const WORDS: [&str; 9] = ["Access", "Bridge", "Coach", "Device", "Equity", "Future", "Growth", "Harbour", "Insight"];
const THEMES: [&str; 5] = ["Privacy", "Staffing", "Access", "Funding", "Trust"];
const READERS: [&str; 4] = ["teacher", "board", "parent", "teacher, board"];
const YEARS: [&str; 3] = ["2024", "2025", "2026"];

fn site() -> TestSite {
    let site =
        TestSite::new([("trendpress.yaml", SETTINGS), ("content/pages/about.md", "---\ntitle: About\n---\nWe.\n")]);
    for year in YEARS {
        site.write(&format!("content/{year}/edition.md"), format!("---\ntitle: Edition {year}\n---\nWords.\n"));
        for number in 0..5 {
            let kind = KINDS[number % 3];
            let theme = THEMES[number % 5];
            let other = (number + 1) % 5;
            site.write(
                &format!("content/{year}/topic-{number}.md"),
                format!(
                    "---\ntitle: Topic {number}\nkind: {kind}\nrank: {}\nthemes: [{theme}, Trust]\naudience: [teacher]\n\
                     actions: [Begin]\n---\nBody of {number}. \
                     See [other](topic-{other}.md).\n\n## Why\n\nBecause.\n",
                    number / 3 + 1
                ),
            );
        }
    }
    site.write(
        "content/2020/edition.md",
        "---\ntitle: Edition 2020\ntally: {ballot: cross, method: share, places: 3, choices: 4, considered: true}\n---\n",
    );
    site.write("content/2020/topic-0.md", format!("---\ntitle: Topic 0\nkind: {}\n---\n", KINDS[0]));
    site.write("content/2020/topic-3.md", format!("---\ntitle: Topic 3\nkind: {}\n---\n", KINDS[0]));
    site.write(&ballots_path(), "ballot,topic-0,topic-1,topic-3,topic-4\nb1,x,,x,x\nb2,x,,,\n");
    site.write("content/2026/figure.png", PNG);
    site.write("content/data/survey.csv", "answer,share\nyes,60\nno,40\n");
    site.write(
        "content/pages/survey.md",
        "---\ntitle: Survey\n---\n![A figure](../2026/figure.png)\n\n```chart\ntype: bar\ndata: survey\ntitle: What they said\n```\n",
    );
    site
}

const SETTINGS: &str = "title: Edited\nlanguages:\n  en: {label: English}\n  es: {label: Español}\n";

/// The file with the ballots of the only edition that has some.
fn ballots_path() -> String {
    format!("content/2020/votes/{}.csv", KINDS[0])
}

/// The beginning of a PNG file of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

fn edit_and_compare(seed: u64) {
    let site = site();
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    // The engines test the state in memory, `publish` the cache on disk.
    let mut engines = Engines::of(&site);
    let mut log: Vec<String> = Vec::new();
    let (mut published, mut today) = (0, TODAY);
    for number in 0..EDITS {
        if dice.below(4) == 0 {
            today = random_day(&mut dice);
            log.push(format!("the day {today}"));
        }
        for _ in 0..=dice.below(2) {
            log.push(random_edit(&site, &mut dice));
        }
        let last = log.iter().rev().take(4).cloned().collect::<Vec<_>>().join("; before that ");
        let context = format!("edit {number} of sequence {seed}: {last}");
        published += usize::from(compare(&site, &mut engines, today, &context));
        // Otherwise errors would pile up, and a site with errors is not written.
        if dice.below(3) == 0 {
            remove_errors(&site);
        }
    }
    assert!(published > EDITS / 3, "only {published} of the sites could be written");
    assert!(engines.hint_count > EDITS / 5, "the touched files were enough only {} times", engines.hint_count);
}

/// One engine that scans all files each time, and one that is told which files were touched.
struct Engines {
    all: Engine,
    touched: Engine,
    before: Tree,
    /// The number of rebuilds for which the touched files were enough.
    hint_count: usize,
}

impl Engines {
    fn of(site: &TestSite) -> Self {
        let [all, touched] = [Engine::new(options(site)), Engine::new(options(site))];
        Self { all, touched, before: Tree::new(), hint_count: 0 }
    }

    /// Rebuilds with both engines.
    fn rebuild(&mut self, site: &TestSite) -> [Arc<Generation>; 2] {
        let mut now = tree(&site.path(""));
        now.retain(|path, _| !path.starts_with("public/") && !path.starts_with(FOLDER));
        let paths: BTreeSet<&String> = self.before.keys().chain(now.keys()).collect();
        let is_other = |path: &&&String| self.before.get(**path) != now.get(**path);
        let touched: BTreeSet<PathBuf> = paths.iter().filter(is_other).map(|path| site.path(path)).collect();
        self.before = now;
        let hinted = self.touched.rebuild_changed(&touched);
        self.hint_count += usize::from(hinted.is_some());
        [self.all.rebuild(), hinted.unwrap_or_else(|| self.touched.rebuild())]
    }
}

/// Removes all errors from the site.
fn remove_errors(site: &TestSite) {
    for (path, text) in tree(&site.path("content")).into_iter().filter(|(path, _)| path.ends_with(".md")) {
        let text = String::from_utf8(text).unwrap();
        let repaired = text.replace("kind: [broken\n", "");
        if repaired != text {
            site.write(&format!("content/{path}"), repaired);
        }
    }
    for finding in site.build().linked.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let _ = fs::remove_file(site.path(finding.file.as_str()));
    }
    if !site.path("trendpress.yaml").exists() {
        site.write("trendpress.yaml", SETTINGS);
    }
}

/// The options of all builds. Random edits may remove most reports, or all of the content.
fn options(site: &TestSite) -> Options {
    Options { allow_shrink: true, ..site.options() }
}

/// Compares incremental builds with a clean one. Returns true if the site had no errors, and so was written.
fn compare(site: &TestSite, engines: &mut Engines, today: Date, context: &str) -> bool {
    let mut options = options(site);
    options.publication.today = today;
    engines.all.set_day(today);
    engines.touched.set_day(today);
    let clean = pipeline::build(&options, &|_| {});
    let cache = Cache::new(&options.root, publish::key(&options, None, "test"));
    let order = Order { options: &options, folder: None, force: false, cache: Some(&cache), explain: None };
    let published = publish::publish(&order, &|_| {}).unwrap_or_else(|error| panic!("{context}: {error}"));
    assert_eq!(published.findings, clean.linked.findings, "{context}");
    let has_errors = clean.linked.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(published.written.is_none(), has_errors, "{context}");
    let expected: Tree = outputs(&clean);
    if !has_errors {
        let mut public = site.public();
        public.retain(|path, _| !path.starts_with(".trendpress-"));
        assert_eq!(public.len(), expected.len(), "{context}");
        assert_same(&public, &expected);
    }
    for generation in engines.rebuild(site) {
        let Ok(outputs) = generation.outputs() else {
            assert!(pipeline::errors(&clean.linked.findings) > 0, "{context}");
            continue;
        };
        assert_eq!(generation.findings(), clean.linked.findings, "{context}");
        assert_same(&tree_of(&outputs), &expected);
    }
    !has_errors
}

/// Chooses a report or page.
fn random_file(site: &TestSite, dice: &mut Dice) -> Option<String> {
    let files: Vec<String> = tree(&site.path("content")).into_keys().filter(|path| path.ends_with(".md")).collect();
    (!files.is_empty()).then(|| format!("content/{}", dice.one(&files)))
}

/// Makes a random edit. Returns its name and the file.
fn random_edit(site: &TestSite, dice: &mut Dice) -> String {
    let Some(file) = random_file(site, dice) else { return "nothing".to_owned() };
    let word = dice.one(&WORDS);
    let name = match dice.below(37) {
        30..=32 => edit_parts(site, dice),
        edit @ (0..=11 | 23..=25 | 33..=36) => edit_text(site, dice, &file, word, edit),
        edit @ (12..=15 | 26) => add_or_remove_file(site, dice, &file, word, edit),
        edit @ 16..=22 => edit_other_file(site, dice, word, edit),
        edit => damage_cache_or_output(site, dice, edit),
    };
    format!("{name} ({file})")
}

/// Edits the text or the front matter of a file.
fn edit_text(site: &TestSite, dice: &mut Dice, file: &str, word: &str, edit: usize) -> &'static str {
    let text = String::from_utf8_lossy(&fs::read(site.path(file)).unwrap()).into_owned();
    let replace = |from: &str, to: &str| site.write(file, text.replacen(from, to, 1));
    let line = |key: &str| text.lines().find(|line| line.starts_with(key)).unwrap_or("---").to_owned();
    match edit {
        0..=4 => {
            site.write(file, format!("{text}\nMore about {word}.\n"));
            "a body"
        }
        5 => {
            site.write(file, format!("{text}\n## {word}\n\nA heading.\n"));
            "a heading"
        }
        6 | 7 => {
            replace(&line("title:"), &format!("title: {word} {}", dice.below(20)));
            "a title"
        }
        8 => {
            replace(&line("kind:"), &format!("kind: {}", dice.one(&KINDS)));
            "a kind"
        }
        9 => {
            replace(&line("themes:"), &format!("themes: [{}, {}]", dice.one(&THEMES), dice.one(&THEMES)));
            "themes"
        }
        10 => {
            replace(&line("rank:"), &format!("rank: {}", dice.below(6)));
            "a rank"
        }
        33 => {
            let (readers, reader) = (dice.one(&READERS), dice.one(&READERS));
            let text = text.replacen(&line("audience:"), &format!("audience: [{readers}]"), 1);
            let action = format!("actions: [{{text: Use {word}, for: [{reader}]}}]");
            site.write(file, text.replacen(&line("actions:"), &action, 1));
            "readers"
        }
        11 => {
            replace("---\n", &format!("---\nsummary: About {word}.\n"));
            "a summary"
        }
        23 => {
            replace("---\n", "---\nkind: [broken\n");
            "a broken file"
        }
        24 => {
            replace("kind: [broken\n", "");
            "a mended file"
        }
        25 => {
            replace("---\n", "---\ndraft: true\n");
            "a draft"
        }
        34 => {
            replace("---\n", &format!("---\nformerly: [topic-{}]\n", dice.below(5)));
            "a former name"
        }
        35 => {
            replace("---\n", &format!("---\nmerges: [topic-{}, topic-{}]\n", dice.below(5), dice.below(5)));
            "a merge"
        }
        _ => {
            replace("---\n", &format!("---\nsplit_from: topic-{}\n", dice.below(5)));
            "a split"
        }
    }
}

/// Has an edition come out in parts, or as a whole.
fn edit_parts(site: &TestSite, dice: &mut Dice) -> &'static str {
    let year = dice.one(&YEARS);
    let parts = match dice.below(3) {
        0 => String::new(),
        1 => format!("parts:\n  - {{kinds: [hurdle, accelerator, tech-enabler], date: {}}}\n", random_day(dice)),
        _ => {
            let line = |kind: &&str| format!("  - {{kinds: [{kind}], date: {}}}\n", random_day(dice));
            format!("parts:\n{}", KINDS.iter().map(line).collect::<String>())
        }
    };
    site.write(&format!("content/{year}/edition.md"), format!("---\ntitle: Edition {year}\n{parts}---\nWords.\n"));
    "parts"
}

/// A day around that of the first build.
fn random_day(dice: &mut Dice) -> Date {
    date(2026, 6, 1 + i8::try_from(dice.below(6)).unwrap())
}

/// Adds, removes or renames a file of the content.
fn add_or_remove_file(site: &TestSite, dice: &mut Dice, file: &str, word: &str, edit: usize) -> &'static str {
    match edit {
        12 => {
            let to = format!("content/{}/{}-{}.md", dice.one(&YEARS), word.to_lowercase(), dice.below(9));
            let _ = fs::rename(site.path(file), site.path(&to));
            "a rename"
        }
        13 => {
            fs::remove_file(site.path(file)).unwrap();
            "a deletion"
        }
        14 | 15 => {
            let to = format!("content/{}/{}-{}.md", dice.one(&YEARS), word.to_lowercase(), dice.below(9));
            let kind = dice.one(&KINDS);
            site.write(&to, format!("---\ntitle: {word}\nkind: {kind}\nthemes: [{}]\n---\nNew.\n", dice.one(&THEMES)));
            "a new report"
        }
        _ => {
            let to = file.trim_end_matches(".md").trim_end_matches(".es");
            site.write(&format!("{to}.es.md"), format!("---\ntitle: {word} en español\nkind: hurdle\n---\nTexto.\n"));
            "a translation"
        }
    }
}

/// Edits settings, skin, data or a picture.
fn edit_other_file(site: &TestSite, dice: &mut Dice, word: &str, edit: usize) -> &'static str {
    match edit {
        16 => {
            site.write("trendpress.yaml", format!("{SETTINGS}paginate: {}\ndescription: {word}\n", 2 + dice.below(9)));
            "settings"
        }
        17 => {
            site.write("trendpress.yaml", format!("{SETTINGS}base_url: https://example.org/{word}/\n"));
            "the base URL"
        }
        18 => {
            let text = format!(
                "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ report.title }}}} {word}</h1>{{% endblock main %}}"
            );
            site.write("themes/default/templates/report.html", text);
            "a template"
        }
        19 => {
            site.write("themes/default/static/site.css", format!("/* {word} */"));
            "a style sheet"
        }
        20 => {
            let _ = fs::remove_dir_all(site.path("themes"));
            "no skin of its own"
        }
        21 if dice.below(2) == 0 => {
            let mut text = "ballot,topic-0,topic-1,topic-3,topic-4\n".to_owned();
            for number in 0..12 {
                let mut cross = |odds: usize| if dice.below(odds) == 0 { "x" } else { "" };
                text += &format!("b{number},{},{},{},{}\n", cross(2), cross(4), cross(2), cross(4));
            }
            site.write(&ballots_path(), text);
            "ballots"
        }
        21 => {
            site.write("content/data/survey.csv", format!("answer,share\nyes,{}\nno,40\n", dice.below(60)));
            "data"
        }
        _ => {
            site.write("content/2026/figure.png", [PNG, word.as_bytes()].concat());
            "a picture"
        }
    }
}

/// Truncates or deletes the cache, or deletes an output.
fn damage_cache_or_output(site: &TestSite, dice: &mut Dice, edit: usize) -> &'static str {
    match edit {
        27 => {
            let files: Vec<String> = tree(&site.path(FOLDER)).into_keys().collect();
            if !files.is_empty() {
                let path = site.path(FOLDER).join(dice.one(&files));
                let bytes = fs::read(&path).unwrap();
                fs::write(&path, &bytes[..dice.below(bytes.len() + 1)]).unwrap();
            }
            "a cache cut short"
        }
        28 => {
            let _ = fs::remove_dir_all(site.path(FOLDER));
            "no cache"
        }
        _ => {
            let files: Vec<String> =
                site.public().into_keys().filter(|path| !path.starts_with(".trendpress-")).collect();
            if !files.is_empty() {
                fs::remove_file(site.path("public").join(dice.one(&files))).unwrap();
            }
            "a lost output"
        }
    }
}

fn tree_of(outputs: &[Arc<Output>]) -> Tree {
    outputs.iter().map(|output| (output.path.as_str().to_owned(), output.bytes.clone())).collect()
}

#[test]
fn previews_show_the_last_good_state_of_files_with_errors() {
    let site = site();
    let mut engine = Engine::new(site.options()).keeping_last_good();
    let page = OutPath::page("2026/topic-1").unwrap();
    let shows = |engine: &mut Engine, words: &str| {
        let generation = engine.rebuild();
        let bytes = generation.file(&page).unwrap().unwrap().bytes.clone();
        assert!(String::from_utf8(bytes).unwrap().contains(words), "{words}");
        generation.error_count()
    };
    assert_eq!(shows(&mut engine, "Body of 1."), 0);
    let report = site.read("content/2026/topic-1.md");
    for (path, broken) in [
        ("content/2026/topic-1.md", report.replacen("---\n", "---\nkind: [broken\n", 1)),
        ("themes/default/templates/report.html", "{% if %}".to_owned()),
        ("trendpress.yaml", "title: [broken\n".to_owned()),
    ] {
        let good = fs::read(site.path(path)).ok();
        site.write(path, broken);
        assert!(shows(&mut engine, "Body of 1.") > 0, "{path}");
        // An error in one file does not stop updates of others.
        site.write("content/2026/topic-2.md", site.read("content/2026/topic-2.md") + "More.\n");
        assert!(shows(&mut engine, "Body of 1.") > 0, "{path}");
        let other = engine.rebuild().file(&OutPath::page("2026/topic-2").unwrap()).unwrap().unwrap();
        assert!(String::from_utf8_lossy(&other.bytes).contains("More."), "{path}");
        match good {
            Some(good) => site.write(path, good),
            None => fs::remove_file(site.path(path)).unwrap(),
        }
        assert_eq!(shows(&mut engine, "Body of 1."), 0, "{path}");
        assert_same(&tree_of(&engine.rebuild().outputs().unwrap()), &outputs(&site.build()));
    }
}

#[test]
fn each_generation_renders_its_own_pages_however_late() {
    let site = site();
    let mut engine = Engine::new(site.options());
    let page = OutPath::page("2026/topic-1").unwrap();
    let older = engine.rebuild();
    let path = "content/2026/topic-1.md";
    site.write(path, site.read(path).replace("Body of 1.", "Another body."));
    let newer = engine.rebuild();
    for (generation, text) in [(older, "Body of 1."), (newer, "Another body.")] {
        let bytes = generation.file(&page).unwrap().unwrap().bytes.clone();
        assert!(String::from_utf8(bytes).unwrap().contains(text), "{text}");
    }
}

#[test]
fn an_edited_body_makes_its_page_its_print_edition_and_the_revisions() {
    let site = site();
    assert_eq!(site.run(&["build"]).code, 0);
    let before = site.public();
    let path = "content/2026/topic-1.md";
    site.write(path, site.read(path) + "More.\n");
    let ran = site.run(&["build", "--timings", "--verify"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let rendering = ran.err.lines().find(|line| line.starts_with("rendering")).unwrap();
    let [all, reused] = [2, 3].map(|place| rendering.split_whitespace().nth(place).unwrap().parse::<usize>().unwrap());
    assert_eq!(all - reused, 3, "{rendering}");
    let mut after = site.public();
    after.retain(|path, bytes| before.get(path) != Some(bytes) && !path.starts_with(".trendpress-"));
    let changed: Vec<String> = after.into_keys().collect();
    assert_eq!(changed, ["2026/print/index.html", "2026/topic-1/index.html", "revisions.json"]);
}

#[test]
fn explain_says_why_a_page_was_rendered_or_not() {
    let site = site();
    let explain = |page: &str| {
        let ran = site.run(&["build", "--verify", "--explain", page]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err.lines().find(|line| line.starts_with("2026/")).unwrap_or_default().to_owned()
    };
    assert!(explain("2026/topic-1").ends_with("nothing is known of a build before"));
    // Files must be older than a tick of the file system's clock for their stamps to count.
    std::thread::sleep(std::time::Duration::from_millis(120));
    explain("2026/topic-1");
    assert!(explain("2026/topic-1").ends_with("no file of the site was touched since the last build"));
    site.write("content/2026/topic-1.md", site.read("content/2026/topic-1.md") + "More.\n");
    assert!(explain("2026/topic-1").contains("it shows the text of content/2026/topic-1.md"));
    site.write("content/2026/topic-1.md", site.read("content/2026/topic-1.md") + "More.\n");
    assert!(explain("2026/topic-2").ends_with("nothing that it shows is different"));
    let title = site.read("content/2026/topic-1.md").replacen("title: Topic 1", "title: Topic One", 1);
    site.write("content/2026/topic-1.md", title);
    assert!(explain("2026/topic-2").contains("something that any page may show is different"));
}

#[test]
fn links_are_resolved_again_only_if_other_pages_may_show_the_change() {
    let site = site();
    let links_resolved = || {
        let ran = site.run(&["build", "--verify", "--timings"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let line = ran.err.lines().find(|line| line.starts_with("linking")).unwrap().to_owned();
        let numbers: Vec<usize> = line.split_whitespace().skip(2).map(|number| number.parse().unwrap()).collect();
        numbers[0] - numbers[1]
    };
    let path = "content/2026/topic-1.md";
    let all = links_resolved();
    assert_eq!(all, 23);
    for (from, to, expected) in [
        ("Because.", "For a reason.", 0),
        ("title: Topic 1", "title: Topic One", all),
        ("Body of 1.", "It begins so.", all),
    ] {
        site.write(path, site.read(path).replacen(from, to, 1));
        assert_eq!(links_resolved(), expected, "{to}");
    }
}

#[test]
fn lost_cache_files_are_made_again_and_leftovers_are_removed() {
    let site = site();
    let cached = || tree(&site.path(FOLDER)).into_keys().collect::<Vec<_>>();
    let build = |say: &str| {
        let path = "content/2026/topic-1.md";
        site.write(path, site.read(path) + "More.\n");
        let ran = site.run(&["build", "--verify"]);
        assert_eq!(ran.code, 0, "{say}: {}", ran.err);
    };
    build("at first");
    for name in ["heads-.99.tmp", "bodies-.99.tmp", "prose-of-an-older-version"] {
        site.write(&format!("{FOLDER}/{name}"), "half");
    }
    build("with leftovers");
    let is_left = |name: &String| name.contains("tmp") || name.contains("older");
    assert!(!cached().iter().any(is_left), "{:?}", cached());
    for start in ["heads-", "bodies-", "site", "state"] {
        let lost: Vec<String> = cached().into_iter().filter(|name| name.starts_with(start)).collect();
        assert!(!lost.is_empty(), "{start}");
        for name in lost {
            fs::remove_file(site.path(FOLDER).join(name)).unwrap();
        }
        build(start);
    }
}

#[test]
fn a_title_that_changes_after_the_cache_lost_the_old_one_shows_everywhere() {
    let site = site();
    assert_eq!(site.run(&["build"]).code, 0);
    for name in tree(&site.path(FOLDER)).into_keys().filter(|name| name.starts_with("heads-")) {
        fs::remove_file(site.path(FOLDER).join(name)).unwrap();
    }
    let path = "content/2026/topic-1.md";
    site.write(path, site.read(path).replacen("title: Topic 1", "title: Topic One", 1));
    let ran = site.run(&["build", "--verify"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let home = site.public().remove("index.html").unwrap();
    assert!(String::from_utf8_lossy(&home).contains("Topic One"));
}

#[cfg(unix)]
#[test]
fn a_cache_folder_that_is_a_symbolic_link_is_not_used() {
    let (site, elsewhere) = (site(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(elsewhere.path(), site.path(FOLDER)).unwrap();
    for _ in 0..2 {
        let ran = site.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains("the cache could not be written: .trendpress is a link"), "{}", ran.err);
    }
    assert!(tree(elsewhere.path()).is_empty());
}
