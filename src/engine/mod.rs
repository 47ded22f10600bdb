//! Builds one site again and again. Each rebuild scans the folder and gives a [`Generation`]: an immutable site whose
//! files are rendered when they are first asked for. Previews and `build --watch` work from here. Knows no stage.

mod generation;

use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::load::{Snapshot, list, load, reload_files};
use crate::pipeline::{Change, IncrementalLinker, Options};

pub use crate::engine::generation::Generation;

/// Rebuilds a site on request, and remembers what earlier builds read and made.
///
/// ```
/// use std::sync::Arc;
/// use trendpress::{engine::Engine, pipeline::Options};
///
/// // The folder of the sample site.
/// let mut engine = Engine::new(Options::new(".", jiff::civil::date(2026, 6, 1)));
/// let generation = engine.rebuild();
/// let home = generation.paths().into_iter().find(|path| path.as_str() == "index.html");
/// let output = generation.file(&home.expect("each site has a home page")).expect("the path exists");
/// assert!(output.expect("the template is right").bytes.starts_with(b"<!doctype html>"));
/// // Nothing has changed since.
/// assert!(Arc::ptr_eq(&generation, &engine.rebuild()));
/// ```
pub struct Engine {
    options: Options,
    linker: IncrementalLinker,
    latest: Option<Arc<Generation>>,
}

impl Engine {
    /// Creates an engine for one site. Reads nothing yet.
    pub fn new(options: Options) -> Self {
        Self { options, linker: IncrementalLinker::default(), latest: None }
    }

    /// Has the last good state of a file stand in for it while it has errors: for previews.
    #[must_use]
    pub fn keeping_last_good(mut self) -> Self {
        self.linker = IncrementalLinker::for_previews();
        self
    }

    /// Sets the day that later rebuilds are for.
    pub fn set_day(&mut self, today: Date) {
        self.options.publication.today = today;
    }

    /// Forgets all earlier builds: what a panic left behind may be half done.
    pub fn reset(&mut self) {
        self.linker.reset();
        self.latest = None;
    }

    /// Scans every file of the site. Returns the site as it is now: the same generation as before if nothing changed.
    pub fn rebuild(&mut self) -> Arc<Generation> {
        let nothing = Snapshot::default();
        let before = self.linker.snapshot().unwrap_or(&nothing);
        let snapshot = load(list(&self.options.root, self.options.config.as_deref()), before);
        self.build(snapshot)
    }

    /// Works as [`Engine::rebuild`], but scans these files of the disk alone: for when nothing else is likely to have
    /// changed. Returns `None` if only a scan of every file can tell, as after the first report in a new folder.
    pub fn rebuild_changed(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Arc<Generation>> {
        let snapshot = reload_files(&self.options.root, paths, self.linker.snapshot()?)?;
        Some(self.build(snapshot))
    }

    fn build(&mut self, snapshot: Snapshot) -> Arc<Generation> {
        if let Some(latest) = self.latest.as_ref().filter(|_| self.linker.is_same(&snapshot, &self.options)) {
            return Arc::clone(latest);
        }
        let linked = self.linker.link(snapshot, &self.options, &|_| {});
        let is_same = |latest: &&Arc<Generation>| {
            linked.change == Change::Texts(BTreeSet::new()) && latest.findings() == linked.findings
        };
        if let Some(latest) = self.latest.as_ref().filter(is_same) {
            return Arc::clone(latest);
        }
        let generation = Arc::new(Generation::new(linked, self.latest.as_deref()));
        let before = self.latest.replace(Arc::clone(&generation));
        // Freeing a large site takes a while, and nobody needs to wait for it.
        rayon::spawn(|| drop(before));
        generation
    }
}
