//! The line, turned again and again over one site: each turn looks at the folder and gives a generation, an immutable
//! site whose files are made when they are asked for, and once. What watches and previews takes from here; it knows no
//! stage.

use jiff::civil::Date;
use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::base::path::{OutPath, SourcePath};
use crate::base::print::Texts;
use crate::config::Settings;
use crate::link::PageKey;
use crate::load::{Snapshot, list, load, reload_files};
use crate::pipeline::{self, Change, Job, Linked, Made, Memory, Options, jobs};
use crate::render::output::{Output, OutputKind};

/// A site that is built again whenever it is asked to.
pub struct Engine {
    options: Options,
    memory: Memory,
    latest: Option<Arc<Generation>>,
}

impl Engine {
    /// An engine for one site. Nothing is read yet.
    pub fn new(options: Options) -> Self {
        Self { options, memory: Memory::default(), latest: None }
    }

    /// The same, where the last good state of what has errors stands in for it: for previews.
    #[must_use]
    pub fn keeping_good(mut self) -> Self {
        self.memory.keeps_good = true;
        self
    }

    /// Builds for this day from now on.
    pub fn set_day(&mut self, today: Date) {
        self.options.publication.today = today;
    }

    /// Looks at every file of the site and gives the site as it is now: the last generation where nothing changed.
    pub fn turn(&mut self) -> Arc<Generation> {
        let nothing = Snapshot::default();
        let before = self.memory.snapshot().unwrap_or(&nothing);
        let snapshot = load(list(&self.options.root, self.options.config.as_deref()), before);
        self.turned(snapshot)
    }

    /// As [`Engine::turn`], with a look at these files of the disk alone: for when nothing else is likely to have
    /// changed, which the next full turn makes sure of. `None` where they say too little.
    pub fn turn_at(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Arc<Generation>> {
        let snapshot = reload_files(&self.options.root, paths, self.memory.snapshot()?)?;
        Some(self.turned(snapshot))
    }

    /// The generation of a snapshot.
    fn turned(&mut self, snapshot: Snapshot) -> Arc<Generation> {
        if let Some(latest) = self.latest.as_ref().filter(|_| self.memory.is_same(&snapshot, &self.options)) {
            return Arc::clone(latest);
        }
        let linked = self.memory.link(snapshot, &self.options, &|_| {});
        let is_same = |latest: &&Arc<Generation>| {
            linked.change == Change::Texts([].into()) && latest.linked.findings == linked.findings
        };
        if let Some(latest) = self.latest.as_ref().filter(is_same) {
            return Arc::clone(latest);
        }
        let generation = Arc::new(Generation::after(self.latest.as_deref(), linked));
        let before = self.latest.replace(Arc::clone(&generation));
        // Letting go of a large site takes a while, and nobody needs to wait for it.
        rayon::spawn(|| drop(before));
        generation
    }
}

/// A site as it was at one moment.
pub struct Generation {
    number: u64,
    linked: Linked,
    files: BTreeMap<OutPath, File>,
}

/// A file of the site: what it takes to make it, and the file once it is made.
struct File {
    job: Job,
    made: Arc<OnceLock<Finished>>,
}

/// A file that was made.
struct Finished {
    output: Result<Arc<Output>, Vec<Finding>>,
    reads: Vec<SourcePath>,
    hash: Hash,
}

impl Generation {
    /// The generation of a linked site. What is sure to be as it was is taken over from the one before.
    fn after(before: Option<&Self>, linked: Linked) -> Self {
        let jobs = if linked.has_bad_skin() {
            BTreeMap::new()
        } else {
            jobs(&linked.site, &linked.skin, &linked.workshop().viewer)
        };
        // Both are sorted.
        let mut earlier = before.map(|before| before.files.iter()).into_iter().flatten().peekable();
        let mut made = |path: &OutPath| {
            let Change::Texts(changed) = &linked.change else { return Arc::default() };
            while earlier.next_if(|(earlier, _)| *earlier < path).is_some() {}
            match earlier.next_if(|(earlier, _)| *earlier == path) {
                Some((_, file)) if !file.reads_any(changed) => Arc::clone(&file.made),
                _ => Arc::default(),
            }
        };
        let files = jobs.into_iter().map(|(path, job)| {
            let made = made(&path);
            (path, File { job, made })
        });
        let files = files.collect();
        Self { number: before.map_or(0, |before| before.number) + 1, files, linked }
    }

    /// Which of its engine's generations it is, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The files of the site that are not as they were in the generation before, sorted; none in the first.
    pub fn changed(&self) -> &[SourcePath] {
        &self.linked.touched
    }

    /// What was found, severities as the settings want them, sorted. What is wrong with a template that has not been
    /// used yet is not among it.
    pub fn findings(&self) -> &[Finding] {
        &self.linked.findings
    }

    /// How many findings are errors; with any, `build` would write nothing.
    pub fn errors(&self) -> usize {
        self.linked.errors()
    }

    /// The texts that the findings are about.
    pub fn texts(&self) -> &dyn Texts {
        &*self.linked.snapshot
    }

    /// The settings in force.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.linked.site.settings
    }

    /// Every file of the built site, sorted.
    pub fn paths(&self) -> Vec<OutPath> {
        self.files.keys().cloned().collect()
    }

    /// How many of the files are pages.
    pub fn pages(&self) -> usize {
        self.files.values().filter(|file| pipeline::kind(&file.job) == OutputKind::Page).count()
    }

    /// Whether the site has this file. Costs a look-up.
    pub fn has(&self, path: &OutPath) -> bool {
        self.files.contains_key(path)
    }

    /// A file, made now where it was not yet; `None` where the site has none of this path.
    ///
    /// # Errors
    /// What is wrong with the page's template.
    pub fn file(&self, path: &OutPath) -> Option<Result<Arc<Output>, Vec<Finding>>> {
        Some(self.finished(path)?.output.clone())
    }

    /// The hash of a file's bytes, for `ETag` and to see whether an open page changed.
    pub fn hash(&self, path: &OutPath) -> Option<Hash> {
        let finished = self.finished(path)?;
        finished.output.is_ok().then_some(finished.hash)
    }

    fn finished(&self, path: &OutPath) -> Option<&Finished> {
        let file = self.files.get(path)?;
        Some(file.made.get_or_init(|| Finished::of(self.linked.workshop().make(path, &file.job))))
    }

    /// The page that shows a file of the content, to follow what is being edited.
    pub fn page_of(&self, source: &SourcePath) -> Option<OutPath> {
        let site = &self.linked.site;
        let number = site.file_of(source)?;
        let pages = site.all_pages().into_iter().filter(|page| page.part == 1 && is_own(page.key));
        let mut pages =
            pages.filter(|page| site.texts(page.key).is_some_and(|texts| texts[page.language] == Some(number)));
        pages.next().map(|page| crate::link::out(site, page))
    }

    /// Every file, made now.
    ///
    /// # Errors
    /// What is wrong with templates.
    pub fn outputs(&self) -> Result<Vec<Arc<Output>>, Vec<Finding>> {
        let workshop = self.linked.workshop();
        let make = |(path, file): (&OutPath, &File)| {
            file.made.get_or_init(|| Finished::of(workshop.make(path, &file.job))).output.clone()
        };
        let (made, findings): (Vec<_>, Vec<_>) = self.files.par_iter().map(make).partition_map(|made| match made {
            Ok(output) => Either::Left(output),
            Err(findings) => Either::Right(findings),
        });
        if findings.is_empty() {
            return Ok(made);
        }
        let mut findings = findings.concat();
        pipeline::sort(&mut findings);
        Err(findings)
    }
}

impl Finished {
    fn of(mut made: Made) -> Self {
        if let Ok(output) = &mut made.output {
            output.bytes.shrink_to_fit();
        }
        let hash = made.output.as_ref().map_or(Hash::of(&[]), |output| Hash::of(&output.bytes));
        Self { output: made.output.map(Arc::new), reads: made.reads, hash }
    }
}

impl File {
    /// Whether the file, if it was made, shows the text of any of these.
    fn reads_any(&self, changed: &BTreeSet<SourcePath>) -> bool {
        self.made.get().is_some_and(|made| made.reads.iter().any(|read| changed.contains(read)))
    }
}

/// Whether a page is the own page of a text, and not another one that shows it too.
fn is_own(key: PageKey) -> bool {
    !matches!(key, PageKey::Changes(_) | PageKey::Brief(_) | PageKey::Print(_) | PageKey::Discuss(_))
}
