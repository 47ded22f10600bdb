//! What the system says of a file, in a few numbers: two equal stamps of one path mean that nobody touched the
//! file in between. Never "newer than", only "different": clocks go backwards. Knows nothing of paths and bytes.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;

/// The system's marks of one file at one time. Replacing, renaming, writing and touching a file change one at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// The file's number in its file system; 0 where the system has none.
    pub ino: u64,
    /// How many bytes it has.
    pub size: u64,
    /// When its bytes changed, in nanoseconds since 1970.
    pub mtime_ns: i64,
    /// When its bytes, name or rights changed, in nanoseconds since 1970; where the system does not say, when
    /// it was created.
    pub ctime_ns: i64,
}

impl Stamp {
    /// The stamp of the file that this was asked of.
    #[cfg(unix)]
    pub fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        // Wraps for times beyond the year 2262: still different where they are.
        let ns = |seconds: i64, rest: i64| seconds.wrapping_mul(1_000_000_000).wrapping_add(rest);
        Self {
            ino: metadata.ino(),
            size: metadata.size(),
            mtime_ns: ns(metadata.mtime(), metadata.mtime_nsec()),
            ctime_ns: ns(metadata.ctime(), metadata.ctime_nsec()),
        }
    }

    /// The stamp of the file that this was asked of.
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
    fn a_file_keeps_its_stamp_until_it_is_written_or_replaced() {
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
    fn a_stamp_is_read_as_it_was_stored() {
        let stamp = Stamp { ino: u64::MAX, size: 3, mtime_ns: -1, ctime_ns: i64::MAX };
        let text = serde_json::to_string(&stamp).unwrap();
        assert_eq!(serde_json::from_str::<Stamp>(&text).unwrap(), stamp);
    }
}
