//! Nothing replaces a site by nothing: what a build refuses to do to the site of the build before, and what it may do.

use std::fs;

use crate::test_site::{Ran, TestSite, Tree};

/// The reports say nothing of each other, which is not the point here.
const SETTINGS: &str = "title: Test\nfindings: {orphan-report: off, unanswered-report: off, short-edition: off}\n";

const EDITION: &str = "---\ntitle: The 2026 Edition\n---\n";

/// A site of an edition with this many reports, all dated 2026-02-01.
fn site(reports: usize) -> TestSite {
    let site = TestSite::new([("trendpress.yaml", SETTINGS), ("content/2026/edition.md", EDITION)]);
    for number in 0..reports {
        site.write(&path(number), report(number, ""));
    }
    site
}

fn path(number: usize) -> String {
    format!("content/2026/report-{number}.md")
}

fn report(number: usize, more: &str) -> String {
    format!("---\ntitle: Report {number}\nkind: hurdle\ndate: 2026-02-01\n{more}---\nFine.\n")
}

/// A site of twelve reports that was built.
fn built() -> (TestSite, Tree) {
    let site = site(12);
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let public = site.public();
    (site, public)
}

/// Asserts that a build is refused with a code, leaves the site as it was, says the flag, and does it with the flag.
fn expect_refusal(site: &TestSite, arguments: &[&str], code: &str) -> Ran {
    let before = site.public();
    for more in [&[][..], &["--strict"], &["--no-cache"]] {
        let ran = site.run(&[arguments, more].concat());
        assert_eq!(ran.code, 1, "{more:?}: {}", ran.err);
        assert!(ran.err.contains(&format!("error[{code}]")) && ran.err.contains("--allow-shrink"), "{}", ran.err);
        crate::test_site::assert_same(&site.public(), &before);
    }
    let ran = site.run(arguments);
    let allowed = site.run(&[arguments, &["--allow-shrink", "--strict"]].concat());
    assert_eq!(allowed.code, 0, "{}", allowed.err);
    ran
}

#[test]
fn a_site_without_its_content_is_not_written() {
    for way in ["missing", "file", "dangling link"] {
        let (site, _) = built();
        fs::remove_dir_all(site.path("content")).unwrap();
        match way {
            "file" => site.write("content", "x"),
            #[cfg(unix)]
            "dangling link" => std::os::unix::fs::symlink(site.path("absent"), site.path("content")).unwrap(),
            _ => {}
        }
        let ran = expect_refusal(&site, &["build"], "content-missing");
        assert!(ran.err.contains("content"), "{way}: {}", ran.err);
        assert!(!site.path("public/2026").exists(), "{way}: it was allowed");
    }
    // Even a first build says so: the folder that is published may be elsewhere.
    let new = TestSite::new([("trendpress.yaml", "title: Test\n")]);
    expect_refusal(&new, &["build"], "content-missing");
    assert_eq!(new.run(&["check"]).code, 1);
}

#[test]
fn an_emptied_folder_does_not_empty_the_site() {
    let (site, _) = built();
    for number in 0..12 {
        fs::remove_file(site.path(&path(number))).unwrap();
    }
    let ran = expect_refusal(&site, &["build"], "site-shrunk");
    assert!(ran.err.contains("the last build had 12 reports"), "{}", ran.err);

    let (site, _) = built();
    fs::remove_dir_all(site.path("content/2026")).unwrap();
    expect_refusal(&site, &["build"], "site-shrunk");
}

#[test]
fn a_wrong_clock_does_not_empty_the_site() {
    // The clock itself cannot be set here; a day that was asked for each time is as good.
    let site = site(12);
    for number in 0..3 {
        site.write(&path(number), report(number, "publish_date: 2020-01-01\n"));
    }
    let at = |day: &'static str| ["build", "--at", day];
    assert_eq!(site.run(&at("2026-06-01")).code, 0);
    let ran = expect_refusal(&site, &at("2019-01-01"), "site-shrunk");
    assert!(ran.err.contains("has no published report"), "{}", ran.err);

    // The variable of reproducible builders decides nothing.
    let (site, public) = built();
    let mut command = site.command();
    let ran = crate::test_site::run(command.arg("build").env("SOURCE_DATE_EPOCH", "315532800"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let pages = |mut tree: Tree| {
        // It records that no day was asked for.
        tree.remove(".trendpress-manifest");
        tree
    };
    crate::test_site::assert_same(&pages(site.public()), &pages(public));
}

#[test]
fn most_reports_are_not_held_back_without_a_word() {
    let (site, _) = built();
    for number in 0..7 {
        site.write(&path(number), report(number, "draft: true\n"));
    }
    let ran = expect_refusal(&site, &["build"], "site-shrunk");
    for words in ["7 of the 12 reports of the last build are held back now", "note: draft", "report-4.md"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    // It is said once: the smaller site is the last one now.
    assert_eq!(site.run(&["build", "--no-cache"]).code, 0);

    let (site, _) = built();
    site.write("content/2026/edition.md", "---\ntitle: The 2026 Edition\ndraft: true\n---\n");
    site.write("content/2025/edition.md", "---\ntitle: The 2025 Edition\n---\n");
    site.write("content/2025/old.md", report(99, ""));
    let ran = expect_refusal(&site, &["build"], "site-shrunk");
    assert!(ran.err.contains("held back by its edition"), "{}", ran.err);
}

#[test]
fn what_is_meant_is_done() {
    // Half of them, or other options: no error.
    let (site, _) = built();
    for number in 0..6 {
        site.write(&path(number), report(number, "draft: true\n"));
    }
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(site.run(&["build", "-D"]).code, 0);
    for number in 0..11 {
        site.write(&path(number), report(number, "draft: true\n"));
    }
    assert_eq!(site.run(&["build", "-D"]).code, 0);
    let ran = site.run(&["build"]);
    assert_eq!((ran.code, site.path("public/2026/report-5").exists()), (0, false), "{}", ran.err);

    // Removed files are a clean-up, which is counted.
    let (site, _) = built();
    for number in 0..11 {
        fs::remove_file(site.path(&path(number))).unwrap();
    }
    let ran = site.run(&["build", "--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning: 11 reports of the last build are gone: their files"), "{}", ran.err);
    assert!(!site.run(&["build"]).err.contains("warning"));

    // A few reports come and go.
    let small = self::site(3);
    assert_eq!(small.run(&["build"]).code, 0);
    for number in 0..2 {
        small.write(&path(number), report(number, "draft: true\n"));
    }
    assert_eq!(small.run(&["build"]).code, 0);
}

#[test]
fn the_cache_stands_in_for_a_lost_output_folder() {
    let (site, _) = built();
    fs::remove_dir_all(site.path("public")).unwrap();
    fs::remove_dir_all(site.path("content/2026")).unwrap();
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("the last build had 12 reports"), "{}", ran.err);
}

#[test]
fn a_new_site_without_reports_gets_a_warning() {
    let site =
        TestSite::new([("trendpress.yaml", "title: Test\n"), ("content/pages/about.md", "---\ntitle: About\n---\n")]);
    let ran = site.run(&["build", "--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("warning: the site has no published report yet"), "{}", ran.err);
    assert!(!site.run(&["build"]).err.contains("warning"));
}
