//! Reads a file's front matter into a typed entry: a report, the words about an edition, a plain page …
//! The keys that every kind of file may have are read here, the keys of reports in `report`, those of editions in
//! `edition`, those of plain pages in `page`. A key counts as known once it is asked for.

mod actions;
mod audience;
pub mod charts;
mod dates;
mod edition;
mod examples;
mod key_hints;
mod list_items;
mod names;
mod page;
mod parts;
mod quotes;
mod relations;
mod report;
mod sources;
mod tags;
mod tally;
mod themes;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::path::OutPath;
use crate::base::span::{Located, Span};
use crate::base::yaml::{Node, Value};
use crate::chart;
use crate::check::path_info::{FileRole, PathInfo};
use crate::config::Settings;

pub use actions::Action;
pub use audience::AudienceName;
pub use dates::Dates;
pub use edition::{Board, Edition};
pub use examples::Example;
pub use page::Page;
pub use parts::Part;
pub use quotes::Quote;
pub use relations::Relation;
pub use report::{Report, Votes};
pub use sources::Source;
pub use tally::{CountingRule, Tally};
pub use themes::ThemeName;

/// The most items that a list may have of which each becomes a page or stands on another page: tags, themes, audiences, parts,
/// aliases, relations.
pub const PAGES_LIMIT: usize = 100;

/// The most characters of a title: every link without a text of its own shows it whole.
const TITLE_LIMIT: usize = 300;

/// The most characters of a summary, which dozens of lists show.
const SUMMARY_LIMIT: usize = 2_000;

/// A file's front matter, by the file's role. Boxed, because nearly all are reports and should not take the room of the
/// largest variant.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Entry {
    /// Words for the home page.
    Home(Box<CommonFields>),
    /// Words about an edition.
    Edition(Box<Edition>),
    /// Words about a theme.
    Theme(Box<CommonFields>),
    /// Words about a topic.
    Topic(Box<CommonFields>),
    /// A plain page.
    Page(Box<Page>),
    /// A report.
    Report(Box<Report>),
}

impl Entry {
    /// The keys that every kind of file may have.
    pub fn common(&self) -> &CommonFields {
        match self {
            Self::Home(common) | Self::Theme(common) | Self::Topic(common) => common,
            Self::Edition(edition) => &edition.common,
            Self::Page(page) => &page.common,
            Self::Report(report) => &report.common,
        }
    }
}

/// The keys that every kind of file may have.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CommonFields {
    /// `title`, the only one that every file must have.
    pub title: Located<String>,
    /// `summary`: one sentence for cards, feeds and search; may be empty.
    pub summary: String,
    /// `aliases`: old addresses that redirect here, from `/`.
    pub aliases: Vec<Located<String>>,
    /// `date`, `updated`, `publish_date`, `expiry_date`.
    pub dates: Dates,
    /// `draft`: true if the file is not to be published yet.
    pub draft: bool,
    /// `template`: the template for this file alone.
    pub template: Option<Located<String>>,
    /// `charts`: charts that follow the text.
    pub charts: Vec<chart::Spec>,
    /// `extra`: data of the site's own, passed on to templates.
    #[serde(with = "crate::base::json_as_string")]
    pub extra: serde_json::Value,
}

/// Reads the front matter of a file. Returns `None`, and reports why, where the file lacks what it needs.
pub fn read(mut fields: Fields<'_>, path_info: &PathInfo, settings: &Settings) -> Option<Entry> {
    let (common, has_title) = read_common(&mut fields);
    let entry = match path_info.role {
        FileRole::Home => Entry::Home(Box::new(common)),
        FileRole::Edition => Entry::Edition(Box::new(edition::read(&mut fields, common, path_info, settings))),
        FileRole::Theme => Entry::Theme(Box::new(common)),
        FileRole::Topic => Entry::Topic(Box::new(common)),
        FileRole::Page => Entry::Page(Box::new(page::read(&mut fields, common))),
        FileRole::Report => {
            let report = report::read(&mut fields, common, path_info, settings);
            let relations: Vec<&str> = settings.relations().iter().map(|relation| &*relation.id).collect();
            fields.finish(Code::UnknownKey, &relations, |key, node| key_hints::hint(key, node, settings));
            return report.filter(|_| has_title).map(|report| Entry::Report(Box::new(report)));
        }
    };
    fields.finish(Code::UnknownKey, &[], |key, node| key_hints::hint_outside_reports(key, node, settings));
    has_title.then_some(entry)
}

/// Reads the keys that every kind of file may have. The second value is false, and a finding reported, if there is no
/// title; the other keys are still read, so that their mistakes are reported too.
fn read_common(fields: &mut Fields<'_>) -> (CommonFields, bool) {
    let title = fields.text("title").filter(|title| !title.value.is_empty());
    if title.is_none() && !is_given(fields, "title") {
        let span = fields.key_span("title");
        report_missing(fields, Code::MissingTitle, span, "the file has no title", "add `title: …` to the front matter");
    }
    let title = title.map(|title| fields.shortened("title", title, TITLE_LIMIT));
    let summary = fields.text("summary").map(|summary| fields.shortened("summary", summary, SUMMARY_LIMIT));
    let has_title = title.is_some();
    let common = CommonFields {
        title: title.unwrap_or(Located::new(String::new(), Span::default())),
        summary: summary.map(|summary| summary.value).unwrap_or_default(),
        aliases: read_aliases(fields),
        dates: dates::read(fields),
        draft: fields.flag("draft").unwrap_or(false),
        template: fields.text("template"),
        charts: charts::read_front_matter(fields),
        extra: fields.node("extra").map_or(serde_json::Value::Null, Node::to_json),
    };
    (common, has_title)
}

/// Returns true if a key has a value other than blank text.
fn is_given(fields: &Fields<'_>, name: &str) -> bool {
    fields.peek(name).is_some_and(|node| !matches!(&node.value, Value::Text(text) if text.trim().is_empty()))
}

/// Reports that a value is missing: at its key, if there is one, or else at the beginning of the front matter.
fn report_missing(fields: &mut Fields<'_>, code: Code, key_span: Option<Span>, message: &str, help: &str) {
    match key_span {
        Some(span) => fields.report_at(code, span, message, help),
        None => fields.report(code, Span::default(), message, help),
    }
}

/// Reads `aliases`: addresses that redirect here, from the root of the site.
fn read_aliases(fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let mut aliases = Vec::new();
    for node in fields.items_up_to("aliases", PAGES_LIMIT) {
        let Some(alias) = fields.text_of("aliases", node) else { continue };
        let path = alias.value.strip_prefix('/').map(|path| path.strip_suffix('/').unwrap_or(path));
        let problem = match path {
            None => Some("must begin with `/`".to_owned()),
            Some("") => Some("is the home page".to_owned()),
            Some(path) if path.contains('#') => Some("holds `#`, which browsers keep to themselves".to_owned()),
            // A hidden folder of the output belongs to Git, to a host or to this program.
            Some(path) if path.split('/').any(|part| part.starts_with('.') && part != "." && part != "..") => {
                Some("leads to a hidden file or folder".to_owned())
            }
            Some(path) => OutPath::new(path).err(),
        };
        if let Some(problem) = problem {
            let help = "write the old address below the site's root: `/old/address/`";
            fields.report(Code::BadAlias, node.span, format!("the alias `{}` {problem}", alias.value), help);
        } else {
            aliases.push(alias);
        }
    }
    aliases
}
