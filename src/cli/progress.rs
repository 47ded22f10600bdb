//! Progress of long builds, where somebody watches: a bar on a terminal after half a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
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
