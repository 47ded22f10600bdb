//! Reports and relations as data: JSON for programs, CSV for spreadsheets, and the schemas of the JSON.

use memchr::memmem;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use crate::render::output::Pieces;
use crate::render::scratch_buffer;
use crate::view::{Record, RecordsHead, Viewer};

type Writer = csv::Writer<Vec<u8>>;

/// `reports.schema.json` (JSON Schema, draft 2020-12).
pub const REPORTS_SCHEMA: &str = include_str!("reports.schema.json");

/// `relations.schema.json`.
pub const RELATIONS_SCHEMA: &str = include_str!("relations.schema.json");

/// Bytes of a record, more often than not: what is reserved need not be moved when it has grown.
const RECORD: usize = 640;

/// The records of each edition as bytes, made once for the edition's own files and the site's.
#[derive(Default)]
pub struct Rows(Vec<OnceLock<OfEdition>>);

/// The records of an edition.
struct OfEdition {
    /// As JSON, a comma before each.
    json: Box<[u8]>,
    /// As lines of CSV.
    csv: Box<[u8]>,
}

impl OfEdition {
    fn new(viewer: &Viewer<'_>, edition: usize) -> Self {
        let records = viewer.edition_records(edition);
        let count = records.size_hint().0;
        let mut json = Vec::with_capacity(count * RECORD);
        let mut csv = writer(Vec::with_capacity(count * RECORD * 5 / 8));
        for record in records {
            json.push(b',');
            // Only maps with keys that are no strings can fail, and there are none; nor can writing to memory.
            let _ = serde_json::to_writer(&mut json, &record);
            let _ = write_line(&mut csv, &record);
        }
        Self { json: json.into(), csv: csv.into_inner().unwrap_or_default().into() }
    }
}

impl Rows {
    /// A place for each edition.
    pub fn new(editions: usize) -> Self {
        Self((0..editions).map(|_| OnceLock::new()).collect())
    }

    /// The records of an edition, made now where they are not yet.
    fn of(&self, viewer: &Viewer<'_>, edition: usize) -> &OfEdition {
        viewer.note_edition(edition);
        self.0[edition].get_or_init(|| OfEdition::new(viewer, edition))
    }

    /// `reports.json` of some editions.
    pub fn json(&self, viewer: &Viewer<'_>, head: &RecordsHead<'_>, editions: Range<usize>) -> Pieces<'_> {
        let rows = editions.map(|edition| &*self.of(viewer, edition).json).filter(|rows| !rows.is_empty());
        // None stands before the first record of all.
        let rows = rows.enumerate().map(|(place, rows)| if place == 0 { &rows[1..] } else { rows });
        // Only maps with keys that are no strings can fail, and there are none.
        let mut first = serde_json::to_vec(head).unwrap_or_default();
        first.truncate(first.len().saturating_sub(CLOSED.len()));
        Pieces { first, rest: rows.chain([END.as_bytes()]).collect() }
    }

    /// `reports.csv` (RFC 4180) of some editions: one line a report, lists joined by blanks.
    pub fn csv(&self, viewer: &Viewer<'_>, editions: Range<usize>) -> Pieces<'_> {
        let rows = editions.map(|edition| &*self.of(viewer, edition).csv);
        Pieces { first: COLUMNS.as_bytes().to_vec(), rest: rows.collect() }
    }
}

/// How a file without records ends.
const CLOSED: &str = "]}";

/// How a file of records ends behind its last one.
const END: &str = "]}\n";

/// The first line of `reports.csv`.
const COLUMNS: &str = "edition,kind,rank,tie,of,topic,title,change,rank_before,themes,summary,votes_share,votes_of,rating,\
                       relations,date,url,revision\r\n";

/// `relations.json`, of about so many relations.
pub fn api_json(records: &impl serde::Serialize, count: usize) -> Vec<u8> {
    // Some more, since it would grow to twice as much.
    let mut bytes = scratch_buffer(count * RECORD * 9 / 8);
    // Only maps with keys that are no strings can fail, and there are none.
    let _ = serde_json::to_writer(&mut bytes, records);
    bytes.push(b'\n');
    bytes
}

/// Puts the revisions of some reports into a data file of before, JSON or CSV: many times faster than making it anew.
/// `None` where anything else that it says of one of them is different.
pub fn revise(file: &mut [u8], is_json: bool, records: &[Record<'_>]) -> Option<()> {
    for record in records {
        let now = if is_json { serde_json::to_vec(record).ok()? } else { line(record)? };
        // The revision comes last.
        let at = memmem::rfind(&now, record.revision.as_bytes())?;
        let (before, after) = (&now[..at], &now[at + record.revision.len()..]);
        let start = memmem::find(file, before)? + at;
        let end = start + record.revision.len();
        let was = file.get(start..end)?;
        if !was.iter().all(u8::is_ascii_hexdigit) || !file[end..].starts_with(after) {
            return None;
        }
        file[start..end].copy_from_slice(record.revision.as_bytes());
    }
    Some(())
}

/// A line of `reports.csv`, behind the end of the one before it.
fn line(record: &Record<'_>) -> Option<Vec<u8>> {
    let mut writer = writer(b"\r\n".to_vec());
    write_line(&mut writer, record).ok()?;
    writer.into_inner().ok()
}

fn writer(bytes: Vec<u8>) -> Writer {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes)
}

/// Writes one line, cell by cell: what is a text of the site is not copied first.
fn write_line(writer: &mut Writer, record: &Record<'_>) -> csv::Result<()> {
    fn text<T: ToString>(value: Option<T>) -> String {
        value.map(|value| value.to_string()).unwrap_or_default()
    }
    let relations = record.relations.iter().map(|one| [one.type_, ":", one.edition, "/", one.topic].concat());
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
    writer.write_field(&*record.url)?;
    writer.write_field(&record.revision)?;
    writer.write_record(None::<&[u8]>)
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what could begin one.
fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record<'a>(edition: &'a str, title: &'a str, revision: &str) -> Record<'a> {
        Record {
            edition,
            id: "x",
            topic: "x",
            kind: "hurdle",
            title,
            rank: Some(1),
            is_tie: false,
            of: 1,
            change: None,
            rank_before: None,
            themes: vec!["y", "z"],
            summary: "Says \"a, b\",\nthen c",
            votes: None,
            rating: None,
            relations: Vec::new(),
            date: None,
            url: format!("{edition}/x/").into(),
            revision: revision.to_owned(),
        }
    }

    fn files(records: &[Record<'_>]) -> [Vec<u8>; 2] {
        let lines = records.iter().flat_map(|record| line(record).unwrap());
        [serde_json::to_vec(records).unwrap(), b"head".iter().copied().chain(lines).collect()]
    }

    #[test]
    fn a_revised_file_is_what_would_be_made_anew() {
        let of = |revision: &str| {
            let older = [("12026", "=1"), ("2025", "A")].map(|(edition, title)| record(edition, title, "0123456789"));
            files(&older.into_iter().chain([record("2026", "A", revision)]).collect::<Vec<_>>())
        };
        for (place, (mut file, wanted)) in of("0123456789").into_iter().zip(of("fedcba9876")).enumerate() {
            assert!(revise(&mut file, place == 0, &[record("2026", "A", "fedcba9876")]).is_some());
            assert_eq!(String::from_utf8(file), String::from_utf8(wanted));
        }
    }

    #[test]
    fn a_file_that_says_something_else_is_not_revised() {
        for (place, mut file) in files(&[record("2026", "A", "0123456789")]).into_iter().enumerate() {
            for other in [record("2026", "B", "fedcba9876"), record("2027", "A", "fedcba9876")] {
                assert!(revise(&mut file, place == 0, &[other]).is_none());
            }
        }
    }
}
