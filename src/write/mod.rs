//! Writes the outputs below the output folder: files that changed are replaced, stale ones are removed, and files that no
//! build wrote are left alone. No other code writes the built site. Knows nothing of the bytes' meaning.
//!
//! **One rule of ownership**: a file is ours if the manifest lists its path with the bytes that it has. Every other file
//! is foreign. Without `force` it is neither overwritten nor removed; with it, it may be overwritten.
//!
//! **Order**, so that a kill at any instant leaves every file whole and every page with its assets:
//!
//! 1. Changed files go to a staging folder, one by one as they are made. Until all are there the site is as it was, so a
//!    full disk or an error in the last page costs nothing.
//! 2. The plan refuses if something is in the way.
//! 3. A manifest lists both the old and the new files.
//! 4. The staged files are renamed to their paths: assets, then pages, then machine files.
//! 5. Stale files are removed.
//! 6. The manifest lists the new files alone.
//!
//! Nothing is synced to disk: after a power cut the next build mends the site.

mod case_collisions;
mod commit;
mod error;
mod existing;
mod folders;
mod lock;
mod manifest;
mod obstacles;
mod pending;
mod plan;
mod previous;
mod staging;
mod stale;
mod target;
mod temporary;
mod writer;

#[cfg(test)]
mod tests;

use rayon::prelude::*;
use std::borrow::Borrow;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::base::{OutPath, Stamp};
use crate::render::output::Output;
use crate::write::manifest::{Manifest, ManifestFile};

pub use crate::write::error::WriteError;
pub use crate::write::previous::PreviousBuild;
pub use crate::write::target::Target;
pub use crate::write::writer::Writer;

/// The time that a build waits for another one that writes to the same folder.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

/// The counts and notes of a finished write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteSummary {
    /// New and changed files.
    pub written: usize,
    /// Files that had these bytes already and were not touched.
    pub unchanged: usize,
    /// Files of earlier builds that were removed.
    pub removed: usize,
    /// Notes for the user, one line each.
    pub notes: Vec<String>,
}

/// An output as it lies on disk after a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// The path below the output folder.
    pub path: OutPath,
    /// The stamp that it has as long as nobody touches it.
    pub stamp: Stamp,
}

/// Makes the output folder hold exactly these outputs, beside the files of others. For callers that have all outputs in
/// memory; others use a [`Writer`].
///
/// # Errors
/// [`WriteError::Refused`] and [`WriteError::Busy`] before anything is written; [`WriteError::Io`] at any
/// time, with every file whole and nothing temporary left.
pub fn write<O: Borrow<Output> + Sync>(outputs: &[O], target: &Target) -> Result<WriteSummary, WriteError> {
    let writer = Writer::begin(target, None)?;
    outputs.par_iter().try_for_each(|output| writer.put(output.borrow()))?;
    writer.finish()
}

/// The stamp of an output on disk; `None` if there is no such file.
pub fn output_stamp(folder: &Path, path: &OutPath) -> Option<Stamp> {
    file_stamp(&path.under(folder))
}

/// The stamp of the folder's manifest, which every build replaces that changes the folder.
pub fn manifest_stamp(folder: &Path) -> Option<Stamp> {
    file_stamp(&folder.join(manifest::NAME))
}

/// The bytes of an output on disk; `None` if it cannot be read.
pub fn read_output(folder: &Path, path: &OutPath) -> Option<Vec<u8>> {
    fs::read(path.under(folder)).ok()
}

/// The paths that the folder's manifest lists, sorted.
pub fn manifest_paths(folder: &Path) -> Vec<OutPath> {
    match Manifest::read(folder) {
        Ok(ManifestFile::Valid(manifest)) => manifest.entries().iter().map(|entry| entry.path.clone()).collect(),
        _ => Vec::new(),
    }
}

fn file_stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata))
}
