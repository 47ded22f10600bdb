//! Parses a Markdown file into its front matter, borrowed from the text, and HTML. Front matter is read as lines of
//! `name: value` and `  - item`, not as YAML.

use pulldown_cmark::{Options, Parser, html};
use std::path::Path;

/// A parsed file. Fields that its front matter does not have are empty.
#[derive(Default)]
pub struct Document<'a> {
    /// The folder of the file; for a report, its year.
    pub folder: &'a str,
    /// The file's name without extension; for a report, its topic.
    pub name: &'a str,
    /// The title, without quotes.
    pub title: &'a str,
    /// The kind; empty unless the file is a report.
    pub kind: &'a str,
    /// The rank within kind and edition.
    pub rank: u32,
    /// The ids of its themes.
    pub themes: Vec<&'a str>,
    /// The summary.
    pub summary: &'a str,
    /// The rating, as written.
    pub rating: &'a str,
    /// The votes, as written.
    pub votes: &'a str,
    /// The date, as written: 2026-02-17.
    pub date: &'a str,
    /// Title, address and year of each source.
    pub sources: Vec<[&'a str; 3]>,
    /// The actions.
    pub actions: Vec<&'a str>,
    /// The questions.
    pub questions: Vec<&'a str>,
    /// The quotes, as written.
    pub quotes: Vec<&'a str>,
    /// The audience, as written.
    pub audience: &'a str,
    /// The names of its relations, each with the topics that it leads to.
    pub relations: Vec<(&'a str, Vec<&'a str>)>,
    /// The body as HTML.
    pub html: String,
}

/// Parses a file.
pub fn parse<'a>(path: &'a Path, text: &'a str) -> Document<'a> {
    let (front, body) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", text));
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let mut document = Document { folder, name, html: html_of(body), ..Document::default() };
    let mut list = "";
    for line in front.lines() {
        if let Some(item) = line.strip_prefix("  - ") {
            match list {
                "sources" => document.sources.push(source(item)),
                "actions" => document.actions.push(item),
                "questions" => document.questions.push(item),
                "quotes" => document.quotes.push(item),
                _ => {}
            }
        } else if let Some((field, value)) = line.split_once(':') {
            list = field;
            set(&mut document, field, value.trim_ascii());
        }
    }
    document
}

fn set<'a>(document: &mut Document<'a>, field: &'a str, value: &'a str) {
    match field {
        "title" => document.title = value.trim_matches('"'),
        "kind" => document.kind = value,
        "rank" => document.rank = value.parse().unwrap_or_default(),
        "themes" => document.themes = value.trim_matches(['[', ']']).split(", ").collect(),
        "summary" => document.summary = value.trim_matches('"'),
        "rating" => document.rating = value,
        "votes" => document.votes = value.trim_matches(['{', '}']),
        "date" => document.date = value,
        "audience" => document.audience = value.trim_matches(['[', ']']),
        "surmounts" | "leverages" => document.relations.push((field, topics(value))),
        _ => {}
    }
}

/// Parses `[one, {to: another, why: "…"}]`.
fn topics(list: &str) -> Vec<&str> {
    let items = list.trim_matches(['[', ']']).split(", ").map(|item| item.trim_start_matches("{to: "));
    items.filter(|item| !item.starts_with("why: ")).collect()
}

/// Parses `{title: "…", url: "…", year: …}`.
fn source(item: &str) -> [&str; 3] {
    let mut quoted = item.split('"');
    let (title, url) = (quoted.nth(1).unwrap_or_default(), quoted.nth(1).unwrap_or_default());
    [title, url, quoted.next().unwrap_or_default().trim_start_matches(", year: ").trim_end_matches('}')]
}

fn html_of(body: &str) -> String {
    // The options with which Trendpress parses Markdown.
    let options = Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    let mut page = String::with_capacity(body.len() * 5 / 4);
    html::push_html(&mut page, Parser::new_ext(body, options));
    page
}
