//! Watches a site and rebuilds it when it changes, for as long as the process lives. File events are hints that only say
//! when to scan; the engine's scan finds what changed. So a lost event delays a change by seconds and never hides it.
//! Knows nothing of what is done with a generation.

mod debounce;
mod scan_interval;
mod watched_paths;
mod watcher;

use jiff::civil::Date;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::catch_panic;
use crate::engine::{Engine, Generation};
use crate::pipeline::Options;
use crate::watch::debounce::Debounce;
use crate::watch::scan_interval::ScanInterval;
use crate::watch::watched_paths::WatchedPaths;
use crate::watch::watcher::SiteWatcher;

/// The longest time in which only the files that events name are scanned. Then all are, even if events go on.
const MAX_PARTIAL_SCANS: Duration = Duration::from_secs(3);

/// The site to watch, and how to watch and build it.
pub struct WatchOptions {
    /// The options of each rebuild.
    pub build: Options,
    /// Scans at intervals, without events from the system.
    pub is_polling: bool,
    /// Has the last good state of a file stand in for it while it has errors: for previews.
    pub keeps_last_good: bool,
    /// Returns the day to build for, before each rebuild: a preview may run past midnight. `None` leaves it as it is.
    pub today: Box<dyn Fn() -> Option<Date> + Send>,
}

/// A message to the caller of [`watch`].
pub enum Update {
    /// The site has changed.
    Rebuilt(Rebuild),
    /// Something that a reader should know, in one line.
    Note(String),
}

/// A rebuild that changed the site; the first one does.
pub struct Rebuild {
    /// The site as it is now.
    pub generation: Arc<Generation>,
    /// The time from the start of the scan to the generation.
    pub duration: Duration,
}

/// Watches a site, and reports its first generation and each that differs from the one before. Never returns.
pub fn watch(options: WatchOptions, mut report: impl FnMut(Update)) -> ! {
    let WatchOptions { build, is_polling, keeps_last_good, today } = options;
    let mut watcher = SiteWatcher::new(WatchedPaths::new(&build.root, build.config.as_deref()), is_polling);
    let mut interval = ScanInterval::default();
    let mut debounce = Debounce::default();
    let mut rebuilder = Rebuilder::new(build, keeps_last_good);
    loop {
        // Before the scan, so that a change during the scan starts the next one.
        if let Some(note) = watcher.subscribe() {
            report(Update::Note(note));
        }
        let start = Instant::now();
        let outcome = rebuilder.rebuild(today(), |engine| Some(engine.rebuild()));
        interval.record(start.elapsed());
        if let Outcome::Changed(update) = outcome {
            report(update);
        }
        debounce.wait(&watcher, interval.next(watcher.is_polling()));
        // While somebody saves one file after another, only those are scanned, until there is a pause.
        let end = Instant::now() + MAX_PARTIAL_SCANS;
        while Instant::now() < end
            && let Some(paths) = watcher.take_changed_files()
        {
            match rebuilder.rebuild(today(), |engine| engine.rebuild_changed(&paths)) {
                Outcome::NeedsFullScan => break,
                Outcome::Unchanged => {}
                Outcome::Changed(update) => report(update),
            }
            if !debounce.wait_for_more(&watcher) {
                break;
            }
        }
    }
}

/// The result of a rebuild.
enum Outcome {
    /// The scanned files are not enough to tell what the site is now.
    NeedsFullScan,
    /// The site is as it was.
    Unchanged,
    /// The site has changed, or the build panicked.
    Changed(Update),
}

/// The engine of a site, and the last generation that was reported.
struct Rebuilder {
    engine: Engine,
    latest: Option<Arc<Generation>>,
}

impl Rebuilder {
    fn new(options: Options, keeps_last_good: bool) -> Self {
        let engine = Engine::new(options);
        Self { engine: if keeps_last_good { engine.keeping_last_good() } else { engine }, latest: None }
    }

    /// Rebuilds for a day. `rebuild` returns `None` if only a scan of every file can tell what the site is now.
    fn rebuild(
        &mut self,
        today: Option<Date>,
        rebuild: impl FnOnce(&mut Engine) -> Option<Arc<Generation>>,
    ) -> Outcome {
        if let Some(today) = today {
            self.engine.set_day(today);
        }
        let start = Instant::now();
        let generation = match catch_panic(|| rebuild(&mut self.engine)) {
            Ok(Some(generation)) => generation,
            Ok(None) => return Outcome::NeedsFullScan,
            Err(message) => {
                self.engine.reset();
                let note = format!("the build panicked, which is a bug in Trendpress: {message}");
                return Outcome::Changed(Update::Note(note));
            }
        };
        if self.latest.as_ref().is_some_and(|latest| Arc::ptr_eq(latest, &generation)) {
            return Outcome::Unchanged;
        }
        self.latest = Some(Arc::clone(&generation));
        Outcome::Changed(Update::Rebuilt(Rebuild { generation, duration: start.elapsed() }))
    }
}
