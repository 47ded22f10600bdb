//! The state of a file, by which an unchanged file is recognised without reading it. File times are coarse: a file that is
//! written twice within one tick of the file system's clock has the same times after both writes. So a state is trusted
//! only if it was older than a tick when it was taken (git calls the others racy).

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::base::Stamp;

/// A generous tick for file systems whose times have fractions of a second.
const FINE_TICK: Duration = Duration::from_millis(50);

/// A generous tick for file systems whose times have none (FAT has two seconds).
const COARSE_TICK: Duration = Duration::from_secs(3);

/// A file's stamp, and whether it can be trusted. The default is that of a file of which nothing is known: never trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileState {
    /// The stamp.
    pub stamp: Stamp,
    /// True if the file had not changed within the last tick when the stamp was taken.
    is_settled: bool,
}

impl FileState {
    /// Takes the state from fresh metadata.
    pub fn of(metadata: &Metadata) -> Self {
        let stamp = Stamp::of(metadata);
        let tick = if stamp.mtime_ns % 1_000_000_000 == 0 { COARSE_TICK } else { FINE_TICK };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let changed = stamp.mtime_ns.max(stamp.ctime_ns);
        let age = i64::try_from(now.as_nanos()).unwrap_or(i64::MAX).saturating_sub(changed);
        // A change in the future proves nothing.
        let is_settled = u128::try_from(age).is_ok_and(|age| age > tick.as_nanos());
        Self { stamp, is_settled }
    }

    /// Returns true if a file in this state holds the same bytes as when it is in state `now`.
    pub fn is_certainly_same(&self, now: &Self) -> bool {
        self.is_settled && self.stamp == now.stamp
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_that_was_just_written_is_not_trusted() {
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
