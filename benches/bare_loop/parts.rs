//! What pages consist of, by string pushes: head and foot, cards, facts, lists. Knows nothing of the site as a whole.

use crate::read::Document;
use std::fmt::Write as _;

/// The address that the pages have below the host.
pub const BASE: &str = "/reports/";
/// The address of the host.
pub const HOST: &str = "https://example.org";
/// The site's title.
pub const TITLE: &str = "Trends of a Made-up Field";

/// A page up to its heading; its address in parts.
pub fn head(page: &mut String, title: &str, summary: &str, path: &[&str]) {
    page.push_str(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
    );
    escape(page, title);
    push(page, &[" · ", TITLE, "</title>\n<meta name=\"description\" content=\""]);
    escape(page, summary);
    push(page, &["\">\n<link rel=\"canonical\" href=\"", HOST, BASE]);
    push(page, path);
    push(
        page,
        &["\">\n<link rel=\"stylesheet\" href=\"", BASE, "assets/site.css\">\n</head>\n<body>\n<header>\n<nav><ul>\n"],
    );
    for (path, name) in NAVIGATION {
        push(page, &["<li><a href=\"", BASE, path, "\">", name, "</a></li>\n"]);
    }
    page.push_str("</ul></nav>\n</header>\n<main>\n<h1>");
    escape(page, title);
    page.push_str("</h1>\n");
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

/// A page from the end of its content.
pub fn foot(page: &mut String) {
    push(
        page,
        &["</main>\n<footer>\n<p><a href=\"", BASE, "about/\">About</a> <a href=\"", BASE, "atom.xml\">Feed</a></p>\n"],
    );
    page.push_str("</footer>\n</body>\n</html>\n");
}

/// Reports as lists show them.
pub fn cards<'a: 'b, 'b>(page: &mut String, reports: impl Iterator<Item = &'b Document<'a>>) {
    for it in reports {
        card(page, it);
    }
}

/// A report as lists show it.
pub fn card(page: &mut String, it: &Document) {
    push(page, &["<p class=\"line\"><a href=\"", BASE, it.folder, "/", it.name, "/\">"]);
    escape(page, it.title);
    push(page, &["</a> <span class=\"meta\">", it.kind, ", ", it.folder]);
    let _ = write!(page, ", no. {}</span> <span class=\"sum\">", it.rank);
    escape(page, it.summary);
    page.push_str("</span></p>\n");
}

/// What a report says in figures.
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
    page.push_str("</ul></dd></div>\n</dl>\n");
}

/// What stands below a body: actions, questions, sources.
pub fn rest(page: &mut String, it: &Document) {
    items(page, "What to do", &it.actions);
    items(page, "What to discuss", &it.questions);
    page.push_str("<h2>Sources</h2>\n<ul>\n");
    for [title, url, year] in &it.sources {
        push(page, &["<li><a href=\"", url, "\">", title, "</a> <span class=\"meta\">", year, "</span></li>\n"]);
    }
    page.push_str("</ul>\n");
}

/// A heading and a list.
pub fn items(page: &mut String, title: &str, items: &[&str]) {
    push(page, &["<h2>", title, "</h2>\n<ul>\n"]);
    for item in items {
        page.push_str("<li>");
        escape(page, item);
        page.push_str("</li>\n");
    }
    page.push_str("</ul>\n");
}

/// One text after the other.
pub fn push(page: &mut String, parts: &[&str]) {
    for part in parts {
        page.push_str(part);
    }
}

/// A text in HTML or XML.
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
