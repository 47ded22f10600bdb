//! Carries out a plan: the only code that changes the site. Each step's end is the next one's beginning,
//! and files within a step are renamed in parallel.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::base::path::{OutPath, parent};
use crate::render::output::OutputKind;
use crate::write::Written;
use crate::write::compare::{Fate, fate};
use crate::write::error::{WriteError, io};
use crate::write::manifest::{self, Entry, Manifest};
use crate::write::moves::{Moves, moves};
use crate::write::plan::Plan;
use crate::write::record::{Record, Staged};
use crate::write::staging::Staging;
use crate::write::{stale, temporary};

/// Carries out the plan. Where nothing must change, nothing is touched. Gives, too, the files that were staged in a tree
/// and renamed by themselves all the same, which changes their stamps.
pub fn commit(
    plan: &Plan,
    old: &Manifest,
    new: &Manifest,
    staging: &Staging,
    root: &Path,
) -> Result<(Written, FxHashSet<OutPath>), WriteError> {
    let mut written = Written {
        written: plan.writes.len(),
        unchanged: plan.unchanged,
        notes: plan.notes.clone(),
        ..Written::default()
    };
    if plan.is_empty() {
        if new != old {
            new.write(root)?;
        }
        return Ok((written, FxHashSet::default()));
    }
    let text = announce(old, new, root)?;
    make_way(plan, root, &mut written)?;
    let moves = moves(plan);
    create_folders(&moves.folders, root)?;
    publish(&moves, staging, root)?;
    remove_stale(&plan.stale, root, &mut written)?;
    remove_empty(&plan.emptied, root)?;
    Manifest::put(root, &text)?;
    let renamed = moves.late.iter().chain(&moves.files).filter(|record| record.staged == Staged::Tree);
    Ok((written, renamed.map(|record| record.entry.path.clone()).collect()))
}

/// Says in the folder what may lie there until the end. Gives the text of the manifest that says what does then.
fn announce(old: &Manifest, new: &Manifest, root: &Path) -> Result<String, WriteError> {
    if old.entries().is_empty() {
        let lines = new.lines();
        Manifest::put(root, &manifest::text(false, &lines))?;
        return Ok(manifest::text(true, &lines));
    }
    let announce = || {
        let between = Manifest::between(old, new);
        if between == *old { Ok(()) } else { between.write(root) }
    };
    let (announced, text) = rayon::join(announce, || new.text());
    announced.map(|()| text)
}

/// The one step that takes something away before its successor is there; most builds have none.
fn make_way(plan: &Plan, root: &Path, written: &mut Written) -> Result<(), WriteError> {
    for obstacle in &plan.obstacles {
        let path = root.join(obstacle);
        fs::remove_file(&path).map_err(io("remove", &path))?;
    }
    if plan.stale_first.is_empty() {
        return Ok(());
    }
    remove_stale(&plan.stale_first, root, written)?;
    remove_empty(&plan.emptied, root)
}

/// One after the other: most share a parent, whose lock parallel calls would only wait for.
fn create_folders(folders: &[&str], root: &Path) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists || is_link(&path) => {
                return Err(io("create", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// Renames what is staged into its place, kind by kind: the site is mixed only while this runs.
fn publish(moves: &Moves, staging: &Staging, root: &Path) -> Result<(), WriteError> {
    let prefix = temporary::prefix();
    let late: Vec<Late> =
        moves.late.iter().enumerate().map(|(at, record)| Late { record, name: format!("{prefix}{at}") }).collect();
    late.par_iter().try_for_each(|late| place(&staging.file(late.record), &late.beside(&staging.tree(""))))?;
    let published = OutputKind::ALL.into_iter().try_for_each(|kind| publish_kind(kind, moves, &late, staging, root));
    if published.is_err() {
        // Best effort: what cannot be removed now, the next build sweeps.
        late.par_iter().for_each(|late| drop(fs::remove_file(late.beside(root))));
    }
    published
}

fn publish_kind(
    kind: OutputKind,
    moves: &Moves,
    late: &[Late],
    staging: &Staging,
    root: &Path,
) -> Result<(), WriteError> {
    let trees = moves.trees.par_iter().filter(|(_, known)| *known == kind);
    trees.try_for_each(|(folder, _)| place(&staging.tree(folder), &root.join(folder)))?;
    let late = late.par_iter().filter(|late| late.record.entry.kind == kind);
    late.try_for_each(|late| place(&late.beside(root), &late.record.entry.path.under(root)))?;
    let files = moves.files.par_iter().filter(|record| record.entry.kind == kind);
    files.try_for_each(|record| place(&staging.file(record), &record.entry.path.under(root)))
}

/// A file whose folder moves before it may be seen: until then it has a temporary name in that folder.
struct Late<'a> {
    record: &'a Record,
    name: String,
}

impl Late<'_> {
    /// Where it waits, below the staged tree or the output folder.
    fn beside(&self, root: &Path) -> PathBuf {
        root.join(parent(self.record.path())).join(&self.name)
    }
}

/// Renames a file or folder; where a folder below the output folder lies on another file system, copies it.
fn place(from: &Path, to: &Path) -> Result<(), WriteError> {
    let placed = match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => across(from, to),
        result => result,
    };
    placed.map_err(io("write", to))
}

fn across(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        let beside = to.with_file_name(temporary::prefix() + &from.file_name().unwrap_or_default().to_string_lossy());
        let placed = fs::copy(from, &beside).and_then(|_| fs::rename(&beside, to));
        return placed.inspect_err(|_| drop(fs::remove_file(&beside)));
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        across(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Removes the files that are still as we wrote them, in the order contrary to writing: no page loses its
/// assets before it goes. A file that somebody changed since is theirs now: it stays, is said, and leaves
/// the manifest.
fn remove_stale(stale: &[&[Entry]], root: &Path, written: &mut Written) -> Result<(), WriteError> {
    for kind in OutputKind::ALL.into_iter().rev() {
        let stale: Vec<_> = stale.iter().filter(|entries| stale::kind(entries) == Some(kind)).collect();
        let fates: Vec<Fate> = stale.par_iter().map(|entries| remove(entries, root)).collect::<Result<_, _>>()?;
        written.removed += fates.iter().filter(|&&fate| fate == Fate::Ours).count();
        let changed = stale.iter().zip(fates).filter(|&(_, fate)| fate == Fate::Changed);
        let note = |path| format!("{path}: is stale, but was changed since we wrote it; left as it is");
        written.notes.extend(changed.map(|(entries, _)| note(stale::path(entries))));
    }
    Ok(())
}

fn remove(entries: &[Entry], root: &Path) -> Result<Fate, WriteError> {
    let fate = fate(root, entries)?;
    if fate == Fate::Ours {
        let path = root.join(stale::path(entries));
        fs::remove_file(&path).map_err(io("remove", &path))?;
    }
    Ok(fate)
}

/// Removes the folders that are empty now. One that holds a file of others is not, one that is mounted
/// cannot be removed, and in the place of one there may be a new file. Any other failure ends the build, so
/// that the manifest stays unfinished and the next build tries again.
fn remove_empty(folders: &[&str], root: &Path) -> Result<(), WriteError> {
    // POSIX lets a system say either "not empty" or "exists".
    use ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotADirectory, NotFound, ResourceBusy};
    for folder in folders {
        let path = root.join(folder);
        match fs::remove_dir(&path).map_err(|error| (error.kind(), error)) {
            Ok(()) | Err((AlreadyExists | DirectoryNotEmpty | NotADirectory | NotFound | ResourceBusy, _)) => {}
            Err((_, error)) => return Err(io("remove", &path)(error)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_renamed_is_copied_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("deep")).unwrap();
        fs::write(from.join("deep/a"), "a").unwrap();
        fs::write(from.join("b"), "b").unwrap();
        across(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("deep/a")).unwrap(), "a");
        assert_eq!(fs::read_to_string(to.join("b")).unwrap(), "b");
        fs::write(from.join("b"), "c").unwrap();
        across(&from.join("b"), &to.join("b")).unwrap();
        assert_eq!(fs::read_to_string(to.join("b")).unwrap(), "c");
        assert_eq!(fs::read_dir(&to).unwrap().count(), 2);
    }
}
