//! Prints findings, one file per format: for people, programs, pull requests and code scanners. Converts byte ranges into
//! lines and columns. Knows no disk and no terminal: texts come from [`Texts`], and the caller writes the result.

mod github;
mod human;
mod json;
mod line_index;
mod sarif;
mod visible;

use std::collections::BTreeMap;

use crate::base::finding::{Finding, Related};
use crate::base::path::SourcePath;
use crate::base::span::{Position, Span};

pub use github::github;
pub use human::human;
pub use json::{json, row};
pub use line_index::LineIndex;
pub use sarif::sarif;
pub use visible::{json_text, visible, visible_line};

/// The texts of the files that findings are about.
pub trait Texts {
    /// The text of a file, into which its findings' spans point; `None` for files without text (images, folders).
    fn text(&self, file: &SourcePath) -> Option<&str>;
}

impl Texts for BTreeMap<SourcePath, String> {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        self.get(file).map(String::as_str)
    }
}

/// A span in lines and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The first character.
    pub start: Position,
    /// One past the last character; equal to `start` for an empty span.
    pub end: Position,
}

/// A finding with its spans as lines and columns.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// The place; `None` for a whole file.
    pub region: Option<Region>,
    /// The related places.
    pub related: Vec<(&'a Related, Option<Region>)>,
}

/// Converts the spans of findings into lines and columns. Indexes each file once.
pub fn resolve<'a>(findings: &'a [Finding], texts: &'a dyn Texts) -> Vec<Resolved<'a>> {
    let mut indexes = LineIndexes::new(texts);
    findings.iter().map(|finding| indexes.resolve(finding)).collect()
}

/// The line indexes of the files so far, each made when a finding first needs it.
struct LineIndexes<'a> {
    texts: &'a dyn Texts,
    files: BTreeMap<&'a SourcePath, Option<LineIndex<'a>>>,
}

impl<'a> LineIndexes<'a> {
    fn new(texts: &'a dyn Texts) -> Self {
        Self { texts, files: BTreeMap::new() }
    }

    fn lines(&mut self, file: &'a SourcePath) -> Option<&LineIndex<'a>> {
        let texts = self.texts;
        self.files.entry(file).or_insert_with(|| texts.text(file).map(LineIndex::new)).as_ref()
    }

    fn region(&mut self, file: &'a SourcePath, span: Option<Span>) -> Option<Region> {
        let span = span?;
        let lines = self.lines(file)?;
        Some(Region { start: lines.position(span.start as usize), end: lines.position(span.end as usize) })
    }

    fn resolve(&mut self, finding: &'a Finding) -> Resolved<'a> {
        let region = self.region(&finding.file, finding.span);
        let related = finding.related.iter().map(|place| (place, self.region(&place.file, place.span))).collect();
        Resolved { finding, region, related }
    }
}

/// Joins message and help, for formats with one field for both.
fn message_with_help(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.full_message()),
        None => finding.full_message(),
    }
}

#[cfg(test)]
mod fixture {
    //! The files and findings with which every format is tested.

    use super::*;
    use crate::base::code::Code;
    use std::path::Path;

    /// A path of the site.
    pub fn path(path: &str) -> SourcePath {
        SourcePath::new(Path::new(path)).unwrap()
    }

    /// A site of one file, `content/a.md`.
    pub fn text(text: &str) -> BTreeMap<SourcePath, String> {
        BTreeMap::from([(path("content/a.md"), text.to_owned())])
    }

    /// A finding at a span of `content/a.md`.
    pub fn at(start: usize, end: usize) -> Finding {
        Finding::new(Code::BrokenLink, &path("content/a.md"), "no such page").at(Span::new(start, end))
    }

    /// Two files, one of them with a name that needs escapes in a URI.
    pub fn texts() -> BTreeMap<SourcePath, String> {
        BTreeMap::from([
            (path("content/a.md"), "---\ntitle: Équité\nrnak: 3\n---\nSee [x](y.md).\n".to_owned()),
            (path("content/50%, é: b.md"), "one\ntwo\n".to_owned()),
        ])
    }

    /// An error with help, an error with a related place, a warning about a whole file.
    pub fn findings() -> Vec<Finding> {
        let texts = texts();
        let (a, b) = (path("content/a.md"), path("content/50%, é: b.md"));
        let key = texts[&a].find("rnak").unwrap();
        let unknown = Finding::new(Code::UnknownKey, &a, "unknown key `rnak`");
        let url = Finding::new(Code::DuplicateUrl, &b, "100% the same: one,\ntwo");
        vec![
            unknown.at(Span::new(key, key + 4)).help("did you mean `rank`?"),
            url.at(Span::new(0, 5)).related(&a, Some(Span::new(4, 9)), "the other").related(&a, None, "and it"),
            Finding::new(Code::UnusedFile, &path("content/old.csv"), "nothing uses this file"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_become_lines_and_columns() {
        let (findings, texts) = (fixture::findings(), fixture::texts());
        let resolved = resolve(&findings, &texts);
        let region = |line, column, end_line, end_column| {
            let (start, end) = (Position { line, column }, Position { line: end_line, column: end_column });
            Some(Region { start, end })
        };
        assert_eq!(resolved[0].region, region(3, 1, 3, 5));
        assert_eq!(resolved[1].region, region(1, 1, 2, 2));
        assert_eq!([resolved[1].related[0].1, resolved[1].related[1].1], [region(2, 1, 2, 6), None]);
        assert_eq!(resolved[2].region, None);
    }

    #[test]
    fn a_span_in_a_file_without_text_stands_for_the_file() {
        let findings = [fixture::at(3, 4)];
        assert_eq!(resolve(&findings, &BTreeMap::<SourcePath, String>::new())[0].region, None);
    }
}
