//! Links to the handouts of an edition or of a part: what readers print, forward or open in a spreadsheet.

use serde::Serialize;

use crate::link::{Format, Page, PageKey, Scope};
use crate::view::Viewer;

/// The addresses of handouts.
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

/// Returns the addresses of the handouts of an edition or of a part; none where it has no reports.
pub fn handouts(viewer: &Viewer<'_>, language: usize, scope: Scope) -> Option<Handouts> {
    if viewer.site.reports_in(scope).is_empty() {
        return None;
    }
    let page = |key| viewer.urls.page(key, language);
    let file = |format: Format, language: usize| {
        let brief = Page { key: PageKey::Brief(scope), language, number: 1 };
        format.out(viewer.site, brief).map(|out| viewer.urls.of(&out))
    };
    Some(Handouts {
        brief: page(PageKey::Brief(scope)),
        print: page(PageKey::Print(scope)),
        discuss: page(PageKey::Discuss(scope)),
        slides: page(PageKey::Slides(scope)),
        text: file(Format::ListText, language)?,
        markdown: file(Format::ListMarkdown, language)?,
        json: file(Format::ReportsJson, 0)?,
        csv: file(Format::ReportsCsv, 0)?,
    })
}
