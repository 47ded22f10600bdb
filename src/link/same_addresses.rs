//! Compares two sites by their addresses: where both have the same pages under the same numbers at the same addresses, and
//! the same files beside them, addresses and resolved links of one are true of the other.

use std::sync::Arc;

use crate::base::path::{OutPath, SourcePath};
use crate::check::Checked;
use crate::config::Settings;
use crate::link::{Asset, Catalogue, Lists, Report};
use crate::load::ImageSize;

/// Returns true if two sites have the same pages at the same addresses. Titles, texts and whatever else has no part in
/// addresses may differ.
pub fn same_addresses(one: &Catalogue, other: &Catalogue) -> bool {
    same_settings(&one.settings, &other.settings)
        && same_by(&one.files, &other.files, |one, other| one.path == other.path)
        && same_lists(one, other)
        && same_aliases(one, other)
        && one.assets.values().map(addressed).eq(other.assets.values().map(addressed))
}

fn same_settings(one: &Settings, other: &Settings) -> bool {
    same_by(&one.languages, &other.languages, |one, other| one.tag == other.tag)
        && same_by(one.kinds(), other.kinds(), |one, other| one.path == other.path)
        && one.paginate == other.paginate
}

fn same_lists(one: &Lists, other: &Lists) -> bool {
    let parents = |report: &Report| (report.edition, report.kind, report.topic);
    one.home == other.home
        && same_by(&one.editions, &other.editions, |one, other| {
            one.id == other.id && one.texts == other.texts && one.parts == other.parts
        })
        && one.awaited == other.awaited
        && same_by(&one.reports, &other.reports, |one, other| {
            parents(one) == parents(other) && one.id == other.id && one.texts == other.texts
        })
        && same_by(&one.topics, &other.topics, |one, other| {
            one.id == other.id
                && one.texts == other.texts
                && one.former_ids == other.former_ids
                && one.origins == other.origins
                && one.has_page() == other.has_page()
        })
        && one.former_names == other.former_names
        && same_by(&one.themes, &other.themes, |one, other| {
            one.id == other.id && one.texts == other.texts && one.reports.len() == other.reports.len()
        })
        && same_by(&one.audiences, &other.audiences, |one, other| {
            one.id == other.id && one.reports.len() == other.reports.len()
        })
        && same_by(&one.pages, &other.pages, |one, other| one.id == other.id && one.texts == other.texts)
}

fn same_aliases(one: &Catalogue, other: &Catalogue) -> bool {
    let aliases = |file: &Checked| {
        let aliases = file.entry.as_ref().map(|entry| entry.common().aliases.iter());
        aliases.map(|aliases| aliases.map(|alias| alias.value.clone()).collect::<Vec<_>>())
    };
    // Most files are the very same, in memory, and need no look.
    same_by(&one.files, &other.files, |one, other| Arc::ptr_eq(one, other) || aliases(one) == aliases(other))
}

/// Returns true if two lists are equally long and their items pairwise the same.
fn same_by<T>(one: &[T], other: &[T], is_same: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
}

/// The part of an asset that addresses and links depend on.
fn addressed(asset: &Asset) -> (&SourcePath, &OutPath, Option<ImageSize>, bool, bool) {
    (&asset.path, &asset.out, asset.size, asset.is_data, asset.table.is_some())
}
