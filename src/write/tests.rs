//! The writer from outside: what is on disk before, what is written, what is on disk after.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

use crate::base::hash::Hash;
use crate::base::path::OutPath;
use crate::base::stamp::Stamp;
use crate::render::output::{Output, OutputKind};
use crate::write::compare::There;
use crate::write::folders::Folders;
use crate::write::manifest::Entry;
use crate::write::manifest::{self, Found, Manifest};
use crate::write::record::Record;
use crate::write::staging::Staging;
use crate::write::{Target, WriteError, Writer, Written, commit, plan, temporary, write};

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

    fn write(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&outputs(files), &Target { folder: &self.public(), site_root: &self.root(), force: false })
    }

    fn force(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&outputs(files), &Target { folder: &self.public(), site_root: &self.root(), force: true })
    }

    fn begin(&self) -> Writer {
        let target = Target { folder: &self.public(), site_root: &self.root(), force: false };
        Writer::begin(&target, None).unwrap().with_stamps()
    }

    /// What is in the output folder, but for the manifest.
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

/// Outputs as the writer remembers them, staged to replace files of ours.
fn records(outputs: &[Output], staging: &Staging) -> Vec<Record> {
    let record = |output: &Output| Record {
        entry: Entry {
            path: output.path.clone(),
            hash: Hash::of(&output.bytes),
            size: output.bytes.len() as u64,
            kind: output.kind,
        },
        there: There::Ours,
        staged: staging.stage(&output.path, &output.bytes, false).unwrap().0,
        stamp: None,
    };
    let mut records: Vec<Record> = outputs.iter().map(record).collect();
    records.sort_by(|one, other| one.path().cmp(other.path()));
    records
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn reason(result: Result<Written, WriteError>) -> String {
    match result {
        Err(WriteError::Refused { reason, .. }) => reason,
        other => panic!("not refused: {other:?}"),
    }
}

fn counts(written: &Written) -> (usize, usize, usize) {
    (written.written, written.unchanged, written.removed)
}

const SMALL: [(&str, &str); 4] =
    [("sitemap.xml", "map"), ("index.html", "home"), ("2026/x/index.html", "x"), ("assets/a.css", "css")];

#[test]
fn a_build_writes_all_and_the_next_one_touches_nothing() {
    let site = Site::new();
    let first = site.write(&SMALL).unwrap();
    assert_eq!(first, Written { written: 4, ..Written::default() });
    assert_eq!(site.tree(), expected(&SMALL));
    let stamps = || -> BTreeMap<String, _> {
        tree(&site.public()).into_keys().map(|path| (path.clone(), identity(&site.at(&path)))).collect()
    };
    let before = stamps();
    assert_eq!(site.write(&SMALL).unwrap(), Written { unchanged: 4, ..Written::default() });
    assert_eq!(stamps(), before);
}

#[cfg(unix)]
fn identity(path: &Path) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).unwrap();
    (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
}

#[cfg(not(unix))]
fn identity(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn only_what_changed_is_written_and_only_ours_is_removed() {
    let site = Site::new();
    site.put("CNAME", "host");
    site.put(".gitkeep", "");
    site.write(&[("index.html", "1"), ("same.html", "s"), ("old/deep/index.html", "o"), ("mixed/a.html", "a")])
        .unwrap();
    site.put("mixed/theirs.txt", "theirs");
    site.put("theirs/of/others.txt", "others");
    let same = identity(&site.at("same.html"));
    let written = site.write(&[("index.html", "2"), ("same.html", "s"), ("new/index.html", "n")]).unwrap();
    assert_eq!(counts(&written), (2, 1, 2));
    assert_eq!(identity(&site.at("same.html")), same);
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

    let written = site.force(&files).unwrap();
    assert_eq!(counts(&written), (3, 1, 0));
    assert_eq!(written.notes.len(), 2);
    assert_eq!(site.tree(), expected(&files));
    // What had the same bytes was adopted, and goes when it is stale.
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
    let written = site.force(&files).unwrap();
    assert_eq!(counts(&written), (2, 0, 0));
    assert!(written.notes[1].starts_with("stale.html: is stale, but was changed"), "{:?}", written.notes);
    assert_eq!(site.tree(), expected(&[("emptied.html", "ours"), ("index.html", "new"), ("stale.html", "edit")]));
    assert_eq!(site.write(&files).unwrap().notes, Vec::<String>::new());
}

#[test]
fn a_folder_of_others_is_refused_before_and_at_writing() {
    let site = Site::new();
    site.put("thesis.odt", "years of work");
    let target = Target { folder: &site.public(), site_root: &site.root(), force: false };
    assert!(matches!(super::target::admit(&target, |_| false), Err(WriteError::Refused { .. })));
    assert!(reason(site.write(&SMALL)).starts_with("it holds `thesis.odt`"));
    assert_eq!(site.tree(), expected(&[("thesis.odt", "years of work")]));
    super::target::admit(&Target { force: true, ..target }, |_| false).unwrap();
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

    let written = site.force(&files).unwrap();
    assert_eq!(counts(&written), (3, 1, 0));
    assert_eq!(tree(&elsewhere), expected(&[("old.html", "o")]));
    assert!(written.notes.iter().any(|note| note.starts_with("moved/old.html: is stale, but its folder is a link")));
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
    let written = site.force(&[("index.html", "new")]).unwrap();
    assert_eq!(counts(&written), (1, 0, 0));
    assert!(written.notes[0].contains("is damaged or was edited"));
    assert_eq!(site.tree().len(), 4);
}

#[test]
fn what_a_killed_build_left_is_swept() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let Found::Ours(old) = Manifest::read(&site.public()).unwrap() else { panic!("no manifest") };
    let staging = Staging::of(&site.public());
    let killed = Manifest::of(&records(&outputs(&[("new/deep/a.html", "a"), ("index.html", "2")]), &staging));
    Manifest::between(&old, &killed).write(&site.public()).unwrap();
    site.put(&format!("{}staging/tree/2026/y/index.html", temporary::prefix()), "ha");
    site.put(&format!("{}staging/3/19", temporary::prefix()), "");
    site.put(&format!("new/deep/{}1", temporary::prefix()), "ha");
    site.put(&format!("2026/x/{}2", temporary::prefix()), "");
    site.put(&(temporary::prefix() + "3"), "x");
    site.put("index.html", "2");
    assert_eq!(counts(&site.write(&SMALL).unwrap()), (1, 3, 0));
    assert_eq!(site.tree(), expected(&SMALL));
}

#[test]
fn a_failure_half_way_names_the_path_and_leaves_no_litter() {
    for obstacle in ["p9.html", "sub"] {
        let site = Site::new();
        let pages: Vec<String> = (0..20).map(|number| format!("p{number}.html")).collect();
        let version = |text| -> Vec<(&str, &str)> {
            pages.iter().map(|path| (&**path, text)).chain([("sub/a.css", text), ("feed.xml", text)]).collect()
        };
        let (one, two) = (version("0"), version("1"));
        site.write(&one).unwrap();
        let Found::Ours(old) = Manifest::read(&site.public()).unwrap() else { panic!("no manifest") };
        let outputs = outputs(&two);
        let staging = Staging::of(&site.public());
        let records = records(&outputs, &staging);
        let new = Manifest::of(&records);
        let mut folders = Folders::default();
        folders.look(&site.public(), records.iter().map(Record::path)).unwrap();
        let plan = plan::plan(&records, &old, &folders, &site.public(), false).unwrap();
        // Between looking and writing, somebody exchanges a file for a folder, or a folder for a file.
        if obstacle == "sub" {
            fs::remove_dir_all(site.at("sub")).unwrap();
            site.put("sub", "theirs");
        } else {
            fs::remove_file(site.at(obstacle)).unwrap();
            site.put(&format!("{obstacle}/theirs.txt"), "theirs");
        }
        let error = commit::commit(&plan, &old, &new, &staging, &site.public()).unwrap_err();
        drop(staging);
        let text = error.to_string();
        assert!(text.starts_with("cannot write ") && text.contains(obstacle) && text.contains("os error"), "{text}");
        let left = tree(&site.public());
        assert!(left.keys().all(|path| !path.contains(".trendpress-tmp-")), "{left:?}");
        assert_eq!(left["feed.xml"], "0", "machine files come after pages");
        // Where an asset failed no page was renamed.
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
fn outputs_that_cannot_lie_together_are_refused() {
    let site = Site::new();
    assert_eq!(reason(site.write(&[("a", "1"), ("a", "2")])), "two outputs are called `a`");
    assert_eq!(reason(site.write(&[("a/b", "1"), ("a", "2")])), "`a` would be a file and a folder");
    assert!(reason(site.write(&[("x/.trendpress-lock", "")])).contains("kept for the writer"));
    assert_eq!(site.tree(), expected(&[]));
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

fn put_all(writer: &Writer, files: &[(&str, &str)]) {
    for output in outputs(files) {
        writer.put(&output).unwrap();
    }
}

fn stamp(path: &Path) -> Stamp {
    Stamp::of(&fs::symlink_metadata(path).unwrap())
}

/// Names of the writer's in the output folder, but for the manifest and the lock.
fn staged(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.public()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(".trendpress-tmp-")).collect()
}

#[test]
fn what_is_as_it_was_left_can_be_kept_and_nothing_else() {
    let site = Site::new();
    let writer = site.begin();
    put_all(&writer, &SMALL);
    let files = writer.finish_with_files().unwrap().files;
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), {
        let mut paths = SMALL.map(|(path, _)| path);
        paths.sort_unstable();
        paths
    });
    for file in &files {
        let bytes = fs::read(site.at(file.path.as_str())).unwrap();
        assert_eq!((file.hash, file.size), (Hash::of(&bytes), bytes.len() as u64));
        assert_eq!(file.stamp, stamp(&site.at(file.path.as_str())));
    }

    let writer = site.begin();
    assert!(files.iter().all(|file| writer.keep(&file.path, &file.stamp)));
    let written = writer.finish_with_files().unwrap();
    assert_eq!(counts(&written), (0, 4, 0));
    assert_eq!(written.files, files);

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
fn what_was_kept_and_what_was_put_are_one_site() {
    let site = Site::new();
    let writer = site.begin();
    put_all(&writer, &SMALL);
    let files = writer.finish_with_files().unwrap().files;
    let writer = site.begin();
    assert!(files[..2].iter().all(|file| writer.keep(&file.path, &file.stamp)));
    put_all(&writer, &[("sitemap.xml", "new")]);
    let written = writer.finish_with_files().unwrap();
    assert_eq!(counts(&written), (1, 2, 1));
    let left = [("2026/x/index.html", "x"), ("assets/a.css", "css"), ("sitemap.xml", "new")];
    assert_eq!(site.tree(), expected(&left));
    assert_eq!(written.files.iter().map(|file| file.size).collect::<Vec<_>>(), [1, 3, 3]);
    let other = Site::new();
    other.write(&left).unwrap();
    let manifest = |site: &Site| fs::read(site.at(manifest::NAME)).unwrap();
    assert_eq!(manifest(&site), manifest(&other));
}

#[test]
fn nothing_is_kept_after_a_build_that_did_not_end() {
    let site = Site::new();
    site.write(&SMALL).unwrap();
    let Found::Ours(old) = Manifest::read(&site.public()).unwrap() else { panic!("no manifest") };
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
        let written = writer.finish().unwrap();
        assert_eq!(written.written + written.unchanged, 400);
        assert_eq!(site.tree(), files.into_iter().collect());
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

/// Numbers that look random, the same in every run: Knuth's linear congruential generator.
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
fn any_sequence_of_sites_leaves_just_the_last() {
    let mut numbers = Numbers(2_026);
    for _ in 0..20 {
        let site = Site::new();
        site.put("CNAME", "host");
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        let mut known = BTreeMap::new();
        for _ in 0..15 {
            let next = numbers.site();
            let files: Vec<(&str, &str)> = next.iter().map(|(path, text)| (&**path, &**text)).collect();
            let writer = site.begin();
            let mut kept = 0;
            for output in outputs(&files) {
                let path = output.path.as_str();
                let is_same = last.get(path) == next.get(path);
                if is_same && known.get(path).is_some_and(|stamp| writer.keep(&output.path, stamp)) {
                    kept += 1;
                } else {
                    writer.put(&output).unwrap();
                }
            }
            if numbers.below(4) == 0 {
                drop(writer);
            } else {
                let written = writer.finish_with_files().unwrap();
                assert!(written.unchanged >= kept);
                assert_eq!(written.written + written.unchanged, next.len());
                assert_eq!(written.removed, last.keys().filter(|path| !next.contains_key(*path)).count());
                assert!(written.files.iter().all(|file| file.stamp == stamp(&site.at(file.path.as_str()))));
                known = written.files.into_iter().map(|file| (file.path.to_string(), file.stamp)).collect();
                let clean = Site::new();
                clean.write(&files).unwrap();
                assert_eq!(fs::read(site.at(manifest::NAME)).unwrap(), fs::read(clean.at(manifest::NAME)).unwrap());
                last = next;
            }
            let mut expected = last.clone();
            expected.insert("CNAME".to_owned(), "host".to_owned());
            assert_eq!(site.tree(), expected);
        }
    }
}
