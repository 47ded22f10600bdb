//! Changes on disk to turns of the engine: generation after generation, for as long as the process lives. Events are
//! hints that something may have changed; what has changed the engine sees by looking itself, so that a lost event
//! costs a second and never the truth. Knows nothing of what is done with a generation.

mod eyes;
mod pace;
mod places;

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::base::catch_panic::catch_panic;
use crate::engine::{Engine, Generation};
use crate::pipeline::Options;
use crate::watch::eyes::Eyes;
use crate::watch::pace::Pace;
use crate::watch::places::Places;

/// How long at most only those files are looked at that events are about.
const TRUST: Duration = Duration::from_secs(3);

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
        let came = turner.turn(today());
        pace.took(start.elapsed());
        if let Came::News(news) = came {
            tell(news);
        }
        pace.wait(&eyes);
        // One file after another, as somebody writes: a look at all the others comes when they pause, and in time.
        let end = Instant::now() + TRUST;
        while Instant::now() < end
            && let Some(hints) = eyes.hints()
        {
            match turner.turn_at(&hints, today()) {
                Came::Unsure => break,
                Came::Nothing => {}
                Came::News(news) => tell(news),
            }
            if !pace.wait_on(&eyes) {
                break;
            }
        }
    }
}

/// What came of a turn.
enum Came {
    /// Not what the site is now: the files that were looked at say too little.
    Unsure,
    /// Nothing new.
    Nothing,
    /// Something new.
    News(News),
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

    /// Turns the engine once, for a day.
    fn turn(&mut self, today: Option<Date>) -> Came {
        self.turned(today, |engine| Some(engine.turn()))
    }

    /// Turns the engine once, for a day, with a look at these files alone.
    fn turn_at(&mut self, paths: &BTreeSet<PathBuf>, today: Option<Date>) -> Came {
        self.turned(today, |engine| engine.turn_at(paths))
    }

    fn turned(&mut self, today: Option<Date>, turn: impl FnOnce(&mut Engine) -> Option<Arc<Generation>>) -> Came {
        if let Some(today) = today {
            self.options.publication.today = today;
            self.engine.set_day(today);
        }
        let start = Instant::now();
        let generation = match catch_panic(|| turn(&mut self.engine)) {
            Ok(Some(generation)) => generation,
            Ok(None) => return Came::Unsure,
            Err(message) => {
                self.engine = engine(&self.options, self.keeps_good);
                let note = format!("the build panicked, which is a bug in Trendpress: {message}");
                return Came::News(News::Note(note));
            }
        };
        if self.last.as_ref().is_some_and(|last| Arc::ptr_eq(last, &generation)) {
            return Came::Nothing;
        }
        self.last = Some(Arc::clone(&generation));
        Came::News(News::Turned(Turned { generation, took: start.elapsed() }))
    }
}
