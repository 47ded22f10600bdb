//! Fits a spec to its table: finds the columns, checks every number, computes the range of the axis. The result is a
//! chart that can be drawn.

use std::cell::OnceCell;

use crate::base::suggest::SuggestionIndex;
use crate::base::{Code, Finding, Located, SourcePath, Span};
use crate::chart::axis::tick_step;
use crate::chart::cell::{CellValue, suggest_number};
use crate::chart::chart_type::ChartType;
use crate::chart::spec::{Scale, Sort, Spec};
use crate::chart::table::Table;

/// A chart whose numbers are checked, ready to be drawn.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Chart {
    /// The author's spec.
    pub spec: Spec,
    /// The name of the column with the labels of the rows.
    pub row_header: String,
    /// The names of the columns with numbers.
    pub columns: Vec<String>,
    /// The rows, sorted.
    pub rows: Vec<Row>,
    /// True if the numbers are percentages.
    pub is_percent: bool,
    /// The lowest number on the axis.
    pub min: f64,
    /// The highest number on the axis.
    pub max: f64,
}

/// A row of numbers.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// Its label.
    pub label: String,
    /// A number for each column; `None` where the cell is empty.
    pub values: Vec<Option<f64>>,
    /// True if the row stands out.
    pub is_highlighted: bool,
}

impl Row {
    /// The sum of its numbers.
    pub fn sum(&self) -> f64 {
        self.values.iter().flatten().sum()
    }
}

impl Chart {
    /// Fits a table to a spec, which is written in `file`.
    ///
    /// # Errors
    /// Everything that keeps the chart from being drawn, the mistakes of the table included.
    pub fn new(spec: &Spec, file: &SourcePath, table: &Table) -> Result<Self, Vec<Finding>> {
        let mut validator =
            Validator { spec, file, table, column_index: OnceCell::new(), findings: table.findings.clone() };
        let chart = validator.chart();
        chart.filter(|_| validator.findings.is_empty()).ok_or(validator.findings)
    }

    /// Returns true if a column stands out.
    pub fn is_column_highlighted(&self, column: usize) -> bool {
        self.spec.highlight.iter().any(|name| name.value == self.columns[column])
    }
}

struct Validator<'a> {
    spec: &'a Spec,
    file: &'a SourcePath,
    table: &'a Table,
    /// The names of the table's columns, for suggestions.
    column_index: OnceCell<SuggestionIndex>,
    findings: Vec<Finding>,
}

/// The number of names that the help of a finding lists.
const SHOWN_NAMES: usize = 24;

impl Validator<'_> {
    fn chart(&mut self) -> Option<Chart> {
        let (spec, table) = (self.spec, self.table);
        let label = match &spec.label {
            Some(name) => self.column(name)?,
            None => 0,
        };
        let columns = self.value_columns(label)?;
        if let Some((span, message, help)) = check_size(spec, table.rows.len(), columns.len()) {
            self.bad_chart(span, message, help);
            return None;
        }
        let rows: Vec<Row> = (0..table.rows.len()).map(|row| self.row(row, label, &columns)).collect();
        if rows.is_empty() {
            return None;
        }
        if let Some((span, message, help)) = check_shape(spec, rows.len(), columns.len()) {
            self.bad_chart(span, message, help);
            return None;
        }
        let is_percent = self.check_percent_signs(&columns);
        self.check_highlights(&rows, &columns);
        self.check_axis();
        self.check_numbers(&columns, is_percent);
        let (min, max) = axis_range(spec, &rows, is_percent);
        let rows = sort_rows(rows, spec.sort);
        let columns = columns.iter().map(|&column| table.columns[column].clone()).collect();
        let row_header = table.columns.get(label).cloned().unwrap_or_default();
        Some(Chart { spec: spec.clone(), row_header, columns, rows, is_percent, min, max })
    }

    fn bad_chart(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings.push(Finding::new(Code::BadChart, self.file, message).at(span).help(help));
    }

    fn bad_cell(&mut self, row: usize, column: usize, what: &str, help: impl Into<String>) {
        let (cell, name) = (&self.table.rows[row][column], &self.table.columns[column]);
        let message = format!("`{}` in row {}, column `{name}`, {what}", cell.text, row + 1);
        let finding = Finding::new(Code::BadData, &self.table.path, message).at(cell.span).help(help);
        self.findings.push(finding.related(self.file, Some(self.spec.data.span), "the chart that shows it"));
    }

    fn column(&mut self, name: &Located<String>) -> Option<usize> {
        let column = self.table.column(&name.value);
        if column.is_none() {
            let table = self.table;
            let names = || table.columns.iter().map(String::as_str);
            let index = self.column_index.get_or_init(|| SuggestionIndex::new(names()));
            let help = index.did_you_mean(&name.value, || {
                format!("the columns are {}", names().take(SHOWN_NAMES).collect::<Vec<_>>().join(", "))
            });
            self.bad_chart(name.span, format!("`{}` has no column `{}`", table.path, name.value), help);
        }
        column
    }

    /// The columns with the numbers to show: those of `values:`, or else all with numbers.
    fn value_columns(&mut self, label: usize) -> Option<Vec<usize>> {
        let (spec, table) = (self.spec, self.table);
        if !spec.values.is_empty() {
            // Every name is looked up before the first missing one ends the search, so that all are reported.
            let columns: Vec<Option<usize>> = spec.values.iter().map(|name| self.column(name)).collect();
            return columns.into_iter().collect();
        }
        let columns = (0..table.columns.len()).filter(|&column| column != label && table.has_numbers(column));
        let columns: Vec<usize> = columns.collect();
        if columns.is_empty() {
            let message = format!("no column of `{}` has figures", table.path);
            self.bad_chart(spec.data.span, message, "figures are plain numbers such as `43.5` or `43%`");
            return None;
        }
        Some(columns)
    }

    fn row(&mut self, row: usize, label: usize, columns: &[usize]) -> Row {
        let cells = &self.table.rows[row];
        if cells[label].text.is_empty() {
            self.bad_cell(row, label, "should say what the row is about", "write a label");
        }
        for &column in columns {
            if cells[column].value == CellValue::Text {
                self.bad_cell(row, column, "is no figure", suggest_number(&cells[column].text));
            }
        }
        let label = cells[label].text.clone();
        let is_highlighted = self.spec.highlight.iter().any(|name| name.value == label);
        Row { label, values: columns.iter().map(|&column| cells[column].number()).collect(), is_highlighted }
    }

    /// Returns true if the numbers are percentages. Reports a number that differs in this from the others.
    fn check_percent_signs(&mut self, columns: &[usize]) -> bool {
        if self.spec.unit == "%" {
            return true;
        }
        let table = self.table;
        let cells = || (0..table.rows.len()).flat_map(|row| columns.iter().map(move |&column| (row, column)));
        let has_sign = |&(row, column): &(usize, usize)| matches!(table.rows[row][column].value, CellValue::Percent(_));
        let lacks_sign =
            |&(row, column): &(usize, usize)| matches!(table.rows[row][column].value, CellValue::Number(_));
        let (with, without) = (cells().filter(has_sign).count(), cells().filter(lacks_sign).count());
        // Findings about other cells come first: they may explain the difference.
        if with == 0 || without == 0 || !self.findings.is_empty() {
            return with > 0;
        }
        // The minority is taken for the mistake.
        let (cell, message) = if with > without {
            (cells().find(lacks_sign), "has no percent sign, as other cells have")
        } else {
            (cells().find(has_sign), "has a percent sign, which other cells have not")
        };
        if let Some((row, column)) = cell {
            self.bad_cell(row, column, message, "write the sign in all of these cells, or in none");
        }
        true
    }

    /// Reports names under `highlight:` that no row, or no line, has.
    fn check_highlights(&mut self, rows: &[Row], columns: &[usize]) {
        let table = self.table;
        let (what, names): (&str, Vec<&str>) = if self.spec.chart_type.value.has_line_per_column() {
            ("line", columns.iter().map(|&column| &*table.columns[column]).collect())
        } else {
            ("row", rows.iter().map(|row| &*row.label).collect())
        };
        let index = OnceCell::new();
        for name in &self.spec.highlight {
            if !names.contains(&&*name.value) {
                let index = index.get_or_init(|| SuggestionIndex::new(names.iter().copied()));
                let help = index.did_you_mean(&name.value, || {
                    format!("write it as the table does, such as `{}`", names.first().copied().unwrap_or_default())
                });
                self.bad_chart(name.span, format!("no {what} is called `{}`", name.value), help);
            }
        }
    }

    fn check_axis(&mut self) {
        let chart_type = &self.spec.chart_type;
        if chart_type.value.has_bars_from_zero() && self.spec.scale.min.is_some_and(|min| min > 0.0) {
            let message = "bars begin at 0; cut off, they would tell another story".to_owned();
            self.bad_chart(chart_type.span, message, "leave `min` out, or show the figures as `dots`");
        }
    }

    fn check_numbers(&mut self, columns: &[usize], is_percent: bool) {
        let (spec, table) = (self.spec, self.table);
        let chart_type = spec.chart_type.value;
        let Scale { min, max, .. } = spec.scale;
        let is_part = chart_type.shows_parts_of_a_whole();
        for row in 0..table.rows.len() {
            let mut sum = 0.0;
            for &column in columns {
                let Some(number) = table.rows[row][column].number() else { continue };
                sum += number;
                if is_part && number < 0.0 {
                    self.bad_cell(row, column, "is less than nothing", "parts of a whole are 0 or more");
                } else if chart_type == ChartType::Bump && !is_rank(number) {
                    self.bad_cell(row, column, "is no rank", "write a whole number from 1, or leave the cell empty");
                } else if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
                    self.bad_cell(row, column, "is outside the scale", "mend the figure, or the chart's `scale:`");
                }
            }
            // Rounded shares may add up to a little more than 100.
            if is_part && is_percent && sum > 101.0 {
                if let Some(&last) = columns.last() {
                    let what = format!("brings the row to {sum} %");
                    self.bad_cell(row, last, &what, "the parts of a whole add up to 100 % at most");
                }
            } else if chart_type == ChartType::Likert && sum <= 0.0 {
                self.bad_cell(row, columns[0], "begins a row without answers", "remove the row, or fill it in");
            }
        }
    }
}

/// Checks that the chart type can show a table of this size. Comes before any cell is looked at: a page may show a long table in
/// many charts. Returns the place, message and help of a finding otherwise.
fn check_size(spec: &Spec, rows: usize, columns: usize) -> Option<(Span, String, &'static str)> {
    let (chart_type, span) = (spec.chart_type.value, spec.chart_type.span);
    let name = chart_type.name();
    let (column_range, max_rows) = chart_type.limits();
    if !column_range.contains(&columns) {
        let expected = match (column_range.start(), column_range.end()) {
            (1, 1) => "one column".to_owned(),
            (2, 2) => "two columns".to_owned(),
            (fewest, most) => format!("{fewest} to {most} columns"),
        };
        let message = format!("a chart of the type `{name}` shows {expected} of figures, not {columns}");
        return Some((span, message, "name the columns that it shows: `values: [share]`"));
    }
    if rows > max_rows {
        let message = format!("a chart of the type `{name}` shows at most {max_rows} rows, not {rows}");
        return Some((span, message, "make a smaller table of what matters"));
    }
    None
}

/// Checks that the chart type can show the table, and that it allows the keys of the spec. Returns the place, message and
/// help of a finding otherwise.
fn check_shape(spec: &Spec, rows: usize, columns: usize) -> Option<(Span, String, &'static str)> {
    let (chart_type, span) = (spec.chart_type.value, spec.chart_type.span);
    let name = chart_type.name();
    if rows < 2 && chart_type.has_line_per_column() {
        return Some((span, format!("a chart of the type `{name}` needs two rows"), "show one row as `bar`"));
    }
    if spec.compare && !(columns == 1 && chart_type.allows_compare()) {
        let message = "readers can compare a figure only with one column, as `bar` or `dots`".to_owned();
        return Some((span, message, "leave `compare:` out, or name one column: `values: [share]`"));
    }
    if spec.sort != Sort::TableOrder && chart_type.keeps_table_order() {
        let message = format!("the order of a chart of the type `{name}` is that of its table");
        return Some((span, message, "leave `sort:` out"));
    }
    None
}

fn is_rank(number: f64) -> bool {
    number >= 1.0 && number.fract() == 0.0 && number < 1e6
}

/// Sorts rows by their first number; rows without one come last.
fn sort_rows(mut rows: Vec<Row>, sort: Sort) -> Vec<Row> {
    let key = |row: &Row, if_missing: f64| row.values.first().copied().flatten().unwrap_or(if_missing);
    match sort {
        Sort::TableOrder => {}
        Sort::Ascending => rows.sort_by(|a, b| key(a, f64::INFINITY).total_cmp(&key(b, f64::INFINITY))),
        Sort::Descending => rows.sort_by(|a, b| key(b, f64::NEG_INFINITY).total_cmp(&key(a, f64::NEG_INFINITY))),
    }
    rows
}

/// The lowest and the highest number on the axis.
fn axis_range(spec: &Spec, rows: &[Row], is_percent: bool) -> (f64, f64) {
    let values = || rows.iter().flat_map(|row| &row.values).flatten().copied();
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let (low, high) = match spec.chart_type.value {
        ChartType::Stacked if is_percent => (0.0, 100.0),
        ChartType::Stacked => (0.0, rows.iter().map(Row::sum).fold(0.0, f64::max)),
        ChartType::Dots if is_percent => (low, high.max(100.0)),
        ChartType::Dots | ChartType::Line | ChartType::Multiples => {
            let step = tick_step(low, high);
            ((low / step).floor() * step, (high / step).ceil() * step)
        }
        _ => (low, high),
    };
    let min = spec.scale.min.unwrap_or(low);
    let max = spec.scale.max.unwrap_or(high);
    if max > min { (min, max) } else { (min, min + 1.0) }
}
