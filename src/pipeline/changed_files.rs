//! Lists the files of a site that changed, came or went between two builds.

use std::sync::Arc;

use crate::base::SourcePath;
use crate::load::{FileBody, Snapshot, SourceFile};
use crate::pipeline::known_file::{KnownFile, find};

/// One of two builds: its files, and what is known of those that are Markdown.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// All files.
    pub snapshot: &'a Snapshot,
    /// The checked files.
    pub known: &'a [KnownFile],
}

/// Returns the files that changed, came or went, sorted.
pub fn changed_files(before: Files<'_>, now: Files<'_>) -> Vec<SourcePath> {
    let is_same = |old: &Arc<SourceFile>, new: &Arc<SourceFile>| match (&old.body, &new.body) {
        _ if Arc::ptr_eq(old, new) => true,
        (FileBody::Markdown, FileBody::Markdown) => {
            let hash = |known| find(known, &new.path).map(|file| file.hash);
            hash(before.known) == hash(now.known)
        }
        (FileBody::Text(old), FileBody::Text(new)) => old == new,
        _ => old.state.stamp == new.state.stamp,
    };
    let (old, new) = (before.snapshot, now.snapshot);
    let mut changed = Vec::new();
    for (old, new) in [(&old.content, &new.content), (&old.skins, &new.skins)] {
        // Both are sorted.
        let mut old = old.values().peekable();
        for new in new.values() {
            while let Some(gone) = old.next_if(|old| old.path < new.path) {
                changed.push(gone.path.clone());
            }
            if !old.next_if(|old| old.path == new.path).is_some_and(|old| is_same(old, new)) {
                changed.push(new.path.clone());
            }
        }
        changed.extend(old.map(|gone| gone.path.clone()));
    }
    match (&old.settings, &new.settings) {
        (Some(old), Some(new)) if is_same(old, new) => {}
        (old, new) => changed.extend(new.as_ref().or(old.as_ref()).map(|file| file.path.clone())),
    }
    changed.sort_unstable();
    changed
}
