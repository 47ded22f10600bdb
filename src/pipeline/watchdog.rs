//! Watches how long each page takes. A template that prints in its loops is stopped by its buffer; one that does not cannot
//! be interrupted, and would keep a build from ever ending.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// The time after which a page counts as stuck: longer than its buffer gives it, so that a page which prints is a finding among
/// others.
pub const STUCK: Duration = Duration::from_secs(15);

/// The time between two looks at the pages.
const INTERVAL: Duration = Duration::from_millis(250);

/// The pages that are being made.
pub struct Watchdog<P> {
    pages: Mutex<Vec<Page<P>>>,
    end: Mutex<bool>,
    ended: Condvar,
}

struct Page<P> {
    thread: ThreadId,
    name: P,
    start: Instant,
}

impl<P> Default for Watchdog<P> {
    fn default() -> Self {
        Self { pages: Mutex::default(), end: Mutex::default(), ended: Condvar::default() }
    }
}

impl<P: Copy + Send> Watchdog<P> {
    /// Does some work. Calls `stuck` with the name of each page that takes too long, again and again, from another thread.
    pub fn watch<T>(&self, stuck: impl Fn(P) + Send, work: impl FnOnce() -> T) -> T {
        thread::scope(|scope| {
            scope.spawn(|| self.look(stuck));
            // Lets the thread end even if the work panics.
            let _end = End { end: &self.end, ended: &self.ended };
            work()
        })
    }

    /// Makes a page, which counts as stuck if that takes too long.
    pub fn page<T>(&self, name: P, make: impl FnOnce() -> T) -> T {
        let page = Page { thread: thread::current().id(), name, start: Instant::now() };
        let lock = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        lock().push(page);
        let result = make();
        // A thread that waits for others may make another page in the meantime; the last is the one that has ended.
        let mut pages = lock();
        let place = pages.iter().rposition(|page| page.thread == thread::current().id());
        place.map(|place| pages.remove(place));
        result
    }

    fn look(&self, stuck: impl Fn(P)) {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        while !*end {
            end = self.ended.wait_timeout(end, INTERVAL).unwrap_or_else(PoisonError::into_inner).0;
            let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
            pages.iter().filter(|page| page.start.elapsed() > STUCK).for_each(|page| stuck(page.name));
        }
    }
}

/// Ends the watch when it is dropped.
struct End<'a> {
    end: &'a Mutex<bool>,
    ended: &'a Condvar,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn pages_are_watched_while_they_are_made_and_not_after() {
        let (watchdog, calls) = (Watchdog::default(), AtomicUsize::new(0));
        let stuck = |_: &str| {
            calls.fetch_add(1, Ordering::Relaxed);
        };
        watchdog.watch(stuck, || {
            watchdog.page("quick", || ());
            let begun = || watchdog.pages.lock().unwrap().iter().map(|page| page.name).collect::<Vec<_>>();
            assert_eq!(watchdog.page("outer", || watchdog.page("inner", begun)), ["outer", "inner"]);
            watchdog.page("slow", || {
                watchdog.pages.lock().unwrap()[0].start -= 2 * STUCK;
                while calls.load(Ordering::Relaxed) == 0 {
                    thread::yield_now();
                }
            });
        });
        assert!(watchdog.pages.lock().unwrap().is_empty());
    }
}
