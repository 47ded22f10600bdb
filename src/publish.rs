//! A site built into its folder, from what the last build left: what is as it was is neither read nor made again. The
//! same files and findings come of it as of a build that knows nothing. Knows the order of looking, building, writing
//! and remembering.

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::base::lazy::Lazy;
use crate::base::path::{OutPath, SourcePath};
use crate::cache::{Again, Cache, Input, Kept, State, Stored, Unused, listed};
use crate::check::check;
use crate::config::config;
use crate::link::Site;
use crate::load::{Listing, Snapshot, list, list_for_cold_build, load, read_markdown};
use crate::parse::parse;
use crate::pipeline::{self, Change, Job, Jobs, Linked, Memory, Options, Progress, Step, jobs};
use crate::render::output::{Output, OutputKind};
use crate::write::{self, Foreseen, Target, WriteError, Writer, Written};

/// What to build, and into what.
pub struct Order<'a> {
    /// What to build.
    pub options: &'a Options,
    /// The output folder, where it is not the settings'.
    pub folder: Option<&'a Path>,
    /// Whether files of others may be overwritten.
    pub force: bool,
    /// What the last build left; `None`: nothing is known and nothing is left.
    pub cache: Option<&'a Cache>,
    /// A file of the built site of which to say why it was made or not.
    pub explain: Option<&'a OutPath>,
}

/// What a build came to.
pub struct Published {
    /// What was found, severities as the settings want them, sorted.
    pub findings: Vec<Finding>,
    /// The texts that the findings are about.
    pub texts: Arc<Snapshot>,
    /// How many pages the site has.
    pub pages: usize,
    /// How many files of the content are held back.
    pub held_back: usize,
    /// The output folder.
    pub folder: PathBuf,
    /// What was written; `None` where there are errors, and nothing was.
    pub written: Option<Written>,
    /// Why the file that was asked for was made or not.
    pub explanation: Option<String>,
    /// What a reader should know of the cache.
    pub note: Option<String>,
    /// What the build was made of. Giving back its million pieces takes a while: a program that is about to end can
    /// leave that to the system.
    pub rest: Box<dyn Any>,
}

/// Builds the site and writes it, if it has no errors.
///
/// # Errors
/// Why it could not be written.
pub fn publish(order: &Order<'_>, progress: Progress<'_>) -> Result<Published, WriteError> {
    let options = order.options;
    progress(Step::Begin("looking", 0));
    let list = if order.cache.is_none_or(Cache::is_absent) { list_for_cold_build } else { list };
    let (look, state) =
        rayon::join(|| list(&options.root, options.config.as_deref()), || order.cache.map(Cache::state));
    let note = match &state {
        Some(Err(Unused::Damaged)) => Some("the cache is damaged and was not used".to_owned()),
        _ => None,
    };
    let mut state = state.and_then(Result::ok);
    let today = options.publication.today;
    if state.as_ref().is_some_and(|state| !state.is_valid_on(today)) {
        state = None;
    }
    if let Some(state) = state.take_if(|state| state.is_made_of(&look) && is_intact(state)) {
        return Ok(unchanged(order, look, state));
    }
    let published = rebuilt(order, look, state.as_ref(), progress)?;
    Ok(Published { note: published.note.or(note), ..published })
}

/// Whether the output folder is as the last build left it.
fn is_intact(state: &State) -> bool {
    let manifest = write::manifest_stamp(&state.folder);
    manifest.is_some()
        && manifest == state.manifest
        && state.outputs.par_iter().all(|kept| write::stamp(&state.folder, &kept.path) == Some(kept.stamp))
}

/// Nothing was touched: what was found is found again.
fn unchanged(order: &Order<'_>, look: Listing, state: State) -> Published {
    // Only for the texts that findings are shown with, which are read when they are asked for.
    let texts = if state.findings.is_empty() { Snapshot::default() } else { load(look, &Snapshot::default()) };
    let explanation = order.explain.map(|path| match state.output(path) {
        Some(_) => format!("{path}: reused, because no file of the site was touched since the last build"),
        None => no_such_file(path),
    });
    Published {
        findings: state.findings,
        texts: Arc::new(texts),
        pages: state.pages,
        held_back: state.held_back,
        folder: state.folder,
        written: Some(Written { unchanged: state.outputs.len(), ..Written::default() }),
        explanation,
        note: None,
        rest: Box::new(()),
    }
}

fn no_such_file(path: &OutPath) -> String {
    format!("{path}: the site has no such file")
}

fn rebuilt(
    order: &Order<'_>,
    look: Listing,
    state: Option<&State>,
    progress: Progress<'_>,
) -> Result<Published, WriteError> {
    let options = order.options;
    let inputs: Vec<SourcePath> = listed(&look).into_iter().map(|file| file.path.clone()).collect();
    let snapshot = load(look, &Snapshot::default());
    let mut memory = Memory::default();
    // What was checked with other settings is of no use.
    let state = state.filter(|state| state.past.has_settings_of(&snapshot));
    let link = || {
        if let Some((cache, state)) = order.cache.zip(state) {
            memory.known = cache.known(state, &again(&snapshot, options));
            memory.past = Some(state.past.clone());
            let (cache, site) = (cache.clone(), state.site);
            memory.linked = Lazy::new(move || cache.site(site?));
        }
        memory.link(snapshot, options, progress)
    };
    let foresee = || {
        let State { folder, outputs, .. } = state?;
        let foreseen = Foreseen::of(folder)?;
        Some(foreseen.looking_at(folder, outputs.par_iter().map(|kept| (&kept.path, &kept.stamp))))
    };
    let (mut linked, foreseen) = rayon::join(link, foresee);
    let folder = order.folder.map_or_else(|| options.root.join(&linked.site.settings.output_dir), Path::to_path_buf);
    if linked.errors() > 0 || linked.has_bad_skin() {
        return Ok(failed(linked, folder));
    }
    let target = Target { folder: &folder, site_root: &options.root, force: order.force };
    let writer = Writer::begin(&target, foreseen)?;
    let writer = if order.cache.is_some() { writer.with_stamps() } else { writer };
    let past = state.filter(|state| state.folder == folder);
    let made = make(order, &linked, past, &writer, progress);
    linked.add(made.findings, options);
    if let Some(error) = made.error {
        return Err(error);
    }
    if linked.errors() > 0 {
        return Ok(failed(linked, folder));
    }
    progress(Step::Begin("writing", made.files));
    let pages = made.pages;
    let Some(cache) = order.cache else {
        let written = Some(writer.finish()?);
        return Ok(Published { written, explanation: made.explanation, pages, ..failed(linked, folder) });
    };
    let finish = || writer.finish_with_files();
    let remember = || {
        // The texts on their way to the cache are as large.
        linked.drop_shared();
        let site = match (state, memory.linked.as_ref()) {
            (Some(state), _) if !linked.is_linked_anew => state.site,
            (_, linked) => linked.map(|linked| cache.set_site(linked)).transpose()?,
        };
        Ok::<_, io::Error>((cache.store(&memory.known, state)?, site))
    };
    let (written, stored) = rayon::join(finish, remember);
    let mut written = written?;
    progress(Step::Begin("remembering", 0));
    let (stored, site, failure) = match stored {
        Ok((stored, site)) => (stored, site, None),
        Err(error) => (Stored::default(), None, Some(error)),
    };
    let next = State {
        today: options.publication.today,
        until: match state {
            // No date is different where the site was taken over, and none was passed where the state was of use.
            Some(state) if !linked.is_linked_anew => state.until,
            _ => until(&linked.site, options.publication.today),
        },
        inputs: seen(&inputs, &linked.snapshot, &memory, &stored),
        segments: stored.segments,
        site,
        past: memory.past.take().unwrap_or_default(),
        findings: linked.findings.clone(),
        outputs: kept(std::mem::take(&mut written.files), made.reads, past, &inputs),
        pages,
        held_back: linked.site.withheld,
        manifest: write::manifest_stamp(&folder),
        folder: folder.clone(),
    };
    let left = failure.map_or_else(|| cache.set_state(&next), Err);
    let note = left.err().map(|error| format!("the cache could not be written: {error}"));
    let published = failed(linked, folder);
    let rest = Box::new((published.rest, memory, next));
    Ok(Published { written: Some(written), explanation: made.explanation, note, pages, rest, ..published })
}

/// A build that wrote nothing.
fn failed(linked: Linked, folder: PathBuf) -> Published {
    Published {
        pages: 0,
        held_back: linked.site.withheld,
        findings: linked.findings.clone(),
        texts: Arc::clone(&linked.snapshot),
        folder,
        written: None,
        explanation: None,
        note: None,
        rest: Box::new(linked),
    }
}

/// Makes a checked file anew that the cache has lost: seldom, so nothing is prepared for it.
fn again(snapshot: &Snapshot, options: &Options) -> Again {
    let (settings, root) = (snapshot.settings.clone(), options.root.clone());
    Arc::new(move |path| {
        let text = read_markdown(path, &root.join(path.as_str())).map(|(text, _)| text).unwrap_or_default();
        let settings = settings.as_ref().map(|file| config(&file.path, file.text()).0).unwrap_or_default();
        check(parse(path, &text, settings.markdown), &text, &settings)
    })
}

/// What making all files came to.
struct Made {
    files: usize,
    pages: usize,
    findings: Vec<Finding>,
    error: Option<WriteError>,
    reads: Vec<(OutPath, Vec<SourcePath>)>,
    explanation: Option<String>,
}

/// Makes every file that is not sure to be as it was, and hands it to the writer.
fn make(order: &Order<'_>, linked: &Linked, past: Option<&State>, writer: &Writer, progress: Progress<'_>) -> Made {
    let maker = linked.maker();
    let jobs: Jobs = jobs(&linked.site, &linked.skin, &maker.viewer);
    progress(Step::Begin("rendering", jobs.len()));
    let error: Mutex<Option<WriteError>> = Mutex::default();
    let candidates = candidates(&jobs, &linked.change, past);
    let is_kept = |(path, _, kept): &Candidate<'_>| kept.is_some_and(|kept| writer.keep(path, &kept.stamp));
    let (keep, want): (Vec<Candidate<'_>>, Vec<Candidate<'_>>) = candidates.into_par_iter().partition(is_kept);
    progress(Step::Reused(keep.len()));
    let explanation = order.explain.map(|path| match jobs.get(path) {
        Some(_) => reason(path, &linked.change, past, keep.iter().any(|(kept, ..)| *kept == path)),
        None => no_such_file(path),
    });
    let put = |output: &Output| {
        if let Err(failure) = writer.put(output) {
            // Nobody panics while holding it: this is all that happens.
            error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
        }
        progress(Step::Item);
    };
    let anew = want.into_par_iter().map(|(path, job, _)| (path, job));
    let (reads, findings) = maker.make_all(anew, order.cache.is_some(), put);
    let pages = jobs.values().filter(|job| job.kind() == OutputKind::Page).count();
    Made {
        files: jobs.len(),
        pages,
        findings,
        error: error.into_inner().unwrap_or_else(PoisonError::into_inner),
        reads,
        explanation,
    }
}

/// A file to be made, and what the last build made in its place where nothing that it shows is different.
type Candidate<'a> = (&'a OutPath, &'a Job, Option<&'a Kept>);

/// All files to be made, by path.
fn candidates<'a>(jobs: &'a Jobs, change: &Change, past: Option<&'a State>) -> Vec<Candidate<'a>> {
    let (Change::Texts(changed), Some(past)) = (change, past) else {
        return jobs.iter().map(|(path, job)| (path, job, None)).collect();
    };
    let is_changed: Vec<bool> = past.inputs.iter().map(|input| changed.contains(&input.path)).collect();
    let shows_none = |kept: &&Kept| !kept.reads.iter().any(|&number| is_changed.get(number as usize) != Some(&false));
    // Both are sorted.
    let mut before = past.outputs.iter().peekable();
    let candidate = |(path, job): (&'a OutPath, &'a Job)| {
        while before.next_if(|kept| kept.path < *path).is_some() {}
        let kept = before.peek().copied().filter(|kept| kept.path == *path).filter(shows_none);
        (path, job, kept)
    };
    jobs.iter().map(candidate).collect()
}

/// Why a file is made or not, in a line.
fn reason(path: &OutPath, change: &Change, past: Option<&State>, is_kept: bool) -> String {
    let why: Cow<'_, str> = match (change, past) {
        (_, None) => "made, because nothing is known of a build before".into(),
        (Change::Everything, _) => {
            "made, because something that any page may show is different: a title, a theme, a link, the settings, the \
             skin or the list of files"
                .into()
        }
        (Change::Texts(changed), Some(past)) => match past.output(path) {
            None => "made, because it was not there".into(),
            Some(kept) => {
                let shown: BTreeSet<&SourcePath> = past.reads(kept).filter(|read| changed.contains(*read)).collect();
                match shown.first() {
                    Some(file) => format!("made, because it shows the text of {file}, which is different").into(),
                    None if is_kept => "reused, because nothing that it shows is different".into(),
                    None => "made, because the file in the output folder is not as the last build left it".into(),
                }
            }
        },
    };
    format!("{path}: {why}")
}

/// The first day after `today` on which something begins or ceases to be published.
fn until(site: &Site, today: Date) -> Option<Date> {
    let words = site.files.iter().filter_map(|file| file.entry.as_ref()).map(crate::check::Entry::common);
    let days = words.flat_map(|words| [words.dates.publish.or(words.dates.date), words.dates.expiry]);
    days.flatten().filter(|&day| day > today).min()
}

/// What the system said of each file when it was read. Of both lists the files of the content are sorted.
fn seen(inputs: &[SourcePath], snapshot: &Snapshot, memory: &Memory, stored: &Stored) -> Vec<Input> {
    let mut known = memory.known.iter().zip(&stored.texts).peekable();
    let of = |path: &SourcePath| {
        let known = known.next_if(|(known, _)| known.path == *path);
        let seen = known.map(|(known, _)| known.seen).or_else(|| snapshot.file(path).map(|file| file.state));
        let seen = seen.unwrap_or_default();
        Input { path: path.clone(), seen, text: known.map(|(_, text)| *text) }
    };
    inputs.iter().map(of).collect()
}

/// The files of a finished write, with what each shows. Those that were not made show what they showed.
fn kept(
    files: Vec<write::File>,
    made: Vec<(OutPath, Vec<SourcePath>)>,
    past: Option<&State>,
    inputs: &[SourcePath],
) -> Vec<Kept> {
    let numbers: FxHashMap<&SourcePath, u32> = inputs.iter().zip(0..).collect();
    // All are sorted by path.
    debug_assert!(made.is_sorted_by(|(one, _), (next, _)| one < next));
    let mut made = made.into_iter().peekable();
    let mut before = past.map(|past| &*past.outputs).unwrap_or_default().iter().peekable();
    let mut reads = |path: &OutPath| {
        while before.next_if(|kept| kept.path < *path).is_some() {}
        while made.next_if(|(made, _)| made < path).is_some() {}
        match made.next_if(|(made, _)| made == path) {
            Some((_, reads)) => reads.iter().filter_map(|read| numbers.get(read).copied()).collect(),
            // What was kept is of a build with the same list of files.
            None => before.next_if(|kept| kept.path == *path).map(|kept| kept.reads.clone()).unwrap_or_default(),
        }
    };
    files.into_iter().map(|file| Kept { reads: reads(&file.path), path: file.path, stamp: file.stamp }).collect()
}

/// The differences between what lies in a folder and a build that knows nothing: none, or the cache is wrong.
pub fn verify(options: &Options, folder: &Path, findings: &[Finding]) -> Vec<String> {
    let clean = pipeline::build(options, &|_| {});
    let listed = write::listed(folder);
    let is_same = |output: &Output| write::bytes(folder, &output.path).as_deref() == Some(&*output.bytes);
    let (different, unmade) = clean.differences(&listed, is_same);
    let different = different.into_iter().map(|path| format!("{path} is not what a clean build makes"));
    let unmade = unmade.into_iter().map(|path| format!("{path} is not in a clean build"));
    let mut wrong: Vec<String> = different.chain(unmade).collect();
    if clean.linked.findings != findings {
        wrong.push("a clean build finds something else".to_owned());
    }
    wrong
}

/// A key for what tells builds apart that are no files of the site.
pub fn key(options: &Options, folder: Option<&Path>, program: &str) -> Hash {
    let Options { config, base_url, publication, strict, .. } = options;
    let (drafts, future, expired) = (publication.drafts, publication.future, publication.expired);
    Hash::of(format!("{program} {config:?} {base_url:?} {drafts} {future} {expired} {strict} {folder:?}").as_bytes())
}
