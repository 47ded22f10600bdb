//! The stale files: those that earlier builds listed in the manifest and that the new site lacks.

use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::write::manifest::{Entry, Manifest};
use crate::write::pending::PendingOutput;

/// Stale files by path, each with its entries.
pub type StaleFiles<'a> = BTreeMap<&'a str, &'a [Entry]>;

/// Finds the stale files.
pub fn stale_files<'a>(manifest: &'a Manifest, outputs: &[PendingOutput]) -> StaleFiles<'a> {
    let paths: FxHashSet<&str> = outputs.iter().map(PendingOutput::path).collect();
    manifest.by_path().filter(|(path, _)| !paths.contains(path)).collect()
}

/// The paths of the stale files below a folder, sorted.
pub fn below<'a>(stale: &StaleFiles<'a>, folder: &str) -> Vec<&'a str> {
    let prefix = format!("{folder}/");
    let following = stale.range::<str, _>((Bound::Included(&*prefix), Bound::Unbounded));
    following.map(|(path, _)| *path).take_while(|path| path.starts_with(&prefix)).collect()
}
