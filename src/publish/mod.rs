//! Builds a site into its output folder and does only what changed since the last build. The result is the same, file by
//! file and finding by finding, as that of a build that knows nothing of the last one. Knows the order of scanning, building,
//! writing and saving, and no stage.

mod explain;
mod reuse;

use rayon::prelude::*;
use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::{Finding, Hash, OutPath, SourcePath};
use crate::cache::{Cache, Unusable};
use crate::load::{Listing, Snapshot, list, list_for_cold_build, load};
use crate::pipeline::{self, HeldBack, IncrementalLinker, Jobs, Linked, Options, Progress, Step, jobs};
use crate::pipeline::{Comparison, PublishedReports, SavedBuild, SavedOutput, StoredStages, input_paths};
use crate::publish::reuse::{Candidate, candidates, saved_files};
use crate::render::output::{Output, OutputKind};
use crate::write::{self, PreviousBuild, Target, WriteError, WriteSummary, Writer};

/// The site to build, and how.
pub struct Order<'a> {
    /// The site and how it is built.
    pub options: &'a Options,
    /// The output folder, if it is not the one of the settings.
    pub folder: Option<&'a Path>,
    /// Overwrites files that no build of Trendpress wrote.
    pub force: bool,
    /// The cache with the last build; `None`: nothing is known of it, and nothing is saved for the next one.
    pub cache: Option<&'a Cache>,
    /// A file of the built site: the build says why it was made or not.
    pub explain: Option<&'a OutPath>,
}

/// The result of a build.
pub struct Published {
    /// The findings, with the severities of the settings, sorted.
    pub findings: Vec<Finding>,
    /// The texts that the findings are about.
    pub texts: Arc<Snapshot>,
    /// The number of pages of the site.
    pub pages: usize,
    /// The files of the content that are held back, each with the reason.
    pub held_back: Vec<(SourcePath, HeldBack)>,
    /// The output folder.
    pub folder: PathBuf,
    /// The files that were written, counted; `None` if there are errors, and nothing was.
    pub written: Option<WriteSummary>,
    /// Why the file that was asked for was made or not.
    pub explanation: Option<String>,
    /// A remark about the cache.
    pub note: Option<String>,
    /// A warning about what became of the last build's reports.
    pub warning: Option<String>,
    /// The values that the build was made of. Dropping them takes a while: a program that is about to end can leave that to
    /// the system.
    pub rest: Box<dyn Any>,
}

/// Builds the site and writes it, if it has no errors.
///
/// ```
/// use jiff::civil::date;
/// use trendpress::pipeline::Options;
/// use trendpress::publish::{Order, publish};
///
/// let site = tempfile::tempdir().unwrap();
/// std::fs::write(site.path().join("trendpress.yaml"), "title: Trends\n").unwrap();
/// std::fs::create_dir(site.path().join("content")).unwrap();
/// let options = Options::new(site.path(), date(2026, 6, 1));
/// let order = Order { options: &options, folder: None, force: false, cache: None, explain: None };
/// let published = publish(&order, &|_| {}).unwrap();
/// assert!(published.written.is_some() && site.path().join("public/index.html").exists());
/// ```
///
/// # Errors
/// Why the site could not be written.
pub fn publish(order: &Order<'_>, progress: Progress<'_>) -> Result<Published, WriteError> {
    let options = order.options;
    progress(Step::Begin("looking", 0));
    let list = if order.cache.is_some_and(SavedBuild::exists) { list } else { list_for_cold_build };
    let (listing, saved) =
        rayon::join(|| list(&options.root, options.config.as_deref()), || order.cache.map(SavedBuild::read));
    let is_damaged = matches!(saved, Some(Err(Unusable::Damaged)));
    let today = options.publication.today;
    let saved = saved.and_then(Result::ok);
    let reports = saved.as_ref().map(|saved| saved.output.reports.clone());
    match saved {
        Some(saved) if saved.is_valid_on(today) && saved.is_made_of(&listing) && is_intact(&saved.output) => {
            Ok(unchanged(order, listing, saved))
        }
        saved => {
            let mut published = build(order, listing, saved.as_ref(), reports.as_deref(), progress)?;
            if is_damaged && published.note.is_none() {
                published.note = Some("the cache is damaged and was not used".to_owned());
            }
            Ok(published)
        }
    }
}

/// Returns true if the output folder is as the last build left it.
fn is_intact(output: &SavedOutput) -> bool {
    let manifest = write::manifest_stamp(&output.folder);
    manifest.is_some()
        && manifest == output.manifest
        && output.files.par_iter().all(|file| write::output_stamp(&output.folder, &file.path) == Some(file.stamp))
}

/// Returns the result of the last build, since no file was touched.
fn unchanged(order: &Order<'_>, listing: Listing, saved: SavedBuild) -> Published {
    // Texts are read when findings in them are shown.
    let texts = if saved.findings.is_empty() { Snapshot::default() } else { load(listing, &Snapshot::default()) };
    let explanation = order.explain.map(|path| explain::unchanged(path, &saved));
    Published {
        findings: saved.findings,
        texts: Arc::new(texts),
        pages: saved.output.pages,
        held_back: saved.held_back,
        written: Some(WriteSummary { unchanged: saved.output.files.len(), ..WriteSummary::default() }),
        folder: saved.output.folder,
        explanation,
        note: None,
        warning: None,
        rest: Box::new(()),
    }
}

impl Published {
    /// The result of a build. Without a summary, nothing is written, because the site has errors.
    fn new(linked: Linked, folder: PathBuf, written: Option<WriteSummary>, rendered: Rendered) -> Self {
        Self {
            findings: linked.findings.clone(),
            texts: Arc::clone(&linked.snapshot),
            pages: rendered.pages,
            held_back: linked.held_back(),
            folder,
            written,
            explanation: rendered.explanation,
            note: None,
            warning: rendered.warning,
            rest: Box::new(linked),
        }
    }
}

/// Builds and writes the site. Takes over from the saved build what is as it was. `reports_before` is the record of the last
/// build's reports in the cache, which stands in for that of the output folder.
fn build(
    order: &Order<'_>,
    listing: Listing,
    saved: Option<&SavedBuild>,
    reports_before: Option<&str>,
    progress: Progress<'_>,
) -> Result<Published, WriteError> {
    let options = order.options;
    let inputs = input_paths(&listing);
    let snapshot = load(listing, &Snapshot::default());
    // Files that were checked with other settings are of no use.
    let saved = saved.filter(|saved| saved.has_settings_of(&snapshot));
    let link = || {
        let mut linker = match order.cache.zip(saved) {
            Some((cache, saved)) => saved.linker(cache, &snapshot, options),
            None => IncrementalLinker::default(),
        };
        let linked = linker.link(snapshot, options, progress);
        (linker, linked)
    };
    let ((linker, mut linked), written) = rayon::join(link, || previous_build(&saved?.output));
    let folder = order.folder.map_or_else(|| options.root.join(&linked.site.settings.output_dir), Path::to_path_buf);
    if linked.errors() > 0 || linked.is_skin_bad {
        return Ok(Published::new(linked, folder, None, Rendered::default()));
    }
    let target = Target { folder: &folder, site_root: &options.root, force: order.force };
    let mut writer = Writer::begin(&target, written)?;
    let Comparison { refusal, warning } = compare_reports(&mut writer, &linked, options, reports_before);
    if let Some(refusal) = refusal {
        linked.add(vec![refusal], options);
        return Ok(Published::new(linked, folder, None, Rendered::default()));
    }
    let previous = saved.filter(|saved| saved.output.folder == folder);
    let mut rendered = render(order, &linked, previous, &writer, progress)?;
    rendered.warning = warning;
    linked.add(std::mem::take(&mut rendered.findings), options);
    linked.add(linker.failures(), options);
    if linked.errors() > 0 {
        return Ok(Published::new(linked, folder, None, Rendered::default()));
    }
    progress(Step::Begin("writing", rendered.files));
    match order.cache {
        None => {
            let summary = writer.finish()?;
            Ok(Published::new(linked, folder, Some(summary), rendered))
        }
        Some(cache) => {
            let build = Build { linker, linked, inputs, folder, rendered };
            build.finish(writer, cache, saved, options, progress)
        }
    }
}

/// Compares the reports of a site with those of the last build, and leaves a record of them for the next one.
fn compare_reports(writer: &mut Writer, linked: &Linked, options: &Options, before: Option<&str>) -> Comparison {
    let reports = PublishedReports::of(&linked.site, options);
    let comparison = reports.compare(writer.remark().or(before));
    writer.set_remark(reports.record());
    comparison
}

/// Writes the outputs of a site, which are all in memory, unless its reports forbid it. Returns what was written, if anything
/// was, and the comparison with the last build.
///
/// # Errors
/// Why the site could not be written.
pub fn write_outputs(
    outputs: &[Arc<Output>],
    target: &Target<'_>,
    reports: &PublishedReports<'_>,
) -> Result<(Option<WriteSummary>, Comparison), WriteError> {
    let mut writer = Writer::begin(target, None)?;
    let comparison = reports.compare(writer.remark());
    if comparison.refusal.is_some() {
        return Ok((None, comparison));
    }
    writer.set_remark(reports.record());
    outputs.par_iter().try_for_each(|output| writer.put(output))?;
    Ok((Some(writer.finish()?), comparison))
}

/// Looks at the output folder while the site is linked.
fn previous_build(output: &SavedOutput) -> Option<PreviousBuild> {
    let previous = PreviousBuild::read(&output.folder).ok()?;
    Some(previous.with_files(&output.folder, output.files.par_iter().map(|file| (&file.path, &file.stamp))))
}

/// A build whose files are all rendered.
struct Build {
    linker: IncrementalLinker,
    linked: Linked,
    inputs: Vec<SourcePath>,
    folder: PathBuf,
    rendered: Rendered,
}

impl Build {
    /// Writes the files and saves the build for the next one. A cache that cannot be written is a remark, no error.
    fn finish(
        self,
        writer: Writer,
        cache: &Cache,
        saved: Option<&SavedBuild>,
        options: &Options,
        progress: Progress<'_>,
    ) -> Result<Published, WriteError> {
        let Self { linker, mut linked, inputs, folder, mut rendered } = self;
        let store = || {
            // The texts on their way to the cache are as large as what pages have in common.
            linked.drop_shared();
            StoredStages::store(cache, &linker, &linked, saved)
        };
        let (summary, stored) = rayon::join(|| writer.finish_with_files(), store);
        let (summary, files) = summary?;
        progress(Step::Begin("remembering", 0));
        let next = stored.and_then(|stored| {
            let previous = saved.filter(|saved| saved.output.folder == folder);
            let output = SavedOutput {
                manifest: write::manifest_stamp(&folder),
                files: saved_files(files, std::mem::take(&mut rendered.reads), previous, &inputs),
                pages: rendered.pages,
                folder: folder.clone(),
                reports: PublishedReports::of(&linked.site, options).record(),
            };
            let next = SavedBuild::new((&linker, &linked), stored, &inputs, output, options.publication.today, saved);
            next.write(cache).map(|()| next)
        });
        let note = next.as_ref().err().map(|error| format!("the cache could not be written: {error}"));
        let published = Published::new(linked, folder, Some(summary), rendered);
        Ok(Published { note, rest: Box::new((published.rest, linker, next)), ..published })
    }
}

/// The files of a site, rendered.
#[derive(Default)]
struct Rendered {
    files: usize,
    pages: usize,
    findings: Vec<Finding>,
    /// The inputs whose texts each file shows, where the file was made anew.
    reads: Vec<(OutPath, Vec<SourcePath>)>,
    explanation: Option<String>,
    warning: Option<String>,
}

/// Renders every file that may have changed, and hands it to the writer.
fn render(
    order: &Order<'_>,
    linked: &Linked,
    previous: Option<&SavedBuild>,
    writer: &Writer,
    progress: Progress<'_>,
) -> Result<Rendered, WriteError> {
    let maker = linked.maker();
    let jobs: Jobs = jobs(&linked.site, &linked.skin, &maker.viewer);
    progress(Step::Begin("rendering", jobs.len()));
    let is_kept =
        |candidate: &Candidate<'_>| candidate.reusable.is_some_and(|file| writer.keep(candidate.path, &file.stamp));
    let candidates = candidates(&jobs, &linked.change, previous);
    let (reused, changed): (Vec<_>, Vec<_>) = candidates.into_par_iter().partition(is_kept);
    progress(Step::Reused(reused.len()));
    let explanation = order.explain.map(|path| {
        let is_kept = reused.iter().any(|candidate| candidate.path == path);
        explain::built(path, jobs.contains_key(path), &linked.change, previous, is_kept)
    });
    let error: Mutex<Option<WriteError>> = Mutex::default();
    let put = |output: &Output| {
        if let Err(failure) = writer.put(output) {
            error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        }
        progress(Step::Item);
    };
    let changed = changed.into_par_iter().map(|candidate| (candidate.path, candidate.job));
    let (reads, findings) = maker.make_all(changed, order.cache.is_some(), order.options.stuck_page, put);
    match error.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => {
            let pages = jobs.values().filter(|job| job.kind() == OutputKind::Page).count();
            Ok(Rendered { files: jobs.len(), pages, findings, reads, explanation, warning: None })
        }
    }
}

/// Compares a folder with a build that knows nothing of earlier ones, and returns a line for each difference. There is one only if
/// the cache is wrong.
pub fn verify(options: &Options, folder: &Path, findings: &[Finding]) -> Vec<String> {
    let clean = pipeline::build(options, &|_| {});
    let listed = write::manifest_paths(folder);
    let is_same = |output: &Output| write::read_output(folder, &output.path).as_deref() == Some(&*output.bytes);
    let (different, unmade) = clean.differences(&listed, is_same);
    let different = different.into_iter().map(|path| format!("{path} is not what a clean build makes"));
    let unmade = unmade.into_iter().map(|path| format!("{path} is not in a clean build"));
    let mut wrong: Vec<String> = different.chain(unmade).collect();
    if clean.linked.findings != findings {
        wrong.push("a clean build finds something else".to_owned());
    }
    wrong
}

/// Returns a hash of all that may change a build's outputs and is no file of the site: the key of its cache. `program` tells one
/// program from another.
pub fn key(options: &Options, folder: Option<&Path>, program: &str) -> Hash {
    let Options { config, base_url, publication, strict, .. } = options;
    let (drafts, future, expired) = (publication.drafts, publication.future, publication.expired);
    Hash::of(format!("{program} {config:?} {base_url:?} {drafts} {future} {expired} {strict} {folder:?}").as_bytes())
}
