//! Carries out a plan. This is the only code that changes the site. Steps follow one another; the files of one kind are
//! renamed in parallel.

use rayon::prelude::*;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::render::output::OutputKind;
use crate::write::WriteSummary;
use crate::write::error::{WriteError, io};
use crate::write::existing::{Existing, existing};
use crate::write::manifest::{Entry, Manifest};
use crate::write::pending::PendingOutput;
use crate::write::plan::Plan;
use crate::write::staging::Staging;
use crate::write::stale::StaleFiles;
use crate::write::temporary;

/// Carries out the plan. If nothing must change, nothing is touched.
pub fn commit(
    plan: &Plan,
    old: &Manifest,
    new: &Manifest,
    staging: &Staging,
    root: &Path,
) -> Result<WriteSummary, WriteError> {
    let mut summary =
        WriteSummary { written: plan.writes.len(), unchanged: plan.unchanged, removed: 0, notes: plan.notes.clone() };
    if plan.is_empty() {
        if new != old {
            new.write(root)?;
        }
        return Ok(summary);
    }
    Manifest::between(old, new).write(root)?;
    remove_obstacles(plan, root, &mut summary)?;
    create_folders(&plan.folders, root)?;
    for kind in OutputKind::ALL {
        publish(&plan.writes, kind, staging, root)?;
    }
    remove_stale(&plan.stale, root, &mut summary)?;
    remove_empty(&plan.emptied, root)?;
    new.write(root)?;
    Ok(summary)
}

/// Removes what is in the way. Only here something goes before its successor is there; most builds remove nothing here.
fn remove_obstacles(plan: &Plan, root: &Path, summary: &mut WriteSummary) -> Result<(), WriteError> {
    for obstacle in &plan.obstacles {
        let path = root.join(obstacle);
        fs::remove_file(&path).map_err(io("remove", &path))?;
    }
    if plan.stale_first.is_empty() {
        return Ok(());
    }
    remove_stale(&plan.stale_first, root, summary)?;
    remove_empty(&plan.emptied, root)
}

fn create_folders(folders: &[&str], root: &Path) -> Result<(), WriteError> {
    for folder in folders {
        let path = root.join(folder);
        match fs::create_dir(&path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists || path.is_symlink() => {
                return Err(io("create", &path)(error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Renames the staged files of one kind to their paths. The site is mixed only while this runs.
fn publish(outputs: &[&PendingOutput], kind: OutputKind, staging: &Staging, root: &Path) -> Result<(), WriteError> {
    outputs.par_iter().filter(|output| output.entry.kind == kind).try_for_each(|output| {
        let path = output.entry.path.under(root);
        let number = output.staged.ok_or_else(|| ErrorKind::NotFound.into());
        number.and_then(|number| publish_file(staging, number, &path)).map_err(io("write", &path))
    })
}

fn publish_file(staging: &Staging, number: u32, path: &Path) -> io::Result<()> {
    let staged = staging.file(number);
    match fs::rename(&staged, path) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            copy(&staged, &path.with_file_name(format!("{}{number}", temporary::prefix())), path)
        }
        result => result,
    }
}

/// Copies a file whose folder is another file system, such as a mounted one, under a temporary name beside its path.
fn copy(from: &Path, temporary: &Path, to: &Path) -> io::Result<()> {
    let copied = fs::copy(from, temporary).and_then(|_| fs::rename(temporary, to));
    copied.inspect_err(|_| drop(fs::remove_file(temporary)))
}

/// Removes the stale files that are still as we wrote them, last kind first: no page loses its assets before it goes. A
/// file that somebody changed since is theirs: it stays, gets a note, and leaves the manifest.
fn remove_stale(stale: &StaleFiles, root: &Path, summary: &mut WriteSummary) -> Result<(), WriteError> {
    for kind in OutputKind::ALL.into_iter().rev() {
        // A path that changed its kind goes with the one that is written first.
        let is_of_kind = |entries: &[Entry]| entries.iter().map(|entry| entry.kind).min() == Some(kind);
        for (path, entries) in stale.iter().filter(|(_, entries)| is_of_kind(entries)) {
            let file = root.join(path);
            match existing(&file, None, entries)? {
                Existing::Absent => {}
                Existing::Ours | Existing::Same => {
                    fs::remove_file(&file).map_err(io("remove", &file))?;
                    summary.removed += 1;
                }
                Existing::Foreign | Existing::Folder => {
                    let note = format!("{path}: is stale, but was changed since we wrote it; left as it is");
                    summary.notes.push(note);
                }
            }
        }
    }
    Ok(())
}

/// Removes the folders that are empty now. One stays if it holds a file of others, is a mount point, or was replaced by
/// a file. Any other failure ends the build, so that the manifest stays incomplete and the next build tries again.
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
    fn a_file_that_cannot_be_renamed_is_copied_whole() {
        let folder = tempfile::tempdir().unwrap();
        let public = folder.path().join("public");
        let (from, to) = (folder.path().join("from"), public.join("to"));
        fs::create_dir(&public).unwrap();
        for text in ["one", "two"] {
            fs::write(&from, text).unwrap();
            copy(&from, &public.join("temporary"), &to).unwrap();
            assert_eq!(fs::read_to_string(&to).unwrap(), text);
            assert_eq!(fs::read_dir(&public).unwrap().count(), 1);
        }
    }
}
