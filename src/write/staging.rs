//! The staging folder: where changed outputs wait, whole, until all are there. It lies in the output folder, so
//! that a rename publishes; it is made when the first output needs it, and removed with all that it holds when
//! dropped. What a killed build left of it is swept by its name.
//!
//! Files that go below an absent folder are staged under their own paths: the tree moves by one rename. That
//! takes fewer calls than making each folder in its place and renaming each file into it.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::base::path::OutPath;
use crate::write::record::{Record, Staged};
use crate::write::temporary;

/// Over how many folders loose files are spread: the system locks a folder while a file is made in it.
const SPREAD: u32 = 16;

/// The staging folder of one build.
pub struct Staging {
    folder: PathBuf,
    tree: PathBuf,
    loose: AtomicU32,
}

impl Staging {
    /// The one below this output folder. Touches nothing.
    pub fn of(root: &Path) -> Self {
        let folder = root.join(temporary::prefix() + "staging");
        Self { tree: folder.join("tree"), folder, loose: AtomicU32::new(0) }
    }

    /// Stages these bytes; `is_below_nothing`: the file's folder is absent. Gives the staged file, still open.
    pub fn stage(&self, path: &OutPath, bytes: &[u8], is_below_nothing: bool) -> io::Result<(Staged, File)> {
        use ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
        if is_below_nothing {
            match fill_below_new(&path.under(&self.tree), bytes) {
                // Two outputs that cannot lie together: the plan says so, with the names of both.
                Err(error) if matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory) => {}
                result => return result.map(|file| (Staged::Tree, file)),
            }
        }
        let number = self.loose.fetch_add(1, Ordering::Relaxed);
        let path = self.loose(number);
        let file = match temporary::fill(&path, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(parent(&path))?;
                temporary::fill(&path, bytes)?
            }
            result => result?,
        };
        Ok((Staged::Loose(number), file))
    }

    /// Where an output's bytes are staged.
    pub fn file(&self, record: &Record) -> PathBuf {
        match record.staged {
            Staged::Tree | Staged::No => record.entry.path.under(&self.tree),
            Staged::Loose(number) => self.loose(number),
        }
    }

    /// Where the files of an absent folder are staged.
    pub fn tree(&self, folder: &str) -> PathBuf {
        self.tree.join(folder)
    }

    fn loose(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{}/{number}", number % SPREAD))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Best effort: what cannot be removed now, the next build sweeps.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes the file and its folder. The folder first: most pages are the only file in theirs.
fn fill_below_new(file: &Path, bytes: &[u8]) -> io::Result<File> {
    match fs::create_dir(parent(file)) {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::create_dir_all(parent(file))?,
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    temporary::create(file, bytes)
}

fn parent(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}
