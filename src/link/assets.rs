//! Files of the content that are no Markdown: pictures, data tables, documents.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::chart;
use crate::link::Catalogue;
use crate::link::resolve::Links;
use crate::load::ImageSize;

/// A file of the content that is no Markdown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asset {
    /// The file that it is read from.
    pub path: SourcePath,
    /// The file that it goes to.
    pub out: OutPath,
    /// True for a data table, which is published only where a page uses it.
    pub is_data: bool,
    /// Its size where it is an image.
    pub size: Option<ImageSize>,
    /// Its table, where a chart names it.
    pub table: Option<Arc<chart::Table>>,
}

impl Asset {
    /// The output that holds its table as CSV: itself where it is CSV already.
    pub fn csv(&self) -> Option<OutPath> {
        match self.path.extension() {
            "csv" => Some(self.out.clone()),
            _ => OutPath::new(&format!("{}.csv", self.out.as_str().rsplit_once('.')?.0)).ok(),
        }
    }
}

/// Reports assets that no published page links to or shows.
pub fn unused(catalogue: &Catalogue, links: &Links, withheld: &BTreeSet<SourcePath>, findings: &mut Vec<Finding>) {
    // Files in the content folder itself are meant for the site's root: `CNAME`, `_headers`, a favicon.
    let is_beside_reports = |asset: &&Asset| asset.path.folder() != "content";
    let is_unused = |asset: &&Asset| !links.uses(&asset.path) && !asset.is_data && !withheld.contains(&asset.path);
    for asset in catalogue.assets.values().filter(is_unused).filter(is_beside_reports) {
        let finding = Finding::new(Code::UnusedFile, &asset.path, "no page links to this file or shows it");
        findings.push(finding.help("link it, or remove it"));
    }
}
