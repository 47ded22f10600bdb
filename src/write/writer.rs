//! Takes outputs one by one, from any thread and in any order, and changes the site only once all are there. Changed
//! outputs wait in the staging folder; only a line of the manifest stays in memory for each.

use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::base::{Hash, OutPath, Stamp};
use crate::render::output::Output;
use crate::write::error::{WriteError, io};
use crate::write::existing::Existing;
use crate::write::lock::Lock;
use crate::write::manifest::{Entry, Manifest};
use crate::write::pending::PendingOutput;
use crate::write::plan::Plan;
use crate::write::previous::PreviousBuild;
use crate::write::staging::Staging;
use crate::write::target::{Target, admit};
use crate::write::{LOCK_TIMEOUT, OutputFile, WriteSummary, commit, file_stamp};

/// A write under way. Dropped without [`Writer::finish`], it removes what was staged, and the site is as it was.
pub struct Writer {
    force: bool,
    notes: Vec<String>,
    remark: Option<String>,
    previous: PreviousBuild,
    pending: Mutex<Vec<PendingOutput>>,
    // Dropped in this order: the staging folder, the lock, and the output folder if it is still empty.
    staging: Staging,
    lock: Lock,
    folder: OutputFolder,
}

impl Writer {
    /// Checks the target, creates it, waits for other builds that write to it, reads what the last one left, and removes
    /// what killed ones left. `previous` is the last build's output, if it was read before.
    ///
    /// # Errors
    /// [`WriteError::Refused`], [`WriteError::Busy`] and [`WriteError::Io`], with the site as it was.
    pub fn begin(target: &Target, previous: Option<PreviousBuild>) -> Result<Self, WriteError> {
        let previous = previous.filter(|previous| previous.is_current(target.folder));
        let root = admit(target, previous.as_ref().is_some_and(PreviousBuild::has_manifest))?;
        let folder = OutputFolder::create(root)?;
        let (lock, lock_note) = Lock::take(&folder.path, LOCK_TIMEOUT)?;
        let mut previous = match previous.filter(|previous| previous.is_current(&folder.path)) {
            Some(previous) => previous,
            None => PreviousBuild::read(&folder.path)?,
        };
        previous.sweep(&folder.path)?;
        let notes = lock_note.into_iter().chain(previous.note.take()).collect();
        let staging = Staging::new(&folder.path);
        let remark = previous.manifest.remark.clone();
        Ok(Self { force: target.force, notes, remark, previous, pending: Mutex::default(), staging, lock, folder })
    }

    /// The remark that the last build left for this one.
    pub fn remark(&self) -> Option<&str> {
        self.previous.manifest.remark.as_deref()
    }

    /// Leaves a remark of one line for the next build. Without, that of the last one stays.
    pub fn set_remark(&mut self, remark: String) {
        self.remark = Some(remark);
    }

    /// Takes the file at `path` over from the last build, if nobody touched it since: that build came to its end, lists
    /// the file, and gave it `stamp` (see [`Writer::finish_with_files`]). Returns false if the output must be put.
    pub fn keep(&self, path: &OutPath, stamp: &Stamp) -> bool {
        let Some(entry) = self.previous.unmodified(&self.folder.path, path, stamp) else { return false };
        let entry = entry.clone();
        self.push(PendingOutput { entry, existing: Existing::Same, staged: None, stamp: Some(*stamp) });
        true
    }

    /// Takes one output: compares it with the file at its path and, if they differ, stages it.
    ///
    /// # Errors
    /// [`WriteError::Io`] if the file cannot be read or the bytes cannot be staged. The site is as it was.
    pub fn put(&self, output: &Output) -> Result<(), WriteError> {
        let Output { path, kind, bytes } = output;
        let entry = Entry { path: path.clone(), hash: Hash::of(bytes), size: bytes.len() as u64, kind: *kind };
        let existing = self.previous.existing(&self.folder.path, &entry)?;
        // If the file collides with one that turns out to be stale, it goes with that one.
        let is_in_place = existing == Existing::Same && !self.previous.has_collisions(path);
        let staged = if is_in_place {
            None
        } else {
            Some(self.staging.stage(bytes).map_err(io("write", &path.under(&self.folder.path)))?)
        };
        self.push(PendingOutput { entry, existing, staged, stamp: None });
        Ok(())
    }

    /// The only lock that all threads share: some ten nanoseconds beside the microseconds of a file.
    fn push(&self, output: PendingOutput) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).push(output);
    }

    /// Makes the site hold exactly the outputs that were put or kept, beside the files of others.
    ///
    /// # Errors
    /// [`WriteError::Refused`] with the site as it was; [`WriteError::Io`] at any time, with every file whole and
    /// nothing temporary left.
    pub fn finish(self) -> Result<WriteSummary, WriteError> {
        self.commit().map(|(summary, _)| summary)
    }

    /// Finishes, and returns every output with its stamp, by path, for the next build's [`Writer::keep`].
    ///
    /// # Errors
    /// As [`Writer::finish`].
    pub fn finish_with_files(self) -> Result<(WriteSummary, Vec<OutputFile>), WriteError> {
        let root = self.folder.path.clone();
        let (summary, outputs) = self.commit()?;
        let file = |output: PendingOutput| {
            // A file that somebody removed at once has no stamp.
            let stamp = output.stamp.or_else(|| file_stamp(&output.entry.path.under(&root)))?;
            Some(OutputFile { path: output.entry.path, stamp })
        };
        Ok((summary, outputs.into_par_iter().filter_map(file).collect()))
    }

    fn commit(self) -> Result<(WriteSummary, Vec<PendingOutput>), WriteError> {
        let Self { force, notes, remark, mut previous, pending, staging, lock, mut folder } = self;
        let mut outputs = pending.into_inner().unwrap_or_else(PoisonError::into_inner);
        outputs.par_sort_unstable_by(|one, other| one.entry.path.cmp(&other.entry.path));
        let mut new = Manifest::complete(outputs.iter().map(|output| output.entry.clone()).collect());
        new.remark = remark;
        previous.folders.look(&folder.path, outputs.iter().map(PendingOutput::path))?;
        let plan = Plan::new(&outputs, &previous, &folder.path, force)?;
        let mut summary = commit::commit(&plan, &previous.manifest, &new, &staging, &folder.path)?;
        summary.notes.splice(0..0, notes);
        folder.retain();
        drop(staging);
        drop(lock);
        Ok((summary, outputs))
    }
}

/// The output folder, and the folders that this build created for it: if they are empty in the end, they go.
struct OutputFolder {
    path: PathBuf,
    created: Vec<PathBuf>,
}

impl OutputFolder {
    fn create(path: PathBuf) -> Result<Self, WriteError> {
        let is_absent = |folder: &&Path| matches!(folder.try_exists(), Ok(false));
        let created = path.ancestors().take_while(is_absent).map(Path::to_owned).collect();
        fs::create_dir_all(&path).map_err(io("create", &path))?;
        Ok(Self { path, created })
    }

    fn retain(&mut self) {
        self.created.clear();
    }
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        for folder in &self.created {
            // Fails if the folder is not empty, and should.
            let _ = fs::remove_dir(folder);
        }
    }
}
