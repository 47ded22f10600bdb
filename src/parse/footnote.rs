//! Footnotes: numbered in the order in which the text refers to them, written at the end of the body.

use std::collections::HashMap;

use crate::parse::body::{Fill, UiWord};
use crate::parse::html::Buffer;

/// The footnotes of one body. Labels are the same in upper and lower case, as in CommonMark's link labels.
#[derive(Debug, Default)]
pub struct Footnotes {
    numbers: HashMap<String, usize>,
    labels: Vec<String>,
    references: Vec<usize>,
    written: HashMap<String, Buffer>,
}

impl Footnotes {
    /// The number of a footnote, and which of the references to it this is, from 1.
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

    /// Keeps the text of a footnote. It gets its number where it is referred to, for it may be written before.
    pub fn define(&mut self, label: &str, text: Buffer) {
        self.written.entry(label.to_lowercase()).or_insert(text);
    }

    /// The ids that footnotes and the references to them have.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let ids = |(index, &count): (usize, &usize)| {
            let number = index + 1;
            (1..=count).map(move |nth| reference_id(number, nth)).chain([format!("fn-{number}")])
        };
        self.references.iter().enumerate().flat_map(ids)
    }

    /// Appends the footnotes that are referred to.
    pub fn write(mut self, out: &mut Buffer) {
        if self.references.is_empty() {
            return;
        }
        out.line("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        out.hole(Fill::Word(UiWord::Footnotes));
        out.push("\">\n<ol>\n");
        for (index, count) in self.references.into_iter().enumerate() {
            let number = index + 1;
            let text = self.written.remove(&self.labels[index]).unwrap_or_default();
            out.push("<li id=\"");
            out.hole(Fill::IdPrefix);
            out.push(&format!("fn-{number}\" value=\"{number}\">"));
            let (text, after) = text.split_off_last_paragraph();
            out.append(text);
            for nth in 1..=count {
                back(out, number, nth);
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

fn back(out: &mut Buffer, number: usize, nth: usize) {
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
