//! Temporary names: every file is filled under one and renamed when whole. What a killed build left under such
//! names is found by their pattern and removed.

use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::write::error::{WriteError, io};
use crate::write::folders::{Folders, Presence};
use crate::write::manifest::Manifest;

/// Begins the names that the writer keeps for itself.
pub const RESERVED: &str = ".trendpress-";

const PREFIX: &str = ".trendpress-tmp-";

/// How this process's temporary names begin; a suffix tells them apart. Ask once: it is a system call.
pub fn prefix() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// Creates the file with these bytes. Never follows a link or writes into a file that is there: a process
/// with our id that was killed may have left one. Gives the file, still open.
pub fn fill(path: &Path, bytes: &[u8]) -> io::Result<File> {
    match create(path, bytes) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create(path, bytes)
        }
        result => result,
    }
}

/// Creates the file with these bytes where nothing is. Gives it, still open.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Removes what killed builds left in the output folder itself: staging folders and unfinished files.
/// Gives whether the folder holds nothing else, but for our own files.
pub fn sweep(root: &Path) -> Result<bool, WriteError> {
    let mut is_empty = true;
    for entry in fs::read_dir(root).map_err(io("list", root))? {
        let entry = entry.map_err(io("list", root))?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        is_empty &= name.starts_with(RESERVED);
        if name.starts_with(PREFIX) {
            let kind = entry.file_type().map_err(io("look at", &path))?;
            let removed = match kind {
                _ if kind.is_dir() => fs::remove_dir_all(&path),
                _ if kind.is_file() => fs::remove_file(&path),
                _ => Ok(()),
            };
            removed.map_err(io("remove", &path))?;
        }
    }
    Ok(is_empty)
}

/// Removes what a killed build left in the folders of the site: files that it had not renamed. Only where the manifest says that a build did not end: listing 10,000 folders takes 100 ms.
pub fn sweep_below(root: &Path, old: &Manifest, folders: &Folders) -> Result<(), WriteError> {
    if old.is_complete {
        return Ok(());
    }
    let below: Vec<&str> =
        folders.iter().filter(|&(_, presence)| presence == Presence::Folder).map(|(at, _)| at).collect();
    below.par_iter().try_for_each(|below| sweep_folder(&root.join(below)))
}

fn sweep_folder(folder: &Path) -> Result<(), WriteError> {
    for entry in fs::read_dir(folder).map_err(io("list", folder))? {
        let entry = entry.map_err(io("list", folder))?;
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(io("remove", &entry.path()))?;
        }
    }
    Ok(())
}
