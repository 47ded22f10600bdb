//! A Markdown file to its front matter, borrowed from the text, and its HTML. Takes front matter for lines of
//! `name: value` and of `  - item`, and knows nothing of YAML.

use pulldown_cmark::{Options, Parser, html};
use std::path::Path;

/// What a file says. What it does not say is empty.
#[derive(Default)]
pub struct Document<'a> {
    /// The folder that the file is in: the year, of a report.
    pub folder: &'a str,
    /// The file's name without its extension: the topic, of a report.
    pub name: &'a str,
    /// Shown as it is, without quotes.
    pub title: &'a str,
    /// Empty where this is no report.
    pub kind: &'a str,
    /// Within its kind and edition.
    pub rank: u32,
    /// The ids of its themes.
    pub themes: Vec<&'a str>,
    /// A sentence or two.
    pub summary: &'a str,
    /// On the scale of its kind.
    pub rating: &'a str,
    /// As the front matter has them.
    pub votes: &'a str,
    /// As 2026-02-17.
    pub date: &'a str,
    /// The title, address and year of each.
    pub sources: Vec<[&'a str; 3]>,
    /// What to do.
    pub actions: Vec<&'a str>,
    /// What to discuss.
    pub questions: Vec<&'a str>,
    /// What others say, as the front matter has it.
    pub quotes: Vec<&'a str>,
    /// For whom.
    pub audience: &'a str,
    /// The topics that it is joined to in its edition, by what joins them.
    pub joined: Vec<(&'a str, Vec<&'a str>)>,
    /// The body.
    pub html: String,
}

/// The file as it lies in the site.
pub fn document<'a>(path: &'a Path, text: &'a str) -> Document<'a> {
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
        "surmounts" | "leverages" => document.joined.push((field, topics(value))),
        _ => {}
    }
}

/// Of `[one, {to: another, why: "…"}]`.
fn topics(list: &str) -> Vec<&str> {
    let items = list.trim_matches(['[', ']']).split(", ").map(|item| item.trim_start_matches("{to: "));
    items.filter(|item| !item.starts_with("why: ")).collect()
}

/// Of `{title: "…", url: "…", year: …}`.
fn source(item: &str) -> [&str; 3] {
    let mut quoted = item.split('"');
    let (title, url) = (quoted.nth(1).unwrap_or_default(), quoted.nth(1).unwrap_or_default());
    [title, url, quoted.next().unwrap_or_default().trim_start_matches(", year: ").trim_end_matches('}')]
}

fn html_of(body: &str) -> String {
    // As Trendpress reads Markdown, `parse::html`.
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
