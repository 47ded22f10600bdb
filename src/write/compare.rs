//! What lies on disk at one path, against what must be there and what we once wrote there. Reads a file
//! only where its size leaves the question open. Never follows a link in the file's own place.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::base::hash::Hash;
use crate::render::output::Output;
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

/// What lies in the place of an output; `owned` is what we may have written there. The buffer only saves
/// allocations.
pub fn there(root: &Path, output: &Output, owned: &[&[Entry]], buffer: &mut Vec<u8>) -> Result<There, WriteError> {
    let path = output.path.under(root);
    let size = match fs::symlink_metadata(&path) {
        Err(error) if is_gone(&error) => return Ok(There::Nothing),
        Err(error) => return Err(io("look at", &path)(error)),
        Ok(metadata) if metadata.is_dir() => return Ok(There::Folder),
        Ok(metadata) if !metadata.is_file() => return Ok(There::Foreign),
        Ok(metadata) => metadata.len(),
    };
    if size == output.bytes.len() as u64 {
        read(&path, size, buffer)?;
        if *buffer == output.bytes {
            return Ok(There::Same);
        }
    }
    let is_ours = is_ours(&path, size, owned, buffer)?;
    Ok(if is_ours { There::Ours } else { There::Foreign })
}

/// What became of the file that these entries, all of one path, describe.
pub fn fate(root: &Path, entries: &[Entry]) -> Result<Fate, WriteError> {
    let Some(first) = entries.first() else { return Ok(Fate::Gone) };
    let path = first.path.under(root);
    match fs::symlink_metadata(&path) {
        Err(error) if is_gone(&error) => Ok(Fate::Gone),
        Err(error) => Err(io("look at", &path)(error)),
        Ok(metadata) if !metadata.is_file() => Ok(Fate::Changed),
        Ok(metadata) => {
            let is_ours = is_ours(&path, metadata.len(), &[entries], &mut Vec::new())?;
            Ok(if is_ours { Fate::Ours } else { Fate::Changed })
        }
    }
}

fn is_ours(path: &Path, size: u64, owned: &[&[Entry]], buffer: &mut Vec<u8>) -> Result<bool, WriteError> {
    let mut owned = owned.iter().copied().flatten().peekable();
    if size == 0 {
        // A power cut can leave our file empty, since nothing is synced; and an empty file holds nothing to lose.
        return Ok(owned.peek().is_some());
    }
    if !owned.clone().any(|entry| entry.size == size) {
        return Ok(false);
    }
    read(path, size, buffer)?;
    let hash = Hash::of(buffer);
    Ok(owned.any(|entry| entry.hash == hash))
}

/// Three calls a file; `fs::read` takes three more, to ask the size again and to see the end.
fn read(path: &Path, size: u64, buffer: &mut Vec<u8>) -> Result<(), WriteError> {
    let size = usize::try_from(size).map_err(|_| io("read", path)(ErrorKind::FileTooLarge.into()))?;
    buffer.resize(size, 0);
    File::open(path).and_then(|mut file| file.read_exact(buffer)).map_err(io("read", path))
}

fn is_gone(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
