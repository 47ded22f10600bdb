//! Tests of random sequences of builds.

use std::collections::BTreeMap;

use super::{Site, manifest_bytes, outputs, stamp};
use crate::base::random::Random;

/// Some files, none of which lies where another one needs a folder.
fn files(random: &mut Random) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for _ in 0..random.below(30) {
        let folder = random.one_of(&["", "a/", "a/b/", "a/b/c/", "d/", "d/a/", "Ä/"]);
        let path = folder.to_owned() + random.one_of(&["a", "b", "d", "x.html", "y.css", "z.xml", "Y.css"]);
        let is_free = |other: &String| {
            let lies_in = |one: &str, other: &str| one.starts_with(&format!("{other}/"));
            !lies_in(other, &path) && !lies_in(&path, other) && other.to_lowercase() != path.to_lowercase()
        };
        if files.keys().all(is_free) {
            files.insert(path, random.one_of(&["", "one", "two", "more"]).to_owned());
        }
    }
    files
}

#[test]
fn any_sequence_of_builds_leaves_just_the_last_site() {
    let mut random = Random(2_026);
    for _ in 0..20 {
        let site = Site::new();
        site.put("CNAME", "host");
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        let mut stamps = BTreeMap::new();
        for _ in 0..15 {
            let next = files(&mut random);
            let files: Vec<(&str, &str)> = next.iter().map(|(path, text)| (&**path, &**text)).collect();
            let writer = site.begin();
            let mut kept_files = 0;
            for output in outputs(&files) {
                let path = output.path.as_str();
                let is_same = last.get(path) == next.get(path);
                if is_same && stamps.get(path).is_some_and(|stamp| writer.keep(&output.path, stamp)) {
                    kept_files += 1;
                } else {
                    writer.put(&output).unwrap();
                }
            }
            if random.below(4) == 0 {
                drop(writer);
            } else {
                let (written, written_files) = writer.finish_with_files().unwrap();
                assert!(written.unchanged >= kept_files);
                assert_eq!(written.written + written.unchanged, next.len());
                assert_eq!(written.removed, last.keys().filter(|path| !next.contains_key(*path)).count());
                assert!(written_files.iter().all(|file| file.stamp == stamp(&site.at(file.path.as_str()))));
                stamps = written_files.into_iter().map(|file| (file.path.to_string(), file.stamp)).collect();
                let clean = Site::new();
                clean.write(&files).unwrap();
                assert_eq!(manifest_bytes(&site), manifest_bytes(&clean));
                last = next;
            }
            let mut expected = last.clone();
            expected.insert("CNAME".to_owned(), "host".to_owned());
            assert_eq!(site.tree(), expected);
        }
    }
}
