//! `build`: builds the site and writes it to its output folder.

use std::time::Instant;

use crate::base::OutPath;
use crate::cache::Cache;
use crate::cli::arguments::{Build, Common};
use crate::cli::findings::{count, end_at_stuck_page, path_prefix, plural, print_findings};
use crate::cli::options::options;
use crate::cli::progress_bar::BuildProgress;
use crate::cli::terminal::{
    print_error, print_line, print_note, print_stderr, print_summary, print_warning, usage_error,
};
use crate::cli::timings::Timings;
use crate::cli::{CommandResult, Outcome};
use crate::pipeline::Options;
use crate::publish::{self, Order, Published};
use crate::write::{WriteError, WriteSummary};

/// Builds the site and writes it, unless it has errors.
pub fn build(common: &Common, arguments: &Build) -> CommandResult {
    let start = Instant::now();
    let mut options = options(common, &arguments.publishing)?;
    options.stuck_page = Some(end_at_stuck_page(arguments.format));
    let explain = arguments.explain.as_deref().map(output_path).transpose()?;
    let folder = arguments.output_dir.as_deref();
    let cache = (!arguments.no_cache)
        .then(|| Cache::new(&options.root, publish::key(&options, folder, &program_fingerprint())));
    let (timings, progress) = (Timings::default(), BuildProgress::new(common.quiet));
    let order =
        Order { options: &options, folder, force: arguments.force, cache: cache.as_ref(), explain: explain.as_ref() };
    let published = publish::publish(&order, &|step| {
        timings.step(step);
        progress.step(step);
    });
    progress.clear();
    let published = published.map_err(|error| write_error(&error))?;
    print_findings(&published.findings, &*published.texts, arguments.format, &path_prefix(&options.root))?;
    let Some(written) = &published.written else {
        let (findings, held_back) = (count(&published.findings), published.held_back.len());
        print_summary(common, &format!("{findings}, {held_back} held back; nothing was written"));
        return Ok(Outcome::Failure);
    };
    print_details(common, &published, written);
    if arguments.timings {
        print_stderr(&timings.table());
    }
    print_summary(common, &summary(&published, written, start));
    let outcome = if arguments.verify { verify(common, &options, &published) } else { Outcome::Success };
    // The process ends: freeing a large site would only take time.
    std::mem::forget(published.rest);
    Ok(outcome)
}

/// The path of a file of the built site, named by itself or by the address of a page.
fn output_path(name: &str) -> CommandResult<OutPath> {
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let path = if is_file { OutPath::new(name.trim_start_matches('/')) } else { OutPath::page(name) };
    path.map_err(|reason| usage_error(&format!("the path {reason}"), "write it like `2026/digital-equity/index.html`"))
}

/// The size of this program: tells it from another build of the same version.
fn program_fingerprint() -> String {
    let size = std::env::current_exe().and_then(std::fs::metadata).map_or(0, |program| program.len());
    size.to_string()
}

/// Prints the notes, the explanation that was asked for, and with `--verbose` the folder and what is held back.
fn print_details(common: &Common, published: &Published, written: &WriteSummary) {
    for note in written.notes.iter().chain(&published.note) {
        print_note(note);
    }
    if let Some(explanation) = &published.explanation {
        print_line(explanation);
    }
    if let Some(warning) = &published.warning {
        print_warning(warning);
    }
    if common.verbose {
        print_line(&format!("written to {}", published.folder.display()));
        for (file, reason) in &published.held_back {
            print_line(&format!("{file}: {}", reason.words()));
        }
    }
}

/// The last line of a build.
fn summary(published: &Published, written: &WriteSummary, start: Instant) -> String {
    let (pages, findings) = (plural(published.pages, "page"), count(&published.findings));
    let (changed, removed) = (written.written, written.removed);
    let (held_back, seconds) = (published.held_back.len(), start.elapsed().as_secs_f64());
    format!("{pages}, {changed} changed, {removed} removed, {findings}, {held_back} held back, {seconds:.2} s")
}

/// Compares the written site with a clean build.
fn verify(common: &Common, options: &Options, published: &Published) -> Outcome {
    let differences = publish::verify(options, &published.folder, &published.findings);
    if differences.is_empty() {
        print_summary(common, "verified: a clean build makes the same");
        return Outcome::Success;
    }
    for line in &differences {
        print_error(line, "");
    }
    print_error("the cache gave something else than a clean build", "delete `.trendpress/`, and please report this");
    Outcome::Failure
}

/// Prints why nothing could be written. Returns the outcome for it.
pub fn write_error(error: &WriteError) -> Outcome {
    print_error(&error.to_string(), error.help());
    match error {
        WriteError::Refused { .. } => Outcome::WrongUsage,
        WriteError::Io { .. } | WriteError::Busy { .. } => Outcome::SystemError,
    }
}
