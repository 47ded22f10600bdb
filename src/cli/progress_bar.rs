//! The progress bar of a long build: shown on a terminal, after half a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::pipeline::Step;

/// The time that a build may take before the bar appears.
const DELAY: Duration = Duration::from_millis(500);

/// The progress of a build, with a bar that appears if it takes long.
pub struct BuildProgress {
    bar: ProgressBar,
    start: Instant,
    is_enabled: bool,
    is_shown: AtomicBool,
}

impl BuildProgress {
    /// Creates a hidden bar. It stays hidden if standard error is no terminal, or for `--quiet`.
    pub fn new(is_quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg:>10} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        let is_enabled = !is_quiet && std::io::stderr().is_terminal();
        Self { bar, start: Instant::now(), is_enabled, is_shown: AtomicBool::new(false) }
    }

    /// Moves the bar by a step of the build, from any thread.
    pub fn step(&self, step: Step) {
        if !self.is_enabled {
            return;
        }
        match step {
            Step::Begin(stage, items) => {
                self.bar.set_length(items as u64);
                self.bar.set_position(0);
                self.bar.set_message(stage);
            }
            Step::Item => self.bar.inc(1),
            Step::Reused(_) => {}
        }
        if self.start.elapsed() > DELAY && !self.is_shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Removes the bar from the terminal.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
