//! Findings: what is wrong or doubtful in a site, with its place and what to write instead. Every stage returns
//! findings beside its value; [`print`](crate::base::print) shows them.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// The severity of a finding. A site with errors is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended before the site can be built.
    Error,
    /// Deserves a look. `--strict` makes it an error.
    Warning,
}

impl Severity {
    /// The severity in lower case, as settings and printers write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Another place that a finding refers to, such as the other page with the same address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Related {
    /// The file.
    pub file: SourcePath,
    /// The bytes in the file; `None` for the file as a whole.
    pub span: Option<Span>,
    /// A label for the place.
    pub message: String,
}

/// One thing that is wrong or doubtful in a site.
///
/// ```
/// use std::path::Path;
/// use trendpress::{Code, Finding, Severity, SourcePath, Span};
///
/// let file = SourcePath::new(Path::new("content/2026/trust.md")).unwrap();
/// let finding = Finding::new(Code::BrokenLink, &file, "`../2025/trust.md` does not exist")
///     .at(Span::new(120, 137))
///     .help("did you mean `../2024/trust.md`?");
/// assert_eq!(finding.severity, Severity::Error);
/// assert_eq!(finding.code.name(), "broken-link");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// The kind of finding.
    pub code: Code,
    /// The severity. [`Finding::new`] takes the usual one of the code; settings and `--strict` may change it.
    pub severity: Severity,
    /// The file it is about.
    pub file: SourcePath,
    /// The bytes it is about; `None` for the file as a whole.
    pub span: Option<Span>,
    /// One line that says what is wrong.
    pub message: String,
    /// Advice: what to do or write instead.
    pub help: Option<String>,
    /// Other places that the finding refers to.
    pub related: Vec<Related>,
    /// The number of further findings of this code in this file that are counted here and not listed.
    pub more: usize,
}

impl Finding {
    /// Creates a finding about a whole file, with the code's usual severity.
    pub fn new(code: Code, file: &SourcePath, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            file: file.clone(),
            span: None,
            message: message.into(),
            help: None,
            related: Vec::new(),
            more: 0,
        }
    }

    /// Narrows the finding down to a place in its file.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that the finding refers to.
    #[must_use]
    pub fn related(mut self, file: &SourcePath, span: Option<Span>, message: impl Into<String>) -> Self {
        self.related.push(Related { file: file.clone(), span, message: message.into() });
        self
    }

    /// The key by which findings are sorted before they are shown: file, place, code, message.
    pub fn sort_key(&self) -> (&SourcePath, Option<Span>, Code, &str) {
        (&self.file, self.span, self.code, &self.message)
    }

    /// The message as it is shown: with the number of findings that are counted here.
    pub fn full_message(&self) -> String {
        match self.more {
            0 => self.message.clone(),
            more => format!("{} … and {} more of this kind in this file", self.message, grouped(more)),
        }
    }
}

/// Writes a number with a comma between each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// The number of findings of one code in one file that are listed. Further ones are counted: no one reads them, and a list of
/// a million takes more memory than the site.
pub const LISTED_PER_FILE: usize = 1_000;

/// The findings of one file while they are being made: the first of each code, and the number of the others.
#[derive(Debug, Default)]
pub struct FileFindings {
    listed: Vec<Finding>,
    /// The number of listed findings of each code, and the place of the last.
    counts: FxHashMap<Code, (usize, usize)>,
}

impl FileFindings {
    /// Returns true if no more findings of a code are listed: then [`FileFindings::count`] is enough.
    pub fn is_full(&self, code: Code) -> bool {
        self.counts.get(&code).is_some_and(|&(count, _)| count >= LISTED_PER_FILE)
    }

    /// Counts a finding of a code of which no more are listed.
    pub fn count(&mut self, code: Code) {
        if let Some(&(_, last)) = self.counts.get(&code) {
            self.listed[last].more += 1;
        }
    }

    /// Adds a finding: lists it or, if the list is full, counts it.
    pub fn push(&mut self, finding: Finding) {
        if self.is_full(finding.code) {
            self.count(finding.code);
            return;
        }
        let (count, last) = self.counts.entry(finding.code).or_default();
        (*count, *last) = (*count + 1, self.listed.len());
        self.listed.push(finding);
    }

    /// Returns the list.
    pub fn into_list(self) -> Vec<Finding> {
        self.listed
    }
}

/// Keeps the first findings of each code in each file and counts the others at the last that is kept. The findings of one file
/// come in the order in which they are shown.
pub fn keep_first(findings: &mut Vec<Finding>) {
    if findings.len() <= LISTED_PER_FILE {
        return;
    }
    let mut kinds: FxHashMap<(&SourcePath, Code), Kept> = FxHashMap::default();
    let mut is_kept = Vec::with_capacity(findings.len());
    for (place, finding) in findings.iter().enumerate() {
        let kind = kinds.entry((&finding.file, finding.code)).or_default();
        let keeps = kind.count < LISTED_PER_FILE;
        kind.more += finding.more + usize::from(!keeps);
        if keeps {
            (kind.count, kind.last) = (kind.count + 1, place);
        }
        is_kept.push(keeps);
    }
    let more: FxHashMap<usize, usize> = kinds.into_values().map(|kind| (kind.last, kind.more)).collect();
    let mut place = 0;
    findings.retain_mut(|finding| {
        finding.more = more.get(&place).copied().unwrap_or_default();
        place += 1;
        is_kept[place - 1]
    });
}

/// Adds a finding to those of one file as [`keep_first`] would, and keeps the list short while it grows.
pub fn push_first(findings: &mut Vec<Finding>, finding: Finding) {
    findings.push(finding);
    if findings.len().is_multiple_of(2 * LISTED_PER_FILE) {
        keep_first(findings);
    }
}

/// The findings of one code in one file, as far as [`keep_first`] has come.
#[derive(Default)]
struct Kept {
    /// The number that is kept, and the place of the last.
    count: usize,
    last: usize,
    /// The number that is not.
    more: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn finding(code: Code, file: &str, at: usize) -> Finding {
        Finding::new(code, &SourcePath::new(Path::new(file)).unwrap(), "no such page").at(Span::new(at, at + 1))
    }

    #[test]
    fn the_thousandth_of_a_code_in_a_file_counts_the_others() {
        let mut findings: Vec<Finding> = (0..9_741).map(|at| finding(Code::BrokenLink, "content/a.md", at)).collect();
        findings.push(finding(Code::UnknownKey, "content/a.md", 9));
        findings.push(finding(Code::BrokenLink, "content/b.md", 9));
        let mut of_file = FileFindings::default();
        findings.iter().take(9_742).cloned().for_each(|finding| of_file.push(finding));
        keep_first(&mut findings);
        assert_eq!(findings.len(), 1_002);
        assert_eq!(findings[999].full_message(), "no such page … and 8,741 more of this kind in this file");
        assert!(findings.iter().enumerate().all(|(place, finding)| place == 999 || finding.more == 0));
        assert_eq!(of_file.into_list(), findings[..1_001]);
    }

    #[test]
    fn counts_of_an_earlier_stage_are_added() {
        let mut findings: Vec<Finding> = (0..1_500).map(|at| finding(Code::BrokenLink, "content/a.md", at)).collect();
        keep_first(&mut findings);
        findings.insert(0, finding(Code::BrokenLink, "content/a.md", 0));
        keep_first(&mut findings);
        assert_eq!((findings.len(), findings[999].more), (1_000, 501));
    }
}
