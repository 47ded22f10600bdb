//! What lies in the way of the outputs: stale files of ours, which may go first; files and links of
//! others, which only `force` moves; and folders of others, which nothing does.

use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::base::path::parent;
use crate::write::compare::{Fate, There, fate};
use crate::write::error::{WriteError, io};
use crate::write::folders::{Folders, Presence};
use crate::write::stale::Stale;

/// What lies in the way, by path.
#[derive(Default)]
pub struct Way<'a> {
    /// Stale files of ours.
    pub ours: BTreeSet<&'a str>,
    /// Files and links of others where a file must be.
    pub foreign_files: Vec<&'a str>,
    /// Files and links of others where a folder must be.
    pub foreign_folders: Vec<&'a str>,
    /// Folders, with files of others, where a file must be.
    blocked: Vec<&'a str>,
}

impl<'a> Way<'a> {
    /// Finds what lies where `needed` folders must be.
    pub fn folders(
        &mut self,
        root: &Path,
        folders: &'a Folders,
        needed: &FxHashSet<&str>,
        stale: &Stale<'a>,
    ) -> Result<(), WriteError> {
        for (folder, presence) in folders.iter().filter(|(folder, _)| needed.contains(folder)) {
            // Below a link there is nothing of its own to report.
            let is_first = folders.presence(parent(folder)) == Presence::Folder;
            match (presence, stale.at(folder)) {
                (Presence::File, Some(entries)) if fate(root, entries)? == Fate::Ours => drop(self.ours.insert(folder)),
                (Presence::File, _) => self.foreign_folders.push(folder),
                (Presence::Link, _) if is_first => self.foreign_folders.push(folder),
                _ => {}
            }
        }
        Ok(())
    }

    /// Finds what lies where an output must be.
    pub fn file(&mut self, root: &Path, path: &'a str, there: There, stale: &Stale<'a>) -> Result<(), WriteError> {
        match there {
            There::Nothing | There::Same | There::Ours => {}
            There::Foreign => self.foreign_files.push(path),
            There::Folder if holds_only_ours(root, path, stale)? => self.ours.extend(stale.below(path)),
            There::Folder => self.blocked.push(path),
        }
        Ok(())
    }

    /// Refuses, naming all that is in the way and may not be moved.
    pub fn check(&self, root: &Path, force: bool) -> Result<(), WriteError> {
        let foreign = self.foreign_files.iter().chain(&self.foreign_folders).filter(|_| !force);
        let foreign: BTreeSet<&str> = foreign.copied().collect();
        let mut reasons = Vec::new();
        if !foreign.is_empty() {
            reasons.push(format!("these were not written by Trendpress, or were changed since:{}", list(foreign)));
        }
        if !self.blocked.is_empty() {
            let blocked = list(self.blocked.iter().copied());
            reasons.push(format!("these are folders with files of others where a file of the site must be:{blocked}"));
        }
        if reasons.is_empty() {
            return Ok(());
        }
        let help = if self.blocked.is_empty() {
            "move away what you want to keep, then use --force to overwrite the rest"
        } else {
            "move these folders away, or choose another folder with --output-dir"
        };
        Err(WriteError::Refused { folder: root.to_owned(), reason: reasons.join("\n"), help: help.to_owned() })
    }
}

fn list<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    paths.into_iter().flat_map(|path| ["\n  ", path]).collect()
}

/// Whether a folder is there because of stale files of ours, as is every folder in it, and holds nothing
/// else: then it ends with them.
fn holds_only_ours(root: &Path, folder: &str, stale: &Stale) -> Result<bool, WriteError> {
    if stale.below(folder).next().is_none() {
        return Ok(false);
    }
    let path = root.join(folder);
    for entry in fs::read_dir(&path).map_err(io("list", &path))? {
        let entry = entry.map_err(io("list", &path))?;
        let Ok(name) = entry.file_name().into_string() else { return Ok(false) };
        let below = format!("{folder}/{name}");
        let kind = entry.file_type().map_err(io("look at", &path))?;
        let is_ours = match stale.at(&below) {
            _ if kind.is_dir() => holds_only_ours(root, &below, stale)?,
            Some(entries) => fate(root, entries)? == Fate::Ours,
            None => false,
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}
