//! What readers can take away from an edition: where it lies.

use serde::Serialize;

use crate::link::{PageKey, edition_files};
use crate::view::Viewer;

/// The addresses of an edition's handouts.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Handouts {
    pub brief: String,
    pub print: String,
    pub discuss: String,
    pub text: String,
    pub markdown: String,
    pub json: String,
    pub csv: String,
}

/// The handouts of an edition; nothing where it has no reports.
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
