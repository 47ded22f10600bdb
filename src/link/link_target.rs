//! Finds the target of one link: a file, an address, or a name in double brackets.

use rustc_hash::FxHashMap;

use crate::base::ballot_path::is_ballot_file;
use crate::base::code::Code;
use crate::base::finding::{FileFindings, Finding};
use crate::base::path::{OutPath, SourcePath};
use crate::base::slug::slug;
use crate::base::span::Span;
use crate::link::outputs::ClaimKind;
use crate::link::resolve::Resolved;
use crate::link::suggestions::Suggestions;
use crate::link::{AwaitedReport, Catalogue, Outputs, PageKey};
use crate::parse::{Destination, Form};

/// The path in the site that a link to a file means, written in the file `from`.
pub fn source_path(from: &SourcePath, to: &Destination) -> Option<SourcePath> {
    match to.form {
        Form::Content => SourcePath::content().join(&format!("content/{}", to.path)),
        _ => from.join(&to.path),
    }
}

/// The pages by their files, paths and ids.
pub struct PageIndex<'a> {
    /// The page that shows each file.
    pub of_file: Vec<Option<PageKey>>,
    of_path: FxHashMap<&'a SourcePath, PageKey>,
    editions: FxHashMap<&'a str, usize>,
    plain: FxHashMap<&'a str, usize>,
}

impl<'a> PageIndex<'a> {
    /// Looks all pages up by their texts.
    pub fn new(catalogue: &'a Catalogue) -> Self {
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

/// The links of one file while they are being resolved.
pub struct Resolver<'a> {
    /// The lists that names are looked up in.
    pub catalogue: &'a Catalogue,
    /// The addresses of the site.
    pub outputs: &'a Outputs,
    /// Its pages.
    pub pages: &'a PageIndex<'a>,
    /// The number of the file.
    pub file: usize,
    /// The page that shows the file.
    pub page: PageKey,
    /// The names that broken links are compared with.
    pub suggestions: &'a Suggestions<'a>,
    /// The findings so far.
    pub findings: &'a mut FileFindings,
    /// The assets that the file links to or shows, so far.
    pub used: &'a mut Vec<SourcePath>,
}

impl Resolver<'_> {
    /// Reports a link that leads nowhere. `words` returns the message and the help.
    fn report(&mut self, code: Code, span: Span, words: impl FnOnce(&Self) -> (String, String)) -> Resolved {
        if self.findings.is_full(code) {
            self.findings.count(code);
        } else {
            let (message, help) = words(self);
            let finding = Finding::new(code, &self.catalogue.files[self.file].path, message).at(span);
            self.findings.push(finding.help(help));
        }
        Resolved::Broken
    }

    /// Resolves a link.
    pub fn link(&mut self, to: &Destination, span: Span) -> Resolved {
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
            return self.report(Code::BrokenLink, span, |_| {
                let message = format!("`{}` leads out of the site", to.written);
                (message, "link to a file below `content/`".to_owned())
            });
        };
        let pages = &self.pages.of_path;
        let of_folder = || pages.get(&path.join(&format!("{}/edition.md", path.file_name()))?);
        if let Some(&key) = pages.get(&path).or_else(of_folder) {
            return self.page(key, to, span);
        }
        if is_ballot_file(&path) {
            return self.ballots(span);
        }
        if let Some(asset) = self.catalogue.assets.get(&path) {
            self.used.push(path);
            return Resolved::Output(asset.out.clone());
        }
        if let Some(file) = self.catalogue.file_of(&path) {
            if let Some(topic) = self.awaited_topic(file) {
                return self.newest_report(topic);
            }
            return self.report(Code::BrokenLink, span, |_| {
                let message = format!("`{}` leads to a file that is not published", to.written);
                (message, "it is a draft, dated in the future, expired, or has errors of its own".to_owned())
            });
        }
        self.report(Code::BrokenLink, span, |resolver| {
            (format!("`{}` leads to no file", to.written), resolver.nearest_file(&path, to))
        })
    }

    /// The topic of an awaited report, by the file of its text or of a translation.
    fn awaited_topic(&self, file: usize) -> Option<&str> {
        let original = self.catalogue.file_of(&self.catalogue.files[file].path_info.original)?;
        self.catalogue.awaited_report(original).map(|report| &*report.topic)
    }

    /// Stands in for a report that is awaited: the newest published one on its topic.
    fn newest_report(&self, topic: &str) -> Resolved {
        let report = self.catalogue.newest_report(topic);
        report.map_or(Resolved::Awaited, |report| Resolved::Page(PageKey::Report(report), None))
    }

    /// The topic that a name means, if its report in the named edition, or in that of this page, is still awaited.
    fn named_awaited<'n>(&self, folder: &str, id: &'n str) -> Option<&'n str> {
        let edition = match (folder, self.page) {
            ("", PageKey::Report(report)) => Some(self.catalogue.reports[report].edition),
            ("", PageKey::Edition(edition)) => Some(edition),
            ("", _) => None,
            (edition, _) => Some(*self.pages.editions.get(edition)?),
        };
        // Outside an edition the name means the topic, if anything of it is published.
        let is_known = edition.is_none() && self.catalogue.topic(id).is_some();
        (!is_known && self.catalogue.is_awaited(edition, id)).then_some(id)
    }

    /// The topic of the awaited report at an address.
    fn topic_at(&self, address: &str) -> Option<&str> {
        let (edition, id) = address.trim_end_matches('/').split_once('/')?;
        let is_there = |report: &&AwaitedReport| {
            self.catalogue.editions[report.edition].id == edition
                && self.catalogue.files[report.file].path_info.id == id
        };
        self.catalogue.awaited.iter().find(is_there).map(|report| &*report.topic)
    }

    /// The help for a path of no file: the file of nearly that name, written as a link from this file.
    fn nearest_file(&self, path: &SourcePath, to: &Destination) -> String {
        match self.suggestions.file(path).map(SourcePath::as_str) {
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

    /// Reports a link to ballots.
    fn ballots(&mut self, span: Span) -> Resolved {
        self.report(Code::SecretBallots, span, |_| {
            let help = "link to the edition, whose page tells how the board voted";
            ("the link leads to ballots, which are secret".to_owned(), help.to_owned())
        })
    }

    fn address_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let trimmed = to.path.trim_start_matches('/');
        let is_folder = trimmed.is_empty() || trimmed.ends_with('/');
        let file = OutPath::new(trimmed).ok().filter(|_| !is_folder);
        let claim = file.and_then(|path| self.outputs.get(&path));
        let claim = claim.or_else(|| self.outputs.get(&OutPath::page(trimmed).ok()?));
        let Some(claim) = claim else {
            if let Some(topic) = self.topic_at(trimmed) {
                return self.newest_report(topic);
            }
            let source = SourcePath::content().join(&format!("content/{trimmed}"));
            if source.is_some_and(|path| path.extension() != "" && is_ballot_file(&path)) {
                return self.ballots(span);
            }
            return self.report(Code::BrokenLink, span, |resolver| {
                let help = resolver
                    .suggestions
                    .addresses()
                    .did_you_mean(&to.path, || "write an address of this site, from its root".to_owned());
                (format!("`{}` is no address of this site", to.written), help)
            });
        };
        match &claim.kind {
            ClaimKind::Page(page) if page.language == 0 && page.number == 1 => self.page(page.key, to, span),
            ClaimKind::Asset(path) => {
                self.used.push(path.clone());
                Resolved::Output(claim.path.clone())
            }
            _ => Resolved::Output(claim.path.clone()),
        }
    }

    /// `[[name]]`: a topic of the same edition first; else the one topic, theme, page or edition of that name.
    fn name_link(&mut self, to: &Destination, span: Span) -> Resolved {
        let path = to.path.trim();
        let (folder, name) = match path.split_once('/') {
            Some((folder, name)) => (folder.trim(), name.trim()),
            None => ("", path),
        };
        let id = slug(name);
        if let Some(topic) = self.named_awaited(folder, &id) {
            return self.newest_report(topic);
        }
        let candidates = match folder {
            "" => self.candidates(&id),
            // A page may lie in a folder of its own: `guide/start`.
            _ if self.pages.plain.contains_key(path) => vec![PageKey::Plain(self.pages.plain[path])],
            "topics" if self.catalogue.topic(&id).is_some() => self.topic(&id).into_iter().collect(),
            "topics" => self.former_topics(&id),
            "themes" => self.catalogue.theme(&id).map(PageKey::Theme).into_iter().collect(),
            "pages" => self.pages.plain.get(name).map(|&page| PageKey::Plain(page)).into_iter().collect(),
            edition => self.in_edition(edition, &id).into_iter().collect::<Vec<_>>(),
        };
        match candidates[..] {
            [key] => self.page(key, to, span),
            [] if folder.is_empty() && self.catalogue.is_awaited(None, &id) => Resolved::Awaited,
            [] => self.report(Code::BrokenLink, span, |resolver| {
                let help = resolver
                    .suggestions
                    .names()
                    .did_you_mean(name, || "name a topic, a theme or a page by its id, or `edition/topic`".to_owned());
                (format!("`[[{}]]` names nothing in this site", to.written), help)
            }),
            _ => self.report(Code::AmbiguousLink, span, |resolver| {
                let names: Vec<String> =
                    candidates.iter().map(|key| format!("`[[{}]]`", resolver.full_name(*key))).collect();
                let message = format!("`[[{}]]` could mean {}", to.written, names.join(" or "));
                (message, format!("write one of {}", names.join(", ")))
            }),
        }
    }

    /// The pages that a name without a folder may mean; one only, where the edition has a report on that topic.
    fn candidates(&self, id: &str) -> Vec<PageKey> {
        let edition = match self.page {
            PageKey::Report(report) => Some(self.catalogue.reports[report].edition),
            PageKey::Edition(edition) => Some(edition),
            _ => None,
        };
        let in_edition = edition.and_then(|edition| self.in_edition_number(edition, id));
        let topic = self.topic(id);
        if let Some(key) = in_edition.filter(|_| topic.is_some()) {
            return vec![key];
        }
        let mut candidates: Vec<PageKey> = topic.into_iter().collect();
        candidates.extend(self.catalogue.theme(id).map(PageKey::Theme));
        candidates.extend(self.pages.plain.get(id).map(|&page| PageKey::Plain(page)));
        candidates.extend(self.pages.editions.get(id).map(|&edition| PageKey::Edition(edition)));
        // An old name is given up to whatever has it now.
        match in_edition {
            _ if !candidates.is_empty() => candidates,
            Some(key) => vec![key],
            None => self.former_topics(id),
        }
    }

    /// The pages of the topics that had a name earlier.
    fn former_topics(&self, name: &str) -> Vec<PageKey> {
        self.catalogue.former_topics(name).iter().map(|&topic| self.catalogue.topic_page(topic)).collect()
    }

    fn topic(&self, id: &str) -> Option<PageKey> {
        Some(self.catalogue.topic_page(self.catalogue.topic(id)?))
    }

    fn in_edition(&self, edition: &str, id: &str) -> Option<PageKey> {
        self.in_edition_number(*self.pages.editions.get(edition)?, id)
    }

    /// The report of an edition on a topic, or on the one that the topic goes on in. Under its old name a topic's report does
    /// not name itself.
    fn in_edition_number(&self, edition: usize, id: &str) -> Option<PageKey> {
        let catalogue = self.catalogue;
        let topic = catalogue.successor_in(catalogue.topic_with_reports(id)?, edition);
        let reports = &catalogue.topics[topic].reports;
        let report = *reports.iter().find(|&&report| catalogue.reports[report].edition == edition)?;
        let has_name_now = catalogue.topics[topic].id == id || catalogue.reports[report].id == id;
        let key = PageKey::Report(report);
        (key != self.page || has_name_now).then_some(key)
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
            None => self.report(Code::BrokenAnchor, span, |_| {
                let message = format!("`{}` leads to a page without headings of its own", to.written);
                (message, "link to the page without `#`".to_owned())
            }),
        }
    }

    fn broken_anchor(&mut self, file: usize, anchor: &str, span: Span) -> Resolved {
        self.report(Code::BrokenAnchor, span, |resolver| {
            let target = &resolver.catalogue.files[file];
            let headings = target.body.headings.iter().map(|heading| &*heading.id).take(8);
            let help =
                resolver.suggestions.headings(file).did_you_mean(anchor, || match headings.collect::<Vec<_>>() {
                    ids if ids.is_empty() => "the page has no headings".to_owned(),
                    ids => format!("headings there: #{}", ids.join(", #")),
                });
            (format!("there is no heading `#{anchor}` in `{}`", target.path), help)
        })
    }

    /// Resolves an image to the asset that it shows.
    pub fn image(&mut self, to: &Destination, span: Span) -> Option<SourcePath> {
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
        if path.as_ref().is_some_and(is_ballot_file) {
            self.ballots(span);
            return None;
        }
        let asset = path.as_ref().and_then(|path| self.catalogue.assets.get(path));
        let Some(asset) = asset else {
            self.report(Code::MissingImage, span, |resolver| {
                let name = to.path.rsplit('/').next().unwrap_or_default();
                let help =
                    resolver.suggestions.images().did_you_mean(name, || "put the file beside the report".to_owned());
                (format!("the image `{}` does not exist", to.written), help)
            });
            return None;
        };
        self.used.push(asset.path.clone());
        let extension = asset.path.extension().to_ascii_lowercase();
        let says_its_size = matches!(&*extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp");
        if asset.size.is_none() && (says_its_size || extension != "svg") {
            self.report(Code::MissingImage, span, |_| {
                let message = format!("`{}` is no image that browsers show", to.written);
                (message, "save it again as PNG, JPEG, WebP, AVIF, GIF or SVG".to_owned())
            });
        }
        Some(asset.path.clone())
    }
}

/// Writes a path relative to a folder: `content/2025/x.md` from `content/2026` is `../2025/x.md`.
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
