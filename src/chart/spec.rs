//! What an author asks for: the keys of a fenced block `chart` or of an item of `charts:` to a typed wish.
//! Which table it names, and whether that fits, is seen later.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::base::yaml::{Node, Value};

/// What an author asks for.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Spec {
    /// The kind of picture.
    pub kind: Located<Kind>,
    /// The table: its path below `content/data/`.
    pub data: Located<String>,
    /// What it shows, in one line.
    pub title: String,
    /// What it says, for those who do not see it; empty: made from the figures.
    pub description: String,
    /// The column with what the rows are called; `None`: the first.
    pub label: Option<Located<String>>,
    /// The columns with figures; empty: all that have some.
    pub values: Vec<Located<String>>,
    /// What the figures count; empty: nothing, or percent where the cells say so.
    pub unit: String,
    /// Its ends, where they are given.
    pub scale: Scale,
    /// The order of the rows.
    pub sort: Sort,
    /// Rows, or lines, that stand out.
    pub highlight: Vec<Located<String>>,
    /// A remark; may be empty.
    pub note: String,
    /// Where the figures are from; may be empty.
    pub source: String,
    /// Whether readers may hold a figure of their own against these.
    pub compare: bool,
}

/// The ends of a scale.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Scale {
    /// The lowest figure that can be.
    pub min: Option<f64>,
    /// The highest.
    pub max: Option<f64>,
    /// What the low end means; may be empty.
    pub low: String,
    /// What the high end means; may be empty.
    pub high: String,
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sort {
    /// As they are written.
    #[default]
    Written,
    /// The lowest figure first.
    Ascending,
    /// The highest figure first.
    Descending,
}

/// The kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// A bar for each row.
    Bar,
    /// A bar for each column in each row.
    Grouped,
    /// The columns of each row end to end.
    Stacked,
    /// Answers from one end of a scale to the other, around their middle.
    Likert,
    /// A line for each column, through the rows.
    Line,
    /// A line for each row, between two columns.
    Slope,
    /// A line for each row, through ranks in the columns.
    Bump,
    /// A mark for each column on a scale for each row.
    Dots,
    /// A small line for each column, all on one scale.
    Multiples,
}

impl Kind {
    /// All, by the names that authors write.
    pub const ALL: [(&'static str, Self); 9] = [
        ("bar", Self::Bar),
        ("grouped", Self::Grouped),
        ("stacked", Self::Stacked),
        ("likert", Self::Likert),
        ("line", Self::Line),
        ("slope", Self::Slope),
        ("bump", Self::Bump),
        ("dots", Self::Dots),
        ("multiples", Self::Multiples),
    ];

    /// The name that authors write.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

impl Spec {
    /// Puts everything at one place of the file, where no better is known.
    pub fn put_at(&mut self, place: Span) {
        (self.kind.span, self.data.span) = (place, place);
        let names = self.label.iter_mut().chain(&mut self.values).chain(&mut self.highlight);
        names.for_each(|name| name.span = place);
    }
}

const KEYS: [&str; 13] = [
    "type",
    "data",
    "title",
    "description",
    "label",
    "values",
    "unit",
    "scale",
    "sort",
    "highlight",
    "note",
    "source",
    "compare",
];

/// Reads the keys of a chart. `None`, and findings, where it lacks what it needs. `place` is where it
/// begins, in the file.
pub fn spec(mut fields: Fields<'_>, place: Span) -> Option<Spec> {
    let kind = kind(&mut fields);
    let data = fields.text("data").filter(|data| !data.value.is_empty());
    let title = fields.text("title").filter(|title| !title.value.is_empty());
    for (key, is_there, example) in [
        ("type", fields.peek("type").is_some(), "type: bar"),
        ("data", data.is_some(), "data: survey"),
        ("title", title.is_some(), "title: What teachers named"),
    ] {
        if !is_there {
            let (message, help) = (format!("the chart has no `{key}`"), format!("add `{example}`"));
            fields.report_at(Code::BadChart, place, message, help);
        }
    }
    let text = |text: Option<Located<String>>| text.map(|text| text.value).unwrap_or_default();
    let description = text(fields.text("description"));
    let label = fields.text("label");
    let values = fields.texts("values");
    let unit = text(fields.text("unit"));
    let scale = scale(&mut fields);
    let sort = sort(&mut fields);
    let highlight = fields.texts("highlight");
    let note = text(fields.text("note"));
    let source = text(fields.text("source"));
    let compare = fields.flag("compare").unwrap_or(false);
    fields.finish(Code::UnknownKey, &[], |key, _| {
        Some(suggest::did_you_mean(&key.name, KEYS, || format!("a chart knows {}", KEYS.join(", "))))
    });
    let (kind, data, title) = (kind?, data?, title?.value);
    Some(Spec { kind, data, title, description, label, values, unit, scale, sort, highlight, note, source, compare })
}

fn kind(fields: &mut Fields<'_>) -> Option<Located<Kind>> {
    let written = fields.text("type")?;
    let names = || Kind::ALL.iter().map(|(name, _)| *name);
    if let Some((_, kind)) = Kind::ALL.iter().find(|(name, _)| *name == written.value) {
        return Some(Located::new(*kind, written.span));
    }
    let help = suggest::did_you_mean(&written.value, names(), || {
        format!("write one of {}", names().collect::<Vec<_>>().join(", "))
    });
    bad(fields, "type", format!("there is no chart of the type `{}`", written.value), help);
    None
}

fn sort(fields: &mut Fields<'_>) -> Sort {
    match fields.text("sort").as_ref().map(|sort| &*sort.value) {
        None => Sort::Written,
        Some("ascending") => Sort::Ascending,
        Some("descending") => Sort::Descending,
        Some(other) => {
            let message = format!("rows cannot be sorted `{other}`");
            let help = "write `ascending` or `descending`, or leave `sort:` out to keep the table's order";
            bad(fields, "sort", message, help.to_owned());
            Sort::Written
        }
    }
}

fn scale(fields: &mut Fields<'_>) -> Scale {
    let Some(entries) = fields.map("scale") else { return Scale::default() };
    let mut inner = fields.inner(entries);
    let [min, max] = ["min", "max"].map(|key| inner.number(key).map(|number| number.value));
    let [low, high] = ["low", "high"].map(|key| inner.text(key).map(|text| text.value).unwrap_or_default());
    inner.finish(Code::UnknownKey, &[], |key, _| {
        let keys = ["min", "max", "low", "high"];
        Some(suggest::did_you_mean(&key.name, keys, || format!("a scale knows {}", keys.join(", "))))
    });
    if let (Some(from), Some(to)) = (min, max)
        && from >= to
    {
        bad(
            fields,
            "scale",
            format!("the scale ends at {to}, which is not above {from}"),
            "write the lower end as `min`".to_owned(),
        );
        return Scale { min: None, max: None, low, high };
    }
    Scale { min, max, low, high }
}

/// Reports the value of a key.
fn bad(fields: &mut Fields<'_>, key: &'static str, message: String, help: String) {
    let place = fields.peek(key).map(place_of).unwrap_or_default();
    fields.report(Code::BadChart, place, message, help);
}

/// The place of a node: of its first key where it is a map, whose own place may be empty.
fn place_of(node: &Node) -> Span {
    match &node.value {
        Value::Map(entries) => entries.first().map_or(node.span, |(key, _)| key.span),
        _ => node.span,
    }
}
