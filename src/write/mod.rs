//! Outputs to files below the output folder: the only code that writes the site. Writes what changed,
//! removes what is stale, and touches nothing that no build of ours wrote. Knows nothing of what bytes mean.
//!
//! **One rule of ownership**: a file is ours where the manifest lists its path with its present bytes.
//! Everything else is foreign: without `force` it is neither overwritten nor removed, and with it only
//! overwritten.
//!
//! **Order**, so that a kill at any instant leaves every file whole and every page with its assets:
//! the manifest of what was and what will be; changed files under temporary names (until here the site
//! is as it was, so a full disk costs nothing); renames of assets, then pages, then machine files; then
//! deletes; then the manifest of what is. Nothing is synced: after a power cut the next build mends.

mod commit;
mod compare;
mod error;
mod folders;
mod lock;
mod manifest;
mod plan;
mod stale;
mod target;
mod temporary;
mod way;

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::render::output::Output;
use crate::write::error::io;
use crate::write::lock::Lock;
use crate::write::manifest::{Found, Manifest};

pub use crate::write::error::WriteError;

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
}

/// Makes the output folder hold exactly these outputs, beside whatever others keep there.
///
/// # Errors
/// [`WriteError::Refused`] and [`WriteError::Busy`] before anything is written; [`WriteError::Io`] at any
/// time, with every file whole and nothing temporary left.
pub fn write(outputs: &[impl Borrow<Output>], target: &Target) -> Result<Written, WriteError> {
    let outputs: Vec<&Output> = outputs.iter().map(Borrow::borrow).collect();
    let folder = target::admit(target)?;
    fs::create_dir_all(&folder).map_err(io("create", &folder))?;
    let (_lock, lock_note) = Lock::take(&folder, PATIENCE)?;
    let (old, manifest_note) = match Manifest::read(&folder)? {
        Found::Absent => (Manifest::default(), None),
        Found::Ours(manifest) => (manifest, None),
        Found::Unreadable(why) => (Manifest::default(), Some(manifest::note(&folder, &why))),
    };
    temporary::sweep(&folder, &old)?;
    let new = Manifest::of(&outputs);
    let plan = plan::plan(outputs, &old, &folder, target.force)?;
    let mut written = commit::commit(&plan, &old, &new, &folder)?;
    written.notes.splice(0..0, lock_note.into_iter().chain(manifest_note));
    Ok(written)
}
