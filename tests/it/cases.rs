//! Runs the cases of `tests/cases/**/*.txt`. Each is one small site in one text file, with the findings and outputs that
//! are expected of it.
//!
//! A line `=== head` begins a section; the text before the first describes the case.
//!
//! | head | the section holds |
//! |---|---|
//! | `a/path` | a file of the site; `trendpress.yaml` is `title: Test` where absent |
//! | `base64 a/path` | a file of the site that is no text |
//! | `options` | words: `drafts`, `future`, `expired`, `strict`, `base_url` and an address, `at` and a day |
//! | `findings` | exactly what is found: `file:line:column: severity[code]: message`, below it `  help: …`, `  related: …` |
//! | `output a/path` | one claim a line about an output |
//! | `outputs` | one path a line that must be an output |
//!
//! Claims: `text` must occur, with white space collapsed. `$ selector = text` gives the texts of all elements that match
//! the selector, joined by ` | `; `$ selector@name = value` gives an attribute of theirs. A text or path after `! ` must
//! not occur.
//!
//! The site is built for 2026-06-01, unless `at` names a day. `UPDATE=1 cargo test --test it cases` rewrites findings and the right sides of `=`.
//! Without findings and without a skin of its own, the site is crawled, too (see `crawl`).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trendpress::BaseUrl;
use trendpress::pipeline::{self, Build, Options};
use trendpress::print;

use crate::crawler::crawl;
use crate::html_tree::Html;
use crate::test_site::{TestSite, Tree, outputs, repository, tree};

#[test]
fn every_case_gives_the_expected_findings_and_outputs() {
    let folder = repository().join("tests/cases");
    let is_update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, text) in tree(&folder).into_iter().filter(|(path, _)| path.ends_with(".txt")) {
        let text = String::from_utf8(text).unwrap();
        let (got, problems) = run(&text);
        count += 1;
        wrong.extend(problems.into_iter().map(|problem| format!("{path}: {problem}")));
        if is_update {
            update(&folder.join(path), &text, &got);
        } else if got != text {
            wrong.push(format!("{path}:\n{}", difference(&text, &got)));
        }
    }
    assert!(wrong.is_empty(), "{}\n\nUPDATE=1 accepts what differs by line", wrong.join("\n"));
    assert!(count >= 45, "only {count} cases");
}

fn update(path: &Path, text: &str, got: &str) {
    if got != text {
        fs::write(path, got).unwrap();
    }
}

/// Shows the lines in which two texts differ.
fn difference(want: &str, got: &str) -> String {
    let lines = |text: &str, other: &str, mark: &str| {
        let other: Vec<&str> = other.lines().collect();
        let unique = text.lines().filter(|line| !other.contains(line));
        unique.map(|line| format!("  {mark} {line}\n")).collect::<String>()
    };
    lines(want, got, "want") + &lines(got, want, " got")
}

/// One section of a case.
struct Section<'a> {
    head: &'a str,
    body: &'a str,
}

fn sections(text: &str) -> (&str, Vec<Section<'_>>) {
    let mut parts = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let heads: Vec<(usize, &str)> = parts.by_ref().filter(|(_, line)| line.starts_with("=== ")).collect();
    let end = |number: usize| heads.get(number + 1).map_or(text.len(), |(start, _)| *start);
    let section = |(number, &(start, line)): (usize, &(usize, &'_ str))| Section {
        head: text[start..start + line.len()].trim_start_matches("=== ").trim_end_matches('\n'),
        body: &text[start + line.len()..end(number)],
    };
    let preface = &text[..heads.first().map_or(text.len(), |(start, _)| *start)];
    (preface, heads.iter().enumerate().map(section).collect())
}

/// Builds the site of a case. Returns the text of the case with the actual results in place of the expected ones, and
/// problems that `UPDATE=1` cannot solve.
fn run(text: &str) -> (String, Vec<String>) {
    let (preface, sections) = sections(text);
    let site = TestSite::new([("trendpress.yaml", "title: Test\n")]);
    fs::create_dir(site.path("content")).unwrap();
    for Section { head, body } in &sections {
        match head.split_once(' ') {
            Some(("base64", path)) => site.write(path, base64(body)),
            Some(("output", _)) => {}
            _ if matches!(*head, "options" | "findings" | "outputs") => {}
            _ => site.write(head, body),
        }
    }
    let words = sections.iter().find(|section| section.head == "options").map_or("", |section| section.body);
    let options = options(&site, words);
    let build = pipeline::build(&options, &|_| {});
    let outputs = outputs(&build);
    let mut problems = Vec::new();
    let mut got = preface.to_owned();
    for Section { head, body } in &sections {
        got.push_str(&format!("=== {head}\n"));
        match head.split_once(' ') {
            Some(("output", path)) => got.push_str(&claims(path, body, &outputs, &mut problems)),
            _ if *head == "findings" => got.push_str(&findings(&build)),
            _ => got.push_str(body),
        }
        if *head == "outputs" {
            problems.extend(body.lines().filter_map(|line| check_presence(line, &outputs)));
        }
    }
    if !sections.iter().any(|section| section.head == "findings") {
        problems.push("the case says nothing of findings".to_owned());
    }
    // The crawler would report again what findings report.
    let is_plain = build.linked.findings.is_empty() && !site.path("themes").exists();
    if is_plain {
        let base_url = build.linked.site.settings.base_url.clone();
        problems.extend(crawl(&outputs, base_url.as_ref()));
    }
    (got, problems)
}

fn options(site: &TestSite, words: &str) -> Options {
    let mut options = site.options();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        match word {
            "drafts" => options.publication.drafts = true,
            "future" => options.publication.future = true,
            "expired" => options.publication.expired = true,
            "strict" => options.strict = true,
            "at" => options.publication.today = words.next().unwrap().parse().unwrap(),
            "base_url" => options.base_url = Some(BaseUrl::new(words.next().unwrap()).unwrap()),
            other => panic!("unknown option {other}"),
        }
    }
    options
}

/// The findings, as a case writes them.
fn findings(build: &Build) -> String {
    let text = print::json(&build.linked.findings, &*build.linked.snapshot);
    let rows: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut lines = String::new();
    for row in &rows {
        let [severity, code, message] = ["severity", "code", "message"].map(|name| row[name].as_str().unwrap());
        lines.push_str(&format!("{}: {severity}[{code}]: {message}\n", place(row)));
        if let Some(help) = row["help"].as_str() {
            lines.push_str(&format!("  help: {help}\n"));
        }
        for related in row["related"].as_array().unwrap() {
            lines.push_str(&format!("  related: {}: {}\n", place(related), related["message"].as_str().unwrap()));
        }
    }
    lines
}

/// The place of a finding: `file:line:column`, or the file alone.
fn place(row: &Value) -> String {
    let file = row["file"].as_str().unwrap();
    match (&row["line"], &row["column"]) {
        (Value::Null, _) => file.to_owned(),
        (line, column) => format!("{file}:{line}:{column}"),
    }
}

/// Checks a line of `outputs`: the path must, or must not, be among the outputs. Returns the problem.
fn check_presence(line: &str, outputs: &Tree) -> Option<String> {
    match line.strip_prefix("! ") {
        Some(path) => outputs.contains_key(path).then(|| format!("the output {path} is there")),
        None => (!line.is_empty() && !outputs.contains_key(line)).then(|| format!("the output {line} is missing")),
    }
}

/// The claims about one output, with the actual texts in place of the expected ones.
fn claims(path: &str, claims: &str, outputs: &Tree, problems: &mut Vec<String>) -> String {
    let Some(bytes) = outputs.get(path) else {
        problems.push(format!("the output {path} is missing"));
        return claims.to_owned();
    };
    let text = std::str::from_utf8(bytes).unwrap();
    let html = path.ends_with(".html").then(|| Html::new(text));
    let plain = collapse_white_space(text);
    let mut right = String::new();
    for claim in claims.lines() {
        right.push_str(&match (claim.strip_prefix("$ "), &html) {
            (Some(claim), Some(html)) => select_text(claim, html),
            (Some(_), None) => panic!("{path} is no HTML to ask"),
            (None, _) => {
                let (is_wanted, words) = claim.strip_prefix("! ").map_or((true, claim), |words| (false, words));
                if !words.is_empty() && plain.contains(&collapse_white_space(words)) != is_wanted {
                    let verb = if is_wanted { "lacks" } else { "holds" };
                    problems.push(format!("{path} {verb} `{words}`"));
                }
                claim.to_owned()
            }
        });
        right.push('\n');
    }
    right
}

/// A claim `$ selector = text` with the actual text.
fn select_text(claim: &str, html: &Html) -> String {
    let query = claim.split_once(" =").map_or(claim, |(query, _)| query);
    let (selector, attribute) = match query.split_once('@') {
        Some((selector, attribute)) => (selector, Some(attribute)),
        None => (query, None),
    };
    let elements = html.select(selector);
    let value = |element: &crate::html_tree::Element<'_>| match attribute {
        Some(name) => element.attribute(name).unwrap_or("(none)").to_owned(),
        None => element.text(),
    };
    let values: Vec<String> = elements.iter().map(value).collect();
    let values = if values.is_empty() { "(none)".to_owned() } else { values.join(" | ") };
    format!("$ {query} = {values}").trim_end().to_owned()
}

/// Collapses white space.
fn collapse_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Decodes base64 (RFC 4648).
fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte));
    let digits: Vec<usize> = digits.collect();
    let bytes = digits.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0, |bits, digit| bits << 6 | digit) << (6 * (4 - four.len()));
        [16, 8, 0].map(|shift| u8::try_from(bits >> shift & 0xff).unwrap()).into_iter().take(four.len() - 1)
    });
    bytes.collect()
}

#[test]
fn base64_is_decoded() {
    assert_eq!(base64("aGVsbG8="), b"hello");
    assert_eq!(base64("aGVs\nbG8h\n"), b"hello!");
}

#[test]
fn the_readme_of_the_cases_describes_every_section() {
    let path: PathBuf = repository().join("tests/cases/README.md");
    let readme = fs::read_to_string(path).unwrap();
    let source = include_str!("cases.rs");
    for line in source.lines().take_while(|line| line.starts_with("//!")).filter(|line| line.starts_with("//! |")) {
        assert!(readme.contains(&line[4..]), "tests/cases/README.md lacks: {line}");
    }
}
