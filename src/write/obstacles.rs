//! Files and folders that lie where the new site needs a folder or a file: stale files of ours, which may go first;
//! files and links of others, which only `force` removes; and folders of others, which nothing removes.

use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::base::parent;
use crate::write::error::{WriteError, io};
use crate::write::existing::{Existing, existing};
use crate::write::folders::{Folders, Presence};
use crate::write::stale::{StaleFiles, below};

/// Paths that are in the way, by who owns them.
#[derive(Default)]
pub struct Obstacles<'a> {
    /// Stale files of ours.
    pub stale: BTreeSet<&'a str>,
    /// Files and links of others where a file must be.
    pub foreign_files: BTreeSet<&'a str>,
    /// Files and links of others where a folder must be.
    pub in_place_of_folders: BTreeSet<&'a str>,
    /// Folders that hold files of others, where a file must be.
    foreign_folders: BTreeSet<&'a str>,
}

impl<'a> Obstacles<'a> {
    /// Adds what lies where the needed folders must be.
    pub fn add_at_folders(
        &mut self,
        root: &Path,
        folders: &'a Folders,
        needed: &FxHashSet<&str>,
        stale: &StaleFiles<'a>,
    ) -> Result<(), WriteError> {
        for (folder, presence) in folders.iter().filter(|(folder, _)| needed.contains(folder)) {
            match presence {
                Presence::File if is_ours(root, folder, stale)? => drop(self.stale.insert(folder)),
                Presence::File => drop(self.in_place_of_folders.insert(folder)),
                // Of what lies below a link, the link alone is reported.
                Presence::Link if folders.presence(parent(folder)) == Presence::Folder => {
                    self.in_place_of_folders.insert(folder);
                }
                Presence::Absent | Presence::Folder | Presence::Link => {}
            }
        }
        Ok(())
    }

    /// Adds what lies where an output must be.
    pub fn add_at_file(
        &mut self,
        root: &Path,
        path: &'a str,
        existing: Existing,
        stale: &StaleFiles<'a>,
    ) -> Result<(), WriteError> {
        match existing {
            Existing::Absent | Existing::Same | Existing::Ours => {}
            Existing::Foreign => drop(self.foreign_files.insert(path)),
            Existing::Folder if holds_only_stale_files(root, path, stale)? => self.stale.extend(below(stale, path)),
            Existing::Folder => drop(self.foreign_folders.insert(path)),
        }
        Ok(())
    }

    /// Files and links of others, which `force` permits to remove or to overwrite.
    pub fn foreign(&self) -> impl Iterator<Item = &'a str> {
        self.foreign_files.union(&self.in_place_of_folders).copied()
    }

    /// Refuses to write if anything is in the way that may not be removed, and names all of it.
    pub fn check(&self, root: &Path, force: bool) -> Result<(), WriteError> {
        let mut reasons = Vec::new();
        if !force && self.foreign().next().is_some() {
            let foreign = list(self.foreign());
            reasons.push(format!("these were not written by Trendpress, or were changed since:{foreign}"));
        }
        if !self.foreign_folders.is_empty() {
            let folders = list(self.foreign_folders.iter().copied());
            reasons.push(format!("these are folders with files of others where a file of the site must be:{folders}"));
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let help = if self.foreign_folders.is_empty() {
            "move away what you want to keep, then use --force to overwrite the rest"
        } else {
            "move these folders away, or choose another folder with --output-dir"
        };
        Err(WriteError::Refused { folder: root.to_owned(), reason: reasons.join("\n"), help: help.to_owned() })
    }
}

fn list<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    paths.flat_map(|path| ["\n  ", path]).collect()
}

/// Returns true if a stale file lies at the path, with the bytes that we gave it.
fn is_ours(root: &Path, path: &str, stale: &StaleFiles) -> Result<bool, WriteError> {
    let Some(entries) = stale.get(path) else { return Ok(false) };
    Ok(existing(&root.join(path), None, entries)? == Existing::Ours)
}

/// Returns true if a folder and every folder in it hold stale files of ours and nothing else: then removing these
/// removes the folder.
fn holds_only_stale_files(root: &Path, folder: &str, stale: &StaleFiles) -> Result<bool, WriteError> {
    if below(stale, folder).is_empty() {
        return Ok(false);
    }
    let path = root.join(folder);
    for entry in fs::read_dir(&path).map_err(io("list", &path))? {
        let entry = entry.map_err(io("list", &path))?;
        let Ok(name) = entry.file_name().into_string() else { return Ok(false) };
        let path = format!("{folder}/{name}");
        let is_folder = entry.file_type().map_err(io("look at", &entry.path()))?.is_dir();
        let is_stale =
            if is_folder { holds_only_stale_files(root, &path, stale)? } else { is_ours(root, &path, stale)? };
        if !is_stale {
            return Ok(false);
        }
    }
    Ok(true)
}
