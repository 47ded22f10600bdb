//! The order of the stages: turns a site's folder into outputs and findings. Knows what each stage takes and gives, not how it
//! works. Writes no outputs.

mod assets;
mod ballots;
mod fingerprint;
mod incremental;
mod jobs;
mod known_file;
mod maker;
mod published_reports;
mod remote_requests;
mod saved_build;
mod saved_files;
mod watchdog;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::base::finding::keep_first;
use crate::base::{Code, Finding, OutPath, Severity, SourcePath};
use crate::check::{CheckedFile, invisible};
use crate::config::{BaseUrl, Settings, config};
use crate::link::{Publication, Site};
use crate::load::{SETTINGS_FILE, Snapshot, list_for_cold_build, load, read_settings};
use crate::render::output::{Output, OutputKind};
use crate::render::{Renderer, SharedOutputs};
use crate::skin::Skin;
use crate::view::{SharedViews, Viewer};

pub use crate::link::HeldBack;
pub use ballots::elections;
pub use incremental::IncrementalLinker;
pub use jobs::{Job, Jobs, jobs};
pub use maker::{Maker, TrackedOutput};
pub use published_reports::{Comparison, PublishedReports};
pub use remote_requests::RemoteRequests;
pub use saved_build::{SavedBuild, SavedInput, SavedOutput, SavedOutputFile, StoredStages, input_paths};

/// The site to build, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub root: PathBuf,
    /// A settings file other than `trendpress.yaml`.
    pub config: Option<PathBuf>,
    /// An address that replaces the settings' `base_url`.
    pub base_url: Option<BaseUrl>,
    /// The part of the content that is published.
    pub publication: Publication,
    /// Makes warnings errors.
    pub strict: bool,
    /// The day that was asked for, if any. `publication.today` is the day in force.
    pub at: Option<Date>,
    /// Permits a site without content, and one that lost most of its reports.
    pub allow_shrink: bool,
    /// Gets the finding for a page that does not end, from another thread, and ends the process.
    pub stuck_page: Option<fn(Finding)>,
}

impl Options {
    /// Returns the options of a plain build of the site in `root`, as of a day.
    pub fn new(root: impl Into<PathBuf>, today: Date) -> Self {
        let publication = Publication { today, drafts: false, future: false, expired: false };
        Self {
            root: root.into(),
            config: None,
            base_url: None,
            publication,
            strict: false,
            at: None,
            allow_shrink: false,
            stuck_page: None,
        }
    }
}

/// A function that is told how far a build is, from many threads.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

/// A sign of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A stage begins, with this many items.
    Begin(&'static str, usize),
    /// One item of the stage is done.
    Item,
    /// This many items of the stage were taken over from an earlier build.
    Reused(usize),
}

/// A linked site, with what it was made of and what was found.
pub struct Linked {
    /// Its files.
    pub snapshot: Arc<Snapshot>,
    /// The site.
    pub site: Arc<Site>,
    /// The skin.
    pub skin: Arc<Skin>,
    /// The findings, with the severities of the settings, sorted.
    pub findings: Vec<Finding>,
    /// The difference from the build before.
    pub change: Change,
    /// The files that changed, came or went since the build before, sorted; none in the first build.
    pub touched: Vec<SourcePath>,
    /// True if the site was linked in this build, and not taken over from the build before.
    pub is_linked_anew: bool,
    /// True if the skin cannot be used: it has errors, and no earlier state stands in for it.
    pub is_skin_bad: bool,
    prepared: OnceLock<(SharedViews, SharedOutputs)>,
}

/// The difference between two builds of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Anything may be different.
    Everything,
    /// Only what shows the texts of these files.
    Texts(BTreeSet<SourcePath>),
}

/// A build in memory.
pub struct Build {
    /// The linked site.
    pub linked: Linked,
    /// Every file of the built site, by path. Empty where templates have errors.
    pub outputs: Vec<Output>,
    /// The number of files that are pages.
    pub pages: usize,
}

impl Build {
    /// Compares the build with files that lie elsewhere, such as in an output folder. Returns the outputs that lie there with other
    /// bytes or not at all, and the files there that are no outputs. `elsewhere` are the paths of all files there; `is_same`
    /// returns true if an output lies there as it is.
    pub fn differences<'b>(
        &'b self,
        elsewhere: &'b [OutPath],
        is_same: impl Fn(&Output) -> bool + Sync,
    ) -> (Vec<&'b OutPath>, Vec<&'b OutPath>) {
        let different = self.outputs.par_iter().filter(|output| !is_same(output)).map(|output| &output.path).collect();
        let is_made = |path: &OutPath| self.outputs.binary_search_by(|output| output.path.cmp(path)).is_ok();
        (different, elsewhere.iter().filter(|path| !is_made(path)).collect())
    }
}

impl Linked {
    /// The files of the content that are held back, each with the reason.
    pub fn held_back(&self) -> Vec<(SourcePath, HeldBack)> {
        self.site.withheld.iter().map(|&(file, reason)| (self.site.files[file].path.clone(), reason)).collect()
    }

    /// Counts the findings that are errors.
    pub fn errors(&self) -> usize {
        errors(&self.findings)
    }

    /// Returns true if the site has lists without measure, so that rendering it could take hours.
    fn has_too_many_items(&self) -> bool {
        self.findings.iter().any(|finding| finding.code == Code::TooManyItems)
    }

    /// Adds findings of later stages.
    pub fn add(&mut self, findings: Vec<Finding>, options: &Options) {
        self.findings.extend(with_severities(findings, &self.site.settings, options));
        sort(&mut self.findings);
    }

    /// Drops what pages have in common, once all are made.
    pub fn drop_shared(&mut self) {
        self.prepared.take();
    }

    /// Returns what makes the files of the site.
    pub fn maker(&self) -> Maker<'_> {
        let (prepared, surroundings) = self.prepared.get_or_init(|| {
            let prepared = SharedViews::new(&self.site, &self.skin);
            let surroundings = SharedOutputs::new(&self.skin, &Viewer::new(&self.site, &prepared));
            (prepared, surroundings)
        });
        let viewer = Viewer::new(&self.site, prepared);
        let renderer = Renderer::new(&self.skin, surroundings);
        Maker { snapshot: &self.snapshot, site: &self.site, skin: &self.skin, viewer, renderer }
    }
}

/// Counts the findings that are errors.
pub fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// Reads, checks and links a site, and renders nothing.
pub fn link_site(options: &Options, progress: Progress<'_>) -> Linked {
    let snapshot = load(list_for_cold_build(&options.root, options.config.as_deref()), &Snapshot::default());
    IncrementalLinker::default().link(snapshot, options, progress)
}

/// Builds a site in memory.
///
/// ```
/// use jiff::civil::date;
/// use trendpress::pipeline::{Options, build};
///
/// let site = tempfile::tempdir().unwrap();
/// std::fs::write(site.path().join("trendpress.yaml"), "title: Trends\n").unwrap();
/// std::fs::create_dir(site.path().join("content")).unwrap();
/// let build = build(&Options::new(site.path(), date(2026, 6, 1)), &|_| {});
/// assert!(build.outputs.iter().any(|output| output.path.as_str() == "index.html"));
/// ```
pub fn build(options: &Options, progress: Progress<'_>) -> Build {
    let outputs = Mutex::new(Vec::new());
    let take = |output: &Output| outputs.lock().unwrap_or_else(PoisonError::into_inner).push(output.clone());
    let linked = build_each(options, progress, take);
    let mut outputs = outputs.into_inner().unwrap_or_else(PoisonError::into_inner);
    outputs.sort_unstable_by(|a: &Output, b| a.path.cmp(&b.path));
    let pages = outputs.iter().filter(|output| output.kind == OutputKind::Page).count();
    Build { linked, outputs, pages }
}

/// Builds a site and shows every file to `take` as soon as it is there, in any order.
pub fn build_each(options: &Options, progress: Progress<'_>, take: impl Fn(&Output) + Sync) -> Linked {
    progress(Step::Begin("reading", 0));
    let mut linked = link_site(options, progress);
    if linked.is_skin_bad || linked.has_too_many_items() {
        return linked;
    }
    let maker = linked.maker();
    let jobs = jobs(&linked.site, &linked.skin, &maker.viewer);
    progress(Step::Begin("rendering", jobs.len()));
    let (_, found) = maker.make_all(jobs.par_iter(), false, options.stuck_page, |output| {
        progress(Step::Item);
        take(output);
    });
    linked.add(found, options);
    linked
}

/// Gives findings the severities of the settings and of `--strict`, and drops those that are off.
fn with_severities(mut findings: Vec<Finding>, settings: &Settings, options: &Options) -> Vec<Finding> {
    findings.retain(|finding| !(options.allow_shrink && finding.code == Code::ContentMissing));
    findings.retain_mut(|finding| match settings.severity(finding) {
        Some(severity) => {
            finding.severity = if options.strict { Severity::Error } else { severity };
            true
        }
        None => false,
    });
    findings
}

/// Sorts findings as they are shown, drops duplicates, and of very many of one code in one file keeps the first.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
    keep_first(findings);
}

/// Returns the path of the settings file, which may be absent.
fn settings_file(snapshot: &Snapshot) -> SourcePath {
    let file = snapshot.settings.as_ref().map(|file| file.path.clone());
    file.or_else(|| SourcePath::new(Path::new(SETTINGS_FILE))).unwrap_or_else(SourcePath::content)
}

/// Reads the time zone of a site from its settings: before a build there must be a day to build for.
pub fn time_zone(root: &Path, settings: Option<&Path>) -> TimeZone {
    config(&SourcePath::content(), &read_settings(root, settings)).0.time_zone
}

/// Returns the settings of a site: the defaults where it has none.
fn settings(snapshot: &Snapshot, options: &Options, findings: &mut Vec<Finding>) -> Settings {
    let mut settings = if let Some(file) = &snapshot.settings {
        let (settings, found) = config(&file.path, file.text());
        findings.extend(found);
        invisible(&file.path, file.text(), file.text().len(), findings);
        settings
    } else {
        let file = settings_file(snapshot);
        // A settings file that could not be read is a finding already.
        if !snapshot.findings.iter().any(|finding| finding.file == file) {
            let finding = Finding::new(Code::SettingsMissing, &file, "there is no `trendpress.yaml` here");
            findings.push(
                finding.help("go to the folder of a site, name it with `--root`, or make one with `trendpress init`"),
            );
        }
        Settings::default()
    };
    if let Some(base_url) = &options.base_url {
        settings.base_url = Some(base_url.clone());
    }
    settings
}

/// Returns a finding for each template that front matter names and no skin has.
fn unknown_templates(site: &Site, skin: &Skin) -> Vec<Finding> {
    let entries = site.files.iter().filter_map(|file| Some((file, file.entry.as_ref()?.common().template.as_ref()?)));
    let unknown = entries.filter(|(_, template)| !skin.has_template(&template.value));
    let finding = |(file, template): (&CheckedFile, &crate::base::span::Located<String>)| {
        let message = format!("no skin in use has the template `{}`", template.value);
        let help = format!("write it as `themes/<skin>/templates/{}`, or leave `template:` out", template.value);
        Finding::new(Code::TemplateError, &file.path, message).at(template.span).help(help)
    };
    unknown.map(finding).collect()
}
