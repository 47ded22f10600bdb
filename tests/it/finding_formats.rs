//! The formats of findings: seven mistakes in one file are all reported in one run, each at its place, in every format,
//! and nothing is written.

use serde_json::{Value, json};

use crate::test_site::{Ran, TestSite, repository};

const FILE: &str = "content/2026/wireless.md";

/// A report with four mistakes in front matter and three in the text. `é` is one character of two bytes.
const REPORT: &str = "---
title: Wireless Accéss
kind: hurdle
rnak: 3
rating: 9
date: 2026-02-30
themes: [é, {}]
---
See éé [last year](../2025/wireless.md) and [why](#why-nwo).

## Why now

[Press](javascript:alert(1))
";

/// The code of each mistake, its line, column, end line and end column. The place of a map is its beginning.
const MISTAKES: [(&str, [u64; 4]); 7] = [
    ("unknown-key", [4, 1, 4, 5]),
    ("bad-rating", [5, 9, 5, 10]),
    ("bad-date", [6, 7, 6, 17]),
    ("wrong-type", [7, 13, 7, 14]),
    ("broken-link", [9, 8, 9, 40]),
    ("broken-anchor", [9, 45, 9, 60]),
    ("unsafe-link", [13, 1, 13, 29]),
];

fn site() -> TestSite {
    let edition = "---\ntitle: The 2026 Edition\n---\n";
    TestSite::new([("trendpress.yaml", "title: Test\n"), ("content/2026/edition.md", edition)])
}

fn broken_site() -> TestSite {
    let site = site();
    site.write(FILE, REPORT);
    site
}

fn build(format: &str) -> Ran {
    broken_site().run(&["build", "--format", format])
}

#[test]
fn all_mistakes_are_reported_at_once_and_the_old_site_stays() {
    let site = site();
    site.write(FILE, "---\ntitle: Wireless\nkind: hurdle\n---\nFine.\n");
    assert_eq!(site.run(&["build"]).code, 0);
    site.write("public/CNAME", "reports.example.org\n");
    let before = site.public();
    assert!(before.contains_key("2026/wireless/index.html"));

    site.write(FILE, REPORT);
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(ran.out, "");
    for (code, [line, column, ..]) in MISTAKES {
        let head =
            ran.err.find(&format!("error[{code}]: ")).unwrap_or_else(|| panic!("{code} is not shown:\n{}", ran.err));
        let place = format!("--> {FILE}:{line}:{column}\n");
        assert!(
            ran.err[head..].lines().nth(1).is_some_and(|line| line.trim_start() == place.trim_end()),
            "{place}{}",
            ran.err
        );
    }
    assert_eq!(ran.err.matches("error[").count(), 7, "{}", ran.err);
    assert!(ran.err.ends_with("7 errors, 0 held back; nothing was written\n"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'), "colour without a terminal");
    assert_eq!(site.public(), before, "a failed build changed the site");
}

#[test]
fn json_has_the_documented_keys() {
    let ran = build("json");
    assert_eq!(ran.code, 1);
    let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(rows.len(), MISTAKES.len());
    for (row, (code, place)) in rows.iter().zip(MISTAKES) {
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        let want =
            ["code", "severity", "message", "help", "file", "line", "column", "end_line", "end_column", "related"];
        assert_eq!(keys, want);
        let got = ["line", "column", "end_line", "end_column"].map(|name| row[name].as_u64().unwrap());
        assert_eq!((row["code"].as_str().unwrap(), got), (code, place), "{row}");
        assert_eq!((&row["severity"], &row["file"], &row["related"]), (&json!("error"), &json!(FILE), &json!([])));
        assert!(row["message"].as_str().unwrap().len() > 5 && row["help"].as_str().unwrap().len() > 5, "{row}");
    }
    assert_eq!(ran.err, "7 errors, 0 held back; nothing was written\n");
}

#[test]
fn related_places_have_lines_and_columns() {
    let site = site();
    site.write("content/2026/a.md", "---\ntitle: A\nkind: hurdle\n---\n");
    site.write("content/2026/b.md", "---\ntitle: B\nkind: hurdle\ntopic: a\n---\n");
    let ran = site.run(&["check", "--format", "json"]);
    let rows: Value = serde_json::from_str(&ran.out).unwrap();
    let want = json!([{"file": "content/2026/a.md", "line": 2, "column": 8, "message": "the other report"}]);
    assert_eq!((ran.code, &rows[0]["related"]), (1, &want), "{rows}");
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let ran = build("github");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!((ran.code, lines.len()), (1, MISTAKES.len()));
    for (line, (code, [start, column, end, end_column])) in lines.iter().zip(MISTAKES) {
        let head = format!(
            "::error file={FILE},line={start},endLine={end},col={column},endColumn={end_column},title={code}::"
        );
        assert!(line.starts_with(&head), "{line}");
    }
}

#[test]
fn sarif_matches_its_schema() {
    let ran = build("sarif");
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    let schema = std::fs::read(repository().join("tests/schemas/sarif-schema-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    assert!(!validator.is_valid(&json!({"version": "2.1.0", "runs": [{"results": 7}]})), "the schema refuses nothing");
    let results = log["runs"][0]["results"].as_array().unwrap();
    for (result, (code, [line, column, ..])) in results.iter().zip(MISTAKES) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            (&result["ruleId"], &region["startLine"], &region["startColumn"]),
            (&json!(code), &json!(line), &json!(column))
        );
    }
    assert_eq!((ran.code, results.len()), (1, MISTAKES.len()));
}

#[test]
fn a_site_without_findings_gives_an_empty_list_in_each_format() {
    let site = site();
    for (format, want) in [("json", "[]\n"), ("github", "")] {
        let ran = site.run(&["check", "--format", format]);
        assert_eq!((ran.code, &*ran.out), (0, want), "{format}");
    }
    let ran = site.run(&["check", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &log["runs"][0]["results"]), (0, &json!([])));
}

#[test]
fn the_thousandth_broken_link_of_a_file_counts_the_others() {
    let site = site();
    site.write(FILE, format!("---\ntitle: Wireless\nkind: hurdle\n---\n{}", "[x](gone.md)\n".repeat(9_741)));
    let more = "… and 8,741 more of this kind in this file";
    let printed = |format: &str| site.run(&["check", "--format", format]);
    let json: Value = serde_json::from_str(&printed("json").out).unwrap();
    let broken = |rows: &Value| rows.as_array().unwrap().iter().filter(|row| row["code"] == "broken-link").count();
    assert_eq!(broken(&json), 1_000);
    for format in ["json", "github", "sarif"] {
        assert_eq!(printed(format).out.matches(more).count(), 1, "{format}");
    }
    let human = printed("human").err;
    assert_eq!(human.matches("error[broken-link]").count(), 50);
    assert!(human.contains("9691 more findings of broken-link are not shown"), "{human}");
    assert!(human.contains("9741 errors"), "{human}");
}
