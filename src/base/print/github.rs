//! Findings to GitHub workflow commands, which show them beside the lines of a pull request.
//! Format and escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
//! and `ActionCommand.cs` of actions/runner.

use std::fmt::Write;

use crate::base::finding::{Finding, Severity};
use crate::base::print::{Region, Resolved, Texts, message_with_help, resolve};

/// The findings as workflow commands, one per line. Files are relative to the site's root.
pub fn github(findings: &[Finding], texts: &dyn Texts) -> String {
    resolve(findings, texts).iter().map(|shown| command(shown) + "\n").collect()
}

fn command(shown: &Resolved<'_>) -> String {
    let finding = shown.finding;
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = format!("file={}", property(finding.file.as_str()));
    if let Some(region) = shown.region {
        properties.push_str(&place(region));
    }
    format!("::{command} {properties},title={}::{}", property(finding.code.name()), data(&message(shown)))
}

/// Lines and columns. The runner refuses columns where the lines differ.
fn place(Region { start, end }: Region) -> String {
    let lines = format!(",line={},endLine={}", start.line, end.line);
    if start.line != end.line {
        return lines;
    }
    format!("{lines},col={},endColumn={}", start.column, end.column)
}

/// Message, help and related places: a command has room for one text only.
fn message(shown: &Resolved<'_>) -> String {
    let mut text = message_with_help(shown.finding);
    for (place, region) in shown.finding.related.iter().zip(&shown.related) {
        let line = region.map_or_else(String::new, |region| format!(":{}", region.start.line));
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{}{line}: {}", place.file, place.message);
    }
    text
}

/// Escapes a command's text.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::print::fixture;

    #[test]
    fn commands_carry_place_title_and_all_words() {
        let text = github(&fixture::findings(), &fixture::texts());
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(
            lines,
            [
                "::error file=content/a.md,line=3,endLine=3,col=1,endColumn=5,title=unknown-key::\
                 unknown key `rnak`%0Ahelp: did you mean `rank`?",
                "::error file=content/50%25%2C é%3A b.md,line=1,endLine=2,title=duplicate-url::\
                 100%25 the same: one,%0Atwo%0Acontent/a.md:2: the other%0Acontent/a.md: and it",
                "::warning file=content/old.csv,title=unused-file::nothing uses this file",
                "",
            ]
        );
    }

    #[test]
    fn a_message_cannot_begin_a_command_of_its_own() {
        let finding = Finding { message: "x\r\n::stop-commands::y".to_owned(), ..fixture::at(0, 0) };
        assert_eq!(github(&[finding], &fixture::text("")).lines().count(), 1);
    }
}
