//! Stamps: the metadata by which a changed file is told from an unchanged one without reading it. Stamps are compared
//! for equality only, never for age: clocks go backwards.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;

/// A file's metadata at one time. Writing, touching, renaming or replacing the file changes at least one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The inode; 0 on systems without inodes.
    pub ino: u64,
    /// The size, in bytes.
    pub size: u64,
    /// The time of the last change of the content, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// The time of the last change of content, name or permissions, in nanoseconds since 1970; on systems without it,
    /// the time of creation.
    pub ctime_ns: i64,
}

impl Stamp {
    /// Takes the stamp from metadata.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        // Beyond the year 2262 this wraps; different times stay different.
        let ns = |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest);
        Self {
            ino: metadata.ino(),
            size: metadata.size(),
            mtime_ns: ns(metadata.mtime(), metadata.mtime_nsec()),
            ctime_ns: ns(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// Takes the stamp from metadata.
    #[cfg(not(unix))]
    pub fn of(metadata: &Metadata) -> Self {
        use std::io;
        use std::time::{SystemTime, UNIX_EPOCH};
        let ns = |time: io::Result<SystemTime>| {
            let since = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or_default()
        };
        Self { ino: 0, size: metadata.len(), mtime_ns: ns(metadata.modified()), ctime_ns: ns(metadata.created()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn writing_or_replacing_a_file_changes_its_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let stamp = || Stamp::of(&fs::symlink_metadata(&path).unwrap());
        fs::write(&path, "one").unwrap();
        let first = stamp();
        assert_eq!(stamp(), first);
        fs::write(&path, "longer").unwrap();
        assert_ne!(stamp(), first);
        fs::write(folder.path().join("b"), "one").unwrap();
        fs::rename(folder.path().join("b"), &path).unwrap();
        assert_ne!(stamp(), first);
    }

    #[test]
    fn a_stamp_survives_serialisation() {
        let stamp = Stamp { ino: u64::MAX, size: 3, mtime_ns: -1, ctime_ns: i64::MAX };
        let text = serde_json::to_string(&stamp).unwrap();
        assert_eq!(serde_json::from_str::<Stamp>(&text).unwrap(), stamp);
    }
}
