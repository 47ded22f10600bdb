//! Temporary names: every file is written under one and renamed when whole. What a killed build left under such a name
//! is found by the name's beginning and removed.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::write::error::{WriteError, io};

/// The beginning of all names that are reserved for the writer.
pub const RESERVED: &str = ".trendpress-";

const PREFIX: &str = ".trendpress-tmp-";

/// The beginning of this process's temporary names; a suffix tells them apart.
pub fn prefix() -> String {
    format!("{PREFIX}{}-", std::process::id())
}

/// Creates a file with these bytes. Never follows a link, and replaces a file under this name: a killed
/// process with our id may have left it.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let create = || File::options().write(true).create_new(true).open(path);
    let mut file = match create() {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => fs::remove_file(path).and_then(|()| create())?,
        result => result?,
    };
    file.write_all(bytes)
}

/// Removes the staging folders and unfinished files that killed builds left in a folder.
pub fn sweep(folder: &Path) -> Result<(), WriteError> {
    for entry in fs::read_dir(folder).map_err(io("list", folder))? {
        let entry = entry.map_err(io("list", folder))?;
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let path = entry.path();
        let removed = match entry.file_type().map_err(io("look at", &path))? {
            kind if kind.is_dir() => fs::remove_dir_all(&path),
            kind if kind.is_file() => fs::remove_file(&path),
            _ => Ok(()),
        };
        removed.map_err(io("remove", &path))?;
    }
    Ok(())
}
