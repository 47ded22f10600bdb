//! `build --watch`: each state of the site written to the output folder, unless it has errors.

use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

use crate::cli::arguments::{Build, Common};
use crate::cli::build::{failed, options, summary, today};
use crate::cli::turns::Turns;
use crate::cli::{Outcome, err, stop};
use crate::pipeline::Options;
use crate::watch::{News, Turned, Watched, watch};
use crate::write::{Target, WriteError, write};

/// How long a signal waits for a write that is under way. What is cut off then, the next build mends.
const PATIENCE: Duration = Duration::from_millis(100);

/// How often it looks whether the write is done.
const LOOK: Duration = Duration::from_millis(5);

/// What is to be watched. Without a day, each turn is for the day that it is.
pub fn watched(options: Options, day: Option<Date>, is_polled: bool, keeps_good: bool) -> Watched {
    let today: fn() -> Option<Date> = if day.is_some() { || None } else { || today(None).ok() };
    Watched { options, is_polled, keeps_good, today }
}

/// Builds and writes the site at each change, until a signal comes or the output folder is refused.
pub fn build(common: &Common, arguments: &Build) -> Outcome {
    let options = match options(common, &arguments.publishing) {
        Ok(options) => options,
        Err(outcome) => return outcome,
    };
    let writer = Writer {
        root: options.root.clone(),
        folder: arguments.output_dir.clone(),
        force: arguments.force,
        turns: Turns::new(common.quiet),
    };
    let watched = watched(options, arguments.publishing.at, arguments.poll, false);
    let writing = Arc::new(Mutex::new(()));
    let held = Arc::clone(&writing);
    let outcome = stop::wait(|| {
        summary(common, "watching for changes; ^C stops");
        let (refuse, refused) = oneshot::channel();
        thread::Builder::new().spawn(move || follow(watched, writer, &held, refuse))?;
        Ok(refused)
    });
    let end = Instant::now() + PATIENCE;
    while writing.try_lock().is_err() && Instant::now() < end {
        thread::sleep(LOOK);
    }
    outcome
}

/// Writes generation after generation.
fn follow(watched: Watched, mut writer: Writer, writing: &Mutex<()>, refuse: oneshot::Sender<Outcome>) -> ! {
    let mut refuse = Some(refuse);
    watch(watched, |news| match news {
        News::Note(note) => err(&format!("note: {note}\n")),
        News::Turned(turned) => {
            let _writing = writing.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(outcome) = writer.write(&turned)
                && let Some(refuse) = refuse.take()
            {
                let _ = refuse.send(outcome);
            }
        }
    })
}

/// What writes generations.
struct Writer {
    root: PathBuf,
    folder: Option<PathBuf>,
    force: bool,
    turns: Turns,
}

impl Writer {
    /// Writes a generation, unless it has errors.
    ///
    /// # Errors
    /// What to end with, where the output folder is refused: it will be next time.
    fn write(&mut self, turned: &Turned) -> Result<(), Outcome> {
        let generation = &turned.generation;
        if generation.errors() > 0 {
            self.turns.show(turned, "; nothing was written");
            return Ok(());
        }
        let outputs = match generation.outputs() {
            Ok(outputs) => outputs,
            Err(findings) => {
                crate::cli::report::human(&findings, generation.texts());
                self.turns.show(turned, "; nothing was written");
                return Ok(());
            }
        };
        let folder = self.folder.clone().unwrap_or_else(|| self.root.join(&generation.settings().output_dir));
        let target = Target { folder: &folder, site_root: &self.root, force: self.force };
        match write(&outputs, &target) {
            Ok(written) => {
                for note in &written.notes {
                    err(&format!("note: {note}\n"));
                }
                let outcome = format!(", {} changed, {} removed", written.written, written.removed);
                self.turns.show(turned, &outcome);
                Ok(())
            }
            Err(error @ WriteError::Refused { .. }) => Err(failed(&error)),
            Err(error) => {
                failed(&error);
                Ok(())
            }
        }
    }
}
