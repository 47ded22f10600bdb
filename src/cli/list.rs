//! `list`: what the site has, published or not.

use serde_json::{Value, json};

use crate::check::Entry;
use crate::cli::arguments::{Common, List, ListFormat, What};
use crate::cli::{Outcome, build, out};
use crate::link::{Publication, Site};
use crate::pipeline::{Options, link_site};

/// Prints a list.
pub fn list(common: &Common, arguments: &List) -> Outcome {
    let (root, today) = match (build::root(common), build::today(arguments.at)) {
        (Ok(root), Ok(today)) => (root, today),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    let publication = Publication { today, drafts: true, future: true, expired: true };
    let options = Options { config: common.config.clone(), publication, ..Options::new(root, today) };
    let linked = link_site(&options, &|_| {});
    let rows = rows(&linked.site, arguments.what, today);
    match arguments.format {
        ListFormat::Json => out(&format!("{}\n", Value::Array(rows))),
        ListFormat::Human => out(&table(&rows)),
    }
    if linked.snapshot.settings.is_none() { Outcome::Failed } else { Outcome::Fine }
}

fn rows(site: &Site, what: What, today: jiff::civil::Date) -> Vec<Value> {
    let is_wanted = |words: &crate::check::Words| match what {
        What::Drafts => words.draft,
        What::Future => words.dates.is_future(today),
        What::Expired => words.dates.is_expired(today),
        _ => true,
    };
    match what {
        What::Editions => (0..site.editions.len())
            .map(|number| {
                let edition = &site.editions[number];
                json!({"id": edition.id, "title": site.edition_title(number, 0), "reports": edition.reports.len()})
            })
            .collect(),
        What::Topics => (0..site.topics.len())
            .map(|number| {
                let topic = &site.topics[number];
                json!({"id": topic.id, "title": site.topic_title(number, 0), "reports": topic.reports.len()})
            })
            .collect(),
        What::Themes => (0..site.themes.len())
            .map(|number| {
                let theme = &site.themes[number];
                json!({"id": theme.id, "label": site.theme_label(number, 0), "reports": theme.reports.len()})
            })
            .collect(),
        What::Reports => (0..site.reports.len()).filter_map(|report| report_row(site, report, today)).collect(),
        _ => {
            let entries = site.files.iter().filter_map(|file| Some((&file.path, file.entry.as_ref()?)));
            let wanted = entries.filter(|(_, entry)| is_wanted(entry.words()));
            wanted.map(|(path, entry)| entry_row(path.as_str(), entry)).collect()
        }
    }
}

fn report_row(site: &Site, number: usize, today: jiff::civil::Date) -> Option<Value> {
    let report = &site.reports[number];
    let entry = site.report_entry(number)?;
    let words = &entry.words;
    let state = match () {
        () if words.draft => "draft",
        () if words.dates.is_future(today) => "future",
        () if words.dates.is_expired(today) => "expired",
        () => "published",
    };
    Some(json!({
        "edition": site.editions[report.edition].id,
        "kind": site.settings.kinds()[report.kind].id,
        "rank": report.rank,
        "title": words.title.value,
        "state": state,
        "file": site.files[report.texts[0]?].path.as_str(),
    }))
}

fn entry_row(path: &str, entry: &Entry) -> Value {
    let words = entry.words();
    let date = words.dates.publish.or(words.dates.date).map(|date| date.to_string());
    let expiry = words.dates.expiry.map(|date| date.to_string());
    json!({"title": words.title.value, "date": date, "expiry_date": expiry, "file": path})
}

/// Rows as columns of text, under the names of their fields.
fn table(rows: &[Value]) -> String {
    let Some(Value::Object(first)) = rows.first() else { return String::new() };
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    let cell = |row: &Value, name: &str| match &row[name] {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut lines: Vec<Vec<String>> = vec![names.iter().map(|name| (*name).to_owned()).collect()];
    lines.extend(rows.iter().map(|row| names.iter().map(|name| cell(row, name)).collect()));
    let widths: Vec<usize> = (0..names.len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in lines {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    text
}
