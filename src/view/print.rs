//! A whole edition on one page: its reports in reading order as chapters, their links as notes.

use serde::Serialize;

use crate::link::{Edge, Page, PageKey};
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::chapter::{Note, Place, chapter};
use crate::view::groups::{self, Column};
use crate::view::lists::{EditionFull, edition_full};
use crate::view::report::{Relation, relations};
use crate::view::shared::{Html, Shared};
use crate::view::whole::{ReportFull, Whole};

/// `print.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PrintPage {
    pub edition: EditionFull,
    pub columns: Vec<Column>,
    pub content: Html,
    pub notes: Vec<Note>,
    #[serde(skip)]
    pub reports: Vec<usize>,
    pub chapters: Vec<PrintChapter>,
    pub address: String,
}

/// A report in the print page.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PrintChapter {
    pub report: Shared<ReportFull>,
    pub content: Html,
    pub relations: Vec<Relation>,
    pub notes: Vec<Note>,
}

/// A report in the print page, as it is: nothing of it is a template's value yet.
#[derive(Debug)]
pub struct ChapterTexts<'a> {
    /// The report.
    pub number: usize,
    /// What stands with it in its file.
    pub whole: Whole<'a>,
    /// Its text.
    pub content: String,
    /// Where its links lead.
    pub notes: Vec<Note>,
    /// Its relations, by type and direction.
    pub edges: &'a [Edge],
}

/// An edition's print page.
pub fn print(viewer: &Viewer<'_>, page: Page, edition: usize, wanted: &Wanted) -> PrintPage {
    let this = &viewer.site.editions[edition];
    let intro = this.texts[page.language].or(this.texts[0]);
    let (content, notes) = chapter(viewer, page, edition, intro, Place { prefix: "_edition.", shift: 0 });
    let of_report = |&report| value(viewer, page, chapter_texts(viewer, page, report));
    PrintPage {
        edition: edition_full(viewer, page.language, edition),
        columns: groups::columns(viewer, page.language, &this.reports, usize::MAX, wanted),
        reports: this.reports.clone(),
        chapters: if wanted.has("chapters") { this.reports.iter().map(of_report).collect() } else { Vec::new() },
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Edition(edition), page.language)),
        content: Html::new(content),
        notes,
    }
}

/// A report as a chapter of its edition's print page.
pub fn chapter_texts<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> ChapterTexts<'a> {
    let report = &viewer.site.reports[number];
    // Ids of reports have no dot, so the first one tells whose id an id is.
    let place = Place { prefix: &[&*report.id, "."].concat(), shift: 1 };
    let file = report.texts[page.language].or(report.texts[0]);
    let (content, notes) = chapter(viewer, page, report.edition, file, place);
    ChapterTexts { number, whole: Whole::new(viewer, page, number), content, notes, edges: viewer.site.edges(number) }
}

fn value(viewer: &Viewer<'_>, page: Page, chapter: ChapterTexts<'_>) -> PrintChapter {
    PrintChapter {
        report: chapter.whole.value(viewer, page.language, chapter.number),
        content: Html::new(chapter.content),
        relations: relations(viewer, page.language, chapter.edges),
        notes: chapter.notes,
    }
}
