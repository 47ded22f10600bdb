//! Audiences: the groups of readers that reports and actions name. Lists them, and reports spellings that look like one.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::span::Located;
use crate::base::suggest::SuggestionIndex;
use crate::base::yaml::quote_if_needed;
use crate::check::{self, AudienceName, CheckedFile, Entry};
use crate::link::{Catalogue, Report};

/// The number of audiences, the most used ones, that others are compared with.
const COMPARED: usize = 1_000;

/// A group of readers.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Audience {
    /// Its id.
    pub id: String,
    /// The label as reports write it, for where neither settings nor skin have one.
    pub label: String,
    /// The reports that are for it or have an action for it, the oldest edition first.
    pub reports: Vec<usize>,
}

/// Returns all audiences by id.
pub fn audiences(reports: &[Report], files: &[CheckedFile]) -> Vec<Audience> {
    let mut audiences: BTreeMap<&str, Audience> = BTreeMap::new();
    for (number, report) in reports.iter().enumerate() {
        let Some(Entry::Report(entry)) = report.texts[0].and_then(|file| files[file].entry.as_ref()) else { continue };
        for Located { value: name, .. } in names(entry) {
            let blank = || Audience { id: name.id.clone(), label: String::new(), reports: Vec::new() };
            let audience = audiences.entry(&name.id).or_insert_with(blank);
            // The first who writes a label, and not just the id, names it.
            if audience.label.is_empty() && name.written != name.id {
                audience.label.clone_from(&name.written);
            }
            if audience.reports.last() != Some(&number) {
                audience.reports.push(number);
            }
        }
    }
    let mut audiences: Vec<Audience> = audiences.into_values().collect();
    for audience in audiences.iter_mut().filter(|audience| audience.label.is_empty()) {
        audience.label = audience.id.replace('-', " ");
    }
    audiences
}

/// The audiences that a report names: its own, then those of its actions.
fn names(entry: &check::Report) -> impl Iterator<Item = &Located<AudienceName>> {
    entry.audience.iter().chain(entry.actions.iter().flat_map(|action| &action.audience))
}

/// Reports audiences that nobody declared and whose id is nearly that of another: of one that the settings know, or else of
/// one that more reports name.
pub fn similar_audiences(catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let declared: Vec<&str> = catalogue.settings.language().audiences.iter().map(|audience| &*audience.id).collect();
    // Of two that are named equally often, the second is taken for the slip.
    let mut by_use: Vec<&Audience> = catalogue.audiences.iter().collect();
    by_use.sort_by_key(|audience| Reverse(audience.reports.len()));
    let most_used = by_use.iter().take(COMPARED).map(|audience| &*audience.id);
    let index = SuggestionIndex::new(declared.iter().copied().chain(most_used));
    for (number, audience) in by_use.iter().enumerate() {
        if declared.contains(&&*audience.id) {
            continue;
        }
        let is_better = |place: usize| place < declared.len() + number;
        let Some(place) = index.nearest_where(&audience.id, is_better) else { continue };
        let near = declared.get(place).copied().unwrap_or_else(|| &by_use[place - declared.len()].id);
        for (file, entry) in audience.reports.iter().filter_map(|&report| catalogue.report_source(report)) {
            for name in names(entry).filter(|name| name.value.id == audience.id) {
                let message = format!("the audience `{}` is spelled almost like `{near}`", name.value.written);
                let help = format!(
                    "write `{near}`; if they are two, declare it in the settings: `audiences: {{{}: {}}}`",
                    audience.id,
                    quote_if_needed(&audience.label)
                );
                findings.push(Finding::new(Code::SimilarAudience, &file.path, message).at(name.span).help(help));
            }
        }
    }
}
