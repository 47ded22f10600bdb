//! `list`: lists what the site has, published or not.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::print::{json_text, visible_line};
use crate::check::CommonFields;
use crate::cli::arguments::{Common, List, ListFormat, ListItems};
use crate::cli::options::options_for_all_content;
use crate::cli::terminal::print_stdout;
use crate::cli::{CommandResult, Outcome};
use crate::link::{Edition, HeldBack, Part, PartState, Publication, Site};
use crate::pipeline::{Options, link_site};

/// Prints a list.
pub fn list(common: &Common, arguments: &List) -> CommandResult {
    let options = options_for_all_content(common, arguments.at)?;
    let linked = link_site(&options, &|_| {});
    let rows = rows(&linked.site, arguments.what, &options);
    match arguments.format {
        ListFormat::Json => print_stdout(&(json_text(&Value::Array(rows), false) + "\n"))?,
        ListFormat::Human => print_stdout(&table(&rows))?,
    }
    Ok(if linked.snapshot.settings.is_none() { Outcome::Failure } else { Outcome::Success })
}

/// The items of a list as objects with the same keys.
fn rows(site: &Site, items: ListItems, options: &Options) -> Vec<Value> {
    let today = options.publication.today;
    let topics = site.topics.iter().enumerate().map(
        |(number, topic)| json!({"id": topic.id, "title": site.topic_title(number, 0), "reports": topic.reports.len()}),
    );
    let themes = site.themes.iter().enumerate().map(
        |(number, theme)| json!({"id": theme.id, "label": site.theme_label(number, 0), "reports": theme.reports.len()}),
    );
    match items {
        ListItems::Reports => report_rows(site, options),
        ListItems::Drafts => entry_rows(site, |words| words.draft),
        ListItems::Future => entry_rows(site, |words| words.dates.is_future(today)),
        ListItems::Expired => entry_rows(site, |words| words.dates.is_expired(today)),
        ListItems::Editions => edition_rows(site, options),
        ListItems::Topics => topics.collect(),
        ListItems::Themes => themes.collect(),
    }
}

/// The site that a plain build of the day publishes.
fn published_site(options: &Options) -> Arc<Site> {
    let publication = Publication { drafts: false, future: false, expired: false, ..options.publication };
    link_site(&Options { publication, ..options.clone() }, &|_| {}).site
}

/// All editions, published or not, each with its parts. Their states are those that readers see on the day.
fn edition_rows(site: &Site, options: &Options) -> Vec<Value> {
    let published = published_site(options);
    let part = |edition: &Edition, number: usize| {
        let part = &edition.parts[number];
        let as_published = published.editions.iter().find(|published| published.id == edition.id);
        let kinds: Vec<&str> = part.kinds.iter().map(|&kind| &*site.settings.kinds()[kind].id).collect();
        json!({
            "id": part.id,
            "title": site.part_title(part, 0),
            "kinds": kinds,
            "state": as_published.and_then(|edition| edition.parts.get(number)).map_or("withheld", state),
            "date": part.date.map(|date| date.to_string()),
            "reports": part.reports.len(),
        })
    };
    let row = |(number, edition): (usize, &Edition)| {
        let named = (0..edition.parts.len()).filter(|&number| !edition.parts[number].words.is_empty());
        let parts: Vec<Value> = named.map(|number| part(edition, number)).collect();
        json!({
            "id": edition.id,
            "title": site.edition_title(number, 0),
            "reports": edition.reports.len(),
            "parts": parts,
        })
    };
    site.editions.iter().enumerate().map(row).collect()
}

/// The word for the state of a part.
fn state(part: &Part) -> &'static str {
    match part.state {
        PartState::Out => "out",
        PartState::Awaited if part.is_overdue => "overdue",
        PartState::Awaited => "awaited",
        PartState::Skipped => "skipped",
    }
}

/// A part in a table: `hurdles out 2027-01-20`.
fn part_cell(part: &Value) -> String {
    let words = [&part["id"], &part["state"], &part["date"]];
    words.iter().filter_map(|word| word.as_str()).collect::<Vec<_>>().join(" ")
}

/// The reports of a site, each with its state: published, or why a plain build of the day holds it back.
fn report_rows(site: &Site, options: &Options) -> Vec<Value> {
    let held_back: BTreeMap<usize, HeldBack> = published_site(options).withheld.iter().copied().collect();
    (0..site.reports.len()).filter_map(|number| report_row(site, number, &held_back)).collect()
}

fn report_row(site: &Site, number: usize, held_back: &BTreeMap<usize, HeldBack>) -> Option<Value> {
    let report = &site.reports[number];
    let words = &site.report_entry(number)?.common;
    let state = held_back.get(&report.texts[0]?).map_or("published", |reason| reason.words());
    Some(json!({
        "edition": site.editions[report.edition].id,
        "kind": site.settings.kinds()[report.kind].id,
        "rank": report.rank,
        "title": words.title.value,
        "state": state,
        "file": site.files[report.texts[0]?].path.as_str(),
    }))
}

/// The files whose words satisfy a predicate.
fn entry_rows(site: &Site, predicate: impl Fn(&CommonFields) -> bool) -> Vec<Value> {
    let entries = site.files.iter().filter_map(|file| Some((file.path.as_str(), file.entry.as_ref()?)));
    let entries = entries.map(|(path, entry)| (path, entry.common()));
    let row = |(path, words): (&str, &CommonFields)| {
        let date = words.dates.publish.or(words.dates.date).map(|date| date.to_string());
        let expiry = words.dates.expiry.map(|date| date.to_string());
        json!({"title": words.title.value, "date": date, "expiry_date": expiry, "file": path})
    };
    entries.filter(|(_, words)| predicate(words)).map(row).collect()
}

/// Sets rows in columns, under the names of their keys.
pub fn table(rows: &[Value]) -> String {
    let Some(Value::Object(first)) = rows.first() else { return String::new() };
    let keys: Vec<&str> = first.keys().map(String::as_str).collect();
    let cell = |row: &Value, key: &str| match &row[key] {
        Value::Null => "-".to_owned(),
        Value::String(text) => visible_line(text),
        Value::Array(parts) => parts.iter().map(part_cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    };
    let mut lines: Vec<Vec<String>> = vec![keys.iter().map(|key| (*key).to_owned()).collect()];
    lines.extend(rows.iter().map(|row| keys.iter().map(|key| cell(row, key)).collect()));
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..keys.len()).map(width).collect();
    let line = |cells: &Vec<String>| {
        let cells = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}
