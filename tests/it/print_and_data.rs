//! The pages for print (`print/`, `brief/`, `discuss/`, `slides/`) and the data files (`reports.json`, `relations.json`, CSV).

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::date;
use serde_json::Value;
use trendpress::BaseUrl;
use trendpress::internals::path_to_root;
use trendpress::pipeline::{Build, Options, build};

fn build_site(root: &Path, base_url: Option<&str>) -> Build {
    let mut options = Options::new(root, date(2026, 3, 1));
    options.base_url = base_url.map(|url| BaseUrl::new(url).unwrap());
    build(&options, &|_| {})
}

fn sample(base_url: Option<&str>) -> Build {
    build_site(Path::new(env!("CARGO_MANIFEST_DIR")), base_url)
}

/// Creates a site of these files in a temporary folder.
fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn text<'a>(build: &'a Build, path: &str) -> &'a str {
    let output = build.outputs.iter().find(|output| output.path.as_str() == path);
    std::str::from_utf8(&output.unwrap_or_else(|| panic!("no output {path}")).bytes).unwrap()
}

fn has(build: &Build, path: &str) -> bool {
    build.outputs.iter().any(|output| output.path.as_str() == path)
}

fn json(build: &Build, path: &str) -> Value {
    serde_json::from_str(text(build, path)).unwrap()
}

/// All values of an attribute.
fn attribute_values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let beginning = format!(" {attribute}=\"");
    html.split(&*beginning).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn json_matches_its_schema_and_links_to_it() {
    for base_url in [None, Some("https://host.example/reports/")] {
        let build = sample(base_url);
        let mut checked = 0;
        for output in &build.outputs {
            let path = output.path.as_str();
            let names = ["reports", "revisions", "relations"];
            let Some(name) = names.into_iter().find(|name| path.ends_with(&format!("{name}.json"))) else { continue };
            let data = json(&build, path);
            let schema = json(&build, &format!("{name}.schema.json"));
            assert!(jsonschema::meta::is_valid(&schema), "{name}");
            let validator =
                jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is one");
            let errors: Vec<String> = validator.iter_errors(&data).map(|error| error.to_string()).collect();
            assert_eq!(errors, Vec::<String>::new(), "{path}");
            let up = path_to_root(output.path.as_str());
            assert_eq!(data["$schema"], format!("{up}{name}.schema.json"), "{path}");
            checked += 1;
        }
        // Of the site, of each edition, and of each part of the two that came out in parts.
        assert_eq!(checked, 3 + 8 + 5);
    }
}

#[test]
fn the_data_of_the_site_is_that_of_all_editions() {
    let build = sample(None);
    let all = json(&build, "reports.json");
    let editions: Vec<Value> = (2019..=2026)
        .flat_map(|year| json(&build, &format!("{year}/reports.json"))["reports"].as_array().unwrap().clone())
        .collect();
    assert_eq!(all["reports"].as_array().unwrap(), &editions);
    let lines = |path: &str| text(&build, path).lines().count();
    assert_eq!(lines("2026/reports.csv"), 1 + 9);
    let named: usize = editions.iter().map(|report| report["relations"].as_array().unwrap().len()).sum();
    assert_eq!(json(&build, "relations.json")["relations"].as_array().unwrap().len(), named);
}

#[test]
fn revisions_change_with_the_text_but_not_with_line_ends() {
    let report = |text: &str| {
        let folder = site(&[("trendpress.yaml", "title: T\n"), ("content/2026/a.md", text)]);
        std::fs::write(folder.path().join("content/2026/edition.md"), "---\ntitle: E\n---\n").unwrap();
        let build = build_site(folder.path(), None);
        json(&build, "revisions.json")["reports"][0]["revisions"]["en"].as_str().unwrap().to_owned()
    };
    let one = report("---\ntitle: A\nkind: hurdle\n---\nText.\n");
    assert_eq!(one, report("---\r\ntitle: A\r\nkind: hurdle\r\n---\r\nText.\r\n"));
    assert_eq!(one, report("\u{feff}---\ntitle: A\nkind: hurdle\n---\nText."));
    assert_ne!(one, report("---\ntitle: A\nkind: hurdle\n---\nText!\n"));
    assert_ne!(one, report("---\ntitle: A\nkind: hurdle\nrank: 1\n---\nText.\n"));
}

#[test]
fn every_text_of_a_report_has_a_revision_of_its_own() {
    let folder = site(&[
        ("trendpress.yaml", "title: T\nlanguages:\n  en: {label: English}\n  es: {label: Español}\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/a.md", "---\ntitle: A\nkind: hurdle\n---\nText.\n"),
        ("content/2026/a.es.md", "---\ntitle: A\nkind: hurdle\n---\nTexto.\n"),
        ("content/2026/b.md", "---\ntitle: B\nkind: hurdle\n---\nText.\n"),
    ]);
    let build = build_site(folder.path(), None);
    let reports = &json(&build, "revisions.json")["reports"];
    let languages = |report: usize| {
        let revisions = reports[report]["revisions"].as_object().unwrap();
        format!("{} {:?}", reports[report]["id"], revisions.keys().collect::<Vec<_>>())
    };
    assert_eq!([0, 1].map(languages), [r#""a" ["en", "es"]"#, r#""b" ["en"]"#]);
    assert_ne!(reports[0]["revisions"]["en"], reports[0]["revisions"]["es"]);
    let page = text(&build, "2026/a/index.html");
    assert!(page.contains(reports[0]["revisions"]["en"].as_str().unwrap()), "the page cites another revision");
}

#[test]
fn ids_on_print_pages_are_unique_and_local_links_lead_to_one() {
    let build = sample(None);
    for year in 2019..=2026 {
        let html = text(&build, &format!("{year}/print/index.html"));
        let ids = attribute_values(html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{year}: an id is there twice");
        let local = attribute_values(html, "href").into_iter().filter_map(|href| href.strip_prefix('#'));
        let broken: Vec<&str> = local.filter(|id| !unique.contains(id)).collect();
        assert_eq!(broken, Vec::<&str>::new(), "{year}");
        let reports = json(&build, &format!("{year}/reports.json"))["reports"].as_array().unwrap().len();
        assert_eq!(html.matches("<article ").count(), reports, "{year}");
    }
}

#[test]
fn links_between_reports_stay_on_the_print_page() {
    let folder = site(&[
        ("trendpress.yaml", "title: T\nmarkdown: {raw_html: allow}\n"),
        ("content/2025/a.md", "---\ntitle: Old\nkind: hurdle\n---\n## Why\n\nText.\n"),
        ("content/2025/edition.md", "---\ntitle: E25\n---\n"),
        ("content/2026/edition.md", "---\ntitle: E26\n---\n[[a]]\n"),
        (
            "content/2026/a.md",
            "---\ntitle: A\nkind: hurdle\n---\n## Why\n\n[b](b.md#why), [old](../2025/a.md#why), [here](#why), \
             [out](https://o.example/?a=1&b=2)[^1].\n\n[^1]: Note.\n",
        ),
        (
            "content/2026/b.md",
            "---\ntitle: B\nkind: hurdle\n---\n## Why\n\n<div><p>never closed\n\nText[^1].\n\n[^1]: Note.\n",
        ),
    ]);
    let build = build_site(folder.path(), None);
    let html = text(&build, "2026/print/index.html");
    for expected in [
        "<h3 id=\"a.why\">Why</h3>",
        "<h3 id=\"b.why\">Why</h3>",
        "<a href=\"#b.why\">b</a><sup class=\"note\">[1]</sup>",
        "<a href=\"../../2025/a/index.html#why\">old</a><sup class=\"note\">[2]</sup>",
        "<a href=\"#a.why\">here</a>,",
        "<a href=\"https://o.example/?a=1&amp;b=2\">out</a><sup class=\"note\">[3]</sup>",
        "href=\"#a.fn-1\"",
        "id=\"b.fnref-1\"",
        "<a href=\"#a\">A</a><sup class=\"note\">[1]</sup>",
    ] {
        assert!(html.contains(expected), "no {expected} in\n{html}");
    }
    assert_eq!(html.matches("<div").count(), html.matches("</div>").count(), "{html}");
}

#[test]
fn a_report_cannot_have_the_address_of_a_print_page() {
    for name in ["brief", "print", "discuss", "slides"] {
        let report = format!("content/2026/{name}.md");
        let folder = site(&[
            ("trendpress.yaml", "title: T\n"),
            ("content/2026/edition.md", "---\ntitle: E\n---\n"),
            (&report, "---\ntitle: A\nkind: hurdle\n---\nText.\n"),
        ]);
        let build = build_site(folder.path(), None);
        let findings: Vec<(&str, &str)> = build
            .linked
            .findings
            .iter()
            .map(|finding| (finding.code.name(), finding.file.as_str()))
            .filter(|(code, _)| *code == "duplicate-url")
            .collect();
        assert_eq!(findings, [("duplicate-url", &*report)]);
    }
}

#[test]
fn editions_without_reports_have_no_print_pages_or_data() {
    let folder = site(&[
        ("trendpress.yaml", "title: T\n"),
        ("content/2025/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/a.md", "---\ntitle: A\nkind: hurdle\n---\nText.\n"),
    ]);
    let build = build_site(folder.path(), None);
    for file in [
        "brief/index.html",
        "print/index.html",
        "discuss/index.html",
        "slides/index.html",
        "list.txt",
        "list.md",
        "reports.json",
    ] {
        assert!(!has(&build, &format!("2025/{file}")), "{file}");
        assert!(has(&build, &format!("2026/{file}")), "{file}");
    }
    assert!(!text(&build, "2025/index.html").contains("brief/"));
}

#[test]
fn print_pages_exist_in_languages_with_translations() {
    let folder = site(&[
        ("trendpress.yaml", "title: T\nlanguages: {es: {label: Español}, fr: {label: Français}}\n"),
        ("content/2026/edition.md", "---\ntitle: E\n---\n"),
        ("content/2026/a.md", "---\ntitle: A\nkind: hurdle\n---\nText.\n"),
        ("content/2026/a.es.md", "---\ntitle: Aes\n---\nTexto.\n"),
        ("content/2026/b.md", "---\ntitle: B\nkind: hurdle\n---\nText.\n"),
    ]);
    let build = build_site(folder.path(), None);
    let spanish = text(&build, "es/2026/print/index.html");
    assert!(spanish.contains("Texto.") && spanish.contains("id=\"b\" lang=\"en\""), "{spanish}");
    assert!(!has(&build, "fr/2026/print/index.html"));
    assert!(has(&build, "fr/2026/brief/index.html") && has(&build, "fr/2026/list.txt"));
    assert!(text(&build, "fr/2026/index.html").contains("href=\"../../2026/print/index.html\""));
}

#[test]
fn a_brief_shows_five_reports_of_each_kind_and_the_number_of_the_others() {
    let mut files = vec![
        ("trendpress.yaml".to_owned(), "title: T\n".to_owned()),
        ("content/2026/edition.md".to_owned(), "---\ntitle: E\n---\n".to_owned()),
    ];
    for rank in 1..=300 {
        let text = format!("---\ntitle: Report {rank}\nkind: hurdle\nrank: {rank}\n---\nText.\n");
        files.push((format!("content/2026/r{rank}.md"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let build = build_site(site(&files).path(), None);
    let brief = text(&build, "2026/brief/index.html");
    assert_eq!(brief.matches("<li class=\"card").count(), 5);
    assert!(brief.contains("295 more reports"), "{brief}");
    assert_eq!(text(&build, "2026/print/index.html").matches("<article ").count(), 300);
}
