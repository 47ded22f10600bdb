//! Prints each rebuild of a watched site: the findings that are new, and a line of what changed.

use std::collections::BTreeSet;

use crate::base::{Finding, SourcePath};
use crate::cli::findings::{count, plural, print_human};
use crate::cli::terminal::print_line;
use crate::watch::Rebuild;

/// The number of changed files that are named. The others are counted.
const NAMED_FILES: usize = 3;

/// Prints rebuilds, and remembers the findings that the terminal shows already.
pub struct RebuildLog {
    is_quiet: bool,
    shown_findings: Vec<Finding>,
}

impl RebuildLog {
    /// Creates a log. A quiet one prints findings only.
    pub fn new(is_quiet: bool) -> Self {
        Self { is_quiet, shown_findings: Vec::new() }
    }

    /// Prints a rebuild. `outcome` says what was done with it.
    pub fn print(&mut self, rebuild: &Rebuild, outcome: &str) {
        let generation = &rebuild.generation;
        let findings = generation.findings();
        let shown_before: BTreeSet<_> = self.shown_findings.iter().map(identity).collect();
        let new: Vec<Finding> =
            findings.iter().filter(|finding| !shown_before.contains(&identity(finding))).cloned().collect();
        print_human(&new, generation.texts());
        self.shown_findings = findings.to_vec();
        let (changed, pages) = (names(generation.changed_sources()), plural(generation.page_count(), "page"));
        let (held_back, duration_ms) = (generation.held_back_count(), rebuild.duration.as_secs_f64() * 1000.0);
        let findings = count(findings);
        self.print_line(&format!(
            "{changed}: {pages}, {findings}, {held_back} held back{outcome}, {duration_ms:.0} ms"
        ));
    }

    /// Prints a line, unless the log is quiet.
    pub fn print_line(&self, text: &str) {
        if !self.is_quiet {
            print_line(text);
        }
    }
}

/// The parts that make two findings the same. A finding's line is none of them: it moves when lines above change.
fn identity(finding: &Finding) -> (&SourcePath, &'static str, &str) {
    (&finding.file, finding.code.name(), &finding.message)
}

/// `content/2026/a.md, content/2026/b.md and 3 more`.
fn names(files: &[SourcePath]) -> String {
    if files.is_empty() {
        return "the site".to_owned();
    }
    let named: Vec<&str> = files.iter().take(NAMED_FILES).map(SourcePath::as_str).collect();
    let unnamed_count = files.len() - named.len();
    let named = named.join(", ");
    if unnamed_count == 0 { named } else { format!("{named} and {unnamed_count} more") }
}
