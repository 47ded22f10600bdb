//! The registry of outputs: every file of the built site, and the source that claims it. Two claims on one address are a
//! finding that names both, also where they differ by upper and lower case only.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::check::Entry;
use crate::link::Catalogue;
use crate::link::address::{self, Page, PageKey};
use crate::link::formats::{self, Format};

/// Every address of the built catalogue.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Outputs {
    /// Sorted by collision key, without duplicates.
    claims: Arc<[Claim]>,
    /// The outputs of the skin.
    reserved: Arc<[(OutPath, SourcePath)]>,
    /// True if no claims collide.
    is_clean: bool,
}

/// Claims in the order in which they are made, collisions included.
#[derive(Default)]
struct Claims(Vec<Claim>);

/// A claim of an address.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Claim {
    /// The file that will be written.
    pub path: OutPath,
    /// Its content.
    pub kind: ClaimKind,
    /// The source that wants it there.
    pub source: SourcePath,
    /// The place in the source; `None` for the file as a whole.
    pub span: Option<Span>,
}

/// The content of an output.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ClaimKind {
    /// A page.
    Page(Page),
    /// A redirect to a page.
    Alias(Page),
    /// A file of the content, as it is.
    Asset(SourcePath),
    /// A table of the content that is no CSV, as CSV.
    Table(SourcePath),
    /// A file of a format, and the page that it belongs to.
    Format(Format, Page),
    /// A file of the skin, or one that the writer keeps for itself.
    Reserved,
}

impl Outputs {
    /// The claim on an output.
    pub fn get(&self, path: &OutPath) -> Option<&Claim> {
        self.with_key(&path.collision_key()).filter(|claim| claim.path == *path)
    }

    fn with_key(&self, key: &str) -> Option<&Claim> {
        let place = self.claims.binary_search_by(|claim| (*claim.path.collision_key()).cmp(key)).ok()?;
        Some(&self.claims[place])
    }

    /// All claims, by address.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Claim> {
        self.claims.iter()
    }

    /// Returns true if there are no collisions and the skin has just these outputs: then the claims hold for another site
    /// with the same pages.
    pub fn is_valid_for(&self, reserved: &[(OutPath, SourcePath)]) -> bool {
        self.is_clean && *self.reserved == *reserved
    }
}

impl Claims {
    fn claim(&mut self, claim: Claim) {
        self.0.push(claim);
    }

    /// Sorts the claims. Of several on one address the first stays, and there is a finding.
    fn without_collisions(mut self, findings: &mut Vec<Finding>) -> Vec<Claim> {
        // Stable, so that of equal ones the first claimed comes first.
        let is_lower_case = |claim: &Claim| matches!(claim.path.collision_key(), Cow::Borrowed(_));
        let is_all_lower_case = self.0.par_iter().all(is_lower_case);
        if is_all_lower_case {
            self.0.par_sort_by(|one, other| one.path.cmp(&other.path));
        } else {
            self.0.sort_by_cached_key(|claim| claim.path.collision_key().into_owned());
        }
        self.0.dedup_by(|second, first| {
            let is_collision = first.path == second.path
                || !is_all_lower_case && first.path.collision_key() == second.path.collision_key();
            if is_collision {
                findings.push(collision(first, second));
            }
            is_collision
        });
        self.0
    }
}

/// The finding for two claims on one address.
fn collision(first: &Claim, second: &Claim) -> Finding {
    let alias = |claim: &Claim| matches!(claim.kind, ClaimKind::Alias(_));
    let address = format!("/{}", second.path.address());
    // Whatever came first, the alias is what has to go.
    let (first, second) = if alias(first) && !alias(second) { (second, first) } else { (first, second) };
    let mut finding = if alias(second) && !alias(first) {
        Finding::new(Code::AliasOnPage, &second.source, format!("the alias stands where a page is: `{address}`"))
            .help("remove the alias, or give the page another address")
    } else {
        let by_case = if first.path == second.path { "" } else { ", if upper and lower case are one" };
        Finding::new(Code::DuplicateUrl, &second.source, format!("two sources claim `{address}`{by_case}"))
            .help(if alias(second) { "remove one of the two aliases" } else { "rename one of the two files" })
    };
    finding.span = second.span;
    finding.related(&first.source, first.span, "the other claim")
}

/// Reports files that stand where a folder of other outputs has to be: no disk holds both.
fn files_for_folders(outputs: &Outputs, findings: &mut Vec<Finding>) {
    let mut blocked: BTreeMap<String, &Claim> = BTreeMap::new();
    let mut last = "";
    let keys: Vec<_> = outputs.claims.iter().map(|claim| claim.path.collision_key()).collect();
    let all: FxHashSet<&str> = keys.iter().map(|key| &**key).collect();
    for (claim, key) in outputs.claims.iter().zip(&keys) {
        // Neighbours share most of their folders.
        let shared = key.bytes().zip(last.bytes()).take_while(|(one, other)| one == other).count();
        let folders = key.match_indices('/').map(|(at, _)| at).filter(|&at| at >= shared);
        for at in folders.filter(|&at| all.contains(&key[..at])) {
            blocked.entry(key[..at].to_owned()).or_insert(claim);
        }
        last = key;
    }
    for (key, below) in blocked {
        let Some(file) = outputs.with_key(&key) else { continue };
        // A file of the content can have another name; a page or a generated file cannot.
        let is_generated = matches!(file.kind, ClaimKind::Format(..) | ClaimKind::Reserved | ClaimKind::Page(_));
        let (first, second) = if is_generated { (file, below) } else { (below, file) };
        let message = format!("`/{}` would have to be a file and a folder", file.path);
        let mut finding =
            Finding::new(Code::DuplicateUrl, &second.source, message).help("give one of the two another name");
        finding.span = second.span;
        findings.push(finding.related(&first.source, first.span, "the other claim"));
    }
}

/// The files of the output folder in which the writer keeps its books.
const WRITER_FILES: [&str; 2] = [".trendpress-manifest", ".trendpress-lock"];

/// Claims the addresses of everything that will be written.
pub fn outputs(
    catalogue: &Catalogue,
    has_relations: bool,
    reserved: &[(OutPath, SourcePath)],
    settings: &SourcePath,
    findings: &mut Vec<Finding>,
) -> Outputs {
    let mut outputs = Claims::default();
    let by_settings = |path: OutPath, kind: ClaimKind| Claim { path, kind, source: settings.clone(), span: None };
    for (format, path) in formats::of_site(catalogue) {
        outputs.claim(by_settings(path, ClaimKind::Format(format, Page::HOME)));
    }
    for path in WRITER_FILES.into_iter().filter_map(|name| OutPath::new(name).ok()) {
        outputs.claim(by_settings(path, ClaimKind::Reserved));
    }
    for (path, source) in reserved {
        outputs.claim(Claim { source: source.clone(), ..by_settings(path.clone(), ClaimKind::Reserved) });
    }
    // Addresses that the settings make come first, so that a collision is reported at the file.
    let mut pages = address::all_pages(catalogue, has_relations);
    pages.sort_by_key(|page| (source_file(catalogue, *page).is_some(), page.language, page.number));
    let claim = |page: &Page| {
        let file = source_file(catalogue, *page);
        let source = file.map_or(settings, |file| &catalogue.files[file].path).clone();
        let title = file.and_then(|file| catalogue.files[file].entry.as_ref()).map(|entry| entry.common().title.span);
        let span = part_span(catalogue, page.key).or(title);
        Claim { path: address::out(catalogue, *page), kind: ClaimKind::Page(*page), source, span }
    };
    let claims: Vec<Claim> = pages.par_iter().map(claim).collect();
    for (&page, claim) in pages.iter().zip(claims) {
        outputs.claim(claim);
        for (format, path) in formats::of_page(catalogue, page) {
            outputs.claim(by_settings(path, ClaimKind::Format(format, page)));
        }
    }
    for asset in catalogue.assets.values() {
        let kind = ClaimKind::Asset(asset.path.clone());
        outputs.claim(Claim { path: asset.out.clone(), kind, source: asset.path.clone(), span: None });
        if asset.table.is_some()
            && let Some(path) = asset.csv().filter(|path| *path != asset.out)
        {
            let kind = ClaimKind::Table(asset.path.clone());
            outputs.claim(Claim { path, kind, source: asset.path.clone(), span: None });
        }
    }
    for &page in pages.iter().filter(|page| page.number == 1) {
        aliases(catalogue, page, &mut outputs);
    }
    old_topics(catalogue, &mut outputs);
    let earlier_findings = findings.len();
    let claims = outputs.without_collisions(findings).into();
    let mut outputs = Outputs { claims, reserved: reserved.into(), is_clean: false };
    files_for_folders(&outputs, findings);
    outputs.is_clean = findings.len() == earlier_findings;
    outputs
}

/// The place of the part that a page shows, in the file of its edition.
fn part_span(catalogue: &Catalogue, key: PageKey) -> Option<Span> {
    let PageKey::Part(scope) = key else { return None };
    Some(catalogue.part_words(catalogue.part_of(scope)?, 0)?.span)
}

/// The file that a page is reported at. Reports and plain pages have one in each of their languages.
fn source_file(catalogue: &Catalogue, page: Page) -> Option<usize> {
    match page.key {
        PageKey::Report(_) | PageKey::Plain(_) => catalogue.texts(page.key)?[page.language],
        PageKey::Part(scope) => catalogue.editions[scope.edition].texts[0],
        PageKey::Home => None,
        _ => catalogue.text_of(page),
    }
}

/// Claims the addresses of renamed and merged topics, as redirects, unless something else stands there.
fn old_topics(catalogue: &Catalogue, outputs: &mut Claims) {
    let is_merged = |topic: &usize| catalogue.topic_shown_for(*topic) != *topic;
    let merged = (0..catalogue.topics.len()).filter(is_merged);
    let merged = merged.map(|topic| (&*catalogue.topics[topic].id, topic));
    let renamed = catalogue.topics.iter().zip(0..).flat_map(|(topic, number)| {
        let without_words = topic.former_ids.iter().filter(|id| catalogue.topic(id).is_none());
        without_words.map(move |id| (&**id, number))
    });
    let old: Vec<(&str, usize)> = merged.chain(renamed).collect();
    if old.is_empty() {
        return;
    }
    let claimed: FxHashSet<String> = outputs.0.iter().map(|claim| claim.path.collision_key().into_owned()).collect();
    for (id, topic) in old {
        let key = catalogue.topic_page(topic);
        let report = catalogue.topics[topic].reports.last();
        let Some(file) = report.and_then(|&report| catalogue.reports[report].texts[0]) else { continue };
        let languages = (0..catalogue.settings.languages.len()).filter(|&language| catalogue.exists_in(key, language));
        for page in languages.map(|language| Page { key, language, number: 1 }) {
            let path = address::topic(catalogue, page.language, id);
            if !claimed.contains(&*path.collision_key()) {
                let source = catalogue.files[file].path.clone();
                outputs.claim(Claim { path, kind: ClaimKind::Alias(page), source, span: None });
            }
        }
    }
}

/// Claims the aliases of a page.
fn aliases(catalogue: &Catalogue, page: Page, outputs: &mut Claims) {
    let Some(file) = catalogue.texts(page.key).and_then(|texts| texts[page.language]) else { return };
    let file = &catalogue.files[file];
    for alias in file.entry.iter().map(Entry::common).flat_map(|words| &words.aliases) {
        let is_file =
            alias.value.to_ascii_lowercase().rsplit_once('.').is_some_and(|(_, extension)| extension == "html");
        let path = alias.value.trim_start_matches('/');
        let path = if is_file { OutPath::new(path) } else { OutPath::page(path) };
        if let Ok(path) = path {
            let claim = Claim { path, kind: ClaimKind::Alias(page), source: file.path.clone(), span: Some(alias.span) };
            outputs.claim(claim);
        }
    }
}
