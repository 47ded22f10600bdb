//! `init`: writes a small site to begin with, which builds without a finding.

use include_dir::{Dir, DirEntry, include_dir};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::base::print::visible_line;
use crate::base::yaml::quote_if_needed;
use crate::cli::arguments::{Common, Init};
use crate::cli::terminal::{print_error, print_stdout, usage_error};
use crate::cli::{CommandResult, Outcome};

/// The files of a new site. `__TITLE__` stands for its title.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Writes a small site.
pub fn init(common: &Common, arguments: &Init) -> CommandResult {
    let folder = &arguments.folder;
    if !arguments.force && has_files(folder) {
        let message = format!("{} is not empty", folder.display());
        return Err(usage_error(&message, "name another folder, or use `--force`, which overwrites nothing"));
    }
    if let Err(error) = copy(&STARTER, folder, &quote_if_needed(&arguments.title)) {
        let message = format!("cannot write to {}: {error}", folder.display());
        print_error(&message, "choose a folder that can be written to");
        return Err(Outcome::SystemError);
    }
    if !common.quiet {
        let folder = visible_line(&folder.display().to_string());
        print_stdout(&format!("A site is in {folder}. Build it: trendpress build --root {folder}\n"))?;
    }
    Ok(Outcome::Success)
}

/// Returns true if a folder holds more than hidden files.
fn has_files(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return folder.exists() };
    entries.flatten().any(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
}

/// Copies a folder of the starter, without overwriting any file.
fn copy(from: &Dir<'_>, folder: &Path, title: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in from.entries() {
        let path = target_path(folder, entry.path());
        match entry {
            DirEntry::Dir(inner) => copy(inner, &path, title)?,
            DirEntry::File(file) if !path.exists() => {
                fs::write(path, String::from_utf8_lossy(file.contents()).replace("__TITLE__", title))?;
            }
            DirEntry::File(_) => {}
        }
    }
    Ok(())
}

/// The path to copy a starter's file or folder to. `dot-` at the beginning of a name stands for a dot.
fn target_path(folder: &Path, path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder.join(name.strip_prefix("dot-").map_or_else(|| name.to_string(), |rest| format!(".{rest}")))
}
