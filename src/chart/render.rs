//! Turns a validated chart into the HTML of its figure: draws it by its type and adds legend, description, notes and
//! table.

use crate::base::escape_text;
use crate::chart::chart_type::ChartType;
use crate::chart::drawing::Drawing;
use crate::chart::figure::{CsvLink, DataRow, Figure, FigureMeta};
use crate::chart::number::{NumberFormat, Translate};
use crate::chart::validate::{Chart, Row};
use crate::chart::{bar, bump, compare, dots, grouped, likert, line, multiples, slope, stacked};

impl Chart {
    /// The chart as a whole figure. `id` begins with an underscore, and no other id of the page begins with it;
    /// `csv` leads to its table.
    pub fn to_html(&self, id: &str, csv: CsvLink<'_>, translate: Translate<'_>) -> String {
        let numbers = NumberFormat::new(&self.spec, self.is_percent, translate);
        let drawing = self.draw(id, &numbers);
        let compare_axis = drawing.compare_axis.filter(|_| self.spec.compare);
        let form = compare_axis.map_or_else(String::new, |axis| compare::form(self, id, axis, &numbers));
        let row_header = if self.row_header.is_empty() { translate("chart-row", &[]) } else { self.row_header.clone() };
        let meta = FigureMeta { id, title: &self.spec.title, row_header: &row_header, csv: Some(csv), translate };
        Figure {
            class: self.spec.chart_type.value.name(),
            description: self.description(&numbers),
            legend: drawing.legend,
            subtitle: drawing.subtitle,
            below: form + &self.notes(translate),
            columns: &self.columns,
            rows: self.rows.iter().map(|row| table_row(row, &numbers)).collect(),
            ..Figure::new(meta, drawing.svg)
        }
        .into_html()
    }

    /// The height of its SVG, in em of its text.
    pub fn height(&self, translate: Translate<'_>) -> f64 {
        self.draw("_", &NumberFormat::new(&self.spec, self.is_percent, translate)).svg.height
    }

    fn draw(&self, id: &str, numbers: &NumberFormat<'_>) -> Drawing {
        match self.spec.chart_type.value {
            ChartType::Bar => bar::draw(self, id, numbers),
            ChartType::Grouped => grouped::draw(self, id, numbers),
            ChartType::Stacked => stacked::draw(self, id, numbers),
            ChartType::Likert => likert::draw(self, id, numbers),
            ChartType::Dots => dots::draw(self, id, numbers),
            ChartType::Line => line::draw(self, id, numbers),
            ChartType::Multiples => multiples::draw(self, id, numbers),
            ChartType::Slope => slope::draw(self, id, numbers),
            ChartType::Bump => bump::draw(self, id),
        }
    }

    /// The chart in words: the author's description, or else the lowest and highest number of each column.
    fn description(&self, numbers: &NumberFormat<'_>) -> String {
        if !self.spec.description.is_empty() {
            return self.spec.description.clone();
        }
        let chart_type = (numbers.translate)(&format!("chart-{}", self.spec.chart_type.value.name()), &[]);
        let ranges = (0..self.columns.len()).filter_map(|column| self.describe_range(column, numbers));
        [chart_type].into_iter().chain(ranges).collect::<Vec<_>>().join(" ")
    }

    fn describe_range(&self, column: usize, numbers: &NumberFormat<'_>) -> Option<String> {
        let values = self.rows.iter().filter_map(|row| Some((row.values[column]?, &row.label)));
        let low = values.clone().min_by(|a, b| a.0.total_cmp(&b.0))?;
        // `max_by` takes the last of equals, `min_by` the first: reversed, both name the first row.
        let high = values.rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let placeholders = [
            ("name", &*self.columns[column]),
            ("low", &numbers.format(low.0)),
            ("low_at", low.1),
            ("high", &numbers.format(high.0)),
            ("high_at", high.1),
        ];
        Some((numbers.translate)("chart-range", &placeholders))
    }

    /// The author's note and the source of the numbers, as paragraphs.
    fn notes(&self, translate: Translate<'_>) -> String {
        let source = &self.spec.source;
        let source = if source.is_empty() { String::new() } else { translate("chart-source", &[("source", source)]) };
        let notes = [&self.spec.note, &source].into_iter().filter(|text| !text.is_empty());
        notes.map(|text| format!("<p class=\"remark\">{}</p>\n", escape_text(text))).collect()
    }
}

fn table_row(row: &Row, numbers: &NumberFormat<'_>) -> DataRow {
    let cells = row.values.iter().map(|&value| numbers.format_optional(value)).collect();
    DataRow { label: row.label.clone(), url: String::new(), cells }
}
