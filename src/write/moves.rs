//! A plan to renames: a folder that is absent, and whose files were staged as a tree and are of one kind, moves as
//! a whole; every other file by itself. A folder of several kinds without folders in it moves with those of the
//! first kind, the others under temporary names: to make it anew costs more, and so does removing the old one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::render::output::OutputKind;
use crate::write::folders::{ancestors, parent};
use crate::write::plan::Plan;
use crate::write::record::{Record, Staged};

/// What to make and to rename, by path.
#[derive(Debug)]
pub struct Moves<'a> {
    /// Folders to create, parents first.
    pub folders: Vec<&'a str>,
    /// Folders that move with all that is in them, and the kind of it.
    pub trees: Vec<(&'a str, OutputKind)>,
    /// Files that take a temporary name first, because their folder moves before they may be seen.
    pub late: Vec<&'a Record>,
    /// The other files.
    pub files: Vec<&'a Record>,
}

/// What lies below an absent folder.
#[derive(Clone, Copy)]
enum Below {
    Nothing,
    /// Outputs of one kind, all in the tree.
    One(OutputKind),
    /// Outputs of several kinds, all in the tree, and the first of these.
    Several(OutputKind),
    /// Outputs that are not in the tree.
    Loose,
}

impl Below {
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, below) | (below, Self::Nothing) => below,
            (Self::Loose, _) | (_, Self::Loose) => Self::Loose,
            (Self::One(one), Self::One(other)) if one == other => self,
            (Self::One(one) | Self::Several(one), Self::One(other) | Self::Several(other)) => {
                Self::Several(one.min(other))
            }
        }
    }
}

/// The renames that put all outputs of the plan into their places.
pub fn moves<'a>(plan: &Plan<'a>) -> Moves<'a> {
    let below = below(plan);
    let branches: FxHashSet<&str> = plan.folders.iter().map(|folder| parent(folder)).collect();
    let moving = |folder: &str| match below.get(folder) {
        Some(&Below::One(kind)) => Some(kind),
        Some(&Below::Several(first)) if !branches.contains(folder) => Some(first),
        _ => None,
    };
    let mut moves = Moves { folders: Vec::new(), trees: Vec::new(), late: Vec::new(), files: Vec::new() };
    // What lies in a folder that moves goes with it.
    for &folder in plan.folders.iter().filter(|folder| moving(parent(folder)).is_none()) {
        match moving(folder) {
            Some(kind) => moves.trees.push((folder, kind)),
            None => moves.folders.push(folder),
        }
    }
    for &record in &plan.writes {
        match moving(parent(record.path())) {
            None => moves.files.push(record),
            Some(kind) if kind != record.entry.kind => moves.late.push(record),
            Some(_) => {}
        }
    }
    moves
}

fn below<'a>(plan: &Plan<'a>) -> FxHashMap<&'a str, Below> {
    let mut below: FxHashMap<&str, Below> = plan.folders.iter().map(|&folder| (folder, Below::Nothing)).collect();
    for record in &plan.writes {
        let one = if record.staged == Staged::Tree { Below::One(record.entry.kind) } else { Below::Loose };
        for folder in ancestors(parent(record.path())) {
            // What an absent folder lies in may be there.
            let Some(known) = below.get_mut(folder) else { break };
            *known = known.with(one);
        }
    }
    below
}
