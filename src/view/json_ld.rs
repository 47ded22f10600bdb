//! Structured data for search engines (JSON-LD with the names of schema.org), safe within a `script` element.

use serde::Serialize;

use crate::base::bytes::{any, is_one_of};
use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::page_info::Crumb;
use crate::view::shared::Html;

/// The data of a page.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Thing<'a>>,
}

/// A thing that the data describes. Structs rather than JSON values: those cost a tenth of a report's view.
#[derive(Serialize)]
#[serde(untagged)]
enum Thing<'a> {
    Page(About<'a>),
    Breadcrumbs(Breadcrumbs<'a>),
}

#[derive(Serialize)]
struct About<'a> {
    #[serde(rename = "@type")]
    type_: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a str>,
    #[serde(rename = "isPartOf", skip_serializing_if = "Option::is_none")]
    part_of: Option<Issue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    genre: Option<&'a str>,
    #[serde(rename = "about", skip_serializing_if = "Option::is_none")]
    subjects: Option<Vec<&'a str>>,
    #[serde(rename = "datePublished", skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    #[serde(rename = "inLanguage")]
    language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(rename = "@type")]
    type_: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    type_: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "@type")]
    type_: &'static str,
    position: usize,
    name: &'a str,
    #[serde(rename = "item", skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// Returns the structured data of a page; empty for pages that are only lists.
pub fn json_ld(
    viewer: &Viewer<'_>,
    page: Page,
    title: &str,
    description: &str,
    canonical: &str,
    crumbs: &[Crumb<'_>],
) -> Html {
    let language = &viewer.site.settings.languages[page.language].tag;
    let blank = About {
        type_: "WebSite",
        name: Some(title),
        headline: None,
        part_of: None,
        genre: None,
        subjects: None,
        published: None,
        modified: None,
        language,
        description,
        url: canonical,
    };
    let about = match page.key {
        PageKey::Home => blank,
        PageKey::Report(report) => of_report(viewer, report, page.language, blank),
        _ => return Html::default(),
    };
    let breadcrumbs = breadcrumbs(viewer, crumbs, title).map(Thing::Breadcrumbs);
    let graph = [Thing::Page(about)].into_iter().chain(breadcrumbs).collect();
    // Only maps with keys that are no strings can fail, and there are none.
    let mut json = Vec::with_capacity(1 << 10);
    let _ = serde_json::to_writer(&mut json, &Data { context: "https://schema.org", graph });
    Html::new(escaped(String::from_utf8(json).unwrap_or_default()))
}

fn of_report<'a>(viewer: &'a Viewer<'_>, number: usize, language: usize, mut blank: About<'a>) -> About<'a> {
    let site = viewer.site;
    let report = &site.reports[number];
    let dates = site.words(&report.texts, language).map(|words| words.dates).unwrap_or_default();
    let edition = site.edition_title(report.edition, language);
    About {
        type_: "Report",
        headline: blank.name.take(),
        part_of: Some(Issue { type_: "PublicationIssue", name: edition }),
        genre: Some(&site.settings.languages[language].kinds[report.kind].label),
        subjects: Some(report.themes.iter().map(|&theme| site.theme_label(theme, language)).collect()),
        published: dates.date.map(|date| date.to_string()),
        modified: dates.updated.map(|date| date.to_string()),
        ..blank
    }
}

/// Returns the breadcrumbs, if addresses are absolute, which search engines ask for here.
fn breadcrumbs<'a>(viewer: &Viewer<'_>, crumbs: &'a [Crumb<'_>], title: &'a str) -> Option<Breadcrumbs<'a>> {
    if crumbs.is_empty() || !viewer.urls.has_host() {
        return None;
    }
    let item = |(place, crumb): (usize, &'a Crumb<'_>)| Item {
        type_: "ListItem",
        position: place + 1,
        name: &crumb.title,
        address: Some(viewer.urls.absolute(&crumb.url)),
    };
    let last = Item { type_: "ListItem", position: crumbs.len() + 1, name: title, address: None };
    let items = crumbs.iter().enumerate().map(item).chain([last]).collect();
    Some(Breadcrumbs { type_: "BreadcrumbList", items })
}

/// Escapes JSON so that it cannot end the `script` element.
fn escaped(json: String) -> String {
    // The line separators begin with the byte `e2`. Nearly no data has any of these.
    if !any(json.as_bytes(), |byte| is_one_of(byte, b"<>&\xe2")) {
        return json;
    }
    let mut text = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        match character {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}
