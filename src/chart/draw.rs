//! A checked chart to its figure: the picture of its kind, what it says in words, its table, the form in which
//! readers compare a figure of their own.

use std::fmt::Write;

use crate::chart::figure::{Around, Cells, Csv, Frame, Row, Say, figure};
use crate::chart::figures::Chart;
use crate::chart::picture::Picture;
use crate::chart::ranks::{self, Ranks, Slope};
use crate::chart::spec::Kind;
use crate::chart::text::{attribute, body, number};
use crate::chart::{lines, rows};

/// The width of a picture on a phone (320 CSS pixels less the page's edges), in em of its text. What is wrapped
/// is wrapped to this.
pub const PHONE: f64 = 19.5;

/// A picture of some kind, and what belongs to it.
pub struct Drawing {
    /// The picture.
    pub picture: Picture,
    /// What is what: a small picture as HTML, and its meaning as text.
    pub key: Vec<(String, String)>,
    /// A line above the picture; may be empty.
    pub lead: String,
    /// Where figures lie across (left and span, in percent), where a reader's figure can be marked.
    pub fit: Option<(f64, f64)>,
}

impl Drawing {
    /// A picture without anything else.
    pub fn of(picture: Picture) -> Self {
        Self { picture, key: Vec::new(), lead: String::new(), fit: None }
    }
}

/// Figures in the words of the page's language.
pub struct Show<'a> {
    /// The words.
    pub say: Say<'a>,
    mark: String,
    unit: &'a str,
    is_percent: bool,
}

impl<'a> Show<'a> {
    fn new(chart: &'a Chart, say: Say<'a>) -> Self {
        Self { say, mark: say("decimal-mark", &[]), unit: &chart.spec.unit, is_percent: chart.is_percent }
    }

    /// A figure with its unit.
    pub fn figure(&self, value: f64) -> String {
        let number = number(value).replace('.', &self.mark);
        match self.unit {
            _ if self.is_percent => (self.say)("chart-percent", &[("number", &number)]),
            "" => number,
            unit => format!("{number}\u{a0}{unit}"),
        }
    }
}

impl Chart {
    /// The chart as a whole figure. `id` begins with an underscore and is the beginning of no other id of the
    /// page; `csv` leads to its table.
    pub fn figure(&self, id: &str, csv: Csv<'_>, say: Say<'_>) -> String {
        let show = Show::new(self, say);
        let drawing = self.draw(id, &show);
        let mut below = String::new();
        if let Some(place) = drawing.fit.filter(|_| self.spec.compare) {
            self.form(id, place, &show, &mut below);
        }
        self.remarks(say, &mut below);
        let name = self.spec.kind.value.name();
        let key = drawing.key.into_iter().map(|(sign, meaning)| format!("{sign} {}", body(&meaning)));
        let around =
            Around { class: name, description: self.description(&show), key: key.collect(), lead: drawing.lead, below };
        let label = if self.label.is_empty() { say("chart-row", &[]) } else { self.label.clone() };
        let frame = Frame { id, title: &self.spec.title, label: &label, csv: Some(csv), say };
        figure(frame, drawing.picture, around, &self.cells(&show))
    }

    fn draw(&self, id: &str, show: &Show<'_>) -> Drawing {
        match self.spec.kind.value {
            Kind::Bar => rows::bar(self, id, show),
            Kind::Grouped => rows::grouped(self, id, show),
            Kind::Stacked => rows::stacked(self, id, show),
            Kind::Likert => rows::likert(self, id, show),
            Kind::Dots => rows::dots(self, id, show),
            Kind::Line => lines::line(self, id, show),
            Kind::Multiples => lines::multiples(self, id, show),
            Kind::Slope => self.slope(id, show),
            Kind::Bump => self.bump(id),
        }
    }

    fn slope(&self, id: &str, show: &Show<'_>) -> Drawing {
        let slopes = self.rows.iter().map(|row| Slope {
            title: row.label.clone(),
            from: row.values[0],
            to: row.values[1],
            is_highlighted: row.is_highlighted,
        });
        let slopes: Vec<Slope> = slopes.collect();
        Drawing::of(ranks::draw_slopes(id, &self.columns, &slopes, &|value| show.figure(value)))
    }

    fn bump(&self, id: &str) -> Drawing {
        let ranks: Vec<Vec<Option<u32>>> = self.rows.iter().map(row_of_ranks).collect();
        let series = self.rows.iter().zip(&ranks).map(|(row, ranks)| Ranks { title: &row.label, url: "", ranks });
        let series: Vec<Ranks<'_>> = series.collect();
        let key = series.iter().enumerate().map(|(number, one)| (ranks::sign(number), one.title.to_owned()));
        Drawing { key: key.collect(), ..Drawing::of(ranks::draw_bump(id, &self.columns, &series)) }
    }

    /// What the picture says: the author's words, else the lowest and highest figure of each column.
    fn description(&self, show: &Show<'_>) -> String {
        if !self.spec.description.is_empty() {
            return self.spec.description.clone();
        }
        let kind = (show.say)(&format!("chart-{}", self.spec.kind.value.name()), &[]);
        let columns = (0..self.columns.len()).filter_map(|column| self.range(column, show));
        [kind].into_iter().chain(columns).collect::<Vec<_>>().join(" ")
    }

    fn range(&self, column: usize, show: &Show<'_>) -> Option<String> {
        let values = self.rows.iter().filter_map(|row| Some((row.values[column]?, &row.label)));
        let low = values.clone().min_by(|a, b| a.0.total_cmp(&b.0))?;
        // The first of equals, as for the lowest.
        let high = values.rev().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (low_value, high_value) = (show.figure(low.0), show.figure(high.0));
        Some((show.say)(
            "chart-range",
            &[
                ("name", &self.columns[column]),
                ("low", &low_value),
                ("low_at", low.1),
                ("high", &high_value),
                ("high_at", high.1),
            ],
        ))
    }

    fn cells(&self, show: &Show<'_>) -> Cells {
        let figure = |value: &Option<f64>| value.map(|value| show.figure(value)).unwrap_or_default();
        let row = |row: &crate::chart::figures::Row| Row {
            label: row.label.clone(),
            url: String::new(),
            cells: row.values.iter().map(figure).collect(),
        };
        Cells { columns: self.columns.clone(), rows: self.rows.iter().map(row).collect() }
    }

    fn remarks(&self, say: Say<'_>, html: &mut String) {
        let source = &self.spec.source;
        let source = if source.is_empty() { String::new() } else { say("chart-source", &[("source", source)]) };
        for text in [&self.spec.note, &source].into_iter().filter(|text| !text.is_empty()) {
            let _ = writeln!(html, "<p class=\"remark\">{}</p>", body(text));
        }
    }

    /// "Where do you fit": hidden until the page's script, which alone can answer, shows it.
    fn form(&self, id: &str, (left, span): (f64, f64), show: &Show<'_>, html: &mut String) {
        let say = show.say;
        let values = self.rows.iter().filter_map(|row| row.values[0]).map(number).collect::<Vec<_>>().join(" ");
        let place = rows::place(self, (left, span));
        // The blanks stay: the script fills them in.
        let kept = ["figure", "below", "above", "equal", "of"].map(|name| (name, format!("{{{name}}}")));
        let kept = kept.each_ref().map(|(name, blank)| (*name, &**blank));
        let [result, you] = [say("fit-result", &kept), say("fit-you", &kept)];
        let unit = if self.is_percent { "%" } else { &*self.spec.unit };
        let label = match unit {
            "" => say("fit-label", &[]),
            unit => say("fit-label-unit", &[("unit", unit)]),
        };
        let _ = writeln!(
            html,
            "<div class=\"fit\" hidden data-plot=\"{id}-t\" data-values=\"{values}\" data-place=\"{place}\" data-mark=\"{}\" data-result=\"{}\" data-you=\"{}\">\n\
             <label for=\"{id}-f\">{}</label> <input id=\"{id}-f\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" size=\"7\" aria-describedby=\"{id}-p\"> \
             <span id=\"{id}-p\">{}</span>\n<output for=\"{id}-f\"></output>\n</div>",
            attribute(&say("decimal-mark", &[])),
            attribute(&result),
            attribute(&you),
            body(&label),
            body(&say("fit-private", &[])),
        );
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole, from 1 to a million")]
fn row_of_ranks(row: &crate::chart::figures::Row) -> Vec<Option<u32>> {
    row.values.iter().map(|value| value.map(|value| value as u32)).collect()
}
