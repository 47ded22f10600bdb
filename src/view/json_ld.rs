//! Structured data for search engines, as schema.org names things, safe within a `script` element.

use serde_json::{Value, json};

use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::common::Crumb;
use crate::view::shared::Html;

/// The structured data of a page; nothing for pages that are only lists.
pub fn json_ld(
    viewer: &Viewer<'_>,
    page: Page,
    title: &str,
    description: &str,
    canonical: &str,
    crumbs: &[Crumb],
) -> Html {
    if page.part > 1 {
        return Html::default();
    }
    let language = &viewer.site.settings.languages[page.language];
    let main = match page.key {
        PageKey::Report(report) => Some(of_report(viewer, report, page.language, title)),
        PageKey::Home => Some(json!({"@type": "WebSite", "name": title})),
        _ => None,
    };
    let Some(mut main) = main else { return Html::default() };
    if let Value::Object(main) = &mut main {
        main.insert("inLanguage".to_owned(), json!(language.tag));
        for (key, value) in [("description", description), ("url", canonical)] {
            if !value.is_empty() {
                main.insert(key.to_owned(), json!(value));
            }
        }
    }
    let mut graph = vec![main];
    graph.extend(breadcrumbs(viewer, crumbs, title));
    let data = json!({"@context": "https://schema.org", "@graph": graph});
    Html::new(&escaped(&data.to_string()))
}

fn of_report(viewer: &Viewer<'_>, report: usize, language: usize, title: &str) -> Value {
    let site = viewer.site;
    let mut data = json!({
        "@type": "Report",
        "headline": title,
        "isPartOf": {"@type": "PublicationIssue", "name": site.edition_title(site.reports[report].edition, language)},
        "genre": site.settings.languages[language].kinds[site.reports[report].kind].label,
        "about": site.reports[report].themes.iter().map(|&theme| site.theme_label(theme, language)).collect::<Vec<_>>(),
    });
    let dates = site.words(&site.reports[report].texts, language).map(|words| words.dates).unwrap_or_default();
    if let (Value::Object(data), Some(date)) = (&mut data, dates.date) {
        data.insert("datePublished".to_owned(), json!(date.to_string()));
        if let Some(updated) = dates.updated {
            data.insert("dateModified".to_owned(), json!(updated.to_string()));
        }
    }
    data
}

/// Only with absolute addresses, which search engines ask for here.
fn breadcrumbs(viewer: &Viewer<'_>, crumbs: &[Crumb], title: &str) -> Option<Value> {
    if crumbs.is_empty() || viewer.urls.absolute("").is_empty() {
        return None;
    }
    let mut items: Vec<Value> = Vec::new();
    for (place, crumb) in crumbs.iter().enumerate() {
        let item = viewer.urls.absolute(&crumb.url);
        items.push(json!({"@type": "ListItem", "position": place + 1, "name": crumb.title, "item": item}));
    }
    items.push(json!({"@type": "ListItem", "position": crumbs.len() + 1, "name": title}));
    Some(json!({"@type": "BreadcrumbList", "itemListElement": items}))
}

/// JSON that cannot end the element it stands in.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
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
