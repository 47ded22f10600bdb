//! Findings to text, one file per format: for people, programs, pull requests and code scanners.
//! Lines and columns are computed here, when a finding is shown; until then it has bytes. Knows no disk
//! and no terminal: texts come through [`Texts`], and the caller decides where the result goes.

mod github;
mod human;
mod json;
mod line_index;
mod sarif;

use std::collections::BTreeMap;

use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::{Position, Span};

pub use github::github;
pub use human::human;
pub use json::json;
pub use line_index::LineIndex;
pub use sarif::sarif;

/// The texts that findings are about.
pub trait Texts {
    /// The text of a file, as its findings' bytes count it; `None` where it has none (an image, a folder).
    fn text(&self, file: &SourcePath) -> Option<&str>;
}

impl Texts for BTreeMap<SourcePath, String> {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        self.get(file).map(String::as_str)
    }
}

/// A place as people count it: from the first character to one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// The first character.
    pub start: Position,
    /// One past the last character; equal to `start` where the place is between two characters.
    pub end: Position,
}

/// A finding with its places resolved.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its place; `None` where it is about a whole file.
    pub region: Option<Region>,
    /// The places of its related ones, in their order.
    pub related: Vec<Option<Region>>,
}

/// Resolves the places of findings, each file's lines counted once.
pub fn resolve<'a>(findings: &'a [Finding], texts: &'a dyn Texts) -> Vec<Resolved<'a>> {
    let mut places = LineIndexes::new(texts);
    findings.iter().map(|finding| places.resolve(finding)).collect()
}

/// The lines of every file that a finding was about so far.
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
        let related = finding.related.iter().map(|place| self.region(&place.file, place.span)).collect();
        Resolved { finding, region, related }
    }
}

/// Message and help as one text, for formats that have a single field for both.
fn message_with_help(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}\nhelp: {help}", finding.message),
        None => finding.message.clone(),
    }
}

#[cfg(test)]
mod fixture {
    //! A site of two files and the findings that every format is tried on.

    use super::*;
    use crate::base::code::Code;
    use std::path::Path;

    /// A path of the site.
    pub fn path(path: &str) -> SourcePath {
        SourcePath::new(Path::new(path)).unwrap()
    }

    /// One text under the name `content/a.md`.
    pub fn text(text: &str) -> BTreeMap<SourcePath, String> {
        BTreeMap::from([(path("content/a.md"), text.to_owned())])
    }

    /// A finding about bytes of `content/a.md`.
    pub fn at(start: usize, end: usize) -> Finding {
        let span = Span { start: u32::try_from(start).unwrap(), end: u32::try_from(end).unwrap() };
        Finding::new(Code::BrokenLink, &path("content/a.md"), "no such page").at(span)
    }

    /// Two files, one of them with a name that addresses must escape.
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
    fn places_are_resolved_for_findings_and_their_related_ones() {
        let (findings, texts) = (fixture::findings(), fixture::texts());
        let resolved = resolve(&findings, &texts);
        let region = |line, column, end_line, end_column| {
            let (start, end) = (Position { line, column }, Position { line: end_line, column: end_column });
            Some(Region { start, end })
        };
        assert_eq!(resolved[0].region, region(3, 1, 3, 5));
        assert_eq!(resolved[1].region, region(1, 1, 2, 2));
        assert_eq!(resolved[1].related, [region(2, 1, 2, 6), None]);
        assert_eq!(resolved[2].region, None);
    }

    #[test]
    fn a_place_in_a_file_without_text_is_the_file() {
        let findings = [fixture::at(3, 4)];
        assert_eq!(resolve(&findings, &BTreeMap::<SourcePath, String>::new())[0].region, None);
    }
}
