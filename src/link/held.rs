//! Files of the content that belong to what is held back: a figure must not come out before its report.

use std::collections::HashSet;

use crate::check::{Checked, Role};
use crate::link::Site;
use crate::link::resolve::source_path;

/// Marks the files that no published page uses, and that a file which is held back uses or whose edition is held back.
pub fn held(site: &mut Site) {
    let published = published(site);
    let is_held = |(number, _): &(usize, &Checked)| !published.contains(number);
    let files = site.files.iter().map(|file| &***file).enumerate();
    let (mut paths, mut folders) = (HashSet::new(), Vec::new());
    for (_, file) in files.filter(is_held) {
        let links = file.body.links.iter().map(|link| &link.destination);
        let images = file.body.images.iter().map(|image| &image.destination);
        paths.extend(links.chain(images).filter_map(|to| source_path(&file.path, to)));
        if file.place.role == Role::Edition && file.place.language.is_none() {
            folders.push(format!("{}/", file.path.folder()));
        }
    }
    for asset in site.assets.values_mut().filter(|asset| !asset.is_used && !asset.is_shown) {
        let is_in_edition = folders.iter().any(|folder| asset.path.as_str().starts_with(folder));
        asset.is_held = is_in_edition || paths.contains(&asset.path);
    }
}

/// The files with the texts of all pages.
fn published(site: &Site) -> HashSet<usize> {
    let texts = std::iter::once(&site.home)
        .chain(site.editions.iter().map(|edition| &edition.texts))
        .chain(site.reports.iter().map(|report| &report.texts))
        .chain(site.topics.iter().map(|topic| &topic.texts))
        .chain(site.themes.iter().map(|theme| &theme.texts))
        .chain(site.pages.iter().map(|page| &page.texts));
    texts.flatten().flatten().copied().collect()
}
