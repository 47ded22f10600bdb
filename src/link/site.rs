//! The whole site: settings, files, and the index that linking made of them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use crate::base::path::SourcePath;
use crate::check::CheckedFile;
use crate::config::Settings;
use crate::link::address::{self, Page};
use crate::link::change::Changes;
use crate::link::resolve::Links;
use crate::link::{
    Asset, Backlink, Catalogue, Change, ChartOnPage, Continued, Dropped, Edge, Lists, Outputs, Related, Resolved,
    relate, related,
};

/// Everything that linking worked out, apart from the settings and files that it was given: a site can be put together
/// again from those and a stored index.
#[derive(Debug, Serialize, Deserialize)]
pub struct SiteIndex {
    pub(super) lists: Arc<Lists>,
    pub(super) changes: Changes,
    /// The relations of each report.
    pub(super) edges: Vec<Vec<Edge>>,
    pub(super) outputs: Outputs,
    pub(super) links: Links,
    /// Files of the content that only withheld reports use.
    pub(super) withheld_assets: BTreeSet<SourcePath>,
}

/// A linked site, from which pages are made. Reads as its catalogue: `site.reports`, `site.title(…)`.
#[derive(Debug)]
pub struct Site {
    catalogue: Catalogue,
    index: Arc<SiteIndex>,
}

impl Deref for Site {
    type Target = Catalogue;

    fn deref(&self) -> &Catalogue {
        &self.catalogue
    }
}

impl Site {
    /// Puts a site together. The index must have been made of these files, or of files that differ from them only in what
    /// linking does not look at.
    pub fn new(settings: Arc<Settings>, files: Vec<CheckedFile>, index: Arc<SiteIndex>) -> Self {
        let lists = Arc::clone(&index.lists);
        Self { catalogue: Catalogue { settings, files, lists }, index }
    }

    /// The part of the site that can be stored.
    pub fn index(&self) -> &Arc<SiteIndex> {
        &self.index
    }

    /// Every address of the built site and who claims it.
    pub fn outputs(&self) -> &Outputs {
        &self.index.outputs
    }

    /// The change of a report's topic against the edition before; `None` in the first edition.
    pub fn change(&self, report: usize) -> Option<&Change> {
        self.index.changes.of_report(report)
    }

    /// The number of a report among its topic's appearances, from 1.
    pub fn appearance(&self, report: usize) -> usize {
        self.index.changes.appearance(report)
    }

    /// The topics of the edition before that an edition has not, by kind and rank.
    pub fn dropped(&self, edition: usize) -> &[Dropped] {
        self.index.changes.dropped(edition)
    }

    /// The topics of the edition before that go on in others of an edition, by kind and rank.
    pub fn continued(&self, edition: usize) -> &[Continued] {
        self.index.changes.continued(edition)
    }

    /// The relations of a report, typed and untyped, forwards and backwards.
    pub fn edges(&self, report: usize) -> &[Edge] {
        &self.index.edges[report]
    }

    /// Returns true if any report names a typed relation.
    pub fn has_relations(&self) -> bool {
        relate::any_typed(&self.index.edges)
    }

    /// The pages that link to a report in their text, in order.
    pub fn backlinks(&self, report: usize) -> &[Backlink] {
        self.index.links.backlinks(report)
    }

    /// The targets of a file's links, in the order of its body.
    pub fn links(&self, file: usize) -> &[Resolved] {
        &self.index.links.of_file(file).links
    }

    /// The files of the images of a file, in the order of its body.
    pub fn images(&self, file: usize) -> &[Option<SourcePath>] {
        &self.index.links.of_file(file).images
    }

    /// The charts of a file: those of its body, in order, then those of its front matter.
    pub fn charts(&self, file: usize) -> &[Option<ChartOnPage>] {
        &self.index.links.of_file(file).charts
    }

    /// Reports that belong with a report, the nearest first. Worked out now: only the report's own page shows them.
    pub fn related(&self, report: usize) -> Vec<Related> {
        related::related(self, report)
    }

    /// Every page of the site, languages and all pages of long lists included, in a fixed order.
    pub fn all_pages(&self) -> Vec<Page> {
        address::all_pages(self, self.has_relations())
    }

    /// Returns true if an asset is copied into the built site. Data tables are only where a page links to them, or where a
    /// chart shows them and they are CSV: a YAML file may hold remarks that are not for readers.
    pub fn publishes(&self, asset: &Asset) -> bool {
        let is_shown = asset.path.extension() == "csv" && self.publishes_table(asset);
        let is_withheld = self.index.withheld_assets.contains(&asset.path);
        !is_withheld && (!asset.is_data || is_shown || self.index.links.uses(&asset.path))
    }

    /// Returns true if a chart on a page shows this table, which then goes out as CSV.
    pub fn publishes_table(&self, asset: &Asset) -> bool {
        self.index.links.charts_show(&asset.path)
    }

    /// The links that may be taken over by a later build.
    pub(super) fn resolved_links(&self) -> &Links {
        &self.index.links
    }
}
