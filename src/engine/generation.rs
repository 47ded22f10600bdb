//! The site as of one rebuild. Each file is rendered once, when it is first asked for. A file that shows nothing of what
//! changed since the generation before is shared with it.

use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::base::print::Texts;
use crate::base::{Finding, Hash, OutPath, SourcePath};
use crate::config::Settings;
use crate::link::{PageKey, out};
use crate::pipeline::{self, Change, Job, Linked, Options, PublishedReports, TrackedOutput, jobs};
use crate::render::output::{Output, OutputKind};

/// The site as it was at one moment.
pub struct Generation {
    number: u64,
    linked: Linked,
    files: BTreeMap<OutPath, LazyFile>,
}

/// A file of the built site that is rendered when it is first asked for.
struct LazyFile {
    job: Job,
    rendered: Arc<OnceLock<RenderedFile>>,
}

/// A rendered file, or the findings that stand in the way.
struct RenderedFile {
    output: Result<Arc<Output>, Vec<Finding>>,
    /// The files whose texts it shows.
    reads: Vec<SourcePath>,
    hash: Hash,
}

impl Generation {
    /// Creates the generation of a linked site, which follows `before`.
    pub(super) fn new(linked: Linked, before: Option<&Self>) -> Self {
        let jobs =
            if linked.is_skin_bad { BTreeMap::new() } else { jobs(&linked.site, &linked.skin, &linked.maker().viewer) };
        let reusable = |path: &OutPath| {
            let Change::Texts(changed) = &linked.change else { return None };
            before?.files.get(path).filter(|file| file.is_rendered_without(changed))
        };
        let files = jobs.into_iter().map(|(path, job)| {
            let rendered = reusable(&path).map_or_else(Arc::default, |file| Arc::clone(&file.rendered));
            (path, LazyFile { job, rendered })
        });
        let files = files.collect();
        Self { number: before.map_or(0, |before| before.number) + 1, files, linked }
    }

    /// The number of this generation among those of its engine, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The files of the site that changed since the generation before, sorted; none in the first.
    pub fn changed_sources(&self) -> &[SourcePath] {
        &self.linked.touched
    }

    /// All findings, with the severities of the settings, sorted. Errors of templates are found when pages are
    /// rendered, and are not among them.
    pub fn findings(&self) -> &[Finding] {
        &self.linked.findings
    }

    /// The number of findings that are errors. If there are any, `build` would write nothing.
    pub fn error_count(&self) -> usize {
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

    /// The reports of the site, to be compared with those of the last build. `options` are those of the engine.
    pub fn reports<'a>(&'a self, options: &'a Options) -> PublishedReports<'a> {
        PublishedReports::of(&self.linked.site, options)
    }

    /// The number of files of the content that are held back.
    pub fn held_back_count(&self) -> usize {
        self.linked.site.withheld.len()
    }

    /// The paths of all files of the built site, sorted.
    pub fn paths(&self) -> Vec<OutPath> {
        self.files.keys().cloned().collect()
    }

    /// The number of files that are pages.
    pub fn page_count(&self) -> usize {
        self.files.values().filter(|file| file.job.kind() == OutputKind::Page).count()
    }

    /// Returns true if the built site has a file of this path. Renders nothing.
    pub fn contains(&self, path: &OutPath) -> bool {
        self.files.contains_key(path)
    }

    /// Returns a file, rendered now if it was not before; `None` if the built site has none of this path.
    ///
    /// # Errors
    /// The findings in the page's template.
    pub fn file(&self, path: &OutPath) -> Option<Result<Arc<Output>, Vec<Finding>>> {
        Some(self.rendered(path)?.output.clone())
    }

    /// The hash of a file's bytes. Renders the file if it was not before.
    pub fn hash(&self, path: &OutPath) -> Option<Hash> {
        let file = self.rendered(path)?;
        file.output.is_ok().then_some(file.hash)
    }

    fn rendered(&self, path: &OutPath) -> Option<&RenderedFile> {
        let file = self.files.get(path)?;
        Some(file.rendered.get_or_init(|| RenderedFile::new(self.linked.maker().make(path, &file.job))))
    }

    /// The page that shows a file of the content: for tabs that follow what is edited.
    pub fn page_of(&self, source: &SourcePath) -> Option<OutPath> {
        let site = &self.linked.site;
        let number = site.file_of(source)?;
        let pages = site.all_pages().into_iter().filter(|page| page.number == 1 && is_main_page(page.key));
        let mut pages =
            pages.filter(|page| site.texts(page.key).is_some_and(|texts| texts[page.language] == Some(number)));
        pages.next().map(|page| out(site, page))
    }

    /// Returns every file, rendered now if it was not before.
    ///
    /// # Errors
    /// The findings in all templates.
    pub fn outputs(&self) -> Result<Vec<Arc<Output>>, Vec<Finding>> {
        let maker = self.linked.maker();
        let render = |(path, file): (&OutPath, &LazyFile)| {
            file.rendered.get_or_init(|| RenderedFile::new(maker.make(path, &file.job))).output.clone()
        };
        let (outputs, findings): (Vec<_>, Vec<_>) =
            self.files.par_iter().map(render).partition_map(|output| match output {
                Ok(output) => Either::Left(output),
                Err(findings) => Either::Right(findings),
            });
        if findings.is_empty() {
            return Ok(outputs);
        }
        let mut findings = findings.concat();
        pipeline::sort(&mut findings);
        Err(findings)
    }
}

impl RenderedFile {
    fn new(mut made: TrackedOutput) -> Self {
        if let Ok(output) = &mut made.output {
            output.bytes.shrink_to_fit();
        }
        let hash = made.output.as_ref().map_or(Hash::of(&[]), |output| Hash::of(&output.bytes));
        Self { output: made.output.map(Arc::new), reads: made.reads, hash }
    }
}

impl LazyFile {
    /// Returns true if the file is rendered and shows the text of none of these. One that is not rendered yet is never
    /// shared: a reader of the older generation would render the older text into it.
    fn is_rendered_without(&self, changed: &BTreeSet<SourcePath>) -> bool {
        self.rendered.get().is_some_and(|file| !file.reads.iter().any(|read| changed.contains(read)))
    }
}

/// Returns true for the kinds of pages that a text belongs to. Print editions and the like show it too.
fn is_main_page(key: PageKey) -> bool {
    use PageKey::{Brief, Changes, Discuss, Print, Slides};
    !matches!(key, Changes(_) | Brief(_) | Print(_) | Discuss(_) | Slides(_))
}
