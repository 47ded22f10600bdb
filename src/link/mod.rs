//! Links the checked files of a site into one [`Site`]: lists, changes, relations, addresses, links and backlinks. The one
//! stage that sees every file; cheap, and close to linear. Reads the links of bodies, never their HTML.

mod absence;
mod address;
mod assets;
mod audiences;
mod catalogue;
mod change;
mod charts;
mod editions;
mod embargo;
mod formats;
mod gaps;
mod gather;
mod link_target;
mod outputs;
mod page_count;
mod part_findings;
mod parts;
mod relate;
mod related;
mod resolve;
mod same_addresses;
mod same_words;
mod scope;
mod similar_themes;
mod site;
mod successors;
mod suggestions;
mod translations;
mod unclear_past;
mod votes;

use std::sync::Arc;

use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::check::{BallotSheet, CheckedFile};
use crate::config::Settings;

pub use address::{Page, PageKey, out};
pub use assets::Asset;
pub use audiences::Audience;
pub use catalogue::Catalogue;
pub use change::{Change, Churn, Continued, Dropped, Trend, churn};
pub use charts::ChartOnPage;
pub use embargo::{HeldBack, Publication};
pub use formats::Format;
pub use gather::{Branch, Edition, Lists, Report, Theme, Topic};
pub use outputs::{ClaimKind, Outputs};
pub use parts::{AwaitedReport, Part, PartState};
pub use relate::Edge;
pub use related::Related;
pub use resolve::{Backlink, Resolved};
pub use scope::Scope;
pub use site::{Site, SiteIndex};
pub use successors::BranchSort;
pub use votes::{Candidate, CountedRound, Elections, KindVotes, Round};

/// Links all files of a site, step by step; each step makes a value of its own, and the site is put together from all of them.
///
/// `assets` are the files of the content that are no Markdown, apart from `ballots`; `reserved` are the outputs of the skin. `before` is the site
/// of the build before: addresses and links that are sure to be the same are taken over from it.
pub fn link(
    files: Vec<CheckedFile>,
    (assets, ballots): (Vec<Asset>, Vec<BallotSheet>),
    reserved: &[(OutPath, SourcePath)],
    settings: Arc<Settings>,
    settings_file: &SourcePath,
    publication: Publication,
    before: Option<&Site>,
) -> (Site, Vec<Finding>) {
    let mut findings = Vec::new();
    let catalogue = gather::gather(files, assets, ballots, settings, publication, &mut findings);
    let changes = change::changes(&catalogue);
    let edges = relate::relate(&catalogue, &mut findings);
    let before = before.filter(|before| {
        before.outputs().is_valid_for(reserved)
            && before.has_relations() == relate::any_typed(&edges)
            && same_addresses::same_addresses(before, &catalogue)
    });
    let outputs = match before {
        Some(before) => before.outputs().clone(),
        None => outputs::outputs(&catalogue, relate::any_typed(&edges), reserved, settings_file, &mut findings),
    };
    let links = resolve::resolve(&catalogue, &outputs, before, &mut findings);
    let withheld_assets = embargo::withheld_assets(&catalogue, &links);
    assets::unused(&catalogue, &links, &withheld_assets, &mut findings);
    if !page_count::too_many_pages(&catalogue, &mut findings) {
        similar_themes::similar_themes(&catalogue, &mut findings);
        audiences::similar_audiences(&catalogue, &mut findings);
    }

    let Catalogue { settings, files, lists } = catalogue;
    let index = SiteIndex { lists, changes, edges, outputs, links, withheld_assets };
    let site = Site::new(settings, files, Arc::new(index));
    gaps::gaps(&site, &mut findings);
    (site, findings)
}
