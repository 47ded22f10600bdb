//! The folders below the output folder that a build needs or may leave empty, and what is there now.
//! A link is never a folder: nothing below one is looked at, written or removed.

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::Path;

use crate::base::path::parent;
use crate::write::error::{WriteError, io};
use crate::write::manifest::Manifest;

/// From how many folders in one folder on that one is listed: one by one, a look takes a call for each.
const LISTED: usize = 8;

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
#[derive(Default)]
pub struct Folders(BTreeMap<Box<str>, Presence>);

impl Folders {
    /// The folders of a manifest's files, and what is there now.
    pub fn of(root: &Path, manifest: &Manifest) -> Result<Self, WriteError> {
        let mut folders = Self::default();
        folders.look(root, manifest.entries().iter().map(|entry| entry.path.as_str()))?;
        Ok(folders)
    }

    /// Looks at every folder that these files lie in and that was not looked at before, level by level: below
    /// what is absent nothing is asked, so a fresh output folder costs a handful of calls.
    pub fn look<'a>(&mut self, root: &Path, files: impl Iterator<Item = &'a str>) -> Result<(), WriteError> {
        for level in self.unknown(files) {
            let siblings: Vec<&[&str]> = level.chunk_by(|one, next| parent(one) == parent(next)).collect();
            let known =
                siblings.par_iter().map(|folders| self.siblings(root, folders)).collect::<Result<Vec<_>, _>>()?;
            // Sorted as it is, the level goes in as a whole.
            let level = level.iter().map(|&folder| Box::from(folder)).zip(known.into_iter().flatten());
            self.0.append(&mut level.collect());
        }
        Ok(())
    }

    /// By depth, each level sorted.
    fn unknown<'a>(&self, files: impl Iterator<Item = &'a str>) -> Vec<Vec<&'a str>> {
        let mut levels: Vec<Vec<&str>> = Vec::new();
        let mut last = "";
        for file in files {
            let folder = parent(file);
            // Files of one folder come together; asking the map for each would cost more than the rest.
            if folder == last {
                continue;
            }
            last = folder;
            for folder in ancestors(folder).take_while(|&folder| !self.0.contains_key(folder)) {
                let depth = folder.bytes().filter(|&byte| byte == b'/').count();
                levels.resize_with(levels.len().max(depth + 1), Vec::new);
                levels[depth].push(folder);
            }
        }
        for level in &mut levels {
            level.sort_unstable();
            level.dedup();
        }
        levels
    }

    /// What lies in the place of folders that lie in one folder.
    fn siblings(&self, root: &Path, folders: &[&str]) -> Result<Vec<Presence>, WriteError> {
        let parent = folders.first().map_or("", |folder| parent(folder));
        match self.presence(parent) {
            Presence::Absent | Presence::File => return Ok(vec![Presence::Absent; folders.len()]),
            Presence::Link => return Ok(vec![Presence::Link; folders.len()]),
            Presence::Folder => {}
        }
        let mut found = vec![None; folders.len()];
        if folders.len() >= LISTED {
            list(&root.join(parent), parent, folders, &mut found)?;
        }
        // What was not listed may still be there: some file systems know one folder by several names.
        let look = |(folder, found): (&&str, Option<Presence>)| found.map_or_else(|| presence(&root.join(folder)), Ok);
        folders.iter().zip(found).map(look).collect()
    }

    /// What lies there; the output folder itself is the empty path.
    pub fn presence(&self, folder: &str) -> Presence {
        if folder.is_empty() { Presence::Folder } else { self.0.get(folder).copied().unwrap_or(Presence::Absent) }
    }

    /// What lies there, also where it was not looked at before.
    pub fn presence_now(&self, root: &Path, folder: &str) -> Result<Presence, WriteError> {
        if folder.is_empty() {
            return Ok(Presence::Folder);
        }
        if let Some(&known) = self.0.get(folder) {
            return Ok(known);
        }
        match self.presence_now(root, parent(folder))? {
            Presence::Absent | Presence::File => Ok(Presence::Absent),
            Presence::Link => Ok(Presence::Link),
            Presence::Folder => presence(&root.join(folder)),
        }
    }

    /// All, parents first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, Presence)> {
        self.0.iter().map(|(folder, &presence)| (&**folder, presence))
    }
}

/// A folder and those that it lies in, the deepest first, without the output folder.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| Some(parent(folder))).take_while(|folder| !folder.is_empty())
}

/// Finds the folders, sorted and all of one parent, in the list of what their parent holds.
fn list(path: &Path, parent: &str, folders: &[&str], found: &mut [Option<Presence>]) -> Result<(), WriteError> {
    let start = if parent.is_empty() { 0 } else { parent.len() + 1 };
    for entry in fs::read_dir(path).map_err(io("list", path))? {
        let entry = entry.map_err(io("list", path))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if let Ok(at) = folders.binary_search_by(|folder| folder[start..].cmp(&name)) {
            // Told by the list itself, without another call, on nearly every file system.
            found[at] = Some(kind(entry.file_type().map_err(io("look at", path))?));
        }
    }
    Ok(())
}

fn presence(path: &Path) -> Result<Presence, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(kind(metadata.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Presence::Absent),
        Err(error) => Err(io("look at", path)(error)),
    }
}

fn kind(kind: FileType) -> Presence {
    match kind {
        _ if kind.is_dir() => Presence::Folder,
        _ if kind.is_file() => Presence::File,
        _ => Presence::Link,
    }
}
