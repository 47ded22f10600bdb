//! Prints findings as GitHub workflow commands, which show them beside the lines of a pull request.
//! Format and escapes: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
//! and `ActionCommand.cs` of actions/runner.

use crate::base::finding::Finding;
use crate::base::print::{Region, Resolved, Texts, message_with_help, resolve, visible};

/// Prints findings as workflow commands, one per line. Files are relative to the site's root, so run the command there.
///
/// ```
/// use std::collections::BTreeMap;
/// use trendpress::{Code, Finding, SourcePath, print};
///
/// let finding = Finding::new(Code::UnusedFile, &SourcePath::content(), "nothing uses this file");
/// let text = print::github(&[finding], &BTreeMap::new());
/// assert_eq!(text, "::warning file=content,title=unused-file::nothing uses this file\n");
/// ```
pub fn github(findings: &[Finding], texts: &dyn Texts) -> String {
    resolve(findings, texts).iter().map(|resolved| command(resolved) + "\n").collect()
}

fn command(resolved: &Resolved<'_>) -> String {
    let finding = resolved.finding;
    let command = finding.severity.name();
    let mut properties = format!("file={}", property(&visible(finding.file.as_str())));
    if let Some(region) = resolved.region {
        properties.push_str(&place(region));
    }
    format!("::{command} {properties},title={}::{}", property(finding.code.name()), data(&visible(&message(resolved))))
}

/// Lines and columns as properties. The runner refuses columns in a range of several lines.
fn place(Region { start, end }: Region) -> String {
    let lines = format!(",line={},endLine={}", start.line, end.line);
    if start.line != end.line {
        return lines;
    }
    format!("{lines},col={},endColumn={}", start.column, end.column)
}

/// Joins message, help and related places: a command has only one text.
fn message(resolved: &Resolved<'_>) -> String {
    let mut text = message_with_help(resolved.finding);
    for (place, region) in &resolved.related {
        let line = region.map_or_else(String::new, |region| format!(":{}", region.start.line));
        text.push_str(&format!("\n{}{line}: {}", place.file, place.message));
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
    fn commands_hold_place_title_and_message() {
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
    fn a_message_cannot_start_a_command() {
        let finding = Finding { message: "x\r\n::stop-commands::y".to_owned(), ..fixture::at(0, 0) };
        assert_eq!(github(&[finding], &fixture::text("")).lines().count(), 1);
    }

    #[test]
    fn a_message_cannot_control_a_terminal() {
        let finding = Finding { message: "x\u{1b}[2J\u{9b}2J\u{202e} ##[error]".to_owned(), ..fixture::at(0, 0) };
        assert!(github(&[finding], &fixture::text("")).ends_with("::x␛[2J�2J� ＃#[error]\n"));
    }
}
