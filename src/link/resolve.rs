//! Links and images of bodies to what they lead to, checked to the anchor; backlinks on the way.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
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
use crate::link::{Asset, Backlink, PageKey, Site};
use crate::parse::{Destination, Form, has_titles, with_titles};

/// Where a link of a body leads.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// Resolves the links and images of every published file.
/// `before` is a site that is laid out like it.
pub fn resolve(site: &mut Site, before: Option<&Site>, findings: &mut Vec<Finding>) {
    // Built when the first link is looked up: after a change of the settings none is.
    let index = OnceLock::new();
    let of_file = |number: usize| match before.filter(|before| is_as_before(site, before, number)) {
        Some(before) => Arc::clone(&before.resolved[number]),
        None => Arc::new(resolve_file(site, index.get_or_init(|| Index::new(site)), number)),
    };
    let resolved: Vec<Arc<OfFile>> = (0..site.files.len()).into_par_iter().map(of_file).collect();
    drop(index);
    for file in &resolved {
        findings.extend_from_slice(&file.findings);
        for (report, backlink) in &file.backlinks {
            site.reports[*report].backlinks.push(backlink.clone());
        }
        for path in &file.used {
            if let Some(asset) = site.assets.get_mut(path) {
                asset.is_used = true;
            }
        }
        for path in &file.shown {
            if let Some(asset) = site.assets.get_mut(path) {
                asset.is_shown = true;
            }
        }
    }
    site.reports.par_iter_mut().for_each(|report| {
        // A page that links twice is quoted with the first sentence; the sort is stable.
        report.backlinks.sort_by_key(|backlink| backlink.from);
        report.backlinks.dedup_by_key(|backlink| backlink.from);
        // Most have one or two, and grew to have room for four.
        report.backlinks.shrink_to_fit();
    });
    site.resolved = resolved;
}

/// The title of what a link of a body leads to.
fn title(site: &Site, links: &[Resolved], number: usize) -> String {
    match links.get(number) {
        Some(Resolved::Page(key, _)) => site.title(*key, 0).to_owned(),
        _ => "…".to_owned(),
    }
}

/// What the links, images and charts of one file lead to. Of a stored one is left what pages show.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct OfFile {
    /// In the order of the body.
    pub links: Vec<Resolved>,
    /// The files of the images, in the order of the body.
    pub images: Vec<Option<SourcePath>>,
    /// Those of the body, in order, then those of the front matter.
    pub charts: Vec<Option<ChartOnPage>>,
    #[serde(skip)]
    used: Vec<SourcePath>,
    /// Tables that charts show.
    #[serde(skip)]
    shown: Vec<SourcePath>,
    /// To a report, from the file's page.
    #[serde(skip)]
    backlinks: Vec<(usize, Backlink)>,
    #[serde(skip)]
    findings: Vec<Finding>,
    /// Whether it stays as it is while the file does and pages stay where they are.
    #[serde(skip)]
    is_plain: bool,
}

/// Whether a file's links lead where they led in `before`, a site that is laid out like this one.
fn is_as_before(site: &Site, before: &Site, number: usize) -> bool {
    before.resolved[number].is_plain && Arc::ptr_eq(&site.files[number], &before.files[number])
}

/// Whether what was found in a file comes from it and from where pages are, and from nothing else: there is no finding,
/// no title of another page in a sentence, no anchor on another page, and no chart, whose table is read anew each time.
fn is_plain(file: &Checked, of_file: &OfFile) -> bool {
    of_file.findings.is_empty()
        && of_file.charts.is_empty()
        && !of_file.links.iter().any(|link| matches!(link, Resolved::Page(_, Some(_))))
        && !file.body.links.iter().any(|link| has_titles(&link.sentence))
}

fn resolve_file(site: &Site, index: &Index<'_>, number: usize) -> OfFile {
    let file = &site.files[number];
    let mut of_file = OfFile::default();
    // A file whose front matter is broken has no page yet; its links are checked with the rest all the same.
    let broken = file.entry.is_none().then_some(PageKey::Home);
    let Some(page) = index.page_of_file[number].or(broken) else { return of_file };
    let (findings, used) = (&mut of_file.findings, &mut of_file.used);
    let mut resolver = Resolver { site, index, file: number, page, findings, used };
    let links: Vec<Resolved> = file.body.links.iter().map(|link| resolver.link(&link.destination, link.span)).collect();
    of_file.images = file.body.images.iter().map(|image| resolver.image(&image.destination, image.span)).collect();
    let to_reports = links.iter().zip(&file.body.links).filter_map(|(resolved, link)| match resolved {
        Resolved::Page(key @ PageKey::Report(report), _) if *key != page => {
            let sentence = with_titles(&link.sentence, |number| title(site, &links, number));
            Some((*report, Backlink { from: page, sentence: sentence.into() }))
        }
        _ => None,
    });
    of_file.backlinks = to_reports.collect();
    of_file.charts = charts::charts(site, number, &mut of_file.findings, &mut of_file.shown);
    of_file.links = links;
    of_file.is_plain = is_plain(file, &of_file);
    of_file
}

/// The path in the site that a link to a file means, written in the file `from`.
pub fn source_path(from: &SourcePath, to: &Destination) -> Option<SourcePath> {
    match to.form {
        Form::Content => SourcePath::content().join(&format!("content/{}", to.path)),
        _ => from.join(&to.path),
    }
}

/// Files of the content that no published page links to or shows.
pub fn unused(site: &Site, findings: &mut Vec<Finding>) {
    // Files in the content folder itself are meant for the site's root: `CNAME`, `_headers`, a favicon.
    let is_beside_reports = |asset: &&Asset| asset.path.folder() != "content";
    let unused = site.assets.values().filter(|asset| !asset.is_used && !asset.is_data && !asset.is_held);
    for asset in unused.filter(is_beside_reports) {
        let finding = Finding::new(Code::UnusedFile, &asset.path, "no page links to this file or shows it");
        findings.push(finding.help("link it, or remove it"));
    }
}

/// Names and paths to pages, for looking them up.
struct Index<'a> {
    page_of_file: Vec<Option<PageKey>>,
    page_of_path: FxHashMap<&'a SourcePath, PageKey>,
    editions: FxHashMap<&'a str, usize>,
    topics: FxHashMap<&'a str, usize>,
    themes: FxHashMap<&'a str, usize>,
    pages: FxHashMap<&'a str, usize>,
}

impl<'a> Index<'a> {
    fn new(site: &'a Site) -> Self {
        fn numbers<'a, T>(items: &'a [T], id: impl Fn(&'a T) -> &'a str) -> FxHashMap<&'a str, usize> {
            items.iter().enumerate().map(|(number, item)| (id(item), number)).collect()
        }
        let mut keys = vec![PageKey::Home];
        keys.extend((0..site.editions.len()).map(PageKey::Edition));
        keys.extend((0..site.reports.len()).map(PageKey::Report));
        keys.extend((0..site.themes.len()).map(PageKey::Theme));
        keys.extend((0..site.topics.len()).map(PageKey::Topic));
        keys.extend((0..site.pages.len()).map(PageKey::Plain));
        let mut page_of_file = vec![None; site.files.len()];
        for key in keys {
            site.texts(key).into_iter().flatten().flatten().for_each(|&file| page_of_file[file] = Some(key));
        }
        let paths = site.files.iter().map(|file| &file.path).zip(&page_of_file);
        let page_of_path = paths.filter_map(|(path, key)| Some((path, (*key)?))).collect();
        Self {
            page_of_file,
            page_of_path,
            editions: numbers(&site.editions, |edition| &edition.id),
            topics: numbers(&site.topics, |topic| &topic.id),
            themes: numbers(&site.themes, |theme| &theme.id),
            pages: numbers(&site.pages, |page| &page.id),
        }
    }
}

/// Resolves the links of one file.
struct Resolver<'a> {
    site: &'a Site,
    index: &'a Index<'a>,
    file: usize,
    page: PageKey,
    findings: &'a mut Vec<Finding>,
    used: &'a mut Vec<SourcePath>,
}

impl Resolver<'_> {
    fn find(&mut self, code: Code, span: Span, message: String, help: String) -> Resolved {
        let finding = Finding::new(code, &self.site.files[self.file].path, message).at(span);
        self.findings.push(if help.is_empty() { finding } else { finding.help(help) });
        Resolved::Broken
    }

    fn link(&mut self, to: &Destination, span: Span) -> Resolved {
        match to.form {
            Form::File if to.path.is_empty() => {
                if let Some(anchor) = &to.anchor
                    && !self.site.files[self.file].body.has_anchor(anchor)
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
        source_path(&self.site.files[self.file].path, to)
    }

    fn file_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let Some(path) = self.path(to) else {
            let message = format!("`{}` leads out of the site", to.written);
            return self.find(Code::BrokenLink, span, message, "link to a file below `content/`".to_owned());
        };
        let pages = &self.index.page_of_path;
        let of_folder = || pages.get(&path.join(&format!("{}/edition.md", path.file_name()))?);
        if let Some(&key) = pages.get(&path).or_else(of_folder) {
            return self.page(key, to, span);
        }
        if let Some(asset) = self.site.assets.get(&path) {
            self.used.push(path);
            return Resolved::Output(asset.out.clone());
        }
        if self.site.file_of(&path).is_some() {
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
            let files = || self.site.files.iter().map(|file| &file.path);
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
                    _ => format!("did you mean `{}`?", relative(self.site.files[self.file].path.folder(), near)),
                }
            }
            None => "link to a file below `content/`, from this file or as `@/…`".to_owned(),
        }
    }

    fn address_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let trimmed = to.path.trim_start_matches('/');
        let is_folder = trimmed.is_empty() || trimmed.ends_with('/');
        let file = OutPath::new(trimmed).ok().filter(|_| !is_folder);
        let claim = file.and_then(|path| self.site.outputs.get(&path));
        let claim = claim.or_else(|| self.site.outputs.get(&OutPath::page(trimmed).ok()?));
        let Some(claim) = claim else {
            let addresses: Vec<String> =
                self.site.outputs.iter().map(|claim| format!("/{}", claim.path.address())).collect();
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
            _ if self.index.pages.contains_key(whole) => vec![PageKey::Plain(self.index.pages[whole])],
            "topics" => self.topic(&id).into_iter().collect(),
            "themes" => self.index.themes.get(&*id).map(|&theme| PageKey::Theme(theme)).into_iter().collect(),
            "pages" => self.index.pages.get(name).map(|&page| PageKey::Plain(page)).into_iter().collect(),
            edition => self.in_edition(edition, &id).into_iter().collect::<Vec<_>>(),
        };
        match candidates[..] {
            [key] => self.page(key, to, span),
            [] => {
                let site = self.site;
                let names =
                    site.topics.iter().map(|topic| &*topic.id).chain(site.themes.iter().map(|theme| &*theme.id));
                let names = names.chain(site.pages.iter().map(|page| &*page.id));
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
            && let Some(key) = self.in_edition_number(self.site.reports[report].edition, id)
        {
            return vec![key];
        }
        if let PageKey::Edition(edition) = self.page
            && let Some(key) = self.in_edition_number(edition, id)
        {
            return vec![key];
        }
        let index = self.index;
        let mut found: Vec<PageKey> = self.topic(id).into_iter().collect();
        found.extend(index.themes.get(id).map(|&theme| PageKey::Theme(theme)));
        found.extend(index.pages.get(id).map(|&page| PageKey::Plain(page)));
        found.extend(index.editions.get(id).map(|&edition| PageKey::Edition(edition)));
        found
    }

    fn topic(&self, id: &str) -> Option<PageKey> {
        let topic = *self.index.topics.get(id)?;
        Some(self.site.topic_page(topic))
    }

    fn in_edition(&self, edition: &str, id: &str) -> Option<PageKey> {
        self.in_edition_number(*self.index.editions.get(edition)?, id)
    }

    fn in_edition_number(&self, edition: usize, id: &str) -> Option<PageKey> {
        let topic = *self.index.topics.get(id)?;
        let reports = &self.site.topics[topic].reports;
        reports
            .iter()
            .find(|&&report| self.site.reports[report].edition == edition)
            .map(|&report| PageKey::Report(report))
    }

    /// A name that means just this page.
    fn full_name(&self, key: PageKey) -> String {
        let site = self.site;
        match key {
            PageKey::Theme(theme) => format!("themes/{}", site.themes[theme].id),
            PageKey::Topic(topic) => format!("topics/{}", site.topics[topic].id),
            PageKey::Plain(page) => format!("pages/{}", site.pages[page].id),
            PageKey::Report(report) => {
                let report = &site.reports[report];
                format!("{}/{}", site.editions[report.edition].id, site.topics[report.topic].id)
            }
            _ => site.out(key, 0).address().trim_end_matches('/').to_owned(),
        }
    }

    /// A link to a page, its anchor checked in the text of this file's language.
    fn page(&mut self, key: PageKey, to: &Destination, span: Span) -> Resolved {
        let Some(anchor) = to.anchor.clone().filter(|anchor| !anchor.is_empty()) else {
            return Resolved::Page(key, None);
        };
        let tag = self.site.files[self.file].place.language.as_deref();
        let languages = &self.site.settings.languages;
        let language = languages.iter().position(|language| Some(&*language.tag) == tag).unwrap_or(0);
        let file = self.site.texts(key).and_then(|texts| texts[language].or(texts[0]));
        match file {
            Some(file) if self.site.files[file].body.has_anchor(&anchor) => Resolved::Page(key, Some(anchor)),
            Some(file) => self.broken_anchor(file, &anchor, span),
            None => {
                let message = format!("`{}` leads to a page without headings of its own", to.written);
                self.find(Code::BrokenAnchor, span, message, "link to the page without `#`".to_owned())
            }
        }
    }

    fn broken_anchor(&mut self, file: usize, anchor: &str, span: Span) -> Resolved {
        let target = &self.site.files[file];
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
                path.and_then(|path| self.site.outputs.get(&path)).and_then(|claim| match &claim.kind {
                    ClaimKind::Asset(path) => Some(path.clone()),
                    _ => None,
                })
            }
            _ => self.path(to),
        };
        let asset = path.as_ref().and_then(|path| self.site.assets.get(path));
        let Some(asset) = asset else {
            let files = self.site.assets.keys().map(SourcePath::file_name);
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
