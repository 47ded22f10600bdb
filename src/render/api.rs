//! Reports and relations as data: JSON for programs, CSV for spreadsheets, and the schemas of the JSON.

use crate::view::{Record, Records};

/// `reports.schema.json` (JSON Schema, draft 2020-12).
pub const REPORTS_SCHEMA: &str = include_str!("reports.schema.json");

/// `relations.schema.json`.
pub const RELATIONS_SCHEMA: &str = include_str!("relations.schema.json");

/// `reports.json` and `relations.json`.
pub fn api_json(records: &impl serde::Serialize) -> Vec<u8> {
    // Only maps with keys that are no strings can fail, and there are none.
    let mut bytes = serde_json::to_vec(records).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// `reports.csv` (RFC 4180): one line a report, lists joined by blanks.
pub fn api_csv(records: &Records) -> Vec<u8> {
    const COLUMNS: [&str; 18] = [
        "edition",
        "kind",
        "rank",
        "tie",
        "of",
        "topic",
        "title",
        "change",
        "rank_before",
        "themes",
        "summary",
        "votes_share",
        "votes_of",
        "rating",
        "relations",
        "date",
        "url",
        "revision",
    ];
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for record in &records.reports {
        let _ = writer.write_record(line(record));
    }
    writer.into_inner().unwrap_or_default()
}

fn line(record: &Record) -> [String; 18] {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let relations = record.relations.iter().map(|one| format!("{}:{}/{}", one.type_, one.edition, one.topic));
    [
        record.edition.clone(),
        record.kind.clone(),
        text(record.rank),
        record.is_tie.to_string(),
        record.of.to_string(),
        record.topic.clone(),
        cell(&record.title),
        text(record.change),
        text(record.rank_before),
        record.themes.join(" "),
        cell(&record.summary),
        text(record.votes.map(|votes| votes.share)),
        text(record.votes.and_then(|votes| votes.of)),
        text(record.rating),
        relations.collect::<Vec<_>>().join(" "),
        text(record.date.as_ref()),
        record.url.clone(),
        record.revision.clone(),
    ]
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what could begin one.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
