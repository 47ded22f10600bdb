//! The order of the stages: a site's folder to outputs and findings. Knows what each stage takes and gives,
//! not how it works. Everything is checked and rendered before anything is written.

mod jobs;
mod maker;
mod memory;
mod past;

use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::base::code::Code;
use crate::base::finding::{Finding, Severity};
use crate::base::path::{OutPath, SourcePath};
use crate::chart;
use crate::check::{CheckedFile, FileRole};
use crate::config::{BaseUrl, Settings, config};
use crate::link::{Asset, Publication, Site};
use crate::load::{FileBody, SETTINGS_FILE, Snapshot, SourceFile, list_for_cold_build, load};
use crate::render::output::{Output, OutputKind};
use crate::render::{Renderer, SharedOutputs};
use crate::skin::Skin;
use crate::view::{SharedViews, Viewer};

pub use jobs::{Job, Jobs, jobs};
pub use maker::{Maker, TrackedOutput};
pub use memory::{Known, LinkedSite, Memory};
pub use past::Past;

/// What a build is to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's root.
    pub root: PathBuf,
    /// A settings file other than `trendpress.yaml`.
    pub config: Option<PathBuf>,
    /// An address that replaces the settings' `base_url`.
    pub base_url: Option<BaseUrl>,
    /// What of the content is published.
    pub publication: Publication,
    /// Whether warnings are errors.
    pub strict: bool,
}

impl Options {
    /// A plain build of the site in `root`, as of a day.
    pub fn new(root: impl Into<PathBuf>, today: Date) -> Self {
        let publication = Publication { today, drafts: false, future: false, expired: false };
        Self { root: root.into(), config: None, base_url: None, publication, strict: false }
    }
}

/// How far a build is; called from many threads.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

/// A sign of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A stage begins, with so many items.
    Begin(&'static str, usize),
    /// One item of the stage is done.
    Item,
    /// So many items of the stage were taken over from an earlier build.
    Reused(usize),
}

/// A site with everything that is known of it.
pub struct Linked {
    /// What was looked at.
    pub snapshot: Arc<Snapshot>,
    /// The site.
    pub site: Arc<Site>,
    /// The skin.
    pub skin: Arc<Skin>,
    /// What was found, severities as the settings want them, sorted.
    pub findings: Vec<Finding>,
    /// Against the build before.
    pub change: Change,
    /// The files whose content is not as it was in the build before, sorted; none in the first.
    pub touched: Vec<SourcePath>,
    /// Whether the site was linked in this build, and not taken over from the build before.
    pub is_linked_anew: bool,
    is_skin_bad: bool,
    prepared: OnceLock<(SharedViews, SharedOutputs)>,
}

/// How a site differs from what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Anything may be different.
    Everything,
    /// Only what shows the own texts of these files.
    Texts(BTreeSet<SourcePath>),
}

/// A finished build in memory.
pub struct Build {
    /// What the build was made of.
    pub linked: Linked,
    /// Every file of the built site, by path. Empty where templates have errors.
    pub outputs: Vec<Output>,
    /// How many of them are pages.
    pub pages: usize,
}

impl Build {
    /// The files that are not what this build made, and those that it did not make, of what lies somewhere else.
    /// `is_same` says whether an output lies there as it is; `there` are the paths of all that do.
    pub fn differences<'b>(
        &'b self,
        there: &'b [OutPath],
        is_same: impl Fn(&Output) -> bool + Sync,
    ) -> (Vec<&'b OutPath>, Vec<&'b OutPath>) {
        let different = self.outputs.par_iter().filter(|output| !is_same(output)).map(|output| &output.path).collect();
        let is_made = |path: &OutPath| self.outputs.binary_search_by(|output| output.path.cmp(path)).is_ok();
        (different, there.iter().filter(|path| !is_made(path)).collect())
    }
}

impl Linked {
    fn new(snapshot: Arc<Snapshot>, site: Arc<Site>, skin: Arc<Skin>, findings: Vec<Finding>, change: Change) -> Self {
        Self {
            snapshot,
            site,
            skin,
            findings,
            change,
            touched: Vec::new(),
            is_linked_anew: true,
            is_skin_bad: false,
            prepared: OnceLock::new(),
        }
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        errors(&self.findings)
    }

    /// Whether the skin cannot be used: it has errors, and none that was good stands in for it.
    pub fn has_bad_skin(&self) -> bool {
        self.is_skin_bad
    }

    /// Adds findings that came later, as they are shown.
    pub fn add(&mut self, findings: Vec<Finding>, options: &Options) {
        self.findings.extend(shown(findings, &self.site.settings, options));
        sort(&mut self.findings);
    }

    /// Lets go of what pages had in common: all are made.
    pub fn drop_shared(&mut self) {
        self.prepared.take();
    }

    /// What files are made with.
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

/// How many findings are errors.
pub fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

/// Reads, checks and links a site, and renders nothing.
pub fn link_site(options: &Options, progress: Progress<'_>) -> Linked {
    let snapshot = load(list_for_cold_build(&options.root, options.config.as_deref()), &Snapshot::default());
    Memory::default().link(snapshot, options, progress)
}

/// Builds a site in memory.
pub fn build(options: &Options, progress: Progress<'_>) -> Build {
    let outputs = Mutex::new(Vec::new());
    // Nobody panics while holding it: the push is all there is.
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
    if linked.has_bad_skin() {
        return linked;
    }
    let maker = linked.maker();
    let jobs = jobs(&linked.site, &linked.skin, &maker.viewer);
    progress(Step::Begin("rendering", jobs.len()));
    let (_, found) = maker.make_all(jobs.par_iter(), false, |output| {
        progress(Step::Item);
        take(output);
    });
    linked.add(found, options);
    linked
}

/// Findings as they are shown: severities of the settings and of `--strict`.
fn shown(mut findings: Vec<Finding>, settings: &Settings, options: &Options) -> Vec<Finding> {
    findings.retain_mut(|finding| match settings.severity(finding) {
        Some(severity) => {
            finding.severity = if options.strict { Severity::Error } else { severity };
            true
        }
        None => false,
    });
    findings
}

/// In the order in which they are shown, each once.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
}

fn is_markdown(file: &SourceFile) -> bool {
    matches!(file.body, FileBody::Markdown)
}

/// Where the settings are, or should be.
fn settings_file(snapshot: &Snapshot) -> SourcePath {
    let file = snapshot.settings.as_ref().map(|file| file.path.clone());
    file.or_else(|| SourcePath::new(Path::new(SETTINGS_FILE))).unwrap_or_else(SourcePath::content)
}

fn settings(snapshot: &Snapshot, options: &Options, findings: &mut Vec<Finding>) -> Settings {
    let mut settings = if let Some(file) = &snapshot.settings {
        let (settings, found) = config(&file.path, file.text());
        findings.extend(found);
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

/// Templates that front matter names and no skin has.
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

/// The files of the content that are no Markdown, and where they go: with the reports beside them.
fn assets(snapshot: &Snapshot, files: &[CheckedFile], findings: &mut Vec<Finding>) -> Vec<Asset> {
    let folders: BTreeMap<&str, &str> = files
        .iter()
        .filter(|file| file.path_info.role == FileRole::Edition)
        .map(|file| (file.path.folder(), &*file.path_info.id))
        .collect();
    let named = tables_named(files);
    let mut assets = Vec::new();
    for file in snapshot.content.values().filter(|file| !is_markdown(file)) {
        let is_data = file.path.as_str().starts_with("content/data/");
        let is_named = is_data && named.iter().any(|name| chart::matches_data_name(&file.path, name));
        let size = match file.body {
            FileBody::Other(size) => size,
            FileBody::Text(_) | FileBody::Markdown => None,
        };
        match OutPath::new(&address(file.path.as_str(), &folders)) {
            Ok(out) => assets.push(Asset {
                is_data,
                table: is_named.then(|| Arc::new(chart::Table::parse(&file.path, file.text()))),
                path: file.path.clone(),
                out,
                size,
            }),
            Err(reason) => {
                let finding = Finding::new(Code::UnsafePath, &file.path, format!("the path {reason}"));
                findings.push(finding.help("rename the file"));
            }
        }
    }
    assets
}

/// The names by which charts call tables.
fn tables_named(files: &[CheckedFile]) -> BTreeSet<&str> {
    let of_text = files.iter().flat_map(|file| file.charts.iter().flatten());
    let entries = files.iter().filter_map(|file| file.entry.as_ref());
    let charts = of_text.chain(entries.flat_map(|entry| &entry.common().charts));
    charts.map(|chart| &*chart.data.value).collect()
}

/// `content/archive/2019/map.png` goes to `2019/map.png` where that folder is an edition; else to its own path.
fn address(path: &str, folders: &BTreeMap<&str, &str>) -> String {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(id) = folders.get(above) {
            return format!("{id}/{}", &path[above.len() + 1..]);
        }
        folder = above;
    }
    path.strip_prefix("content/").unwrap_or(path).to_owned()
}
