//! The pages of `docs/diagnostics/`: the example of each raises its code and no other error, and `explain` prints it.

use trendpress::Code;
use trendpress::Severity;

use crate::test_site::{TestSite, program, repository, run};

/// Codes without an example, because no text file can raise them.
const WITHOUT_EXAMPLE: [&str; 8] = [
    "content-missing",
    "file-too-large",
    "not-utf8",
    "page-failed",
    "remote-request",
    "settings-missing",
    "site-shrunk",
    "unreadable-file",
];

/// The files of a page's example: path, text.
fn files(page: &str) -> Vec<(String, String)> {
    let example = page.split("\n## Example\n").nth(1).unwrap().split("\n## How to mend it\n").next().unwrap();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in example.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let name = info.split_whitespace().find_map(|word| word.strip_prefix("file="));
                open = Some((name.unwrap_or_default().to_owned(), String::new()));
            }
            (Some(_), Some(_)) => files.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    files.retain(|(name, _)| !name.is_empty());
    files
}

fn site(files: &[(String, String)]) -> TestSite {
    let site = TestSite::new([
        ("trendpress.yaml", "title: Example\n"),
        ("content/2026/edition.md", "---\ntitle: The 2026 Edition\n---\n"),
    ]);
    for (path, text) in files {
        site.write(path, text);
    }
    site
}

#[test]
fn every_example_raises_its_code_and_no_other_error() {
    let mut wrong = Vec::new();
    let mut without_example = Vec::new();
    for code in Code::ALL {
        let files = files(code.page());
        if files.is_empty() {
            without_example.push(code.name());
            continue;
        }
        let build = site(&files).build();
        let findings = &build.linked.findings;
        let is_raised = findings.iter().any(|finding| finding.code == *code);
        let errors = findings.iter().filter(|finding| finding.code != *code && finding.severity == Severity::Error);
        let other_errors: Vec<&str> = errors.map(|finding| finding.code.name()).collect();
        if !is_raised || !other_errors.is_empty() {
            wrong.push(format!("{}: raised is {is_raised}, others are {other_errors:?}", code.name()));
        }
    }
    without_example.sort_unstable();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(without_example, WITHOUT_EXAMPLE);
}

#[test]
fn every_page_belongs_to_a_code() {
    for entry in std::fs::read_dir(repository().join("docs/diagnostics")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".md");
        assert!(stem == "index" || Code::from_name(stem).is_some(), "{name}");
    }
}

#[test]
fn explain_prints_the_page() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["broken-link", "unreadable-file"] {
        let ran = run(program(folder.path()).args(["explain", name]));
        assert_eq!((ran.code, &*ran.out, &*ran.err), (0, Code::from_name(name).unwrap().page(), ""));
    }
    let all = run(program(folder.path()).arg("explain"));
    assert_eq!((all.code, all.out.lines().count()), (0, Code::ALL.len()));
    let near = run(program(folder.path()).args(["explain", "broken-lnik"]));
    assert_eq!((near.code, &*near.out), (2, ""));
    assert!(near.err.contains("did you mean `broken-link`?"), "{}", near.err);
}

#[test]
fn codes_without_an_example_are_raised_too() {
    let codes = |site: &TestSite| -> Vec<&'static str> {
        site.build().linked.findings.iter().map(|finding| finding.code.name()).collect()
    };
    let large =
        site(&[("content/2026/a.md".into(), format!("---\ntitle: A\nkind: hurdle\n---\n{}", "long ".repeat(900_000)))]);
    assert_eq!(codes(&large), ["file-too-large"]);

    let odd = site(&[]);
    odd.write("content/2026/a.md", b"---\ntitle: A\xe9\n---\n");
    assert_eq!(codes(&odd), ["not-utf8"]);

    let empty = TestSite::new([]);
    assert_eq!(codes(&empty), ["settings-missing"]);
}

#[cfg(unix)]
#[test]
fn a_broken_symbolic_link_is_reported() {
    let site = site(&[]);
    std::os::unix::fs::symlink(site.path("absent.md"), site.path("content/2026/gone.md")).unwrap();
    let build = site.build();
    let codes: Vec<&str> = build.linked.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["unreadable-file"]);
}
