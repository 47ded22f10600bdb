//! Numbers footnotes in the order in which the text refers to them, and writes them at the end of the body.

use std::collections::HashMap;

use crate::parse::buffer::Buffer;
use crate::parse::hole::{Fill, UiWord};

/// The most references to one footnote to which it links back.
pub const BACK_LINKS: usize = 100;

/// The footnotes of one body. Labels are the same in upper and lower case, as in CommonMark's link labels.
#[derive(Debug, Default)]
pub struct Footnotes {
    numbers: HashMap<String, usize>,
    /// The labels, in the order of the numbers.
    labels: Vec<String>,
    /// The number of references to each, in the same order.
    references: Vec<usize>,
    texts: HashMap<String, Buffer>,
}

impl Footnotes {
    /// Adds a reference. Returns the number of its footnote, and the number of the reference among those to it, from 1.
    pub fn refer(&mut self, label: &str) -> (usize, usize) {
        let label = label.to_lowercase();
        let number = *self.numbers.entry(label).or_insert_with_key(|label| {
            self.labels.push(label.clone());
            self.references.push(0);
            self.references.len()
        });
        self.references[number - 1] += 1;
        (number, self.references[number - 1])
    }

    /// Adds the text of a footnote, which may stand before or after the first reference to it.
    pub fn define(&mut self, label: &str, text: Buffer) {
        self.texts.entry(label.to_lowercase()).or_insert(text);
    }

    /// The ids of footnotes and of the references to them.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let ids = |(index, &count): (usize, &usize)| {
            let number = index + 1;
            (1..=count.min(BACK_LINKS)).map(move |nth| reference_id(number, nth)).chain([format!("fn-{number}")])
        };
        self.references.iter().enumerate().flat_map(ids)
    }

    /// Appends the footnotes that the text refers to.
    pub fn write(mut self, out: &mut Buffer) {
        if self.references.is_empty() {
            return;
        }
        out.line("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        out.hole(Fill::Word(UiWord::Footnotes));
        out.push("\">\n<ol>\n");
        for (index, count) in self.references.into_iter().enumerate() {
            let number = index + 1;
            let text = self.texts.remove(&self.labels[index]).unwrap_or_default();
            out.push("<li id=\"");
            out.hole(Fill::IdPrefix);
            out.push(&format!("fn-{number}\" value=\"{number}\">"));
            let (text, after) = text.split_off_last_paragraph();
            out.append(text);
            for nth in 1..=count.min(BACK_LINKS) {
                back_link(out, number, nth);
            }
            out.push(after);
            out.push("</li>\n");
        }
        out.push("</ol>\n</section>\n");
    }
}

/// The id of the nth reference to a footnote.
pub fn reference_id(number: usize, nth: usize) -> String {
    if nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{nth}") }
}

/// Appends the link from a footnote back to its nth reference.
fn back_link(out: &mut Buffer, number: usize, nth: usize) {
    out.push(" <a href=\"#");
    out.hole(Fill::IdPrefix);
    out.push(&format!("{}\" class=\"footnote-back\" aria-label=\"", reference_id(number, nth)));
    out.hole(Fill::Word(UiWord::BackToText));
    out.push(&format!(" {number}"));
    if nth > 1 {
        out.push(&format!("-{nth}"));
    }
    out.push("\">↩</a>");
}
