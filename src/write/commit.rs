//! Carries out a plan: the only code that changes the site. Each step's end is the next one's beginning,
//! and files within a step are written in parallel.

use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::render::output::{Output, OutputKind};
use crate::write::Written;
use crate::write::compare::{Fate, fate};
use crate::write::error::{WriteError, io};
use crate::write::folders::parent;
use crate::write::manifest::{Entry, Manifest};
use crate::write::plan::Plan;
use crate::write::{stale, temporary};

/// Carries out the plan. Where nothing must change, nothing is touched.
pub fn commit(plan: &Plan, old: &Manifest, new: &Manifest, root: &Path) -> Result<Written, WriteError> {
    let mut written =
        Written { written: plan.writes.len(), unchanged: plan.unchanged, removed: 0, notes: plan.notes.clone() };
    if plan.is_empty() {
        if new != old {
            new.write(root)?;
        }
        return Ok(written);
    }
    let between = Manifest::between(old, new);
    if between != *old {
        between.write(root)?;
    }
    make_way(plan, root, &mut written)?;
    create_folders(&plan.folders, root)?;
    write_files(&plan.writes, root)?;
    remove_stale(&plan.stale, root, &mut written)?;
    remove_empty(&plan.emptied, root)?;
    new.write(root)?;
    Ok(written)
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

/// Fills all files under temporary names, then renames them kind by kind: until the first rename the site
/// is as it was, and mixed only while renames run. The calls are those of filling and renaming each at once.
fn write_files(writes: &[&Output], root: &Path) -> Result<(), WriteError> {
    let prefix = temporary::prefix();
    let temporary = |at, output: &Output| root.join(parent(output.path.as_str())).join(format!("{prefix}{at}"));
    let files: Vec<Filling> = writes.iter().enumerate().map(|(at, &output)| (temporary(at, output), output)).collect();
    let result = fill(&files).and_then(|()| publish(&files, root));
    if result.is_err() {
        // Best effort: what cannot be removed now, the next build sweeps.
        files.par_iter().for_each(|(temporary, _)| drop(fs::remove_file(temporary)));
    }
    result
}

/// Where an output is filled, and the output.
type Filling<'a> = (PathBuf, &'a Output);

fn fill(files: &[Filling]) -> Result<(), WriteError> {
    files.par_iter().try_for_each(|(temporary, output)| {
        temporary::fill(temporary, &output.bytes).map_err(|error| {
            // The file that was to be, not the temporary one: that is what a reader knows.
            io("write", &temporary.with_file_name(file_name(output)))(error)
        })
    })
}

fn file_name(output: &Output) -> &str {
    let path = output.path.as_str();
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn publish(files: &[Filling], root: &Path) -> Result<(), WriteError> {
    for kind in OutputKind::ALL {
        files.par_iter().filter(|(_, output)| output.kind == kind).try_for_each(|(temporary, output)| {
            let path = output.path.under(root);
            fs::rename(temporary, &path).map_err(io("write", &path))
        })?;
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
