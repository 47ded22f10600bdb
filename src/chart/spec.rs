//! Reads an author's spec of a chart: the keys of a fenced block `chart`, or of an item of `charts:` in front matter.
//! `validate` checks later whether the table fits.

use crate::base::yaml::{Node, Value};
use crate::base::{Code, Fields, Located, Span, suggest};
use crate::chart::chart_type::ChartType;

/// An author's spec of a chart.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Spec {
    /// `type`: the chart type.
    pub chart_type: Located<ChartType>,
    /// `data`: the path of the table below `content/data/`.
    pub data: Located<String>,
    /// `title`: the caption, in one line.
    pub title: String,
    /// `description`: the chart in words, for screen readers. Empty: it is made from the numbers.
    pub description: String,
    /// `label`: the column with the labels of the rows. `None`: the first.
    pub label: Option<Located<String>>,
    /// `values`: the columns with the numbers to show. Empty: all columns with numbers.
    pub values: Vec<Located<String>>,
    /// `unit`: the unit of the numbers. Empty: none, or percent where the cells have percent signs.
    pub unit: String,
    /// `scale`: the ends of the axis.
    pub scale: Scale,
    /// `sort`: the order of the rows.
    pub sort: Sort,
    /// `highlight`: the rows, or lines, that stand out.
    pub highlight: Vec<Located<String>>,
    /// `note`: a remark below the chart; may be empty.
    pub note: String,
    /// `source`: the source of the numbers; may be empty.
    pub source: String,
    /// `compare`: true if readers can compare a number of their own.
    pub compare: bool,
}

/// The ends of an axis, as far as the author gives them.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Scale {
    /// The lowest number on the axis.
    pub min: Option<f64>,
    /// The highest number on the axis.
    pub max: Option<f64>,
    /// The label of the low end; may be empty.
    pub low: String,
    /// The label of the high end; may be empty.
    pub high: String,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sort {
    /// The order of the table.
    #[default]
    TableOrder,
    /// The lowest number first.
    Ascending,
    /// The highest number first.
    Descending,
}

impl Spec {
    /// Reads the keys of a chart. Returns `None`, and reports why, where a key that every chart needs is missing or
    /// wrong. `start` is the place in the file where the chart begins.
    pub fn parse(mut fields: Fields<'_>, start: Span) -> Option<Self> {
        let chart_type = parse_chart_type(&mut fields);
        let data = fields.text("data").filter(|data| !data.value.is_empty());
        let title = fields.text("title").filter(|title| !title.value.is_empty());
        for (key, is_given, example) in [
            ("type", fields.peek("type").is_some(), "type: bar"),
            ("data", data.is_some(), "data: survey"),
            ("title", title.is_some(), "title: What teachers named"),
        ] {
            if !is_given {
                let (message, help) = (format!("the chart has no `{key}`"), format!("add `{example}`"));
                fields.report_at(Code::BadChart, start, message, help);
            }
        }
        let description = fields.text_or_empty("description");
        let label = fields.text("label");
        let values = fields.texts("values");
        let unit = fields.text_or_empty("unit");
        let scale = parse_scale(&mut fields);
        let sort = parse_sort(&mut fields);
        let highlight = fields.texts("highlight");
        let note = fields.text_or_empty("note");
        let source = fields.text_or_empty("source");
        let compare = fields.flag("compare").unwrap_or(false);
        fields.finish(Code::UnknownKey, &[], |_, _| None);
        Some(Self {
            chart_type: chart_type?,
            data: data?,
            title: title?.value,
            description,
            label,
            values,
            unit,
            scale,
            sort,
            highlight,
            note,
            source,
            compare,
        })
    }

    /// Sets the place of every key to `span`, for a chart whose keys have no places in the file.
    pub fn set_span(&mut self, span: Span) {
        (self.chart_type.span, self.data.span) = (span, span);
        let names = self.label.iter_mut().chain(&mut self.values).chain(&mut self.highlight);
        names.for_each(|name| name.span = span);
    }
}

fn parse_chart_type(fields: &mut Fields<'_>) -> Option<Located<ChartType>> {
    let text = fields.text("type")?;
    let names = || ChartType::ALL.iter().map(|(name, _)| *name);
    if let Some((_, chart_type)) = ChartType::ALL.iter().find(|(name, _)| *name == text.value) {
        return Some(Located::new(*chart_type, text.span));
    }
    let help = suggest::did_you_mean(&text.value, names(), || {
        format!("write one of {}", names().collect::<Vec<_>>().join(", "))
    });
    report_value(fields, "type", format!("there is no chart of the type `{}`", text.value), help);
    None
}

fn parse_sort(fields: &mut Fields<'_>) -> Sort {
    match fields.text("sort").as_ref().map(|sort| &*sort.value) {
        None => Sort::TableOrder,
        Some("ascending") => Sort::Ascending,
        Some("descending") => Sort::Descending,
        Some(other) => {
            let message = format!("rows cannot be sorted `{other}`");
            let help = "write `ascending` or `descending`, or leave `sort:` out to keep the table's order";
            report_value(fields, "sort", message, help.to_owned());
            Sort::TableOrder
        }
    }
}

fn parse_scale(fields: &mut Fields<'_>) -> Scale {
    let Some(entries) = fields.map("scale") else { return Scale::default() };
    let mut inner = fields.inner(entries);
    let [min, max] = ["min", "max"].map(|key| inner.number(key).map(|number| number.value));
    let [low, high] = ["low", "high"].map(|key| inner.text_or_empty(key));
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    if let (Some(from), Some(to)) = (min, max)
        && from >= to
    {
        let message = format!("the scale ends at {to}, which is not above {from}");
        report_value(fields, "scale", message, "write the lower end as `min`".to_owned());
        return Scale { min: None, max: None, low, high };
    }
    Scale { min, max, low, high }
}

/// Reports the value of a key.
fn report_value(fields: &mut Fields<'_>, key: &'static str, message: String, help: String) {
    let span = fields.peek(key).map(node_span).unwrap_or_default();
    fields.report(Code::BadChart, span, message, help);
}

/// The place of a node. A map's own place may be empty, so for a map it is that of its first key.
fn node_span(node: &Node) -> Span {
    match &node.value {
        Value::Map(entries) => entries.first().map_or(node.span, |(key, _)| key.span),
        _ => node.span,
    }
}
