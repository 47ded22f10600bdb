//! A wish and a table to a chart: the columns it names, every figure typed and checked, the scale they share.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::chart::spec::{Kind, Scale, Sort, Spec};
use crate::chart::table::{Table, Value, advice};

/// A chart whose figures are right, ready to be drawn.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Chart {
    /// What the author asked for.
    pub spec: Spec,
    /// What the rows are called.
    pub label: String,
    /// What the columns of figures are called.
    pub columns: Vec<String>,
    /// The rows, sorted.
    pub rows: Vec<Row>,
    /// Whether the figures are percentages.
    pub is_percent: bool,
    /// The lowest figure of the picture.
    pub min: f64,
    /// The highest.
    pub max: f64,
}

/// A row of figures.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// A figure for each column, where there is one.
    pub values: Vec<Option<f64>>,
    /// Whether it is to stand out.
    pub is_highlighted: bool,
}

impl Row {
    /// The sum of its figures.
    pub fn sum(&self) -> f64 {
        self.values.iter().flatten().sum()
    }
}

impl Chart {
    /// Whether a column is to stand out.
    pub fn is_highlighted(&self, column: usize) -> bool {
        self.spec.highlight.iter().any(|name| name.value == self.columns[column])
    }
}

/// Fits a table to what an author asks for. `file` is where that is written.
///
/// # Errors
/// Everything that keeps the chart from being drawn.
pub fn chart(spec: &Spec, file: &SourcePath, table: &Table) -> Result<Chart, Vec<Finding>> {
    let mut fitting = Fitting { spec, file, table, findings: table.findings.clone() };
    let chart = fitting.chart();
    chart.filter(|_| fitting.findings.is_empty()).ok_or(fitting.findings)
}

struct Fitting<'a> {
    spec: &'a Spec,
    file: &'a SourcePath,
    table: &'a Table,
    findings: Vec<Finding>,
}

impl Fitting<'_> {
    fn chart(&mut self) -> Option<Chart> {
        let (spec, table) = (self.spec, self.table);
        let label = match &spec.label {
            Some(name) => self.column(name)?,
            None => 0,
        };
        let columns = self.columns(label)?;
        let rows: Vec<Row> = (0..table.rows.len()).map(|row| self.row(row, label, &columns)).collect();
        if rows.is_empty() || !self.check_shape(rows.len(), columns.len()) {
            return None;
        }
        let is_percent = self.percent(&columns);
        self.highlights(&rows, &columns);
        self.check_figures(&columns, is_percent);
        let (min, max) = scale(spec, &rows, is_percent);
        let rows = sorted(rows, spec.sort);
        let columns = columns.iter().map(|&column| table.columns[column].clone()).collect();
        let label = table.columns.get(label).cloned().unwrap_or_default();
        Some(Chart { spec: spec.clone(), label, columns, rows, is_percent, min, max })
    }

    fn bad_chart(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings.push(Finding::new(Code::BadChart, self.file, message).at(span).help(help));
    }

    fn bad_cell(&mut self, row: usize, column: usize, what: &str, help: impl Into<String>) {
        let (cell, name) = (&self.table.rows[row][column], &self.table.columns[column]);
        let (text, span) = (&cell.text, cell.span);
        let message = format!("`{text}` in row {}, column `{name}`, {what}", row + 1);
        let finding = Finding::new(Code::BadData, &self.table.path, message).at(span).help(help);
        self.findings.push(finding.related(self.file, Some(self.spec.data.span), "the chart that shows it"));
    }

    fn column(&mut self, name: &Located<String>) -> Option<usize> {
        let found = self.table.column(&name.value);
        if found.is_none() {
            let table = self.table;
            let names = || table.columns.iter().map(String::as_str);
            let help = suggest::did_you_mean(&name.value, names(), || {
                format!("the columns are {}", names().collect::<Vec<_>>().join(", "))
            });
            self.bad_chart(name.span, format!("`{}` has no column `{}`", table.path, name.value), help);
        }
        found
    }

    /// The columns with figures: those that the author names, else all that have some.
    fn columns(&mut self, label: usize) -> Option<Vec<usize>> {
        let spec = self.spec;
        if !spec.values.is_empty() {
            let found: Vec<Option<usize>> = spec.values.iter().map(|name| self.column(name)).collect();
            return found.into_iter().collect();
        }
        let columns = 0..self.table.columns.len();
        let columns: Vec<usize> = columns.filter(|&column| column != label && self.table.has_figures(column)).collect();
        if columns.is_empty() {
            let message = format!("no column of `{}` has figures", self.table.path);
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
        let label = cells[label].text.clone();
        let values = columns.iter().map(|&column| match cells[column].value {
            Value::Number(number) | Value::Percent(number) => Some(number),
            Value::Empty => None,
            Value::Text => {
                self.bad_cell(row, column, "is no figure", advice(&cells[column].text));
                None
            }
        });
        let values = values.collect();
        let is_highlighted = self.spec.highlight.iter().any(|name| name.value == label);
        Row { label, values, is_highlighted }
    }

    /// Whether the kind of picture can show so many rows and columns.
    fn check_shape(&mut self, rows: usize, columns: usize) -> bool {
        let kind = self.spec.kind.value;
        let (fewest, most, most_rows) = match kind {
            Kind::Bar => (1, 1, 60),
            Kind::Grouped | Kind::Stacked => (2, 6, 60),
            Kind::Likert => (2, 7, 60),
            Kind::Dots => (1, 6, 60),
            Kind::Line => (1, 6, 200),
            Kind::Slope => (2, 2, 30),
            Kind::Bump => (2, 40, 100),
            Kind::Multiples => (2, 24, 200),
        };
        let (span, name) = (self.spec.kind.span, kind.name());
        if !(fewest..=most).contains(&columns) {
            let wanted = match (fewest, most) {
                (1, 1) => "one column".to_owned(),
                (2, 2) => "two columns".to_owned(),
                _ => format!("{fewest} to {most} columns"),
            };
            let message = format!("a chart of the type `{name}` shows {wanted} of figures, not {columns}");
            self.bad_chart(span, message, "name the columns that it shows: `values: [share]`");
            return false;
        }
        if rows > most_rows {
            let message = format!("a chart of the type `{name}` shows at most {most_rows} rows, not {rows}");
            self.bad_chart(span, message, "make a smaller table of what matters");
            return false;
        }
        if rows < 2 && matches!(kind, Kind::Line | Kind::Multiples) {
            self.bad_chart(span, format!("a chart of the type `{name}` needs two rows"), "show one row as `bar`");
            return false;
        }
        if self.spec.compare && !(columns == 1 && matches!(kind, Kind::Bar | Kind::Dots)) {
            let message = "readers can compare a figure only with one column, as `bar` or `dots`".to_owned();
            self.bad_chart(span, message, "leave `compare:` out, or name one column: `values: [share]`");
            return false;
        }
        if self.spec.sort != Sort::Written && matches!(kind, Kind::Line | Kind::Multiples | Kind::Bump | Kind::Slope) {
            let message = format!("the order of a chart of the type `{name}` is that of its table");
            self.bad_chart(span, message, "leave `sort:` out");
            return false;
        }
        true
    }

    /// Whether the figures are percentages: all of them, or none.
    fn percent(&mut self, columns: &[usize]) -> bool {
        let table = self.table;
        let rows = 0..table.rows.len();
        let all = || rows.clone().flat_map(|row| columns.iter().map(move |&column| (row, column)));
        let signed = |&(row, column): &(usize, usize)| matches!(table.rows[row][column].value, Value::Percent(_));
        let unsigned = |&(row, column): &(usize, usize)| matches!(table.rows[row][column].value, Value::Number(_));
        let (with, without) = (all().filter(signed).count(), all().filter(unsigned).count());
        if self.spec.unit == "%" {
            return true;
        }
        // The fewer are the ones that are wrong.
        let odd = if with > without { all().find(unsigned) } else { all().find(signed) };
        // Where other cells are wrong, what the author meant is not known yet.
        if with > 0
            && without > 0
            && self.findings.is_empty()
            && let Some((row, column)) = odd
        {
            let (what, help) = if with > without {
                ("has no percent sign, as other cells have", "write the sign in all of these cells, or in none")
            } else {
                ("has a percent sign, which other cells have not", "write the sign in all of these cells, or in none")
            };
            self.bad_cell(row, column, what, help);
        }
        with > 0
    }

    fn highlights(&mut self, rows: &[Row], columns: &[usize]) {
        let table = self.table;
        let by_column = matches!(self.spec.kind.value, Kind::Line | Kind::Multiples);
        let names: Vec<&str> = if by_column {
            columns.iter().map(|&column| &*table.columns[column]).collect()
        } else {
            rows.iter().map(|row| &*row.label).collect()
        };
        for name in &self.spec.highlight {
            if !names.contains(&&*name.value) {
                let what = if by_column { "line" } else { "row" };
                let help = suggest::did_you_mean(&name.value, names.iter().copied(), || {
                    format!("write it as the table does, such as `{}`", names.first().copied().unwrap_or_default())
                });
                self.bad_chart(name.span, format!("no {what} is called `{}`", name.value), help);
            }
        }
    }

    fn check_figures(&mut self, columns: &[usize], is_percent: bool) {
        let (spec, table) = (self.spec, self.table);
        let kind = spec.kind.value;
        let Scale { min, max, .. } = spec.scale;
        let is_part = matches!(kind, Kind::Stacked | Kind::Likert);
        if matches!(kind, Kind::Bar | Kind::Grouped | Kind::Stacked) && min.is_some_and(|min| min > 0.0) {
            let message = "bars begin at 0; cut off, they would tell another story".to_owned();
            self.bad_chart(spec.kind.span, message, "leave `min` out, or show the figures as `dots`");
        }
        for row in 0..table.rows.len() {
            let mut sum = 0.0;
            for &column in columns {
                let (Value::Number(figure) | Value::Percent(figure)) = table.rows[row][column].value else { continue };
                sum += figure;
                if is_part && figure < 0.0 {
                    self.bad_cell(row, column, "is less than nothing", "parts of a whole are 0 or more");
                } else if kind == Kind::Bump && !(figure >= 1.0 && figure.fract() == 0.0 && figure < 1e6) {
                    self.bad_cell(row, column, "is no rank", "write a whole number from 1, or leave the cell empty");
                } else if min.is_some_and(|min| figure < min) || max.is_some_and(|max| figure > max) {
                    self.bad_cell(row, column, "is outside the scale", "mend the figure, or the chart's `scale:`");
                }
            }
            // Rounded shares may add up to a little more.
            if is_part && is_percent && sum > 101.0 {
                if let Some(&last) = columns.last() {
                    let what = format!("brings the row to {sum} %");
                    self.bad_cell(row, last, &what, "the parts of a whole add up to 100 % at most");
                }
            } else if kind == Kind::Likert && sum <= 0.0 {
                self.bad_cell(row, columns[0], "begins a row without answers", "remove the row, or fill it in");
            }
        }
    }
}

fn sorted(mut rows: Vec<Row>, sort: Sort) -> Vec<Row> {
    let first = |row: &Row| row.values.first().copied().flatten();
    let key = |row: &Row, missing: f64| first(row).unwrap_or(missing);
    match sort {
        Sort::Written => {}
        Sort::Ascending => rows.sort_by(|a, b| key(a, f64::INFINITY).total_cmp(&key(b, f64::INFINITY))),
        Sort::Descending => rows.sort_by(|a, b| key(b, f64::NEG_INFINITY).total_cmp(&key(a, f64::NEG_INFINITY))),
    }
    rows
}

/// The lowest and the highest figure of the picture.
fn scale(spec: &Spec, rows: &[Row], is_percent: bool) -> (f64, f64) {
    let all = || rows.iter().flat_map(|row| &row.values).flatten().copied();
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let (low, high) = match spec.kind.value {
        Kind::Stacked if is_percent => (0.0, 100.0),
        Kind::Stacked => (0.0, rows.iter().map(Row::sum).fold(0.0, f64::max)),
        Kind::Dots if is_percent => (low, high.max(100.0)),
        Kind::Dots | Kind::Line | Kind::Multiples => {
            let step = step(low, high);
            ((low / step).floor() * step, (high / step).ceil() * step)
        }
        _ => (low, high),
    };
    let min = spec.scale.min.unwrap_or(low);
    let max = spec.scale.max.unwrap_or(high);
    if max > min { (min, max) } else { (min, min + 1.0) }
}

/// The distance of lines that cut a scale into about five round parts: 1, 2 or 5 times a power of ten.
pub fn step(low: f64, high: f64) -> f64 {
    let rough = (high - low) / 4.0;
    if rough <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= rough * 0.75).unwrap_or(10.0);
    times * power
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        for (low, high, expected) in
            [(0.0, 100.0, 20.0), (0.0, 80.0, 20.0), (0.0, 3.7, 1.0), (-1.0, 1.0, 0.5), (0.0, 0.0, 1.0)]
        {
            assert!((step(low, high) - expected).abs() < 1e-9, "{low} to {high}: {}", step(low, high));
        }
    }
}
