//! A site to its files. Knows nothing of front matter.

use crate::machine::{csv, entries, json, relations, sitemap};
use crate::parts::{BASE, begin, cards, cite, escape, facts, foot, head, items, push, rest, structured};
use crate::read::Document;
use crate::site::{Listed, Site};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const STYLE: &str = "main, header, footer { max-width: 60rem; margin: auto }\n";
const A_PAGE: usize = 50;
const A_FEED: usize = 30;
const OTHERS: usize = 8;

/// The folder to write to, and how many files it got.
struct Output {
    folder: String,
    files: AtomicUsize,
}

impl Output {
    fn file(&self, path: &str, text: &str) -> io::Result<()> {
        self.files.fetch_add(1, Relaxed);
        fs::write(format!("{}/{path}", self.folder), text)
    }

    /// A page in a folder of its own.
    fn page(&self, path: &str, text: &str) -> io::Result<()> {
        self.files.fetch_add(1, Relaxed);
        let folder = format!("{}/{path}", self.folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder + "/index.html", text)
    }
}

/// Writes the site and says how many files that were.
pub fn write(site: &Site, folder: String) -> io::Result<usize> {
    let output = Output { folder, files: AtomicUsize::new(0) };
    let buffer = || String::with_capacity(64 * 1024);
    single(site, &output)?;
    site.years.par_iter().try_for_each_init(buffer, |page, year| edition(site, &output, year, page))?;
    site.kinds.par_iter().try_for_each_init(buffer, |page, (kind, places)| {
        let folder = format!("{kind}s");
        list(site, &output, &folder, kind, "", places, page)?;
        feed(site, &output, &folder, places, page)
    })?;
    site.themes.par_iter().try_for_each_init(buffer, |page, (theme, places)| {
        let folder = format!("themes/{theme}");
        let said = site.other("themes", theme);
        list(site, &output, &folder, title_or(said, theme), said.map_or("", |it| &it.html), places, page)?;
        feed(site, &output, &folder, places, page)
    })?;
    site.topics.par_iter().try_for_each_init(buffer, |page, (topic, places)| {
        page.clear();
        let title = site.reports[places[0]].title;
        head(page, title, "", &["topics/", topic, "/"]);
        begin(page, title, Some(("topics", "Topics")));
        cards(page, site.of(places));
        foot(page);
        output.page(&format!("topics/{topic}"), page)
    })?;
    (0..site.reports.len()).into_par_iter().try_for_each_init(buffer, |page, place| {
        let it = &site.reports[place];
        page.clear();
        report(page, site, place);
        output.page(&format!("{}/{}", it.folder, it.name), page)
    })?;
    Ok(output.files.into_inner())
}

fn title_or<'a>(document: Option<&Document<'a>>, otherwise: &'a str) -> &'a str {
    document.map_or(otherwise, |it| it.title)
}

/// The files of which there is one each.
fn single(site: &Site, output: &Output) -> io::Result<()> {
    let page = &mut String::with_capacity(64 * 1024);
    fs::create_dir_all(&output.folder)?;
    fs::create_dir_all(format!("{}/assets", output.folder))?;
    output.file("assets/site.css", STYLE)?;
    output.file("robots.txt", "User-agent: *\nAllow: /\n")?;
    for other in site.others.values() {
        let path = match (other.folder, other.name) {
            ("pages", name) => name,
            ("content", "index") => ".",
            _ => continue,
        };
        page.clear();
        head(page, other.title, other.summary, &[path, "/"]);
        begin(page, other.title, None);
        push(page, &["<div class=\"prose\">\n", &other.html, "</div>\n"]);
        foot(page);
        output.page(path, page)?;
    }
    for (path, names) in [("editions", site.years.clone()), ("themes", sorted(&site.themes))] {
        names_page(page, path, path, &names, if path == "editions" { "" } else { "themes/" });
        output.page(path, page)?;
    }
    names_page(page, "404.html", "Not found", &[], "");
    output.file("404.html", page)?;
    for (place, topics) in sorted(&site.topics).chunks(A_PAGE).enumerate() {
        names_page(page, "topics", "Topics", topics, "topics/");
        output.page(&if place == 0 { "topics".to_owned() } else { format!("topics/page/{}", place + 1) }, page)?;
    }
    entries(page, "", site.reports.iter().take(A_FEED));
    output.file("atom.xml", page)?;
    json(page, site.reports.iter());
    output.file("reports.json", page)?;
    csv(page, site.reports.iter());
    output.file("reports.csv", page)?;
    relations(page, site);
    output.file("relations.json", page)?;
    sitemap(page, site);
    output.file("sitemap.xml", page)
}

fn sorted<'a>(listed: &Listed<'a>) -> Vec<&'a str> {
    let mut names: Vec<&str> = listed.keys().copied().collect();
    names.sort_unstable();
    names
}

fn names_page(page: &mut String, path: &str, title: &str, names: &[&str], below: &str) {
    page.clear();
    head(page, title, "", &[path]);
    begin(page, title, None);
    page.push_str("<ul>\n");
    for name in names {
        push(page, &["<li><a href=\"", BASE, below, name, "/\">", name, "</a></li>\n"]);
    }
    page.push_str("</ul>\n");
    foot(page);
}

/// An edition's lists, its other pages and its files for machines.
fn edition(site: &Site, output: &Output, year: &str, page: &mut String) -> io::Result<()> {
    let places = &site.editions[year];
    let said = site.other(year, "edition");
    let title = title_or(said, year);
    list(site, output, year, title, said.map_or("", |it| &it.html), places, page)?;
    let start = |page: &mut String, name: &str| {
        page.clear();
        head(page, title, "", &[year, "/", name, "/"]);
        begin(page, title, Some((year, title)));
    };
    start(page, "print");
    for it in site.of(places) {
        push(page, &["<article>\n<h2>"]);
        escape(page, it.title);
        page.push_str("</h2>\n");
        facts(page, it);
        push(page, &["<div class=\"prose\">\n", &it.html, "</div>\n"]);
        rest(page, it);
        joined(page, site, it);
        page.push_str("</article>\n");
    }
    foot(page);
    output.page(&format!("{year}/print"), page)?;
    start(page, "brief");
    cards(page, site.of(places).filter(|it| it.rank <= 5));
    foot(page);
    output.page(&format!("{year}/brief"), page)?;
    start(page, "discuss");
    for it in site.of(places) {
        cards(page, std::iter::once(it));
        items(page, "What to discuss", &it.questions);
    }
    foot(page);
    output.page(&format!("{year}/discuss"), page)?;
    if site.years.last() != Some(&year) {
        start(page, "changes");
        changes(page, site, places);
        foot(page);
        output.page(&format!("{year}/changes"), page)?;
    }
    for (name, between) in [("list.md", ["- ", ": "]), ("list.txt", ["", "\n  "])] {
        page.clear();
        for it in site.of(places) {
            push(page, &[between[0], it.title, between[1], it.summary, "\n"]);
        }
        output.file(&format!("{year}/{name}"), page)?;
    }
    json(page, site.of(places));
    output.file(&format!("{year}/reports.json"), page)?;
    csv(page, site.of(places));
    output.file(&format!("{year}/reports.csv"), page)
}

/// Each report of an edition with the rank that its topic had before.
fn changes(page: &mut String, site: &Site, places: &[usize]) {
    for &place in places {
        let it = &site.reports[place];
        cards(page, std::iter::once(it));
        let same = site.topics.get(it.name);
        match same.and_then(|all| all.iter().find(|&&before| before > place)) {
            Some(&before) => _ = writeln!(page, "<p>No. {} before</p>", site.reports[before].rank),
            None => page.push_str("<p>New</p>\n"),
        }
    }
}

/// A list in pages.
fn list(
    site: &Site,
    output: &Output,
    folder: &str,
    title: &str,
    intro: &str,
    places: &[usize],
    page: &mut String,
) -> io::Result<()> {
    let count = places.len().div_ceil(A_PAGE);
    for (place, part) in places.chunks(A_PAGE).enumerate() {
        page.clear();
        head(page, title, "", &[folder, "/"]);
        begin(page, title, None);
        if place == 0 {
            push(page, &["<div class=\"prose\">\n", intro, "</div>\n"]);
        }
        cards(page, site.of(part));
        page.push_str("<nav class=\"pages\">");
        for number in 1..=count {
            let _ = write!(page, "<a href=\"{BASE}{folder}/page/{number}/\">{number}</a> ");
        }
        page.push_str("</nav>\n");
        foot(page);
        output.page(&if place == 0 { folder.to_owned() } else { format!("{folder}/page/{}", place + 1) }, page)?;
    }
    Ok(())
}

fn report(page: &mut String, site: &Site, place: usize) {
    let it = &site.reports[place];
    head(page, it.title, it.summary, &[it.folder, "/", it.name, "/"]);
    structured(page, it);
    begin(page, it.title, Some((it.folder, it.folder)));
    push(page, &["<article class=\"report\">\n<p class=\"lead\">"]);
    escape(page, it.summary);
    page.push_str("</p>\n");
    facts(page, it);
    push(page, &["<div class=\"prose\">\n", &it.html, "</div>\n"]);
    rest(page, it);
    joined(page, site, it);
    page.push_str("<h2>Related</h2>\n");
    if let Some(theme) = it.themes.first().and_then(|theme| site.themes.get(theme)) {
        let own = theme.binary_search(&place).unwrap_or_default();
        let from = own.saturating_sub(2).min(theme.len().saturating_sub(6));
        cards(page, site.of(&theme[from..theme.len().min(from + 6)]).filter(|other| !std::ptr::eq(*other, it)).take(5));
    }
    if let Some(all) = site.topics.get(it.name) {
        page.push_str("<h2>In other editions</h2>\n");
        let own = all.binary_search(&place).unwrap_or_default();
        let from = own.saturating_sub(OTHERS / 2).min(all.len().saturating_sub(OTHERS + 1));
        let nearest = &all[from..all.len().min(from + OTHERS + 1)];
        cards(page, site.of(nearest).filter(|other| !std::ptr::eq(*other, it)));
    }
    cite(page, it);
    page.push_str("</article>\n<nav class=\"neighbours\">");
    let around = [("prev", place.checked_sub(1)), ("next", Some(place + 1))];
    for (name, place) in around.map(|(name, place)| (name, place.and_then(|place| site.reports.get(place)))) {
        if let Some(other) = place {
            push(
                page,
                &["<a rel=\"", name, "\" href=\"", BASE, other.folder, "/", other.name, "/\">", other.title, "</a>\n"],
            );
        }
    }
    page.push_str("</nav>\n");
    foot(page);
}

/// The reports that a report names, by what joins them.
fn joined(page: &mut String, site: &Site, it: &Document) {
    for (name, topics) in &it.joined {
        push(page, &["<h3>", name, "</h3>\n"]);
        cards(page, site.named(it.folder, topics));
    }
}

fn feed(site: &Site, output: &Output, folder: &str, places: &[usize], page: &mut String) -> io::Result<()> {
    entries(page, folder, site.of(&places[..places.len().min(A_FEED)]));
    output.file(&format!("{folder}/atom.xml"), page)
}
