//! Tests of random sequences of builds.

use std::collections::BTreeMap;

use super::{Site, manifest_bytes, outputs, stamp};

/// Pseudo-random numbers, the same in every run: Knuth's linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// Some files, none of which lies where another one needs a folder.
    fn site(&mut self) -> BTreeMap<String, String> {
        let mut site: BTreeMap<String, String> = BTreeMap::new();
        for _ in 0..self.below(30) {
            let folders = ["", "a/", "a/b/", "a/b/c/", "d/", "d/a/", "Ä/"];
            let names = ["a", "b", "d", "x.html", "y.css", "z.xml", "Y.css"];
            let path = format!("{}{}", folders[self.below(folders.len())], names[self.below(names.len())]);
            let is_free = |other: &String| {
                let lies_in = |one: &str, other: &str| one.starts_with(&format!("{other}/"));
                !lies_in(other, &path) && !lies_in(&path, other) && other.to_lowercase() != path.to_lowercase()
            };
            if site.keys().all(is_free) {
                let text = ["", "one", "two", "more"][self.below(4)];
                site.insert(path, text.to_owned());
            }
        }
        site
    }
}

#[test]
fn any_sequence_of_builds_leaves_just_the_last_site() {
    let mut numbers = Numbers(2_026);
    for _ in 0..20 {
        let site = Site::new();
        site.put("CNAME", "host");
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        let mut stamps = BTreeMap::new();
        for _ in 0..15 {
            let next = numbers.site();
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
            if numbers.below(4) == 0 {
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
