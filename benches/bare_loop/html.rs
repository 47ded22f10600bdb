//! Writes the parts of HTML pages: head and foot, cards, facts, lists.

use crate::document::Document;
use std::fmt::Write as _;

/// The path of the site on its host.
pub const BASE: &str = "/reports/";
/// The address of the host.
pub const HOST: &str = "https://example.org";
/// The site's title.
pub const TITLE: &str = "Trends of a Made-up Field";

/// Writes the beginning of `<head>`. `path` is the address of the page, in parts.
pub fn head(page: &mut String, title: &str, summary: &str, path: &[&str]) {
    page.push_str(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape(page, title);
    push(page, &[" · ", TITLE, "</title>\n<meta name=\"description\" content=\""]);
    escape(page, summary);
    page.push_str("\">\n<meta property=\"og:description\" content=\"");
    escape(page, summary);
    page.push_str("\">\n<meta property=\"og:title\" content=\"");
    escape(page, title);
    push(page, &["\">\n<meta property=\"og:site_name\" content=\"", TITLE]);
    push(page, &["\">\n<meta property=\"og:type\" content=\"article\">\n<link rel=\"canonical\" href=\"", HOST, BASE]);
    push(page, path);
    push(page, &["\">\n<meta property=\"og:url\" content=\"", HOST, BASE]);
    push(page, path);
    push(
        page,
        &[
            "\">\n<meta name=\"referrer\" content=\"strict-origin-when-cross-origin\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"",
            BASE,
            "assets/favicon.svg\">\n<link rel=\"stylesheet\" href=\"",
            BASE,
            "assets/site.css\">\n",
        ],
    );
}

/// Writes the structured data (JSON-LD) of a report.
pub fn structured(page: &mut String, it: &Document) {
    page.push_str(
        "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"Report\",",
    );
    push(
        page,
        &["\"headline\":\"", it.title, "\",\"isPartOf\":{\"@type\":\"PublicationIssue\",\"name\":\"", it.folder],
    );
    push(page, &["\"},\"genre\":\"", it.kind, "\",\"about\":["]);
    for (place, theme) in it.themes.iter().enumerate() {
        push(page, &[if place == 0 { "\"" } else { ",\"" }, theme, "\""]);
    }
    push(page, &["],\"datePublished\":\"", it.date, "\",\"inLanguage\":\"en\",\"description\":\"", it.summary]);
    push(page, &["\",\"url\":\"", HOST, BASE, it.folder, "/", it.name, "/\"},{\"@type\":\"BreadcrumbList\","]);
    push(
        page,
        &["\"itemListElement\":[{\"@type\":\"ListItem\",\"position\":1,\"name\":\"", TITLE, "\",\"item\":\"", HOST],
    );
    push(
        page,
        &[BASE, "\"},{\"@type\":\"ListItem\",\"position\":2,\"name\":\"", it.folder, "\",\"item\":\"", HOST, BASE],
    );
    push(page, &[it.folder, "/\"},{\"@type\":\"ListItem\",\"position\":3,\"name\":\"", it.title, "\"}]}]}</script>\n"]);
}

/// Writes the breadcrumbs and the heading of a page. `above` is the address and the name of its parent page.
pub fn begin(page: &mut String, title: &str, above: Option<(&str, &str)>) {
    page.push_str(
        "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header class=\"top\">\n\
         <nav aria-label=\"Main\"><ul>\n",
    );
    for (path, name) in NAVIGATION {
        push(page, &["<li><a href=\"", BASE, path, "\">", name, "</a></li>\n"]);
    }
    push(
        page,
        &["</ul></nav>\n</header>\n<nav class=\"crumbs\" aria-label=\"You are here\"><ol>\n<li><a href=\"", BASE],
    );
    page.push_str("\">Home</a></li>\n");
    if let Some((path, name)) = above {
        push(page, &["<li><a href=\"", BASE, path, "/\">", name, "</a></li>\n"]);
    }
    page.push_str("</ol></nav>\n<main id=\"main\" tabindex=\"-1\">\n<h1>");
    escape(page, title);
    page.push_str("</h1>\n");
}

/// Writes three ways to cite a report.
pub fn cite(page: &mut String, it: &Document) {
    page.push_str("<details class=\"cite\"><summary>How to cite</summary><dl>\n<dt>APA</dt><dd>");
    push(page, &[TITLE, ". (", it.folder, "). ", it.title, ". In ", it.folder, ". ", HOST, BASE, it.folder, "/"]);
    push(page, &[it.name, "/</dd>\n<dt>BibTeX</dt><dd>@incollection{", it.name, "-", it.folder, ",\nauthor={{", TITLE]);
    push(
        page,
        &["}},\ntitle={{", it.title, "}},\nbooktitle={{", it.folder, "}},\nyear={", it.folder, "},\nurl={", HOST],
    );
    push(
        page,
        &[BASE, it.folder, "/", it.name, "/}\n}</dd>\n<dt>CSL-JSON</dt><dd>{\"id\":\"", it.name, "-", it.folder],
    );
    push(page, &["\",\"type\":\"chapter\",\"author\":[{\"literal\":\"", TITLE, "\"}],\"title\":\"", it.title]);
    push(page, &["\",\"container-title\":\"", it.folder, "\",\"issued\":{\"raw\":\"", it.date, "\"},\"URL\":\"", HOST]);
    push(page, &[BASE, it.folder, "/", it.name, "/\"}</dd>\n</dl></details>\n"]);
}

const NAVIGATION: [(&str, &str); 7] = [
    ("", TITLE),
    ("hurdles/", "Hurdles"),
    ("accelerators/", "Accelerators"),
    ("tech-enablers/", "Tech Enablers"),
    ("themes/", "Themes"),
    ("topics/", "Topics"),
    ("editions/", "Editions"),
];

/// Writes the end of a page, from the end of its content.
pub fn foot(page: &mut String) {
    push(
        page,
        &[
            "</main>\n<footer class=\"foot\">\n<nav aria-label=\"More pages\"><ul>\n<li><a href=\"",
            BASE,
            "about/\">About</a></li>\n<li><a href=\"",
            BASE,
            "glossary/\">Glossary</a></li>\n<li><a href=\"",
            BASE,
            "methodology/\">Methodology</a></li>\n</ul></nav>\n<p><a href=\"",
            BASE,
            "atom.xml\">Feed</a></p>\n",
        ],
    );
    page.push_str("</footer>\n</body>\n</html>\n");
}

/// Writes a list of cards.
pub fn cards<'a: 'b, 'b>(page: &mut String, reports: impl Iterator<Item = &'b Document<'a>>) {
    page.push_str("<ul class=\"lines\">\n");
    for it in reports {
        card(page, it);
    }
    page.push_str("</ul>\n");
}

/// Writes the card of a report.
fn card(page: &mut String, it: &Document) {
    push(page, &["<li class=\"line ", it.kind, "\"><a href=\"", BASE, it.folder, "/", it.name, "/\">"]);
    escape(page, it.title);
    push(page, &["</a> <span class=\"meta\"><span class=\"kind\">", it.kind, "</span> <span>", it.folder]);
    let _ = write!(page, "</span> <span>No. {}</span></span><p class=\"sum\">", it.rank);
    escape(page, it.summary);
    page.push_str("</p></li>\n");
}

/// Writes the facts of a report: kind, edition, rank, rating, votes …
pub fn facts(page: &mut String, it: &Document) {
    push(
        page,
        &[
            "<dl class=\"facts\">\n<div><dt>Kind</dt><dd><a href=\"",
            BASE,
            it.kind,
            "s/\">",
            it.kind,
            "</a></dd></div>\n",
        ],
    );
    push(page, &["<div><dt>Edition</dt><dd><a href=\"", BASE, it.folder, "/\">", it.folder, "</a></dd></div>\n"]);
    let _ = writeln!(page, "<div><dt>Rank</dt><dd>No. {}</dd></div>", it.rank);
    push(page, &["<div><dt>Rating</dt><dd>", it.rating, "</dd></div>\n<div><dt>Votes</dt><dd>", it.votes]);
    push(page, &["</dd></div>\n<div><dt>Published</dt><dd>", it.date, "</dd></div>\n<div><dt>Themes</dt><dd><ul>\n"]);
    for theme in &it.themes {
        push(page, &["<li><a href=\"", BASE, "themes/", theme, "/\">", theme, "</a></li>\n"]);
    }
    push(page, &["</ul></dd></div>\n<div><dt>For</dt><dd>", it.audience, "</dd></div>\n</dl>\n"]);
}

/// Writes the sections below a body: quotes, actions, questions, sources.
pub fn sections(page: &mut String, it: &Document) {
    for quote in &it.quotes {
        push(page, &["<blockquote><p>", quote, "</p></blockquote>\n"]);
    }
    items(page, "What to do", &it.actions);
    items(page, "What to discuss", &it.questions);
    page.push_str("<h2>Sources</h2>\n<ul>\n");
    for [title, url, year] in &it.sources {
        push(page, &["<li><a href=\"", url, "\">", title, "</a> <span class=\"meta\">", year, "</span></li>\n"]);
    }
    page.push_str("</ul>\n");
}

/// Writes a heading and a list.
pub fn items(page: &mut String, title: &str, items: &[&str]) {
    push(page, &["<h2>", title, "</h2>\n<ul>\n"]);
    for item in items {
        page.push_str("<li>");
        escape(page, item);
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
}

/// Appends several texts.
pub fn push(page: &mut String, parts: &[&str]) {
    for part in parts {
        page.push_str(part);
    }
}

/// Appends a text, escaped for HTML and XML.
pub fn escape(page: &mut String, mut text: &str) {
    while let Some(place) = text.find(['&', '<', '>', '"']) {
        let (plain, more) = text.split_at(place);
        page.push_str(plain);
        page.push_str(match more.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        text = &more[1..];
    }
    page.push_str(text);
}
