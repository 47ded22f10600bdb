//! What the system said of a file when it was looked at, and whether that is enough to be sure later that nobody
//! wrote to it in between: times of files are coarse, and a file that was written to twice within one tick looks as if
//! it had been written to once.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::base::stamp::Stamp;

/// The tick of file systems that give times in fractions of a second, and some.
const FINE: Duration = Duration::from_millis(50);

/// That of those that do not (FAT has two seconds).
const COARSE: Duration = Duration::from_secs(3);

/// A file's stamp, and whether it was older than a tick when it was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// The system's marks of the file.
    pub stamp: Stamp,
    is_settled: bool,
}

impl FileState {
    /// What the system says now.
    pub fn of(metadata: &Metadata) -> Self {
        let stamp = Stamp::of(metadata);
        let tick = if stamp.mtime_ns % 1_000_000_000 == 0 { COARSE } else { FINE };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let changed = stamp.mtime_ns.max(stamp.ctime_ns);
        let age = i64::try_from(now.as_nanos()).unwrap_or(i64::MAX).saturating_sub(changed);
        // A time to come is no age: then nothing is sure.
        let is_settled = u128::try_from(age).is_ok_and(|age| age > tick.as_nanos());
        Self { stamp, is_settled }
    }

    /// Whether a file that was state like this before, and is state as `now`, is sure to hold the same bytes.
    pub fn is_certainly_same(&self, now: &Self) -> bool {
        self.is_settled && self.stamp == now.stamp
    }
}

impl Default for FileState {
    /// Of a file of which nothing is known; never sure.
    fn default() -> Self {
        Self { stamp: Stamp { ino: 0, size: 0, mtime_ns: 0, ctime_ns: 0 }, is_settled: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_just_written_is_not_sure_and_one_of_last_year_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let state = FileState::of(&fs::metadata(&path).unwrap());
        assert!(!state.is_certainly_same(&state));
        let settled = FileState { is_settled: true, ..state };
        assert!(settled.is_certainly_same(&state));
        fs::write(&path, "other").unwrap();
        assert!(!settled.is_certainly_same(&FileState::of(&fs::metadata(&path).unwrap())));
    }
}
