//! The folders below the output folder that a build needs or may leave empty, and what is there now.
//! A link is never a folder: nothing below one is looked at, written or removed.

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::write::error::{WriteError, io};

/// What lies where a folder may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing.
    Absent,
    /// A folder, as are all that it lies in.
    Folder,
    /// A file.
    File,
    /// A link, or something else that is neither file nor folder; or below such.
    Link,
}

/// Folders by path, each after those that it lies in.
pub struct Folders<'a>(BTreeMap<&'a str, Presence>);

impl<'a> Folders<'a> {
    /// Looks at every folder that these files lie in, level by level: below what is absent nothing is
    /// asked, so a fresh output folder costs a handful of calls.
    pub fn look(root: &Path, files: impl Iterator<Item = &'a str>) -> Result<Self, WriteError> {
        let mut found = BTreeMap::new();
        let mut last = "";
        for file in files {
            let folder = parent(file);
            // Files of one folder come together; asking the map for each would cost more than the rest.
            if folder != last {
                found.extend(ancestors(folder).map(|folder| (folder, Presence::Absent)));
                last = folder;
            }
        }
        let mut levels: Vec<Vec<&str>> = Vec::new();
        for folder in found.keys() {
            let depth = folder.bytes().filter(|&byte| byte == b'/').count();
            levels.resize_with(levels.len().max(depth + 1), Vec::new);
            levels[depth].push(folder);
        }
        let mut folders = Self(found);
        for level in levels {
            let known = level.par_iter().map(|folder| folders.below(root, folder)).collect::<Result<Vec<_>, _>>()?;
            folders.0.extend(level.into_iter().zip(known));
        }
        Ok(folders)
    }

    fn below(&self, root: &Path, folder: &str) -> Result<Presence, WriteError> {
        match self.presence(parent(folder)) {
            Presence::Absent | Presence::File => Ok(Presence::Absent),
            Presence::Link => Ok(Presence::Link),
            Presence::Folder => presence(&root.join(folder)),
        }
    }

    /// What lies there; the output folder itself is the empty path.
    pub fn presence(&self, folder: &str) -> Presence {
        if folder.is_empty() { Presence::Folder } else { self.0.get(folder).copied().unwrap_or(Presence::Absent) }
    }

    /// All, parents first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&'a str, Presence)> {
        self.0.iter().map(|(&folder, &presence)| (folder, presence))
    }
}

/// The folder that a path below the output folder lies in; empty for the output folder.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder and those that it lies in, the deepest first, without the output folder.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| Some(parent(folder))).take_while(|folder| !folder.is_empty())
}

fn presence(path: &Path) -> Result<Presence, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => Ok(Presence::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Presence::File),
        Ok(_) => Ok(Presence::Link),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Presence::Absent),
        Err(error) => Err(io("look at", path)(error)),
    }
}
