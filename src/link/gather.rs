//! Entries to the lists of a site: which files are published, which edition, topic and themes each report
//! belongs to, which translation belongs to which original.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::slug::{humanize, slug};
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::check::{self, Checked, CheckedFile, Entry, Role, ThemeName};
use crate::config::Settings;
use crate::link::{Asset, Edition, Outputs, PlainPage, Publication, Report, Site, Texts, Theme, Topic};

/// Sorts the files into the lists of a site.
pub fn gather(
    files: Vec<CheckedFile>,
    assets: Vec<Asset>,
    settings: Arc<Settings>,
    publication: Publication,
    findings: &mut Vec<Finding>,
) -> Site {
    let languages = settings.languages.len();
    let translations = translations(&files, &settings, findings);
    let originals = Originals::of(&files);
    let folders = Folders::of(&files);
    let mut gathering =
        Gathering { files: &files, settings: &settings, publication, translations, held_back: 0, findings };
    let held = gathering.held_editions(&folders);
    let (mut found, editions) = gathering.reports(&originals, &folders, &held);
    let (mut editions, edition_numbers) = gathering.editions(&folders, editions, &held);
    let (topics, topic_numbers) = gathering.topics(&originals, &found, languages);
    let (themes, theme_numbers) = gathering.themes(&originals, &found, &mut editions, languages);
    let pages = gathering.pages(&originals);
    let home = gathering.home(&originals).unwrap_or_else(|| vec![None; languages]);
    let held_back = gathering.held_back;

    for one in &mut found {
        one.edition = edition_numbers[one.edition];
    }
    // In reading order. Their paths come in order already, and the sort is stable.
    let key = |one: &Found<'_>| (one.edition, one.report.kind, one.report.rank.unwrap_or(u32::MAX));
    let by_title = |a: &Found<'_>, b: &Found<'_>| a.report.words.title.value.cmp(&b.report.words.title.value);
    found.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| by_title(a, b)));
    let report = |one: Found<'_>| Report {
        id: files[one.file].place.id.clone(),
        edition: one.edition,
        kind: one.report.kind,
        topic: topic_numbers[&*one.report.topic.value],
        themes: one.report.themes.iter().map(|theme| theme_numbers[&*theme.value.id]).collect(),
        rank: one.report.rank,
        texts: one.texts,
        is_tie: false,
        of: 0,
        change: None,
        appearance: 1,
        edges: Vec::new(),
        backlinks: Vec::new(),
    };
    let reports = found.into_iter().map(report).collect();
    drop((topic_numbers, theme_numbers, originals, folders));
    let mut site = Site {
        home,
        of_kind: vec![Vec::new(); settings.kinds().len()],
        topics,
        themes,
        pages,
        assets: assets.into_iter().map(|asset| (asset.path.clone(), asset)).collect(),
        resolved: Vec::new(),
        outputs: Outputs::default(),
        nearness: OnceLock::new(),
        held_back,
        editions,
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
        site.topics[report.topic].editions.push(report.edition);
        for &theme in &report.themes {
            site.themes[theme].reports.push(number);
        }
    }
    for &report in site.editions.iter().rev().flat_map(|edition| &edition.reports) {
        site.of_kind[site.reports[report].kind].push(report);
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
        for (pair, editions) in topic.reports.windows(2).zip(topic.editions.windows(2)) {
            if editions[0] != editions[1] {
                continue;
            }
            let [first, second] = [pair[0], pair[1]].map(|report| &site.reports[report]);
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

/// For each original that has translations, the files with its texts by language. Files are found by path, in which
/// order they come.
fn translations(files: &[CheckedFile], settings: &Settings, findings: &mut Vec<Finding>) -> FxHashMap<usize, Texts> {
    let mut translations: FxHashMap<usize, Texts> = FxHashMap::default();
    for (number, file) in files.iter().enumerate() {
        let Some(tag) = &file.place.language else { continue };
        let Some(language) = settings.languages.iter().position(|language| language.tag == *tag) else { continue };
        let original = files.binary_search_by(|other| other.path.cmp(&file.place.original)).ok();
        match original.filter(|&original| files[original].place.language.is_none()) {
            Some(original) if language > 0 && file.entry.is_some() => {
                let texts = translations.entry(original).or_insert_with(|| only(original, settings.languages.len()));
                texts[language] = Some(number);
            }
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
    translations
}

/// The texts of what has no translation.
fn only(original: usize, languages: usize) -> Texts {
    let mut texts = vec![None; languages];
    texts[0] = Some(original);
    texts
}

/// The originals with an entry, in order of their paths. Reports apart: they are nearly all.
struct Originals<'a> {
    reports: Vec<(usize, &'a Checked, &'a check::Report)>,
    others: Vec<(usize, &'a Checked, &'a Entry)>,
}

impl<'a> Originals<'a> {
    fn of(files: &'a [CheckedFile]) -> Self {
        let mut originals = Self { reports: Vec::with_capacity(files.len()), others: Vec::new() };
        for (number, file) in files.iter().enumerate().filter(|(_, file)| file.place.language.is_none()) {
            match &file.entry {
                Some(Entry::Report(report)) => originals.reports.push((number, &**file, &**report)),
                Some(entry) => originals.others.push((number, &**file, entry)),
                None => {}
            }
        }
        originals
    }
}

/// A report that was found, before everything has its number.
struct Found<'a> {
    file: usize,
    report: &'a check::Report,
    texts: Texts,
    /// Its edition's place in the order in which editions were found.
    edition: usize,
}

/// The folder of an edition and the file with its words.
struct EditionFolder<'a> {
    id: &'a str,
    file: usize,
}

/// The folders of editions.
struct Folders<'a> {
    all: Vec<EditionFolder<'a>>,
    by_path: FxHashMap<&'a str, usize>,
}

impl<'a> Folders<'a> {
    fn of(files: &'a [CheckedFile]) -> Self {
        let mut folders = Self { all: Vec::new(), by_path: FxHashMap::default() };
        let is_edition = |file: &Checked| file.place.role == Role::Edition && file.place.language.is_none();
        for (number, file) in files.iter().enumerate().filter(|(_, file)| is_edition(file)) {
            folders.by_path.insert(file.path.folder(), folders.all.len());
            folders.all.push(EditionFolder { id: &file.place.id, file: number });
        }
        folders
    }

    /// The innermost edition's folder that a file lies in.
    fn around(&self, path: &str) -> Option<&EditionFolder<'a>> {
        let above = std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'));
        above.filter_map(|(folder, _)| self.by_path.get(folder)).map(|&number| &self.all[number]).next()
    }
}

/// The ids of editions, each with its place in the order in which they were found.
#[derive(Default)]
struct EditionIds<'a>(FxHashMap<Cow<'a, str>, usize>);

impl<'a> EditionIds<'a> {
    fn number(&mut self, id: Cow<'a, str>) -> usize {
        let next = self.0.len();
        *self.0.entry(id).or_insert(next)
    }
}

struct Gathering<'a> {
    files: &'a [CheckedFile],
    settings: &'a Settings,
    publication: Publication,
    translations: FxHashMap<usize, Texts>,
    held_back: usize,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Gathering<'a> {
    fn is_published(&self, words: &check::Words) -> bool {
        let Publication { today, drafts, future, expired } = self.publication;
        (drafts || !words.draft)
            && (future || !words.dates.is_future(today))
            && (expired || !words.dates.is_expired(today))
    }

    /// The texts of an original that is published, without translations that are not.
    fn published(&mut self, file: usize, words: &check::Words) -> Option<Texts> {
        if !self.is_published(words) {
            self.held_back += 1;
            return None;
        }
        let Some(texts) = self.translations.get(&file) else {
            return Some(only(file, self.settings.languages.len()));
        };
        let mut texts = texts.clone();
        for text in texts.iter_mut().skip(1) {
            let words = text.and_then(|number| self.files[number].entry.as_ref()).map(Entry::words);
            if words.is_none_or(|words| !self.is_published(words)) {
                *text = None;
            }
        }
        Some(texts)
    }

    /// Editions whose own words are held back: all that is in them is.
    fn held_editions(&self, folders: &Folders<'a>) -> Vec<&'a str> {
        let held = folders.all.iter().filter(|folder| {
            let entry = self.files[folder.file].entry.as_ref();
            entry.is_some_and(|entry| !self.is_published(entry.words()))
        });
        held.map(|folder| folder.id).collect()
    }

    /// The reports and the editions that they belong to.
    fn reports(
        &mut self,
        originals: &Originals<'a>,
        folders: &Folders<'a>,
        held: &[&str],
    ) -> (Vec<Found<'a>>, EditionIds<'a>) {
        let mut found = Vec::with_capacity(originals.reports.len());
        let mut editions = EditionIds::default();
        // To find the folders is mostly to wait for memory, which two threads do in half the time.
        let around = |(_, checked, _): &(usize, &Checked, &check::Report)| folders.around(checked.path.as_str());
        let around: Vec<Option<&EditionFolder<'a>>> = originals.reports.par_iter().map(around).collect();
        for (&(file, checked, report), folder) in originals.reports.iter().zip(around) {
            let Some(edition) = self.edition_of(checked, report, folder, folders) else { continue };
            if held.contains(&&*edition) {
                self.held_back += 1;
                continue;
            }
            let Some(texts) = self.published(file, &report.words) else { continue };
            found.push(Found { file, report, texts, edition: editions.number(edition) });
        }
        (found, editions)
    }

    /// The edition of a report: its folder's, else the one it names, else the year of its date.
    fn edition_of(
        &mut self,
        file: &Checked,
        report: &check::Report,
        folder: Option<&EditionFolder<'a>>,
        folders: &Folders<'a>,
    ) -> Option<Cow<'a, str>> {
        match (folder, report.edition.as_ref()) {
            (Some(folder), Some(named)) if slug(&named.value) != folder.id => {
                let message =
                    format!("the report lies in the folder of edition {}, and says {}", folder.id, named.value);
                let finding = Finding::new(Code::UnknownEdition, &file.path, message).at(named.span);
                self.findings.push(finding.help("leave `edition:` out, or move the file"));
                Some(folder.id.into())
            }
            (Some(folder), _) => Some(folder.id.into()),
            (None, Some(named)) => self.named_edition(file, named, folders).map(Cow::Owned),
            (None, None) => {
                let year = report.words.dates.date.map(|date| date.year().to_string());
                if year.is_none() {
                    let finding = Finding::new(Code::MissingEdition, &file.path, "the report belongs to no edition");
                    let help = "move it into a folder that holds `edition.md`, or add `edition: …` or `date: …`";
                    self.findings.push(finding.at(report.words.title.span).help(help));
                }
                year.map(Cow::Owned)
            }
        }
    }

    fn named_edition(&mut self, file: &Checked, named: &Located<String>, folders: &Folders<'a>) -> Option<String> {
        let id = slug(&named.value);
        let all = &folders.all;
        if !all.is_empty() && !all.iter().any(|folder| folder.id == id) || id.is_empty() {
            let ids = all.iter().map(|folder| folder.id);
            let help = suggest::did_you_mean(&id, ids.clone(), || {
                format!("editions of this site: {}", ids.collect::<Vec<_>>().join(", "))
            });
            let message = format!("unknown edition `{}`", named.value);
            self.findings.push(Finding::new(Code::UnknownEdition, &file.path, message).at(named.span).help(help));
            return None;
        }
        Some(id)
    }

    /// The editions, the oldest first, and for each in the order in which they were found its number.
    fn editions(
        &mut self,
        folders: &Folders<'a>,
        mut ids: EditionIds<'a>,
        held: &[&str],
    ) -> (Vec<Edition>, Vec<usize>) {
        let languages = self.settings.languages.len();
        // Of two folders with one name the first has the words.
        let mut words: FxHashMap<usize, usize> = FxHashMap::default();
        for folder in folders.all.iter().filter(|folder| !held.contains(&folder.id)) {
            let found = ids.number(folder.id.into());
            words.entry(found).or_insert(folder.file);
        }
        let mut in_order: Vec<(Cow<'_, str>, usize)> = ids.0.into_iter().collect();
        in_order.sort_by(|(a, _), (b, _)| natural(a).cmp(&natural(b)).then_with(|| a.cmp(b)));
        let mut numbers = vec![0; in_order.len()];
        let mut editions = Vec::with_capacity(in_order.len());
        for (number, (id, found)) in in_order.into_iter().enumerate() {
            numbers[found] = number;
            let file = words.get(&found).copied();
            let entry = file.and_then(|file| Some((file, self.files[file].entry.as_ref()?.words())));
            let texts = entry.and_then(|(file, words)| self.published(file, words));
            let texts = texts.unwrap_or_else(|| vec![None; languages]);
            editions.push(Edition { id: id.into_owned(), texts, ..Edition::default() });
        }
        self.held_back += held.len();
        (editions, numbers)
    }

    /// The topics by id, and their numbers.
    fn topics(
        &mut self,
        originals: &Originals<'a>,
        found: &[Found<'a>],
        languages: usize,
    ) -> (Vec<Topic>, FxHashMap<&'a str, usize>) {
        let mut ids: FxHashMap<&'a str, Option<Texts>> = FxHashMap::default();
        for one in found {
            ids.entry(&one.report.topic.value).or_default();
        }
        for &(file, checked, entry) in &originals.others {
            if let Entry::Topic(words) = entry
                && let Some(texts) = self.published(file, words)
            {
                ids.insert(&checked.place.id, Some(texts));
            }
        }
        let mut in_order: Vec<(&str, Option<Texts>)> = ids.into_iter().collect();
        in_order.sort_unstable_by_key(|(id, _)| *id);
        let numbers = in_order.iter().enumerate().map(|(number, (id, _))| (*id, number)).collect();
        let topic = |(id, texts): (&str, Option<Texts>)| Topic {
            id: id.to_owned(),
            texts: texts.unwrap_or_else(|| vec![None; languages]),
            reports: Vec::new(),
            editions: Vec::new(),
        };
        (in_order.into_iter().map(topic).collect(), numbers)
    }

    /// The themes by id, and their numbers.
    fn themes(
        &mut self,
        originals: &Originals<'a>,
        found: &[Found<'a>],
        editions: &mut [Edition],
        languages: usize,
    ) -> (Vec<Theme>, FxHashMap<&'a str, usize>) {
        let mut themes: FxHashMap<&'a str, Theme> = FxHashMap::default();
        let blank = |id: &str| Theme {
            id: id.to_owned(),
            label: String::new(),
            texts: vec![None; languages],
            reports: Vec::new(),
            editions: Vec::new(),
        };
        let mut name = |theme: &'a ThemeName| {
            let known = themes.entry(&theme.id).or_insert_with(|| blank(&theme.id));
            if known.label.is_empty() && theme.written != theme.id {
                known.label.clone_from(&theme.written);
            }
        };
        for one in found {
            one.report.themes.iter().for_each(|theme| name(&theme.value));
        }
        let mut forward: Vec<(usize, &str)> = Vec::new();
        for (number, edition) in editions.iter().enumerate() {
            let Some(Entry::Edition(words)) = edition.texts[0].and_then(|file| self.files[file].entry.as_ref()) else {
                continue;
            };
            for theme in &words.themes {
                name(&theme.value);
                forward.push((number, &theme.value.id));
            }
        }
        for &(file, checked, entry) in &originals.others {
            if let Entry::Theme(words) = entry
                && let Some(texts) = self.published(file, words)
            {
                themes.entry(&checked.place.id).or_insert_with(|| blank(&checked.place.id)).texts = texts;
            }
        }
        let mut in_order: Vec<(&str, Theme)> = themes.into_iter().collect();
        in_order.sort_unstable_by_key(|(id, _)| *id);
        let numbers: FxHashMap<&str, usize> =
            in_order.iter().enumerate().map(|(number, (id, _))| (*id, number)).collect();
        let mut themes: Vec<Theme> = in_order.into_iter().map(|(_, theme)| theme).collect();
        for theme in themes.iter_mut().filter(|theme| theme.label.is_empty()) {
            theme.label = humanize(&theme.id);
        }
        for (edition, theme) in forward {
            themes[numbers[theme]].editions.push(edition);
            editions[edition].themes.push(numbers[theme]);
        }
        for edition in editions {
            edition.themes.sort_unstable();
            edition.themes.dedup();
        }
        (themes, numbers)
    }

    fn pages(&mut self, originals: &Originals<'a>) -> Vec<PlainPage> {
        let mut pages = Vec::new();
        for &(file, checked, entry) in &originals.others {
            let Entry::Page(page) = entry else { continue };
            if let Some(texts) = self.published(file, &page.words) {
                let order = page.order.unwrap_or(i64::MAX);
                pages.push((order, PlainPage { id: checked.place.id.clone(), texts }));
            }
        }
        pages.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| one.id.cmp(&other.id)));
        pages.into_iter().map(|(_, page)| page).collect()
    }

    fn home(&mut self, originals: &Originals<'a>) -> Option<Texts> {
        let home = |&(file, _, entry): &(usize, &'a Checked, &'a Entry)| match entry {
            Entry::Home(words) => Some((file, words)),
            _ => None,
        };
        let (file, words) = originals.others.iter().find_map(home)?;
        self.published(file, words)
    }
}

/// A key that sorts `2` before `10` and `2026-spring` after `2026`.
fn natural(id: &str) -> Vec<(u64, String)> {
    id.split('-').map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned())).collect()
}
