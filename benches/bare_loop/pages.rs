//! Writes all files of a site.

use crate::data_files::{csv, feed, json, relations, sitemap};
use crate::document::Document;
use crate::html::{BASE, begin, cards, cite, escape, facts, foot, head, items, push, sections, structured};
use crate::site::{Groups, Site};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const STYLE: &str = "main, header, footer { max-width: 60rem; margin: auto }\n";
/// Reports on one page of a list.
const PAGE_SIZE: usize = 50;
/// Reports in a feed.
const FEED_SIZE: usize = 30;
/// Other editions of a topic that a report shows.
const OTHER_EDITIONS: usize = 8;

/// The output folder, and the number of files written to it.
struct Output {
    folder: String,
    files: AtomicUsize,
}

impl Output {
    fn file(&self, path: &str, text: &str) -> io::Result<()> {
        self.files.fetch_add(1, Relaxed);
        fs::write(format!("{}/{path}", self.folder), text)
    }

    /// Writes a page as `index.html` in its own folder.
    fn page(&self, path: &str, text: &str) -> io::Result<()> {
        self.files.fetch_add(1, Relaxed);
        let folder = format!("{}/{path}", self.folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder + "/index.html", text)
    }
}

/// Writes the site. Returns the number of files.
pub fn write(site: &Site, folder: String) -> io::Result<usize> {
    let output = Output { folder, files: AtomicUsize::new(0) };
    let buffer = || String::with_capacity(64 * 1024);
    single(site, &output)?;
    site.years.par_iter().try_for_each_init(buffer, |page, year| edition(site, &output, year, page))?;
    site.kinds.par_iter().try_for_each_init(buffer, |page, (kind, places)| {
        let folder = format!("{kind}s");
        list(site, &output, &folder, kind, "", places, page)?;
        group_feed(site, &output, &folder, places, page)
    })?;
    site.themes.par_iter().try_for_each_init(buffer, |page, (theme, places)| {
        let folder = format!("themes/{theme}");
        let intro = site.other("themes", theme);
        list(site, &output, &folder, title_or(intro, theme), intro.map_or("", |it| &it.html), places, page)?;
        group_feed(site, &output, &folder, places, page)
    })?;
    site.topics.par_iter().try_for_each_init(buffer, |page, (topic, places)| {
        page.clear();
        let title = site.reports[places[0]].title;
        head(page, title, "", &["topics/", topic, "/"]);
        begin(page, title, Some(("topics", "Topics")));
        cards(page, site.reports_at(places));
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

/// Writes the files that exist once: style sheet, plain pages, lists of names, data.
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
    for (place, topics) in sorted(&site.topics).chunks(PAGE_SIZE).enumerate() {
        names_page(page, "topics", "Topics", topics, "topics/");
        output.page(&if place == 0 { "topics".to_owned() } else { format!("topics/page/{}", place + 1) }, page)?;
    }
    feed(page, "", site.reports.iter().take(FEED_SIZE));
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

fn sorted<'a>(listed: &Groups<'a>) -> Vec<&'a str> {
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

/// Writes an edition: its list, its print, brief, discuss, slides and changes pages, its data.
fn edition(site: &Site, output: &Output, year: &str, page: &mut String) -> io::Result<()> {
    let places = &site.editions[year];
    let intro = site.other(year, "edition");
    let title = title_or(intro, year);
    list(site, output, year, title, intro.map_or("", |it| &it.html), places, page)?;
    let start = |page: &mut String, name: &str| {
        page.clear();
        head(page, title, "", &[year, "/", name, "/"]);
        begin(page, title, Some((year, title)));
    };
    start(page, "print");
    for it in site.reports_at(places) {
        push(page, &["<article>\n<h2>"]);
        escape(page, it.title);
        page.push_str("</h2>\n");
        facts(page, it);
        push(page, &["<div class=\"prose\">\n", &it.html, "</div>\n"]);
        sections(page, it);
        related(page, site, it);
        page.push_str("</article>\n");
    }
    foot(page);
    output.page(&format!("{year}/print"), page)?;
    start(page, "brief");
    cards(page, site.reports_at(places).filter(|it| it.rank <= 5));
    foot(page);
    output.page(&format!("{year}/brief"), page)?;
    start(page, "discuss");
    for it in site.reports_at(places) {
        cards(page, std::iter::once(it));
        items(page, "What to discuss", &it.questions);
    }
    foot(page);
    output.page(&format!("{year}/discuss"), page)?;
    start(page, "slides");
    for it in site.reports_at(places) {
        cards(page, std::iter::once(it));
        items(page, "What to do", &it.actions[..it.actions.len().min(1)]);
        items(page, "What to discuss", &it.questions[..it.questions.len().min(1)]);
    }
    foot(page);
    output.page(&format!("{year}/slides"), page)?;
    if site.years.last() != Some(&year) {
        start(page, "changes");
        changes(page, site, places);
        foot(page);
        output.page(&format!("{year}/changes"), page)?;
    }
    for (name, between) in [("list.md", ["- ", ": "]), ("list.txt", ["", "\n  "])] {
        page.clear();
        for it in site.reports_at(places) {
            push(page, &[between[0], it.title, between[1], it.summary, "\n"]);
        }
        output.file(&format!("{year}/{name}"), page)?;
    }
    json(page, site.reports_at(places));
    output.file(&format!("{year}/reports.json"), page)?;
    csv(page, site.reports_at(places));
    output.file(&format!("{year}/reports.csv"), page)
}

/// Writes each report of an edition with the rank of its topic in the edition before.
fn changes(page: &mut String, site: &Site, places: &[usize]) {
    for &place in places {
        let it = &site.reports[place];
        cards(page, std::iter::once(it));
        let on_topic = site.topics.get(it.name);
        match on_topic.and_then(|all| all.iter().find(|&&before| before > place)) {
            Some(&before) => _ = writeln!(page, "<p>No. {} before</p>", site.reports[before].rank),
            None => page.push_str("<p>New</p>\n"),
        }
    }
}

/// Writes a list, divided into pages.
fn list(
    site: &Site,
    output: &Output,
    folder: &str,
    title: &str,
    intro: &str,
    places: &[usize],
    page: &mut String,
) -> io::Result<()> {
    let count = places.len().div_ceil(PAGE_SIZE);
    for (place, part) in places.chunks(PAGE_SIZE).enumerate() {
        page.clear();
        head(page, title, "", &[folder, "/"]);
        begin(page, title, None);
        if place == 0 {
            push(page, &["<div class=\"prose\">\n", intro, "</div>\n"]);
        }
        cards(page, site.reports_at(part));
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
    sections(page, it);
    related(page, site, it);
    page.push_str("<h2>Related</h2>\n");
    if let Some(theme) = it.themes.first().and_then(|theme| site.themes.get(theme)) {
        let position = theme.binary_search(&place).unwrap_or_default();
        let from = position.saturating_sub(2).min(theme.len().saturating_sub(6));
        cards(
            page,
            site.reports_at(&theme[from..theme.len().min(from + 6)]).filter(|other| !std::ptr::eq(*other, it)).take(5),
        );
    }
    if let Some(all) = site.topics.get(it.name) {
        page.push_str("<h2>In other editions</h2>\n");
        let position = all.binary_search(&place).unwrap_or_default();
        let from = position.saturating_sub(OTHER_EDITIONS / 2).min(all.len().saturating_sub(OTHER_EDITIONS + 1));
        let nearest = &all[from..all.len().min(from + OTHER_EDITIONS + 1)];
        cards(page, site.reports_at(nearest).filter(|other| !std::ptr::eq(*other, it)));
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

/// Writes the reports that a report has relations to.
fn related(page: &mut String, site: &Site, it: &Document) {
    for (name, topics) in &it.relations {
        push(page, &["<h3>", name, "</h3>\n"]);
        cards(page, site.reports_on(it.folder, topics));
    }
}

fn group_feed(site: &Site, output: &Output, folder: &str, places: &[usize], page: &mut String) -> io::Result<()> {
    feed(page, folder, site.reports_at(&places[..places.len().min(FEED_SIZE)]));
    output.file(&format!("{folder}/atom.xml"), page)
}
