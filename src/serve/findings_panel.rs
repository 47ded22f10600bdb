//! The findings that the panel in the browser shows, as JSON. Each has the line of its place, cut to fit. Text of files
//! stays text: the script puts it on the page as such, never as HTML.

use serde_json::{Value, json};
use std::ops::Range;

use crate::base::print::{self, LineIndex, Resolved, Texts, resolve};
use crate::base::{Finding, Severity};

/// The largest number of findings that are sent. The counts are of all.
const MAX_FINDINGS: usize = 200;

/// The number of characters of a line that an excerpt shows before, in and after its place.
const EXCERPT_CHARACTERS: usize = 60;

/// The findings of a site or a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PanelFindings {
    /// The number of findings that are errors.
    pub errors: usize,
    /// The number of all others.
    pub warnings: usize,
    /// The findings to show, errors first.
    rows: Vec<Value>,
}

impl PanelFindings {
    /// Turns findings about these texts into rows of the panel.
    pub fn new(findings: &[Finding], texts: &dyn Texts) -> Self {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let (errors, warnings): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(is_error);
        let first: Vec<Finding> = errors.iter().chain(&warnings).copied().take(MAX_FINDINGS).cloned().collect();
        let rows = resolve(&first, texts).iter().map(|resolved| row(resolved, texts)).collect();
        Self { errors: errors.len(), warnings: warnings.len(), rows }
    }

    /// The data of a `findings` event.
    pub fn json(&self) -> String {
        json!({"errors": self.errors, "warnings": self.warnings, "list": self.rows}).to_string()
    }

    /// Puts other findings before these.
    pub fn and(&self, others: &Self) -> Self {
        let rows = others.rows.iter().chain(self.rows.iter().filter(|row| !others.rows.contains(row)));
        let (errors, warnings) = (self.errors + others.errors, self.warnings + others.warnings);
        Self { errors, warnings, rows: rows.cloned().collect() }
    }
}

/// The fields of `--format json`, and the excerpt.
fn row(resolved: &Resolved<'_>, texts: &dyn Texts) -> Value {
    let mut row = print::row(resolved);
    row["excerpt"] = json!(excerpt(resolved.finding, texts));
    row
}

/// The line of a finding's place in three parts: before, in and after the place.
fn excerpt(finding: &Finding, texts: &dyn Texts) -> Option<[String; 3]> {
    let (span, text) = (finding.span?, texts.text(&finding.file)?);
    let lines = LineIndex::new(text);
    let (line, Range { start: from, end: to }) = lines.line_at(span);
    let (before, marked, after) = (&line[..from], &line[from..to], &line[to..]);
    let cut = before.char_indices().rev().nth(EXCERPT_CHARACTERS).map(|(at, character)| at + character.len_utf8());
    let before = cut.map_or_else(|| before.to_owned(), |at| format!("…{}", &before[at..]));
    Some([before, shortened(marked), shortened(after)])
}

fn shortened(text: &str) -> String {
    let cut = text.char_indices().nth(EXCERPT_CHARACTERS);
    cut.map_or_else(|| text.to_owned(), |(at, _)| format!("{}…", &text[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, SourcePath, Span};
    use std::collections::BTreeMap;
    use std::path::Path;

    #[test]
    fn an_excerpt_is_cut_around_its_place_at_characters() {
        let file = SourcePath::new(Path::new("content/a.md")).unwrap();
        let text = format!("x\n{}né <b>{}\n", "é".repeat(100), "数".repeat(100));
        let start = text.find("<b>").unwrap();
        let texts = BTreeMap::from([(file.clone(), text)]);
        let finding = Finding::new(Code::UnsafeHtml, &file, "m").at(Span::new(start, start + 3));
        let [before, marked, after] = excerpt(&finding, &texts).unwrap();
        assert!(before.starts_with("…éé") && before.ends_with("né "), "{before}");
        assert_eq!((marked.as_str(), after.chars().count()), ("<b>", EXCERPT_CHARACTERS + 1));
        for span in [Span::new(0, 9999), Span::new(9999, 9999), Span::new(1, 2)] {
            assert!(excerpt(&Finding::new(Code::UnsafeHtml, &file, "m").at(span), &texts).is_some());
        }
    }
}
