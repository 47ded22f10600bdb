//! Entries to lists: which files are published, and which edition, topic and themes each report belongs to.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::slug::{humanize, slug};
use crate::base::span::{Located, Span};
use crate::check::{self, BallotSheet, Checked, CheckedFile, Entry, ThemeName, Votes};
use crate::config::Settings;
use crate::link::audiences::{self, Audience};
use crate::link::editions::{EditionFolders, natural_order};
use crate::link::embargo::{held_back, with_awaited};
use crate::link::part_findings::part_findings;
use crate::link::parts::{self, AwaitedReport, Part};
use crate::link::same_words::same_words;
use crate::link::successors::{self, BranchSort, Successors, successors};
use crate::link::translations::Translations;
use crate::link::votes::{self, Elections, KindVotes, Standing};
use crate::link::{Asset, Catalogue, HeldBack, Publication};

/// The published content of a site. Numbers are places in these lists, or among the site's files.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lists {
    /// The file with words for the home page, in each language.
    pub home: Texts,
    /// Editions, the oldest first.
    pub editions: Vec<Edition>,
    /// Reports by edition, kind, rank and title.
    pub reports: Vec<Report>,
    /// The reports of each kind: the newest edition first, in reading order within one.
    pub of_kind: Vec<Vec<usize>>,
    /// Topics by id.
    pub topics: Vec<Topic>,
    /// The topics that had a name earlier: by each id under which a topic has no reports any more, and by the slug of each
    /// name that `formerly` lists.
    pub former_names: BTreeMap<String, Vec<usize>>,
    /// Themes by id.
    pub themes: Vec<Theme>,
    /// Audiences by id.
    pub audiences: Vec<Audience>,
    /// The votes of each edition, by kind.
    pub votes: Vec<Vec<KindVotes>>,
    /// Plain pages in menu order.
    pub pages: Vec<PlainPage>,
    /// Other files of the content, by path.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// The files that are not published, by number, each with the reason.
    pub withheld: Vec<(usize, HeldBack)>,
    /// The reports of parts that are still awaited, by their files.
    pub awaited: Vec<AwaitedReport>,
}

/// The files with the texts of one thing, by the number of their language; the first is the default's.
pub type Texts = Vec<Option<usize>>;

/// One release: a complete snapshot once all its parts are out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edition {
    /// Its folder's name.
    pub id: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, in reading order.
    pub reports: Vec<usize>,
    /// The themes that it puts forward, in their order.
    pub themes: Vec<usize>,
    /// Its parts, in the order in which they are written; at least one.
    pub parts: Vec<Part>,
}

/// A report in its site.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The files with its texts.
    pub texts: Texts,
    /// The id in its address.
    pub id: String,
    /// Its edition.
    pub edition: usize,
    /// Its kind.
    pub kind: usize,
    /// Its topic.
    pub topic: usize,
    /// Its themes.
    pub themes: Vec<usize>,
    /// Its rank, where known: that which its edition's votes give it, else that which it names.
    pub rank: Option<u32>,
    /// Its votes, where they are told.
    pub votes: Option<Votes>,
    /// True if another report of its kind and edition has the same rank.
    pub is_tie: bool,
    /// The number of reports that its kind has in its edition.
    pub of: usize,
}

/// The same subject through time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, the oldest first.
    pub reports: Vec<usize>,
    /// The edition of each report.
    pub editions: Vec<usize>,
    /// The editions whose votes considered it and did not choose it.
    pub considered: Vec<usize>,
    /// The ids that it had earlier.
    pub former_ids: Vec<String>,
    /// The topics that it came of: those that were merged into it, or that it was split from.
    pub origins: Vec<Branch>,
    /// The topics that came of it.
    pub offshoots: Vec<Branch>,
}

/// A step from one topic to another, as one of the two sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// Merge or split.
    pub sort: BranchSort,
    /// The edition in which it happened.
    pub edition: usize,
    /// The other topic.
    pub topic: usize,
}

impl Topic {
    /// Returns true if it has a page of its own: two editions saw or considered it, it has to do with a merge or a split, or somebody wrote
    /// about it. A topic that was merged into another has none unless somebody wrote about it.
    pub fn has_page(&self) -> bool {
        let is_history =
            self.reports.len() + self.considered.len() > 1 || !self.origins.is_empty() || !self.offshoots.is_empty();
        self.texts[0].is_some() || is_history && self.merge().is_none()
    }

    /// The merge that it went into.
    pub fn merge(&self) -> Option<&Branch> {
        self.offshoots.iter().find(|branch| branch.sort == BranchSort::Merge)
    }
}

/// A subject that cuts across kinds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Theme {
    /// The label's slug.
    pub id: String,
    /// The label as reports write it, for where no file gives it a title.
    pub label: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, the oldest edition first.
    pub reports: Vec<usize>,
    /// Editions that put it forward.
    pub editions: Vec<usize>,
}

/// A plain page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PlainPage {
    /// Its address: `about`, `guide/start`.
    pub id: String,
    /// The files with its texts.
    pub texts: Texts,
}

/// Sorts the files into the lists of a site.
pub fn gather(
    files: Vec<CheckedFile>,
    assets: Vec<Asset>,
    sheets: Vec<BallotSheet>,
    settings: Arc<Settings>,
    publication: Publication,
    findings: &mut Vec<Finding>,
) -> Catalogue {
    let translations = Translations::new(&files, &settings, publication, findings);
    let originals = Originals::new(&files);
    let folders = EditionFolders::new(&files);
    let withheld_editions = folders.withheld(&files, publication);
    let elections = Elections::new(&files, &settings, sheets, findings);
    let entries = report_entries(&originals.reports, &folders, &elections, findings);
    let in_parts = parts::reports_of_parts(&entries, &folders, &files);
    let published = published_reports(entries, &withheld_editions, &translations);
    contradictions(&files, &published, &settings, &elections, findings);
    same_words(&files, publication, findings);

    let none = vec![None; settings.languages.len()];
    let editions = edition_words(&folders, &withheld_editions, &published, &translations, &none);
    let edition_parts: Vec<Vec<Part>> =
        editions.iter().map(|edition| parts::parts(edition, &in_parts, &files, &settings, publication)).collect();
    let published = parts::without_awaited(published, &editions, &edition_parts);
    let successors = follow_topics(&files, &originals.reports, &published, &editions, findings);
    let topics = topic_words(&originals.others, &published, &successors, &translations, &none);
    let themes = theme_words(&originals.others, &published, &editions, &translations, &none);
    let numbers = Numbers {
        editions: numbered(editions.iter().map(|edition| &*edition.id)),
        topics: numbered(topics.iter().map(|(id, _)| *id)),
        themes: numbered(themes.iter().map(|theme| theme.id)),
    };
    let former_names = former_names(&published, &successors, &numbers);
    let reports = reports(published, &successors, &numbers);
    let mut editions = fill_editions(&editions, edition_parts, &reports, &numbers);
    parts::skip_overtaken(&mut editions, publication);
    let topic_ids: Vec<&str> = topics.iter().map(|(id, _)| *id).collect();
    let considered = votes::considered(&elections, &editions, &reports, &topic_ids);
    let mut topics = fill_topics(topics, &reports, considered);
    add_branches(&mut topics, &successors, &numbers);
    let awaited = parts::awaited_reports(&in_parts, &editions);
    let lists = Lists {
        votes: votes::votes_of_editions(&elections, &editions, &reports, &topic_ids),
        home: home(&originals.others, &translations).unwrap_or(none),
        of_kind: of_kind(settings.kinds().len(), &editions, &reports),
        topics,
        former_names,
        themes: fill_themes(themes, &reports, &editions),
        audiences: audiences::audiences(&reports, &files),
        pages: pages(&originals.others, &translations),
        assets: assets.into_iter().map(|asset| (asset.path.clone(), asset)).collect(),
        editions,
        reports,
        withheld: with_awaited(held_back(&files, publication), &awaited),
        awaited,
    };
    part_findings(&in_parts, &lists, &files, &settings, publication, findings);
    drop((numbers, successors, in_parts, originals, folders, translations));
    let catalogue = Catalogue { settings, files, lists: Arc::new(lists) };
    duplicate_topics(&catalogue, findings);
    catalogue
}

/// A file in the default language, and its entry.
struct Original<'a, T> {
    file: usize,
    checked: &'a Checked,
    entry: &'a T,
}

/// The originals with an entry, by path. Reports are apart: they are nearly all.
struct Originals<'a> {
    reports: Vec<Original<'a, check::Report>>,
    others: Vec<Original<'a, Entry>>,
}

impl<'a> Originals<'a> {
    fn new(files: &'a [CheckedFile]) -> Self {
        let mut originals = Self { reports: Vec::with_capacity(files.len()), others: Vec::new() };
        for (file, checked) in files.iter().enumerate().filter(|(_, file)| file.path_info.language.is_none()) {
            match &checked.entry {
                Some(Entry::Report(entry)) => originals.reports.push(Original { file, checked, entry }),
                Some(entry) => originals.others.push(Original { file, checked, entry }),
                None => {}
            }
        }
        originals
    }
}

/// A report whose edition is known by id.
#[derive(Clone)]
pub struct ReportEntry<'a> {
    /// The number of its file.
    pub file: usize,
    /// The id in its address.
    pub id: &'a str,
    /// Its front matter.
    pub entry: &'a check::Report,
    /// The id of its edition.
    pub edition: Cow<'a, str>,
    /// Its rank and votes.
    pub standing: Standing,
}

/// Finds the edition of each report. Reports without one are left out: there is a finding.
fn report_entries<'a>(
    originals: &[Original<'a, check::Report>],
    folders: &EditionFolders<'a>,
    elections: &Elections,
    findings: &mut Vec<Finding>,
) -> Vec<ReportEntry<'a>> {
    let with_edition = originals.iter().filter_map(|&Original { file, checked, entry }| {
        let edition = folders.edition_of(checked, entry, findings)?;
        let standing = Standing::of(entry, &edition, elections);
        Some(ReportEntry { file, id: &checked.path_info.id, entry, edition, standing })
    });
    with_edition.collect()
}

/// The reports that are published, each with its texts.
fn published_reports<'a>(
    entries: Vec<ReportEntry<'a>>,
    withheld_editions: &FxHashSet<&str>,
    translations: &Translations<'_>,
) -> Vec<(ReportEntry<'a>, Texts)> {
    let is_in_published_edition = |report: &ReportEntry<'_>| !withheld_editions.contains(&*report.edition);
    let with_texts = |report: ReportEntry<'a>| {
        let texts = translations.published(report.file, &report.entry.common)?;
        Some((report, texts))
    };
    entries.into_iter().filter(is_in_published_edition).filter_map(with_texts).collect()
}

/// Reports what published reports say and the votes of their editions contradict.
fn contradictions(
    files: &[CheckedFile],
    published: &[(ReportEntry<'_>, Texts)],
    settings: &Settings,
    elections: &Elections,
    findings: &mut Vec<Finding>,
) {
    for (report, _) in published {
        findings.extend(votes::contradictions(&files[report.file], report.entry, &report.edition, settings, elections));
    }
}

/// An edition's id, the files with words about it, and what those say of its themes and parts.
pub struct EditionWords<'a> {
    /// Its id.
    pub id: String,
    /// The files with words about it.
    pub texts: Texts,
    /// The themes that it puts forward.
    pub themes: &'a [Located<ThemeName>],
    /// Its parts; empty if it comes out as a whole.
    pub parts: &'a [check::Part],
}

/// The published editions, the oldest first: those with a folder, and those that reports name.
fn edition_words<'a>(
    folders: &EditionFolders<'a>,
    withheld: &FxHashSet<&str>,
    reports: &[(ReportEntry<'a>, Texts)],
    translations: &Translations<'a>,
    none: &Texts,
) -> Vec<EditionWords<'a>> {
    let mut ids: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for folder in folders.all.iter().filter(|folder| !withheld.contains(folder.id)) {
        // Of two folders with one name the first has the words.
        ids.entry(folder.id).or_insert(Some(folder.file));
    }
    for (report, _) in reports {
        ids.entry(&report.edition).or_default();
    }
    let mut in_order: Vec<(&str, Option<usize>)> = ids.into_iter().collect();
    in_order.sort_by_cached_key(|(id, _)| (natural_order(id), (*id).to_owned()));
    let words = |(id, file): (&str, Option<usize>)| {
        let entry = file.and_then(|file| Some((file, translations.entry(file)?)));
        let texts = entry.and_then(|(file, entry)| translations.published(file, entry.common()));
        let (themes, parts) = match entry {
            Some((_, Entry::Edition(words))) if texts.is_some() => (&*words.themes, &*words.parts),
            _ => (&[][..], &[][..]),
        };
        EditionWords { id: id.to_owned(), texts: texts.unwrap_or_else(|| none.clone()), themes, parts }
    };
    in_order.into_iter().map(words).collect()
}

/// Follows the topics of the published reports through the editions. A name that only reports that are not published have
/// is no mistake.
fn follow_topics<'a>(
    files: &'a [CheckedFile],
    originals: &[Original<'a, check::Report>],
    published: &[(ReportEntry<'a>, Texts)],
    editions: &[EditionWords<'_>],
    findings: &mut Vec<Finding>,
) -> Successors<'a> {
    let edition_ids: Vec<&str> = editions.iter().map(|edition| &*edition.id).collect();
    let numbers = numbered(edition_ids.iter().copied());
    let standing = |(report, _): &(ReportEntry<'a>, Texts)| successors::Standing {
        edition: numbers[&*report.edition],
        file: &files[report.file],
        entry: report.entry,
    };
    let is_withheld = |name: &str| {
        let has_name = |entry: &check::Report| entry.topic.value == name || slug(&entry.common.title.value) == name;
        let is_published = |file: usize| published.iter().any(|(report, _)| report.file == file);
        originals.iter().any(|original| has_name(original.entry) && !is_published(original.file))
    };
    successors(published.iter().map(standing).collect(), &edition_ids, &is_withheld, findings)
}

/// The topics that had a name earlier, by the name.
fn former_names(
    published: &[(ReportEntry<'_>, Texts)],
    successors: &Successors<'_>,
    numbers: &Numbers<'_>,
) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (report, _) in published {
        let topic = numbers.topics[successors.current_id(&report.entry.topic.value)];
        for name in report.entry.formerly.iter().map(|name| slug(&name.value)) {
            let topics = names.entry(name).or_default();
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
    }
    // An id is sure, whatever titles others have had.
    names.extend(successors.current_ids.iter().map(|(id, current)| ((*id).to_owned(), vec![numbers.topics[current]])));
    names
}

/// The topics by id: those of reports, and those that somebody wrote about.
fn topic_words<'a>(
    originals: &[Original<'a, Entry>],
    reports: &[(ReportEntry<'a>, Texts)],
    successors: &Successors<'a>,
    translations: &Translations<'_>,
    none: &Texts,
) -> Vec<(&'a str, Texts)> {
    let mut topics: BTreeMap<&str, Option<Texts>> = BTreeMap::new();
    for (report, _) in reports {
        topics.entry(successors.current_id(&report.entry.topic.value)).or_default();
    }
    for &Original { file, checked, entry } in originals {
        if let Entry::Topic(words) = entry
            && let Some(texts) = translations.published(file, words)
        {
            topics.insert(&checked.path_info.id, Some(texts));
        }
    }
    topics.into_iter().map(|(id, texts)| (id, texts.unwrap_or_else(|| none.clone()))).collect()
}

/// A theme's id, its label as reports write it, and the files with words about it.
struct ThemeWords<'a> {
    id: &'a str,
    label: String,
    texts: Texts,
}

/// The themes by id: those of reports and editions, and those that somebody wrote about.
fn theme_words<'a>(
    originals: &[Original<'a, Entry>],
    reports: &[(ReportEntry<'a>, Texts)],
    editions: &[EditionWords<'a>],
    translations: &Translations<'_>,
    none: &Texts,
) -> Vec<ThemeWords<'a>> {
    let mut themes: FxHashMap<&str, ThemeWords<'a>> = FxHashMap::default();
    let blank = |id: &'a str| ThemeWords { id, label: String::new(), texts: none.clone() };
    let of_reports = reports.iter().flat_map(|(report, _)| &report.entry.themes);
    for name in of_reports.chain(editions.iter().flat_map(|edition| edition.themes)) {
        let theme = themes.entry(&name.value.id).or_insert_with(|| blank(&name.value.id));
        // The first who writes a label, and not just the id, names the theme.
        if theme.label.is_empty() && name.value.written != name.value.id {
            theme.label.clone_from(&name.value.written);
        }
    }
    for &Original { file, checked, entry } in originals {
        if let Entry::Theme(words) = entry
            && let Some(texts) = translations.published(file, words)
        {
            themes.entry(&checked.path_info.id).or_insert_with(|| blank(&checked.path_info.id)).texts = texts;
        }
    }
    let mut themes: Vec<ThemeWords<'_>> = themes.into_values().collect();
    themes.sort_unstable_by_key(|theme| theme.id);
    for theme in themes.iter_mut().filter(|theme| theme.label.is_empty()) {
        theme.label = humanize(theme.id);
    }
    themes
}

/// The numbers of editions, topics and themes by id.
struct Numbers<'a> {
    editions: FxHashMap<&'a str, usize>,
    topics: FxHashMap<&'a str, usize>,
    themes: FxHashMap<&'a str, usize>,
}

fn numbered<'a>(ids: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, usize> {
    ids.zip(0..).collect()
}

/// The reports in reading order, with everything that they name by its number.
fn reports(entries: Vec<(ReportEntry<'_>, Texts)>, successors: &Successors<'_>, numbers: &Numbers<'_>) -> Vec<Report> {
    let mut in_order: Vec<(usize, ReportEntry<'_>, Texts)> =
        entries.into_iter().map(|(report, texts)| (numbers.editions[&*report.edition], report, texts)).collect();
    // Their paths come in order already, and the sort is stable.
    in_order.sort_by(|(edition, one, _), (other_edition, other, _)| {
        let by_rank = one.standing.rank.unwrap_or(u32::MAX).cmp(&other.standing.rank.unwrap_or(u32::MAX));
        let by_kind = edition.cmp(other_edition).then(one.entry.kind.cmp(&other.entry.kind));
        let by_title = || one.entry.common.title.value.cmp(&other.entry.common.title.value);
        by_kind.then(by_rank).then_with(by_title)
    });
    let mut counts: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    let mut ties: FxHashMap<(usize, usize, u32), usize> = FxHashMap::default();
    for (edition, report, _) in &in_order {
        *counts.entry((*edition, report.entry.kind)).or_default() += 1;
        if let Some(rank) = report.standing.rank {
            *ties.entry((*edition, report.entry.kind, rank)).or_default() += 1;
        }
    }
    let report = |(edition, ReportEntry { id, entry, standing, .. }, texts): (usize, ReportEntry<'_>, Texts)| Report {
        texts,
        id: id.to_owned(),
        edition,
        kind: entry.kind,
        topic: numbers.topics[successors.current_id(&entry.topic.value)],
        themes: entry.themes.iter().map(|theme| numbers.themes[&*theme.value.id]).collect(),
        rank: standing.rank,
        votes: standing.votes,
        is_tie: standing.rank.is_some_and(|rank| ties[&(edition, entry.kind, rank)] > 1),
        of: counts[&(edition, entry.kind)],
    };
    in_order.into_iter().map(report).collect()
}

/// Sorts items into groups, each in the order of the items.
fn grouped(groups: usize, items: impl Iterator<Item = (usize, usize)>) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); groups];
    items.for_each(|(group, item)| lists[group].push(item));
    lists
}

fn fill_editions(
    words: &[EditionWords<'_>],
    parts: Vec<Vec<Part>>,
    reports: &[Report],
    numbers: &Numbers<'_>,
) -> Vec<Edition> {
    let of_editions = grouped(words.len(), reports.iter().map(|report| report.edition).zip(0..));
    let edition = |((words, parts), of_edition): ((&EditionWords<'_>, Vec<Part>), Vec<usize>)| {
        let mut themes: Vec<usize> = words.themes.iter().map(|theme| numbers.themes[&*theme.value.id]).collect();
        themes.sort_unstable();
        themes.dedup();
        let parts = parts.into_iter().map(|part| parts::filled(part, &of_edition, reports)).collect();
        Edition { id: words.id.clone(), texts: words.texts.clone(), reports: of_edition, themes, parts }
    };
    words.iter().zip(parts).zip(of_editions).map(edition).collect()
}

fn fill_topics(words: Vec<(&str, Texts)>, reports: &[Report], considered: Vec<Vec<usize>>) -> Vec<Topic> {
    let of_topics = grouped(words.len(), reports.iter().map(|report| report.topic).zip(0..));
    let topics = words.into_iter().zip(of_topics).zip(considered);
    let topics = topics.map(|(((id, texts), of_topic), considered)| Topic {
        id: id.to_owned(),
        texts,
        editions: of_topic.iter().map(|&report| reports[report].edition).collect(),
        reports: of_topic,
        considered,
        former_ids: Vec::new(),
        origins: Vec::new(),
        offshoots: Vec::new(),
    });
    topics.collect()
}

/// Adds earlier ids, merges and splits to the topics that have any.
fn add_branches(topics: &mut [Topic], successors: &Successors<'_>, numbers: &Numbers<'_>) {
    for (id, current) in &successors.current_ids {
        topics[numbers.topics[current]].former_ids.push((*id).to_owned());
    }
    for step in &successors.steps {
        let (from, to) = (numbers.topics[step.from], numbers.topics[step.to]);
        let branch = |topic| Branch { sort: step.sort, edition: step.edition, topic };
        topics[to].origins.push(branch(from));
        topics[from].offshoots.push(branch(to));
    }
}

fn fill_themes(words: Vec<ThemeWords<'_>>, reports: &[Report], editions: &[Edition]) -> Vec<Theme> {
    let reports =
        reports.iter().enumerate().flat_map(|(number, it)| it.themes.iter().map(move |&theme| (theme, number)));
    let editions =
        editions.iter().enumerate().flat_map(|(number, it)| it.themes.iter().map(move |&theme| (theme, number)));
    let (of_reports, of_editions) = (grouped(words.len(), reports), grouped(words.len(), editions));
    let theme = |((words, reports), editions): ((ThemeWords<'_>, Vec<usize>), Vec<usize>)| Theme {
        id: words.id.to_owned(),
        label: words.label,
        texts: words.texts,
        reports,
        editions,
    };
    words.into_iter().zip(of_reports).zip(of_editions).map(theme).collect()
}

fn of_kind(kinds: usize, editions: &[Edition], reports: &[Report]) -> Vec<Vec<usize>> {
    let newest_first = editions.iter().rev().flat_map(|edition| &edition.reports);
    grouped(kinds, newest_first.map(|&report| (reports[report].kind, report)))
}

/// The plain pages in menu order.
fn pages(originals: &[Original<'_, Entry>], translations: &Translations<'_>) -> Vec<PlainPage> {
    let page = |&Original { file, checked, entry }: &Original<'_, Entry>| {
        let Entry::Page(page) = entry else { return None };
        let texts = translations.published(file, &page.common)?;
        Some((page.order.unwrap_or(i64::MAX), PlainPage { id: checked.path_info.id.clone(), texts }))
    };
    let mut pages: Vec<(i64, PlainPage)> = originals.iter().filter_map(page).collect();
    pages.sort_by(|(order, page), (other_order, other)| order.cmp(other_order).then_with(|| page.id.cmp(&other.id)));
    pages.into_iter().map(|(_, page)| page).collect()
}

fn home(originals: &[Original<'_, Entry>], translations: &Translations<'_>) -> Option<Texts> {
    let words = |original: &Original<'_, Entry>| match original.entry {
        Entry::Home(words) => translations.published(original.file, words),
        _ => None,
    };
    originals.iter().find_map(words)
}

/// Reports two reports of one edition on one topic.
fn duplicate_topics(catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    for topic in &catalogue.topics {
        for (pair, editions) in topic.reports.windows(2).zip(topic.editions.windows(2)) {
            if editions[0] != editions[1] {
                continue;
            }
            let [first, second] = [pair[0], pair[1]].map(|report| &catalogue.reports[report]);
            let (Some(a), Some(b)) = (first.texts[0], second.texts[0]) else { continue };
            let [a, b] = [a.min(b), a.max(b)].map(|file| &*catalogue.files[file]);
            let edition = &catalogue.editions[first.edition].id;
            let message = format!("edition {edition} has two reports on the topic `{}`", topic.id);
            let finding = Finding::new(Code::DuplicateTopic, &b.path, message).at(topic_span(b));
            let finding = finding.help("give one of the two another `topic:`, or merge them");
            findings.push(finding.related(&a.path, Some(topic_span(a)), "the other report"));
        }
    }
}

/// The place of `topic:` in front matter, else that of the title.
fn topic_span(file: &Checked) -> Span {
    match &file.entry {
        Some(Entry::Report(report)) if report.topic.span != Span::default() => report.topic.span,
        Some(entry) => entry.common().title.span,
        None => Span::default(),
    }
}
