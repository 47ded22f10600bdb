//! Tests of builds that fail, are given up or were killed.

/// Outputs as the writer remembers them: staged to replace files of ours, sorted by path.
use std::fs;

use super::{SMALL, Site, counts, entry, expected, outputs, put_all, read_manifest, reason, staged, tree};
use crate::render::output::Output;
use crate::write::commit::commit;
use crate::write::existing::Existing;
use crate::write::manifest::Manifest;
use crate::write::pending::PendingOutput;
use crate::write::plan::Plan;
use crate::write::previous::PreviousBuild;
use crate::write::staging::Staging;
use crate::write::temporary;

fn pending(outputs: &[Output], staging: &Staging) -> Vec<PendingOutput> {
    let pending = |output: &Output| PendingOutput {
        entry: entry(output),
        existing: Existing::Ours,
        staged: Some(staging.stage(&output.bytes).unwrap()),
        stamp: None,
    };
    let mut pending: Vec<PendingOutput> = outputs.iter().map(pending).collect();
    pending.sort_by(|one, other| one.path().cmp(other.path()));
    pending
}

#[test]
fn leftovers_of_a_killed_build_are_swept() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let killed = outputs(&[("new/deep/a.html", "a"), ("index.html", "2")]).iter().map(entry).collect();
    Manifest::between(&read_manifest(&site), &Manifest::complete(killed)).write(&site.public()).unwrap();
    site.put(&format!("{}staging/3/19", temporary::prefix()), "ha");
    site.put(&format!("new/deep/{}1", temporary::prefix()), "ha");
    site.put(&format!("2026/x/{}2", temporary::prefix()), "");
    site.put(&(temporary::prefix() + "3"), "x");
    site.put("index.html", "2");
    assert_eq!(counts(&site.write(&SMALL).unwrap()), (1, 3, 0));
    assert_eq!(site.tree(), expected(&SMALL));
}

#[test]
fn a_failure_half_way_names_the_path_and_leaves_no_temporary_files() {
    for obstacle in ["p9.html", "sub"] {
        let site = Site::new();
        let pages: Vec<String> = (0..20).map(|number| format!("p{number}.html")).collect();
        let version = |text| -> Vec<(&str, &str)> {
            pages.iter().map(|path| (&**path, text)).chain([("sub/a.css", text), ("feed.xml", text)]).collect()
        };
        let (one, two) = (version("0"), version("1"));
        site.write(&one).unwrap();
        let mut previous = PreviousBuild::read(&site.public()).unwrap();
        let staging = Staging::new(&site.public());
        let outputs = pending(&outputs(&two), &staging);
        let new = Manifest::complete(outputs.iter().map(|output| output.entry.clone()).collect());
        previous.folders.look(&site.public(), outputs.iter().map(PendingOutput::path)).unwrap();
        let plan = Plan::new(&outputs, &previous, &site.public(), false).unwrap();
        // Between looking and writing, somebody exchanges a file for a folder, or a folder for a file.
        if obstacle == "sub" {
            fs::remove_dir_all(site.at("sub")).unwrap();
            site.put("sub", "theirs");
        } else {
            fs::remove_file(site.at(obstacle)).unwrap();
            site.put(&format!("{obstacle}/theirs.txt"), "theirs");
        }
        let error = commit(&plan, &previous.manifest, &new, &staging, &site.public()).unwrap_err();
        drop(staging);
        let text = error.to_string();
        assert!(text.starts_with("cannot write ") && text.contains(obstacle) && text.contains("os error"), "{text}");
        let left = tree(&site.public());
        assert!(left.keys().all(|path| !path.contains(".trendpress-tmp-")), "{left:?}");
        assert_eq!(left["feed.xml"], "0", "machine files come after pages");
        // If an asset failed, no page was renamed.
        let is_old = |(path, text): (&String, &String)| !path.starts_with('p') || text == "0";
        assert!(obstacle != "sub" || left.iter().all(is_old), "{left:?}");

        let path = site.at(obstacle);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        site.write(&two).unwrap();
        assert_eq!(site.tree(), expected(&two));
    }
}

#[test]
fn a_build_given_up_leaves_the_site_as_it_was() {
    let site = Site::new();
    let files = [("index.html", "2"), ("new/deep/a.html", "a"), ("b.css", "b")];
    let writer = site.begin();
    put_all(&writer, &files);
    assert_eq!(staged(&site).len(), 1);
    drop(writer);
    assert!(!site.public().exists());

    site.write(&SMALL).unwrap();
    let before = tree(&site.public());
    let writer = site.begin();
    put_all(&writer, &files);
    assert_eq!(staged(&site).len(), 1);
    drop(writer);
    assert_eq!(tree(&site.public()), before);

    // As does one that is refused, also for what came while it ran.
    let writer = site.begin();
    put_all(&writer, &files);
    site.put("new/deep/a.html", "theirs");
    assert!(reason(writer.finish()).ends_with("since:\n  new/deep/a.html"));
    assert_eq!(staged(&site), Vec::<String>::new());
    fs::remove_dir_all(site.at("new")).unwrap();
    assert_eq!(tree(&site.public()), before);
}
