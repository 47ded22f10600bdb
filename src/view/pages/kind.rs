//! `kind.html`: a kind with its current ranking and all its reports.

use serde::Serialize;

use crate::link::Page;
use crate::view::awaited::{AwaitedPart, awaited_of_kind};
use crate::view::card::Card;
use crate::view::page_info::items_of_page;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, rank_charts};

/// The fields of `kind.html`.
#[derive(Debug, Serialize)]
pub struct KindPage {
    pub kind: Shared<KindRef>,
    /// The newest edition in which the kind is out, and its reports there; on the first page only.
    pub edition: Option<Shared<EditionRef>>,
    pub current: Vec<Shared<Card>>,
    /// The parts of later editions that are still to come; on the first page only.
    pub awaited: Vec<AwaitedPart>,
    /// A picture of the ranks through the editions; on the first page only.
    pub chart: Html,
    /// The reports of this page, the newest edition first.
    pub reports: Vec<Shared<Card>>,
    /// The same by edition.
    pub groups: Vec<EditionGroup>,
}

/// The reports of one edition.
#[derive(Debug, Serialize)]
pub struct EditionGroup {
    pub edition: Shared<EditionRef>,
    pub reports: Vec<Shared<Card>>,
}

/// Returns the fields of a kind's page.
pub fn kind(viewer: &Viewer<'_>, page: Page, kind: usize) -> KindPage {
    let (site, language) = (viewer.site, page.language);
    let is_first_page = page.number == 1;
    let newest = site.current_edition_of(kind);
    let edition = newest.filter(|_| is_first_page);
    let current = edition.map_or(&[][..], |edition| &site.editions[edition].reports);
    let current = current.iter().copied().filter(|&report| site.reports[report].kind == kind);
    let reports = items_of_page(viewer, page, site.of_kind[kind].iter().copied());
    KindPage {
        kind: viewer.views(language).kinds[kind].clone(),
        edition: edition.map(|edition| viewer.views(language).editions[edition].clone()),
        current: viewer.cards(language, current),
        awaited: if is_first_page { awaited_of_kind(viewer, language, kind, newest) } else { Vec::new() },
        chart: if is_first_page { rank_charts::bump_chart(viewer, page, kind) } else { Html::default() },
        groups: by_edition(viewer, language, &reports),
        reports: viewer.cards(language, reports),
    }
}

/// Groups reports that stand by edition.
pub fn by_edition(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<EditionGroup> {
    let edition = |report: usize| viewer.site.reports[report].edition;
    let group = |reports: &[usize]| EditionGroup {
        edition: viewer.views(language).editions[edition(reports[0])].clone(),
        reports: viewer.cards(language, reports.iter().copied()),
    };
    reports.chunk_by(|&a, &b| edition(a) == edition(b)).map(group).collect()
}
