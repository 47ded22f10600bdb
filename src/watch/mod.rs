//! Changes on disk to turns of the engine: generation after generation, for as long as the process lives. Events are
//! hints that something may have changed; what has changed the engine sees by looking itself, so that a lost event
//! costs a second and never the truth. Knows nothing of what is done with a generation.

mod eyes;
mod pace;
mod places;

use jiff::civil::Date;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::guard::guarded;
use crate::engine::{Engine, Generation};
use crate::pipeline::Options;
use crate::watch::eyes::Eyes;
use crate::watch::pace::Pace;
use crate::watch::places::Places;

/// A site to watch.
pub struct Watched {
    /// What a build of it is to do.
    pub options: Options,
    /// Whether to look at intervals, and ask the system for no events.
    pub is_polled: bool,
    /// Whether the last good state of what has errors stands in for it: for previews.
    pub keeps_good: bool,
    /// The day to build for, asked before each turn: a preview may run past midnight.
    pub today: fn() -> Option<Date>,
}

/// What comes of watching.
pub enum News {
    /// The site has changed.
    Turned(Turned),
    /// Something that a reader should know, in one line.
    Note(String),
}

/// A turn of the engine that changed something; the first does.
pub struct Turned {
    /// The site as it is now.
    pub generation: Arc<Generation>,
    /// How long the turn took.
    pub took: Duration,
}

/// Watches a site, and tells of its first generation and of each that differs. Never returns.
pub fn watch(watched: Watched, mut tell: impl FnMut(News)) -> ! {
    let Watched { options, is_polled, keeps_good, today } = watched;
    let mut eyes = Eyes::new(Places::new(&options.root, options.config.as_deref()), is_polled);
    let mut pace = Pace::default();
    let mut turner = Turner::new(options, keeps_good);
    loop {
        // Before the turn: what changes from here on wakes the next one.
        if let Some(note) = eyes.open() {
            tell(News::Note(note));
        }
        let start = Instant::now();
        let news = turner.turn(today());
        pace.took(start.elapsed());
        if let Some(news) = news {
            tell(news);
        }
        pace.wait(&eyes);
    }
}

fn engine(options: &Options, keeps_good: bool) -> Engine {
    let engine = Engine::new(options.clone());
    if keeps_good { engine.keeping_good() } else { engine }
}

/// What turns the engine.
struct Turner {
    options: Options,
    keeps_good: bool,
    engine: Engine,
    last: Option<Arc<Generation>>,
}

impl Turner {
    fn new(options: Options, keeps_good: bool) -> Self {
        Self { engine: engine(&options, keeps_good), options, keeps_good, last: None }
    }

    /// Turns the engine once, for a day. Gives what is new, if anything is.
    fn turn(&mut self, today: Option<Date>) -> Option<News> {
        if let Some(today) = today {
            self.options.publication.today = today;
            self.engine.set_day(today);
        }
        let start = Instant::now();
        let generation = match guarded(|| self.engine.turn()) {
            Ok(generation) => generation,
            Err(message) => {
                self.engine = engine(&self.options, self.keeps_good);
                return Some(News::Note(format!("the build panicked, which is a bug in Trendpress: {message}")));
            }
        };
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &generation)) {
            return None;
        }
        self.last = Some(Arc::clone(&generation));
        Some(News::Turned(Turned { generation, took: start.elapsed() }))
    }
}
