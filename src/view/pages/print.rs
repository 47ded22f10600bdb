//! `print.html`: a whole edition on one page, its reports in reading order as chapters, their links as notes.

use serde::Serialize;
use tera::Value;

use crate::link::{Page, PageKey};
use crate::view::Viewer;
use crate::view::chapter::{Note, Place, chapter};
use crate::view::columns::{Column, columns};
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::full_report::{full_report, report_value};
use crate::view::pages::report::{RelationGroup, relations};
use crate::view::shared::Html;

/// The fields of `print.html`.
#[derive(Debug, Serialize)]
pub struct PrintPage<'a> {
    pub edition: EditionInfo<'a>,
    /// All reports, for the contents.
    pub columns: Vec<Column>,
    /// The edition's own text.
    pub content: Html,
    /// The notes of that text.
    pub notes: Vec<Note>,
    /// The reports in reading order.
    pub chapters: Vec<Chapter<'a>>,
    /// The absolute address of the edition's page; empty where the host is not known.
    pub address: String,
}

/// A report as a chapter.
#[derive(Debug, Serialize)]
pub struct Chapter<'a> {
    /// The fields of its card and of `FullReport`.
    pub report: Value,
    pub content: Html,
    pub relations: Vec<RelationGroup<'a>>,
    /// The targets of the links in its text.
    pub notes: Vec<Note>,
}

/// Returns the fields of an edition's print page.
pub fn print<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> PrintPage<'a> {
    let edition = &viewer.site.editions[number];
    let intro = edition.texts[page.language].or(edition.texts[0]);
    let (content, notes) = chapter(viewer, page, number, intro, Place { prefix: "_edition.", shift: 0 });
    PrintPage {
        edition: edition_info(viewer, page.language, number),
        columns: columns(viewer, page.language, &edition.reports, usize::MAX),
        content: Html::new(content),
        notes,
        chapters: edition.reports.iter().map(|&report| report_chapter(viewer, page, report)).collect(),
        address: viewer.urls.absolute(&viewer.urls.page(PageKey::Edition(number), page.language)),
    }
}

fn report_chapter<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> Chapter<'a> {
    let report = &viewer.site.reports[number];
    // Ids of reports have no dot, so the first one tells whose id an id is.
    let place = Place { prefix: &[&*report.id, "."].concat(), shift: 1 };
    let file = report.texts[page.language].or(report.texts[0]);
    let (content, notes) = chapter(viewer, page, report.edition, file, place);
    Chapter {
        report: report_value(viewer, page.language, number, &full_report(viewer, page, number)),
        content: Html::new(content),
        relations: relations(viewer, page.language, viewer.site.edges(number)),
        notes,
    }
}
