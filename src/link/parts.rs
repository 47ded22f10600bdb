//! The parts of each edition: what of it comes out on which day, and whether it is out.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::base::path::SourcePath;
use crate::check::{self, Checked, CheckedFile, Entry};
use crate::config::Settings;
use crate::link::editions::EditionFolders;
use crate::link::gather::{Edition, EditionWords, Lists, Report, ReportEntry, Texts};
use crate::link::{Catalogue, Publication};

/// What of an edition comes out on one day: the reports of one kind or of several. An edition without `parts:` is one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The name of its page: given, or made of its kinds.
    pub id: String,
    /// The numbers of its kinds, sorted.
    pub kinds: Vec<usize>,
    /// The day on which it comes out; `None`: with its first published report.
    pub date: Option<Date>,
    /// Its state on the day that the site is built for.
    pub state: PartState,
    /// True if its day has passed and it is not out.
    pub is_overdue: bool,
    /// Its reports, in reading order; empty unless it is out.
    pub reports: Vec<usize>,
    /// The picture for its cover, if any; the file may not exist, which is a finding.
    pub image: Option<SourcePath>,
    /// The places of its words, by the number of their language; empty for the one part of an edition without `parts:`.
    pub words: Vec<Option<PartWords>>,
}

/// The state of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartState {
    /// Its day has come, and it has reports.
    Out,
    /// It is still to come.
    Awaited,
    /// Its day passed without reports, and a later edition has one of its kinds out: nobody waits for it any more.
    Skipped,
}

/// The place of a part's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartWords {
    /// The number of the file: `edition.md` or a translation of it.
    pub file: usize,
    /// The number of the part in the `parts:` of that file.
    pub item: usize,
}

/// A report of a part that is still awaited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AwaitedReport {
    /// The number of its file.
    pub file: usize,
    /// Its edition.
    pub edition: usize,
    /// Its kind.
    pub kind: usize,
    /// The id of its topic.
    pub topic: String,
}

impl Edition {
    /// Returns true if nothing of the edition is awaited.
    pub fn is_whole(&self) -> bool {
        self.awaited_parts().next().is_none()
    }

    /// Returns true if anything of the edition is out.
    pub fn has_begun(&self) -> bool {
        self.parts.iter().any(|part| part.state == PartState::Out)
    }

    /// The parts that are still to come.
    pub fn awaited_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.state == PartState::Awaited)
    }

    /// Returns true if the edition comes out in several parts, each with a page of its own.
    pub fn has_parts(&self) -> bool {
        self.parts.len() > 1
    }

    /// The number of the part with the reports of a kind; `None` where no part names the kind, which is a finding.
    pub fn part_of_kind(&self, kind: usize) -> Option<usize> {
        self.parts.iter().position(|part| part.kinds.contains(&kind))
    }

    /// The state of the part with the reports of a kind.
    pub fn state_of_kind(&self, kind: usize) -> PartState {
        self.part_of_kind(kind).map_or(PartState::Out, |part| self.parts[part].state)
    }

    /// Returns true if a part with one of these kinds is out and has reports.
    fn brings_out(&self, kinds: &[usize]) -> bool {
        let shares_kind = |part: &Part| part.kinds.iter().any(|kind| kinds.contains(kind));
        self.parts.iter().any(|part| part.state == PartState::Out && !part.reports.is_empty() && shares_kind(part))
    }

    /// Returns true if the reports of a kind are out. An edition may lack a kind that is out: then it is really absent.
    pub fn has_out(&self, kind: usize) -> bool {
        self.state_of_kind(kind) == PartState::Out
    }
}

impl Lists {
    /// The edition that a kind is compared with: the newest earlier one in which it is out. `None` where there is none, and
    /// where the kind is not out in this edition.
    pub fn edition_before(&self, edition: usize, kind: usize) -> Option<usize> {
        let is_out = |edition: &usize| self.editions[*edition].has_out(kind);
        Some(edition).filter(is_out).and_then(|edition| (0..edition).rev().find(is_out))
    }

    /// The newest of the editions with which the kinds of an edition are compared.
    pub fn newest_edition_before(&self, edition: usize) -> Option<usize> {
        let kinds = self.editions[edition].parts.iter().flat_map(|part| &part.kinds);
        kinds.filter_map(|&kind| self.edition_before(edition, kind)).max()
    }

    /// Returns true if an edition can be compared with earlier ones: then it has a page of changes.
    pub fn has_changes(&self, edition: usize) -> bool {
        self.newest_edition_before(edition).is_some()
    }

    /// The newest edition in which a kind is out.
    pub fn current_edition_of(&self, kind: usize) -> Option<usize> {
        self.editions.iter().rposition(|edition| edition.has_out(kind))
    }

    /// Returns true if a report on a topic is still awaited: in this edition, or in any.
    pub fn is_awaited(&self, edition: Option<usize>, topic: &str) -> bool {
        let is_in_edition = |report: &AwaitedReport| edition.is_none_or(|edition| report.edition == edition);
        self.awaited.iter().any(|report| report.topic == topic && is_in_edition(report))
    }

    /// The awaited report with its text in a file.
    pub fn awaited_report(&self, file: usize) -> Option<&AwaitedReport> {
        self.awaited.binary_search_by_key(&file, |report| report.file).ok().map(|place| &self.awaited[place])
    }

    /// The pictures of the parts that satisfy a predicate.
    pub fn part_images(&self, predicate: impl Fn(&Part) -> bool) -> impl Iterator<Item = SourcePath> {
        let parts = self.editions.iter().flat_map(|edition| &edition.parts);
        parts.filter(move |part| predicate(part)).filter_map(|part| part.image.clone())
    }

    /// The newest published report on a topic.
    pub fn newest_report(&self, topic: &str) -> Option<usize> {
        self.topics[self.topic(topic)?].reports.last().copied()
    }
}

impl Catalogue {
    /// The words about a part in a language, else in the default one; `None` for the one part of an edition without `parts:`.
    pub fn part_words(&self, part: &Part, language: usize) -> Option<&check::Part> {
        let of_language = |language: usize| part.words.get(language).copied().flatten();
        let words = of_language(language).or_else(|| of_language(0))?;
        parts_of(&self.files[words.file]).get(words.item)
    }

    /// The title of a part in a language, where one was written.
    pub fn part_title(&self, part: &Part, language: usize) -> Option<&str> {
        let title = |language: usize| self.part_words(part, language).map(|words| &*words.title);
        title(language).filter(|title| !title.is_empty()).or_else(|| title(0)).filter(|title| !title.is_empty())
    }
}

/// The `parts:` of a file.
pub fn parts_of(file: &Checked) -> &[check::Part] {
    match &file.entry {
        Some(Entry::Edition(edition)) => &edition.parts,
        _ => &[],
    }
}

/// Returns the reports, published or not, of editions that come out in parts.
pub fn reports_of_parts<'a>(
    entries: &[ReportEntry<'a>],
    folders: &EditionFolders<'a>,
    files: &[CheckedFile],
) -> Vec<ReportEntry<'a>> {
    let with_parts = folders.all.iter().filter(|folder| !parts_of(&files[folder.file]).is_empty());
    let ids: Vec<&str> = with_parts.map(|folder| folder.id).collect();
    entries.iter().filter(|report| ids.contains(&&*report.edition)).cloned().collect()
}

/// Makes the parts of an edition, without their reports. `reports` are those of all editions that come out in parts.
pub fn parts(
    edition: &EditionWords<'_>,
    reports: &[ReportEntry<'_>],
    files: &[CheckedFile],
    settings: &Settings,
    publication: Publication,
) -> Vec<Part> {
    if edition.parts.is_empty() {
        return vec![single_part(settings)];
    }
    let part = |(item, part): (usize, &check::Part)| {
        let is_in_part =
            |report: &&ReportEntry<'_>| report.edition == edition.id && part.kinds.contains(&report.entry.kind);
        let has_reports =
            reports.iter().filter(is_in_part).any(|report| publication.has_come_out(&report.entry.common));
        let day_has_come = part.date.is_none_or(|date| publication.has_come(date));
        let is_out = day_has_come && has_reports;
        Part {
            id: part.id.value.clone(),
            kinds: part.kinds.clone(),
            date: part.date,
            state: if is_out { PartState::Out } else { PartState::Awaited },
            is_overdue: !is_out && part.date.is_some_and(|date| date < publication.today),
            reports: Vec::new(),
            image: image(part, &edition.texts, files),
            words: words(item, part, &edition.texts, files),
        }
    };
    edition.parts.iter().enumerate().map(part).collect()
}

/// The one part of an edition without `parts:`.
fn single_part(settings: &Settings) -> Part {
    let paths: Vec<&str> = settings.kinds().iter().map(|kind| &*kind.path).collect();
    Part {
        id: paths.join("-"),
        kinds: (0..settings.kinds().len()).collect(),
        date: None,
        state: PartState::Out,
        is_overdue: false,
        reports: Vec::new(),
        image: None,
        words: Vec::new(),
    }
}

/// Finds the path of a part's picture, which is written from the folder of `edition.md`.
fn image(part: &check::Part, texts: &Texts, files: &[CheckedFile]) -> Option<SourcePath> {
    files[texts[0]?].path.join(&part.image.as_ref()?.value)
}

/// Finds the words about a part in each language. A translation names the part by its id or by its kinds.
fn words(item: usize, part: &check::Part, texts: &Texts, files: &[CheckedFile]) -> Vec<Option<PartWords>> {
    let in_file = |(language, file): (usize, &Option<usize>)| {
        let file = (*file)?;
        let item =
            if language == 0 { Some(item) } else { parts_of(&files[file]).iter().position(|words| words.names(part)) };
        Some(PartWords { file, item: item? })
    };
    texts.iter().enumerate().map(in_file).collect()
}

/// Removes the reports of awaited parts from those that would be published.
pub fn without_awaited<'a, T>(
    published: Vec<(ReportEntry<'a>, T)>,
    editions: &[EditionWords<'_>],
    parts: &[Vec<Part>],
) -> Vec<(ReportEntry<'a>, T)> {
    let with_parts = editions.iter().zip(parts).filter(|(edition, _)| !edition.parts.is_empty());
    let awaited: Vec<(&str, &Part)> = with_parts
        .flat_map(|(edition, parts)| parts.iter().map(|part| (&*edition.id, part)))
        .filter(|(_, part)| part.state == PartState::Awaited)
        .collect();
    let is_awaited = |report: &ReportEntry<'_>| {
        awaited.iter().any(|(edition, part)| report.edition == *edition && part.kinds.contains(&report.entry.kind))
    };
    published.into_iter().filter(|(report, _)| !is_awaited(report)).collect()
}

/// Gives a part its reports, in reading order.
pub fn filled(part: Part, of_edition: &[usize], reports: &[Report]) -> Part {
    let is_in_part = |report: &usize| part.kinds.contains(&reports[*report].kind);
    Part { reports: of_edition.iter().copied().filter(is_in_part).collect(), ..part }
}

/// Ends the wait for parts that are overdue where a later edition has one of their kinds out.
pub fn skip_overtaken(editions: &mut [Edition], publication: Publication) {
    for number in 0..editions.len() {
        let (earlier, later) = editions.split_at_mut(number + 1);
        for part in &mut earlier[number].parts {
            let day_has_come = part.date.is_none_or(|date| publication.has_come(date));
            let is_overdue = day_has_come && part.state == PartState::Awaited;
            if is_overdue && later.iter().any(|edition| edition.brings_out(&part.kinds)) {
                part.state = PartState::Skipped;
            }
        }
    }
}

/// Lists the reports of parts that are still awaited, by their files.
pub fn awaited_reports(reports: &[ReportEntry<'_>], editions: &[Edition]) -> Vec<AwaitedReport> {
    let awaited = |report: &ReportEntry<'_>| {
        let edition = editions.iter().position(|edition| edition.id == report.edition)?;
        let kind = report.entry.kind;
        let is_awaited = editions[edition].state_of_kind(kind) == PartState::Awaited;
        is_awaited.then(|| AwaitedReport { file: report.file, edition, kind, topic: report.entry.topic.value.clone() })
    };
    reports.iter().filter_map(awaited).collect()
}
