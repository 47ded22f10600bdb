//! Temporary names: every file is filled under one, in the folder where it will be, and renamed when
//! whole. What a killed build left under such names is found by their pattern and removed.

use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::write::error::{WriteError, io};
use crate::write::folders::{Folders, Presence};
use crate::write::manifest::Manifest;

const PREFIX: &str = ".trendpress-tmp-";

/// How this process's temporary names begin; a suffix tells them apart. Ask once: it is a system call.
pub fn prefix() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// Creates the file with these bytes. Never follows a link or writes into a file that is there: a process
/// with our id that was killed may have left one.
pub fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let create = || File::options().write(true).create_new(true).open(path);
    let mut file = match create() {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()?
        }
        other => other?,
    };
    file.write_all(bytes)
}

/// Removes what a killed build left. All folders are listed only where the manifest says that a build did
/// not end (listing 10,000 folders takes some 100 ms); the first always, for the manifest's own.
pub fn sweep(folder: &Path, old: &Manifest) -> Result<(), WriteError> {
    sweep_folder(folder)?;
    if old.is_complete {
        return Ok(());
    }
    let folders = Folders::look(folder, old.entries().iter().map(|entry| entry.path.as_str()))?;
    let below: Vec<&str> =
        folders.iter().filter(|&(_, presence)| presence == Presence::Folder).map(|(at, _)| at).collect();
    below.par_iter().try_for_each(|below| sweep_folder(&folder.join(below)))
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
