//! `check --privacy`: nothing that a page loads comes from another host, whoever wrote the address.

use serde_json::Value;

use crate::test_site::{TestSite, repository, run};

fn site(settings: &str, body: &str) -> TestSite {
    TestSite::new([
        ("trendpress.yaml", settings),
        ("content/2026/edition.md", "---\ntitle: The 2026 Edition\n---\n"),
        ("content/2026/access.md", &format!("---\ntitle: Access\nkind: hurdle\n---\n{body}\n")),
    ])
}

/// The findings of `check --privacy`: file, line, message.
fn findings(site: &TestSite) -> (i32, Vec<(String, Option<u64>, String)>) {
    let ran = site.run(&["check", "--privacy", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(&ran.out).unwrap();
    let rows = rows.iter().filter(|row| row["code"] == "remote-request");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (ran.code, rows.map(|row| (text(&row["file"]), row["line"].as_u64(), text(&row["message"]))).collect())
}

#[test]
fn pages_of_the_default_skin_load_nothing_from_elsewhere() {
    let site = site("title: Test\nbase_url: https://reports.example\n", "A [link](https://other.example/).");
    assert_eq!(findings(&site), (0, vec![]));
    let ran = run(crate::test_site::program(repository()).args(["check", "--privacy", "--at", "2026-06-01"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn html_of_authors_is_found_at_its_place() {
    let body = "Words.\n\n<iframe src=\"https://video.example/1\"></iframe>\n\n<img srcset=\"//pictures.example/a.png 2x\" alt=\"\">";
    let site = site("title: Test\nmarkdown: {raw_html: allow}\n", body);
    assert_eq!(site.run(&["check"]).code, 0);
    let (code, found) = findings(&site);
    let places: Vec<(&str, Option<u64>)> = found.iter().map(|(file, line, _)| (&**file, *line)).collect();
    assert_eq!(code, 1);
    assert_eq!(places, [("content/2026/access.md", Some(7)), ("content/2026/access.md", Some(9))]);
    assert!(found[0].2.contains("`https://video.example/1`") && found[0].2.contains("/2026/"), "{found:?}");
}

#[test]
fn skins_style_sheets_and_drawings_are_looked_at_too() {
    let site = site("title: Test\nskin: own\nmarkdown: {raw_html: allow}\n", "![A map](map.svg)");
    site.write("content/2026/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\n<image href=\"https://maps.example/x.png\"/></svg>\n");
    site.write("themes/own/skin.yaml", "extends: default\n");
    site.write("themes/own/static/own.css", "a { color: red }\n@import \"https://fonts.example/css\";\n");
    let (code, found) = findings(&site);
    let places: Vec<(&str, Option<u64>)> = found.iter().map(|(file, line, _)| (&**file, *line)).collect();
    assert_eq!(code, 1, "{found:?}");
    assert_eq!(places, [("content/2026/map.svg", Some(2)), ("themes/own/static/own.css", Some(2))], "{found:?}");
}
