//! Prints findings in the format that was asked for, and counts them.

use anstream::AutoStream;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::base::print::{self, Texts};
use crate::base::{Finding, Severity, SourcePath};
use crate::cli::CommandResult;
use crate::cli::arguments::Format;
use crate::cli::terminal::{print_error, print_stderr, print_stdout};

/// Prints the findings of a build or check. `prefix` is the path to the site, for formats that need it.
///
/// # Errors
/// The outcome of the command if standard output cannot be written to.
pub fn print_findings(findings: &[Finding], texts: &dyn Texts, format: Format, prefix: &str) -> CommandResult<()> {
    match format {
        Format::Human => {
            print_human(findings, texts);
            Ok(())
        }
        Format::Json => print_stdout(&print::json(findings, texts)),
        // These two are read from the repository's root, where the command runs; a site may lie below it.
        Format::Github => print_stdout(&print::github(&prefixed(findings, prefix), &PrefixedTexts { prefix, texts })),
        Format::Sarif => print_stdout(&print::sarif(&prefixed(findings, prefix), &PrefixedTexts { prefix, texts })),
    }
}

/// Prints findings for people, to standard error.
pub fn print_human(findings: &[Finding], texts: &dyn Texts) {
    let has_colour = AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
    print_stderr(&print::human(findings, texts, has_colour));
}

/// Returns the function that prints the finding for a page which does not end, and ends the process: a template cannot be interrupted.
/// The site that was built before stays as it is.
pub fn end_at_stuck_page(format: Format) -> fn(Finding) {
    match format {
        Format::Human => |finding| end(finding, Format::Human),
        Format::Json => |finding| end(finding, Format::Json),
        Format::Github => |finding| end(finding, Format::Github),
        Format::Sarif => |finding| end(finding, Format::Sarif),
    }
}

fn end(finding: Finding, format: Format) {
    let printed = print_findings(&[finding], &BTreeMap::new(), format, "");
    print_error("a page does not end; nothing was written", "");
    // The codes of `Outcome`: a failure, or an error of the system.
    std::process::exit(if printed.is_ok() { 1 } else { 3 });
}

/// The path from the current folder to the site's, with a slash at its end: `docs/`. Empty for the current folder itself
/// and for one that does not lie below it.
pub fn path_prefix(root: &Path) -> String {
    let below = match std::env::current_dir() {
        Ok(current) if root.is_absolute() => root.strip_prefix(current).unwrap_or(Path::new("")),
        _ => root,
    };
    SourcePath::new(below).map_or_else(String::new, |path| format!("{path}/"))
}

/// Findings with their files named from the folder that `prefix` begins in.
fn prefixed(findings: &[Finding], prefix: &str) -> Vec<Finding> {
    let add_prefix = |file: &mut SourcePath| {
        if let Some(path) = SourcePath::new(Path::new(&format!("{prefix}{file}"))) {
            *file = path;
        }
    };
    let mut findings = findings.to_vec();
    for finding in &mut findings {
        add_prefix(&mut finding.file);
        finding.related.iter_mut().for_each(|related| add_prefix(&mut related.file));
    }
    findings
}

/// The texts of a site by their prefixed paths.
struct PrefixedTexts<'a> {
    prefix: &'a str,
    texts: &'a dyn Texts,
}

impl Texts for PrefixedTexts<'_> {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        let path = file.as_str().strip_prefix(self.prefix)?;
        self.texts.text(&SourcePath::new(Path::new(path))?)
    }
}

/// `2 errors, 1 warning`, or `no findings`.
pub fn count(findings: &[Finding]) -> String {
    let count = |severity: Severity| {
        let of_severity = findings.iter().filter(|finding| finding.severity == severity);
        of_severity.map(|finding| 1 + finding.more).sum()
    };
    match (count(Severity::Error), count(Severity::Warning)) {
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
