//! The line, turned again and again over one site: each turn looks at the folder and gives a generation, an immutable
//! site whose files are made when they are asked for. What watches and previews takes from here; it knows no stage.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::finding::{Finding, Severity};
use crate::base::hash::Hash;
use crate::base::path::{OutPath, SourcePath};
use crate::base::print::Texts;
use crate::config::Settings;
use crate::link::{Page, Site};
use crate::load::{Snapshot, SourceFile};
use crate::pipeline::{self, Linked, Options};
use crate::render::output::{Output, OutputKind};

/// A site that is built again whenever it is asked to.
pub struct Engine {
    options: Options,
    turns: u64,
    last: Option<Arc<Generation>>,
}

impl Engine {
    /// An engine for one site. Nothing is read yet.
    pub fn new(options: Options) -> Self {
        Self { options, turns: 0, last: None }
    }

    /// Looks at every file of the site and gives the site as it is now: the very generation of the turn before where
    /// nothing has changed.
    pub fn turn(&mut self) -> Arc<Generation> {
        self.turns += 1;
        let built = pipeline::build(&self.options, &|_| {});
        let files: BTreeMap<_, _> =
            built.outputs.into_iter().map(|output| (output.path.clone(), Arc::new(output))).collect();
        let changed = match &self.last {
            Some(last) => {
                let changed = changed(&last.linked.snapshot, &built.linked.snapshot);
                if changed.is_empty() && last.files == files && last.findings() == built.linked.findings {
                    return Arc::clone(last);
                }
                changed
            }
            None => Vec::new(),
        };
        let generation = Arc::new(Generation { number: self.turns, changed, linked: built.linked, files });
        self.last = Some(Arc::clone(&generation));
        generation
    }
}

/// The files whose text differs between two looks at a site, sorted.
fn changed(before: &Snapshot, now: &Snapshot) -> Vec<SourcePath> {
    let files = |snapshot: &Snapshot| -> BTreeMap<SourcePath, String> {
        let all = snapshot.settings.iter().chain(snapshot.content.values()).chain(snapshot.skins.values());
        all.map(|file: &SourceFile| (file.path.clone(), file.text().to_owned())).collect()
    };
    let (before, now) = (files(before), files(now));
    let paths = before.keys().chain(now.keys().filter(|path| !before.contains_key(*path)));
    let mut changed: Vec<SourcePath> = paths.filter(|path| before.get(*path) != now.get(*path)).cloned().collect();
    changed.sort();
    changed
}

/// A site as it was at one moment.
pub struct Generation {
    number: u64,
    changed: Vec<SourcePath>,
    linked: Linked,
    files: BTreeMap<OutPath, Arc<Output>>,
}

impl Generation {
    /// Which turn of its engine it came from, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The files of the site that are not as they were in the generation before, sorted; none in the first.
    pub fn changed(&self) -> &[SourcePath] {
        &self.changed
    }

    /// What was found, severities as the settings want them, sorted.
    pub fn findings(&self) -> &[Finding] {
        &self.linked.findings
    }

    /// How many findings are errors; with any, `build` would write nothing.
    pub fn errors(&self) -> usize {
        self.findings().iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// The texts that the findings are about.
    pub fn texts(&self) -> &dyn Texts {
        &self.linked.snapshot
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
        self.files.values().filter(|file| file.kind == OutputKind::Page).count()
    }

    /// Whether the site has this file. Costs a look-up.
    pub fn has(&self, path: &OutPath) -> bool {
        self.files.contains_key(path)
    }

    /// A file, made now where it was not yet. What is wrong with making it comes as findings.
    ///
    /// # Errors
    /// What is wrong with the page's template.
    pub fn file(&self, path: &OutPath) -> Option<Result<Arc<Output>, Vec<Finding>>> {
        self.files.get(path).cloned().map(Ok)
    }

    /// The hash of a file's bytes, for `ETag` and to see whether an open page changed.
    pub fn hash(&self, path: &OutPath) -> Option<Hash> {
        self.file(path)?.ok().map(|output| Hash::of(&output.bytes))
    }

    /// The page that shows a file of the content, to follow what is being edited.
    pub fn page_of(&self, source: &SourcePath) -> Option<OutPath> {
        let site = &self.linked.site;
        let file = site.files.iter().position(|file| file.path == *source)?;
        let page = site.all_pages().into_iter().find(|page| page.part == 1 && shows(site, *page, file))?;
        Some(site.out(page.key, page.language))
    }

    /// Every file, made now.
    ///
    /// # Errors
    /// What is wrong with templates.
    pub fn outputs(&self) -> Result<Vec<Arc<Output>>, Vec<Finding>> {
        Ok(self.files.values().cloned().collect())
    }
}

/// Whether a page is made of the words of this file of the site.
fn shows(site: &Site, page: Page, file: usize) -> bool {
    site.texts(page.key).is_some_and(|texts| texts[page.language] == Some(file))
}
