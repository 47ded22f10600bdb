//! Writes the files for programs: Atom feeds, sitemap, JSON, CSV.

use crate::document::Document;
use crate::html::{BASE, HOST, TITLE, escape, push};
use crate::site::Site;
use std::fmt::Write as _;

/// Writes an Atom feed of these reports.
pub fn feed<'a: 'b, 'b>(page: &mut String, folder: &str, reports: impl Iterator<Item = &'b Document<'a>>) {
    page.clear();
    page.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>");
    push(page, &[HOST, BASE, folder, "</id>\n<title>", TITLE, "</title>\n"]);
    for it in reports {
        push(page, &["<entry>\n<id>", HOST, BASE, it.folder, "/", it.name, "/</id>\n<title>"]);
        escape(page, it.title);
        push(
            page,
            &["</title>\n<updated>", it.date, "T00:00:00Z</updated>\n<link rel=\"alternate\" href=\"", HOST, BASE],
        );
        push(page, &[it.folder, "/", it.name, "/\"/>\n<summary>"]);
        escape(page, it.summary);
        push(page, &["</summary>\n<category term=\"", it.kind, "\"/>\n</entry>\n"]);
    }
    page.push_str("</feed>\n");
}

/// Writes `sitemap.xml`: the addresses of reports and of the first page of each list.
pub fn sitemap(page: &mut String, site: &Site) {
    page.clear();
    page.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for it in &site.reports {
        push(
            page,
            &["<url><loc>", HOST, BASE, it.folder, "/", it.name, "/</loc><lastmod>", it.date, "</lastmod></url>\n"],
        );
    }
    for (folder, lists) in
        [("", &site.editions), ("", &site.kinds), ("themes/", &site.themes), ("topics/", &site.topics)]
    {
        for name in lists.keys() {
            push(page, &["<url><loc>", HOST, BASE, folder, name, "/</loc></url>\n"]);
        }
    }
    page.push_str("</urlset>\n");
}

/// Writes `relations.json`.
pub fn relations(page: &mut String, site: &Site) {
    page.clear();
    page.push_str("{\"relations\":[");
    let start = page.len();
    for it in &site.reports {
        for (name, topics) in &it.relations {
            for other in site.reports_on(it.folder, topics) {
                push(page, &[if page.len() > start { "," } else { "" }, "{\"type\":\"", name, "\",\"from\":"]);
                relation_end(page, it);
                page.push_str(",\"to\":");
                relation_end(page, other);
                page.push('}');
            }
        }
    }
    page.push_str("]}\n");
}

/// Writes one of the two reports of a relation.
fn relation_end(page: &mut String, it: &Document) {
    push(page, &["{\"edition\":\"", it.folder, "\",\"id\":\"", it.name, "\",\"topic\":\"", it.name, "\",\"kind\":\""]);
    push(page, &[it.kind, "\",\"title\":\"", it.title, "\",\"url\":\"", HOST, BASE, it.folder, "/", it.name, "/\"}"]);
}

/// Writes `reports.json`.
pub fn json<'a: 'b, 'b>(page: &mut String, reports: impl Iterator<Item = &'b Document<'a>>) {
    page.clear();
    page.push_str("{\"reports\":[");
    for (place, it) in reports.enumerate() {
        push(page, &[if place == 0 { "" } else { "," }, "{\"edition\":\"", it.folder, "\",\"id\":\"", it.name]);
        push(page, &["\",\"topic\":\"", it.name, "\",\"kind\":\"", it.kind, "\",\"title\":\"", it.title]);
        let _ = write!(page, "\",\"rank\":{},\"themes\":[", it.rank);
        for (place, theme) in it.themes.iter().enumerate() {
            push(page, &[if place == 0 { "\"" } else { ",\"" }, theme, "\""]);
        }
        push(page, &["],\"summary\":\"", it.summary, "\",\"votes\":\"", it.votes, "\",\"rating\":", it.rating]);
        page.push_str(",\"relations\":[");
        let start = page.len();
        for (name, topics) in &it.relations {
            for topic in topics {
                push(page, &[if page.len() > start { "," } else { "" }, "{\"type\":\"", name, "\",\"edition\":\""]);
                push(page, &[it.folder, "\",\"topic\":\"", topic, "\"}"]);
            }
        }
        push(page, &["],\"date\":\"", it.date, "\",\"url\":\"", HOST, BASE, it.folder, "/", it.name, "/\"}"]);
    }
    page.push_str("]}\n");
}

/// Writes `reports.csv`.
pub fn csv<'a: 'b, 'b>(page: &mut String, reports: impl Iterator<Item = &'b Document<'a>>) {
    page.clear();
    page.push_str("edition,kind,rank,topic,title,themes,summary,votes,rating,relations,date,url\n");
    for it in reports {
        let _ = write!(page, "{},{},{},{},", it.folder, it.kind, it.rank, it.name);
        push(page, &["\"", it.title, "\","]);
        for theme in &it.themes {
            push(page, &[theme, " "]);
        }
        push(page, &[",\"", it.summary, "\",\"", it.votes, "\",", it.rating, ","]);
        for (name, topics) in &it.relations {
            for topic in topics {
                push(page, &[name, ":", it.folder, "/", topic, " "]);
            }
        }
        push(page, &[",", it.date, ",", HOST, BASE, it.folder, "/", it.name, "/\n"]);
    }
}
