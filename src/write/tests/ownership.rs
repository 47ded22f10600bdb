//! Tests of the rule of ownership: no file of others is overwritten or removed without `force`.

use std::fs;

use super::{SMALL, Site, counts, expected, outputs, reason, tree};
use crate::write::target::admit;
use crate::write::{Target, WriteError, manifest, write};

#[test]
fn foreign_files_in_the_way_are_all_named_and_kept() {
    let site = Site::new();
    site.write(&[("index.html", "1")]).unwrap();
    site.put("a.html", "theirs");
    site.put("b", "theirs");
    site.put("same.html", "same");
    let before = tree(&site.public());
    let files = [("index.html", "2"), ("a.html", "ours"), ("b/c.html", "ours"), ("same.html", "same")];
    let reason = reason(site.write(&files));
    assert_eq!(reason, "these were not written by Trendpress, or were changed since:\n  a.html\n  b");
    assert_eq!(tree(&site.public()), before);

    let summary = site.force(&files).unwrap();
    assert_eq!(counts(&summary), (3, 1, 0));
    assert_eq!(summary.notes.len(), 2);
    assert_eq!(site.tree(), expected(&files));
    // The file that had the same bytes was adopted: it goes when it is stale.
    assert_eq!(counts(&site.write(&[("index.html", "2")]).unwrap()), (0, 1, 3));
}

#[test]
fn a_file_that_somebody_changed_is_theirs() {
    let site = Site::new();
    site.write(&[("index.html", "ours"), ("stale.html", "ours"), ("emptied.html", "ours")]).unwrap();
    site.put("index.html", "edit");
    site.put("stale.html", "edit");
    site.put("emptied.html", "");
    let files = [("index.html", "new"), ("emptied.html", "ours")];
    assert!(reason(site.write(&files)).ends_with("since:\n  index.html"));
    let summary = site.force(&files).unwrap();
    assert_eq!(counts(&summary), (2, 0, 0));
    assert!(summary.notes[1].starts_with("stale.html: is stale, but was changed"), "{:?}", summary.notes);
    assert_eq!(site.tree(), expected(&[("emptied.html", "ours"), ("index.html", "new"), ("stale.html", "edit")]));
    assert_eq!(site.write(&files).unwrap().notes, Vec::<String>::new());
}

#[test]
fn a_folder_of_others_is_refused_before_and_at_writing() {
    let site = Site::new();
    site.put("thesis.odt", "years of work");
    let target = Target { folder: &site.public(), site_root: &site.root(), force: false };
    assert!(matches!(admit(&target, false), Err(WriteError::Refused { .. })));
    assert!(reason(site.write(&SMALL)).starts_with("it holds `thesis.odt`"));
    assert_eq!(site.tree(), expected(&[("thesis.odt", "years of work")]));
    admit(&Target { force: true, ..target }, false).unwrap();
    site.force(&SMALL).unwrap();
    assert_eq!(fs::read_to_string(site.at("thesis.odt")).unwrap(), "years of work");
}

#[test]
fn force_never_permits_the_sources() {
    let site = Site::new();
    for folder in ["content", "content/", "public/../content/new", "."] {
        let folder = site.root().join(folder);
        let target = Target { folder: &folder, site_root: &site.root(), force: true };
        reason(write(&outputs(&SMALL), &target));
    }
    assert_eq!(tree(&site.root()), expected(&[("content", "<empty folder>")]));
}

#[cfg(unix)]
#[test]
fn links_are_never_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let elsewhere = site.0.path().join("elsewhere");
    site.write(&[("moved/old.html", "o"), ("index.html", "1")]).unwrap();
    // The very file that the manifest lists, behind a link.
    fs::rename(site.at("moved"), &elsewhere).unwrap();
    symlink(&elsewhere, site.at("moved")).unwrap();
    symlink(&elsewhere, site.at("linked")).unwrap();
    symlink(elsewhere.join("old.html"), site.at("file.html")).unwrap();
    symlink("nowhere", site.at("broken.html")).unwrap();

    let files = [("linked/deep/a.html", "a"), ("file.html", "f"), ("broken.html", "b"), ("index.html", "1")];
    let named = reason(site.write(&files));
    assert!(named.ends_with("since:\n  broken.html\n  file.html\n  linked"), "{named}");
    assert_eq!(tree(&elsewhere), expected(&[("old.html", "o")]));

    let summary = site.force(&files).unwrap();
    assert_eq!(counts(&summary), (3, 1, 0));
    assert_eq!(tree(&elsewhere), expected(&[("old.html", "o")]));
    assert!(summary.notes.iter().any(|note| note.starts_with("moved/old.html: is stale, but its folder is a link")));
    let mut now = expected(&files);
    now.insert("moved".to_owned(), "<link>".to_owned());
    assert_eq!(site.tree(), now);
}

#[test]
fn a_folder_of_others_in_the_way_is_never_removed() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    site.put("page.html/theirs.txt", "theirs");
    fs::create_dir(site.at("empty.html")).unwrap();
    let before = tree(&site.public());
    let files = [("index.html", "2"), ("page.html", "ours"), ("empty.html", "ours")];
    for result in [site.write(&files), site.force(&files)] {
        assert!(reason(result).ends_with("must be:\n  empty.html\n  page.html"));
    }
    assert_eq!(tree(&site.public()), before);
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let site = Site::new();
    let one = [("a", "file"), ("b/c/index.html", "page"), ("b/index.html", "page")];
    let two = [("a/x/index.html", "page"), ("b", "file")];
    for files in [&one[..], &two, &one] {
        site.write(files).unwrap();
        assert_eq!(site.tree(), expected(files));
    }
    site.put("b/c/theirs.txt", "theirs");
    assert!(reason(site.write(&two)).ends_with("must be:\n  b"));
}

#[test]
fn a_name_that_changes_only_in_case_survives() {
    let site = Site::new();
    site.write(&[("Logo.svg", "svg")]).unwrap();
    assert_eq!(counts(&site.write(&[("logo.svg", "svg")]).unwrap()), (1, 0, 1));
    assert_eq!(site.tree(), expected(&[("logo.svg", "svg")]));
}

#[test]
fn a_damaged_manifest_owns_nothing() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    site.put(manifest::NAME, "trendpress-manifest 1 complete 00\n");
    let text = reason(site.write(&[("index.html", "new")]));
    assert!(text.ends_with("and its `.trendpress-manifest` is damaged or was edited"), "{text}");
    let summary = site.force(&[("index.html", "new")]).unwrap();
    assert_eq!(counts(&summary), (1, 0, 0));
    assert!(summary.notes[0].contains("is damaged or was edited"));
    assert_eq!(site.tree().len(), 4);
}

#[test]
fn outputs_that_cannot_lie_together_are_refused() {
    let site = Site::new();
    assert_eq!(reason(site.write(&[("a", "1"), ("a", "2")])), "two outputs are called `a`");
    assert_eq!(reason(site.write(&[("a/b", "1"), ("a", "2")])), "`a` would be a file and a folder");
    assert!(reason(site.write(&[("x/.trendpress-lock", "")])).contains("kept for the writer"));
    assert_eq!(site.tree(), expected(&[]));
}
