//! `build --watch`: writes each state of the site to the output folder, unless it has errors.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

use crate::cli::arguments::{Build, Common};
use crate::cli::build::write_error;
use crate::cli::findings::print_human;
use crate::cli::options::{options, today, watch_options};
use crate::cli::rebuild_log::RebuildLog;
use crate::cli::terminal::{print_note, print_summary, print_warning};
use crate::cli::{CommandResult, Outcome, signals};
use crate::pipeline::{Comparison, Options};
use crate::publish;
use crate::watch::{Rebuild, Update, WatchOptions, watch};
use crate::write::{Target, WriteError, WriteSummary};

/// The time that a signal leaves to a write that is under way. The next build mends what is cut off.
const WRITE_GRACE: Duration = Duration::from_millis(100);

/// The time between two looks whether the write has ended.
const WRITE_POLL: Duration = Duration::from_millis(5);

/// Builds and writes the site at each change, until a signal comes or the output folder is refused.
pub fn build_watch(common: &Common, arguments: &Build) -> CommandResult {
    let options = options(common, &arguments.publishing)?;
    let writer = Writer {
        options: options.clone(),
        folder: arguments.output_dir.clone(),
        force: arguments.force,
        log: RebuildLog::new(common.quiet),
    };
    let watch_options = watch_options(options, arguments.publishing.at, arguments.poll, false);
    let write_lock = Arc::new(Mutex::new(()));
    let watcher_lock = Arc::clone(&write_lock);
    let outcome = signals::run_until_signal(|| {
        print_summary(common, "watching for changes; ^C stops");
        let (end, ended) = oneshot::channel();
        thread::Builder::new().spawn(move || write_each(watch_options, writer, &watcher_lock, end))?;
        Ok(ended)
    });
    let end = Instant::now() + WRITE_GRACE;
    while write_lock.try_lock().is_err() && Instant::now() < end {
        thread::sleep(WRITE_POLL);
    }
    Ok(outcome)
}

/// Writes each generation. Sends the outcome to `end` if the output folder is refused.
fn write_each(options: WatchOptions, mut writer: Writer, lock: &Mutex<()>, end: oneshot::Sender<Outcome>) -> ! {
    let mut end = Some(end);
    watch(options, |update| match update {
        Update::Note(note) => print_note(&note),
        Update::Rebuilt(rebuild) => {
            let _guard = lock.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(outcome) = writer.write(&rebuild)
                && let Some(end) = end.take()
            {
                // Fails if a signal has ended the command already.
                let _ = end.send(outcome);
            }
        }
    })
}

/// Writes generations to the output folder.
struct Writer {
    options: Options,
    folder: Option<PathBuf>,
    force: bool,
    log: RebuildLog,
}

impl Writer {
    /// Writes a generation, unless it has errors.
    ///
    /// # Errors
    /// The outcome of the command if the output folder is refused: it would be refused each time.
    fn write(&mut self, rebuild: &Rebuild) -> CommandResult<()> {
        let generation = &rebuild.generation;
        if generation.error_count() > 0 {
            self.log.print(rebuild, "; nothing was written");
            return Ok(());
        }
        let outputs = match generation.outputs() {
            Ok(outputs) => outputs,
            Err(findings) => {
                print_human(&findings, generation.texts());
                self.log.print(rebuild, "; nothing was written");
                return Ok(());
            }
        };
        let folder = self.folder.clone().unwrap_or_else(|| self.options.root.join(&generation.settings().output_dir));
        let target = Target { folder: &folder, site_root: &self.options.root, force: self.force };
        self.options.publication.today = today(self.options.at, &self.options.root, self.options.config.as_deref());
        match publish::write_outputs(&outputs, &target, &generation.reports(&self.options)) {
            Ok((written, comparison)) => {
                self.print(rebuild, written.as_ref(), &comparison);
                Ok(())
            }
            Err(error @ WriteError::Refused { .. }) => Err(write_error(&error)),
            Err(error) => {
                write_error(&error);
                Ok(())
            }
        }
    }

    /// Prints a rebuild and what was written of it, if anything was.
    fn print(&mut self, rebuild: &Rebuild, written: Option<&WriteSummary>, comparison: &Comparison) {
        print_human(comparison.refusal.as_slice(), rebuild.generation.texts());
        if let Some(warning) = &comparison.warning {
            print_warning(warning);
        }
        let Some(written) = written else {
            return self.log.print(rebuild, "; nothing was written");
        };
        for note in &written.notes {
            print_note(note);
        }
        self.log.print(rebuild, &format!(", {} changed, {} removed", written.written, written.removed));
    }
}
