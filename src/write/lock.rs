//! Lets one build at a time write to an output folder: an advisory lock of the operating system on a file in it, which
//! holds the process's id. A killed owner's lock ends with the process, so none can be stuck.
//!
//! The file is removed when the build ends, because the whole output folder is published and must not differ from build
//! to build. Removing a lock file is safe only if every taker checks that the file it locked is still the one under that
//! name. If the system cannot tell (no inodes), the file stays, empty.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::write::error::{WriteError, io};

/// The lock file's name.
pub const NAME: &str = ".trendpress-lock";

/// The pause between two tries: the system has no lock with a time limit.
const PAUSE: Duration = Duration::from_millis(20);

/// The longest time in which a folder that other builds remove is made again.
const RECREATION_TIMEOUT: Duration = Duration::from_secs(1);

/// The right to write to a folder, until dropped.
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Waits for the lock, up to a time. On a file system without locks, returns at once, with a note that says so.
    ///
    /// # Errors
    /// [`WriteError::Busy`] if another build holds it longer.
    pub fn take(folder: &Path, timeout: Duration) -> Result<(Self, Option<String>), WriteError> {
        let path = folder.join(NAME);
        let start = Instant::now();
        loop {
            let file = match open(folder, &path) {
                // Its owner failed and removed the folder that it had created.
                // Some folders of the system are there and take no files, however often one tries.
                Err(WriteError::Io { source, .. })
                    if source.kind() == ErrorKind::NotFound && start.elapsed() < timeout.min(RECREATION_TIMEOUT) =>
                {
                    fs::create_dir_all(folder).map_err(io("create", folder))?;
                    std::thread::sleep(PAUSE);
                    continue;
                }
                result => result?,
            };
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok((Self::sign(path, file), None)),
                // Its owner removed it after we opened it; the next taker would open another one.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if start.elapsed() >= timeout => {
                    let pid = fs::read_to_string(&path).ok().and_then(|pid| pid.trim().parse().ok());
                    return Err(WriteError::Busy { folder: folder.to_owned(), pid });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    let note = format!("{} cannot be locked: do not run two builds at once", folder.display());
                    return Ok((Self::sign(path, file), Some(note)));
                }
                Err(TryLockError::Error(error)) => return Err(io("lock", &path)(error)),
            }
        }
    }

    fn sign(path: PathBuf, mut file: File) -> Self {
        // The id only tells others whom they wait for. The lock holds without it, so a full disk is no reason to stop.
        let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
        Self { path, file }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still locked, so that no other owner's file is removed.
        let _ = if cfg!(unix) { fs::remove_file(&self.path) } else { self.file.set_len(0) };
    }
}

fn open(folder: &Path, path: &Path) -> Result<File, WriteError> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(WriteError::Refused {
            folder: folder.to_owned(),
            reason: format!("its `{NAME}` is not a file"),
            help: format!("remove `{NAME}` from it"),
        });
    }
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path).map_err(io("open", path))
}

/// Returns true if the file is still the one under this name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: io::Result<Metadata>| metadata.map(|metadata| (metadata.dev(), metadata.ino())).ok();
    let locked = identity(file.metadata());
    locked.is_some() && locked == identity(fs::symlink_metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_second_build_learns_who_has_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (lock, _) = Lock::take(folder.path(), Duration::ZERO).unwrap();
        let Err(WriteError::Busy { pid, .. }) = Lock::take(folder.path(), Duration::from_millis(50)) else {
            panic!("taken twice")
        };
        assert_eq!(pid, Some(std::process::id()));
        drop(lock);
        assert!(Lock::take(folder.path(), Duration::ZERO).is_ok());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn never_two_owners_although_the_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let owners = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let lock = Lock::take(folder.path(), Duration::from_secs(30)).unwrap();
                        assert_eq!(owners.fetch_add(1, Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        owners.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
    }

    #[test]
    fn a_dead_owners_file_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "1\n").unwrap();
        assert!(Lock::take(folder.path(), Duration::ZERO).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), folder.path().join(NAME)).unwrap();
        assert!(matches!(Lock::take(folder.path(), Duration::ZERO), Err(WriteError::Refused { .. })));
        assert!(!folder.path().join("elsewhere").exists());
    }
}
