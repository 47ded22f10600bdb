//! `check`: builds the site in memory, prints the findings, and writes nothing.

use std::time::Instant;

use crate::cli::arguments::{Check, Common};
use crate::cli::findings::{count, end_at_stuck_page, path_prefix, plural, print_findings};
use crate::cli::options::options;
use crate::cli::progress_bar::BuildProgress;
use crate::cli::terminal::print_summary;
use crate::cli::{CommandResult, Outcome};
use crate::pipeline::{self, RemoteRequests};
use crate::render::output::Output;

/// Checks the site.
pub fn check(common: &Common, arguments: &Check) -> CommandResult {
    let start = Instant::now();
    let mut options = options(common, &arguments.publishing)?;
    options.stuck_page = Some(end_at_stuck_page(arguments.format));
    let progress = BuildProgress::new(common.quiet);
    let requests = RemoteRequests::default();
    let look = |output: &Output| {
        if arguments.privacy {
            requests.look(output);
        }
    };
    let mut linked = pipeline::build_each(&options, &|step| progress.step(step), look);
    requests.report(&mut linked, &options);
    progress.clear();
    print_findings(&linked.findings, &*linked.snapshot, arguments.format, &path_prefix(&options.root))?;
    let (reports, findings) = (plural(linked.site.reports.len(), "report"), count(&linked.findings));
    let (held_back, seconds) = (linked.site.withheld.len(), start.elapsed().as_secs_f64());
    print_summary(common, &format!("{reports}, {findings}, {held_back} held back, {seconds:.2} s"));
    Ok(if linked.errors() > 0 { Outcome::Failure } else { Outcome::Success })
}
