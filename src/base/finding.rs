//! A finding: one thing wrong or doubtful in a site, with its place and what to write instead.
//! Every stage returns findings beside its value; nothing here prints (see `print`).

use crate::base::code::Code;
use crate::base::path::SourcePath;
use crate::base::span::Span;

/// How grave a finding is. Errors keep a build from being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Must be mended before the site can be built.
    Error,
    /// Deserves a look; an error under `--strict`.
    Warning,
}

/// Another place that belongs to a finding: the other page on one address, say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Related {
    /// The file.
    pub file: SourcePath,
    /// Where in it; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What is there.
    pub message: String,
}

/// One thing found wrong or doubtful in a site.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Which kind of finding.
    pub code: Code,
    /// Its severity, before settings and `--strict` have their say.
    pub severity: Severity,
    /// The file it is about.
    pub file: SourcePath,
    /// The bytes it is about; `None` for the file as a whole.
    pub span: Option<Span>,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do or write instead.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
}

impl Finding {
    /// A finding of the code's usual severity about a whole file.
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

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same, with what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with another place that belongs to it.
    #[must_use]
    pub fn related(mut self, file: &SourcePath, span: Option<Span>, message: impl Into<String>) -> Self {
        self.related.push(Related { file: file.clone(), span, message: message.into() });
        self
    }

    /// The order in which findings are shown: by file, place, code, then words.
    pub fn sort_key(&self) -> (&SourcePath, Option<Span>, Code, &str) {
        (&self.file, self.span, self.code, &self.message)
    }
}
