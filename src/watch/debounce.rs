//! Debouncing: waits until a burst of file events is over, so that a save or a checkout makes one rebuild and not
//! one for each event.

use std::time::{Duration, Instant};

use crate::watch::watcher::SiteWatcher;

/// The debounce time: a burst is over after this long without an event. Editors save within a few milliseconds.
const DEBOUNCE: Duration = Duration::from_millis(15);

/// The debounce time of a bulk change: scripts and checkouts pause between files.
const BULK_DEBOUNCE: Duration = Duration::from_millis(60);

/// A burst of at least this many events is a bulk change.
const BULK_EVENTS: usize = 100;

/// The longest wait for the end of a burst. Each wait that a burst outlasts has the next one take five times as long.
const FIRST_LIMIT: Duration = Duration::from_millis(300);

/// The longest wait for the end of a burst that goes on and on.
const LAST_LIMIT: Duration = Duration::from_secs(3);

/// The pause after a scan of single files that starts a scan of all.
const FULL_SCAN_DELAY: Duration = Duration::from_millis(300);

/// Waits for bursts of events to end.
pub struct Debounce {
    /// The longest wait for the end of the next burst.
    limit: Duration,
}

impl Default for Debounce {
    fn default() -> Self {
        Self { limit: FIRST_LIMIT }
    }
}

impl Debounce {
    /// Waits for an event and the end of its burst, or until the time is up.
    pub fn wait(&mut self, watcher: &SiteWatcher, timeout: Duration) {
        if watcher.wait(timeout) {
            self.settle(watcher);
        } else {
            self.limit = FIRST_LIMIT;
        }
    }

    /// Waits a little for another event, and for the end of its burst. Returns true if there was one.
    pub fn wait_for_more(&mut self, watcher: &SiteWatcher) -> bool {
        let has_more = watcher.wait(FULL_SCAN_DELAY);
        if has_more {
            self.settle(watcher);
        }
        has_more
    }

    /// Waits for the end of a burst whose first event has come.
    fn settle(&mut self, watcher: &SiteWatcher) {
        let end = Instant::now() + self.limit;
        let mut events = 1;
        loop {
            let debounce = if events < BULK_EVENTS { DEBOUNCE } else { BULK_DEBOUNCE };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.limit = (self.limit * 5).min(LAST_LIMIT);
                return;
            }
            if !watcher.wait(debounce.min(left)) && debounce <= left {
                self.limit = FIRST_LIMIT;
                return;
            }
            events += 1;
        }
    }
}
