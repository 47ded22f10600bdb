//! Turns of the engine to what the terminal shows: the findings that are new, and a line of what changed.

use std::collections::BTreeSet;

use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::cli::err;
use crate::cli::report::{counts, human, plural};
use crate::watch::Turned;

/// So many changed files are named; the others are counted.
const NAMED: usize = 3;

/// What the terminal has shown.
pub struct Turns {
    is_quiet: bool,
    /// The findings of the turn before.
    known: Vec<Finding>,
}

impl Turns {
    /// A terminal that has shown nothing. `is_quiet`: it shows findings only.
    pub fn new(is_quiet: bool) -> Self {
        Self { is_quiet, known: Vec::new() }
    }

    /// Shows a turn. `outcome` is what was done with it.
    pub fn show(&mut self, turned: &Turned, outcome: &str) {
        let generation = &turned.generation;
        let findings = generation.findings();
        let known: BTreeSet<_> = self.known.iter().map(said).collect();
        let new: Vec<Finding> = findings.iter().filter(|finding| !known.contains(&said(finding))).cloned().collect();
        human(&new, generation.texts());
        self.known = findings.to_vec();
        let (pages, counts) = (plural(generation.pages(), "page"), counts(findings));
        let took = turned.took.as_secs_f64() * 1000.0;
        self.line(&format!("{}: {pages}, {counts}{outcome}, {took:.0} ms", changed(generation.changed())));
    }

    /// Shows a line, where lines are wanted.
    pub fn line(&self, text: &str) {
        if !self.is_quiet {
            err(&format!("{text}\n"));
        }
    }
}

/// What makes a finding the same: not its place, which moves when something is written above it.
fn said(finding: &Finding) -> (&SourcePath, &'static str, &str) {
    (&finding.file, finding.code.name(), &finding.message)
}

/// `content/2026/a.md, content/2026/b.md and 3 more`.
fn changed(files: &[SourcePath]) -> String {
    if files.is_empty() {
        return "the site".to_owned();
    }
    let named: Vec<&str> = files.iter().take(NAMED).map(SourcePath::as_str).collect();
    let others = files.len() - named.len();
    let named = named.join(", ");
    if others == 0 { named } else { format!("{named} and {others} more") }
}
