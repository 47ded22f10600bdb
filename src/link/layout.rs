//! Whether two sites are laid out alike: the same pages at the same addresses, under the same numbers, with the same files
//! beside them. Then what one of them says of addresses and links is true of the other.

use std::sync::Arc;

use crate::base::path::{OutPath, SourcePath};
use crate::check::Checked;
use crate::link::{Asset, Report, Site};
use crate::load::ImageSize;

impl Site {
    /// Whether this site is laid out like another. Titles, texts and whatever else has no part in addresses may differ.
    pub fn is_laid_out_like(&self, other: &Self) -> bool {
        self.has_settings_like(other)
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(one, other)| one.path == other.path)
            && self.has_lists_like(other)
            && self.has_aliases_like(other)
            && self.assets.values().map(beside).eq(other.assets.values().map(beside))
    }

    fn has_settings_like(&self, other: &Self) -> bool {
        let (own, others) = (&*self.settings, &*other.settings);
        alike(&own.languages, &others.languages, |one, other| one.tag == other.tag)
            && alike(own.kinds(), others.kinds(), |one, other| one.path == other.path)
            && own.paginate == others.paginate
            && self.has_relations() == other.has_relations()
    }

    fn has_lists_like(&self, other: &Self) -> bool {
        let is_place = |one: &Report, other: &Report| {
            (one.edition, one.kind, one.topic) == (other.edition, other.kind, other.topic)
        };
        self.home == other.home
            && alike(&self.editions, &other.editions, |one, other| one.id == other.id && one.texts == other.texts)
            && alike(&self.reports, &other.reports, |one, other| {
                is_place(one, other) && one.id == other.id && one.texts == other.texts
            })
            && alike(&self.topics, &other.topics, |one, other| one.id == other.id && one.texts == other.texts)
            && alike(&self.themes, &other.themes, |one, other| {
                one.id == other.id && one.texts == other.texts && one.reports.len() == other.reports.len()
            })
            && alike(&self.pages, &other.pages, |one, other| one.id == other.id && one.texts == other.texts)
    }

    /// Files that are one need no comparison.
    fn has_aliases_like(&self, other: &Self) -> bool {
        let values = |file: &Checked| {
            let aliases = file.entry.as_ref().map(|entry| entry.words().aliases.iter());
            aliases.map(|aliases| aliases.map(|alias| alias.value.clone()).collect::<Vec<_>>())
        };
        let mut files = self.files.iter().zip(&other.files);
        files.all(|(one, other)| Arc::ptr_eq(one, other) || values(one) == values(other))
    }
}

fn alike<T>(one: &[T], other: &[T], is_alike: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
}

/// What addresses and links know of a file that is no Markdown.
fn beside(asset: &Asset) -> (&SourcePath, &OutPath, Option<ImageSize>, bool, bool) {
    (&asset.path, &asset.out, asset.size, asset.is_data, asset.table.is_some())
}
