//! The files of ballots in a site. They are read here for linking, which counts them, and go no further.

use crate::base::ballot_path::is_ballot_file;
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::check::BallotSheet;
use crate::link::Elections;
use crate::load::{FileBody, Snapshot};
use crate::pipeline::Linked;

/// Reads the ballots of a site. Other files that lie among them are findings.
pub fn ballots(snapshot: &Snapshot, findings: &mut Vec<Finding>) -> Vec<BallotSheet> {
    let mut sheets = Vec::new();
    for file in snapshot.content.values().filter(|file| is_ballot_file(&file.path)) {
        let is_table = matches!(&*file.path.extension().to_ascii_lowercase(), "csv" | "yaml" | "yml");
        match &file.body {
            FileBody::Text(text) if is_table && is_deep_enough(file.path.as_str()) => {
                sheets.push(BallotSheet::parse(&file.path, text));
            }
            _ => {
                let finding = Finding::new(Code::UnusedFile, &file.path, "nothing among the votes uses this file");
                let help = "ballots lie in `votes/<kind>.csv`, those of rounds in `votes/<round>/<kind>.csv`; move other files";
                findings.push(finding.help(help));
            }
        }
    }
    sheets
}

/// Returns true if a file lies in `votes/` or in a folder of it, and no deeper.
fn is_deep_enough(path: &str) -> bool {
    let below = path.to_ascii_lowercase().find("/votes/").map(|at| &path[at + "/votes/".len()..]);
    below.is_some_and(|below| below.matches('/').count() <= 1)
}

/// Counts the ballots of a linked site once more, for those who want to see more of the result than pages show. What is
/// wrong with them is among the findings of linking.
pub fn elections(linked: &Linked) -> Elections {
    let mut findings = Vec::new();
    let sheets = ballots(&linked.snapshot, &mut findings);
    Elections::new(&linked.site.files, &linked.site.settings, sheets, &mut findings)
}
