//! Records of outputs, the old manifest and what lies on disk to a plan of what must change; or a refusal that names
//! every file in the way. Reads, and writes nothing.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::path::Path;

use crate::base::path::parent;
use crate::write::compare::{There, there_of};
use crate::write::error::WriteError;
use crate::write::folders::{Folders, Presence, ancestors};
use crate::write::manifest::{Entry, Manifest};
use crate::write::record::Record;
use crate::write::stale::{self, Stale};
use crate::write::temporary::RESERVED;
use crate::write::way::Way;

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
    /// Outputs to write, by path.
    pub writes: Vec<&'a Record>,
    /// The other stale files.
    pub stale: Vec<&'a [Entry]>,
    /// Folders that the stale files may leave empty, deepest first.
    pub emptied: Vec<&'a str>,
    /// How many outputs are on disk already.
    pub unchanged: usize,
    /// What a reader should know.
    pub notes: Vec<String>,
}

impl<'a> Plan<'a> {
    /// The plan where the outputs are those of the build before, and each either is in its place or what that build
    /// put there: then nothing else must change. Both lists are sorted by path.
    pub fn in_place(records: &'a [Record], old: &Manifest) -> Option<Self> {
        let is_in_place = |(record, entry): (&Record, &Entry)| {
            matches!(record.there, There::Same | There::Ours) && record.entry.path == entry.path
        };
        let is_all = old.is_complete
            && records.len() == old.entries().len()
            && records.iter().zip(old.entries()).all(is_in_place);
        let writes: Vec<&Record> = records.iter().filter(|record| record.there != There::Same).collect();
        is_all.then(|| Self { unchanged: records.len() - writes.len(), writes, ..Self::default() })
    }

    /// Whether nothing must change.
    pub fn is_empty(&self) -> bool {
        self.obstacles.is_empty() && self.stale_first.is_empty() && self.writes.is_empty() && self.stale.is_empty()
    }
}

/// Compares what must be with what is. Records are sorted by path, and `folders` has those of all records and of
/// the old manifest.
///
/// # Errors
/// [`WriteError::Refused`] where files of others are in the way, or where the outputs cannot lie beside
/// each other, which earlier stages should have found.
pub fn plan<'a>(
    records: &'a [Record],
    old: &'a Manifest,
    folders: &'a Folders,
    root: &Path,
    force: bool,
) -> Result<Plan<'a>, WriteError> {
    let needed = needed(records);
    check_names(records, &needed, root)?;
    let stale = Stale::of(old, records);
    let twins = stale.twins(records);
    let there = look_again(records, folders, &twins, root)?;

    let mut way = Way::default();
    way.ours.extend(twins.values().map(|entries| stale::path(entries)));
    way.folders(root, folders, &needed, &stale)?;
    for (record, &there) in records.iter().zip(&there) {
        way.file(root, record.path(), there, &stale)?;
    }
    way.check(root, force)?;

    let mut plan = Plan { notes: notes(&way, &stale, folders), ..Plan::default() };
    let writes = records.iter().zip(&there).filter(|&(_, &there)| there != There::Same);
    plan.writes = writes.map(|(record, _)| record).collect();
    plan.unchanged = records.len() - plan.writes.len();
    let is_missing = |&(folder, presence): &(&str, Presence)| presence != Presence::Folder && needed.contains(folder);
    plan.folders = folders.iter().filter(is_missing).map(|(folder, _)| folder).collect();
    plan.emptied = emptied(&stale, folders, &needed);
    // What lies below a link is not ours to remove, and below nothing there is nothing.
    let here = stale.iter().filter(|entries| folders.presence(parent(stale::path(entries))) == Presence::Folder);
    (plan.stale_first, plan.stale) = here.partition(|entries| way.ours.contains(stale::path(entries)));
    plan.obstacles = way.foreign_folders;
    Ok(plan)
}

/// The folders that the outputs lie in.
fn needed(records: &[Record]) -> FxHashSet<&str> {
    let mut needed = FxHashSet::default();
    for record in records {
        for folder in ancestors(parent(record.path())) {
            if !needed.insert(folder) {
                break;
            }
        }
    }
    needed
}

/// Stops outputs that earlier stages should not have let through: they would be lost without a word.
fn check_names(records: &[Record], needed: &FxHashSet<&str>, root: &Path) -> Result<(), WriteError> {
    let refused = |reason: String| {
        let help = "this is an error of Trendpress: please report it".to_owned();
        Err(WriteError::Refused { folder: root.to_owned(), reason, help })
    };
    for pair in records.windows(2) {
        if pair[0].path() == pair[1].path() {
            return refused(format!("two outputs are called `{}`", pair[0].path()));
        }
    }
    for path in records.iter().map(Record::path) {
        if needed.contains(path) {
            return refused(format!("`{path}` would be a file and a folder"));
        }
        if path.split('/').any(|part| part.starts_with(RESERVED)) {
            return refused(format!("`{path}` has a name that begins with `{RESERVED}`, kept for the writer"));
        }
    }
    Ok(())
}

/// What lies in the place of each output, now that all are known, and so what is stale.
fn look_again(
    records: &[Record],
    folders: &Folders,
    twins: &FxHashMap<&str, &[Entry]>,
    root: &Path,
) -> Result<Vec<There>, WriteError> {
    let look = |record: &Record| match (record.there, twins.get(record.path())) {
        // Where names are told apart by more than case this writes once too often; elsewhere the twin is this
        // very file and goes first.
        (There::Same, Some(_)) => Ok(There::Ours),
        (There::Foreign, Some(twin)) => there_of(&record.entry.path.under(root), twin),
        // Nothing was there when it was put; since then somebody may have put something there.
        (There::Nothing, _) if folders.presence(parent(record.path())) == Presence::Folder => {
            there_of(&record.entry.path.under(root), std::slice::from_ref(&record.entry))
        }
        (there, _) => Ok(there),
    };
    records.par_iter().map(look).collect()
}

fn emptied<'a>(stale: &Stale<'a>, folders: &Folders, needed: &FxHashSet<&str>) -> Vec<&'a str> {
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
