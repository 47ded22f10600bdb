//! Outputs, the old manifest and what lies on disk to a plan of what must change; or a refusal that names
//! every file in the way. Reads, and writes nothing.

use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use crate::render::output::Output;
use crate::write::compare::{There, there};
use crate::write::error::WriteError;
use crate::write::folders::{Folders, Presence, ancestors, parent};
use crate::write::manifest::{Entry, Manifest};
use crate::write::stale::{self, Stale};
use crate::write::way::Way;

/// Begins the names that the writer keeps for itself.
const RESERVED: &str = ".trendpress-";

/// What a build must change, in the order in which it does.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Foreign files and links where a folder must be; only under `force`.
    pub obstacles: Vec<&'a str>,
    /// Stale files that must go before anything can be written: one lies where a folder must be, or in a
    /// folder where a file must be, or has the name of a new one but for case.
    pub stale_first: Vec<&'a [Entry]>,
    /// Folders to create, parents first.
    pub folders: Vec<&'a str>,
    /// Outputs to write, by kind, then path.
    pub writes: Vec<&'a Output>,
    /// The other stale files.
    pub stale: Vec<&'a [Entry]>,
    /// Folders that the stale files may leave empty, deepest first.
    pub emptied: Vec<&'a str>,
    /// How many outputs are on disk already.
    pub unchanged: usize,
    /// What a reader should know.
    pub notes: Vec<String>,
}

impl Plan<'_> {
    /// Whether nothing must change.
    pub fn is_empty(&self) -> bool {
        self.obstacles.is_empty() && self.stale_first.is_empty() && self.writes.is_empty() && self.stale.is_empty()
    }
}

/// Compares what must be with what is.
///
/// # Errors
/// [`WriteError::Refused`] where files of others are in the way, or where the outputs cannot lie beside
/// each other, which earlier stages should have found.
pub fn plan<'a>(
    mut outputs: Vec<&'a Output>,
    old: &'a Manifest,
    root: &Path,
    force: bool,
) -> Result<Plan<'a>, WriteError> {
    outputs.sort_by(|one, other| one.path.cmp(&other.path));
    let needed = needed(&outputs);
    check_names(&outputs, &needed, root)?;
    let stale = Stale::of(old, &outputs);
    let paths = outputs.iter().map(|output| output.path.as_str());
    let folders = Folders::look(root, paths.chain(stale.iter().map(stale::path)))?;
    let twins = stale.twins(&outputs);
    let there = compare(&outputs, old, &folders, &twins, root)?;

    let mut way = Way::default();
    way.ours.extend(twins.values().map(|entries| stale::path(entries)));
    way.folders(root, &folders, &needed, &stale)?;
    for (output, &there) in outputs.iter().zip(&there) {
        way.file(root, output, there, &stale)?;
    }
    way.check(root, force)?;

    let mut plan = Plan { notes: notes(&way, &stale, &folders), ..Plan::default() };
    let writes = outputs.iter().zip(&there).filter(|&(_, &there)| there != There::Same);
    plan.writes = writes.map(|(output, _)| *output).collect();
    plan.writes.sort_by_key(|output| output.kind);
    plan.unchanged = outputs.len() - plan.writes.len();
    let is_missing = |&(folder, presence): &(&str, Presence)| presence != Presence::Folder && needed.contains(folder);
    plan.folders = folders.iter().filter(is_missing).map(|(folder, _)| folder).collect();
    plan.emptied = emptied(&stale, &folders, &needed);
    // What lies below a link is not ours to remove, and below nothing there is nothing.
    let here = stale.iter().filter(|entries| folders.presence(parent(stale::path(entries))) == Presence::Folder);
    (plan.stale_first, plan.stale) = here.partition(|entries| way.ours.contains(stale::path(entries)));
    plan.obstacles = way.foreign_folders;
    Ok(plan)
}

/// The folders that the outputs lie in.
fn needed<'a>(outputs: &[&'a Output]) -> HashSet<&'a str> {
    let mut needed = HashSet::new();
    for output in outputs {
        for folder in ancestors(parent(output.path.as_str())) {
            if !needed.insert(folder) {
                break;
            }
        }
    }
    needed
}

/// Stops outputs that earlier stages should not have let through: they would be lost without a word.
fn check_names(outputs: &[&Output], needed: &HashSet<&str>, root: &Path) -> Result<(), WriteError> {
    let refused = |reason: String| {
        let help = "this is an error of Trendpress: please report it".to_owned();
        Err(WriteError::Refused { folder: root.to_owned(), reason, help })
    };
    for pair in outputs.windows(2) {
        if pair[0].path == pair[1].path {
            return refused(format!("two outputs are called `{}`", pair[0].path));
        }
    }
    for output in outputs {
        let path = output.path.as_str();
        if needed.contains(path) {
            return refused(format!("`{path}` would be a file and a folder"));
        }
        if path.split('/').any(|part| part.starts_with(RESERVED)) {
            return refused(format!("`{path}` has a name that begins with `{RESERVED}`, kept for the writer"));
        }
    }
    Ok(())
}

/// What lies in the place of each output. Where the folder is absent so is the file, without asking.
fn compare(
    outputs: &[&Output],
    old: &Manifest,
    folders: &Folders,
    twins: &HashMap<&str, &[Entry]>,
    root: &Path,
) -> Result<Vec<There>, WriteError> {
    let compare = |buffer: &mut Vec<u8>, output: &&Output| {
        let path = output.path.as_str();
        if folders.presence(parent(path)) != Presence::Folder {
            return Ok(There::Nothing);
        }
        let twin = twins.get(path).copied().unwrap_or_default();
        let there = there(root, output, &[old.of_path(path), twin], buffer)?;
        // Where names are told apart by more than case this writes once too often; elsewhere the twin is this
        // very file and goes first.
        Ok(if there == There::Same && !twin.is_empty() { There::Ours } else { there })
    };
    outputs.par_iter().map_init(Vec::new, compare).collect()
}

fn emptied<'a>(stale: &Stale<'a>, folders: &Folders, needed: &HashSet<&str>) -> Vec<&'a str> {
    let left = stale.iter().flat_map(|entries| ancestors(parent(stale::path(entries))));
    let left = left.filter(|folder| folders.presence(folder) == Presence::Folder && !needed.contains(folder));
    left.collect::<BTreeSet<_>>().into_iter().rev().collect()
}

fn notes(way: &Way, stale: &Stale, folders: &Folders) -> Vec<String> {
    let replaced: BTreeSet<&str> = way.foreign_files.iter().chain(&way.foreign_folders).copied().collect();
    let replaced = replaced.into_iter().map(|path| format!("{path}: was not ours; overwritten, as --force says"));
    let linked = stale.iter().map(stale::path).filter(|path| folders.presence(parent(path)) == Presence::Link);
    let linked = linked.map(|path| format!("{path}: is stale, but its folder is a link now; left as it is"));
    replaced.chain(linked).collect()
}
