//! The sample site, built for three base URLs: links, facts on pages, sitemap, feeds, data.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use trendpress::BaseUrl;
use trendpress::pipeline::{self, Build, Options};

use crate::crawler::crawl;
use crate::html_tree::Html;
use crate::test_site::{TODAY, Tree, outputs, repository};

/// The base URLs: none, the root of a host, a folder of a host.
const BASES: [Option<&str>; 3] = [None, Some("/"), Some("https://example.org/reports/")];

/// The number of reports of the sample.
const REPORTS: usize = 84;

fn build(base: Option<&str>) -> (Build, Tree) {
    let base_url = base.map(|base| BaseUrl::new(base).unwrap());
    let options = Options { base_url, strict: true, ..Options::new(repository(), TODAY) };
    let build = pipeline::build(&options, &|_| {});
    let outputs = outputs(&build);
    (build, outputs)
}

fn text<'a>(outputs: &'a Tree, path: &str) -> &'a str {
    std::str::from_utf8(outputs.get(path).unwrap_or_else(|| panic!("{path} is missing"))).unwrap()
}

#[test]
fn the_crawler_finds_no_problem() {
    for base in BASES {
        let (build, outputs) = build(base);
        assert_eq!(build.linked.findings, [], "under --strict, at {base:?}");
        let problems = crawl(&outputs, build.linked.site.settings.base_url.as_ref());
        assert!(
            problems.is_empty(),
            "at {base:?}, {} problems, such as\n{}",
            problems.len(),
            problems[..problems.len().min(20)].join("\n")
        );
    }
}

#[test]
fn the_documentation_is_a_site_without_findings() {
    let options = Options { strict: true, ..Options::new(repository().join("docs"), TODAY) };
    let build = pipeline::build(&options, &|_| {});
    assert_eq!(build.linked.findings, []);
    assert_eq!(crawl(&outputs(&build), None), Vec::<String>::new());
}

#[test]
fn every_report_has_a_page_with_its_facts_and_links_to_others() {
    let (build, outputs) = build(None);
    let site = &build.linked.site;
    let reports: BTreeSet<String> = site
        .reports
        .iter()
        .map(|report| format!("{}/{}/index.html", site.editions[report.edition].id, report.id))
        .collect();
    assert_eq!(reports.len(), REPORTS);
    for report in &site.reports {
        let path = format!("{}/{}/index.html", site.editions[report.edition].id, report.id);
        let page = Html::new(text(&outputs, &path));
        let kind = &site.settings.kinds()[report.kind];
        assert_eq!(page.one("main header a.kind").text(), kind.label, "{path}");
        let facts = page.one("main dl.facts").text();
        match report.rank {
            Some(rank) => assert!(facts.contains(&format!("No. {rank} of {}", report.of)), "{path}: {facts}"),
            None => assert!(!facts.contains("No. "), "{path}: {facts}"),
        }
        let tags = page.select("main dl.facts ul.tags a");
        let is_theme = |href: Option<&str>| href.is_some_and(|href| href.contains("/themes/"));
        let labels = tags.iter().filter(|link| is_theme(link.attribute("href"))).map(|link| link.text());
        let labels: Vec<String> = labels.collect();
        let themes: Vec<&str> = report.themes.iter().map(|&theme| site.theme_label(theme, 0)).collect();
        assert!(!themes.is_empty() && labels == themes, "{path}: {labels:?}");
        let links = page.select("main article a[href]");
        let targets = links.iter().filter_map(|link| link.attribute("href")?.strip_prefix("../../"));
        assert!(
            targets.filter(|target| **target != path).any(|target| reports.contains(target)),
            "{path} links to no other report"
        );
    }
}

#[test]
fn every_report_is_one_click_from_each_other_of_its_kind_and_edition() {
    let (build, outputs) = build(None);
    let site = &build.linked.site;
    let path = |report: usize| {
        let report = &site.reports[report];
        format!("{}/{}/index.html", site.editions[report.edition].id, report.id)
    };
    let mut pairs = 0;
    for (number, report) in site.reports.iter().enumerate() {
        let page = Html::new(text(&outputs, &path(number)));
        let links = page.select(".same-kind ol a[href]");
        let targets: Vec<&str> =
            links.iter().filter_map(|link| link.attribute("href")?.strip_prefix("../../")).collect();
        let of_kind = site.editions[report.edition].reports.iter().copied();
        let others = of_kind.filter(|&other| other != number && site.reports[other].kind == report.kind);
        let others: Vec<String> = others.map(path).collect();
        assert_eq!(targets, others, "{}", path(number));
        pairs += others.len();
        let kinds = page.select(".same-kind ul a").len();
        assert_eq!(kinds, site.settings.kinds().len() - 1, "{}", path(number));
    }
    assert!(pairs > 2 * REPORTS, "{pairs}");
}

#[test]
fn a_site_with_a_host_has_a_sitemap_and_robots_txt() {
    let (_, outputs) = build(BASES[2]);
    let sitemap = elements(text(&outputs, "sitemap.xml"));
    assert_eq!(sitemap[0].name, "urlset");
    let locations: Vec<&str> =
        sitemap.iter().filter(|element| element.name == "loc").map(|element| &*element.text).collect();
    assert_eq!(locations.iter().collect::<BTreeSet<_>>().len(), locations.len(), "an address is there twice");
    for location in &locations {
        let below = location.strip_prefix("https://example.org/reports/").unwrap_or_else(|| panic!("{location}"));
        assert!(outputs.contains_key(&format!("{below}index.html")), "{location}");
    }
    // Print pages are left out of the sitemap: they repeat the pages of their reports.
    let is_print = |path: &str| path.contains("/print/");
    let pages = outputs.keys().filter(|path| path.ends_with("index.html") && !is_print(path)).count();
    assert_eq!(locations.len(), pages, "pages without a line in the sitemap");
    for element in sitemap.iter().filter(|element| element.name == "lastmod") {
        assert!(element.text.parse::<jiff::civil::Date>().is_ok(), "{}", element.text);
    }
    assert_eq!(
        text(&outputs, "robots.txt"),
        "User-agent: *\nAllow: /\nSitemap: https://example.org/reports/sitemap.xml\n"
    );
}

#[test]
fn a_site_without_a_host_has_no_absolute_addresses() {
    for base in &BASES[..2] {
        let (_, outputs) = build(*base);
        assert!(!outputs.contains_key("sitemap.xml"), "at {base:?}");
        assert!(!text(&outputs, "robots.txt").contains("Sitemap"), "at {base:?}");
        assert!(!text(&outputs, "index.html").contains("canonical"), "at {base:?}");
    }
}

#[test]
fn feeds_conform_to_rfc_4287() {
    for base in BASES {
        let (build, outputs) = build(base);
        let feeds: Vec<&String> = outputs.keys().filter(|path| path.ends_with("atom.xml")).collect();
        let site = &build.linked.site;
        assert_eq!(feeds.len(), 1 + site.settings.kinds().len() + site.themes.len());
        let ids: BTreeSet<String> = feeds.iter().map(|path| feed(path, text(&outputs, path), base)).collect();
        assert_eq!(ids.len(), feeds.len(), "two feeds have one id");
    }
}

/// Checks one feed. Returns its id.
fn feed(path: &str, text: &str, base: Option<&str>) -> String {
    let all = elements(text);
    assert_eq!((&*all[0].name, &*all[0].attributes["xmlns"]), ("feed", "http://www.w3.org/2005/Atom"), "{path}");
    let one = |parent: usize, name: &str| -> &Xml {
        let children: Vec<&Xml> =
            all.iter().filter(|element| element.parent == Some(parent) && element.name == name).collect();
        assert_eq!(children.len(), 1, "{path}: {name}");
        children[0]
    };
    let link = |parent: usize, rel: &str| {
        let links = all.iter().filter(|element| element.parent == Some(parent) && element.name == "link");
        let links: Vec<&Xml> = links.filter(|element| element.attributes["rel"] == rel).collect();
        assert_eq!(links.len(), 1, "{path}: a link {rel}");
        links[0].attributes["href"].clone()
    };
    let is_instant = |text: &str| text.parse::<Timestamp>().is_ok() && text.ends_with('Z');
    assert!(!one(0, "title").text.is_empty() && is_instant(&one(0, "updated").text), "{path}");
    let author = all.iter().position(|element| element.parent == Some(0) && element.name == "author").unwrap();
    assert!(!one(author, "name").text.is_empty(), "{path}");
    if let Some(host) = base.filter(|base| base.contains("://")) {
        assert_eq!(link(0, "self"), format!("{host}{path}"));
        assert_eq!(one(0, "id").text, format!("{host}{path}"));
    }
    link(0, "alternate");

    let entries: Vec<usize> = (0..all.len()).filter(|&number| all[number].name == "entry").collect();
    assert!(!entries.is_empty() && entries.len() <= 30, "{path} has {} entries", entries.len());
    let mut ids = BTreeSet::new();
    for &entry in &entries {
        let id = &one(entry, "id").text;
        assert!(id.starts_with("urn:uuid:") || id.starts_with("https://"), "{path}: {id}");
        assert!(ids.insert(id), "{path}: {id} twice");
        assert!(!one(entry, "title").text.is_empty() && is_instant(&one(entry, "updated").text), "{path}");
        assert!(is_instant(&one(entry, "published").text) && !link(entry, "alternate").is_empty(), "{path}");
    }
    one(0, "id").text.clone()
}

/// An element of an XML document.
struct Xml {
    parent: Option<usize>,
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

/// The elements of a well-formed XML document, in order.
fn elements(text: &str) -> Vec<Xml> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut all: Vec<Xml> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let element = |start: &BytesStart<'_>, parent: Option<usize>| Xml {
        parent,
        name: start.name().as_ref().to_owned(),
        attributes: start.attributes().map(|one| attribute(&one.unwrap())).collect(),
        text: String::new(),
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                all.push(element(&start, open.last().copied()));
                open.push(all.len() - 1);
            }
            Event::Empty(start) => all.push(element(&start, open.last().copied())),
            Event::End(_) => drop(open.pop()),
            Event::Text(part) if !open.is_empty() => all[open[open.len() - 1]].text.push_str(&part),
            Event::GeneralRef(name) => {
                let text = quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap().into_owned();
                all[open[open.len() - 1]].text.push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "an element is not closed");
    for element in &mut all {
        element.text = element.text.trim().to_owned();
    }
    all
}

fn attribute(one: &Attribute<'_>) -> (String, String) {
    (one.key.as_ref().to_owned(), quick_xml::escape::unescape(&one.value).unwrap().into_owned())
}

#[test]
fn json_and_csv_have_all_reports() {
    let (_, outputs) = build(BASES[2]);
    let data: Value = serde_json::from_str(text(&outputs, "reports.json")).unwrap();
    let reports = data["reports"].as_array().unwrap();
    assert_eq!(
        (reports.len(), &data["version"], &data["url"]),
        (REPORTS, &3.into(), &"https://example.org/reports/".into())
    );
    for report in reports {
        let path = report["url"].as_str().unwrap().strip_prefix("https://example.org/reports/").unwrap();
        assert!(outputs.contains_key(&format!("{path}index.html")), "{report}");
        assert!(["hurdle", "accelerator", "tech-enabler"].contains(&report["kind"].as_str().unwrap()), "{report}");
    }
    let mut table = csv::Reader::from_reader(text(&outputs, "reports.csv").as_bytes());
    let columns = table.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), REPORTS);
    for (row, report) in rows.iter().zip(reports) {
        assert_eq!(
            (row.len(), Some(&row[0]), Some(&row[6])),
            (columns, report["edition"].as_str(), report["title"].as_str())
        );
    }
}
