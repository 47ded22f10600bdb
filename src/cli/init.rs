//! `init`: a small site to begin with, which builds without a finding.

use include_dir::{Dir, DirEntry, include_dir};
use std::fs;
use std::io;
use std::path::Path;

use crate::base::yaml::quote_if_needed;
use crate::cli::arguments::{Common, Init};
use crate::cli::{Outcome, out, problem, usage};

/// The files of a new site. `__TITLE__` stands for its title.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Makes a small site.
pub fn init(common: &Common, arguments: &Init) -> Outcome {
    let folder = &arguments.folder;
    if !arguments.force && has_files(folder) {
        let message = format!("{} is not empty", folder.display());
        return usage(&message, "name another folder, or use `--force`, which overwrites nothing");
    }
    let title = quote_if_needed(&arguments.title);
    match copy(&STARTER, folder, &title) {
        Ok(()) => {
            if !common.quiet {
                let shown = folder.display();
                out(&format!("A site is in {shown}. Build it: trendpress build --root {shown}\n"));
            }
            Outcome::Fine
        }
        Err(error) => {
            problem(
                &format!("cannot write to {}: {error}", folder.display()),
                "choose a folder that can be written to",
            );
            Outcome::Failed
        }
    }
}

/// Whether a folder holds more than hidden files.
fn has_files(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return folder.exists() };
    entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
}

fn copy(from: &Dir<'_>, folder: &Path, title: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in from.entries() {
        match entry {
            DirEntry::Dir(inner) => copy(inner, folder_of(folder, inner.path()).as_path(), title)?,
            DirEntry::File(file) => {
                let text = String::from_utf8_lossy(file.contents()).replace("__TITLE__", title);
                let path = folder_of(folder, file.path());
                if !path.exists() {
                    fs::write(path, text)?;
                }
            }
        }
    }
    Ok(())
}

/// Where a starter's file or folder goes. A name that begins with `dot-` begins with a dot.
fn folder_of(folder: &Path, path: &Path) -> std::path::PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder.join(name.strip_prefix("dot-").map_or_else(|| name.to_string(), |rest| format!(".{rest}")))
}
