//! Findings and the summary, to where each belongs.

use anstream::AutoStream;
use std::io;
use std::path::Path;

use crate::base::finding::{Finding, Severity};
use crate::base::path::SourcePath;
use crate::base::print::{self, Texts};
use crate::cli::arguments::Format;
use crate::cli::{err, out};

/// Prints the findings of a build or check. `prefix` is the way to the site, for formats that need it.
pub fn findings(findings: &[Finding], texts: &dyn Texts, format: Format, prefix: &str) {
    match format {
        Format::Human => human(findings, texts),
        Format::Json => out(&print::json(findings, texts)),
        // These two are read from the repository's root, where the command runs; a site may lie below it.
        Format::Github => out(&print::github(&below(findings, prefix), &Below { prefix, texts })),
        Format::Sarif => out(&print::sarif(&below(findings, prefix), &Below { prefix, texts })),
    }
}

/// The site's folder as seen from where the command runs: empty for that folder itself, and for one elsewhere.
pub fn prefix(root: &Path) -> String {
    let below = match std::env::current_dir() {
        Ok(here) if root.is_absolute() => root.strip_prefix(here).unwrap_or(Path::new("")).to_path_buf(),
        _ => root.to_path_buf(),
    };
    SourcePath::new(&below).map(|path| format!("{path}/")).unwrap_or_default()
}

fn below(findings: &[Finding], prefix: &str) -> Vec<Finding> {
    let moved = |file: &mut SourcePath| {
        if let Some(path) = SourcePath::new(Path::new(&format!("{prefix}{file}"))) {
            *file = path;
        }
    };
    let mut findings = findings.to_vec();
    for finding in &mut findings {
        moved(&mut finding.file);
        finding.related.iter_mut().for_each(|related| moved(&mut related.file));
    }
    findings
}

/// The texts of a site, its files named from above it.
struct Below<'a> {
    prefix: &'a str,
    texts: &'a dyn Texts,
}

impl Texts for Below<'_> {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        let path = file.as_str().strip_prefix(self.prefix)?;
        self.texts.text(&SourcePath::new(Path::new(path))?)
    }
}

/// Prints findings for people.
pub fn human(findings: &[Finding], texts: &dyn Texts) {
    let colour = AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    err(&print::human(findings, texts, colour));
}

/// `2 errors, 1 warning`, or `no findings`.
pub fn counts(findings: &[Finding]) -> String {
    let of = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
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
