//! The line, turned again and again over one site: each turn looks at the folder and gives a generation, an immutable
//! site whose files are made when they are asked for. What watches and previews takes from here; it knows no stage.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::finding::{Finding, Severity};
use crate::base::hash::Hash;
use crate::base::path::{OutPath, SourcePath};
use crate::base::print::Texts;
use crate::config::Settings;
use crate::pipeline::{self, Linked, Options};
use crate::render::output::Output;

/// A site that is built again whenever it is asked to.
pub struct Engine {
    options: Options,
    turns: u64,
}

impl Engine {
    /// An engine for one site. Nothing is read yet.
    pub fn new(options: Options) -> Self {
        Self { options, turns: 0 }
    }

    /// Looks at every file of the site and gives the site as it is now.
    pub fn turn(&mut self) -> Arc<Generation> {
        self.turns += 1;
        let built = pipeline::build(&self.options, &|_| {});
        let files = built.outputs.into_iter().map(|output| (output.path.clone(), Arc::new(output))).collect();
        Arc::new(Generation { number: self.turns, linked: built.linked, files })
    }
}

/// A site as it was at one moment.
pub struct Generation {
    number: u64,
    linked: Linked,
    files: BTreeMap<OutPath, Arc<Output>>,
}

impl Generation {
    /// Which turn of its engine it came from, from 1.
    pub fn number(&self) -> u64 {
        self.number
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
    pub fn page_of(&self, _source: &SourcePath) -> Option<OutPath> {
        None
    }

    /// Every file, made now.
    ///
    /// # Errors
    /// What is wrong with templates.
    pub fn outputs(&self) -> Result<Vec<Arc<Output>>, Vec<Finding>> {
        Ok(self.files.values().cloned().collect())
    }
}
