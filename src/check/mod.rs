//! One document to a typed entry of the site (a report, an edition's words, a page …) and what is wrong with
//! it by itself. Knows the settings, and nothing of other files.

mod charts;
mod dates;
mod entry;
mod evidence;
mod place;
mod report;

use memchr::memchr;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::base::reads;
use crate::base::span::{Located, Span};
use crate::base::yaml::{Key, Node, Value};
use crate::chart;
use crate::config::Settings;
use crate::parse::{Body, Document, Prose};

pub use dates::Dates;
pub use entry::{Board, Edition, Entry, Page, Words};
pub use evidence::{Example, Quote, Source};
pub use place::{Place, Role};
pub use report::{Relation, Report, ThemeName, Votes};

/// A checked file that many share, at hand or to be fetched from where it is stored.
pub type CheckedFile = Arc<Lazy<Checked>>;

/// A file of content, as far as it can be understood by itself.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Checked {
    /// Where it was read. Whoever stores a checked file knows that.
    #[serde(skip, default = "SourcePath::content")]
    pub path: SourcePath,
    /// Where it stands in the site.
    pub place: Place,
    /// What it is; `None` where that cannot be said.
    pub entry: Option<Entry>,
    /// The charts of its text; `None` where one is described wrongly.
    pub charts: Vec<Option<chart::Spec>>,
    /// Its text.
    pub body: Body,
    /// What is wrong with it by itself, Markdown and front matter included.
    pub findings: Vec<Finding>,
    /// The name of exactly this text, for those who cite it.
    revision: Hash,
}

impl Checked {
    /// The text of the file's body. What shows it is made again when it changes.
    pub fn prose(&self) -> &Prose {
        self.body.prose(&self.path)
    }

    /// The hash of the whole text. What shows it is made again when the text changes.
    pub fn revision(&self) -> Hash {
        reads::note(&self.path);
        self.revision
    }

    /// The hash of all that others may see of the file: all but its text, its revision, where in it things stand, and
    /// what is wrong with it. Where it stays as it was, only what shows the text itself has to be made again.
    pub fn outward(&self) -> Hash {
        let Body { links, images, charts, headings, anchors, lead, outside_links, claims, .. } = &self.body;
        let links: Vec<_> = links.iter().map(|link| (&link.destination, &link.sentence)).collect();
        let images: Vec<_> = images.iter().map(|image| (&image.destination, &image.alt, &image.title)).collect();
        let charts: Vec<_> = charts.iter().map(|chart| &chart.yaml).collect();
        let headings: Vec<_> = headings.iter().map(|heading| (heading.level, &heading.id, &heading.text)).collect();
        let body = (links, images, charts, headings, anchors, lead, outside_links, claims.is_empty());
        // A Vec takes what it is given.
        let bytes = postcard::to_stdvec(&(&self.path, &self.place, &self.entry, body)).unwrap_or_default();
        Hash::of(&bytes)
    }

    /// The checked file without what is wrong with it, which is given anew: for showing the last good text while the
    /// present one has errors.
    #[must_use]
    pub fn standing_in(&self, findings: Vec<Finding>) -> Option<Self> {
        let bytes = postcard::to_stdvec(self).ok()?;
        let mut copy: Self = postcard::from_bytes(&bytes).ok()?;
        copy.path = self.path.clone();
        copy.body.set_prose(Lazy::Ready(self.body.prose(&self.path).clone()));
        copy.findings = findings;
        Some(copy)
    }
}

/// Checks one document. `text` is the file's text.
pub fn check(document: Document<'_>, text: &str, settings: &Settings) -> Checked {
    let Document { path, front, mut body, mut findings } = document;
    let place = Place::of(&path);
    check_language(&path, &place, settings, &mut findings);
    let entry = front.and_then(|front| {
        let yaml = front.span.slice(text);
        let fields = Fields::new(&path, yaml, front.span.start as usize, &front.entries, &mut findings);
        entry(fields, &place, settings)
    });
    if place.id.is_empty() {
        let finding = Finding::new(Code::BadId, &path, "the file's name has no letter or digit to make an address of");
        findings.push(finding.help("rename the file"));
    }
    // Without an address it would only collide with others.
    let entry = entry.filter(|_| !place.id.is_empty());
    if entry.as_ref().is_some_and(|entry| !entry.words().summary.is_empty()) {
        // Lists show the summary then, so nobody else sees how the text begins.
        body.lead = String::new();
    }
    let charts = body.charts.iter().map(|text| charts::of_text(&path, text, &mut findings)).collect();
    Checked { path, place, entry, charts, body, findings, revision: revision(text) }
}

/// The hash of a file's text, the same whatever line ends a checkout gave it and however it ends.
fn revision(text: &str) -> Hash {
    let text = text.trim_end();
    if memchr(b'\r', text.as_bytes()).is_some() {
        return Hash::of(text.replace("\r\n", "\n").as_bytes());
    }
    Hash::of(text.as_bytes())
}

fn check_language(path: &SourcePath, place: &Place, settings: &Settings, findings: &mut Vec<Finding>) {
    let Some(tag) = &place.language else { return };
    if settings.languages.iter().any(|language| language.tag == *tag) {
        return;
    }
    let message = format!("the site has no language `{tag}`");
    let help = format!("add it to the settings: `languages: {{{tag}: {{label: …}}}}`, or rename the file");
    findings.push(Finding::new(Code::UnknownLanguage, path, message).help(help));
}

fn entry(mut fields: Fields<'_>, place: &Place, settings: &Settings) -> Option<Entry> {
    use place::Role;
    let words = words(&mut fields);
    let has_title = words.is_some();
    let entry = match place.role {
        Role::Home => words.map(Box::new).map(Entry::Home),
        Role::Edition => entry::edition(&mut fields, words).map(Box::new).map(Entry::Edition),
        Role::Theme => words.map(Box::new).map(Entry::Theme),
        Role::Topic => words.map(Box::new).map(Entry::Topic),
        Role::Page => entry::page(&mut fields, words).map(Box::new).map(Entry::Page),
        Role::Report => {
            let report = report::report(&mut fields, words, place, settings);
            let relations: Vec<&str> = settings.relations().iter().map(|relation| &*relation.id).collect();
            fields.finish(Code::UnknownKey, &relations, |key, node| report::hint(key, node, settings));
            return report.map(|report| Entry::Report(Box::new(report)));
        }
    };
    debug_assert!(has_title || entry.is_none(), "an entry without a title");
    let report_keys = ["kind", "rank", "themes", "topic", "votes", "rating"];
    fields.finish(Code::UnknownKey, &[], |key, node| {
        let hint = report::hint(key, node, settings).filter(|hint| !hint.contains("kind"));
        let misplaced = report_keys.contains(&&*key.name);
        hint.or_else(|| misplaced.then(|| "this key belongs to reports, which lie in an edition's folder".to_owned()))
    });
    entry
}

/// What every kind of file may say. `None`, and a finding, without a title.
fn words(fields: &mut Fields<'_>) -> Option<Words> {
    let title = fields.text("title").filter(|title| !title.value.is_empty());
    if title.is_none() && !is_given(fields, "title") {
        let place = fields.key_span("title");
        missing(fields, Code::MissingTitle, place, "the file has no title", "add `title: …` to the front matter");
    }
    let words = Words {
        title: title.clone().unwrap_or(Located::new(String::new(), Span::default())),
        summary: fields.text("summary").map(|text| text.value).unwrap_or_default(),
        aliases: aliases(fields),
        dates: dates::dates(fields),
        draft: fields.flag("draft").unwrap_or(false),
        template: fields.text("template"),
        charts: charts::of_front_matter(fields),
        extra: fields.node("extra").map_or(serde_json::Value::Null, Node::to_json),
    };
    title.map(|_| words)
}

/// Whether a key has a value of any type but an empty text.
fn is_given(fields: &Fields<'_>, name: &str) -> bool {
    fields.peek(name).is_some_and(|node| !matches!(&node.value, Value::Text(text) if text.trim().is_empty()))
}

/// Reports something that is missing at a key, or at the beginning of the front matter.
fn missing(fields: &mut Fields<'_>, code: Code, place: Option<Span>, message: &str, help: &str) {
    match place {
        Some(span) => {
            let shift = fields.span(Span::default()).start as usize;
            let local = Span::new(span.start as usize - shift, span.end as usize - shift);
            fields.report(code, local, message, help);
        }
        None => fields.report(code, Span::default(), message, help),
    }
}

/// Addresses that redirect here: absolute below the site's root.
fn aliases(fields: &mut Fields<'_>) -> Vec<Located<String>> {
    let mut aliases = Vec::new();
    for node in fields.items("aliases") {
        let Some(alias) = fields.text_of("aliases", node) else { continue };
        let path = alias.value.strip_prefix('/').map(|path| path.strip_suffix('/').unwrap_or(path));
        let reason = match path {
            None => Err("must begin with `/`".to_owned()),
            Some("") => Err("is the home page".to_owned()),
            Some(path) if path.contains('#') => Err("holds `#`, which browsers keep to themselves".to_owned()),
            Some(path) => crate::base::path::OutPath::new(path).map(drop),
        };
        match reason {
            Ok(()) => aliases.push(alias),
            Err(reason) => {
                let help = "write the old address below the site's root: `/old/address/`";
                fields.report(Code::BadAlias, node.span, format!("the alias `{}` {reason}", alias.value), help);
            }
        }
    }
    aliases
}

/// A list of maps or texts under one key, each read by `read`.
fn each<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    mut read: impl FnMut(&mut Fields<'_>, Option<Located<String>>) -> Option<T>,
    keys: &str,
) -> Vec<T> {
    let mut all = Vec::new();
    for node in fields.items(name) {
        match &node.value {
            Value::Map(entries) => {
                let entries: &[(Key, Node)] = entries;
                let mut inner = fields.inner(entries);
                let one = read(&mut inner, None);
                inner.finish(Code::UnknownKey, &[], |_, _| None);
                if one.is_none() {
                    let message = format!("an item of `{name}` lacks what it needs");
                    fields.report(Code::WrongType, node_place(entries, node), message, format!("write {keys}"));
                }
                all.extend(one);
            }
            _ => {
                if let Some(text) = fields.text_of(name, node) {
                    let mut nothing = fields.inner(&[]);
                    all.extend(read(&mut nothing, Some(text)));
                }
            }
        }
    }
    // Kept for as long as the site is: most reports have one of each, and room for four.
    all.shrink_to_fit();
    all
}

fn node_place(entries: &[(Key, Node)], node: &Node) -> Span {
    entries.first().map_or(node.span, |(key, _)| key.span)
}
