//! Reports and relations as data: JSON for programs, CSV for spreadsheets, and the schemas of the JSON.

use std::borrow::Cow;

use crate::view::{Record, Records};

type Writer = csv::Writer<Vec<u8>>;

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
pub fn api_csv(records: &Records<'_>) -> Vec<u8> {
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
    for record in records.reports.iter() {
        let _ = write_line(&mut writer, &record);
    }
    writer.into_inner().unwrap_or_default()
}

/// Writes one line, cell by cell: what is a text of the site is not copied first.
fn write_line(writer: &mut Writer, record: &Record<'_>) -> csv::Result<()> {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let relations = record.relations.iter().map(|one| format!("{}:{}/{}", one.type_, one.edition, one.topic));
    writer.write_field(record.edition)?;
    writer.write_field(record.kind)?;
    writer.write_field(text(record.rank))?;
    writer.write_field(if record.is_tie { "true" } else { "false" })?;
    writer.write_field(record.of.to_string())?;
    writer.write_field(record.topic)?;
    writer.write_field(&*cell(record.title))?;
    writer.write_field(record.change.unwrap_or_default())?;
    writer.write_field(text(record.rank_before))?;
    writer.write_field(record.themes.join(" "))?;
    writer.write_field(&*cell(record.summary))?;
    writer.write_field(text(record.votes.map(|votes| votes.share)))?;
    writer.write_field(text(record.votes.and_then(|votes| votes.of)))?;
    writer.write_field(text(record.rating))?;
    writer.write_field(relations.collect::<Vec<_>>().join(" "))?;
    writer.write_field(text(record.date))?;
    writer.write_field(&record.url)?;
    writer.write_field(&record.revision)?;
    writer.write_record(None::<&[u8]>)
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what could begin one.
fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
