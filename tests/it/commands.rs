//! The command line: effect, output and exit code of each command.

use std::io::Read;
use std::process::Stdio;

use serde_json::Value;

use crate::test_site::{Ran, TestSite, dated, program, run};

const EDITION: &str = "---\ntitle: The 2026 Edition\n---\n";
const REPORT: &str = "---\ntitle: Wireless\nkind: hurdle\nrank: 1\n---\nFine.\n";
const BROKEN: &str = "---\ntitle: Wireless\nkind: hurdel\n---\n";

fn site() -> TestSite {
    TestSite::new([
        ("trendpress.yaml", "title: Test\n"),
        ("content/2026/edition.md", EDITION),
        ("content/2026/wireless.md", REPORT),
    ])
}

/// A site created by `init`.
fn init_site() -> TestSite {
    let site = TestSite::new([]);
    let ran = site.run(&["init", "--title", "Our: \"Trends\""]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    site
}

fn expect_code(ran: &Ran, code: i32) {
    assert_eq!(ran.code, code, "{ran:?}");
}

fn lines(ran: &Ran) -> Vec<&str> {
    ran.out.lines().collect()
}

#[test]
fn init_makes_a_site_without_findings() {
    let site = init_site();
    let ran = site.run(&["build", "--strict"]);
    expect_code(&ran, 0);
    assert!(ran.err.contains("no findings"), "{}", ran.err);
    assert!(site.read("public/index.html").contains("Our: &quot;Trends&quot;"), "{}", site.read("public/index.html"));
    assert!(site.path(".gitignore").exists());
    expect_code(&site.run(&["check", "--strict"]), 0);
}

#[test]
fn init_refuses_a_folder_that_holds_files_and_overwrites_none() {
    let site = TestSite::new([("trendpress.yaml", "title: Mine\n")]);
    let ran = site.run(&["init"]);
    expect_code(&ran, 2);
    assert!(ran.err.contains("is not empty") && !site.path("content").exists(), "{}", ran.err);
    expect_code(&site.run(&["init", "--force"]), 0);
    assert_eq!(site.read("trendpress.yaml"), "title: Mine\n");
    assert!(site.path("content/index.md").exists());
    expect_code(&site.run(&["init", "new/folder"]), 0);
    assert!(site.path("new/folder/trendpress.yaml").exists());
}

#[test]
fn files_created_by_new_have_no_findings() {
    let site = init_site();
    let create = |arguments: &[&str], path: &str| {
        let ran = site.run(arguments);
        assert_eq!((ran.code, &*ran.out), (0, &*format!("{path}\n")), "{ran:?}");
        assert!(site.path(path).exists());
    };
    create(&["new", "report", "Équité: what's next? #1"], "content/2026/équité-whats-next-1.md");
    create(&["new", "report", "Robots", "--kind", "Tech Enabler", "--edition", "2026"], "content/2026/robots.md");
    create(&["new", "theme", "Data & AI"], "content/themes/data-ai.md");
    create(&["new", "page", "Contact"], "content/pages/contact.md");
    assert!(site.read("content/2026/robots.md").contains("kind: tech-enabler\n"));
    assert!(
        site.read("content/2026/robots.md").contains("\ndate: 2")
            && site.read("content/2026/robots.md").contains("\ndraft: true\n")
    );
    // The new report has the clock's date, and would be a future one on the day of the tests.
    for flags in [&["build", "--strict", "-F"][..], &["build", "--quiet", "-FD"]] {
        let ran = site.run(flags);
        expect_code(&ran, 0);
        assert_eq!(site.path("public/2026/robots/index.html").exists(), flags.contains(&"-FD"), "drafts: {flags:?}");
    }
    for (arguments, why) in [
        (&["new", "report", "Robots"][..], "content/2026/robots.md exists"),
        (&["new", "report", "X", "--kind", "hurdel"], "did you mean `hurdle`?"),
        (&["new", "report", "X", "--edition", "2031"], "there is no edition `2031`"),
        (&["new", "report", "!!!"], "has no letter or digit"),
        (&["new", "edition", "2026"], "edition 2026 exists"),
    ] {
        let ran = site.run(arguments);
        expect_code(&ran, 2);
        assert!(ran.err.contains(why), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn a_new_edition_carries_the_topics_over_as_undecided_drafts() {
    let site = init_site();
    let ran = site.run(&["new", "edition", "2027"]);
    expect_code(&ran, 0);
    let names = ["edition", "digital-equity", "learner-agency", "wireless-access"];
    assert_eq!(lines(&ran), names.map(|name| format!("content/2027/{name}.md")));
    let report = site.read("content/2027/wireless-access.md");
    for words in [
        "kind: tech-enabler",
        "themes: [equity-and-access]",
        "surmounts: [digital-equity]",
        "draft: true",
        "status: undecided",
    ] {
        assert!(report.contains(words), "{words}\n{report}");
    }
    assert!(!report.contains("rank:"), "{report}");
    expect_code(&site.run(&["build", "--strict"]), 0);
    assert!(!site.path("public/2027").exists(), "a draft was published");
    expect_code(&site.run(&["build", "--strict", "-D"]), 0);
    assert!(site.path("public/2027/wireless-access/index.html").exists());

    expect_code(&site.run(&["new", "edition", "2028", "--empty"]), 0);
    assert_eq!(std::fs::read_dir(site.path("content/2028")).unwrap().count(), 1);
}

#[test]
fn list_prints_tables_and_json() {
    let site = site();
    site.write(
        "content/2026/later.md",
        "---\ntitle: Later\nkind: hurdle\npublish_date: 2027-01-01\nthemes: [Time]\n---\n",
    );
    site.write("content/2026/over.md", "---\ntitle: Over\nkind: hurdle\nexpiry_date: 2026-01-01\n---\n");
    site.write("content/pages/draft.md", "---\ntitle: Not Yet\ndraft: true\n---\n");
    for (what, want) in [
        ("reports", vec!["Wireless", "Later", "Over"]),
        ("drafts", vec!["Not Yet"]),
        ("future", vec!["Later"]),
        ("expired", vec!["Over"]),
        ("editions", vec!["The 2026 Edition"]),
        ("topics", vec!["Later", "Over", "Wireless"]),
        ("themes", vec!["Time"]),
    ] {
        let ran = site.run(&["list", what, "--format", "json"]);
        expect_code(&ran, 0);
        let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
        let name = |row: &Value| row.get("title").or(row.get("label")).unwrap().as_str().unwrap().to_owned();
        assert_eq!(rows.iter().map(name).collect::<Vec<_>>(), want, "{what}");
        let table = site.run(&["list", what]);
        assert_eq!((table.code, lines(&table).len()), (0, want.len() + 1), "{what}: {}", table.out);
        assert!(want.iter().all(|name| table.out.contains(name)), "{}", table.out);
    }
    let reports = site.run(&["list", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&reports.out).unwrap();
    let states: Vec<&str> = rows.iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["published", "future", "expired"]);
}

#[test]
fn what_is_held_back_is_said_the_same_everywhere() {
    let site = site();
    site.write("content/2026/later.md", "---\ntitle: Later\nkind: hurdle\npublish_date: 2027-01-01\n---\n");
    site.write("content/2026/over.md", "---\ntitle: Over\nkind: hurdle\nexpiry_date: 2026-01-01\n---\n");
    site.write("content/pages/draft.md", "---\ntitle: Not Yet\ndraft: true\n---\n");
    site.write("content/2027/edition.md", "---\ntitle: The 2027 Edition\ndraft: true\n---\n");
    site.write("content/2027/next.md", "---\ntitle: Next\nkind: hurdle\n---\n");
    site.write("content/2028/edition.md", "---\ntitle: The 2028 Edition\ndate: 2028-01-01\n---\n");
    site.write("content/2028/far.md", "---\ntitle: Far\nkind: hurdle\n---\n");
    site.write("content/2028/own.md", "---\ntitle: Own\nkind: hurdle\ndraft: true\n---\n");
    let rows: Vec<Value> = serde_json::from_str(&site.run(&["list", "--format", "json"]).out).unwrap();
    let states = rows.iter().map(|row| (row["title"].as_str().unwrap(), row["state"].as_str().unwrap()));
    let by_edition = "held back by its edition";
    assert_eq!(
        states.collect::<Vec<_>>(),
        [
            ("Wireless", "published"),
            ("Later", "future"),
            ("Over", "expired"),
            ("Next", by_edition),
            ("Far", by_edition),
            ("Own", "draft"),
        ]
    );
    let closing = ", 8 held back";
    for arguments in [&["build"][..], &["build"], &["build", "-v"], &["build", "-v", "--no-cache"], &["check"]] {
        let ran = site.run(arguments);
        let last = ran.err.lines().last().unwrap();
        assert!(ran.code == 0 && last.contains(closing), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.err.matches("held back, ").count(), 1, "{}", ran.err);
        let is_named = ran.err.contains("content/2028/far.md: held back by its edition\n");
        assert_eq!(is_named, arguments.contains(&"-v"), "{}", ran.err);
        assert_eq!(ran.err.contains("content/2027/edition.md: draft\n"), is_named, "{}", ran.err);
    }
    assert!(site.run(&["build", "-DFE"]).err.contains(", 0 held back"));
    site.write("content/2026/wireless.md", BROKEN);
    assert!(site.run(&["build"]).err.contains(closing));
}

#[test]
fn exit_codes_tell_errors_of_content_from_wrong_usage() {
    let site = site();
    let codes = |arguments: &[&str]| site.run(arguments).code;
    assert_eq!(codes(&["build"]), 0);
    assert_eq!(codes(&["check"]), 0);
    for wrong in [
        &["biuld"][..],
        &[],
        &["build", "--no-such-flag"],
        &["build", "--at", "yesterday"],
        &["build", "--base-url", "ftp://host/"],
        &["build", "--root", "absent"],
        &["list", "nothing"],
        &["explain", "no-such-code"],
        &["completions", "no-such-shell"],
    ] {
        let ran = site.run(wrong);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{wrong:?}");
        assert!(!ran.err.is_empty(), "{wrong:?}");
    }
    site.write("content/2026/wireless.md", BROKEN);
    assert_eq!((codes(&["build"]), codes(&["check"])), (1, 1));
    site.write("content/2026/wireless.md", format!("{REPORT}## Two\n\n#### Four\n"));
    assert_eq!((codes(&["build"]), codes(&["build", "--strict"])), (0, 1));
    std::fs::remove_file(site.path("trendpress.yaml")).unwrap();
    assert_eq!((codes(&["build"]), codes(&["new", "page", "X"])), (1, 2));
}

#[test]
fn help_and_version_go_to_stdout() {
    let site = TestSite::new([]);
    for arguments in [&["--help"][..], &["--version"], &["build", "--help"]] {
        let ran = site.run(arguments);
        assert_eq!((ran.code, &*ran.err), (0, ""), "{arguments:?}");
    }
    let script = site.run(&["completions", "bash"]);
    assert!(script.code == 0 && script.out.contains("trendpress") && script.out.contains("--base-url"));
}

#[test]
fn quiet_changes_messages_but_not_exit_codes() {
    let site = site();
    let quiet = site.run(&["build", "-q"]);
    assert_eq!((quiet.code, &*quiet.out, &*quiet.err), (0, "", ""));
    site.write("content/2026/wireless.md", BROKEN);
    let quiet = site.run(&["build", "-q"]);
    assert_eq!((quiet.code, &*quiet.out), (1, ""));
    assert!(quiet.err.contains("unknown-kind") && !quiet.err.contains("nothing was written"), "{}", quiet.err);
    assert_eq!(site.run(&["check", "-q"]).code, 1);
    assert_eq!(site.run(&["-q", "build", "-o", "content"]).code, 1);
}

#[test]
fn output_folders_with_foreign_files_are_refused() {
    let site = site();
    site.write("notes/plan.txt", "mine\n");
    let before = crate::test_site::tree(&site.path(""));
    for target in ["/", ".", "content", "content/new", "themes", "trendpress.yaml", "..", "notes"] {
        let ran = site.run(&["build", "-o", target]);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{target}");
        assert!(ran.err.contains("help"), "{target}: {}", ran.err);
        crate::test_site::assert_same(&crate::test_site::tree(&site.path("")), &before);
    }
    // A folder of sources is refused even with `--force`; another folder is not, and its files stay.
    assert_eq!(site.run(&["build", "--force", "-o", "content"]).code, 2);
    assert_eq!(site.run(&["build", "--force", "-o", "notes"]).code, 0);
    assert_eq!(site.read("notes/plan.txt"), "mine\n");
}

/// Folders in which the system shows its own state take no files, and a pipe may never begin: both end with an error.
#[cfg(target_os = "linux")]
#[test]
fn folders_of_the_system_and_pipes_end_with_an_error() {
    let site = site();
    for target in ["/proc", "/proc/self", "/sys", "/sys/kernel/new", "/dev", "/dev/pts", "/dev/null"] {
        let ran = site.run(&["build", "--force", "-o", target]);
        assert_eq!(ran.code, 2, "{target}: {}", ran.err);
    }
    let pipe = |path: &str| {
        let _ = std::fs::remove_file(site.path(path));
        assert!(std::process::Command::new("mkfifo").arg(site.path(path)).status().unwrap().success());
    };
    pipe("pipe");
    assert_eq!(site.run(&["build", "--force", "-o", "pipe"]).code, 2);
    assert_eq!(site.run(&["build", "-r", "pipe"]).code, 2);
    assert_eq!(site.run(&["build", "-c", "pipe"]).code, 1);
    assert_eq!(site.run(&["build", "-c", "/dev/zero"]).code, 1);
    assert_eq!(site.run(&["build"]).code, 0);
    for path in ["public/index.html", "public/.trendpress-manifest", "public/.trendpress-lock"] {
        pipe(path);
        assert_eq!(site.run(&["build", "--no-cache"]).code, 2, "{path}");
        std::fs::remove_file(site.path(path)).unwrap();
    }
    std::fs::remove_dir_all(site.path("public")).unwrap();
    pipe("content/2026/data.csv");
    let ran = site.run(&["build"]);
    assert!(ran.code == 1 && ran.err.contains("pipe, socket or device"), "{}", ran.err);
    std::fs::remove_file(site.path("content/2026/data.csv")).unwrap();
    assert_eq!(site.run(&["build"]).code, 0);
    pipe(".trendpress/state");
    assert_eq!(site.run(&["build"]).code, 0);
    pipe("trendpress.yaml");
    let ran = site.run(&["build"]);
    assert!(ran.code == 1 && ran.err.contains("is not a regular file"), "{}", ran.err);
}

#[test]
fn files_for_hosts_survive_and_stale_pages_are_removed() {
    let site = site();
    for name in ["CNAME", ".gitkeep", ".nojekyll", ".git/HEAD"] {
        site.write(&format!("public/{name}"), name);
    }
    site.write("content/2026/old.md", "---\ntitle: Old\nkind: hurdle\n---\n![A square](old/dot.svg)\n");
    site.write("content/2026/old/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"2\"/>\n");
    expect_code(&site.run(&["build"]), 0);
    assert!(site.path("public/2026/old/index.html").exists() && site.path("public/2026/old/dot.svg").exists());
    site.write("public/added.txt", "by hand\n");
    std::fs::remove_file(site.path("content/2026/old.md")).unwrap();
    std::fs::remove_dir_all(site.path("content/2026/old")).unwrap();
    let ran = site.run(&["build"]);
    expect_code(&ran, 0);
    assert!(!site.path("public/2026/old").exists(), "a stale page, or its empty folder, is still there");
    for name in ["CNAME", ".gitkeep", ".nojekyll", ".git/HEAD"] {
        assert_eq!(site.read(&format!("public/{name}")), name);
    }
    assert_eq!(site.read("public/added.txt"), "by hand\n");
}

#[test]
fn pipes_and_no_color_get_no_escape_codes() {
    let site = site();
    site.write("content/2026/wireless.md", BROKEN);
    for arguments in [&["build"][..], &["check", "--format", "json"], &["build", "-o", "."], &["biuld"], &["list"]] {
        let ran = run(site.command().args(dated(arguments)).env("NO_COLOR", "1"));
        assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}'), "{ran:?}");
        let piped = site.run(arguments);
        let timeless =
            |text: &str| text.lines().filter(|line| !line.ends_with(" s")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!((piped.out, timeless(&piped.err)), (ran.out, timeless(&ran.err)));
    }
    let forced = run(site.command().args(["build"]).env("CLICOLOR_FORCE", "1"));
    assert!(forced.err.contains('\u{1b}'), "colour cannot be had at all: {}", forced.err);
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["explain"][..], &["completions", "bash"], &["--help"]] {
        let mut command = program(folder.path());
        let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        child.wait().unwrap();
        assert!(!err.contains("panicked"), "{err}");
    }
}

/// What cannot be written is no success: a script that saves findings must not take half of them for all.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error() {
    let site = site();
    site.write("content/2026/wireless.md", format!("{REPORT}## Two\n\n#### Four\n"));
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    for arguments in [
        &["list"][..],
        &["list", "--format", "json"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["build", "--format", "json"],
        &["explain"],
        &["explain", "broken-link"],
        &["--help"],
        &["build", "--help"],
        &["help"],
        &["--version"],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["new", "page", "Contact"],
        &["new", "edition", "2027"],
        &["init", "other"],
    ] {
        let output = site.command().args(arguments).stdout(full()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {err}");
        assert!(err.contains("cannot write to standard output"), "{arguments:?}: {err}");
    }
    assert!(site.path("content/pages/contact.md").exists() && site.path("other/trendpress.yaml").exists());
    for arguments in [&["check"][..], &["build"], &["list", "-q", "--help"]] {
        let ran = site.run(arguments);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[test]
fn nothing_that_an_author_writes_is_a_command_or_controls_the_terminal() {
    let title = r#"title: "W\n::error::no ##[error]x ##vso[task.complete]y \e[2J\x9b2J\u202eZ""#;
    let site = site();
    site.write(
        "content/2026/wireless.md",
        format!("---\n{title}\nkind: hurdle\nthemes: [\"t\\n::warning::x\"]\n---\n"),
    );
    site.write("content/2026/edition.md", format!("---\n{title}\n---\n"));
    site.write("content/2026/bad.md", format!("---\n{title}\nkind: \"\\n::error::x\"\n\"\\n::error::y\": 1\n---\n"));
    for arguments in [
        &["list"][..],
        &["list", "editions"],
        &["list", "topics"],
        &["list", "themes"],
        &["list", "--format", "json"],
        &["build", "-v"],
        &["build", "-v", "--strict"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["check", "--format", "github"],
        &["new", "edition", "2027"],
    ] {
        let ran = site.run(arguments);
        for (text, is_github) in [(&ran.out, arguments.contains(&"github")), (&ran.err, false)] {
            let forged = |line: &str| line.trim_start().starts_with("::") && !is_github;
            assert!(!text.lines().any(forged), "{arguments:?}: {text}");
            assert!(!text.contains("##[") && !text.contains("##vso["), "{arguments:?}: {text}");
            let is_bad = |one: char| (one.is_control() && one != '\n') || one == '\u{202e}';
            assert!(!text.contains(is_bad), "{arguments:?}: {text:?}");
        }
        if arguments.contains(&"github") {
            assert!(
                ran.out.lines().all(
                    |line| line.starts_with("::error file=content/") || line.starts_with("::warning file=content/")
                ),
                "{}",
                ran.out
            );
        }
    }
}

#[test]
fn flags_set_publication_and_addresses() {
    let site = site();
    site.write("content/2026/later.md", "---\ntitle: Later\nkind: hurdle\npublish_date: 2026-09-01\n---\n");
    site.write("content/2026/over.md", "---\ntitle: Over\nkind: hurdle\nexpiry_date: 2026-01-01\n---\n");
    let built = |arguments: &[&str]| {
        expect_code(&site.run(arguments), 0);
        ["later", "over"].map(|name| site.path(&format!("public/2026/{name}/index.html")).exists())
    };
    assert_eq!(built(&["build"]), [false, false]);
    assert_eq!(built(&["build", "-F"]), [true, false]);
    assert_eq!(built(&["build", "-E"]), [false, true]);
    assert_eq!(built(&["build", "--at", "2026-09-01"]), [true, false]);
    assert_eq!(built(&["b", "-FE", "-u", "https://example.org/x/"]), [true, true]);
    assert!(site.read("public/2026/later/index.html").contains("href=\"/x/2026/\""));
    site.write("other.yaml", "title: Other\noutput_dir: out\n");
    expect_code(&site.run(&["build", "-c", "other.yaml"]), 0);
    assert!(site.read("out/index.html").contains("<title>Other</title>"));
}
