//! Progress of long builds, where somebody watches: a bar on a terminal after half a second; and, for who asks, a table
//! of what each stage took.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::pipeline::Step;

/// How long a build may take before it shows progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears when a build takes long.
pub struct Bar {
    inner: ProgressBar,
    start: Instant,
    is_shown: AtomicBool,
    is_wanted: bool,
}

impl Bar {
    /// A bar, shown at most where standard error is a terminal and `quiet` is not asked for.
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:>10} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        let is_wanted = !quiet && std::io::stderr().is_terminal();
        Self { inner: bar, start: Instant::now(), is_shown: AtomicBool::new(false), is_wanted }
    }

    /// Takes a sign of progress, from any thread.
    pub fn step(&self, step: Step) {
        if !self.is_wanted {
            return;
        }
        match step {
            Step::Begin(stage, items) => {
                self.inner.set_length(items as u64);
                self.inner.set_position(0);
                self.inner.set_message(stage);
            }
            Step::Item => self.inner.inc(1),
            Step::Reused(_) => {}
        }
        if self.start.elapsed() > PATIENCE && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.inner.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.inner.finish_and_clear();
    }
}

/// What each stage took, by the signs of progress.
#[derive(Default)]
pub struct Timings {
    stages: Mutex<Vec<Stage>>,
}

struct Stage {
    name: &'static str,
    begun: Instant,
    items: usize,
    reused: usize,
}

impl Timings {
    /// Takes a sign of progress.
    pub fn step(&self, step: Step) {
        // Only beginnings are of interest here, and they are few.
        if step == Step::Item {
            return;
        }
        let Ok(mut stages) = self.stages.lock() else { return };
        match step {
            Step::Begin(name, items) => stages.push(Stage { name, begun: Instant::now(), items, reused: 0 }),
            Step::Reused(count) => stages.last_mut().into_iter().for_each(|stage| stage.reused += count),
            Step::Item => {}
        }
    }

    /// The table: a line for each stage, in order, and the whole.
    pub fn table(&self) -> String {
        let mut table = format!("{:<12} {:>9} {:>8} {:>8}\n", "stage", "ms", "items", "reused");
        let Ok(stages) = self.stages.lock() else { return table };
        let ends = stages.iter().skip(1).map(|stage| stage.begun).chain([Instant::now()]);
        for (stage, end) in stages.iter().zip(ends) {
            let took = (end - stage.begun).as_secs_f64() * 1e3;
            // Writing to a String cannot fail.
            let _ = writeln!(table, "{:<12} {took:>9.1} {:>8} {:>8}", stage.name, stage.items, stage.reused);
        }
        let whole = stages.first().map_or(0.0, |first| first.begun.elapsed().as_secs_f64() * 1e3);
        let _ = writeln!(table, "{:<12} {whole:>9.1}", "all");
        table
    }
}
