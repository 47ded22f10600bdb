//! Tests of outputs that are taken over from the last build.

use std::fs;

use super::{SMALL, Site, counts, expected, manifest_bytes, put_all, read_manifest, stamp};
use crate::base::{OutPath, Stamp};
use crate::write::manifest::Manifest;

#[test]
fn only_untouched_files_can_be_kept() {
    let site = Site::new();
    let writer = site.begin();
    put_all(&writer, &SMALL);
    let (_, files) = writer.finish_with_files().unwrap();
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), {
        let mut paths = SMALL.map(|(path, _)| path);
        paths.sort_unstable();
        paths
    });
    for file in &files {
        assert_eq!(file.stamp, stamp(&site.at(file.path.as_str())));
    }

    let writer = site.begin();
    assert!(files.iter().all(|file| writer.keep(&file.path, &file.stamp)));
    let (summary, kept_files) = writer.finish_with_files().unwrap();
    assert_eq!(counts(&summary), (0, 4, 0));
    assert_eq!(kept_files, files);

    // Written in place, replaced by a rename, removed; asked with another stamp; never listed.
    let at = |path: &str| files.iter().find(|file| file.path.as_str() == path).unwrap();
    site.put("index.html", "edited");
    site.put("other", "x");
    fs::rename(site.at("other"), site.at("2026/x/index.html")).unwrap();
    fs::remove_file(site.at("assets/a.css")).unwrap();
    site.put("theirs.html", "theirs");
    let writer = site.begin();
    for path in ["index.html", "2026/x/index.html", "assets/a.css"] {
        assert!(!writer.keep(&at(path).path, &at(path).stamp), "{path}");
    }
    let map = at("sitemap.xml");
    assert!(!writer.keep(&map.path, &Stamp { ctime_ns: map.stamp.ctime_ns + 1, ..map.stamp }));
    assert!(!writer.keep(&map.path, &Stamp { ino: map.stamp.ino + 1, ..map.stamp }));
    assert!(writer.keep(&map.path, &map.stamp));
    assert!(!writer.keep(&OutPath::new("theirs.html").unwrap(), &stamp(&site.at("theirs.html"))));
}

#[test]
fn kept_and_new_files_make_one_site() {
    let site = Site::new();
    let writer = site.begin();
    put_all(&writer, &SMALL);
    let (_, files) = writer.finish_with_files().unwrap();
    let writer = site.begin();
    assert!(files[..2].iter().all(|file| writer.keep(&file.path, &file.stamp)));
    put_all(&writer, &[("sitemap.xml", "new")]);
    let (summary, files) = writer.finish_with_files().unwrap();
    assert_eq!(counts(&summary), (1, 2, 1));
    let left = [("2026/x/index.html", "x"), ("assets/a.css", "css"), ("sitemap.xml", "new")];
    assert_eq!(site.tree(), expected(&left));
    assert_eq!(files.iter().map(|file| file.stamp.size).collect::<Vec<_>>(), [1, 3, 3]);
    let other = Site::new();
    other.write(&left).unwrap();
    assert_eq!(manifest_bytes(&site), manifest_bytes(&other));
}

#[test]
fn nothing_is_kept_after_a_build_that_did_not_end() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let old = read_manifest(&site);
    Manifest::between(&old, &old).write(&site.public()).unwrap();
    let path = OutPath::new("index.html").unwrap();
    assert!(!site.begin().keep(&path, &stamp(&site.at("index.html"))));
}

#[cfg(unix)]
#[test]
fn a_file_behind_a_link_is_not_kept() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let left = stamp(&site.at("2026/x/index.html"));
    fs::rename(site.at("2026"), site.0.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(site.0.path().join("elsewhere"), site.at("2026")).unwrap();
    assert_eq!(stamp(&site.at("2026/x/index.html")), left);
    assert!(!site.begin().keep(&OutPath::new("2026/x/index.html").unwrap(), &left));
}
