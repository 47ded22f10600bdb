//! Outputs one by one, from any thread and in any order, to a site that changes only once all are there.
//! What changed waits in the staging folder; of each output only its line of the manifest stays in memory.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::base::hash::Hash;
use crate::base::path::{OutPath, parent};
use crate::base::stamp::Stamp;
use crate::render::output::{Output, OutputKind};
use crate::write::compare::{There, length, there};
use crate::write::error::{WriteError, io};
use crate::write::folders::{Folders, Presence};
use crate::write::lock::Lock;
use crate::write::manifest::{self, Entry, Found, Manifest};
use crate::write::plan::Plan;
use crate::write::record::{Record, Staged};
use crate::write::staging::Staging;
use crate::write::twins::Twins;
use crate::write::{File, PATIENCE, Target, Written, commit, manifest_stamp, plan, target, temporary};

/// What the last build left in an output folder, read ahead of [`Writer::begin`] while something else goes on. What
/// another build changes in between shows in the stamp of the manifest, which each replaces.
pub struct Foreseen {
    /// Of the manifest.
    stamp: Stamp,
    before: Before,
}

/// What the last build left, and what lies where its folders were.
struct Before {
    manifest: Manifest,
    folders: Folders,
    twins: Twins,
    left: Left,
}

/// Files that are as the last build left them, with their stamps and their places in the manifest.
type Left = FxHashMap<OutPath, (Stamp, usize)>;

impl Foreseen {
    /// Reads what is in a folder. `None` where there is nothing to build on.
    pub fn of(folder: &Path) -> Option<Self> {
        let stamp = manifest_stamp(folder)?;
        let Ok(Found::Ours(manifest)) = Manifest::read(folder) else { return None };
        Some(Self { stamp, before: Before::of(manifest, folder).ok()? })
    }

    /// Looks whether files have the stamps that the last build gave them, so that [`Writer::keep`] need not.
    #[must_use]
    pub fn looking_at<'f>(
        mut self,
        folder: &Path,
        files: impl ParallelIterator<Item = (&'f OutPath, &'f Stamp)>,
    ) -> Self {
        let left = |(path, stamp): (&OutPath, &Stamp)| {
            let place = self.before.look(folder, path, stamp)?;
            Some((path.clone(), (*stamp, place)))
        };
        let left: Vec<_> = files.filter_map(left).collect();
        self.before.left = left.into_iter().collect();
        self
    }
}

impl Before {
    fn of(manifest: Manifest, root: &Path) -> Result<Self, WriteError> {
        let folders = Folders::of(root, &manifest)?;
        Ok(Self { twins: Twins::of(&manifest), manifest, folders, left: Left::default() })
    }

    /// The entry of a file that is as the last build left it.
    fn left(&self, root: &Path, path: &OutPath, stamp: &Stamp) -> Option<&Entry> {
        let seen = self.left.get(path).filter(|(seen, _)| seen == stamp).map(|(_, place)| *place);
        seen.or_else(|| self.look(root, path, stamp)).map(|place| &self.manifest.entries()[place])
    }

    /// The place in the manifest of a file that is as the last build left it, looked at now.
    fn look(&self, root: &Path, path: &OutPath, stamp: &Stamp) -> Option<usize> {
        let place = self.manifest.place(path.as_str())?;
        let is_sure = self.manifest.is_complete
            && self.manifest.entries()[place].size == stamp.size
            && !self.twins.has(path, &self.manifest);
        // A link in a folder's place may lead to the very file, which is not where it was all the same.
        if !is_sure || self.folders.presence(parent(path.as_str())) != Presence::Folder {
            return None;
        }
        let metadata = fs::symlink_metadata(path.under(root)).ok()?;
        (metadata.is_file() && Stamp::of(&metadata) == *stamp).then_some(place)
    }
}

/// A write under way. Dropped without [`Writer::finish`], it removes what was staged, and the site is as it was.
pub struct Writer {
    force: bool,
    notes: Vec<String>,
    before: Before,
    /// Whether nothing is in the output folder, so that no place need be looked at.
    is_fresh: bool,
    records: Mutex<Vec<Record>>,
    /// The stamps of what was kept: apart, as a cold build has none.
    kept: Mutex<Vec<(OutPath, Stamp)>>,
    // Dropped in this order: what was staged, the lock, and the output folder where nothing came into it.
    staging: Staging,
    lock: Lock,
    made: Made,
}

impl Writer {
    /// Admits the target, creates it, waits for other builds that write to it, reads what the last one left, and
    /// removes what killed ones left. `foreseen`: what was read of the folder already.
    ///
    /// # Errors
    /// [`WriteError::Refused`], [`WriteError::Busy`] and [`WriteError::Io`], with the site as it was.
    pub fn begin(target: &Target, foreseen: Option<Foreseen>) -> Result<Self, WriteError> {
        let foreseen = foreseen.or_else(|| Foreseen::of(target.folder));
        let is_true = |foreseen: &Foreseen, folder: &Path| manifest_stamp(folder) == Some(foreseen.stamp);
        let root = target::admit(target, |folder| foreseen.as_ref().is_some_and(|seen| is_true(seen, folder)))?;
        let made = Made::create(&root)?;
        let (lock, lock_note) = Lock::take(&root, PATIENCE)?;
        let (before, manifest_note) = match foreseen.filter(|foreseen| is_true(foreseen, &root)) {
            Some(foreseen) => (foreseen.before, None),
            None => {
                let (manifest, note) = match Manifest::read(&root)? {
                    Found::Absent => (Manifest::default(), None),
                    Found::Ours(manifest) => (manifest, None),
                    Found::Unreadable(why) => (Manifest::default(), Some(manifest::note(&root, &why))),
                };
                (Before::of(manifest, &root)?, note)
            }
        };
        let is_fresh = temporary::sweep(&root)?;
        temporary::sweep_below(&root, &before.manifest, &before.folders)?;
        Ok(Self {
            force: target.force,
            notes: lock_note.into_iter().chain(manifest_note).collect(),
            before,
            is_fresh,
            records: Mutex::default(),
            kept: Mutex::default(),
            staging: Staging::of(&root),
            lock,
            made,
        })
    }

    /// Whether the file at `path` is as the last build left it: one that came to its end lists it, and `stamp`,
    /// which [`Writer::finish_with_files`] gave then, is its stamp now. Then it is an output of this build too,
    /// of the kind that it had, and need not be put.
    pub fn keep(&self, path: &OutPath, stamp: &Stamp) -> bool {
        let Some(entry) = self.before.left(&self.made.root, path, stamp) else { return false };
        push(&self.records, Record { entry: entry.clone(), there: There::Same, staged: Staged::No });
        push(&self.kept, (entry.path.clone(), *stamp));
        true
    }

    /// Gives the bytes of a file that [`Writer::keep`] would take to `revise`, which changes some of them or says that
    /// the file has to be made anew. Gives whether it is done with.
    ///
    /// # Errors
    /// [`WriteError::Io`] where the bytes cannot be staged. The site is as it was.
    pub fn revise(
        &self,
        path: &OutPath,
        stamp: &Stamp,
        revise: impl FnOnce(&mut [u8]) -> bool,
    ) -> Result<bool, WriteError> {
        let Some(entry) = self.before.left(&self.made.root, path, stamp) else { return Ok(false) };
        let place = path.under(&self.made.root);
        let Ok(mut bytes) = fs::read(&place) else { return Ok(false) };
        if Hash::of(&bytes) != entry.hash || !revise(&mut bytes) {
            return Ok(false);
        }
        let hash = Hash::of(&bytes);
        if hash == entry.hash {
            return Ok(self.keep(path, stamp));
        }
        let staged = self.staging.stage(path, &[&bytes], false).map_err(io("write", &place))?;
        push(&self.records, Record { entry: Entry { hash, ..entry.clone() }, there: There::Ours, staged });
        Ok(true)
    }

    /// Takes one output: compares it with what is in its place and, where they differ, stages it.
    ///
    /// # Errors
    /// [`WriteError::Io`] where the place cannot be read or the bytes cannot be staged. The site is as it was.
    pub fn put(&self, output: Output) -> Result<(), WriteError> {
        let Output { path, kind, bytes } = output;
        self.put_pieces(path, kind, &[&bytes])
    }

    /// As [`Writer::put`], for bytes that somebody keeps, in pieces that follow one another.
    ///
    /// # Errors
    /// As [`Writer::put`].
    pub fn put_pieces(&self, path: OutPath, kind: OutputKind, bytes: &[&[u8]]) -> Result<(), WriteError> {
        let place = path.under(&self.made.root);
        let presence = self.presence(parent(path.as_str()))?;
        let there = match presence {
            Presence::Folder if !self.is_fresh => there(&place, bytes, self.before.manifest.of_path(path.as_str()))?,
            _ => There::Nothing,
        };
        // With a twin that turns out to be stale, this file goes with it.
        let staged = if there == There::Same && !self.before.twins.has(&path, &self.before.manifest) {
            Staged::No
        } else {
            self.staging.stage(&path, bytes, presence == Presence::Absent).map_err(io("write", &place))?
        };
        let entry = Entry { path, hash: Hash::of_pieces(bytes), size: length(bytes), kind };
        push(&self.records, Record { entry, there, staged });
        Ok(())
    }

    fn presence(&self, folder: &str) -> Result<Presence, WriteError> {
        match folder {
            "" => Ok(Presence::Folder),
            _ if self.is_fresh => Ok(Presence::Absent),
            folder => self.before.folders.presence_now(&self.made.root, folder),
        }
    }

    /// All outputs were put or kept: makes the site hold exactly them, beside whatever others keep there.
    ///
    /// # Errors
    /// [`WriteError::Refused`] with the site as it was; [`WriteError::Io`] at any time, with every file whole and
    /// nothing temporary left.
    pub fn finish(self) -> Result<Written, WriteError> {
        self.settle().map(|(written, _)| written)
    }

    /// As [`Writer::finish`], and gives every output with its stamp, for the next build's [`Writer::keep`].
    ///
    /// # Errors
    /// As [`Writer::finish`].
    pub fn finish_with_files(mut self) -> Result<Written, WriteError> {
        let root = self.made.root.clone();
        let kept = std::mem::take(&mut self.kept).into_inner().unwrap_or_else(PoisonError::into_inner);
        let kept: FxHashMap<OutPath, Stamp> = kept.into_iter().collect();
        let (mut written, records) = self.settle()?;
        written.files = records.into_par_iter().filter_map(|record| file(record, &kept, &root)).collect();
        Ok(written)
    }

    fn settle(self) -> Result<(Written, Vec<Record>), WriteError> {
        let Self { force, notes, before, records, staging, lock, mut made, .. } = self;
        let Before { manifest: old, mut folders, .. } = before;
        let mut records = records.into_inner().unwrap_or_else(PoisonError::into_inner);
        records.par_sort_unstable_by(|one, other| one.entry.path.cmp(&other.entry.path));
        let new = Manifest::of(&records);
        let plan = if let Some(plan) = Plan::in_place(&records, &old) {
            plan
        } else {
            folders.look(&made.root, records.iter().map(Record::path))?;
            plan::plan(&records, &old, &folders, &made.root, force)?
        };
        let mut written = commit::commit(&plan, &old, &new, &staging, &made.root)?;
        written.notes.splice(0..0, notes);
        made.keep();
        drop(staging);
        drop(lock);
        Ok((written, records))
    }
}

/// The only lock that all threads share: some ten nanoseconds beside the microseconds of a file.
fn push<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(item);
}

/// The file of an output; nothing where somebody removed it at once.
fn file(record: Record, kept: &FxHashMap<OutPath, Stamp>, root: &Path) -> Option<File> {
    let Entry { path, hash, size, kind } = record.entry;
    let now = || fs::symlink_metadata(path.under(root)).ok().map(|metadata| Stamp::of(&metadata));
    let stamp = kept.get(&path).copied().or_else(now)?;
    Some(File { path, kind, hash, size, stamp })
}

/// The output folder, and which folders this build made for it: without a site in them, they go.
struct Made {
    root: PathBuf,
    folders: Vec<PathBuf>,
}

impl Made {
    fn create(root: &Path) -> Result<Self, WriteError> {
        let is_absent = |folder: &&Path| matches!(folder.try_exists(), Ok(false));
        let folders = root.ancestors().take_while(is_absent).map(Path::to_owned).collect();
        fs::create_dir_all(root).map_err(io("create", root))?;
        Ok(Self { root: root.to_owned(), folders })
    }

    fn keep(&mut self) {
        self.folders.clear();
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for folder in &self.folders {
            // Only what is empty can be removed so.
            let _ = fs::remove_dir(folder);
        }
    }
}
