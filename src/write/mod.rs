//! Outputs to files below the output folder: the only code that writes the site. Writes what changed,
//! removes what is stale, and touches nothing that no build of ours wrote. Knows nothing of what bytes mean.
//!
//! **One rule of ownership**: a file is ours where the manifest lists its path with its present bytes.
//! Everything else is foreign: without `force` it is neither overwritten nor removed, and with it only
//! overwritten.
//!
//! **Order**, so that a kill at any instant leaves every file whole and every page with its assets: changed
//! files in a staging folder, one by one as they are made (until all are there the site is as it was, so a full
//! disk or an error in the last page costs nothing); the plan, which refuses what is in the way; the manifest of
//! what was and what will be; renames of assets, then pages, then machine files; then deletes; then the manifest
//! of what is. Nothing is synced: after a power cut the next build mends.

mod commit;
mod compare;
mod error;
mod folders;
mod lock;
mod manifest;
mod moves;
mod plan;
mod record;
mod staging;
mod stale;
mod target;
mod temporary;
mod twins;
mod way;
mod writer;

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;

use rayon::prelude::*;
use std::borrow::Borrow;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::base::hash::Hash;
use crate::base::path::OutPath;
use crate::base::stamp::Stamp;
use crate::render::output::{Output, OutputKind};
use crate::write::manifest::{Found, Manifest};

pub use crate::write::error::WriteError;
pub use crate::write::writer::{Foreseen, Writer};

/// How long a build waits for another one that writes to the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where to write.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The output folder; need not exist.
    pub folder: &'a Path,
    /// The site's root, whose sources must not be written to.
    pub site_root: &'a Path,
    /// Whether files that others wrote, or changed since we wrote them, may be overwritten.
    pub force: bool,
}

/// What a write came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files written: new ones and changed ones.
    pub written: usize,
    /// Files that had these bytes already and were not touched.
    pub unchanged: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
    /// What a reader should know, one line each.
    pub notes: Vec<String>,
    /// Every output of the build, by path; only where it was asked for.
    pub files: Vec<File>,
}

/// An output as it lies on disk after a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is below the output folder.
    pub path: OutPath,
    /// What it is.
    pub kind: OutputKind,
    /// The hash of its bytes.
    pub hash: Hash,
    /// How many bytes it has.
    pub size: u64,
    /// What the system says of it as long as nobody touches it.
    pub stamp: Stamp,
}

/// Makes the output folder hold exactly these outputs, beside whatever others keep there. For callers that have
/// all of them in memory; others use a [`Writer`].
///
/// # Errors
/// [`WriteError::Refused`] and [`WriteError::Busy`] before anything is written; [`WriteError::Io`] at any
/// time, with every file whole and nothing temporary left.
pub fn write<O: Borrow<Output> + Sync>(outputs: &[O], target: &Target) -> Result<Written, WriteError> {
    let writer = Writer::begin(target, None)?;
    outputs.par_iter().try_for_each(|output| writer.put(output.borrow()))?;
    writer.finish()
}

/// What the system says of an output on disk; `None` where there is no such file.
pub fn stamp(folder: &Path, path: &OutPath) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(path.under(folder)).ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata))
}

/// What the system says of the folder's list of files that are ours.
pub fn manifest_stamp(folder: &Path) -> Option<Stamp> {
    let metadata = fs::symlink_metadata(folder.join(manifest::NAME)).ok()?;
    metadata.is_file().then(|| Stamp::of(&metadata))
}

/// The bytes of an output on disk.
pub fn bytes(folder: &Path, path: &OutPath) -> Option<Vec<u8>> {
    fs::read(path.under(folder)).ok()
}

/// The files that the folder lists as ours.
pub fn listed(folder: &Path) -> Vec<OutPath> {
    match Manifest::read(folder) {
        Ok(Found::Ours(manifest)) => manifest.entries().iter().map(|entry| entry.path.clone()).collect(),
        _ => Vec::new(),
    }
}
