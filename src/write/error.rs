//! The errors of writing, in plain words, each with the path and advice.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The reason why nothing, or not all, was written.
#[derive(Debug)]
pub enum WriteError {
    /// The folder must not be written to, or not without `force`. Nothing was written.
    Refused {
        /// The output folder.
        folder: PathBuf,
        /// The fault, in words that fit after the folder's name and a colon.
        reason: String,
        /// Advice what to do instead.
        help: String,
    },
    /// A call of the system failed.
    Io {
        /// The attempted action, in words that fit after "cannot".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// Another build writes to the folder and did not end in time. Nothing was written.
    Busy {
        /// The output folder.
        folder: PathBuf,
        /// The other build's process, if its id could be read.
        pid: Option<u32>,
    },
}

impl WriteError {
    /// Advice for the user.
    pub fn help(&self) -> &str {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match self {
            Self::Refused { help, .. } => help,
            Self::Busy { .. } => "wait until it ends, or choose another folder with --output-dir",
            Self::Io { source, .. } => match source.kind() {
                StorageFull | QuotaExceeded => "free some space, then build again",
                PermissionDenied | ReadOnlyFilesystem => {
                    "make the folder writable, or choose another with --output-dir"
                }
                _ => "remove the cause, then build again",
            },
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { folder, reason, .. } => write!(f, "will not write to {}: {reason}", folder.display()),
            Self::Io { action, path, source } => write!(f, "cannot {action} {}: {source}", path.display()),
            Self::Busy { folder, pid: Some(pid) } => {
                write!(f, "another build (process {pid}) is writing to {}", folder.display())
            }
            Self::Busy { folder, pid: None } => write!(f, "another build is writing to {}", folder.display()),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Refused { .. } | Self::Busy { .. } => None,
        }
    }
}

/// Gives an IO error its action and path: `.map_err(io("read", path))`.
pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WriteError {
    move |source| WriteError::Io { action, path: path.to_owned(), source }
}
