//! Findings to what the panel in the browser shows: JSON, each with its excerpt cut around the place. Words of files
//! stay words: the script puts them on the page as text, never as HTML.

use serde_json::{Value, json};

use crate::base::finding::{Finding, Severity};
use crate::base::print::{LineIndex, Resolved, Texts, resolve};

/// So many findings are sent; the numbers count all.
const LIMIT: usize = 200;

/// Characters of a line that are shown before the place and after its beginning.
const AROUND: usize = 60;

/// What is wrong with a site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// How many findings are errors.
    pub errors: usize,
    /// How many are not.
    pub warnings: usize,
    /// What is shown of them, errors first.
    list: Vec<Value>,
}

impl Found {
    /// What the panel takes.
    pub fn json(&self) -> String {
        json!({"errors": self.errors, "warnings": self.warnings, "list": self.list}).to_string()
    }

    /// These and others.
    pub fn and(&self, more: &Self) -> Self {
        let list = more.list.iter().chain(self.list.iter().filter(|one| !more.list.contains(one))).cloned().collect();
        Self { errors: self.errors + more.errors, warnings: self.warnings + more.warnings, list }
    }
}

/// Findings as the panel shows them.
pub fn found(findings: &[Finding], texts: &dyn Texts) -> Found {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let errors = findings.iter().filter(is_error).count();
    let mut first: Vec<Finding> = findings.iter().filter(is_error).take(LIMIT).cloned().collect();
    let others = findings.iter().filter(|finding| !is_error(finding)).take(LIMIT - first.len());
    first.extend(others.cloned());
    let list = resolve(&first, texts).iter().map(|shown| row(shown, texts)).collect();
    Found { errors, warnings: findings.len() - errors, list }
}

fn row(shown: &Resolved<'_>, texts: &dyn Texts) -> Value {
    let Resolved { finding, region, related } = shown;
    let related = finding.related.iter().zip(related).map(|(place, region)| {
        json!({"message": place.message, "file": place.file, "line": region.map(|region| region.start.line)})
    });
    json!({
        "severity": finding.severity,
        "code": finding.code.name(),
        "message": finding.message,
        "help": finding.help,
        "file": finding.file,
        "line": region.map(|region| region.start.line),
        "column": region.map(|region| region.start.column),
        "excerpt": excerpt(finding, texts),
        "related": related.collect::<Vec<_>>(),
    })
}

/// The line of a finding's place in three parts: before, in and after it.
fn excerpt(finding: &Finding, texts: &dyn Texts) -> Option<[String; 3]> {
    let (span, text) = (finding.span?, texts.text(&finding.file)?);
    let lines = LineIndex::new(text);
    let start = lines.floor(span.start as usize);
    let (line_start, line) = lines.line_at(start);
    let from = (start - line_start).min(line.len());
    let to = (lines.floor(span.end as usize).saturating_sub(line_start)).clamp(from, line.len());
    let (before, marked, after) = (&line[..from], &line[from..to], &line[to..]);
    let cut = before.char_indices().rev().nth(AROUND).map(|(at, character)| at + character.len_utf8());
    let before = cut.map_or_else(|| before.to_owned(), |at| format!("…{}", &before[at..]));
    Some([before, shortened(marked), shortened(after)])
}

fn shortened(text: &str) -> String {
    text.char_indices().nth(AROUND).map_or_else(|| text.to_owned(), |(at, _)| format!("{}…", &text[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::code::Code;
    use crate::base::path::SourcePath;
    use crate::base::span::Span;
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
        assert_eq!((marked.as_str(), after.chars().count()), ("<b>", AROUND + 1));
        for span in [Span::new(0, 9999), Span::new(9999, 9999), Span::new(1, 2)] {
            assert!(excerpt(&Finding::new(Code::UnsafeHtml, &file, "m").at(span), &texts).is_some());
        }
    }
}
