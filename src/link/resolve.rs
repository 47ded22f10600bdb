//! Links and images of bodies to what they lead to, checked to the anchor; backlinks on the way.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::slug::slug;
use crate::base::span::Span;
use crate::base::suggest;
use crate::check::Checked;
use crate::link::charts::{self, ChartOnPage};
use crate::link::outputs::ClaimKind;
use crate::link::{Catalogue, Outputs, PageKey, Site};
use crate::parse::{self, Destination, Form, has_titles, with_titles};

/// Where a link of a body leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolved {
    /// A page, and perhaps an anchor on it.
    Page(PageKey, Option<String>),
    /// The page that shows the body, at this anchor.
    Here(Option<String>),
    /// Another output.
    Output(OutPath),
    /// Nowhere: there is a finding.
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
    let of_file = |number: usize| {
        let reused = before.and_then(|before| reuse(catalogue, before, number));
        reused.unwrap_or_else(|| {
            let pages = pages.get_or_init(|| PageIndex::new(catalogue));
            resolve_file(catalogue, outputs, pages, number)
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

fn resolve_file(catalogue: &Catalogue, outputs: &Outputs, pages: &PageIndex<'_>, number: usize) -> ResolvedFile {
    let file = &catalogue.files[number];
    let (mut findings, mut charted, mut effects) = (Vec::new(), Vec::new(), Effects::default());
    let mut file_links = FileLinks::default();
    // A file whose front matter is broken has no page yet; its links are checked with the rest all the same.
    let broken = file.entry.is_none().then_some(PageKey::Home);
    if let Some(page) = pages.of_file[number].or(broken) {
        let used = &mut effects.used;
        let mut resolver = Resolver { catalogue, outputs, pages, file: number, page, findings: &mut findings, used };
        let body = &file.body;
        let links: Vec<Resolved> = body.links.iter().map(|link| resolver.link(&link.destination, link.span)).collect();
        let images = body.images.iter().map(|image| resolver.image(&image.destination, image.span)).collect();
        effects.backlinks = backlinks(catalogue, file, page, &links);
        let charts = charts::charts(catalogue, number, &mut findings, &mut charted);
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
        _ => "…".to_owned(),
    };
    let to_report = |(resolved, link): (&Resolved, &parse::Link)| match resolved {
        Resolved::Page(key @ PageKey::Report(report), _) if *key != page => {
            let sentence = with_titles(&link.sentence, title).into();
            Some((*report, Backlink { from: page, sentence }))
        }
        _ => None,
    };
    links.iter().zip(&file.body.links).filter_map(to_report).collect()
}

/// The path in the site that a link to a file means, written in the file `from`.
pub fn source_path(from: &SourcePath, to: &Destination) -> Option<SourcePath> {
    match to.form {
        Form::Content => SourcePath::content().join(&format!("content/{}", to.path)),
        _ => from.join(&to.path),
    }
}

/// The pages by their files, paths and ids.
struct PageIndex<'a> {
    of_file: Vec<Option<PageKey>>,
    of_path: FxHashMap<&'a SourcePath, PageKey>,
    editions: FxHashMap<&'a str, usize>,
    plain: FxHashMap<&'a str, usize>,
}

impl<'a> PageIndex<'a> {
    fn new(catalogue: &'a Catalogue) -> Self {
        let mut of_file = vec![None; catalogue.files.len()];
        for key in catalogue.pages_with_texts() {
            catalogue.texts(key).into_iter().flatten().flatten().for_each(|&file| of_file[file] = Some(key));
        }
        let paths = catalogue.files.iter().map(|file| &file.path).zip(&of_file);
        Self {
            of_path: paths.filter_map(|(path, key)| Some((path, (*key)?))).collect(),
            of_file,
            editions: catalogue.editions.iter().map(|edition| &*edition.id).zip(0..).collect(),
            plain: catalogue.pages.iter().map(|page| &*page.id).zip(0..).collect(),
        }
    }
}

/// Resolves the links of one file.
struct Resolver<'a> {
    catalogue: &'a Catalogue,
    outputs: &'a Outputs,
    pages: &'a PageIndex<'a>,
    file: usize,
    page: PageKey,
    findings: &'a mut Vec<Finding>,
    used: &'a mut Vec<SourcePath>,
}

impl Resolver<'_> {
    fn find(&mut self, code: Code, span: Span, message: String, help: String) -> Resolved {
        let finding = Finding::new(code, &self.catalogue.files[self.file].path, message).at(span);
        self.findings.push(if help.is_empty() { finding } else { finding.help(help) });
        Resolved::Broken
    }

    fn link(&mut self, to: &Destination, span: Span) -> Resolved {
        match to.form {
            Form::File if to.path.is_empty() => {
                if let Some(anchor) = &to.anchor
                    && !self.catalogue.files[self.file].body.has_anchor(anchor)
                {
                    return self.broken_anchor(self.file, anchor, span);
                }
                Resolved::Here(to.anchor.clone())
            }
            Form::File | Form::Content => self.file_link(to, span),
            Form::Address => self.address_link(to, span),
            Form::Name => self.name_link(to, span),
        }
    }

    /// The path in the site that a file or content link means.
    fn path(&self, to: &Destination) -> Option<SourcePath> {
        source_path(&self.catalogue.files[self.file].path, to)
    }

    fn file_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let Some(path) = self.path(to) else {
            let message = format!("`{}` leads out of the site", to.written);
            return self.find(Code::BrokenLink, span, message, "link to a file below `content/`".to_owned());
        };
        let pages = &self.pages.of_path;
        let of_folder = || pages.get(&path.join(&format!("{}/edition.md", path.file_name()))?);
        if let Some(&key) = pages.get(&path).or_else(of_folder) {
            return self.page(key, to, span);
        }
        if let Some(asset) = self.catalogue.assets.get(&path) {
            self.used.push(path);
            return Resolved::Output(asset.out.clone());
        }
        if self.catalogue.file_of(&path).is_some() {
            let message = format!("`{}` leads to a file that is not published", to.written);
            let help = "it is a draft, dated in the future, expired, or has errors of its own".to_owned();
            return self.find(Code::BrokenLink, span, message, help);
        }
        let help = self.nearest_file(&path, to);
        self.find(Code::BrokenLink, span, format!("`{}` leads to no file", to.written), help)
    }

    /// The file of nearly that name, written as a link from this file.
    fn nearest_file(&self, path: &SourcePath, to: &Destination) -> String {
        // By name alone: in a long folder any two paths are near.
        let near_in = |folder: Option<&str>| {
            let files = || self.catalogue.files.iter().map(|file| &file.path);
            let files = || files().filter(move |file| folder.is_none_or(|folder| file.folder() == folder));
            let name = suggest::nearest(path.file_name(), files().map(SourcePath::file_name))?;
            files().find(|file| file.file_name() == name)
        };
        let near = near_in(Some(path.folder())).or_else(|| near_in(None)).map(SourcePath::as_str);
        match near {
            Some(near) => {
                let below = near.strip_prefix("content/").unwrap_or(near);
                match to.form {
                    Form::Content => format!("did you mean `@/{below}`?"),
                    _ => format!("did you mean `{}`?", relative(self.catalogue.files[self.file].path.folder(), near)),
                }
            }
            None => "link to a file below `content/`, from this file or as `@/…`".to_owned(),
        }
    }

    fn address_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let trimmed = to.path.trim_start_matches('/');
        let is_folder = trimmed.is_empty() || trimmed.ends_with('/');
        let file = OutPath::new(trimmed).ok().filter(|_| !is_folder);
        let claim = file.and_then(|path| self.outputs.get(&path));
        let claim = claim.or_else(|| self.outputs.get(&OutPath::page(trimmed).ok()?));
        let Some(claim) = claim else {
            let addresses: Vec<String> =
                self.outputs.iter().map(|claim| format!("/{}", claim.path.address())).collect();
            let help = suggest::did_you_mean(&to.path, addresses.iter().map(String::as_str), || {
                "write an address of this site, from its root".to_owned()
            });
            return self.find(Code::BrokenLink, span, format!("`{}` is no address of this site", to.written), help);
        };
        match &claim.kind {
            ClaimKind::Page(page) if page.language == 0 && page.part == 1 => self.page(page.key, to, span),
            ClaimKind::Asset(path) => {
                self.used.push(path.clone());
                Resolved::Output(claim.path.clone())
            }
            _ => Resolved::Output(claim.path.clone()),
        }
    }

    /// `[[name]]`: a topic of the same edition first; else the one topic, theme, page or edition of that name.
    fn name_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let whole = to.path.trim();
        let (folder, name) = match whole.split_once('/') {
            Some((folder, name)) => (folder.trim(), name.trim()),
            None => ("", whole),
        };
        let id = slug(name);
        let candidates = match folder {
            "" => self.named(&id),
            // A page may lie in a folder of its own: `guide/start`.
            _ if self.pages.plain.contains_key(whole) => vec![PageKey::Plain(self.pages.plain[whole])],
            "topics" => self.topic(&id).into_iter().collect(),
            "themes" => self.catalogue.theme(&id).map(PageKey::Theme).into_iter().collect(),
            "pages" => self.pages.plain.get(name).map(|&page| PageKey::Plain(page)).into_iter().collect(),
            edition => self.in_edition(edition, &id).into_iter().collect::<Vec<_>>(),
        };
        match candidates[..] {
            [key] => self.page(key, to, span),
            [] => {
                let catalogue = self.catalogue;
                let names = catalogue
                    .topics
                    .iter()
                    .map(|topic| &*topic.id)
                    .chain(catalogue.themes.iter().map(|theme| &*theme.id));
                let names = names.chain(catalogue.pages.iter().map(|page| &*page.id));
                let help = suggest::did_you_mean(name, names, || {
                    "name a topic, a theme or a page by its id, or `edition/topic`".to_owned()
                });
                self.find(Code::BrokenLink, span, format!("`[[{}]]` names nothing in this site", to.written), help)
            }
            _ => {
                let ways: Vec<String> =
                    candidates.iter().map(|key| format!("`[[{}]]`", self.full_name(*key))).collect();
                let message = format!("`[[{}]]` could mean {}", to.written, ways.join(" or "));
                self.find(Code::AmbiguousLink, span, message, format!("write one of {}", ways.join(", ")))
            }
        }
    }

    fn named(&self, id: &str) -> Vec<PageKey> {
        if let PageKey::Report(report) = self.page
            && let Some(key) = self.in_edition_number(self.catalogue.reports[report].edition, id)
        {
            return vec![key];
        }
        if let PageKey::Edition(edition) = self.page
            && let Some(key) = self.in_edition_number(edition, id)
        {
            return vec![key];
        }
        let mut found: Vec<PageKey> = self.topic(id).into_iter().collect();
        found.extend(self.catalogue.theme(id).map(PageKey::Theme));
        found.extend(self.pages.plain.get(id).map(|&page| PageKey::Plain(page)));
        found.extend(self.pages.editions.get(id).map(|&edition| PageKey::Edition(edition)));
        found
    }

    fn topic(&self, id: &str) -> Option<PageKey> {
        Some(self.catalogue.topic_page(self.catalogue.topic(id)?))
    }

    fn in_edition(&self, edition: &str, id: &str) -> Option<PageKey> {
        self.in_edition_number(*self.pages.editions.get(edition)?, id)
    }

    fn in_edition_number(&self, edition: usize, id: &str) -> Option<PageKey> {
        let topic = self.catalogue.topic(id)?;
        let reports = &self.catalogue.topics[topic].reports;
        reports
            .iter()
            .find(|&&report| self.catalogue.reports[report].edition == edition)
            .map(|&report| PageKey::Report(report))
    }

    /// A name that means just this page.
    fn full_name(&self, key: PageKey) -> String {
        let catalogue = self.catalogue;
        match key {
            PageKey::Theme(theme) => format!("themes/{}", catalogue.themes[theme].id),
            PageKey::Topic(topic) => format!("topics/{}", catalogue.topics[topic].id),
            PageKey::Plain(page) => format!("pages/{}", catalogue.pages[page].id),
            PageKey::Report(report) => {
                let report = &catalogue.reports[report];
                format!("{}/{}", catalogue.editions[report.edition].id, catalogue.topics[report.topic].id)
            }
            _ => catalogue.out(key, 0).address().trim_end_matches('/').to_owned(),
        }
    }

    /// A link to a page, its anchor checked in the text of this file's language.
    fn page(&mut self, key: PageKey, to: &Destination, span: Span) -> Resolved {
        let Some(anchor) = to.anchor.clone().filter(|anchor| !anchor.is_empty()) else {
            return Resolved::Page(key, None);
        };
        let tag = self.catalogue.files[self.file].path_info.language.as_deref();
        let languages = &self.catalogue.settings.languages;
        let language = languages.iter().position(|language| Some(&*language.tag) == tag).unwrap_or(0);
        let file = self.catalogue.texts(key).and_then(|texts| texts[language].or(texts[0]));
        match file {
            Some(file) if self.catalogue.files[file].body.has_anchor(&anchor) => Resolved::Page(key, Some(anchor)),
            Some(file) => self.broken_anchor(file, &anchor, span),
            None => {
                let message = format!("`{}` leads to a page without headings of its own", to.written);
                self.find(Code::BrokenAnchor, span, message, "link to the page without `#`".to_owned())
            }
        }
    }

    fn broken_anchor(&mut self, file: usize, anchor: &str, span: Span) -> Resolved {
        let target = &self.catalogue.files[file];
        let headings = target.body.headings.iter().map(|heading| &*heading.id);
        let help = suggest::did_you_mean(anchor, headings.clone(), || match headings.take(8).collect::<Vec<_>>() {
            ids if ids.is_empty() => "the page has no headings".to_owned(),
            ids => format!("headings there: #{}", ids.join(", #")),
        });
        let message = format!("there is no heading `#{anchor}` in `{}`", target.path);
        self.find(Code::BrokenAnchor, span, message, help)
    }

    fn image(&mut self, to: &Destination, span: Span) -> Option<SourcePath> {
        // Images on other hosts and under unsafe schemes were reported where they were read.
        if to.form == Form::Address && to.path.is_empty() {
            return None;
        }
        let path = match to.form {
            Form::Address => {
                let path = OutPath::new(to.path.trim_start_matches('/')).ok();
                path.and_then(|path| self.outputs.get(&path)).and_then(|claim| match &claim.kind {
                    ClaimKind::Asset(path) => Some(path.clone()),
                    _ => None,
                })
            }
            _ => self.path(to),
        };
        let asset = path.as_ref().and_then(|path| self.catalogue.assets.get(path));
        let Some(asset) = asset else {
            let files = self.catalogue.assets.keys().map(SourcePath::file_name);
            let help = suggest::did_you_mean(to.path.rsplit('/').next().unwrap_or_default(), files, || {
                "put the file beside the report".to_owned()
            });
            self.find(Code::MissingImage, span, format!("the image `{}` does not exist", to.written), help);
            return None;
        };
        self.used.push(asset.path.clone());
        let extension = asset.path.extension().to_ascii_lowercase();
        let says_its_size = matches!(&*extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp");
        if asset.size.is_none() && (says_its_size || extension != "svg") {
            let message = format!("`{}` is no image that browsers show", to.written);
            self.find(
                Code::MissingImage,
                span,
                message,
                "save it again as PNG, JPEG, WebP, AVIF, GIF or SVG".to_owned(),
            );
        }
        Some(asset.path.clone())
    }
}

/// A path as written from a folder: `content/2025/x.md` from `content/2026` is `../2025/x.md`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_are_written_from_the_folder_of_the_file() {
        assert_eq!(relative("content/2026", "content/2025/x.md"), "../2025/x.md");
        assert_eq!(relative("content/2026", "content/2026/x.md"), "x.md");
    }
}
