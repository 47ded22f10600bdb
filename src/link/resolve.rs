//! Resolves the links and images of bodies, checked to the anchor, and collects backlinks.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::base::finding::{FileFindings, Finding};
use crate::base::path::{OutPath, SourcePath};
use crate::check::Checked;
use crate::link::charts::{self, ChartOnPage};
use crate::link::link_target::{PageIndex, Resolver};
use crate::link::suggestions::Suggestions;
use crate::link::{Catalogue, Outputs, PageKey, PartState, Site};
use crate::parse::{self, has_titles, with_titles};

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolved {
    /// A page, and perhaps an anchor on it.
    Page(PageKey, Option<String>),
    /// The page that shows the body, at this anchor.
    Here(Option<String>),
    /// Another output.
    Output(OutPath),
    /// A report that is still awaited, on a topic that has no published one: shown as text.
    Awaited,
    /// None: there is a finding.
    Broken,
}

/// A page that links to a report in its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlink {
    /// The page.
    pub from: PageKey,
    /// The sentence that links, as plain text.
    pub sentence: Arc<str>,
}

/// The resolved links, images and charts of a site.
#[derive(Debug, Serialize, Deserialize)]
pub struct Links {
    files: Vec<Arc<FileLinks>>,
    /// The pages that link to each report.
    backlinks: Vec<Vec<Backlink>>,
    /// Assets that published pages link to or show as images.
    used: BTreeSet<SourcePath>,
    /// Tables that charts on published pages show.
    charted: BTreeSet<SourcePath>,
}

impl Links {
    /// The links of a file.
    pub fn of_file(&self, file: usize) -> &FileLinks {
        &self.files[file]
    }

    fn shared(&self, file: usize) -> Arc<FileLinks> {
        Arc::clone(&self.files[file])
    }

    /// The pages that link to a report in their text, in order.
    pub fn backlinks(&self, report: usize) -> &[Backlink] {
        &self.backlinks[report]
    }

    /// Returns true if a published page links to an asset or shows it as an image.
    pub fn uses(&self, asset: &SourcePath) -> bool {
        self.used.contains(asset)
    }

    /// Returns true if a chart on a published page shows a table.
    pub fn charts_show(&self, table: &SourcePath) -> bool {
        self.charted.contains(table)
    }
}

/// The targets of the links, images and charts of one file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct FileLinks {
    /// In the order of the body.
    pub links: Vec<Resolved>,
    /// The files of the images, in the order of the body.
    pub images: Vec<Option<SourcePath>>,
    /// The charts of the body, in order, then those of the front matter.
    pub charts: Vec<Option<ChartOnPage>>,
    /// Lets a later build take these links over. Is not stored: a build from the cache resolves anew.
    #[serde(skip)]
    reusable: Option<Effects>,
}

/// The effects that the links of one file have on other pages.
#[derive(Clone, Debug, Default)]
struct Effects {
    /// Assets that the file links to or shows as images.
    used: Vec<SourcePath>,
    /// Reports that it links to, each with the backlink.
    backlinks: Vec<(usize, Backlink)>,
}

/// A file's links, as they were just resolved or taken over.
struct ResolvedFile {
    links: Arc<FileLinks>,
    effects: Effects,
    charted: Vec<SourcePath>,
    findings: Vec<Finding>,
}

/// Resolves the links and images of every published file. `before` is a site with the same addresses.
pub fn resolve(catalogue: &Catalogue, outputs: &Outputs, before: Option<&Site>, findings: &mut Vec<Finding>) -> Links {
    // Built when the first link is looked up: often all are taken over.
    let pages = OnceLock::new();
    let suggestions = Suggestions::new(catalogue, outputs);
    let of_file = |number: usize| {
        let reused = before.and_then(|before| reuse(catalogue, before, number));
        reused.unwrap_or_else(|| {
            let pages = pages.get_or_init(|| PageIndex::new(catalogue));
            resolve_file(catalogue, outputs, pages, &suggestions, number)
        })
    };
    let resolved: Vec<ResolvedFile> = (0..catalogue.files.len()).into_par_iter().map(of_file).collect();
    let mut links = Links {
        files: Vec::with_capacity(resolved.len()),
        backlinks: vec![Vec::new(); catalogue.reports.len()],
        used: BTreeSet::new(),
        charted: BTreeSet::new(),
    };
    for file in resolved {
        links.files.push(file.links);
        findings.extend(file.findings);
        links.used.extend(file.effects.used);
        links.charted.extend(file.charted);
        for (report, backlink) in file.effects.backlinks {
            links.backlinks[report].push(backlink);
        }
    }
    links.used.extend(catalogue.part_images(|part| part.state == PartState::Out));
    links.backlinks.par_iter_mut().for_each(|backlinks| {
        // A page that links twice is quoted with the first sentence; the sort is stable.
        backlinks.sort_by_key(|backlink| backlink.from);
        backlinks.dedup_by_key(|backlink| backlink.from);
        // Most have one or two, and grew to have room for four.
        backlinks.shrink_to_fit();
    });
    links
}

/// Takes over the links of a file that has not changed since `before`, a site with the same addresses.
fn reuse(catalogue: &Catalogue, before: &Site, number: usize) -> Option<ResolvedFile> {
    if !Arc::ptr_eq(&catalogue.files[number], &before.files[number]) {
        return None;
    }
    let links = before.resolved_links().shared(number);
    let effects = links.reusable.clone()?;
    Some(ResolvedFile { links, effects, charted: Vec::new(), findings: Vec::new() })
}

/// Returns true if a file's links depend on nothing but the file and the addresses: there is no finding, no title of
/// another page in a sentence, no anchor on another page, and no chart, whose table is read anew each time.
fn is_reusable(file: &Checked, links: &FileLinks, findings: &[Finding]) -> bool {
    findings.is_empty()
        && links.charts.is_empty()
        && !links.links.iter().any(|link| matches!(link, Resolved::Page(_, Some(_))))
        && !file.body.links.iter().any(|link| has_titles(&link.sentence))
}

fn resolve_file(
    catalogue: &Catalogue,
    outputs: &Outputs,
    pages: &PageIndex<'_>,
    suggestions: &Suggestions<'_>,
    number: usize,
) -> ResolvedFile {
    let file = &catalogue.files[number];
    let (mut findings, mut charted, mut effects) = (Vec::new(), Vec::new(), Effects::default());
    let mut file_links = FileLinks::default();
    // A file whose front matter is broken has no page yet; its links are checked with the rest all the same.
    let stand_in = file.entry.is_none().then_some(PageKey::Home);
    if let Some(page) = pages.of_file[number].or(stand_in) {
        let (mut broken, used) = (FileFindings::default(), &mut effects.used);
        let mut resolver =
            Resolver { catalogue, outputs, pages, file: number, page, suggestions, findings: &mut broken, used };
        let body = &file.body;
        let links: Vec<Resolved> = body.links.iter().map(|link| resolver.link(&link.destination, link.span)).collect();
        let images = body.images.iter().map(|image| resolver.image(&image.destination, image.span)).collect();
        findings = broken.into_list();
        effects.backlinks = backlinks(catalogue, file, page, &links);
        let charts = charts::charts(catalogue, number, suggestions, &mut findings, &mut charted);
        file_links = FileLinks { links, images, charts, reusable: None };
        file_links.reusable = is_reusable(file, &file_links, &findings).then(|| effects.clone());
    }
    ResolvedFile { links: Arc::new(file_links), effects, charted, findings }
}

/// The reports that a file's page links to, each with the sentence that does.
fn backlinks(catalogue: &Catalogue, file: &Checked, page: PageKey, links: &[Resolved]) -> Vec<(usize, Backlink)> {
    // A link without a text of its own shows the title of its page.
    let title = |number: usize| match links.get(number) {
        Some(Resolved::Page(key, _)) => catalogue.title(*key, 0).to_owned(),
        Some(Resolved::Awaited) => file.body.links[number].destination.name_in_words(),
        _ => "…".to_owned(),
    };
    // A page that links twice is quoted with the first sentence.
    let mut reports = FxHashSet::default();
    let to_report = |(resolved, link): (&Resolved, &parse::Link)| match resolved {
        Resolved::Page(key @ PageKey::Report(report), _) if *key != page && reports.insert(*report) => {
            let sentence = with_titles(&link.sentence, title).into();
            Some((*report, Backlink { from: page, sentence }))
        }
        _ => None,
    };
    links.iter().zip(&file.body.links).filter_map(to_report).collect()
}
