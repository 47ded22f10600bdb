//! Turns arguments into the options of the pipeline. Asks the clock for the day to build for.

use jiff::Timestamp;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

use crate::cli::CommandResult;
use crate::cli::arguments::{Common, Publishing};
use crate::cli::terminal::usage_error;
use crate::config::BaseUrl;
use crate::link::Publication;
use crate::pipeline::{self, Options};
use crate::watch::WatchOptions;

/// The options of a build.
pub fn options(common: &Common, publishing: &Publishing) -> CommandResult<Options> {
    let base_url = publishing.base_url.as_deref().map(BaseUrl::new).transpose().map_err(|reason| {
        usage_error(&format!("the base URL {reason}"), "write it like `https://host.example/reports/`")
    })?;
    let Publishing { drafts, future, expired, strict, at, allow_shrink, .. } = *publishing;
    let root = root(common)?;
    let today = today(at, &root, common.config.as_deref());
    Ok(Options {
        root,
        config: common.config.clone(),
        base_url,
        publication: Publication { today, drafts, future, expired },
        strict,
        at,
        allow_shrink,
        stuck_page: None,
    })
}

/// The options to read a site with all drafts, future and expired content.
pub fn options_for_all_content(common: &Common, at: Option<Date>) -> CommandResult<Options> {
    let root = root(common)?;
    let today = today(at, &root, common.config.as_deref());
    let publication = Publication { today, drafts: true, future: true, expired: true };
    Ok(Options { config: common.config.clone(), publication, ..Options::new(root, today) })
}

/// The options to watch a site. Without `at`, each rebuild is for the current day.
pub fn watch_options(build: Options, at: Option<Date>, is_polling: bool, keeps_last_good: bool) -> WatchOptions {
    let (root, settings) = (build.root.clone(), build.config.clone());
    // Asked before each rebuild, so that a changed time zone counts at once.
    let today = move || at.is_none().then(|| today(None, &root, settings.as_deref()));
    WatchOptions { build, is_polling, keeps_last_good, today: Box::new(today) }
}

/// The site's folder, which must exist.
fn root(common: &Common) -> CommandResult<PathBuf> {
    if common.root.is_dir() {
        return Ok(common.root.clone());
    }
    let message = format!("there is no folder {}", common.root.display());
    Err(usage_error(&message, "name the site's folder with `--root`"))
}

/// The day to build for: `--at`, else that of the clock in the time zone of the settings, so that the time zone of a machine
/// changes nothing. The variable `SOURCE_DATE_EPOCH` is not asked: reproducible builds set it to a day long ago, on which no
/// report was out.
pub fn today(at: Option<Date>, root: &Path, settings: Option<&Path>) -> Date {
    at.unwrap_or_else(|| pipeline::time_zone(root, settings).to_datetime(Timestamp::now()).date())
}
