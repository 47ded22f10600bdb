//! Compares the outputs with the last build and the disk, and lists what must change; or refuses, naming every file in
//! the way. Reads, and writes nothing.

use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::path::Path;

use crate::base::parent;
use crate::write::error::WriteError;
use crate::write::existing::{Existing, existing};
use crate::write::folders::{Folders, Presence, ancestors};
use crate::write::manifest::Entry;
use crate::write::obstacles::Obstacles;
use crate::write::pending::PendingOutput;
use crate::write::previous::PreviousBuild;
use crate::write::stale::{StaleFiles, stale_files};
use crate::write::temporary::RESERVED;

/// The changes that a build makes, in the order in which it makes them.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Foreign files and links where a folder must be; only under `force`.
    pub obstacles: Vec<&'a str>,
    /// Stale files that must go before anything can be written: one lies where a folder must be, or in a folder where a
    /// file must be, or has the name of a new one but for case.
    pub stale_first: StaleFiles<'a>,
    /// Folders to create, each after the folders above it.
    pub folders: Vec<&'a str>,
    /// Outputs to write, by path.
    pub writes: Vec<&'a PendingOutput>,
    /// The other stale files.
    pub stale: StaleFiles<'a>,
    /// Folders that may be empty without the stale files, the deepest first.
    pub emptied: Vec<&'a str>,
    /// The number of outputs whose bytes are in place already.
    pub unchanged: usize,
    /// Notes for the user, one line each.
    pub notes: Vec<String>,
}

impl<'a> Plan<'a> {
    /// Plans a build. The outputs are sorted by path, and `previous` knows the folders of all of them.
    ///
    /// # Errors
    /// [`WriteError::Refused`] if files of others are in the way, or if the outputs cannot lie beside each other, which
    /// earlier stages should have found.
    pub fn new(
        outputs: &'a [PendingOutput],
        previous: &'a PreviousBuild,
        root: &Path,
        force: bool,
    ) -> Result<Self, WriteError> {
        let folders = &previous.folders;
        let needed = needed_folders(outputs);
        check_names(outputs, &needed, root)?;
        let stale = stale_files(&previous.manifest, outputs);
        let collisions = stale_collisions(outputs, previous, &stale);
        let existing = look_again(outputs, previous, &collisions, root)?;

        let mut obstacles = Obstacles::default();
        obstacles.stale.extend(collisions.values().map(|(path, _)| path));
        obstacles.add_at_folders(root, folders, &needed, &stale)?;
        for (output, &existing) in outputs.iter().zip(&existing) {
            obstacles.add_at_file(root, output.path(), existing, &stale)?;
        }
        obstacles.check(root, force)?;

        let writes = outputs.iter().zip(existing).filter(|&(_, existing)| existing != Existing::Same);
        let writes: Vec<&PendingOutput> = writes.map(|(output, _)| output).collect();
        let is_missing =
            |&(folder, presence): &(&str, Presence)| presence != Presence::Folder && needed.contains(folder);
        // A file below a link is not ours to remove.
        let removable = stale
            .iter()
            .filter(|(path, _)| folders.presence(parent(path)) == Presence::Folder)
            .map(|(path, entries)| (*path, *entries));
        let (stale_first, later) = removable.partition(|(path, _)| obstacles.stale.contains(path));
        Ok(Self {
            folders: folders.iter().filter(is_missing).map(|(folder, _)| folder).collect(),
            unchanged: outputs.len() - writes.len(),
            writes,
            emptied: emptied_folders(&stale, folders, &needed),
            notes: notes(&obstacles, &stale, folders),
            obstacles: obstacles.in_place_of_folders.into_iter().collect(),
            stale_first,
            stale: later,
        })
    }

    /// Returns true if nothing must change.
    pub fn is_empty(&self) -> bool {
        self.obstacles.is_empty() && self.stale_first.is_empty() && self.writes.is_empty() && self.stale.is_empty()
    }
}

/// The folders that the outputs lie in.
fn needed_folders(outputs: &[PendingOutput]) -> FxHashSet<&str> {
    outputs.iter().flat_map(|output| ancestors(parent(output.path()))).collect()
}

/// Refuses outputs that earlier stages should not have let through: they would be lost without a word.
fn check_names(outputs: &[PendingOutput], needed: &FxHashSet<&str>, root: &Path) -> Result<(), WriteError> {
    let refused = |reason: String| {
        let help = "this is an error of Trendpress: please report it".to_owned();
        Err(WriteError::Refused { folder: root.to_owned(), reason, help })
    };
    for pair in outputs.windows(2) {
        if pair[0].path() == pair[1].path() {
            return refused(format!("two outputs are called `{}`", pair[0].path()));
        }
    }
    for path in outputs.iter().map(PendingOutput::path) {
        if needed.contains(path) {
            return refused(format!("`{path}` would be a file and a folder"));
        }
        if path.split('/').any(|part| part.starts_with(RESERVED)) {
            return refused(format!("`{path}` has a name that begins with `{RESERVED}`, kept for the writer"));
        }
    }
    Ok(())
}

/// Looks at the paths of the outputs once more, now that all outputs are known and so the stale files too.
fn look_again(
    outputs: &[PendingOutput],
    previous: &PreviousBuild,
    collisions: &Collisions,
    root: &Path,
) -> Result<Vec<Existing>, WriteError> {
    let look = |output: &PendingOutput| {
        let result = match output.existing {
            // Its folder was not known when the output was put, or the file is new.
            Existing::Absent => previous.existing(root, &output.entry)?,
            existing => existing,
        };
        match (result, collisions.get(output.path())) {
            // If both names are one file, it goes first, as stale. If not, this writes a file that is there already.
            (Existing::Same, Some(_)) => Ok(Existing::Ours),
            (Existing::Foreign, Some((_, entries))) => existing(&output.entry.path.under(root), None, entries),
            _ => Ok(result),
        }
    };
    outputs.iter().map(look).collect()
}

/// The stale files that a file system may take for an output, by the output's path.
type Collisions<'a> = FxHashMap<&'a str, (&'a str, &'a [Entry])>;

fn stale_collisions<'a>(
    outputs: &'a [PendingOutput],
    previous: &'a PreviousBuild,
    stale: &StaleFiles<'a>,
) -> Collisions<'a> {
    if stale.is_empty() {
        return Collisions::default();
    }
    let collision = |output: &'a PendingOutput| {
        let mut paths = previous.collisions(&output.entry.path);
        let (path, entries) = paths.find_map(|path| stale.get_key_value(path.as_str()))?;
        Some((output.path(), (*path, *entries)))
    };
    outputs.iter().filter_map(collision).collect()
}

fn emptied_folders<'a>(stale: &StaleFiles<'a>, folders: &Folders, needed: &FxHashSet<&str>) -> Vec<&'a str> {
    let above = stale.keys().flat_map(|path| ancestors(parent(path)));
    let emptied = above.filter(|folder| folders.presence(folder) == Presence::Folder && !needed.contains(folder));
    emptied.collect::<BTreeSet<_>>().into_iter().rev().collect()
}

fn notes(obstacles: &Obstacles, stale: &StaleFiles, folders: &Folders) -> Vec<String> {
    let replaced = obstacles.foreign().map(|path| format!("{path}: was not ours; overwritten, as --force says"));
    let behind_link = stale.keys().filter(|path| folders.presence(parent(path)) == Presence::Link);
    let behind_link = behind_link.map(|path| format!("{path}: is stale, but its folder is a link now; left as it is"));
    replaced.chain(behind_link).collect()
}
