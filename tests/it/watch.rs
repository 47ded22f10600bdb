//! File watching by the preview and by `build --watch`: saves with the system calls that editors use are noticed, and the
//! result equals a clean build.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::preview_client::{PATIENCE, Preview, command, kill};
use crate::test_site::{TestSite, Tree, assert_same, below, outputs};

fn small() -> TestSite {
    TestSite::new([
        ("trendpress.yaml", "title: Small\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/trust.md", &report("First words.")),
        ("content/2026/time.md", &report("Other words.")),
        ("content/data/votes.csv", "name,share\nA,1\nB,2\n"),
    ])
}

fn report(words: &str) -> String {
    format!("---\ntitle: A Report\nkind: hurdle\n---\n{words}\n")
}

/// Writes a file through a handle with these options.
fn through(path: &Path, text: &str, how: &mut OpenOptions) {
    let mut file = how.open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// A way to save a file.
type Save = fn(&Path, &str);

/// The ways in which editors save a file, found by tracing their system calls.
const SAVES: [(&str, Save); 10] = [
    ("in place: VS Code, nano, Notepad", |path, text| {
        through(path, text, OpenOptions::new().write(true).truncate(true));
    }),
    ("in pieces", |path, text| {
        let mut file = OpenOptions::new().write(true).truncate(true).open(path).unwrap();
        for piece in text.as_bytes().chunks(7) {
            file.write_all(piece).unwrap();
            file.sync_data().unwrap();
        }
    }),
    ("backup by rename: Vim, backupcopy=no", |path, text| {
        let backup = path.with_file_name("trust.md~");
        fs::write(path.with_file_name("4913"), "").unwrap();
        fs::remove_file(path.with_file_name("4913")).unwrap();
        fs::rename(path, &backup).unwrap();
        through(path, text, OpenOptions::new().write(true).create_new(true));
        fs::remove_file(backup).unwrap();
    }),
    ("backup by copy: Vim, backupcopy=yes", |path, text| {
        let backup = path.with_file_name("trust.md~");
        fs::copy(path, &backup).unwrap();
        through(path, text, OpenOptions::new().write(true).truncate(true));
        fs::remove_file(backup).unwrap();
    }),
    ("lock, autosave, backup by rename: Emacs", |path, text| {
        let (lock, auto) = (path.with_file_name(".#trust.md"), path.with_file_name("#trust.md#"));
        #[cfg(unix)]
        std::os::unix::fs::symlink("user@host.1:2", &lock).unwrap();
        fs::write(&auto, text).unwrap();
        fs::rename(path, path.with_file_name("trust.md~")).unwrap();
        through(path, text, OpenOptions::new().write(true).create(true).truncate(true));
        let _ = fs::remove_file(lock);
        fs::remove_file(auto).unwrap();
    }),
    ("safe write: JetBrains", |path, text| {
        let (fresh, old) = (path.with_file_name("trust.md___jb_tmp___"), path.with_file_name("trust.md___jb_old___"));
        fs::write(&fresh, text).unwrap();
        fs::rename(path, &old).unwrap();
        fs::rename(fresh, path).unwrap();
        fs::remove_file(old).unwrap();
    }),
    ("rename over: Helix, Kate, Sublime's atomic save, sed -i", |path, text| {
        let fresh = path.with_file_name(".trust.md.kP3xQ1");
        fs::write(&fresh, text).unwrap();
        fs::rename(fresh, path).unwrap();
    }),
    ("from another folder: gedit on a share, rsync", |path, text| {
        let fresh = path.parent().unwrap().parent().unwrap().parent().unwrap().join("goutputstream-X1");
        fs::write(&fresh, text).unwrap();
        fs::rename(fresh, path).unwrap();
    }),
    ("removed and made again: network editors", |path, text| {
        fs::remove_file(path).unwrap();
        fs::write(path, text).unwrap();
    }),
    ("exchanged for a hard link", |path, text| {
        let fresh = path.with_file_name("trust.tmp");
        fs::write(&fresh, text).unwrap();
        fs::remove_file(path).unwrap();
        fs::hard_link(&fresh, path).unwrap();
        fs::remove_file(fresh).unwrap();
    }),
];

/// Waits until the preview equals a clean build.
fn assert_settled(preview: &mut Preview, site: &TestSite, gone: &[&str]) {
    let built = outputs(&site.build());
    let paths: BTreeSet<String> = built.keys().cloned().chain(gone.iter().map(|path| (*path).to_owned())).collect();
    preview.until("what a clean build gives", |preview| preview.first_difference(&built, &paths).is_none());
}

#[test]
fn saves_of_all_editors_are_noticed() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/");
    for (number, (name, save)) in SAVES.iter().enumerate() {
        for time in ["first", "second"] {
            let words = format!("Saved {number}, the {time} time.");
            save(&site.path("content/2026/trust.md"), &report(&words));
            let took = preview.until_shows("/2026/trust/", &words);
            // Without events, the regular scan would notice the save after a second.
            assert!(took < Duration::from_secs(5), "{name}: {took:?}");
        }
    }
    assert_settled(&mut preview, &site, &[]);
}

#[test]
fn new_moved_and_deleted_folders_are_noticed() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/");

    site.write("content/2026/a/b/c/deep.md", report("Deep words."));
    preview.until_shows("/2026/deep/", "Deep words.");
    site.write("content/2026/a/b/c/deep.md", report("Deeper words."));
    preview.until_shows("/2026/deep/", "Deeper words.");

    fs::rename(site.path("content/2026"), site.path("content/2027")).unwrap();
    preview.until_shows("/2027/deep/", "Deeper words.");
    site.write("content/2027/a/b/c/deep.md", report("Moved words."));
    preview.until_shows("/2027/deep/", "Moved words.");
    assert_settled(&mut preview, &site, &["2026/index.html", "2026/trust/index.html", "2026/deep/index.html"]);

    fs::remove_dir_all(site.path("content/2027/a")).unwrap();
    preview.until("gone", |preview| preview.get("/2027/deep/").status == 404);
    assert_settled(&mut preview, &site, &["2027/deep/index.html"]);
}

#[test]
fn a_replaced_content_folder_is_watched_again() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.until_shows("/2026/trust/", "First words.");
    for round in 0..3 {
        fs::remove_dir_all(site.path("content")).unwrap();
        preview.until("gone", |preview| preview.get("/2026/trust/").status == 404);
        for name in ["edition", "trust"] {
            site.write(&format!("content/2026/{name}.md"), report(&format!("Round {round}.")));
        }
        site.write("content/2026/edition.md", "---\ntitle: E\n---\n");
        preview.until_shows("/2026/trust/", &format!("Round {round}."));
        site.write("content/2026/trust.md", report(&format!("Then {round}.")));
        preview.until_shows("/2026/trust/", &format!("Then {round}."));
    }
    // As a checkout does: another folder in its place.
    fs::rename(site.path("content"), site.path("before")).unwrap();
    site.write("after/2026/edition.md", "---\ntitle: E\n---\n");
    site.write("after/2026/trust.md", report("Checked out."));
    fs::rename(site.path("after"), site.path("content")).unwrap();
    preview.until_shows("/2026/trust/", "Checked out.");
    site.write("content/2026/trust.md", report("And edited."));
    preview.until_shows("/2026/trust/", "And edited.");
    assert_settled(&mut preview, &site, &["2026/time/index.html"]);
}

#[test]
fn settings_skins_strings_and_data_are_watched() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/");
    site.write("trendpress.yaml", "title: Renamed\n");
    preview.until_shows("/", "Renamed");
    site.write("themes/default/templates/404.html", "<!doctype html><title>x</title><body>Our own page.</body>");
    preview.until_shows("/nothing/", "Our own page.");
    site.write("themes/default/strings/en.yaml", "skip: Over here\n");
    preview.until_shows("/", "Over here");
    site.write("themes/default/static/more.css", "p { color: red }\n");
    let built = outputs(&site.build());
    let style = built.keys().find(|path| path.contains("more.")).unwrap();
    preview.until_shows(&format!("/{style}"), "red");
    site.write("content/2026/trust.md", report("```chart\ntitle: Votes\ntype: bar\ndata: votes\n```"));
    preview.until_shows("/2026/trust/", "<svg");
    let before = preview.get("/2026/trust/").body;
    site.write("content/data/votes.csv", "name,share\nA,1\nB,44\n");
    preview.until("drawn anew", |preview| preview.get("/2026/trust/").body != before);
    fs::remove_dir_all(site.path("themes")).unwrap();
    assert_settled(&mut preview, &site, &[style]);
}

#[cfg(unix)]
#[test]
fn targets_of_symbolic_links_are_watched() {
    use std::os::unix::fs::symlink;
    let site = small();
    site.write("shared/linked.md", report("Linked words."));
    site.write("more/2025/edition.md", "---\ntitle: Before\n---\n");
    site.write("more/2025/past.md", report("Past words."));
    symlink(site.path("shared/linked.md"), site.path("content/2026/linked.md")).unwrap();
    symlink(site.path("more/2025"), site.path("content/2025")).unwrap();
    let mut preview = Preview::of(&site, &[]);
    preview.until_shows("/2026/linked/", "Linked words.");
    preview.until_shows("/2025/past/", "Past words.");
    site.write("shared/linked.md", report("Linked anew."));
    preview.until_shows("/2026/linked/", "Linked anew.");
    site.write("more/2025/past.md", report("Past anew."));
    preview.until_shows("/2025/past/", "Past anew.");
    symlink("/", site.path("content/2026/all")).unwrap();
    preview.until("refused", |preview| preview.state("errors") > 0);
    fs::remove_file(site.path("content/2026/all")).unwrap();
    preview.until("mended", |preview| preview.state("errors") == 0);
    assert_settled(&mut preview, &site, &[]);
}

#[test]
fn files_outside_the_site_cause_no_rebuild() {
    let site = small();
    let mut preview = Preview::of(&site, &[]);
    preview.get("/");
    for path in [".git/index", "public/index.html", "content/.trust.md.swp", "content/2026/trust.md~", "notes.txt"] {
        site.write(path, "x");
    }
    site.write("content/2026/trust.md", report("Seen."));
    preview.until_shows("/2026/trust/", "Seen.");
    assert_eq!(preview.state("generation"), 2);
}

#[test]
fn poll_scans_at_intervals() {
    let site = small();
    let mut preview = Preview::of(&site, &["--poll"]);
    preview.get("/");
    for number in 0..3 {
        site.write("content/2026/trust.md", report(&format!("Polled {number}.")));
        preview.until_shows("/2026/trust/", &format!("Polled {number}."));
    }
    assert_settled(&mut preview, &site, &[]);
}

#[cfg(target_os = "linux")]
#[test]
fn without_inotify_watches_it_falls_back_to_polling_and_says_so() {
    // In a user namespace of its own, a process may lower its own limits.
    let limited = |limit: &str| {
        let set = format!("echo {limit} > /proc/sys/user/max_inotify_watches && exec \"$@\"");
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "sh", "-c", &set, "sh"]);
        command
    };
    if !limited("9").arg("true").status().is_ok_and(|status| status.success()) {
        return; // Some machines forbid user namespaces.
    }
    // No watches at all, and too few for the folders that are added.
    for limit in ["0", "8"] {
        let site = small();
        let program = command(&site);
        let mut limited = limited(limit);
        limited.arg(program.get_program()).args(["serve", "--port", "0"]);
        limited.current_dir(program.get_current_dir().unwrap()).stdin(Stdio::null());
        let mut preview = Preview::start(&mut limited);
        preview.until_shows("/2026/trust/", "First words.");
        for number in 0..10 {
            site.write(&format!("content/2026/{number}/more-{number}.md"), report("More words."));
        }
        preview.until_shows("/2026/more-9/", "More words.");
        preview.until("noted", |preview| preview.messages().contains("looking for changes at intervals instead"));
        site.write("content/2026/9/more-9.md", report("Polled."));
        preview.until_shows("/2026/more-9/", "Polled.");
        assert_eq!(preview.messages().matches("at intervals instead").count(), 1);
    }
}

#[test]
fn verify_compares_each_state_with_a_clean_build() {
    let site = small();
    let mut preview = Preview::of(&site, &["--verify"]);
    preview.until("verified", |preview| preview.messages().contains("the preview is what a clean build gives"));
    site.write("content/2026/trust.md", report("Again."));
    preview.until("verified again", |preview| preview.messages().matches("what a clean build gives").count() == 2);
    site.write("trendpress.yaml", "titel: Wrong\n");
    preview.until("told", |preview| preview.messages().contains("verified: nothing, for the site has errors"));
}

/// A `build --watch` that ends with its test.
struct Building(std::process::Child);

impl Drop for Building {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "still not: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn build_watch_updates_the_folder_and_never_writes_a_broken_site() {
    let site = small();
    let child = command(&site).args(["build", "--watch"]).stderr(Stdio::null()).spawn().unwrap();
    let mut building = Building(child);
    let shows = |text: &str| {
        let page = fs::read_to_string(site.path("public/2026/trust/index.html"));
        page.is_ok_and(|page| page.contains(text))
    };
    until("built", || shows("First words."));
    site.write("content/2026/trust.md", report("Second words."));
    until("built again", || shows("Second words."));
    fs::remove_file(site.path("content/2026/time.md")).unwrap();
    until("removed", || !site.path("public/2026/time/index.html").exists());

    site.write("trendpress.yaml", "titel: Wrong\n");
    site.write("content/2026/trust.md", report("Third words."));
    site.write("trendpress.yaml", "title: Right\n");
    until("mended", || shows("Third words.") && shows("Right"));
    until("done", || clean(&site) == public(&site));
    kill(building.0.id(), "TERM");
    let start = Instant::now();
    assert_eq!(building.0.wait().unwrap().code(), Some(143));
    assert!(start.elapsed() < Duration::from_millis(200));
    assert_same(&clean(&site), &public(&site));
}

fn clean(site: &TestSite) -> Tree {
    outputs(&site.build())
}

/// The output folder, of which files may be replaced at any time.
fn public(site: &TestSite) -> Tree {
    let folder = site.path("public");
    let entries = walkdir::WalkDir::new(&folder).into_iter().filter_map(Result::ok);
    let files = entries.filter_map(|entry| Some((below(entry.path(), &folder), fs::read(entry.path()).ok()?)));
    files.filter(|(path, _)| !path.starts_with(".trendpress-")).collect()
}

#[test]
fn a_refused_output_folder_ends_build_watch() {
    let site = small();
    let ran = crate::test_site::run(command(&site).args(["build", "--watch", "--output-dir", "content"]));
    assert_eq!(ran.code, 2, "{}", ran.err);
}
