//! Loads a site's folder into a snapshot of its files, sorted by path; the only reader of a site. Lists every file, and
//! reads those that may have changed. Settings, templates and data are read whole. Markdown is read when it is checked;
//! other files (images, downloads) are only listed, with the size of images. Knows neither YAML nor Markdown.

mod file_state;
mod ignored;
mod image;
mod listing;
mod read;
mod snapshot;

use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf, absolute};
use std::sync::Arc;

use crate::base::{Finding, SourcePath};

pub use file_state::FileState;
pub use ignored::is_ignored;
pub use image::{ImageSize, svg_size};
pub use listing::{ListedFile, Listing, list, list_for_cold_build};
pub use read::read_markdown;
pub use snapshot::{FileBody, Files, Snapshot, SourceFile, same_files};

/// The name of the settings file, in the root of a site.
pub const SETTINGS_FILE: &str = "trendpress.yaml";

/// Reads the settings file alone; empty if there is none, or if it cannot be read.
pub fn read_settings(root: &Path, settings: Option<&Path>) -> String {
    let path = settings.map_or_else(|| root.join(SETTINGS_FILE), Path::to_path_buf);
    fs::read_to_string(path).unwrap_or_default()
}

/// Reads the files of a listing. Files that are certain to be unchanged are taken over from the `previous` snapshot.
pub fn load(listing: Listing, previous: &Snapshot) -> Snapshot {
    let mut findings = listing.findings;
    let settings = listing.settings.map(|listed| load_file(listed, previous.settings.as_ref()));
    let settings = settings.and_then(|file| file.map_err(|finding| findings.push(finding)).ok());
    let content = load_files(listing.content, &previous.content, &mut findings);
    let skins = load_files(listing.skins, &previous.skins, &mut findings);
    Snapshot { settings, content, skins, findings }
}

/// Brings a snapshot up to date, if only the files at these paths on disk may have changed. `None` if all files must be
/// listed again: a file was added, removed or replaced by a folder or link, or the previous snapshot has findings.
pub fn reload_files(root: &Path, paths: &BTreeSet<PathBuf>, previous: &Snapshot) -> Option<Snapshot> {
    let root = absolute(root).ok()?;
    if !previous.findings.is_empty() {
        return None;
    }
    let mut snapshot = previous.clone();
    for disk_path in paths {
        let path = disk_path.strip_prefix(&root).ok().and_then(SourcePath::new);
        let file = known_file(previous, disk_path, path.as_ref());
        match (file, fs::symlink_metadata(disk_path)) {
            (Some(file), Ok(metadata)) if metadata.is_file() => {
                let (path, disk_path) = (file.path.clone(), file.disk_path.clone());
                let listed = ListedFile { path, disk_path, state: FileState::of(&metadata) };
                snapshot.replace(load_file(listed, Some(file)).ok()?);
            }
            // A temporary file that is gone again, or a folder that held no file of the site.
            (None, Err(_)) if !previous.has_files_below(&path?) => {}
            _ => return None,
        }
    }
    Some(snapshot)
}

/// The file of a snapshot at a path on disk. `path` is the same path relative to the site's root; `None` outside of it,
/// where the settings file may be.
fn known_file<'a>(snapshot: &'a Snapshot, disk_path: &Path, path: Option<&SourcePath>) -> Option<&'a Arc<SourceFile>> {
    let is_at_path = |file: &&Arc<SourceFile>| absolute(&file.disk_path).is_ok_and(|path| path == disk_path);
    let settings = snapshot.settings.as_ref().filter(is_at_path);
    settings.or_else(|| snapshot.content.get(path?)).or_else(|| snapshot.skins.get(path?))
}

fn load_files(listed: Vec<ListedFile>, previous: &Files, findings: &mut Vec<Finding>) -> Files {
    let results = listed.into_par_iter().map(|listed| {
        let file = previous.get(&listed.path);
        load_file(listed, file)
    });
    let results: Vec<_> = results.collect();
    let mut files = Files::new();
    for result in results {
        match result {
            Ok(file) => drop(files.insert(file.path.clone(), file)),
            Err(finding) => findings.push(finding),
        }
    }
    files
}

/// Returns the known file if it is certain to be unchanged, else reads it.
fn load_file(listed: ListedFile, known: Option<&Arc<SourceFile>>) -> Result<Arc<SourceFile>, Finding> {
    match known.filter(|known| known.state.is_certainly_same(&listed.state)) {
        Some(known) => Ok(Arc::clone(known)),
        None => read::read(listed).map(Arc::new),
    }
}
