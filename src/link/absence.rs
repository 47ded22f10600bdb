//! The editions in which a topic is absent: they lie between two of its reports, and all that could have had it is out.

use std::ops::Range;

use crate::link::{Lists, Topic};

impl Lists {
    /// Returns the editions between a topic's first report and that with the number `appearance`, from 1, that lack the topic:
    /// those in a row together. An edition that awaits a part may still have it; one whose part with the topic's next kind
    /// never came out cannot lack it.
    pub fn absences(&self, topic: &Topic, appearance: usize) -> Vec<Range<usize>> {
        let appearances = appearance.min(topic.editions.len());
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (place, pair) in topic.editions[..appearances].windows(2).enumerate() {
            let kind = self.reports[topic.reports[place + 1]].kind;
            for edition in (pair[0] + 1..pair[1]).filter(|&edition| self.lacks_for_certain(edition, kind)) {
                match runs.last_mut() {
                    Some(run) if run.end == edition => run.end += 1,
                    _ => runs.push(edition..edition + 1),
                }
            }
        }
        runs
    }

    /// Returns true if a topic of this kind that is not in an edition is really absent from it.
    fn lacks_for_certain(&self, edition: usize, kind: usize) -> bool {
        self.editions[edition].is_whole() && self.editions[edition].has_out(kind)
    }
}
