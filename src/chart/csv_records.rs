//! Splits CSV into records of cells, each with its place in the text.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::base::span::Span;
use crate::chart::cell::Cell;

/// Reads the records of a CSV text one by one. They may differ in length; empty lines are none.
pub fn csv_records(text: &str) -> impl Iterator<Item = Vec<Cell>> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    std::iter::from_fn(move || {
        // Reading from memory fails only at text that is not UTF-8, and this text is.
        let Ok(true) = reader.read_record(&mut record) else { return None };
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let spans = cell_spans(text, start);
        let span = |number: usize| spans.get(number).or(spans.last()).copied().unwrap_or_default();
        Some(record.iter().enumerate().map(|(number, text)| Cell::new(text, span(number))).collect())
    })
}

/// The places of the cells of the CSV record that begins at or after `start`, because the `csv` crate tells only where
/// records begin. Blanks around a cell do not belong to it.
fn cell_spans(text: &str, start: usize) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut at = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
    let mut spans = Vec::new();
    loop {
        let cell_start = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            // A doubled quote stands for a quote within the cell; skip both.
            while at < bytes.len() && !(bytes[at] == b'"' && bytes.get(at + 1) != Some(&b'"')) {
                at += if bytes[at] == b'"' { 2 } else { 1 };
            }
        }
        while at < bytes.len() && !matches!(bytes[at], b',' | b'\r' | b'\n') {
            at += 1;
        }
        let cell = &text[cell_start.min(at)..at.min(text.len())];
        let indent = cell.len() - cell.trim_start().len();
        spans.push(Span::new(cell_start + indent, cell_start + indent + cell.trim().len()));
        if bytes.get(at) != Some(&b',') {
            return spans;
        }
        at += 1;
    }
}
