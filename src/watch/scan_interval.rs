//! The time between two scans of all files when no event comes: short for small sites, longer where scans take long.

use std::ops::RangeInclusive;
use std::time::Duration;

/// The interval while the system gives events: a safety net for those that get lost.
const SAFETY_SCAN: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(5);

/// The interval while polling.
const POLL: RangeInclusive<Duration> = Duration::from_millis(250)..=Duration::from_secs(5);

/// Derives the interval from what earlier scans took.
#[derive(Default)]
pub struct ScanInterval {
    /// The least that a scan took of late.
    scan_cost: Duration,
}

impl ScanInterval {
    /// Takes the duration of a rebuild into account. One may cost far more than its scan, as the first does.
    pub fn record(&mut self, duration: Duration) {
        self.scan_cost = if self.scan_cost.is_zero() { duration } else { duration.min(self.scan_cost * 2) };
    }

    /// The time until the next scan: scans take at most a tenth of the time while polling, a fiftieth otherwise.
    pub fn next(&self, is_polling: bool) -> Duration {
        let (factor, limits) = if is_polling { (10, POLL) } else { (50, SAFETY_SCAN) };
        (self.scan_cost * factor).clamp(*limits.start(), *limits.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_scans_are_rarer_and_one_slow_rebuild_counts_little() {
        let mut interval = ScanInterval::default();
        interval.record(Duration::from_millis(50));
        assert_eq!(interval.next(true), Duration::from_millis(500));
        assert_eq!(interval.next(false), Duration::from_millis(2_500));
        interval.record(Duration::from_mins(1));
        assert_eq!(interval.next(true), Duration::from_secs(1));
        interval.record(Duration::from_millis(1));
        assert_eq!(interval.next(true), Duration::from_millis(250));
    }
}
