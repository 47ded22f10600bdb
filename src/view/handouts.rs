//! Links to the handouts of an edition: what readers print, forward or open in a spreadsheet.

use serde::Serialize;

use crate::link::{PageKey, edition_files};
use crate::view::Viewer;

/// The addresses of an edition's handouts.
#[derive(Debug, Serialize)]
pub struct Handouts {
    pub brief: String,
    pub print: String,
    pub discuss: String,
    pub text: String,
    pub markdown: String,
    pub json: String,
    pub csv: String,
}

/// Returns the addresses of an edition's handouts; none where it has no reports.
pub fn handouts(viewer: &Viewer<'_>, language: usize, edition: usize) -> Option<Handouts> {
    if viewer.site.editions[edition].reports.is_empty() {
        return None;
    }
    let page = |key| viewer.urls.page(key, language);
    let lists = edition_files(viewer.site, edition, language);
    let (json, csv) = edition_files(viewer.site, edition, 0).data?;
    Some(Handouts {
        brief: page(PageKey::Brief(edition)),
        print: page(PageKey::Print(edition)),
        discuss: page(PageKey::Discuss(edition)),
        text: viewer.urls.of(&lists.text),
        markdown: viewer.urls.of(&lists.markdown),
        json: viewer.urls.of(&json),
        csv: viewer.urls.of(&csv),
    })
}
