//! A whole edition on one page: its reports in reading order as chapters, their links as notes.

use serde::Serialize;

use crate::link::{Page, PageKey, Resolved};
use crate::parse::Fill;
use crate::view::Viewer;
use crate::view::body::Filler;
use crate::view::chapter::{Note, Notes, Place, Target, chapter};
use crate::view::groups::{self, Column};
use crate::view::lists::{EditionFull, edition_full};
use crate::view::report::{Relation, ReportFull};
use crate::view::shared::{Html, Shared};

/// `print.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PrintPage {
    pub edition: EditionFull,
    pub columns: Vec<Column>,
    pub content: Html,
    pub notes: Vec<Note>,
    pub chapters: Vec<PrintChapter>,
    pub address: String,
}

/// A report in the print page.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PrintChapter {
    pub report: Shared<ReportFull>,
    pub content: Html,
    pub relations: Shared<Vec<Relation>>,
    pub notes: Vec<Note>,
}

/// An edition's print page.
pub fn print(viewer: &Viewer<'_>, page: Page, edition: usize) -> PrintPage {
    let this = &viewer.site.editions[edition];
    let intro = this.texts[page.language].or(this.texts[0]);
    let (content, notes) = text(viewer, page, edition, intro, Place { prefix: "_edition.", shift: 0 });
    PrintPage {
        edition: edition_full(viewer, page.language, edition),
        columns: groups::columns(viewer, page.language, &this.reports, usize::MAX),
        chapters: this.reports.iter().map(|&report| of_report(viewer, page, report)).collect(),
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Edition(edition), page.language)),
        content,
        notes,
    }
}

fn of_report(viewer: &Viewer<'_>, page: Page, number: usize) -> PrintChapter {
    let report = &viewer.site.reports[number];
    // Ids of reports have no dot, so the first one tells whose id an id is.
    let place = Place { prefix: &format!("{}.", report.id), shift: 1 };
    let file = report.texts[page.language].or(report.texts[0]);
    let (content, notes) = text(viewer, page, report.edition, file, place);
    let details = viewer.details(page, number);
    PrintChapter { report: details.report.clone(), content, relations: details.relations.clone(), notes }
}

/// The text of a file as a chapter, and where its links lead.
fn text(viewer: &Viewer<'_>, page: Page, edition: usize, file: Option<usize>, place: Place<'_>) -> (Html, Vec<Note>) {
    let Some(file) = file else { return (Html::default(), Vec::new()) };
    let filler = Filler::new(viewer, page, file);
    let mut notes = Notes::default();
    let html = filler.html(|fill| {
        if let Fill::Link(number) = fill
            && let Some(target) = target(viewer, page, edition, &viewer.site.links(file)[number])
        {
            notes.know(&filler.address(number), target);
        }
    });
    for shown in viewer.site.charts(file).iter().flatten() {
        let (root, url) = (filler.root(), viewer.urls.of(&shown.csv));
        notes.know(&format!("{root}{url}"), Target { title: String::new(), url: printed(viewer, url), here: None });
    }
    let content = chapter(&html, place, &mut notes);
    (Html::new(&content), notes.into_list())
}

/// What a link to a page or file of the site leads to.
fn target(viewer: &Viewer<'_>, page: Page, edition: usize, link: &Resolved) -> Option<Target> {
    let site = viewer.site;
    let (title, url, key) = match link {
        Resolved::Page(key, _) => (site.title(*key, page.language), viewer.urls.page(*key, page.language), Some(*key)),
        Resolved::Output(out) => ("", viewer.urls.of(out), None),
        Resolved::Here(_) | Resolved::Broken => return None,
    };
    let here = match (key, link) {
        (Some(PageKey::Report(report)), Resolved::Page(_, anchor)) if site.reports[report].edition == edition => {
            let id = &site.reports[report].id;
            Some(anchor.as_ref().map_or_else(|| format!("#{id}"), |anchor| format!("#{id}.{anchor}")))
        }
        _ => None,
    };
    Some(Target { title: title.to_owned(), url: printed(viewer, url), here })
}

/// An address as paper shows it: absolute where the host is known.
fn printed(viewer: &Viewer<'_>, url: String) -> String {
    let absolute = viewer.urls.absolute(&url);
    if absolute.is_empty() { url } else { absolute }
}
