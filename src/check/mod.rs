//! Checks one parsed document: reads its front matter into a typed entry (a report, the words about an edition, a page …)
//! and reports its mistakes. Knows the settings, and nothing of other files.
//!
//! The keys of front matter are read in `front_matter`; a file's role, id and language in `path_info`; files of ballots in
//! `ballots`.

mod ballots;
mod front_matter;
mod invisible;
mod path_info;
mod revision;

use std::ops::Deref;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::dependencies;
use crate::base::fields::Fields;
use crate::base::finding::{Finding, keep_first};
use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::chart;
use crate::config::Settings;
use crate::parse::{Body, Document, Prose};

pub use ballots::{BallotSheet, SheetRow};
pub use front_matter::{
    Action, AudienceName, Board, CommonFields, CountingRule, Dates, Edition, Entry, Example, Part, Quote, Relation,
    Report, Source, Tally, ThemeName, Votes,
};
pub use invisible::invisible;
pub use path_info::{FileRole, PathInfo};
pub use revision::Revision;

/// A shared checked file.
pub type CheckedFile = Arc<Checked>;

/// A content file, as far as it can be understood without the others. Its content may be read from the cache only when it is
/// first used.
#[derive(Debug)]
pub struct Checked {
    /// The path of the file.
    pub path: SourcePath,
    revision: Revision,
    content: Lazy<Content>,
}

/// The content of a checked file.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Content {
    /// The file's role, id and language.
    pub path_info: PathInfo,
    /// The front matter; `None` if it lacks what it needs.
    pub entry: Option<Entry>,
    /// The specs of the charts in its text; `None` for one with mistakes.
    pub charts: Vec<Option<chart::Spec>>,
    /// The text.
    pub body: Body,
    /// The mistakes of the file, in Markdown and front matter.
    pub findings: Vec<Finding>,
}

impl Deref for Checked {
    type Target = Content;

    fn deref(&self) -> &Content {
        &self.content
    }
}

impl Checked {
    /// Makes a checked file whose content is stored elsewhere. `fetch` is called when the content is first used.
    pub fn stored(path: SourcePath, revision: Revision, fetch: impl Fn() -> Content + Send + Sync + 'static) -> Self {
        Self { path, revision, content: Lazy::new(fetch) }
    }

    /// Fetches the content now, unless it is there.
    pub fn fetch(&self) {
        self.content.force();
    }

    /// Returns the content, fetched if need be.
    pub fn into_content(self) -> Content {
        self.content.into_value()
    }

    /// The prose of the file. Records the read, so that a page that shows the prose is rendered again when it changes.
    pub fn prose(&self) -> &Prose {
        self.body.prose(&self.path)
    }

    /// The revision of the file's text. Records the read, as [`Checked::prose`] does. Fetches nothing.
    pub fn revision(&self) -> Revision {
        dependencies::read(&self.path);
        self.revision
    }

    /// Returns true if both files have the same interface: everything that pages of other files may show, which is all but the
    /// prose, its revision, places in the text and findings. Then only the pages that show the prose itself are rendered again.
    pub fn has_interface_of(&self, other: &Self) -> bool {
        self.path == other.path
            && self.path_info == other.path_info
            && self.entry == other.entry
            && interface(&self.body) == interface(&other.body)
    }

    /// A copy with other findings. The preview shows the last good version of a file with the findings of its present,
    /// broken one.
    #[must_use]
    pub fn with_findings(&self, findings: Vec<Finding>) -> Option<Self> {
        let bytes = postcard::to_stdvec(&**self).ok()?;
        let mut content: Content = postcard::from_bytes(&bytes).ok()?;
        content.body.set_prose(Lazy::Ready(self.prose().clone()));
        content.findings = findings;
        Some(Self { path: self.path.clone(), revision: self.revision, content: Lazy::Ready(content) })
    }
}

/// Returns everything of a body that pages of other files may show.
fn interface(body: &Body) -> impl PartialEq {
    let Body { links, images, charts, headings, anchors, lead, outside_links, claims, .. } = body;
    let links: Vec<_> = links.iter().map(|link| (&link.destination, &link.sentence)).collect();
    let images: Vec<_> = images.iter().map(|image| (&image.destination, &image.alt, &image.title)).collect();
    let charts: Vec<_> = charts.iter().map(|chart| &chart.yaml).collect();
    let headings: Vec<_> = headings.iter().map(|heading| (heading.level, &heading.id, &heading.text)).collect();
    (links, images, charts, headings, anchors, lead, outside_links, claims.is_empty())
}

/// Checks one document, which was parsed from `text`.
pub fn check(document: Document<'_>, text: &str, settings: &Settings) -> Checked {
    let Document { path, front, mut body, mut findings } = document;
    let path_info = PathInfo::of(&path);
    let yaml_end = front.as_ref().map_or(0, |front| front.span.end as usize);
    invisible(&path, text, yaml_end, &mut findings);
    check_language(&path, &path_info, settings, &mut findings);
    let entry = front.and_then(|front| {
        let yaml = front.span.slice(text);
        let fields = Fields::new(&path, yaml, front.span.start as usize, &front.entries, &mut findings);
        front_matter::read(fields, &path_info, settings)
    });
    if path_info.id.is_empty() {
        let finding = Finding::new(Code::BadId, &path, "the file's name has no letter or digit to make an address of");
        findings.push(finding.help("rename the file"));
    }
    // Without an id, several files would claim the same address.
    let entry = entry.filter(|_| !path_info.id.is_empty());
    if entry.as_ref().is_some_and(|entry| !entry.common().summary.is_empty()) {
        // Lists show the summary, so the first sentences of the text concern no other page.
        body.lead = String::new();
    }
    let charts = body.charts.iter().map(|text| front_matter::charts::read_block(&path, text, &mut findings)).collect();
    // In the order in which they are shown, so that it is the last that are left out.
    findings.sort_by(|a: &Finding, b| a.sort_key().cmp(&b.sort_key()));
    keep_first(&mut findings);
    let content = Content { path_info, entry, charts, body, findings };
    Checked { path, revision: Revision::of(text), content: Lazy::Ready(content) }
}

fn check_language(path: &SourcePath, path_info: &PathInfo, settings: &Settings, findings: &mut Vec<Finding>) {
    let Some(tag) = &path_info.language else { return };
    if settings.languages.iter().any(|language| language.tag == *tag) {
        return;
    }
    let message = format!("the site has no language `{tag}`");
    let help = format!("add it to the settings: `languages: {{{tag}: {{label: …}}}}`, or rename the file");
    findings.push(Finding::new(Code::UnknownLanguage, path, message).help(help));
}
