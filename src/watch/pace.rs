//! When to look again: soon after the last event of a save, later in a storm of them, and now and then without any.

use std::time::{Duration, Instant};

use crate::watch::eyes::Eyes;

/// How long it must have been quiet after an event. Editors save within a few milliseconds.
const QUIET: Duration = Duration::from_millis(15);

/// The same where many files change at once: what writes them may pause.
const QUIET_IN_STORM: Duration = Duration::from_millis(60);

/// So many events in one wait are a storm: a checkout, a restored folder, a script.
const STORM: usize = 100;

/// How long to wait for quiet at most, in the first wait of a storm; in each further one five times as long as before.
const LONGEST: Duration = Duration::from_millis(300);

/// How long to wait for quiet at most, ever.
const LONGEST_EVER: Duration = Duration::from_secs(3);

/// How long it must have been quiet after a look at single files before all are looked at.
const PAUSE: Duration = Duration::from_millis(300);

/// How often to look without any event, from small sites to big ones.
const LOOKS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// The same where there are no events to be had.
const POLLS: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(5)];

/// How often to look again, as it has shown itself to be bearable.
pub struct Pace {
    /// How long a look took that found nothing or little: the least of late.
    cost: Duration,
    longest: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { cost: Duration::ZERO, longest: LONGEST }
    }
}

impl Pace {
    /// Learns what a turn took.
    pub fn took(&mut self, took: Duration) {
        // The first turn, and one after a template's change, say little of what a look costs.
        self.cost = if self.cost.is_zero() { took } else { took.min(self.cost * 2) };
    }

    /// Waits until something may have changed and has come to rest, or until it is time to look anyway.
    pub fn wait(&mut self, eyes: &Eyes) {
        // Looking for nothing takes a fiftieth of the time; polling, a tenth.
        let patience = if eyes.is_polling() {
            (self.cost * 10).clamp(POLLS[0], POLLS[1])
        } else {
            (self.cost * 50).clamp(LOOKS[0], LOOKS[1])
        };
        if eyes.wait(patience) {
            self.rest(eyes);
        } else {
            self.longest = LONGEST;
        }
    }

    /// Waits a little for more to change, and for it to come to rest. Whether anything did.
    pub fn wait_on(&mut self, eyes: &Eyes) -> bool {
        let is_more = eyes.wait(PAUSE);
        if is_more {
            self.rest(eyes);
        }
        is_more
    }

    /// Waits until what has begun to change has come to rest.
    fn rest(&mut self, eyes: &Eyes) {
        let end = Instant::now() + self.longest;
        let mut events = 1;
        loop {
            let quiet = if events < STORM { QUIET } else { QUIET_IN_STORM };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                self.longest = (self.longest * 5).min(LONGEST_EVER);
                return;
            }
            if !eyes.wait(quiet.min(left)) && quiet <= left {
                self.longest = LONGEST;
                return;
            }
            events += 1;
        }
    }
}
