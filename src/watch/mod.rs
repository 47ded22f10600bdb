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
    /// How many turns have changed something, this one included.
    pub number: u64,
    /// How long the turn took.
    pub took: Duration,
}

/// Watches a site, and tells of its first generation and of each that differs. Never returns.
pub fn watch(watched: Watched, mut tell: impl FnMut(News)) -> ! {
    let Watched { mut options, is_polled, today } = watched;
    let mut eyes = Eyes::new(Places::new(&options.root, options.config.as_deref()), is_polled);
    let mut pace = Pace::default();
    let mut engine = Engine::new(options.clone());
    let mut last: Option<Arc<Generation>> = None;
    let mut number = 0;
    loop {
        // Before the turn: what changes from here on wakes the next one.
        if let Some(note) = eyes.open() {
            tell(News::Note(note));
        }
        if let Some(today) = today().filter(|today| *today != options.publication.today) {
            options.publication.today = today;
            engine = Engine::new(options.clone());
        }
        let start = Instant::now();
        match guarded(|| engine.turn()) {
            Ok(generation) => {
                let took = start.elapsed();
                pace.took(took);
                if !last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &generation)) {
                    number += 1;
                    last = Some(Arc::clone(&generation));
                    tell(News::Turned(Turned { generation, number, took }));
                }
            }
            Err(message) => {
                tell(News::Note(format!("the build panicked, which is a bug in Trendpress: {message}")));
                engine = Engine::new(options.clone());
            }
        }
        pace.wait(&eyes);
    }
}
