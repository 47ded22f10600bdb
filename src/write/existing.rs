//! Compares the file at an output's path with the bytes that it should have and with the bytes that earlier builds wrote
//! there. Reads a file only if its size leaves the question open. Never follows a link at the path itself.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::base::Hash;
use crate::write::error::{WriteError, io};
use crate::write::manifest::Entry;

/// The result of looking at an output's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Nothing is there.
    Absent,
    /// A file that has the output's bytes already, whoever wrote it.
    Same,
    /// A file with other bytes, which an earlier build wrote.
    Ours,
    /// A file that no build wrote or that somebody edited since, a link, or something else.
    Foreign,
    /// A folder.
    Folder,
}

/// Looks at a path. `new` is the output that goes there; `old` are the entries that earlier builds listed for the path.
pub fn existing(path: &Path, new: Option<&Entry>, old: &[Entry]) -> Result<Existing, WriteError> {
    let size = match fs::symlink_metadata(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Existing::Absent);
        }
        Err(error) => return Err(io("look at", path)(error)),
        Ok(metadata) if metadata.is_dir() => return Ok(Existing::Folder),
        Ok(metadata) if !metadata.is_file() => return Ok(Existing::Foreign),
        Ok(metadata) => metadata.len(),
    };
    let has_size = |entry: &Entry| entry.size == size;
    let may_be_same = new.into_iter().chain(old).any(has_size);
    let bytes = if may_be_same { Some(fs::read(path).map_err(io("read", path))?) } else { None };
    let hash = bytes.map(|bytes| Hash::of(&bytes));
    let has_bytes = |entry: &Entry| has_size(entry) && hash == Some(entry.hash);
    // A power cut can leave our file empty, since nothing is synced; and an empty file holds nothing to lose.
    let is_emptied = size == 0 && !old.is_empty();
    Ok(if new.is_some_and(has_bytes) {
        Existing::Same
    } else if is_emptied || old.iter().any(has_bytes) {
        Existing::Ours
    } else {
        Existing::Foreign
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::OutPath;
    use crate::render::output::OutputKind;

    #[test]
    fn a_file_is_told_apart_by_its_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        let entry = |bytes: &[u8]| Entry {
            path: OutPath::new("a.html").unwrap(),
            hash: Hash::of(bytes),
            size: bytes.len() as u64,
            kind: OutputKind::Page,
        };
        let (new, old) = (entry(b"new"), [entry(b"old")]);
        assert_eq!(existing(&path, Some(&new), &old).unwrap(), Existing::Absent);
        for (bytes, expected) in [
            ("new", Existing::Same),
            ("old", Existing::Ours),
            ("", Existing::Ours),
            ("odd", Existing::Foreign),
            ("longer", Existing::Foreign),
        ] {
            fs::write(&path, bytes).unwrap();
            assert_eq!(existing(&path, Some(&new), &old).unwrap(), expected, "{bytes:?}");
        }
        fs::write(&path, "").unwrap();
        assert_eq!(existing(&path, Some(&new), &[]).unwrap(), Existing::Foreign);
        assert_eq!(existing(&path, Some(&entry(b"")), &[]).unwrap(), Existing::Same);
        assert_eq!(existing(folder.path(), Some(&new), &old).unwrap(), Existing::Folder);
    }
}
