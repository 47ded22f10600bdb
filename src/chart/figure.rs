//! The HTML of a figure: caption, SVG, legend, notes, and the same numbers as a table.

use std::fmt::Write;

use crate::base::{escape_attribute, escape_text};
use crate::chart::number::Translate;
use crate::chart::svg::Svg;

/// The parts of a figure that its page decides.
#[derive(Clone, Copy)]
pub struct FigureMeta<'a> {
    /// The id of the figure, which no other id on the page begins with. It begins with an underscore, as headings'
    /// ids never do.
    pub id: &'a str,
    /// The caption, in one line.
    pub title: &'a str,
    /// The head of the table's first column: `Topic`.
    pub row_header: &'a str,
    /// The link to the same numbers as CSV; `None` if there is no such file.
    pub csv: Option<CsvLink<'a>>,
    /// Looks up the skin's strings.
    pub translate: Translate<'a>,
}

/// A link to the numbers of a figure as CSV.
#[derive(Clone, Copy)]
pub struct CsvLink<'a> {
    /// The address of the file.
    pub url: &'a str,
    /// HTML that follows the link, such as the number of a note; may be empty.
    pub note: &'a str,
}

/// A whole figure.
pub struct Figure<'a> {
    /// The parts that its page decides.
    pub meta: FigureMeta<'a>,
    /// The chart.
    pub svg: Svg,
    /// The name of the chart type, which is a part of the figure's class: `bar`.
    pub class: &'static str,
    /// The chart in words, for screen readers.
    pub description: String,
    /// The items of the legend, as HTML.
    pub legend: Vec<String>,
    /// A line behind the title; may be empty.
    pub subtitle: String,
    /// HTML between the chart and the table: notes, a form.
    pub below: String,
    /// The heads of the table's other columns.
    pub columns: &'a [String],
    /// The rows of the table.
    pub rows: Vec<DataRow>,
}

/// A row of a figure's table.
#[derive(Debug)]
pub struct DataRow {
    /// Its label.
    pub label: String,
    /// The address of a page about it; may be empty.
    pub url: String,
    /// Its numbers, formatted; empty where there is none.
    pub cells: Vec<String>,
}

impl<'a> Figure<'a> {
    /// A figure with a chart and nothing else.
    pub fn new(meta: FigureMeta<'a>, svg: Svg) -> Self {
        Self {
            meta,
            svg,
            class: "",
            description: String::new(),
            legend: Vec::new(),
            subtitle: String::new(),
            below: String::new(),
            columns: &[],
            rows: Vec::new(),
        }
    }

    /// The figure as HTML.
    pub fn into_html(self) -> String {
        let Self { meta, svg, class, description, legend, subtitle, below, columns, rows } = self;
        let mut html = format!("<figure class=\"chart chart-{class}\">\n<figcaption>{}", escape_text(meta.title));
        if !subtitle.is_empty() {
            let _ = write!(html, " <span>{}</span>", escape_text(&subtitle));
        }
        html.push_str("</figcaption>\n");
        html.push_str(&svg.finish(meta.title, &description));
        if !legend.is_empty() {
            let _ = writeln!(html, "<ul class=\"key\"><li>{}</li></ul>", legend.join("</li><li>"));
        }
        html.push_str(&below);
        push_table(&mut html, meta, columns, &rows);
        html.push_str("</figure>\n");
        html
    }
}

fn push_table(html: &mut String, meta: FigureMeta<'_>, columns: &[String], rows: &[DataRow]) {
    let FigureMeta { title, row_header, csv, translate, .. } = meta;
    let _ = writeln!(html, "<details>\n<summary>{}</summary>", escape_text(&translate("chart-table", &[])));
    let name = escape_attribute(&translate("table", &[]));
    let _ = write!(
        html,
        "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        escape_text(title),
        escape_text(row_header)
    );
    for column in columns {
        let _ = write!(html, "<th scope=\"col\" class=\"align-right\">{}</th>", escape_text(column));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for DataRow { label, url, cells } in rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", link(label, url));
        for cell in cells {
            let _ = write!(html, "<td class=\"align-right\">{}</td>", escape_text(cell));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    if let Some(CsvLink { url, note }) = csv {
        let (url, text) = (escape_attribute(url), escape_text(&translate("chart-csv", &[])));
        let _ = writeln!(html, "<p><a href=\"{url}\" download>{text}</a>{note}</p>");
    }
    html.push_str("</details>\n");
}

/// A label, as a link if it has an address.
pub fn link(label: &str, url: &str) -> String {
    let label = escape_text(label);
    if url.is_empty() { label } else { format!("<a href=\"{}\">{label}</a>", escape_attribute(url)) }
}
