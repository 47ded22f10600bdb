//! Entries to the lists of a site: which files are published, which edition, topic and themes each report
//! belongs to, which translation belongs to which original.

use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::id::{label, slug};
use crate::base::path::SourcePath;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::check::{self, Checked, Entry, Role, ThemeName};
use crate::config::Settings;
use crate::link::{Asset, Edition, Outputs, PlainPage, Publication, Report, Site, Texts, Theme, Topic};

/// Sorts the files into the lists of a site.
pub fn gather(
    files: Vec<Arc<Checked>>,
    assets: Vec<Asset>,
    settings: Arc<Settings>,
    publication: Publication,
    findings: &mut Vec<Finding>,
) -> Site {
    let languages = settings.languages.len();
    let texts = texts_of(&files, &settings, findings);
    let mut gathering = Gathering { files: &files, settings: &settings, publication, texts, held_back: 0, findings };
    let folders = gathering.folders();
    let drafts: Vec<&str> = gathering.held_editions(&folders);
    let (found, editions) = gathering.reports(&folders, &drafts);
    let mut editions = gathering.editions(&folders, editions, &drafts);
    let (topics, topic_numbers) = gathering.topics(&found, languages);
    let (themes, theme_numbers) = gathering.themes(&found, &editions, languages);
    let pages = gathering.pages();
    let home = gathering.home().unwrap_or_else(|| vec![None; languages]);
    let held_back = gathering.held_back;

    let place: FxHashMap<String, usize> =
        editions.iter().enumerate().map(|(at, edition)| (edition.id.clone(), at)).collect();
    let mut reports: Vec<Report> = Vec::with_capacity(found.len());
    for one in &found {
        let Some(Entry::Report(entry)) = &files[one.file].entry else { continue };
        reports.push(Report {
            texts: one.texts.clone(),
            id: files[one.file].place.id.clone(),
            edition: place[&one.edition],
            kind: entry.kind,
            topic: topic_numbers[&*entry.topic.value],
            themes: entry.themes.iter().map(|theme| theme_numbers[&*theme.value.id]).collect(),
            rank: entry.rank,
            is_tie: false,
            of: 0,
            change: None,
            appearance: 1,
            edges: Vec::new(),
            backlinks: Vec::new(),
        });
    }
    let title = |report: &Report| {
        report.texts[0].and_then(|file| files[file].entry.as_ref()).map(|entry| &*entry.words().title.value)
    };
    reports.sort_by(|a, b| {
        let key = |report: &Report| (report.edition, report.kind, report.rank.unwrap_or(u32::MAX));
        key(a).cmp(&key(b)).then_with(|| title(a).cmp(&title(b))).then_with(|| a.texts[0].cmp(&b.texts[0]))
    });
    let mut site = Site {
        home,
        topics,
        themes,
        pages,
        assets: assets.into_iter().map(|asset| (asset.path.clone(), asset)).collect(),
        links: vec![Vec::new(); files.len()],
        images: vec![Vec::new(); files.len()],
        charts: vec![Vec::new(); files.len()],
        outputs: Outputs::default(),
        nearness: super::related::Index::default(),
        held_back,
        editions: std::mem::take(&mut editions),
        reports,
        files,
        settings,
    };
    fill_lists(&mut site);
    duplicate_topics(&site, findings);
    site
}

/// Lists the reports of editions, topics and themes, and counts ranks.
fn fill_lists(site: &mut Site) {
    for (number, report) in site.reports.iter().enumerate() {
        site.editions[report.edition].reports.push(number);
        site.topics[report.topic].reports.push(number);
        for &theme in &report.themes {
            site.themes[theme].reports.push(number);
        }
    }
    for edition in &site.editions {
        let mut counts = vec![0; site.settings.kinds().len()];
        for &report in &edition.reports {
            counts[site.reports[report].kind] += 1;
        }
        let mut ranks: FxHashMap<(usize, u32), usize> = FxHashMap::default();
        for &report in &edition.reports {
            let report = &site.reports[report];
            if let Some(rank) = report.rank {
                *ranks.entry((report.kind, rank)).or_default() += 1;
            }
        }
        for &number in &edition.reports {
            let report = &mut site.reports[number];
            report.of = counts[report.kind];
            report.is_tie = report.rank.is_some_and(|rank| ranks[&(report.kind, rank)] > 1);
        }
    }
}

/// Two reports of one edition on one topic.
fn duplicate_topics(site: &Site, findings: &mut Vec<Finding>) {
    for topic in &site.topics {
        for pair in topic.reports.windows(2) {
            let [first, second] = [pair[0], pair[1]].map(|report| &site.reports[report]);
            if first.edition != second.edition {
                continue;
            }
            let (Some(a), Some(b)) = (first.texts[0], second.texts[0]) else { continue };
            let (a, b) = if site.files[a].path <= site.files[b].path { (a, b) } else { (b, a) };
            let edition = &site.editions[first.edition].id;
            let message = format!("edition {edition} has two reports on the topic `{}`", topic.id);
            let finding = Finding::new(Code::DuplicateTopic, &site.files[b].path, message).at(topic_span(site, b));
            let finding = finding.help("give one of the two another `topic:`, or merge them");
            findings.push(finding.related(&site.files[a].path, Some(topic_span(site, a)), "the other report"));
        }
    }
}

fn topic_span(site: &Site, file: usize) -> Span {
    match &site.files[file].entry {
        Some(Entry::Report(report)) if report.topic.span != Span::default() => report.topic.span,
        Some(entry) => entry.words().title.span,
        None => Span::default(),
    }
}

/// For each original, the files with its texts by language.
fn texts_of(files: &[Arc<Checked>], settings: &Settings, findings: &mut Vec<Finding>) -> FxHashMap<SourcePath, Texts> {
    let mut texts: FxHashMap<SourcePath, Texts> = FxHashMap::default();
    for (number, file) in files.iter().enumerate().filter(|(_, file)| file.place.language.is_none()) {
        let mut own = vec![None; settings.languages.len()];
        own[0] = Some(number);
        texts.insert(file.path.clone(), own);
    }
    for (number, file) in files.iter().enumerate() {
        let Some(tag) = &file.place.language else { continue };
        let Some(language) = settings.languages.iter().position(|language| language.tag == *tag) else { continue };
        match texts.get_mut(&file.place.original) {
            Some(own) if language > 0 && file.entry.is_some() => own[language] = Some(number),
            Some(_) if language == 0 => {
                let message = format!("`{}` is the text in `{tag}`, the site's first language", file.place.original);
                let finding = Finding::new(Code::DuplicateUrl, &file.path, message).help("remove one of the two files");
                findings.push(finding.related(&file.place.original, None, "the other file"));
            }
            Some(_) => {}
            None => {
                let message = format!("a translation of `{}`, which does not exist", file.place.original);
                let finding = Finding::new(Code::TranslationWithoutOriginal, &file.path, message);
                findings.push(finding.help("write the original, or rename the file without the language"));
            }
        }
    }
    texts
}

/// A report that was found, before everything has its number.
struct Found {
    file: usize,
    texts: Texts,
    edition: String,
}

/// The folder of an edition and the file with its words.
struct EditionFolder {
    folder: String,
    id: String,
    file: usize,
}

struct Gathering<'a> {
    files: &'a [Arc<Checked>],
    settings: &'a Settings,
    publication: Publication,
    texts: FxHashMap<SourcePath, Texts>,
    held_back: usize,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Gathering<'a> {
    /// The originals with an entry, in order of their paths.
    fn originals(&self) -> impl Iterator<Item = (usize, &'a Checked, &'a Entry)> + use<'a> {
        let files = self.files;
        files.iter().enumerate().filter_map(|(number, file)| {
            let entry = file.entry.as_ref()?;
            file.place.language.is_none().then_some((number, &**file, entry))
        })
    }

    fn is_published(&self, words: &check::Words) -> bool {
        let Publication { today, drafts, future, expired } = self.publication;
        (drafts || !words.draft)
            && (future || !words.dates.is_future(today))
            && (expired || !words.dates.is_expired(today))
    }

    /// The texts of an original that is published, without translations that are not.
    fn published(&mut self, file: &Checked, entry: &Entry) -> Option<Texts> {
        if !self.is_published(entry.words()) {
            self.held_back += 1;
            return None;
        }
        let mut texts = self.texts.get(&file.path)?.clone();
        for text in texts.iter_mut().skip(1) {
            let words = text.and_then(|number| self.files[number].entry.as_ref()).map(Entry::words);
            if words.is_none_or(|words| !self.is_published(words)) {
                *text = None;
            }
        }
        Some(texts)
    }

    fn folders(&self) -> Vec<EditionFolder> {
        let editions = self
            .files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.place.role == Role::Edition && file.place.language.is_none());
        let folder = |(number, file): (usize, &Arc<Checked>)| EditionFolder {
            folder: file.path.folder().to_owned(),
            id: file.place.id.clone(),
            file: number,
        };
        editions.map(folder).collect()
    }

    /// Editions whose own words are held back: all that is in them is.
    fn held_editions<'b>(&self, folders: &'b [EditionFolder]) -> Vec<&'b str> {
        let held = folders.iter().filter(|folder| {
            let entry = self.files[folder.file].entry.as_ref();
            entry.is_some_and(|entry| !self.is_published(entry.words()))
        });
        held.map(|folder| &*folder.id).collect()
    }

    /// The reports and the editions that they belong to.
    fn reports(&mut self, folders: &[EditionFolder], held: &[&str]) -> (Vec<Found>, BTreeSet<String>) {
        let mut found = Vec::new();
        let mut editions = BTreeSet::new();
        for (number, file, entry) in self.originals() {
            let Entry::Report(report) = entry else { continue };
            let Some(edition) = self.edition_of(file, report, folders) else { continue };
            if held.contains(&&*edition) {
                self.held_back += 1;
                continue;
            }
            let Some(texts) = self.published(file, entry) else { continue };
            editions.insert(edition.clone());
            found.push(Found { file: number, texts, edition });
        }
        (found, editions)
    }

    /// The edition of a report: its folder's, else the one it names, else the year of its date.
    fn edition_of(&mut self, file: &Checked, report: &check::Report, folders: &[EditionFolder]) -> Option<String> {
        let inside = |folder: &&EditionFolder| {
            file.path.as_str().strip_prefix(&*folder.folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let folder = folders.iter().filter(inside).max_by_key(|folder| folder.folder.len());
        let named = report.edition.as_ref();
        match (folder, named) {
            (Some(folder), Some(named)) if slug(&named.value) != folder.id => {
                let message =
                    format!("the report lies in the folder of edition {}, and says {}", folder.id, named.value);
                let finding = Finding::new(Code::UnknownEdition, &file.path, message).at(named.span);
                self.findings.push(finding.help("leave `edition:` out, or move the file"));
                Some(folder.id.clone())
            }
            (Some(folder), _) => Some(folder.id.clone()),
            (None, Some(named)) => self.named_edition(file, named, folders),
            (None, None) => {
                let year = report.words.dates.date.map(|date| date.year().to_string());
                if year.is_none() {
                    let finding = Finding::new(Code::MissingEdition, &file.path, "the report belongs to no edition");
                    let help = "move it into a folder that holds `edition.md`, or add `edition: …` or `date: …`";
                    self.findings.push(finding.at(report.words.title.span).help(help));
                }
                year
            }
        }
    }

    fn named_edition(&mut self, file: &Checked, named: &Located<String>, folders: &[EditionFolder]) -> Option<String> {
        let id = slug(&named.value);
        if !folders.is_empty() && !folders.iter().any(|folder| folder.id == id) || id.is_empty() {
            let ids = folders.iter().map(|folder| &*folder.id);
            let help = suggest::did_you_mean(&id, ids.clone(), || {
                format!("editions of this site: {}", ids.collect::<Vec<_>>().join(", "))
            });
            let message = format!("unknown edition `{}`", named.value);
            self.findings.push(Finding::new(Code::UnknownEdition, &file.path, message).at(named.span).help(help));
            return None;
        }
        Some(id)
    }

    fn editions(&mut self, folders: &[EditionFolder], mut used: BTreeSet<String>, held: &[&str]) -> Vec<Edition> {
        let languages = self.settings.languages.len();
        for folder in folders.iter().filter(|folder| !held.contains(&&*folder.id)) {
            used.insert(folder.id.clone());
        }
        let mut editions: Vec<Edition> = used
            .into_iter()
            .map(|id| Edition { id, texts: vec![None; languages], reports: Vec::new(), dropped: Vec::new() })
            .collect();
        editions.sort_by_key(|a| natural(&a.id));
        for edition in &mut editions {
            let Some(folder) = folders.iter().find(|folder| folder.id == edition.id) else { continue };
            let file = &self.files[folder.file];
            if let Some(entry) = &file.entry
                && let Some(texts) = self.published(file, entry)
            {
                edition.texts = texts;
            }
        }
        self.held_back += held.len();
        editions
    }

    fn topics(&mut self, found: &[Found], languages: usize) -> (Vec<Topic>, FxHashMap<String, usize>) {
        let mut topics: BTreeMap<String, Texts> = BTreeMap::new();
        for one in found {
            if let Some(Entry::Report(report)) = &self.files[one.file].entry {
                topics.entry(report.topic.value.clone()).or_insert_with(|| vec![None; languages]);
            }
        }
        for (_, file, entry) in self.originals() {
            if let Entry::Topic(_) = entry
                && let Some(texts) = self.published(file, entry)
            {
                topics.insert(file.place.id.clone(), texts);
            }
        }
        let topics: Vec<Topic> =
            topics.into_iter().map(|(id, texts)| Topic { id, texts, reports: Vec::new() }).collect();
        let numbers = topics.iter().enumerate().map(|(number, topic)| (topic.id.clone(), number)).collect();
        (topics, numbers)
    }

    fn themes(
        &mut self,
        found: &[Found],
        editions: &[Edition],
        languages: usize,
    ) -> (Vec<Theme>, FxHashMap<String, usize>) {
        let mut themes: BTreeMap<String, Theme> = BTreeMap::new();
        let blank = |id: &str| Theme {
            id: id.to_owned(),
            label: String::new(),
            texts: vec![None; languages],
            reports: Vec::new(),
            editions: Vec::new(),
        };
        let mut name = |theme: &ThemeName| {
            let known = themes.entry(theme.id.clone()).or_insert_with(|| blank(&theme.id));
            if known.label.is_empty() && theme.written != theme.id {
                known.label.clone_from(&theme.written);
            }
        };
        for one in found {
            let Some(Entry::Report(report)) = &self.files[one.file].entry else { continue };
            report.themes.iter().for_each(|theme| name(&theme.value));
        }
        let mut forward: Vec<(usize, String)> = Vec::new();
        for (number, edition) in editions.iter().enumerate() {
            let Some(Entry::Edition(words)) = edition.texts[0].and_then(|file| self.files[file].entry.as_ref()) else {
                continue;
            };
            for theme in &words.themes {
                name(&theme.value);
                forward.push((number, theme.value.id.clone()));
            }
        }
        for (_, file, entry) in self.originals() {
            if let Entry::Theme(_) = entry
                && let Some(texts) = self.published(file, entry)
            {
                themes.entry(file.place.id.clone()).or_insert_with(|| blank(&file.place.id)).texts = texts;
            }
        }
        let mut themes: Vec<Theme> = themes.into_values().collect();
        for theme in themes.iter_mut().filter(|theme| theme.label.is_empty()) {
            theme.label = label(&theme.id);
        }
        let numbers: FxHashMap<String, usize> =
            themes.iter().enumerate().map(|(number, theme)| (theme.id.clone(), number)).collect();
        for (edition, theme) in forward {
            themes[numbers[&theme]].editions.push(edition);
        }
        (themes, numbers)
    }

    fn pages(&mut self) -> Vec<PlainPage> {
        let mut pages = Vec::new();
        for (_, file, entry) in self.originals() {
            let Entry::Page(page) = entry else { continue };
            if let Some(texts) = self.published(file, entry) {
                let order = page.order.unwrap_or(i64::MAX);
                pages.push((order, PlainPage { id: file.place.id.clone(), texts }));
            }
        }
        pages.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.id.cmp(&other.id)));
        pages.into_iter().map(|(_, page)| page).collect()
    }

    fn home(&mut self) -> Option<Texts> {
        let (_, file, entry) = self.originals().find(|(_, _, entry)| matches!(entry, Entry::Home(_)))?;
        self.published(file, entry)
    }
}

/// A key that sorts `2` before `10` and `2026-spring` after `2026`.
fn natural(id: &str) -> Vec<(u64, String)> {
    id.split('-').map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned())).collect()
}
