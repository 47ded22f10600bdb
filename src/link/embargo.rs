//! Embargo: which texts of the content are published on the day of the build, and which files are withheld with them. A
//! figure must not come out before its report.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::base::path::SourcePath;
use crate::check::{Checked, CheckedFile, CommonFields, Entry, FileRole};
use crate::link::editions::EditionFolders;
use crate::link::link_target::source_path;
use crate::link::resolve::Links;
use crate::link::{AwaitedReport, Catalogue, PartState};

/// The choice of what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The day that the site is built for.
    pub today: Date,
    /// Publishes drafts too.
    pub drafts: bool,
    /// Publishes what is dated after that day too.
    pub future: bool,
    /// Publishes what has expired too.
    pub expired: bool,
}

impl Publication {
    /// Returns true if a text with these words is published.
    pub fn includes(&self, words: &CommonFields) -> bool {
        (self.drafts || !words.draft)
            && (self.future || !words.dates.is_future(self.today))
            && (self.expired || !words.dates.is_expired(self.today))
    }

    /// Returns true if a text with these words has come out, though it may have expired since.
    pub fn has_come_out(&self, words: &CommonFields) -> bool {
        Self { expired: true, ..*self }.includes(words)
    }

    /// Returns true if what is dated with this day is published.
    pub fn has_come(&self, day: Date) -> bool {
        self.future || day <= self.today
    }
}

/// The reason why a file of the content is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeldBack {
    /// It is a draft.
    Draft,
    /// Its day has not come.
    Future,
    /// Its last day is over.
    Expired,
    /// Its edition is held back.
    ByEdition,
    /// Its part of the edition is still to come.
    ByPart,
}

impl HeldBack {
    /// The reason in words, which `list` and `build --verbose` print.
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Future => "future",
            Self::Expired => "expired",
            Self::ByEdition => "held back by its edition",
            Self::ByPart => "held back by its part",
        }
    }

    /// The reason that a text's own words give.
    fn of(words: &CommonFields, publication: Publication) -> Option<Self> {
        match () {
            () if publication.includes(words) => None,
            () if words.draft && !publication.drafts => Some(Self::Draft),
            () if words.dates.is_future(publication.today) && !publication.future => Some(Self::Future),
            () => Some(Self::Expired),
        }
    }
}

/// The files in the default language that are held back, by number, each with the reason.
pub fn held_back(files: &[CheckedFile], publication: Publication) -> Vec<(usize, HeldBack)> {
    let folders = EditionFolders::new(files);
    let editions = folders.withheld(files, publication);
    let is_in_withheld_edition = |file: &Checked, entry: &Entry| {
        let Entry::Report(report) = entry else { return false };
        // What is wrong with a report's edition is found elsewhere.
        let edition = || folders.edition_of(file, report, &mut Vec::new());
        !editions.is_empty() && edition().is_some_and(|edition| editions.contains(&&*edition))
    };
    let reason = |(number, file): (usize, &CheckedFile)| {
        let entry = file.entry.as_ref().filter(|_| file.path_info.language.is_none())?;
        let by_edition = || is_in_withheld_edition(file, entry).then_some(HeldBack::ByEdition);
        Some((number, HeldBack::of(entry.common(), publication).or_else(by_edition)?))
    };
    files.iter().enumerate().filter_map(reason).collect()
}

/// Adds the reports that wait for the day of their part to the files that are held back for another reason.
pub fn with_awaited(held_back: Vec<(usize, HeldBack)>, awaited: &[AwaitedReport]) -> Vec<(usize, HeldBack)> {
    let mut reasons: BTreeMap<usize, HeldBack> = awaited.iter().map(|it| (it.file, HeldBack::ByPart)).collect();
    reasons.extend(held_back);
    reasons.into_iter().collect()
}

/// The assets that no published page uses, but that a withheld text uses or whose edition is withheld.
pub fn withheld_assets(catalogue: &Catalogue, links: &Links) -> BTreeSet<SourcePath> {
    let published = published_files(catalogue);
    let files = catalogue.files.iter().map(|file| &**file).enumerate();
    let (mut paths, mut folders) = (HashSet::new(), Vec::new());
    for (_, file) in files.filter(|(number, _)| !published.contains(number)) {
        paths.extend(mentioned_files(file));
        if file.path_info.role == FileRole::Edition && file.path_info.language.is_none() {
            folders.push(format!("{}/", file.path.folder()));
        }
    }
    paths.extend(catalogue.part_images(|part| part.state != PartState::Out));
    let is_withheld = |path: &&SourcePath| {
        let is_in_edition = folders.iter().any(|folder| path.as_str().starts_with(folder));
        !links.uses(path) && !links.charts_show(path) && (is_in_edition || paths.contains(*path))
    };
    catalogue.assets.keys().filter(is_withheld).cloned().collect()
}

/// The files that a body links to or shows as images.
fn mentioned_files(file: &Checked) -> impl Iterator<Item = SourcePath> {
    let links = file.body.links.iter().map(|link| &link.destination);
    let images = file.body.images.iter().map(|image| &image.destination);
    links.chain(images).filter_map(|to| source_path(&file.path, to))
}

/// The numbers of the files whose texts pages show.
fn published_files(catalogue: &Catalogue) -> HashSet<usize> {
    let texts = catalogue.pages_with_texts().filter_map(|key| catalogue.texts(key));
    texts.flatten().flatten().copied().collect()
}
