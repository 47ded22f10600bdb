//! Links to the handouts of an edition: what readers print, forward or open in a spreadsheet.

use serde::Serialize;

use crate::link::{Format, Page, PageKey};
use crate::view::Viewer;

/// The addresses of an edition's handouts.
#[derive(Debug, Serialize)]
pub struct Handouts {
    pub brief: String,
    pub print: String,
    pub discuss: String,
    pub slides: String,
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
    let file = |format: Format, language: usize| {
        let brief = Page { key: PageKey::Brief(edition), language, number: 1 };
        format.out(viewer.site, brief).map(|out| viewer.urls.of(&out))
    };
    Some(Handouts {
        brief: page(PageKey::Brief(edition)),
        print: page(PageKey::Print(edition)),
        discuss: page(PageKey::Discuss(edition)),
        slides: page(PageKey::Slides(edition)),
        text: file(Format::ListText, language)?,
        markdown: file(Format::ListMarkdown, language)?,
        json: file(Format::ReportsJson, 0)?,
        csv: file(Format::ReportsCsv, 0)?,
    })
}
