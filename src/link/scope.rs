//! The extent of a page that is about an edition: the whole edition, or one of its parts.

use serde::{Deserialize, Serialize};

use crate::link::part_findings::EDITION_ADDRESSES;
use crate::link::parts::{Part, PartState};
use crate::link::{Lists, PageKey};

/// An edition as a whole, or one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// The number of the edition.
    pub edition: usize,
    /// The number of the part; `None` for the whole edition.
    pub part: Option<usize>,
}

impl Scope {
    /// The whole of an edition.
    pub fn of_edition(edition: usize) -> Self {
        Self { edition, part: None }
    }

    /// The page that shows what is in scope.
    pub fn page_key(self) -> PageKey {
        match self.part {
            Some(_) => PageKey::Part(self),
            None => PageKey::Edition(self.edition),
        }
    }
}

impl Lists {
    /// The part that a scope is about; `None` where that is the whole edition.
    pub fn part_of(&self, scope: Scope) -> Option<&Part> {
        scope.part.map(|part| &self.editions[scope.edition].parts[part])
    }

    /// The reports in scope, in reading order.
    pub fn reports_in(&self, scope: Scope) -> &[usize] {
        self.part_of(scope).map_or(&self.editions[scope.edition].reports, |part| &part.reports)
    }

    /// Returns true if a report is in scope.
    pub fn is_in(&self, scope: Scope, report: usize) -> bool {
        let report = &self.reports[report];
        report.edition == scope.edition && self.has_kind_in(scope, report.kind)
    }

    /// Returns true if reports of a kind are in scope.
    pub fn has_kind_in(&self, scope: Scope, kind: usize) -> bool {
        self.part_of(scope).is_none_or(|part| part.kinds.contains(&kind))
    }

    /// The parts of an edition that have a page: those that are out, where there are several. An id that is the address of
    /// something else is a finding, and such a part has none.
    pub fn parts_with_page(&self, edition: usize) -> impl Iterator<Item = Scope> {
        let of_edition = &self.editions[edition];
        let is_report = |id: &str| of_edition.reports.iter().any(|&report| self.reports[report].id == id);
        let is_free = move |part: &Part| !EDITION_ADDRESSES.contains(&&*part.id) && !is_report(&part.id);
        let has_several = of_edition.has_parts();
        let with_page = of_edition.parts.iter().enumerate();
        let with_page = with_page.filter(move |(_, part)| has_several && part.state == PartState::Out && is_free(part));
        with_page.map(move |(part, _)| Scope { edition, part: Some(part) })
    }

    /// The kinds in scope that are out, sorted.
    pub fn kinds_in(&self, scope: Scope) -> Vec<usize> {
        let is_out = |kind: &usize| self.has_kind_in(scope, *kind) && self.editions[scope.edition].has_out(*kind);
        (0..self.of_kind.len()).filter(is_out).collect()
    }

    /// The part with the page that shows a report, else its edition.
    pub fn scope_of_report(&self, report: usize) -> Scope {
        let report = &self.reports[report];
        let edition = &self.editions[report.edition];
        let part = edition.part_of_kind(report.kind).filter(|_| edition.has_parts());
        Scope { edition: report.edition, part }
    }

    /// Every edition and every part of one that has reports.
    pub fn scopes_with_reports(&self) -> impl Iterator<Item = Scope> {
        let of_edition = |edition| std::iter::once(Scope::of_edition(edition)).chain(self.parts_with_page(edition));
        let scopes = (0..self.editions.len()).flat_map(of_edition);
        scopes.filter(|&scope| !self.reports_in(scope).is_empty())
    }
}
