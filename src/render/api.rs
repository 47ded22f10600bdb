//! Reports, revisions and relations as data: JSON for programs, CSV for spreadsheets, and the schemas of the JSON.

use serde::Serialize;

use crate::base::csv_guard::guarded;
use crate::view::Record;

type Writer = csv::Writer<Vec<u8>>;

/// `reports.schema.json` (JSON Schema, draft 2020-12).
pub const REPORTS_SCHEMA: &str = include_str!("reports.schema.json");

/// `revisions.schema.json`.
pub const REVISIONS_SCHEMA: &str = include_str!("revisions.schema.json");

/// `relations.schema.json`.
pub const RELATIONS_SCHEMA: &str = include_str!("relations.schema.json");

/// The usual size of a record, in bytes. Room for all of them is reserved at once, since a vector that grows is moved.
const RECORD: usize = 720;

/// Writes a file of about so many records as JSON.
///
/// # Errors
/// Why a record has no JSON.
pub fn data_json(data: &impl Serialize, records: usize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(records * RECORD);
    serde_json::to_writer(&mut bytes, data)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes `reports.csv` (RFC 4180) of about so many records: a line of names, then a line for each report, lists joined by
/// blanks.
///
/// # Errors
/// Why a record has no line.
pub fn reports_csv<'a>(reports: impl Iterator<Item = Record<'a>>, records: usize) -> csv::Result<Vec<u8>> {
    let bytes = Vec::with_capacity(records * RECORD);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
    writer.write_record(COLUMNS)?;
    for record in reports {
        write_line(&mut writer, &record)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// The names of the columns of `reports.csv`.
const COLUMNS: [&str; 20] = [
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
    "formerly",
    "merges",
    "split_from",
];

/// Writes one line, cell by cell: texts of the site need not be copied first.
fn write_line(writer: &mut Writer, record: &Record<'_>) -> csv::Result<()> {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let relations = record.relations.iter().map(|one| [one.type_, ":", one.edition, "/", one.topic].concat());
    writer.write_field(&*guarded(record.edition))?;
    writer.write_field(record.kind)?;
    writer.write_field(text(record.rank))?;
    writer.write_field(if record.is_tie { "true" } else { "false" })?;
    writer.write_field(record.of.to_string())?;
    writer.write_field(&*guarded(record.topic))?;
    writer.write_field(&*guarded(record.title))?;
    writer.write_field(record.change.unwrap_or_default())?;
    writer.write_field(text(record.rank_before))?;
    writer.write_field(&*guarded(&record.themes.join(" ")))?;
    writer.write_field(&*guarded(record.summary))?;
    writer.write_field(text(record.votes.map(|votes| votes.share)))?;
    writer.write_field(text(record.votes.and_then(|votes| votes.of)))?;
    writer.write_field(text(record.rating))?;
    writer.write_field(relations.collect::<Vec<_>>().join(" "))?;
    writer.write_field(text(record.date))?;
    writer.write_field(&*record.url)?;
    writer.write_field(&*guarded(&record.formerly.join("; ")))?;
    writer.write_field(record.merges.join(" "))?;
    writer.write_field(record.split_from.unwrap_or_default())?;
    writer.write_record(None::<&[u8]>)
}
