//! Reads a file of ballots, CSV or YAML, into its candidates and rows. Whether a cell can be counted depends on the edition,
//! and is checked later.
//!
//! A ballot is secret. No message here quotes a cell, not even a heading: a file without headings begins with a ballot.
//! Printers show no excerpt of such files (`base::ballot_path`).

use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::finding::{Finding, keep_first, push_first};
use crate::base::path::SourcePath;
use crate::base::span::{Located, Span};
use crate::base::yaml::{self, Value};
use crate::chart::{Cell, csv_records, excess};

/// The most columns of a file of ballots. Some methods compare each three candidates.
const COLUMN_LIMIT: usize = 200;

/// A file of ballots.
#[derive(Debug)]
pub struct BallotSheet {
    /// Its path.
    pub path: SourcePath,
    /// The headings of its columns, without that of the first.
    pub candidates: Vec<Located<String>>,
    /// Its ballots, each with a cell for every candidate. In memory only: neither outputs nor the cache hold any.
    pub ballots: Vec<SheetRow>,
    /// The place of the first heading, and the heading.
    pub first_heading: Located<String>,
    /// Mistakes of the file itself.
    pub findings: Vec<Finding>,
}

/// A row of a file of ballots.
#[derive(Debug)]
pub struct SheetRow {
    /// The place of the cell that names it.
    pub name: Span,
    /// Its cells, one for each candidate.
    pub cells: Vec<Cell>,
}

impl BallotSheet {
    /// Reads a file, as CSV or YAML by the path's extension.
    pub fn parse(path: &SourcePath, text: &str) -> Self {
        let first_heading = Located::new(String::new(), Span::default());
        let (candidates, ballots) = (Vec::new(), Vec::new());
        let mut sheet = Self { path: path.clone(), candidates, ballots, first_heading, findings: Vec::new() };
        let records: Vec<Vec<Cell>> = if path.extension().eq_ignore_ascii_case("csv") {
            csv_records(text).collect()
        } else {
            sheet.yaml_records(text)
        };
        let rows = records.len();
        let mut records = records.into_iter().filter(|record| record.iter().any(|cell| !cell.text.is_empty()));
        if let Some(header) = records.next()
            && !sheet.has_excess(header.len(), rows, text, &header)
        {
            sheet.read_header(header);
            records.enumerate().for_each(|(number, record)| sheet.push_row(number + 1, record));
            sheet.report_same_names(text);
        }
        keep_first(&mut sheet.findings);
        if sheet.ballots.is_empty() && sheet.findings.is_empty() {
            let help = "write a line with the topics' ids, then a line for each ballot";
            sheet.report(Code::BadBallot, Span::default(), "the file holds no ballots", help);
        }
        sheet
    }

    fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        push_first(&mut self.findings, Finding::new(code, &self.path, message).at(span).help(help));
    }

    /// Reports a file with more columns or cells than it may have. Returns true if it has.
    fn has_excess(&mut self, columns: usize, rows: usize, text: &str, header: &[Cell]) -> bool {
        let Some(message) = excess(columns, rows, text.len(), COLUMN_LIMIT) else { return false };
        let place = header.last().map(|cell| cell.span).unwrap_or_default();
        let help =
            "a file holds the ballots of one edition on one kind: a column for each candidate, a row for each ballot";
        self.report(Code::BadBallot, place, message, help);
        true
    }

    fn read_header(&mut self, cells: Vec<Cell>) {
        if let [only] = &cells[..] {
            let help = "write the topics' ids behind the name of the first column, separated by commas";
            self.report(Code::BadBallot, only.span, "the first line names no candidates", help);
        }
        let mut headings = cells.into_iter().map(|cell| Located::new(cell.text, cell.span));
        if let Some(first) = headings.next() {
            self.first_heading = first;
        }
        for (number, heading) in headings.enumerate() {
            if self.candidates.iter().any(|other| !heading.value.is_empty() && other.value == heading.value) {
                let message = format!("column {} has the heading of an earlier column", number + 2);
                self.report(Code::BadBallot, heading.span, message, "give each candidate one column");
            }
            self.candidates.push(heading);
        }
    }

    fn push_row(&mut self, number: usize, mut record: Vec<Cell>) {
        let expected = self.candidates.len() + 1;
        let Some(name) = record.first().map(|cell| (cell.span, cell.text.is_empty())) else { return };
        if record.len() != expected {
            let message = format!("ballot {number} has {} cells, the first line has {expected}", record.len());
            self.report(
                Code::BadBallot,
                name.0,
                message,
                "give each ballot a cell for every column, which may be empty",
            );
            record.resize(expected, Cell::new("", name.0));
        }
        if name.1 {
            let message = format!("ballot {number} has no name in its first column");
            self.report(Code::BadBallot, name.0, message, "give each ballot a number or a code of its own");
        }
        self.ballots.push(SheetRow { name: name.0, cells: record.split_off(1) });
    }

    /// Reports ballots whose names are equal.
    fn report_same_names(&mut self, text: &str) {
        let mut places = BTreeMap::new();
        for (number, row) in self.ballots.iter().enumerate().filter(|(_, row)| row.name.end > row.name.start) {
            let name = row.name.slice(text).trim_matches('"').trim();
            let Some(first) = places.insert(name, row.name) else { continue };
            let message = format!("ballot {} has the name of an earlier one", number + 1);
            let finding = Finding::new(Code::DuplicateBallot, &self.path, message).at(row.name);
            let finding = finding.related(&self.path, Some(first), "the earlier ballot");
            let help = "remove the one that does not count, or give each a name of its own";
            push_first(&mut self.findings, finding.help(help));
            places.insert(name, first);
        }
    }

    /// Reads a YAML list of maps as records: the first holds the keys. The first key of the first map names the ballots.
    fn yaml_records(&mut self, text: &str) -> Vec<Vec<Cell>> {
        let help = "write each ballot as `- {ballot: b01, digital-equity: 1}`";
        // The parser's own words may quote the text.
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err(error) => {
                self.report(Code::YamlSyntax, error.span, "the file is not valid YAML", help);
                return Vec::new();
            }
        };
        let maps = match &root.value {
            Value::List(items) => {
                items.iter().map(|item| if let Value::Map(map) = &item.value { Some(map) } else { None }).collect()
            }
            _ => vec![None],
        };
        let Some(maps) = maps.into_iter().collect::<Option<Vec<_>>>() else {
            self.report(Code::BadBallot, root.span, "the file is no list of ballots", help);
            return Vec::new();
        };
        let mut header: Vec<Cell> = Vec::new();
        let mut keys = FxHashSet::default();
        for (key, _) in maps.iter().copied().flatten() {
            if keys.insert(&*key.name) {
                header.push(Cell::new(&key.name, key.span));
            }
        }
        if self.has_excess(header.len(), maps.len(), text, &header) {
            return Vec::new();
        }
        let cell = |map: &[yaml::Entry<'_>], column: &Cell| {
            let node = map.iter().find(|(key, _)| key.name == column.text).map(|(_, node)| node);
            let start = map.first().map_or(0, |(key, _)| key.span.start as usize);
            node.map_or_else(
                || Cell::new("", Span::new(start, start)),
                |node| Cell::new(node.span.slice(text).trim_matches(['"', '\'']), node.span),
            )
        };
        let rows: Vec<Vec<Cell>> =
            maps.iter().map(|map| header.iter().map(|column| cell(map, column)).collect()).collect();
        std::iter::once(header).chain(rows).collect()
    }
}
