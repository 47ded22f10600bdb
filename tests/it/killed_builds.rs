//! Crash safety: builds over an existing site are killed at a hundred random instants. After each, every file is of the old
//! site or of the new, no page that both have is missing, and the next build gives what a build into an empty folder gives.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::test_site::{TestSite, Tree, assert_same, dated, tree};

const KILLS: u64 = 100;
const REPORTS: usize = 40;

/// A site of forty reports. Its versions have nearly the same pages, each with another text.
fn site(version: &str) -> TestSite {
    let site =
        TestSite::new([("trendpress.yaml", "title: Test\n"), ("content/2026/edition.md", "---\ntitle: E\n---\n")]);
    write(&site, version);
    site
}

fn write(site: &TestSite, version: &str) {
    let _ = std::fs::remove_dir_all(site.path("content/2026"));
    site.write("content/2026/edition.md", "---\ntitle: The 2026 Edition\n---\n");
    site.write("themes/default/static/extra.css", format!("/* {version} */\n"));
    let shared = (0..REPORTS).map(|number| format!("report-{number}"));
    for name in shared.chain((0..4).map(|number| format!("only-{version}-{number}"))) {
        let body = format!("Version {version}. ").repeat(40);
        site.write(
            &format!("content/2026/{name}.md"),
            format!("---\ntitle: {name} {version}\nkind: hurdle\nthemes: [Time]\n---\n{body}\n"),
        );
    }
}

/// The site of a version, built into an empty folder.
fn clean_build(version: &str) -> Tree {
    let site = site(version);
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    site.public()
}

/// Starts a build and kills it after `delay`. Returns true if it was killed before its end.
fn build_and_kill(site: &TestSite, delay: Duration) -> bool {
    let mut child =
        site.command().args(dated(&["build", "-q"])).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // The instant of the kill is what the test varies; nothing is awaited here.
    std::thread::sleep(delay);
    let is_running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    is_running
}

/// Asserts that each file is complete, of one version or the other, and that the files of both versions exist.
fn check(public: &Tree, one: &Tree, other: &Tree) {
    for (path, bytes) in public.iter().filter(|(path, _)| !path.starts_with(".trendpress-")) {
        let is_whole = [one, other].iter().any(|version| version.get(path) == Some(bytes));
        let is_temporary = path.rsplit('/').next().unwrap().starts_with('.');
        assert!(is_whole || is_temporary, "{path} is of neither version");
    }
    let missing = one.keys().filter(|path| other.contains_key(*path) && !public.contains_key(*path));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&String>::new(), "these are missing");
}

#[test]
fn a_hundred_killed_builds_lose_no_page() {
    let versions = [clean_build("a"), clean_build("b")];
    let shared: BTreeSet<&String> = versions[0].keys().filter(|path| versions[1].contains_key(*path)).collect();
    assert!(shared.len() > REPORTS && shared.len() < versions[0].len(), "the versions do not differ as they should");

    let site = site("a");
    let start = Instant::now();
    assert_eq!(site.run(&["build"]).code, 0);
    write(&site, "b");
    let began = Instant::now();
    assert_eq!(site.run(&["build"]).code, 0);
    let build_time = began.elapsed().max(start.elapsed() / 2);

    let mut seed = 2_026_u64;
    let mut killed = 0;
    for number in 0..KILLS {
        let version = usize::from(number % 2 == 1);
        write(&site, ["a", "b"][version]);
        // Knuth's linear congruential generator, so that every run kills at the same instants, as far as possible.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from(u32::try_from(seed >> 33).unwrap()) / f64::from(1_u32 << 31);
        killed += u64::from(build_and_kill(&site, build_time.mul_f64(share)));
        check(&tree(&site.path("public")), &versions[0], &versions[1]);
        // Not after each, so that a build also meets what several killed builds left behind.
        if number % 5 == 4 {
            let ran = site.run(&["build"]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert_same(&site.public(), &versions[version]);
        }
    }
    assert!(killed > KILLS / 2, "only {killed} builds were killed before their end");
}
