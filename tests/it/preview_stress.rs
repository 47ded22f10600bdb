//! Stress tests of the preview: random operations, many changes at once, thousands of edits. Once the preview has settled,
//! it serves what a clean build gives.
//!
//! `TRENDPRESS_PROGRAM` is a faster build of the program to test; `TRENDPRESS_OPERATIONS`, `TRENDPRESS_STORM` and
//! `TRENDPRESS_EDITS` are the numbers of operations. `.ci/run` sets them.

#![expect(clippy::print_stdout, reason = "prints measurements under --nocapture")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::preview_client::{Preview, command, scale};
use crate::test_site::{TestSite, Tree, dated, tree};

/// Knuth's linear congruential generator, so that every run does the same operations.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A copy of the sample site, under random operations.
struct StressedSite {
    site: TestSite,
    random: Random,
    /// The former bytes of files that are broken or deleted.
    broken: BTreeMap<String, Vec<u8>>,
    /// Added reports. No file links to them, so deleting or renaming one is no error.
    added: Vec<String>,
    /// A counter that makes names and texts unique.
    counter: usize,
}

impl StressedSite {
    fn new() -> Self {
        Self {
            site: TestSite::copy_of_sample(),
            random: Random(2_026),
            broken: BTreeMap::new(),
            added: Vec::new(),
            counter: 0,
        }
    }

    /// Does one random operation. Returns its name.
    fn operate(&mut self) -> &'static str {
        if !self.broken.is_empty() && self.random.below(10) < 7 {
            return self.repair();
        }
        match self.random.below(24) {
            0..=5 => self.edit(),
            6 => self.title(),
            7 => self.settings(),
            8 => self.style(),
            9 => self.template(),
            10 => self.data(),
            11 => self.break_report(),
            12 => self.break_other(),
            13 => self.remove(),
            14 => self.remove_folder(),
            15..=17 => self.create(),
            18 => self.rename_added(),
            19 => self.remove_added(),
            20 => self.draft_added(),
            21 => self.swap_trees(),
            22 => self.attach(),
            _ => self.touch(),
        }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.site.path(path)
    }

    /// The paths of all reports and pages.
    fn texts(&self) -> Vec<String> {
        let all = tree(&self.path("content")).into_keys();
        all.filter(|path| path.ends_with(".md")).map(|path| format!("content/{path}")).collect()
    }

    fn any_text(&mut self) -> String {
        let texts = self.texts();
        self.random.of(&texts).clone()
    }

    /// Saves a file in one of the ways in which editors do.
    fn save(&mut self, path: &str, text: &str) {
        let path = self.path(path);
        let beside =
            |suffix: &str| path.with_file_name(format!("{}{suffix}", path.file_name().unwrap().to_str().unwrap()));
        match self.random.below(5) {
            0 => fs::write(&path, text).unwrap(),
            1 => {
                fs::rename(&path, beside("~")).unwrap();
                fs::write(&path, text).unwrap();
                fs::remove_file(beside("~")).unwrap();
            }
            2 => {
                let fresh = path.with_file_name(".fresh");
                fs::write(&fresh, text).unwrap();
                fs::rename(fresh, &path).unwrap();
            }
            3 => {
                fs::write(beside("___jb_tmp___"), text).unwrap();
                fs::rename(&path, beside("___jb_old___")).unwrap();
                fs::rename(beside("___jb_tmp___"), &path).unwrap();
                fs::remove_file(beside("___jb_old___")).unwrap();
            }
            _ => {
                fs::remove_file(&path).unwrap();
                fs::write(&path, text).unwrap();
            }
        }
    }

    fn edit(&mut self) -> &'static str {
        let path = self.any_text();
        self.counter += 1;
        let text = format!("{}\nSentence {} was added.\n", self.site.read(&path), self.counter);
        self.save(&path, &text);
        "edit"
    }

    fn title(&mut self) -> &'static str {
        let path = self.any_text();
        self.counter += 1;
        let text = self.site.read(&path);
        let titled = text.lines().map(|line| match line.strip_prefix("title: ") {
            Some(title) if !title.contains(['"', '{', '>', '|']) => format!("title: {title} {}\n", self.counter),
            _ => format!("{line}\n"),
        });
        let text: String = titled.collect();
        self.save(&path, &text);
        "title"
    }

    fn settings(&mut self) -> &'static str {
        self.counter += 1;
        let base = *self.random.of(&["", "base_url: https://host.example/\n", "paginate: 7\n"]);
        let text = format!("title: The Sample, {}\n{base}", self.counter);
        self.save("trendpress.yaml", &text);
        "settings"
    }

    fn style(&mut self) -> &'static str {
        self.counter += 1;
        let text = format!("{}\n/* {} */\n", self.site.read("themes/default/static/site.css"), self.counter);
        self.save("themes/default/static/site.css", &text);
        "style"
    }

    fn template(&mut self) -> &'static str {
        self.counter += 1;
        let path = "themes/default/templates/base.html";
        let text = self.site.read(path).replace("</footer>", &format!("<i>{}</i></footer>", self.counter));
        self.save(path, &text);
        "template"
    }

    fn data(&mut self) -> &'static str {
        let path = "content/data/survey-hours.csv";
        let text = self.site.read(path);
        // Repeats or removes the last line. If that is an error, the preview must report it.
        let line = text.lines().last().unwrap().to_owned();
        let text =
            if self.random.below(2) == 0 { format!("{text}{line}\n") } else { text.replace(&format!("{line}\n"), "") };
        if text.lines().count() > 2 {
            self.save(path, &text);
        }
        "data"
    }

    /// Remembers the bytes of a file that is about to be broken or deleted. Returns false if that has happened already.
    fn remember(&mut self, path: &str) -> bool {
        if self.broken.contains_key(path) || !self.path(path).exists() {
            return false;
        }
        self.broken.insert(path.to_owned(), fs::read(self.path(path)).unwrap());
        true
    }

    fn break_report(&mut self) -> &'static str {
        let path = self.any_text();
        if self.remember(&path) {
            let broken = *self.random.of(&["---\ntitle: [\n---\n", "---\ntitle: X\nrnak: 1\n---\n", "", "---\n"]);
            self.save(&path, broken);
        }
        "broken report"
    }

    fn break_other(&mut self) -> &'static str {
        let path = *self.random.of(&["themes/default/templates/report.html", "trendpress.yaml"]);
        if self.remember(path) {
            self.save(path, "{% if %}\n: [");
        }
        "broken template or settings"
    }

    fn remove(&mut self) -> &'static str {
        let path = self.any_text();
        if self.remember(&path) {
            fs::remove_file(self.path(&path)).unwrap();
        }
        "remove"
    }

    fn remove_folder(&mut self) -> &'static str {
        let folder = *self.random.of(&["content/2019", "content/themes", "content", "themes"]);
        for path in tree(&self.path(folder)).into_keys() {
            self.remember(&format!("{folder}/{path}"));
        }
        let _ = fs::remove_dir_all(self.path(folder));
        "remove folder"
    }

    /// Restores a broken or deleted file; half of the time all of them, as a checkout does.
    fn repair(&mut self) -> &'static str {
        let all: Vec<String> = self.broken.keys().cloned().collect();
        let which = if self.random.below(2) == 0 || all.len() > 5 { all } else { vec![self.random.of(&all).clone()] };
        for path in which {
            let bytes = self.broken.remove(&path).unwrap();
            self.site.write(&path, bytes);
        }
        "repair"
    }

    fn create(&mut self) -> &'static str {
        self.counter += 1;
        let folder = *self.random.of(&["2026", "2025", "2026/more/and/more", "2021/x"]);
        let path = format!("content/{folder}/own-{}.md", self.counter);
        let text = format!("---\ntitle: Our Report {}\nkind: hurdle\n---\nWords of it.\n", self.counter);
        self.site.write(&path, text);
        self.added.push(path);
        "create"
    }

    fn take_added(&mut self) -> Option<String> {
        self.added.retain(|path| self.site.path(path).exists() && !self.broken.contains_key(path));
        if self.added.is_empty() {
            return None;
        }
        let place = self.random.below(self.added.len());
        Some(self.added.swap_remove(place))
    }

    fn rename_added(&mut self) -> &'static str {
        if let Some(path) = self.take_added() {
            self.counter += 1;
            let to = format!("content/2024/own-{}.md", self.counter);
            if self.path("content/2024").exists() {
                fs::rename(self.path(&path), self.path(&to)).unwrap();
                self.added.push(to);
            }
        }
        "rename"
    }

    fn remove_added(&mut self) -> &'static str {
        if let Some(path) = self.take_added() {
            fs::remove_file(self.path(&path)).unwrap();
        }
        "remove own"
    }

    fn draft_added(&mut self) -> &'static str {
        if let Some(path) = self.take_added() {
            let text = self.site.read(&path).replace("kind: hurdle\n", "kind: hurdle\ndraft: true\n");
            self.save(&path, &text);
        }
        "draft"
    }

    /// Replaces the folder of the content by another with added and changed files, as a checkout of a branch does.
    fn swap_trees(&mut self) -> &'static str {
        self.counter += 1;
        let (from, to) = (self.path("content"), self.path("other"));
        for (path, bytes) in tree(&from) {
            let bytes =
                if path.ends_with("edition.md") { [&bytes[..], b"\nAnother branch.\n"].concat() } else { bytes };
            self.site.write(&format!("other/{path}"), bytes);
        }
        self.site
            .write(&format!("other/2026/own-{}.md", self.counter), "---\ntitle: Branch\nkind: accelerator\n---\nX.\n");
        self.added.push(format!("content/2026/own-{}.md", self.counter));
        if from.exists() && to.exists() {
            fs::rename(&from, self.path("old")).unwrap();
            fs::rename(&to, &from).unwrap();
            fs::remove_dir_all(self.path("old")).unwrap();
        } else {
            fs::remove_dir_all(to).unwrap();
        }
        "swap trees"
    }

    fn attach(&mut self) -> &'static str {
        if let Some(path) = self.take_added() {
            self.counter += 1;
            let folder = path.rsplit_once('/').unwrap().0.to_owned();
            let name = format!("notes-{}.txt", self.counter);
            self.site.write(&format!("{folder}/{name}"), format!("Notes {}\n", self.counter));
            let text = format!("{}\nSee the [notes]({name}).\n", self.site.read(&path));
            self.save(&path, &text);
        }
        "attach"
    }

    fn touch(&mut self) -> &'static str {
        let path = self.any_text();
        let bytes = fs::read(self.path(&path)).unwrap();
        self.site.write(&path, bytes);
        "touch"
    }

    /// The outputs of a clean build; `None` if the site has errors.
    fn clean_build(&self) -> Option<Tree> {
        let folder = tempfile::tempdir().unwrap();
        let ran = command(&self.site)
            .args(dated(&["build", "--quiet", "--no-cache", "--output-dir"]))
            .arg(folder.path())
            .output()
            .unwrap();
        let mut built = tree(folder.path());
        built.retain(|path, _| !path.starts_with(".trendpress-"));
        ran.status.success().then_some(built)
    }
}

#[test]
fn after_each_operation_the_preview_equals_a_clean_build() {
    let operations = scale("TRENDPRESS_OPERATIONS", 25);
    let mut site = StressedSite::new();
    let mut preview = Preview::of(&site.site, &[]);
    let mut built = site.clean_build().unwrap();
    let mut ever: BTreeSet<String> = built.keys().cloned().collect();
    let (mut compared, mut requests, mut slowest) = (0, 0, Duration::ZERO);
    assert_eq!(preview.first_difference(&built, &ever), None);
    for number in 0..operations {
        if site.texts().is_empty() {
            site.repair();
        }
        let name = site.operate();
        let start = Instant::now();
        let Some(now) = site.clean_build() else {
            preview.until(&format!("operation {number}, {name}: errors seen"), |preview| preview.state("errors") > 0);
            assert!(preview.get("/").status < 500);
            continue;
        };
        ever.extend(now.keys().cloned());
        // Waits for the changed files first, which are fewer.
        let changed = ever.iter().filter(|path| built.get(*path) != now.get(*path)).cloned().collect();
        let what = format!("operation {number}, {name}");
        preview
            .until(&what, |preview| preview.state("errors") == 0 && preview.first_difference(&now, &changed).is_none());
        slowest = slowest.max(start.elapsed());
        let wrong = preview.first_difference(&now, &ever);
        assert_eq!(wrong, None, "{what}\n{}", preview.messages());
        (built, compared, requests) = (now, compared + 1, requests + ever.len());
    }
    assert!(compared * 2 > operations, "only {compared} of {operations} states could be compared");
    assert!(!preview.messages().contains("panicked"));
    println!("{operations} operations, {compared} compared, {requests} addresses asked for, slowest {slowest:?}");
}

/// A site with this many reports, none of which links to another.
fn site_of(reports: usize) -> TestSite {
    let site =
        TestSite::new([("trendpress.yaml", "title: Many\n"), ("content/2026/edition.md", "---\ntitle: E\n---\n")]);
    write_all(&site, reports, "First");
    site
}

fn write_all(site: &TestSite, reports: usize, words: &str) {
    for number in 0..reports {
        let text = format!("---\ntitle: Report {number}\nkind: hurdle\n---\n{words} words of {number}.\n");
        site.write(&format!("content/2026/r{number}.md"), text);
    }
}

#[test]
fn many_changes_at_once_cost_at_most_three_rebuilds() {
    let reports = scale("TRENDPRESS_STORM", 200);
    let site = site_of(reports);
    let mut preview = Preview::of(&site, &[]);
    preview.until_shows("/2026/r0/", "First words of 0.");
    for words in ["Second", "Third"] {
        let before = preview.state("generation");
        write_all(&site, reports, words);
        let start = Instant::now();
        preview.until_shows(&format!("/2026/r{}/", reports - 1), &format!("{words} words"));
        for number in 0..reports {
            let page = preview.get(&format!("/2026/r{number}/")).text();
            assert!(page.contains(&format!("{words} words of {number}.")), "{number} is not current");
        }
        let rebuilds = preview.state("generation") - before;
        println!("{reports} files changed: {rebuilds} rebuilds, settled and read after {:?}", start.elapsed());
        assert!(rebuilds <= 3, "{rebuilds} rebuilds");
    }
}

/// The resident memory of a process, in KiB.
#[cfg(target_os = "linux")]
fn resident_memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_over_thousands_of_edits() {
    let edits = scale("TRENDPRESS_EDITS", 30);
    let settled = (edits / 3).min(100);
    let site = TestSite::copy_of_sample();
    let mut preview = Preview::of(&site, &[]);
    let path = "content/2026/generative-ai.md";
    let text = site.read(path);
    let (mut early, mut handles) = (0, 0);
    let open = |id: u32| fs::read_dir(format!("/proc/{id}/fd")).unwrap().count();
    for number in 1..=edits {
        site.write(path, format!("{text}\nThis is edit {number}.\n"));
        preview.until_shows("/2026/generative-ai/", &format!("This is edit {number}."));
        if number == settled {
            (early, handles) = (resident_memory(preview.id()), open(preview.id()));
        }
    }
    let late = resident_memory(preview.id());
    println!("{edits} edits: {early} KiB after {settled}, {late} KiB at the end");
    assert!(late * 10 <= early * 12, "{early} KiB after {settled} edits, {late} KiB after {edits}");
    assert!(open(preview.id()).abs_diff(handles) <= 2);
}

#[test]
fn no_request_fails_during_rebuilds() {
    let site = site_of(30);
    let mut preview = Preview::of(&site, &[]);
    preview.until_shows("/2026/r0/", "First words");
    let address = preview.address.clone();
    let client = std::thread::spawn(move || {
        let mut connection = crate::preview_client::Client::new(&address);
        for number in 0..5_000 {
            let answer = connection.get(&format!("/2026/r{}/", number % 30));
            assert!(answer.status == 200 && answer.text().contains("</html>"), "{}", answer.status);
        }
    });
    let mut round = 0;
    while !client.is_finished() {
        round += 1;
        for number in 0..3 {
            // Renamed into place, because a rebuild may read a half-written file.
            let text = format!("---\ntitle: Report {number}\nkind: hurdle\n---\nRound {round} words of {number}.\n");
            site.write("fresh", text);
            fs::rename(site.path("fresh"), site.path(&format!("content/2026/r{number}.md"))).unwrap();
        }
        preview.until_shows("/2026/r2/", &format!("Round {round} words"));
    }
    client.join().unwrap();
}
