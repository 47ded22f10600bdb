//! `build` and `check`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::base::path::OutPath;
use crate::cache::Cache;
use crate::cli::arguments::{Build, Check, Common, Format, Publishing};
use crate::cli::progress::{Bar, Timings};
use crate::cli::report::{counts, findings, plural, prefix};
use crate::cli::{Outcome, err, problem, usage, watch};
use crate::config::BaseUrl;
use crate::link::Publication;
use crate::pipeline::{self, Linked, Options};
use crate::publish::{self, Order, Published};
use crate::render::give_back;
use crate::write::{WriteError, Written};

/// Builds the site and writes it, if it has no errors.
pub fn build(common: &Common, arguments: &Build) -> Outcome {
    if arguments.watch {
        return watch::build(common, arguments);
    }
    let start = Instant::now();
    let options = match options(common, &arguments.publishing) {
        Ok(options) => options,
        Err(outcome) => return outcome,
    };
    let explain = match arguments.explain.as_deref().map(output_path).transpose() {
        Ok(explain) => explain,
        Err(outcome) => return outcome,
    };
    let folder = arguments.output_dir.as_deref();
    let cache = (!arguments.no_cache).then(|| Cache::new(&options.root, publish::key(&options, folder, &program())));
    let (timings, bar) = (Timings::default(), Bar::new(common.quiet));
    let order =
        Order { options: &options, folder, force: arguments.force, cache: cache.as_ref(), explain: explain.as_ref() };
    let published = publish::publish(&order, &|step| {
        timings.step(step);
        bar.step(step);
    });
    bar.clear();
    let published = match published {
        Ok(published) => published,
        Err(error) => return failed(&error),
    };
    findings(&published.findings, &*published.texts, arguments.format, &prefix(&options.root));
    let counts = counts(&published.findings);
    let Some(written) = &published.written else {
        summary(common, &format!("{counts}; nothing was written"));
        return Outcome::Failed;
    };
    for note in written.notes.iter().chain(&published.note) {
        err(&format!("note: {note}\n"));
    }
    if let Some(line) = &published.explanation {
        err(&format!("{line}\n"));
    }
    verbose(common, published.held_back, &published.folder);
    if arguments.timings {
        err(&timings.table());
    }
    summary(common, &done(published.pages, written, &counts, start));
    let outcome = if arguments.verify { verified(common, &options, &published) } else { Outcome::Fine };
    // The process ends.
    std::mem::forget(published.rest);
    outcome
}

/// Compares what was published with a build that knows nothing.
fn verified(common: &Common, options: &Options, published: &Published) -> Outcome {
    let wrong = publish::verify(options, &published.folder, &published.findings);
    if wrong.is_empty() {
        summary(common, "verified: a clean build makes the same");
        return Outcome::Fine;
    }
    for line in &wrong {
        problem(line, "");
    }
    problem("the cache gave something else than a clean build", "delete `.trendpress/`, and please report this");
    Outcome::Failed
}

/// A file of the built site as people name it: by its path, or by the address of a page.
fn output_path(name: &str) -> Result<OutPath, Outcome> {
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let path = if is_file { OutPath::new(name.trim_start_matches('/')) } else { OutPath::page(name) };
    path.map_err(|reason| usage(&format!("the path {reason}"), "write it like `2026/digital-equity/index.html`"))
}

/// Tells one build of this program from another of the same version.
fn program() -> String {
    let size = std::env::current_exe().and_then(std::fs::metadata).map_or(0, |program| program.len());
    size.to_string()
}

/// Makes every file of the site, keeps none, and shows what was found.
fn checked(common: &Common, publishing: &Publishing, format: Format) -> Result<Linked, Outcome> {
    let options = options(common, publishing)?;
    let bar = Bar::new(common.quiet);
    let linked = pipeline::build_each(&options, &|step| bar.step(step), |output| give_back(output.bytes));
    bar.clear();
    findings(&linked.findings, &*linked.snapshot, format, &prefix(&options.root));
    Ok(linked)
}

/// Says why nothing could be written.
pub fn failed(error: &WriteError) -> Outcome {
    problem(&error.to_string(), error.help());
    match error {
        WriteError::Refused { .. } => Outcome::Usage,
        WriteError::Io { .. } | WriteError::Busy { .. } => Outcome::Failed,
    }
}

/// The one line that a build ends with.
fn done(pages: usize, written: &Written, counts: &str, start: Instant) -> String {
    let (changed, removed) = (written.written, written.removed);
    let time = start.elapsed().as_secs_f64();
    format!("{}, {changed} changed, {removed} removed, {counts}, {time:.2} s", plural(pages, "page"))
}

/// Checks the site and writes nothing.
pub fn check(common: &Common, arguments: &Check) -> Outcome {
    let start = Instant::now();
    let linked = match checked(common, &arguments.publishing, arguments.format) {
        Ok(linked) => linked,
        Err(outcome) => return outcome,
    };
    let reports = plural(linked.site.reports.len(), "report");
    let time = start.elapsed().as_secs_f64();
    summary(common, &format!("{reports}, {}, {time:.2} s", counts(&linked.findings)));
    if linked.errors() > 0 { Outcome::Failed } else { Outcome::Fine }
}

/// Prints a line, where such are wanted.
pub fn summary(common: &Common, line: &str) {
    if !common.quiet {
        err(&format!("{line}\n"));
    }
}

fn verbose(common: &Common, held_back: usize, folder: &Path) {
    if common.verbose {
        let files = plural(held_back, "file");
        err(&format!("written to {}; {files} held back (drafts, future, expired)\n", folder.display()));
    }
}

/// What the arguments mean for the pipeline.
pub fn options(common: &Common, publishing: &Publishing) -> Result<Options, Outcome> {
    let base_url = match publishing.base_url.as_deref().map(BaseUrl::new).transpose() {
        Ok(base_url) => base_url,
        Err(reason) => {
            return Err(usage(&format!("the base URL {reason}"), "write it like `https://host.example/reports/`"));
        }
    };
    let Publishing { drafts, future, expired, strict, .. } = *publishing;
    Ok(Options {
        root: root(common)?,
        config: common.config.clone(),
        base_url,
        publication: Publication { today: today(publishing.at)?, drafts, future, expired },
        strict,
    })
}

/// The site's folder, which must be there.
pub fn root(common: &Common) -> Result<PathBuf, Outcome> {
    if common.root.is_dir() {
        return Ok(common.root.clone());
    }
    let message = format!("there is no folder {}", common.root.display());
    Err(usage(&message, "name the site's folder with `--root`"))
}

/// The day to build for: `--at`, else `SOURCE_DATE_EPOCH`, else the clock's day in UTC, so that the time zone
/// of a machine changes nothing.
pub fn today(at: Option<Date>) -> Result<Date, Outcome> {
    if let Some(at) = at {
        return Ok(at);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => match text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()) {
            Some(instant) => instant,
            None => return Err(usage("SOURCE_DATE_EPOCH is no number of seconds", "unset it, or use `--at DATE`")),
        },
        Err(_) => Timestamp::now(),
    };
    Ok(TimeZone::UTC.to_datetime(now).date())
}
