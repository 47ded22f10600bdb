//! Equal content gives equal bytes: in any folder, time zone, locale and number of threads, and when built again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use trendpress::pipeline::{self, Options};

use crate::test_site::{TODAY, TestSite, Tree, assert_same, below, dated, outputs, program, repository, run, tree};

fn build(site: &Path, public: &Path, environment: &[(&str, &str)]) -> Tree {
    let mut command = program(site);
    command.args(dated(&["build", "--strict", "-o"])).arg(public).envs(environment.iter().copied());
    let ran = run(&mut command);
    assert_eq!((ran.code, &*ran.out), (0, ""), "{}", ran.err);
    tree(public)
}

#[test]
fn folder_time_zone_locale_and_threads_make_no_difference() {
    let output = tempfile::tempdir().unwrap();
    let copy = TestSite::copy_of_sample();
    // A builder of packages sets this variable to 1980, to give archives a fixed date.
    let packager = ("SOURCE_DATE_EPOCH", "315532800");
    let first = [("RAYON_NUM_THREADS", "1"), ("TZ", "Asia/Tokyo"), ("LC_ALL", "tr_TR.UTF-8"), packager];
    let second = [("RAYON_NUM_THREADS", "2"), ("TZ", "America/Lima"), ("LC_ALL", "C")];
    let one = build(repository(), &output.path().join("public"), &first);
    let two = build(copy.path("").as_path(), &copy.path("public"), &second);
    assert!(one.len() > 150, "only {} files", one.len());
    assert_same(&one, &two);
}

/// The modification times of all files.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files =
        entries.filter(|entry| entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.'));
    files.map(|entry| (below(entry.path(), folder), fs::metadata(entry.path()).unwrap().modified().unwrap())).collect()
}

#[test]
fn a_second_build_writes_no_file() {
    let site = TestSite::copy_of_sample();
    let first = site.run(&["build"]);
    assert_eq!(first.code, 0, "{}", first.err);
    let (before, files) = (times(&site.path("public")), site.public());
    let second = site.run(&["build"]);
    assert!(second.err.contains(", 0 changed, 0 removed, "), "{}", second.err);
    assert_eq!(times(&site.path("public")), before);
    assert_same(&site.public(), &files);
}

#[test]
fn two_builds_in_memory_are_equal() {
    let build = || outputs(&pipeline::build(&Options::new(repository(), TODAY), &|_| {}));
    assert_same(&build(), &build());
}
