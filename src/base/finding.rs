//! Findings: what is wrong or doubtful in a site, with its place and what to write instead. Every stage returns
//! findings beside its value; [`print`](crate::base::print) shows them.

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
}
