//! A plan to renames: a folder that is absent, and whose files were staged as a tree and are of one kind, moves as
//! a whole; every other file by itself.

use std::collections::HashMap;

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
    /// The other files.
    pub files: Vec<&'a Record>,
}

/// What lies below an absent folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    Nothing,
    /// Outputs of one kind, all in the tree.
    Tree(OutputKind),
    Mixed,
}

/// The renames that put all outputs of the plan into their places.
pub fn moves<'a>(plan: &Plan<'a>) -> Moves<'a> {
    let below = below(plan);
    let tree = |folder: &str| match below.get(folder) {
        Some(&Below::Tree(kind)) => Some(kind),
        _ => None,
    };
    // What lies in a folder that moves as a whole goes with it.
    let is_top = |path: &str| tree(parent(path)).is_none();
    let (trees, folders): (Vec<&str>, Vec<&str>) =
        plan.folders.iter().filter(|folder| is_top(folder)).partition(|folder| tree(folder).is_some());
    Moves {
        folders,
        trees: trees.into_iter().filter_map(|folder| Some((folder, tree(folder)?))).collect(),
        files: plan.writes.iter().copied().filter(|record| is_top(record.path())).collect(),
    }
}

fn below<'a>(plan: &Plan<'a>) -> HashMap<&'a str, Below> {
    let mut below: HashMap<&str, Below> = plan.folders.iter().map(|&folder| (folder, Below::Nothing)).collect();
    for record in &plan.writes {
        let one = if record.staged == Staged::Tree { Below::Tree(record.entry.kind) } else { Below::Mixed };
        for folder in ancestors(parent(record.path())) {
            // What an absent folder lies in may be there.
            let Some(known) = below.get_mut(folder) else { break };
            *known = if *known == Below::Nothing || *known == one { one } else { Below::Mixed };
        }
    }
    below
}
