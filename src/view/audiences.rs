//! Audiences as templates receive them, and the actions of reports with the readers that each is for.

use serde::Serialize;
use std::cmp::Reverse;
use std::ops::Range;

use crate::base::span::Located;
use crate::check::{Action, AudienceName};
use crate::link::{Audience, PageKey};
use crate::view::Viewer;
use crate::view::shared::Shared;

/// A group of readers.
#[derive(Debug, Serialize)]
pub struct AudienceRef {
    pub id: String,
    pub label: String,
    pub url: String,
    /// The number of the reports that are for it or have an action for it, in all editions.
    pub count: usize,
}

/// An action of a report.
#[derive(Debug, Serialize)]
pub struct ActionView<'a> {
    pub text: &'a str,
    /// The readers that it alone is for; empty where it is for those of the report.
    pub audience: Vec<Shared<AudienceRef>>,
}

/// Returns all audiences of a site, by number.
pub fn audiences(viewer: &Viewer<'_>, language: usize) -> Vec<Shared<AudienceRef>> {
    let audience = |number: usize| {
        let audience = &viewer.site.audiences[number];
        Shared::new(&AudienceRef {
            id: audience.id.clone(),
            label: label(viewer, language, number),
            url: viewer.urls.page(PageKey::Audience(number), language),
            count: audience.reports.len(),
        })
    };
    (0..viewer.site.audiences.len()).map(audience).collect()
}

/// Returns the label of an audience: the settings', else the skin's, else as reports write it.
pub fn label(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let audience = &viewer.site.audiences[number];
    let audiences = &viewer.site.settings.languages[language].audiences;
    let of_settings = audiences.iter().find(|other| other.id == audience.id).map(|other| other.label.clone());
    let of_skin = || viewer.say(language, &["audience-", &audience.id].concat(), &[]);
    let of_settings = of_settings.filter(|label| !label.is_empty());
    Some(of_settings.unwrap_or_else(of_skin)).filter(|label| !label.is_empty()).unwrap_or(audience.label.clone())
}

/// Returns the audiences of a range of reports, those of the most reports first.
pub fn audiences_of(viewer: &Viewer<'_>, language: usize, reports: Range<usize>) -> Vec<Shared<AudienceRef>> {
    let count = |audience: &Audience| {
        let before = |end: usize| audience.reports.partition_point(|&report| report < end);
        before(reports.end) - before(reports.start)
    };
    let counts = viewer.site.audiences.iter().enumerate().map(|(number, audience)| (Reverse(count(audience)), number));
    let mut counts: Vec<(Reverse<usize>, usize)> = counts.filter(|(count, _)| count.0 > 0).collect();
    counts.sort_unstable();
    counts.into_iter().map(|(_, number)| viewer.views(language).audiences[number].clone()).collect()
}

/// Returns the audiences of these names.
pub fn audiences_named(
    viewer: &Viewer<'_>,
    language: usize,
    names: &[Located<AudienceName>],
) -> Vec<Shared<AudienceRef>> {
    let numbers = names.iter().filter_map(|name| viewer.site.audience(&name.value.id));
    numbers.map(|number| viewer.views(language).audiences[number].clone()).collect()
}

/// Returns the actions of a report as a page in a language shows them: those of its translation, else the original's. An
/// action of a translation that names no readers has those of the original's action at its place, where both lists are
/// equally long.
pub fn actions<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> Vec<(&'a str, &'a [Located<AudienceName>])> {
    let [local, original] = [language, 0].map(|language| actions_in(viewer, language, report));
    let local = if local.is_empty() { original } else { local };
    let is_aligned = local.len() == original.len();
    let readers = |(place, action): (usize, &'a Action)| {
        let inherited = original.get(place).filter(|_| is_aligned && action.audience.is_empty());
        (&*action.text, &*inherited.unwrap_or(action).audience)
    };
    local.iter().enumerate().map(readers).collect()
}

/// Returns the language in which the readers of a report's actions are known: a translation may have other actions than its
/// original, and name no readers.
pub fn language_of_actions(viewer: &Viewer<'_>, language: usize, report: usize) -> usize {
    let [local, original] = [language, 0].map(|language| actions_in(viewer, language, report));
    let names_readers = |actions: &[Action]| actions.iter().any(|action| !action.audience.is_empty());
    let is_lost = local.len() != original.len() && names_readers(original) && !names_readers(local);
    if local.is_empty() || is_lost { 0 } else { language }
}

fn actions_in<'a>(viewer: &Viewer<'a>, language: usize, report: usize) -> &'a [Action] {
    viewer.site.report_text(report, language).map_or(&[], |entry| &entry.actions)
}
