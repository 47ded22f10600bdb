//! `build` and `check`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::cli::arguments::{Build, Check, Common, Format, Publishing};
use crate::cli::progress::Bar;
use crate::cli::report::{counts, findings, plural, prefix};
use crate::cli::{Outcome, err, problem, usage, watch};
use crate::config::BaseUrl;
use crate::link::Publication;
use crate::pipeline::{self, Options};
use crate::write::{Target, WriteError, Written, write};

/// Builds the site and writes it, if it has no errors.
pub fn build(common: &Common, arguments: &Build) -> Outcome {
    if arguments.watch {
        return watch::build(common, arguments);
    }
    let start = Instant::now();
    let (root, built) = match in_memory(common, &arguments.publishing, arguments.format) {
        Ok(built) => built,
        Err(outcome) => return outcome,
    };
    if built.linked.errors() > 0 {
        summary(common, &format!("{}; nothing was written", counts(&built.linked.findings)));
        return Outcome::Failed;
    }
    let settings = &built.linked.site.settings;
    let folder = arguments.output_dir.clone().unwrap_or_else(|| root.join(&settings.output_dir));
    let target = Target { folder: &folder, site_root: &root, force: arguments.force };
    let written = match write(&built.outputs, &target) {
        Ok(written) => written,
        Err(error) => return failed(&error),
    };
    for note in &written.notes {
        err(&format!("note: {note}\n"));
    }
    verbose(common, built.linked.site.held_back, &folder);
    summary(common, &done(built.pages, &written, &counts(&built.linked.findings), start));
    Outcome::Fine
}

/// Builds the site in memory and shows its findings. Gives the site's folder with it.
fn in_memory(common: &Common, publishing: &Publishing, format: Format) -> Result<(PathBuf, pipeline::Build), Outcome> {
    let options = options(common, publishing)?;
    let bar = Bar::new(common.quiet);
    let built = pipeline::build(&options, &|step| bar.step(step));
    bar.clear();
    findings(&built.linked, format, &prefix(&options.root));
    Ok((options.root, built))
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
    let built = match in_memory(common, &arguments.publishing, arguments.format) {
        Ok((_, built)) => built,
        Err(outcome) => return outcome,
    };
    let reports = plural(built.linked.site.reports.len(), "report");
    let time = start.elapsed().as_secs_f64();
    summary(common, &format!("{reports}, {}, {time:.2} s", counts(&built.linked.findings)));
    if built.linked.errors() > 0 { Outcome::Failed } else { Outcome::Fine }
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
