//! A picture to a whole figure: caption, picture, key, notes, and the same figures as a table.

use std::fmt::Write;

use crate::chart::picture::Picture;
use crate::chart::text::{attribute, body};

/// Says a word of the skin in the page's language, its blanks filled in: `say("chart-csv", &[])`.
pub type Say<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// What every figure has around its picture.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// An id that nothing else on the page has or begins with; begins with an underscore, as headings never do.
    pub id: &'a str,
    /// What the figure shows, in one line.
    pub title: &'a str,
    /// What the rows of its table are called: `Topic`.
    pub label: &'a str,
    /// The link to the same figures as CSV; `None` where there is no such file.
    pub csv: Option<Csv<'a>>,
    /// The words of the skin.
    pub say: Say<'a>,
}

/// A link to the figures as CSV.
#[derive(Clone, Copy)]
pub struct Csv<'a> {
    /// The address of the file.
    pub address: &'a str,
    /// HTML that follows the link, such as the number of a note; may be empty.
    pub note: &'a str,
}

/// The same figures as a table, in words.
#[derive(Debug, Default)]
pub struct Cells {
    /// What the columns are called, without the first.
    pub columns: Vec<String>,
    /// Each row's label, where it leads (may be empty), and its cells.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug, Default)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// The address of a page about it; may be empty.
    pub url: String,
    /// Its figures, in words; empty where there is none.
    pub cells: Vec<String>,
}

/// What stands between the picture and the table.
#[derive(Debug, Default)]
pub struct Around {
    /// A class for the kind of picture: `bar`.
    pub class: &'static str,
    /// What the picture says, in words, for those who do not see it.
    pub description: String,
    /// Items that tell what is what, as HTML.
    pub key: Vec<String>,
    /// A line above the picture, for all; may be empty.
    pub lead: String,
    /// HTML below the picture: notes, a form.
    pub below: String,
}

/// Puts a figure together.
pub fn figure(frame: Frame<'_>, picture: Picture, around: Around, cells: &Cells) -> String {
    let Around { class, description, key, lead, below } = around;
    let mut html = format!("<figure class=\"chart chart-{class}\">\n<figcaption>{}", body(frame.title));
    if !lead.is_empty() {
        let _ = write!(html, " <span>{}</span>", body(&lead));
    }
    html.push_str("</figcaption>\n");
    html.push_str(&picture.finish(frame.title, &description));
    if !key.is_empty() {
        let _ = writeln!(html, "<ul class=\"key\"><li>{}</li></ul>", key.join("</li><li>"));
    }
    html.push_str(&below);
    table(frame, cells, &mut html);
    html.push_str("</figure>\n");
    html
}

fn table(frame: Frame<'_>, cells: &Cells, html: &mut String) {
    let Frame { title, label, csv, say, .. } = frame;
    let _ = writeln!(html, "<details>\n<summary>{}</summary>", body(&say("chart-table", &[])));
    let name = attribute(&say("table", &[]));
    let _ = write!(
        html,
        "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{name}\">\n<table>\n<caption>{}</caption>\n<thead><tr><th scope=\"col\">{}</th>",
        body(title),
        body(label)
    );
    for column in &cells.columns {
        let _ = write!(html, "<th scope=\"col\" class=\"align-right\">{}</th>", body(column));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for Row { label, url, cells } in &cells.rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", linked(label, url));
        for cell in cells {
            let _ = write!(html, "<td class=\"align-right\">{}</td>", body(cell));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    if let Some(Csv { address, note }) = csv {
        let (address, words) = (attribute(address), body(&say("chart-csv", &[])));
        let _ = writeln!(html, "<p><a href=\"{address}\" download>{words}</a>{note}</p>");
    }
    html.push_str("</details>\n");
}

/// A label, as a link where it leads somewhere.
pub fn linked(label: &str, url: &str) -> String {
    let label = body(label);
    if url.is_empty() { label } else { format!("<a href=\"{}\">{label}</a>", attribute(url)) }
}
