//! Citations of a report, an edition or a part in the style of the APA, as BibTeX and as CSL-JSON. All three stand on the page itself: files
//! of their own would double the number of files of the site.

use jiff::civil::Date;
use serde::Serialize;
use std::borrow::Cow;

use crate::base::escape::escape_text;
use crate::link::{Page, PageKey, Scope, Site};
use crate::view::Viewer;
use crate::view::part_info::scope_title;
use crate::view::shared::Html;

/// The citations of a report, an edition or a part.
#[derive(Debug, Serialize)]
pub struct Citation {
    pub forms: Vec<CitationForm>,
    /// Empty but for a report.
    pub revision: String,
}

/// A citation in one form. The name of the form is the same in every language.
#[derive(Debug, Serialize)]
pub struct CitationForm {
    pub name: &'static str,
    pub text: Html,
}

/// The facts that all forms cite.
struct Work<'a> {
    key: String,
    author: &'a str,
    title: &'a str,
    /// The edition that the work is a chapter of; `None` for an edition or a part.
    edition: Option<&'a str>,
    /// Year, month and day, as far as known.
    date: Vec<i64>,
    /// Empty but for a report.
    revision: String,
    /// The language of a translation.
    language: Option<&'a str>,
    /// The absolute address; empty where it is not known.
    url: Cow<'a, str>,
}

/// Cites a report in the language of its page.
pub fn citation(viewer: &Viewer<'_>, page: Page, number: usize) -> Citation {
    let site = viewer.site;
    let report = &site.reports[number];
    let local = &site.settings.languages[page.language];
    let revision = revision(site, number, page.language);
    let language = (page.language > 0).then_some(&*local.tag);
    let work = Work {
        key: key(&report.id, &site.editions[report.edition].id, language, &revision),
        author: local.cited_author(),
        title: site.report_title(number, page.language),
        edition: Some(site.edition_title(report.edition, page.language)),
        date: known_date(site.report_date(number, page.language), &site.editions[report.edition].id),
        url: viewer.urls.absolute_page(PageKey::Report(number), page.language),
        language,
        revision,
    };
    forms(viewer, page, work)
}

/// Cites an edition or a part in the language of its page.
pub fn scope_citation(viewer: &Viewer<'_>, page: Page, scope: Scope) -> Citation {
    let site = viewer.site;
    let edition = &site.editions[scope.edition];
    let local = &site.settings.languages[page.language];
    let language = (page.language > 0).then_some(&*local.tag);
    let day = match site.part_of(scope) {
        Some(part) => site.part_date(part),
        None => site.words(&edition.texts, 0).and_then(|words| words.dates.date),
    };
    let work = Work {
        key: key(site.part_of(scope).map_or("edition", |part| &*part.id), &edition.id, language, ""),
        author: local.cited_author(),
        title: &scope_title(viewer, page.language, scope),
        edition: None,
        date: known_date(day, &edition.id),
        url: viewer.urls.absolute_page(scope.page_key(), page.language),
        language,
        revision: String::new(),
    };
    forms(viewer, page, work)
}

fn forms(viewer: &Viewer<'_>, page: Page, work: Work<'_>) -> Citation {
    let note = viewer.say(page.language, "revision", &[("revision", &work.revision)]);
    let form = |name, text: String| CitationForm { name, text: Html::new(escape_text(&text)) };
    Citation {
        forms: vec![
            form("APA", apa(viewer, page, &work)),
            form("BibTeX", bibtex(&work, &note)),
            form("CSL-JSON", csl(&work)),
        ],
        revision: work.revision,
    }
}

/// Returns the revision of a report: the first ten hexadecimal digits of the hash of its file, in a language or else of
/// the original.
fn revision(site: &Site, report: usize, language: usize) -> String {
    let texts = &site.reports[report].texts;
    texts[language].or(texts[0]).map(|file| site.files[file].revision().to_string()).unwrap_or_default()
}

/// Returns the year, month and day of a date, else the year that the edition's id begins with, as far as known.
fn known_date(day: Option<Date>, edition: &str) -> Vec<i64> {
    let year = || edition.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    match day {
        Some(date) => vec![i64::from(date.year()), i64::from(date.month()), i64::from(date.day())],
        None => year().and_then(|year| year.parse().ok()).into_iter().collect(),
    }
}

/// Returns a key that every BibTeX takes: ASCII letters, digits and hyphens, beginning with a letter.
fn key(report: &str, edition: &str, language: Option<&str>, revision: &str) -> String {
    let mut key = [report, "-", edition].concat();
    if let Some(language) = language {
        key.push('-');
        key.push_str(language);
    }
    let is_plain = key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match key.as_bytes() {
        [first, ..] if is_plain && first.is_ascii_alphabetic() => key,
        _ => format!("r-{revision}"),
    }
}

fn apa(viewer: &Viewer<'_>, page: Page, work: &Work<'_>) -> String {
    let tag = &viewer.site.settings.languages[page.language].tag;
    let year = work.date.first().map_or_else(|| viewer.word(page, "no-date"), ToString::to_string);
    let word = if work.edition.is_some() { "cite" } else { "cite-edition" };
    let mut citation = viewer.words.say(tag, word, None, &mut |name, text| match name {
        "author" => text.push_str(&stopped(work.author)),
        "year" => text.push_str(&year),
        "title" => text.push_str(&stopped(work.title)),
        "edition" => text.push_str(work.edition.unwrap_or_default()),
        "revision" => text.push_str(&work.revision),
        _ => {}
    });
    if let (Ok(citation), false) = (&mut citation, work.url.is_empty()) {
        citation.push(' ');
        citation.push_str(&work.url);
    }
    citation.unwrap_or_default()
}

/// Ends a text with a full stop, unless it ends with a mark already.
fn stopped(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_stopped = text.ends_with(['.', '?', '!', '…', '。', '？', '！']);
    if is_stopped { text.into() } else { [text, "."].concat().into() }
}

fn bibtex(work: &Work<'_>, note: &str) -> String {
    let mut entry = String::with_capacity(320);
    entry.push_str(if work.edition.is_some() { "@incollection{" } else { "@book{" });
    entry.push_str(&work.key);
    // Double braces keep the upper case of titles, and an author's name in one piece.
    let container = work.edition.map(|edition| ("booktitle", edition));
    for (name, value) in [("author", work.author), ("title", work.title)].into_iter().chain(container) {
        for part in [",\n", name, "={{", &tex(value), "}}"] {
            entry.push_str(part);
        }
    }
    let mut field = |name: &str, value: &str| [",\n", name, "={", value, "}"].map(|part| entry.push_str(part));
    if let Some(year) = work.date.first() {
        field("year", &year.to_string());
    }
    if !work.revision.is_empty() {
        field("note", &tex(note));
    }
    if !work.url.is_empty() {
        // BibTeX styles and biblatex take an address as it is, signs included.
        field("url", &work.url.replace('{', "%7B").replace('}', "%7D"));
    }
    entry.push_str("\n}");
    entry
}

/// Escapes a text for a BibTeX field. Braces become commands, because BibTeX counts escaped ones too.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            other if other.is_whitespace() || other.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Returns one item of CSL-JSON, version 1.0.2.
fn csl(work: &Work<'_>) -> String {
    let item = CslItem {
        id: &work.key,
        type_: if work.edition.is_some() { "chapter" } else { "report" },
        author: [CslName { literal: work.author }],
        title: work.title,
        container: work.edition,
        version: &work.revision,
        issued: (!work.date.is_empty()).then_some(CslDate { parts: [&work.date] }),
        language: work.language,
        url: &work.url,
    };
    // Only maps with keys that are no strings can fail, and there are none.
    let mut json = Vec::with_capacity(384);
    let _ = serde_json::to_writer(&mut json, &item);
    String::from_utf8(json).unwrap_or_default()
}

/// A struct rather than a tree of JSON values, as in `json_ld.rs`.
#[derive(Serialize)]
struct CslItem<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    type_: &'static str,
    author: [CslName<'a>; 1],
    title: &'a str,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<CslDate<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "str::is_empty")]
    url: &'a str,
}

#[derive(Serialize)]
struct CslName<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
struct CslDate<'a> {
    #[serde(rename = "date-parts")]
    parts: [&'a [i64]; 1],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work<'a>(title: &'a str, url: &'a str) -> Work<'a> {
        Work {
            key: "x-2026".to_owned(),
            author: "A & B",
            title,
            edition: Some("Edition 2026"),
            date: vec![2026, 2, 4],
            revision: "0123456789".to_owned(),
            language: None,
            url: url.into(),
        }
    }

    #[test]
    fn bibtex_keeps_its_braces_balanced_whatever_a_title_holds() {
        let title = "50% & $5 #1_a {b ~c ^d \\e } é 数字\nline";
        let entry = bibtex(&work(title, "https://x.example/a_b%20c#d"), "Revision 0");
        assert_eq!(
            entry.lines().nth(2),
            Some(
                "title={{50\\% \\& \\$5 \\#1\\_a \\textbraceleft{}b \\textasciitilde{}c \\textasciicircum{}d \
                 \\textbackslash{}e \\textbraceright{} é 数字 line}},"
            )
        );
        assert!(entry.contains("url={https://x.example/a_b%20c#d}"), "{entry}");
        assert_eq!(entry.matches('{').count(), entry.matches('}').count());
    }

    #[test]
    fn csl_says_a_date_and_an_address_only_where_they_are_known() {
        let item: serde_json::Value = serde_json::from_str(&csl(&work("\"Quoted\" \\", "https://x.example/"))).unwrap();
        assert_eq!(item["title"], "\"Quoted\" \\");
        assert_eq!(item["issued"]["date-parts"][0][0], 2026);
        assert_eq!(item["URL"], "https://x.example/");
        let unknown = Work { date: Vec::new(), ..work("x", "") };
        let item: serde_json::Value = serde_json::from_str(&csl(&unknown)).unwrap();
        assert!(item.get("issued").is_none() && item.get("URL").is_none());
    }

    #[test]
    fn keys_are_plain_enough_for_every_bibtex() {
        assert_eq!(key("digital-equity", "2026", None, "0"), "digital-equity-2026");
        assert_eq!(key("digital-equity", "2026", Some("es"), "0"), "digital-equity-2026-es");
        assert_eq!(key("数字", "2026", None, "0a"), "r-0a");
        assert_eq!(key("5g", "2026", None, "0a"), "r-0a");
    }

    #[test]
    fn full_stops_are_not_doubled() {
        assert_eq!(stopped("Why now?"), "Why now?");
        assert_eq!(stopped("Acme Inc."), "Acme Inc.");
        assert_eq!(stopped("Trends"), "Trends.");
    }
}
