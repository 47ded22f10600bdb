//! Turns arguments into the options of the pipeline. Asks the environment and the clock for the day to build for.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;

use crate::cli::CommandResult;
use crate::cli::arguments::{Common, Publishing};
use crate::cli::terminal::usage_error;
use crate::config::BaseUrl;
use crate::link::Publication;
use crate::pipeline::Options;
use crate::watch::WatchOptions;

/// The options of a build.
pub fn options(common: &Common, publishing: &Publishing) -> CommandResult<Options> {
    let base_url = publishing.base_url.as_deref().map(BaseUrl::new).transpose().map_err(|reason| {
        usage_error(&format!("the base URL {reason}"), "write it like `https://host.example/reports/`")
    })?;
    let Publishing { drafts, future, expired, strict, .. } = *publishing;
    Ok(Options {
        root: root(common)?,
        config: common.config.clone(),
        base_url,
        publication: Publication { today: today(publishing.at)?, drafts, future, expired },
        strict,
        stuck_page: None,
    })
}

/// The options to read a site with all drafts, future and expired content.
pub fn options_for_all_content(common: &Common, at: Option<Date>) -> CommandResult<Options> {
    let (root, today) = (root(common)?, today(at)?);
    let publication = Publication { today, drafts: true, future: true, expired: true };
    Ok(Options { config: common.config.clone(), publication, ..Options::new(root, today) })
}

/// The options to watch a site. Without `at`, each rebuild is for the current day.
pub fn watch_options(build: Options, at: Option<Date>, is_polling: bool, keeps_last_good: bool) -> WatchOptions {
    let today: fn() -> Option<Date> = if at.is_some() { || None } else { || today(None).ok() };
    WatchOptions { build, is_polling, keeps_last_good, today }
}

/// The site's folder, which must exist.
fn root(common: &Common) -> CommandResult<PathBuf> {
    if common.root.is_dir() {
        return Ok(common.root.clone());
    }
    let message = format!("there is no folder {}", common.root.display());
    Err(usage_error(&message, "name the site's folder with `--root`"))
}

/// The day to build for: `--at`, else `SOURCE_DATE_EPOCH`, else the clock's day in UTC, so that the time zone of a
/// machine changes nothing.
pub fn today(at: Option<Date>) -> CommandResult<Date> {
    if let Some(at) = at {
        return Ok(at);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => {
            text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
                usage_error("SOURCE_DATE_EPOCH is no number of seconds", "unset it, or use `--at DATE`")
            })?
        }
        Err(_) => Timestamp::now(),
    };
    Ok(TimeZone::UTC.to_datetime(now).date())
}
