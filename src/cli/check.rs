//! `check`: builds the site in memory, prints the findings, and writes nothing.

use std::time::Instant;

use crate::cli::arguments::{Check, Common};
use crate::cli::findings::{count, end_at_stuck_page, path_prefix, plural, print_findings};
use crate::cli::options::options;
use crate::cli::progress_bar::BuildProgress;
use crate::cli::terminal::print_summary;
use crate::cli::{CommandResult, Outcome};
use crate::pipeline;

/// Checks the site.
pub fn check(common: &Common, arguments: &Check) -> CommandResult {
    let start = Instant::now();
    let mut options = options(common, &arguments.publishing)?;
    options.stuck_page = Some(end_at_stuck_page(arguments.format));
    let progress = BuildProgress::new(common.quiet);
    let linked = pipeline::build_each(&options, &|step| progress.step(step), |_| {});
    progress.clear();
    print_findings(&linked.findings, &*linked.snapshot, arguments.format, &path_prefix(&options.root));
    let (reports, findings) = (plural(linked.site.reports.len(), "report"), count(&linked.findings));
    print_summary(common, &format!("{reports}, {findings}, {:.2} s", start.elapsed().as_secs_f64()));
    Ok(if linked.errors() > 0 { Outcome::Failure } else { Outcome::Success })
}
