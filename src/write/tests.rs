//! Tests of the writer from outside: files on disk before, outputs, files on disk after.

mod failures;
mod keep;
mod kill;
mod ownership;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::base::{Hash, OutPath, Stamp};
use crate::render::output::{Output, OutputKind};
use crate::write::manifest::{self, Entry, Manifest, ManifestFile};
use crate::write::{Target, WriteError, WriteSummary, Writer, write};

/// A site in a temporary folder.
struct Site(TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(site.0.path().join("site/content")).unwrap();
        site
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("site")
    }

    fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    fn at(&self, path: &str) -> PathBuf {
        self.public().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        fs::write(self.at(path), text).unwrap();
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<WriteSummary, WriteError> {
        write(&outputs(files), &Target { folder: &self.public(), site_root: &self.root(), force: false })
    }

    fn force(&self, files: &[(&str, &str)]) -> Result<WriteSummary, WriteError> {
        write(&outputs(files), &Target { folder: &self.public(), site_root: &self.root(), force: true })
    }

    fn begin(&self) -> Writer {
        let target = Target { folder: &self.public(), site_root: &self.root(), force: false };
        Writer::begin(&target, None).unwrap()
    }

    /// All that is in the output folder, but for the manifest.
    fn tree(&self) -> BTreeMap<String, String> {
        let mut tree = tree(&self.public());
        tree.remove(manifest::NAME);
        tree
    }
}

/// Every file, link and empty folder below a folder, with its content.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    let described = entries.filter_map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let kind = entry.file_type();
        if kind.is_dir() {
            let is_empty = fs::read_dir(entry.path()).unwrap().next().is_none();
            return is_empty.then(|| (path, "<empty folder>".to_owned()));
        }
        let content = if kind.is_symlink() { "<link>".to_owned() } else { fs::read_to_string(entry.path()).unwrap() };
        Some((path, content))
    });
    described.collect()
}

fn outputs(files: &[(&str, &str)]) -> Vec<Output> {
    let kind = |path: &str| match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("html") => OutputKind::Page,
        Some("xml") => OutputKind::Machine,
        _ => OutputKind::Asset,
    };
    let output = |&(path, text): &(&str, &str)| Output {
        path: OutPath::new(path).unwrap(),
        kind: kind(path),
        bytes: text.as_bytes().to_vec(),
    };
    files.iter().map(output).collect()
}

fn entry(output: &Output) -> Entry {
    let Output { path, kind, bytes } = output;
    Entry { path: path.clone(), hash: Hash::of(bytes), size: bytes.len() as u64, kind: *kind }
}

fn read_manifest(site: &Site) -> Manifest {
    match Manifest::read(&site.public()).unwrap() {
        ManifestFile::Valid(manifest) => manifest,
        other => panic!("no manifest: {other:?}"),
    }
}

fn manifest_bytes(site: &Site) -> Vec<u8> {
    fs::read(site.at(manifest::NAME)).unwrap()
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn reason(result: Result<WriteSummary, WriteError>) -> String {
    match result {
        Err(WriteError::Refused { reason, .. }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn counts(summary: &WriteSummary) -> (usize, usize, usize) {
    (summary.written, summary.unchanged, summary.removed)
}

fn put_all(writer: &Writer, files: &[(&str, &str)]) {
    for output in outputs(files) {
        writer.put(&output).unwrap();
    }
}

fn stamp(path: &Path) -> Stamp {
    Stamp::of(&fs::symlink_metadata(path).unwrap())
}

/// The temporary names in the output folder.
fn staged(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.public()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".trendpress-tmp-")).collect()
}

const SMALL: [(&str, &str); 4] =
    [("sitemap.xml", "map"), ("index.html", "home"), ("2026/x/index.html", "x"), ("assets/a.css", "css")];

#[test]
fn a_build_writes_all_and_the_next_one_touches_nothing() {
    let site = Site::new();
    let first = site.write(&SMALL).unwrap();
    assert_eq!(first, WriteSummary { written: 4, ..WriteSummary::default() });
    assert_eq!(site.tree(), expected(&SMALL));
    let stamps = || -> BTreeMap<String, _> {
        tree(&site.public()).into_keys().map(|path| (path.clone(), stamp(&site.at(&path)))).collect()
    };
    let before = stamps();
    assert_eq!(site.write(&SMALL).unwrap(), WriteSummary { unchanged: 4, ..WriteSummary::default() });
    assert_eq!(stamps(), before);
}

#[test]
fn only_changed_files_are_written_and_only_ours_are_removed() {
    let site = Site::new();
    site.put("CNAME", "host");
    site.put(".gitkeep", "");
    site.write(&[("index.html", "1"), ("same.html", "s"), ("old/deep/index.html", "o"), ("mixed/a.html", "a")])
        .unwrap();
    site.put("mixed/theirs.txt", "theirs");
    site.put("theirs/of/others.txt", "others");
    let same = stamp(&site.at("same.html"));
    let summary = site.write(&[("index.html", "2"), ("same.html", "s"), ("new/index.html", "n")]).unwrap();
    assert_eq!(counts(&summary), (2, 1, 2));
    assert_eq!(stamp(&site.at("same.html")), same);
    let left = [
        (".gitkeep", ""),
        ("CNAME", "host"),
        ("index.html", "2"),
        ("mixed/theirs.txt", "theirs"),
        ("new/index.html", "n"),
        ("same.html", "s"),
        ("theirs/of/others.txt", "others"),
    ];
    assert_eq!(site.tree(), expected(&left));
}

#[test]
fn two_builds_at_once_leave_one_of_both() {
    let site = Site::new();
    let paths: Vec<String> =
        (0..30).flat_map(|number| [format!("{number}/a.html"), format!("{number}/b.html")]).collect();
    let version = |name| -> Vec<(&str, &str)> {
        paths
            .iter()
            .filter(|path| path.contains(name))
            .map(|path| (&**path, name))
            .chain([("index.html", name)])
            .collect()
    };
    let (one, two) = (version("a"), version("b"));
    for _ in 0..10 {
        std::thread::scope(|scope| {
            scope.spawn(|| site.write(&one).unwrap());
            scope.spawn(|| site.write(&two).unwrap());
        });
        let tree = site.tree();
        assert!(tree == expected(&one) || tree == expected(&two), "{tree:?}");
    }
}

#[test]
fn outputs_may_come_from_many_threads() {
    let site = Site::new();
    let version = |version: usize| -> Vec<(String, String)> {
        (0..400)
            .map(|number| {
                (format!("{}/{number}/index.html", number % 7), format!("{} {number}", version.min(number % 3)))
            })
            .collect()
    };
    for round in 0..3 {
        let files = version(round);
        let writer = site.begin();
        std::thread::scope(|scope| {
            for part in files.chunks(50) {
                let writer = &writer;
                scope.spawn(move || {
                    let part: Vec<(&str, &str)> = part.iter().map(|(path, text)| (&**path, &**text)).collect();
                    put_all(writer, &part);
                });
            }
        });
        let summary = writer.finish().unwrap();
        assert_eq!(summary.written + summary.unchanged, 400);
        assert_eq!(site.tree(), files.into_iter().collect());
    }
}

#[test]
fn new_folders_of_one_kind_and_of_several_are_whole() {
    let site = Site::new();
    let one =
        [("2026/x/index.html", "x"), ("2026/y/index.html", "y"), ("2026/y/chart.csv", "1"), ("2026/y/f.xml", "f")];
    let two = [("2027/a.css", "a"), ("2027/deep/x/b.html", "b"), ("2027/deep/y/b.css", "b"), ("2026/z/q/p.html", "p")];
    for files in [&one[..], &[&one[..], &two].concat(), &two] {
        site.write(files).unwrap();
        assert_eq!(site.tree(), expected(files));
        assert_eq!(staged(&site), Vec::<String>::new());
    }
}

#[test]
fn where_nothing_changed_nothing_is_staged() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let writer = site.begin();
    put_all(&writer, &SMALL);
    assert_eq!(staged(&site), Vec::<String>::new());
    writer.finish().unwrap();
}

#[cfg(unix)]
#[test]
fn files_have_the_mode_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let plain = site.0.path().join("plain");
    fs::write(&plain, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&site.at("index.html")), mode(&plain));
    assert_eq!(mode(&site.at(manifest::NAME)), mode(&plain));
}
