//! Saves a published build in the cache for the next one, and restores it: its inputs, outputs and findings, its checked files and
//! its linked site.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::{Finding, Hash, Lazy, OutPath, SourcePath, Stamp};
use crate::cache::{Cache, Records, Unusable};
use crate::check::Entry;
use crate::link::{HeldBack, Site};
use crate::load::{FileState, ListedFile, Listing, Snapshot};
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::incremental::{IncrementalLinker, LinkedSite};
use crate::pipeline::saved_files::{Recheck, SavedFile, restore_files, store_files};
use crate::pipeline::{Linked, Options};

/// The file of the cache with the [`SavedBuild`]. It is written last and names all others by their hashes.
const BUILD: &str = "state";

/// The file of the cache with the linked site.
const SITE: &str = "site";

/// A published build, as the next one knows it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedBuild {
    /// The day that it was built for.
    today: Date,
    /// The first day on which something else is published; `None`: no day changes anything.
    until: Option<Date>,
    /// Every file that it was made of: settings, content, skins, each sorted by path.
    pub inputs: Vec<SavedInput>,
    /// The segments of the cache with the checked files.
    pub segments: Vec<Hash>,
    /// The hash of the linked site; `None` if the site could not be stored.
    site: Option<Hash>,
    fingerprint: Fingerprint,
    /// The findings, as they are shown.
    pub findings: Vec<Finding>,
    /// The files of the content that were held back.
    pub held_back: Vec<(SourcePath, HeldBack)>,
    /// The output folder and what it holds.
    pub output: SavedOutput,
}

/// A file that a build was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedInput {
    /// Its path in the site.
    pub path: SourcePath,
    /// Its state when it was read.
    pub state: FileState,
    /// The checked file, where it is Markdown.
    pub file: Option<SavedFile>,
}

/// An output folder and what a build wrote there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedOutput {
    /// The output folder.
    pub folder: PathBuf,
    /// The stamp of its manifest.
    pub manifest: Option<Stamp>,
    /// Every file, by path.
    pub files: Vec<SavedOutputFile>,
    /// The number of files that are pages.
    pub pages: usize,
    /// The record of its reports, for the next build to compare with.
    pub reports: String,
}

/// A file that a build wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedOutputFile {
    /// Its path below the output folder.
    pub path: OutPath,
    /// Its stamp, which stays as long as nobody touches it.
    pub stamp: Stamp,
    /// The inputs whose texts it shows, by their numbers.
    pub reads: Vec<u32>,
}

/// The checked files and the site of a build, stored in the cache.
#[derive(Default)]
pub struct StoredStages {
    records: Records,
    site: Option<Hash>,
}

impl SavedBuild {
    /// Reads the last build.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(cache: &Cache) -> Result<Self, Unusable> {
        let (_, bytes) = cache.read(BUILD)?;
        postcard::from_bytes(&bytes).map_err(|_| Unusable::Damaged)
    }

    /// Returns true if the cache has a build, whole or not.
    pub fn exists(cache: &Cache) -> bool {
        cache.has(BUILD)
    }

    /// Puts a build together, of which the stages are stored already. `inputs` are the paths of all files that it was made of;
    /// `previous` is the build before.
    pub fn new(
        (linker, linked): (&IncrementalLinker, &Linked),
        stored: StoredStages,
        inputs: &[SourcePath],
        output: SavedOutput,
        today: Date,
        previous: Option<&Self>,
    ) -> Self {
        let until = match previous {
            // The same files are held back, and none of their dates has come.
            Some(previous) if !linked.is_linked_anew => previous.until,
            _ => next_date(&linked.site, today),
        };
        Self {
            today,
            until,
            inputs: saved_inputs(inputs, &linked.snapshot, linker, &stored.records),
            segments: stored.records.segments,
            site: stored.site,
            fingerprint: linker.fingerprint().cloned().unwrap_or_default(),
            findings: linked.findings.clone(),
            held_back: linked.held_back(),
            output,
        }
    }

    /// Writes the build, whole or not at all. What the cache holds beside it goes.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self, cache: &Cache) -> io::Result<()> {
        cache.write(BUILD, &postcard::to_stdvec(self).map_err(io::Error::other)?)?;
        cache.remove_other_segments(&self.segments)
    }

    /// Returns true if a scan of the site found just the files that this build was made of, none of them touched since.
    pub fn is_made_of(&self, listing: &Listing) -> bool {
        let files = listed_files(listing);
        let is_same = |(now, saved): (&&ListedFile, &SavedInput)| {
            now.path == saved.path && saved.state.is_certainly_same(&now.state)
        };
        listing.findings.is_empty() && files.len() == self.inputs.len() && files.iter().zip(&self.inputs).all(is_same)
    }

    /// Returns true if a build for this day publishes the same files.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.today <= day && self.until.is_none_or(|until| day < until)
    }

    /// Returns true if the settings are those of a snapshot.
    pub fn has_settings_of(&self, snapshot: &Snapshot) -> bool {
        self.fingerprint.has_settings_of(snapshot)
    }

    /// Returns a linker that goes on from this build. It fetches checked files and the site from the cache where it needs them.
    pub fn linker(&self, cache: &Cache, snapshot: &Snapshot, options: &Options) -> IncrementalLinker {
        let recheck = Arc::new(Recheck::new(snapshot, options));
        let files = restore_files(self, cache, &recheck);
        // On another day other files may be published, but each is checked as before.
        let is_valid = self.is_valid_on(options.publication.today);
        let (cache, site) = (cache.clone(), self.site.filter(|_| is_valid));
        let fingerprint = is_valid.then(|| self.fingerprint.clone());
        IncrementalLinker::restored(files, recheck, fingerprint, Lazy::new(move || read_site(&cache, site?)))
    }

    /// Returns a file that the build wrote.
    pub fn output_file(&self, path: &OutPath) -> Option<&SavedOutputFile> {
        let files = &self.output.files;
        files.binary_search_by(|file| file.path.cmp(path)).ok().map(|place| &files[place])
    }

    /// Returns the inputs whose texts a file shows.
    pub fn reads(&self, file: &SavedOutputFile) -> impl Iterator<Item = &SourcePath> {
        file.reads.iter().filter_map(|&number| self.inputs.get(number as usize)).map(|input| &input.path)
    }
}

impl StoredStages {
    /// Stores the checked files and the site of a build, as far as they are not those of the build before.
    ///
    /// # Errors
    /// The disk's.
    pub fn store(
        cache: &Cache,
        linker: &IncrementalLinker,
        linked: &Linked,
        previous: Option<&SavedBuild>,
    ) -> io::Result<Self> {
        let site = match (previous, linker.linked_site()) {
            (Some(previous), _) if !linked.is_linked_anew => previous.site,
            (_, Some(site)) => Some(cache.write(SITE, &postcard::to_stdvec(site).map_err(io::Error::other)?)?),
            (_, None) => None,
        };
        Ok(Self { records: store_files(cache, linker.files(), previous)?, site })
    }
}

/// Returns the site in the cache, if it is the one of this hash.
fn read_site(cache: &Cache, hash: Hash) -> Option<LinkedSite> {
    let (actual, bytes) = cache.read(SITE).ok()?;
    if actual == hash { postcard::from_bytes(&bytes).ok() } else { None }
}

/// Returns the paths of all files of a scan, in the order of [`SavedBuild::inputs`].
pub fn input_paths(listing: &Listing) -> Vec<SourcePath> {
    listed_files(listing).into_iter().map(|file| file.path.clone()).collect()
}

fn listed_files(listing: &Listing) -> Vec<&ListedFile> {
    listing.settings.iter().chain(&listing.content).chain(&listing.skins).collect()
}

/// Returns the first day after `today` on which something begins or ceases to be published.
fn next_date(site: &Site, today: Date) -> Option<Date> {
    let words = site.files.iter().filter_map(|file| file.entry.as_ref()).map(Entry::common);
    let dates = words.flat_map(|words| [words.dates.first_day(), words.dates.expiry]).flatten();
    // On the day after its day, a part without reports is overdue.
    let of_parts = site.editions.iter().flat_map(|edition| &edition.parts).filter_map(|part| part.date);
    let of_parts = of_parts.flat_map(|date| [Some(date), date.tomorrow().ok()]).flatten();
    dates.chain(of_parts).filter(|&date| date > today).min()
}

/// Collects each input's state as of when it was read. The files of the content are sorted in both lists.
fn saved_inputs(
    paths: &[SourcePath],
    snapshot: &Snapshot,
    linker: &IncrementalLinker,
    records: &Records,
) -> Vec<SavedInput> {
    let mut files = linker.files().iter().zip(&records.places).peekable();
    let input = |path: &SourcePath| {
        let file = files.next_if(|(file, _)| file.path == *path);
        let state = file.map(|(file, _)| file.state).or_else(|| snapshot.file(path).map(|file| file.state));
        SavedInput {
            path: path.clone(),
            // The default is never certain to be the same.
            state: state.unwrap_or_default(),
            file: file.map(|(file, place)| SavedFile::new(file, *place)),
        }
    };
    paths.iter().map(input).collect()
}
