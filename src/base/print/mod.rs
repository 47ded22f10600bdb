//! Findings to text, one file per format: for people, programs, pull requests and code scanners.

use crate::base::path::SourcePath;

/// Where the texts of files come from when findings are shown.
pub trait Texts {
    /// The text of a file; `None` where it was not read or is no text.
    fn text(&self, file: &SourcePath) -> Option<&str>;
}
