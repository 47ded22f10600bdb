//! What lies on disk at one path, against what must be there and what we once wrote there. Reads a file
//! only where its size leaves the question open. Never follows a link in the file's own place.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::base::hash::Hash;
use crate::write::error::{WriteError, io};
use crate::write::manifest::Entry;

/// What lies where an output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// Nothing.
    Nothing,
    /// A file with the same bytes.
    Same,
    /// A file with other bytes, which a build of ours wrote.
    Ours,
    /// A file with bytes that no build of ours wrote, a link, or something else.
    Foreign,
    /// A folder.
    Folder,
}

/// What became of a file that a build of ours wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is gone.
    Gone,
    /// It is as we wrote it.
    Ours,
    /// Somebody changed it, or put something else in its place.
    Changed,
}

/// What lies in the place of an output with these bytes; `owned` is what we may have written there.
pub fn there(path: &Path, bytes: &[u8], owned: &[Entry]) -> Result<There, WriteError> {
    let size = match fs::symlink_metadata(path) {
        Err(error) if is_gone(&error) => return Ok(There::Nothing),
        Err(error) => return Err(io("look at", path)(error)),
        Ok(metadata) if metadata.is_dir() => return Ok(There::Folder),
        Ok(metadata) if !metadata.is_file() => return Ok(There::Foreign),
        Ok(metadata) => metadata.len(),
    };
    if size == bytes.len() as u64 && read(path, size)? == bytes {
        return Ok(There::Same);
    }
    Ok(if is_ours(path, size, owned)? { There::Ours } else { There::Foreign })
}

/// What lies there when only what we may have written there is known.
pub fn there_of(path: &Path, owned: &[Entry]) -> Result<There, WriteError> {
    Ok(match fate_at(path, owned)? {
        Fate::Gone => There::Nothing,
        Fate::Ours => There::Ours,
        Fate::Changed if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()) => There::Folder,
        Fate::Changed => There::Foreign,
    })
}

/// What became of the file that these entries, all of one path, describe.
pub fn fate(root: &Path, entries: &[Entry]) -> Result<Fate, WriteError> {
    let Some(first) = entries.first() else { return Ok(Fate::Gone) };
    fate_at(&first.path.under(root), entries)
}

fn fate_at(path: &Path, entries: &[Entry]) -> Result<Fate, WriteError> {
    match fs::symlink_metadata(path) {
        Err(error) if is_gone(&error) => Ok(Fate::Gone),
        Err(error) => Err(io("look at", path)(error)),
        Ok(metadata) if !metadata.is_file() => Ok(Fate::Changed),
        Ok(metadata) => Ok(if is_ours(path, metadata.len(), entries)? { Fate::Ours } else { Fate::Changed }),
    }
}

fn is_ours(path: &Path, size: u64, owned: &[Entry]) -> Result<bool, WriteError> {
    if size == 0 {
        // A power cut can leave our file empty, since nothing is synced; and an empty file holds nothing to lose.
        return Ok(!owned.is_empty());
    }
    if !owned.iter().any(|entry| entry.size == size) {
        return Ok(false);
    }
    let hash = Hash::of(&read(path, size)?);
    Ok(owned.iter().any(|entry| entry.hash == hash))
}

/// Three calls a file; `fs::read` takes three more, to ask the size again and to see the end.
fn read(path: &Path, size: u64) -> Result<Vec<u8>, WriteError> {
    let size = usize::try_from(size).map_err(|_| io("read", path)(ErrorKind::FileTooLarge.into()))?;
    let mut bytes = vec![0; size];
    File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).map_err(io("read", path))?;
    Ok(bytes)
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
