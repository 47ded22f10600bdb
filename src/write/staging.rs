//! The staging folder: changed outputs wait there, whole, until all are made. It lies in the output folder, so that a
//! rename publishes a file. It is created with the first file, and removed with all that it holds when dropped; what a
//! killed build left of it is swept by its name.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::write::temporary;

/// The number of folders that the files are spread over. The system locks a folder while a file is created in it: with
/// one folder alone, two threads take a quarter longer.
const SPREAD: u32 = 16;

/// The staging folder of one build.
pub struct Staging {
    folder: PathBuf,
    count: AtomicU32,
}

impl Staging {
    /// The staging folder below an output folder. Touches nothing.
    pub fn new(root: &Path) -> Self {
        Self { folder: root.join(temporary::prefix() + "staging"), count: AtomicU32::new(0) }
    }

    /// Writes a file and returns its number.
    pub fn stage(&self, bytes: &[u8]) -> io::Result<u32> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let path = self.file(number);
        match temporary::create(&path, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(self.part(number))?;
                temporary::create(&path, bytes)?;
            }
            result => result?,
        }
        Ok(number)
    }

    /// The path of a staged file.
    pub fn file(&self, number: u32) -> PathBuf {
        self.part(number).join(number.to_string())
    }

    fn part(&self, number: u32) -> PathBuf {
        self.folder.join((number % SPREAD).to_string())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Best effort: what cannot be removed now, the next build sweeps.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
