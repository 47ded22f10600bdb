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
use crate::render::output::Output;
use crate::write::compare::{There, there};
use crate::write::error::{WriteError, io};
use crate::write::folders::{Folders, Presence};
use crate::write::lock::Lock;
use crate::write::manifest::{self, Entry, Found, Manifest};
use crate::write::plan::Plan;
use crate::write::record::{Record, Staged};
use crate::write::staging::Staging;
use crate::write::twins::Twins;
use crate::write::{File, PATIENCE, Target, Written, commit, manifest_stamp, plan, stamp, target, temporary};

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
    /// Whether the stamps of files are asked for in the end.
    wants_stamps: bool,
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
            wants_stamps: false,
            staging: Staging::of(&root),
            lock,
            made,
        })
    }

    /// For those who will ask for the stamps of files in the end: most are cheaper to know while they are written.
    #[must_use]
    pub fn with_stamps(self) -> Self {
        Self { wants_stamps: true, ..self }
    }

    /// Whether the file at `path` is as the last build left it: one that came to its end lists it, and `stamp`,
    /// which [`Writer::finish_with_files`] gave then, is its stamp now. Then it is an output of this build too,
    /// of the kind that it had, and need not be put.
    pub fn keep(&self, path: &OutPath, stamp: &Stamp) -> bool {
        let Some(entry) = self.before.left(&self.made.root, path, stamp) else { return false };
        let (entry, stamp) = (entry.clone(), Some(*stamp));
        self.push(Record { entry, there: There::Same, staged: Staged::No, stamp });
        true
    }

    /// Takes one output: compares it with what is in its place and, where they differ, stages it.
    ///
    /// # Errors
    /// [`WriteError::Io`] where the place cannot be read or the bytes cannot be staged. The site is as it was.
    pub fn put(&self, output: &Output) -> Result<(), WriteError> {
        let Output { path, kind, bytes } = output;
        let place = path.under(&self.made.root);
        let presence = self.presence(parent(path.as_str()))?;
        let there = match presence {
            Presence::Folder if !self.is_fresh => there(&place, bytes, self.before.manifest.of_path(path.as_str()))?,
            _ => There::Nothing,
        };
        // With a twin that turns out to be stale, this file goes with it.
        let (staged, stamp) = if there == There::Same && !self.before.twins.has(path, &self.before.manifest) {
            (Staged::No, None)
        } else {
            let staged = self.staging.stage(path, bytes, presence == Presence::Absent);
            let (staged, file) = staged.map_err(io("write", &place))?;
            // The open file answers at once, while its path has to be looked up. Renaming it by itself changes the stamp.
            let is_last = self.wants_stamps && staged == Staged::Tree;
            (staged, is_last.then(|| file.metadata().ok()).flatten().map(|metadata| Stamp::of(&metadata)))
        };
        let entry = Entry { path: path.clone(), hash: Hash::of(bytes), size: bytes.len() as u64, kind: *kind };
        self.push(Record { entry, there, staged, stamp });
        Ok(())
    }

    /// The only lock that all threads share: some ten nanoseconds beside the microseconds of a file.
    fn push(&self, record: Record) {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).push(record);
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
    pub fn finish_with_files(self) -> Result<Written, WriteError> {
        let root = self.made.root.clone();
        let (mut written, mut records) = self.settle()?;
        let was_asked = |record: &&Record| record.staged == Staged::Tree && record.stamp.is_some();
        let is_true = |record: &Record| record.stamp == stamp(&root, &record.entry.path);
        if !records.iter().filter(was_asked).step_by(SAMPLE).all(is_true) {
            records.iter_mut().filter(|record| record.staged == Staged::Tree).for_each(|record| record.stamp = None);
        }
        written.files = records.into_par_iter().filter_map(|record| file(record, &root)).collect();
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
        let (mut written, renamed) = commit::commit(&plan, &old, &new, &staging, &made.root)?;
        written.notes.splice(0..0, notes);
        made.keep();
        drop(staging);
        drop(lock);
        // Nearly every record is one without a stamp, or none was renamed.
        for record in records.iter_mut().filter(|record| record.stamp.is_some()) {
            record.stamp.take_if(|_| renamed.contains(&record.entry.path));
        }
        Ok((written, records))
    }
}

/// Of so many files that were asked for their stamps while they were open, one is asked again by its path: there are file
/// systems that give a file other times when it is closed or moved with its folder, and then all are.
const SAMPLE: usize = 256;

/// The file of an output; nothing where somebody removed it at once.
fn file(record: Record, root: &Path) -> Option<File> {
    let stamp = record.stamp.or_else(|| stamp(root, &record.entry.path))?;
    let Entry { path, hash, size, kind } = record.entry;
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
