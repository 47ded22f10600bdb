//! Reads a table from CSV or YAML into cells with a type and a place. Reports mistakes of the table itself; whether
//! its numbers fit a chart is checked later.

use csv::Writer;
use rustc_hash::FxHashSet;

use crate::base::csv_guard::guarded;
use crate::base::finding::{keep_first, push_first};
use crate::base::yaml::{self, Key, Node, Value};
use crate::base::{Code, Finding, SourcePath, Span};
use crate::chart::cell::Cell;
use crate::chart::csv_records::csv_records;
use crate::chart::table_size::excess;

/// A table of a file below `content/data/`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The path of the file.
    pub path: SourcePath,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// Mistakes of the table itself.
    pub findings: Vec<Finding>,
}

/// Returns true if a chart that names its data `name` means this file. The name is the file's path below
/// `content/data/`, with or without extension.
pub fn matches_data_name(path: &SourcePath, name: &str) -> bool {
    let Some(below) = data_file_name(path) else { return false };
    below == name || below.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
}

/// The path of a data file below `content/data/`; `None` if the file is not a table there.
pub fn data_file_name(path: &SourcePath) -> Option<&str> {
    matches!(path.extension(), "csv" | "yaml" | "yml").then(|| path.as_str().strip_prefix("content/data/"))?
}

impl Table {
    /// Reads a table, as CSV or YAML by the path's extension.
    pub fn parse(path: &SourcePath, text: &str) -> Self {
        let mut table = Self { path: path.clone(), columns: Vec::new(), rows: Vec::new(), findings: Vec::new() };
        if path.extension() == "csv" {
            table.read_csv(text);
        } else {
            table.read_yaml(text);
        }
        keep_first(&mut table.findings);
        if table.rows.is_empty() && table.findings.is_empty() {
            let help = "write a line of column names, then a line for each row";
            table.report(Span::default(), "the table has no rows", help);
        }
        table
    }

    /// The number of the column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Returns true if any cell of a column is a number.
    pub fn has_numbers(&self, column: usize) -> bool {
        self.rows.iter().any(|row| row[column].number().is_some())
    }

    /// The table as CSV (RFC 4180), in which no cell is a formula.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = Writer::from_writer(Vec::new());
        // Writing to memory cannot fail, and all rows have the same length.
        let _ = writer.write_record(self.columns.iter().map(|name| guarded(name).into_owned()));
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| guarded(&cell.text).into_owned()));
        }
        writer.into_inner().unwrap_or_default()
    }

    fn report(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(Code::BadData, &self.path, message);
        push_first(&mut self.findings, finding.at(span).help(help));
    }

    /// Reports a table that would have more columns or cells than it may. Returns true if it has.
    fn has_excess(&mut self, columns: usize, rows: usize, text: &str, place: Span) -> bool {
        let Some(message) = excess(columns, rows, text.len(), usize::MAX) else { return false };
        self.report(place, message, "leave out the columns and rows that no chart shows");
        self.rows.clear();
        true
    }

    fn read_csv(&mut self, text: &str) {
        let mut records = csv_records(text);
        if let Some(header) = records.next() {
            let place = header.last().map(|cell| cell.span).unwrap_or_default();
            if self.has_excess(header.len(), 0, text, place) {
                return;
            }
            self.read_csv_header(&header);
        }
        for cells in records {
            let place = cells.first().map(|cell| cell.span).unwrap_or_default();
            if self.has_excess(self.columns.len(), self.rows.len() + 1, text, place) {
                return;
            }
            self.push_csv_row(cells);
        }
    }

    fn read_csv_header(&mut self, cells: &[Cell]) {
        let mut names = FxHashSet::default();
        for (number, cell) in cells.iter().enumerate() {
            let is_new = names.insert(&*cell.text);
            if cell.text.is_empty() && number > 0 {
                let message = format!("column {} has no name", number + 1);
                self.report(cell.span, message, "give every column a name in the first line");
            } else if !is_new {
                let message = format!("two columns are called `{}`", cell.text);
                self.report(cell.span, message, "give each column a name of its own");
            }
            self.columns.push(cell.text.clone());
        }
        if let [only] = cells
            && only.text.contains(';')
        {
            let help = "save the table as CSV with commas between the cells";
            self.report(only.span, "the cells are separated by `;`", help);
        }
    }

    fn push_csv_row(&mut self, mut cells: Vec<Cell>) {
        let (count, expected) = (cells.len(), self.columns.len());
        if count != expected {
            let span = match (cells.first(), cells.last()) {
                (Some(first), Some(last)) => Span::new(first.span.start as usize, last.span.end as usize),
                _ => Span::default(),
            };
            let message = format!("row {} has {count} cells, the first line has {expected}", self.rows.len() + 1);
            self.report(span, message, "separate the cells by commas, and put a cell that holds a comma in quotes");
            cells.resize(expected, Cell::new("", span));
        }
        self.rows.push(cells);
    }

    /// Reads a YAML list of maps, each of which is a row.
    fn read_yaml(&mut self, text: &str) {
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err(error) => {
                self.findings.push(Finding::new(Code::YamlSyntax, &self.path, error.message).at(error.span));
                return;
            }
        };
        let help = "write each row as `- {group: Teachers, share: 43}`";
        let Value::List(items) = &root.value else {
            self.report(root.span, "the table is no list", help);
            return;
        };
        for item in items {
            if let Value::Map(entries) = &item.value {
                let columns: FxHashSet<&str> = self.columns.iter().map(String::as_str).collect();
                let new = entries.iter().filter(|(key, _)| !columns.contains(&*key.name)).count();
                if self.has_excess(self.columns.len() + new, self.rows.len() + 1, text, item.span) {
                    return;
                }
                self.push_yaml_row(entries, item.span, text);
            } else {
                let message = format!("row {} is no map of column names to cells", self.rows.len() + 1);
                self.report(item.span, message, help);
            }
        }
    }

    /// Adds a row. A column that it is the first to name is added to the rows above it, too.
    fn push_yaml_row(&mut self, entries: &[(Key<'_>, Node<'_>)], span: Span, text: &str) {
        for (key, _) in entries {
            if self.column(&key.name).is_none() {
                self.columns.push(key.name.to_string());
                self.rows.iter_mut().for_each(|row| row.push(Cell::new("", key.span)));
            }
        }
        let start = entries.first().map_or(span, |(key, _)| key.span);
        let mut row = Vec::with_capacity(self.columns.len());
        for column in self.columns.clone() {
            let Some((_, node)) = entries.iter().find(|(key, _)| key.name == column) else {
                row.push(Cell::new("", start));
                continue;
            };
            let cell_text = match &node.value {
                Value::Null => "",
                Value::Text(text) => text,
                Value::Int(_) | Value::Float(_) | Value::Bool(_) => node.span.slice(text),
                Value::List(_) | Value::Map(_) => {
                    let message = format!("row {}, column `{column}` is a list or a map", self.rows.len() + 1);
                    self.report(node.span, message, "write a number or a text");
                    ""
                }
            };
            row.push(Cell::new(cell_text, node.span));
        }
        self.rows.push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::cell::CellValue;
    use std::path::Path;

    fn read(name: &str, text: &str) -> Table {
        Table::parse(&SourcePath::new(&Path::new("content/data").join(name)).unwrap(), text)
    }

    #[test]
    fn cells_know_their_type_and_place() {
        let text = "group, share ,note\r\n\r\n\"Té, \"\"x\"\"\",43%,a\r\nB, 2.5 ,\r\n";
        let table = read("a.csv", text);
        assert_eq!(table.findings, []);
        assert_eq!(table.columns, ["group", "share", "note"]);
        let cells: Vec<(&str, CellValue, &str)> =
            table.rows.iter().flatten().map(|cell| (&*cell.text, cell.value, cell.span.slice(text))).collect();
        assert_eq!(
            cells,
            [
                ("Té, \"x\"", CellValue::Text, "\"Té, \"\"x\"\"\""),
                ("43%", CellValue::Percent(43.0), "43%"),
                ("a", CellValue::Text, "a"),
                ("B", CellValue::Text, "B"),
                ("2.5", CellValue::Number(2.5), "2.5"),
                ("", CellValue::Empty, ""),
            ]
        );
    }

    #[test]
    fn yaml_rows_become_the_same_table() {
        let text = "- {group: A, share: 43%}\n- {group: B, share: 2.50, n: 7}\n- {group: C, share: [1]}\n";
        let table = read("a.yaml", text);
        assert_eq!(String::from_utf8(table.to_csv()).unwrap(), "group,share,n\nA,43%,\nB,2.50,7\nC,,\n");
        assert_eq!(table.findings.len(), 1);
        assert!(table.findings[0].message.contains("row 3, column `share`"), "{:?}", table.findings);
    }

    #[test]
    fn broken_tables_say_what_is_wrong() {
        let messages = |text: &str| -> Vec<String> {
            read("a.csv", text).findings.into_iter().map(|finding| finding.message).collect()
        };
        assert_eq!(messages("a,b\n1,2,3\n"), ["row 1 has 3 cells, the first line has 2"]);
        assert_eq!(messages("a;b\n1;2\n"), ["the cells are separated by `;`"]);
        assert_eq!(messages("a,a\n1,2\n"), ["two columns are called `a`"]);
        assert_eq!(messages(""), ["the table has no rows"]);
        assert_eq!(messages("\"a,b\n"), ["the table has no rows"]);
    }
}
