//! The folders below the output folder that a build needs or may leave empty, and whether each is there.
//! A link is never a folder: nothing below one is looked at, written or removed.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::base::parent;
use crate::write::error::{WriteError, io};

/// The result of looking at the path of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing is there.
    Absent,
    /// A folder, as is every folder above it.
    Folder,
    /// A file.
    File,
    /// A link or something else that is neither file nor folder, there or in the place of a folder above.
    Link,
}

/// Folders by path, so each comes after the folders above it.
#[derive(Default)]
pub struct Folders(BTreeMap<Box<str>, Presence>);

impl Folders {
    /// Looks at every folder above these files that is not known yet. A folder above comes first, and nothing is asked
    /// below an absent one, so a fresh output folder costs a handful of calls.
    pub fn look<'a>(&mut self, root: &Path, files: impl Iterator<Item = &'a str>) -> Result<(), WriteError> {
        for file in files {
            let unknown = ancestors(parent(file)).take_while(|&folder| !self.0.contains_key(folder));
            for folder in unknown.collect::<Vec<_>>().into_iter().rev() {
                let presence = match self.presence(parent(folder)) {
                    Presence::Absent | Presence::File => Presence::Absent,
                    Presence::Link => Presence::Link,
                    Presence::Folder => presence(&root.join(folder))?,
                };
                self.0.insert(folder.into(), presence);
            }
        }
        Ok(())
    }

    /// The result of looking at a folder's path; `Absent` if nobody looked. The empty path is the output folder.
    pub fn presence(&self, folder: &str) -> Presence {
        if folder.is_empty() { Presence::Folder } else { self.0.get(folder).copied().unwrap_or(Presence::Absent) }
    }

    /// All folders that were looked at, each after the folders above it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Presence)> {
        self.0.iter().map(|(folder, &presence)| (&**folder, presence))
    }
}

/// A folder and the folders above it, the deepest first, without the output folder.
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
