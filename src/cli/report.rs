//! Findings and the summary, to where each belongs.

use anstream::AutoStream;
use std::io;

use crate::base::finding::Severity;
use crate::base::print;
use crate::cli::arguments::Format;
use crate::cli::{err, out};
use crate::pipeline::Linked;

/// Prints the findings of a build or check.
pub fn findings(linked: &Linked, format: Format) {
    let (findings, texts) = (&linked.findings, &linked.snapshot);
    match format {
        Format::Human => {
            let colour = AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
            err(&print::human(findings, texts, colour));
        }
        Format::Json => out(&print::json(findings, texts)),
        Format::Github => out(&print::github(findings, texts)),
        Format::Sarif => out(&print::sarif(findings, texts)),
    }
}

/// `2 errors, 1 warning`, or `no findings`.
pub fn counts(linked: &Linked) -> String {
    let of = |severity: Severity| linked.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (0, warnings) => plural(warnings, "warning"),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

/// `1 page`, `2 pages`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
