//! A CSV or YAML text to a table whose cells know their type and their place. What is wrong with the text by
//! itself comes with it; which columns must hold figures is the chart's to say.

use csv::{ReaderBuilder, StringRecord, Trim, Writer};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::base::yaml::{self, Node, Value as Yaml};

/// A table of a file below `content/data/`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// Where it was read.
    pub path: SourcePath,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows; each has a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// What is written, without blanks around it.
    pub text: String,
    /// What that says.
    pub value: Value,
    /// Where it is written, in the file.
    pub span: Span,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A number: `43`, `-2.5`.
    Number(f64),
    /// A number with a percent sign: `43%`.
    Percent(f64),
    /// Words.
    Text,
}

impl Cell {
    fn new(text: &str, span: Span) -> Self {
        let text = text.replace(char::is_control, " ");
        let text = text.trim().to_owned();
        Self { value: value(&text), text, span }
    }
}

/// What the text of a cell says. Only plain decimal numbers are numbers: `1,234`, `1e3` and `nan` are words,
/// because a chart that guesses is worse than a finding.
fn value(text: &str) -> Value {
    if text.is_empty() {
        return Value::Empty;
    }
    match text.strip_suffix('%') {
        Some(number) => plain(number.trim_end()).map_or(Value::Text, Value::Percent),
        None => plain(text).map_or(Value::Text, Value::Number),
    }
}

fn plain(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+', '−']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.len() <= 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    text.replace('−', "-").parse().ok()
}

/// What to write in place of a cell that should be a figure.
pub fn advice(text: &str) -> String {
    let (text, percent) = text.strip_suffix('%').map_or((text, ""), |number| (number.trim_end(), "%"));
    let compact: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let groups: Vec<&str> = compact.split(',').collect();
    if groups.len() == 2 && groups[1].len() != 3 && plain(&compact.replace(',', ".")).is_some() {
        return format!("write `{}{percent}`, with a point", compact.replace(',', "."));
    }
    if (groups.len() > 1 || compact != text) && plain(&compact.replace(',', "")).is_some() {
        return format!("write `{}{percent}`, digits only", compact.replace(',', ""));
    }
    if matches!(&*text.to_lowercase(), "-" | "–" | "—" | "." | "…" | "na" | "n/a" | "none" | "null" | "nan" | "?" | "x")
    {
        return "leave the cell empty where there is no figure".to_owned();
    }
    "write a number such as `43.5`, or leave the cell empty".to_owned()
}

/// Whether a data file is what a chart calls `name`: its path below `content/data/`, with or without ending.
pub fn is_named(path: &SourcePath, name: &str) -> bool {
    let Some(below) = data_name(path) else { return false };
    below == name || below.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
}

/// The name of a data file: its path below `content/data/`. `None` where it is no table.
pub fn data_name(path: &SourcePath) -> Option<&str> {
    matches!(path.extension(), "csv" | "yaml" | "yml").then(|| path.as_str().strip_prefix("content/data/"))?
}

/// Reads a table. The ending says which of the two formats it is.
pub fn table(path: &SourcePath, text: &str) -> Table {
    let mut table = Table { path: path.clone(), columns: Vec::new(), rows: Vec::new(), findings: Vec::new() };
    if path.extension() == "csv" {
        table.read_csv(text);
    } else {
        table.read_yaml(text);
    }
    if table.rows.is_empty() && table.findings.is_empty() {
        table.find(Span::default(), "the table has no rows", "write a line of column names, then a line for each row");
    }
    table
}

impl Table {
    /// The number of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Whether any cell of a column is a figure.
    pub fn has_figures(&self, column: usize) -> bool {
        self.rows.iter().any(|row| matches!(row[column].value, Value::Number(_) | Value::Percent(_)))
    }

    /// The table as CSV (RFC 4180).
    pub fn to_csv(&self) -> Vec<u8> {
        let mut writer = Writer::from_writer(Vec::new());
        // Writing to memory cannot fail, and all rows have one length.
        let _ = writer.write_record(&self.columns);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| &cell.text));
        }
        writer.into_inner().unwrap_or_default()
    }

    fn find(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let finding = Finding::new(Code::BadData, &self.path, message);
        self.findings.push(finding.at(span).help(help));
    }

    fn read_csv(&mut self, text: &str) {
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        let mut is_head = true;
        // The text is UTF-8 already, which is the only thing that reading from memory could fail at.
        while let Ok(true) = reader.read_record(&mut record) {
            let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
            let spans = cell_spans(text, start);
            let cells = record
                .iter()
                .enumerate()
                .map(|(number, cell)| Cell::new(cell, spans.get(number).or(spans.last()).copied().unwrap_or_default()));
            let cells: Vec<Cell> = cells.collect();
            if std::mem::take(&mut is_head) {
                self.head(&cells);
            } else {
                self.row(cells);
            }
        }
    }

    fn head(&mut self, cells: &[Cell]) {
        for (number, cell) in cells.iter().enumerate() {
            if cell.text.is_empty() && number > 0 {
                let message = format!("column {} has no name", number + 1);
                self.find(cell.span, message, "give every column a name in the first line");
            } else if self.columns.contains(&cell.text) {
                let message = format!("two columns are called `{}`", cell.text);
                self.find(cell.span, message, "give each column a name of its own");
            }
            self.columns.push(cell.text.clone());
        }
        if let [only] = cells
            && only.text.contains(';')
        {
            self.find(
                only.span,
                "the cells are separated by `;`",
                "save the table as CSV with commas between the cells",
            );
        }
    }

    fn row(&mut self, cells: Vec<Cell>) {
        let (has, wanted) = (cells.len(), self.columns.len());
        if has == wanted {
            self.rows.push(cells);
            return;
        }
        let place = match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start as usize, last.span.end as usize),
            _ => Span::default(),
        };
        let message = format!("row {} has {has} cells, the first line has {wanted}", self.rows.len() + 1);
        self.find(place, message, "separate the cells by commas, and put a cell that holds a comma in quotes");
        let mut cells = cells;
        cells.resize(wanted, Cell::new("", place));
        self.rows.push(cells);
    }

    /// A list of maps, each a row.
    fn read_yaml(&mut self, text: &str) {
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err(error) => {
                self.findings.push(Finding::new(Code::YamlSyntax, &self.path, error.message).at(error.span));
                return;
            }
        };
        let Yaml::List(items) = &root.value else {
            self.find(root.span, "the table is no list", "write each row as `- {group: Teachers, share: 43}`");
            return;
        };
        for item in items {
            let Yaml::Map(entries) = &item.value else {
                let message = format!("row {} is no map of column names to cells", self.rows.len() + 1);
                self.find(item.span, message, "write each row as `- {group: Teachers, share: 43}`");
                continue;
            };
            for (key, _) in entries {
                if !self.columns.iter().any(|column| *column == key.name) {
                    self.columns.push(key.name.to_string());
                    let span = key.span;
                    self.rows.iter_mut().for_each(|row| row.push(Cell::new("", span)));
                }
            }
            let place = entries.first().map_or(item.span, |(key, _)| key.span);
            let cell = |column: &String| match entries.iter().find(|(key, _)| key.name == *column) {
                Some((_, node)) => yaml_cell(node, text),
                None => Ok(Cell::new("", place)),
            };
            let cells: Vec<Result<Cell, Span>> = self.columns.iter().map(cell).collect();
            let mut row = Vec::with_capacity(cells.len());
            for (column, cell) in cells.into_iter().enumerate() {
                row.push(cell.unwrap_or_else(|span| {
                    let message =
                        format!("row {}, column `{}` is a list or a map", self.rows.len() + 1, self.columns[column]);
                    self.find(span, message, "write a number or a text");
                    Cell::new("", span)
                }));
            }
            self.rows.push(row);
        }
    }
}

fn yaml_cell(node: &Node, text: &str) -> Result<Cell, Span> {
    match &node.value {
        Yaml::Null => Ok(Cell::new("", node.span)),
        Yaml::Text(words) => Ok(Cell::new(words, node.span)),
        Yaml::Int(_) | Yaml::Float(_) | Yaml::Bool(_) => Ok(Cell::new(node.span.slice(text), node.span)),
        Yaml::List(_) | Yaml::Map(_) => Err(node.span),
    }
}

/// The places of the cells of the CSV record that begins at or after `start`: the `csv` crate tells only where
/// records begin. Blanks around a cell are not counted in.
fn cell_spans(text: &str, start: usize) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut at = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
    let mut spans = Vec::new();
    loop {
        let begin = at;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            // A doubled quote closes and opens again, which comes to the same.
            while at < bytes.len() && !(bytes[at] == b'"' && bytes.get(at + 1) != Some(&b'"')) {
                at += if bytes[at] == b'"' { 2 } else { 1 };
            }
        }
        while at < bytes.len() && !matches!(bytes[at], b',' | b'\r' | b'\n') {
            at += 1;
        }
        let cell = &text[begin.min(at)..at.min(text.len())];
        let before = cell.len() - cell.trim_start().len();
        spans.push(Span::new(begin + before, begin + before + cell.trim().len()));
        if bytes.get(at) != Some(&b',') {
            return spans;
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn read(name: &str, text: &str) -> Table {
        table(&SourcePath::new(&Path::new("content/data").join(name)).unwrap(), text)
    }

    #[test]
    fn cells_know_their_type_and_place() {
        let text = "group, share ,note\r\n\r\n\"Té, \"\"x\"\"\",43%,a\r\nB, 2.5 ,\r\n";
        let table = read("a.csv", text);
        assert_eq!(table.findings, []);
        assert_eq!(table.columns, ["group", "share", "note"]);
        let cells: Vec<(&str, Value, &str)> =
            table.rows.iter().flatten().map(|cell| (&*cell.text, cell.value, cell.span.slice(text))).collect();
        assert_eq!(
            cells,
            [
                ("Té, \"x\"", Value::Text, "\"Té, \"\"x\"\"\""),
                ("43%", Value::Percent(43.0), "43%"),
                ("a", Value::Text, "a"),
                ("B", Value::Text, "B"),
                ("2.5", Value::Number(2.5), "2.5"),
                ("", Value::Empty, ""),
            ]
        );
    }

    #[test]
    fn only_plain_decimal_numbers_are_numbers() {
        for text in ["1,234", "1e3", "nan", "inf", ".5", "5.", "0x10", "--1", "1 000", "9999999999999"] {
            assert_eq!(value(text), Value::Text, "{text}");
        }
        assert_eq!(value("−3"), Value::Number(-3.0));
        assert_eq!(value("43 %"), Value::Percent(43.0));
    }

    #[test]
    fn advice_fits_the_slip() {
        assert_eq!(advice("43,5"), "write `43.5`, with a point");
        assert_eq!(advice("43,5 %"), "write `43.5%`, with a point");
        assert_eq!(advice("1,234"), "write `1234`, digits only");
        assert_eq!(advice("1 234"), "write `1234`, digits only");
        assert!(advice("n/a").contains("empty") && advice("many").contains("43.5"));
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
