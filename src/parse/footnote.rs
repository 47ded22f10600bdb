//! Footnotes: numbered in the order in which the text refers to them, written at the end of the body.

use std::collections::HashMap;

use crate::parse::body::{Fill, UiWord};
use crate::parse::html::Buffer;

/// The footnotes of one body.
#[derive(Debug, Default)]
pub struct Footnotes {
    numbers: HashMap<String, usize>,
    references: Vec<usize>,
    written: HashMap<usize, Buffer>,
}

impl Footnotes {
    /// The number of a footnote, and which of the references to it this is, from 1.
    pub fn refer(&mut self, label: &str) -> (usize, usize) {
        let number = self.number(label);
        self.references[number - 1] += 1;
        (number, self.references[number - 1])
    }

    /// Keeps the text of a footnote.
    pub fn define(&mut self, label: &str, text: Buffer) {
        let number = self.number(label);
        self.written.entry(number).or_insert(text);
    }

    fn number(&mut self, label: &str) -> usize {
        if let Some(&number) = self.numbers.get(label) {
            return number;
        }
        self.references.push(0);
        self.numbers.insert(label.to_owned(), self.references.len());
        self.references.len()
    }

    /// The ids that footnotes and the references to them have.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        let ids = |(index, &count): (usize, &usize)| {
            let number = index + 1;
            (1..=count).map(move |nth| reference_id(number, nth)).chain([format!("fn-{number}")])
        };
        self.references.iter().enumerate().filter(|(_, count)| **count > 0).flat_map(ids)
    }

    /// Appends the footnotes that are referred to.
    pub fn write(mut self, out: &mut Buffer) {
        let referred = self.references.iter().enumerate().filter(|(_, count)| **count > 0);
        let referred: Vec<(usize, usize)> = referred.map(|(index, count)| (index + 1, *count)).collect();
        if referred.is_empty() {
            return;
        }
        out.line("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        out.hole(Fill::Word(UiWord::Footnotes));
        out.push("\">\n<ol>\n");
        for (number, count) in referred {
            let text = self.written.remove(&number).unwrap_or_default();
            out.push(&format!("<li id=\"fn-{number}\" value=\"{number}\">"));
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
    out.push(&format!(" <a href=\"#{}\" class=\"footnote-back\" aria-label=\"", reference_id(number, nth)));
    out.hole(Fill::Word(UiWord::BackToText));
    out.push(&format!(" {number}"));
    if nth > 1 {
        out.push(&format!("-{nth}"));
    }
    out.push("\">↩</a>");
}
