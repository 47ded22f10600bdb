//! A plan to renames: a folder that is absent, and whose files were staged as a tree, moves as a whole with all that is
//! below it, and every other file by itself. Files of a later kind than the first in such a folder have temporary names
//! when it moves, and take their own when it is their turn. Where they are many, moving the folders in it one by one
//! takes fewer calls; where there are none in it, making the folder anew, and removing the old one, takes more.

use rustc_hash::FxHashMap;

use crate::base::path::parent;
use crate::render::output::OutputKind;
use crate::write::folders::ancestors;
use crate::write::plan::Plan;
use crate::write::record::{Record, Staged};

/// What to make and to rename, by path.
#[derive(Debug)]
pub struct Moves<'a> {
    /// Folders to create, parents first.
    pub folders: Vec<&'a str>,
    /// Folders that move with all that is in them, and the kind of what may be seen of it then.
    pub trees: Vec<(&'a str, OutputKind)>,
    /// Files that take a temporary name first, because their folder moves before they may be seen.
    pub late: Vec<&'a Record>,
    /// The other files.
    pub files: Vec<&'a Record>,
}

/// What lies below an absent folder.
#[derive(Clone, Copy, Default)]
struct Below {
    /// How many outputs of each kind, in the order of [`OutputKind::ALL`].
    counts: [usize; OutputKind::ALL.len()],
    /// How many folders lie in it.
    branches: usize,
    /// Whether outputs are not in the tree.
    is_loose: bool,
}

impl Below {
    /// The kind of what may be seen when the folder moves as a whole; `None` where it does not.
    fn moving(&self) -> Option<OutputKind> {
        let (first, &count) = self.counts.iter().enumerate().find(|&(_, &count)| count > 0)?;
        let late = self.counts.iter().sum::<usize>() - count;
        let is_moving = !self.is_loose && (self.branches == 0 || late <= self.branches);
        is_moving.then_some(OutputKind::ALL[first])
    }
}

/// The renames that put all outputs of the plan into their places.
pub fn moves<'a>(plan: &Plan<'a>) -> Moves<'a> {
    let below = below(plan);
    let mut moves = Moves { folders: Vec::new(), trees: Vec::new(), late: Vec::new(), files: Vec::new() };
    // The folders that move, those in them too, with the kind of what may be seen then.
    let mut moving: FxHashMap<&str, OutputKind> = FxHashMap::default();
    for &folder in &plan.folders {
        let with_parent = moving.get(parent(folder)).copied();
        let kind = with_parent.or_else(|| below.get(folder)?.moving());
        match kind {
            Some(kind) if with_parent.is_none() => moves.trees.push((folder, kind)),
            Some(_) => {}
            None => moves.folders.push(folder),
        }
        moving.extend(kind.map(|kind| (folder, kind)));
    }
    for &record in &plan.writes {
        match moving.get(parent(record.path())) {
            None => moves.files.push(record),
            Some(&kind) if kind != record.entry.kind => moves.late.push(record),
            Some(_) => {}
        }
    }
    moves
}

fn below<'a>(plan: &Plan<'a>) -> FxHashMap<&'a str, Below> {
    let mut below: FxHashMap<&str, Below> = plan.folders.iter().map(|&folder| (folder, Below::default())).collect();
    for folder in &plan.folders {
        // What an absent folder lies in may be there.
        if let Some(known) = below.get_mut(parent(folder)) {
            known.branches += 1;
        }
    }
    for record in &plan.writes {
        let kind = OutputKind::ALL.iter().position(|&kind| kind == record.entry.kind).unwrap_or_default();
        for folder in ancestors(parent(record.path())) {
            let Some(known) = below.get_mut(folder) else { break };
            known.counts[kind] += 1;
            known.is_loose |= record.staged != Staged::Tree;
        }
    }
    below
}
