//! `--timings`: a table of the time that each stage of a build took.

use std::sync::Mutex;
use std::time::Instant;

use crate::pipeline::Step;

/// The stages of a build so far.
#[derive(Default)]
pub struct Timings {
    stages: Mutex<Vec<Stage>>,
}

struct Stage {
    name: &'static str,
    start: Instant,
    items: usize,
    reused: usize,
}

impl Timings {
    /// Records a step of the build, from any thread.
    pub fn step(&self, step: Step) {
        // There is one such step for each item, and the table does not need them: they do not wait for the lock.
        if step == Step::Item {
            return;
        }
        let Ok(mut stages) = self.stages.lock() else { return };
        match step {
            Step::Begin(name, items) => stages.push(Stage { name, start: Instant::now(), items, reused: 0 }),
            Step::Reused(count) => stages.last_mut().into_iter().for_each(|stage| stage.reused += count),
            Step::Item => {}
        }
    }

    /// The table: a line for each stage, in order, and one for the whole build.
    pub fn table(&self) -> String {
        let head = format!("{:<12} {:>9} {:>8} {:>8}\n", "stage", "ms", "items", "reused");
        let Ok(stages) = self.stages.lock() else { return head };
        let end = Instant::now();
        let ends = stages.iter().skip(1).map(|stage| stage.start).chain([end]);
        let rows = stages.iter().zip(ends).map(|(stage, end)| {
            let Stage { name, start, items, reused } = stage;
            format!("{name:<12} {:>9.1} {items:>8} {reused:>8}\n", milliseconds(*start, end))
        });
        let total = stages.first().map_or(0.0, |first| milliseconds(first.start, end));
        let total = format!("{:<12} {total:>9.1}\n", "all");
        [head].into_iter().chain(rows).chain([total]).collect()
    }
}

fn milliseconds(start: Instant, end: Instant) -> f64 {
    (end - start).as_secs_f64() * 1e3
}
