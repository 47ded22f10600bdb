//! `print.html`: a whole edition, or a part of one, on one page, its reports in reading order as chapters, their links as notes.

use serde::Serialize;
use tera::Value;

use crate::link::{Page, Scope};
use crate::view::Viewer;
use crate::view::chapter::{Note, Place, chapter};
use crate::view::columns::{Column, columns};
use crate::view::edition_info::EditionInfo;
use crate::view::full_report::{full_report, report_value};
use crate::view::pages::report::{RelationGroup, relations};
use crate::view::part_info::scope_info;
use crate::view::shared::Html;

/// The fields of `print.html`.
#[derive(Debug, Serialize)]
pub struct PrintPage<'a> {
    pub edition: EditionInfo<'a>,
    /// All reports, for the contents.
    pub columns: Vec<Column>,
    /// The edition's own text; empty for a part.
    pub content: Html,
    /// The notes of that text.
    pub notes: Vec<Note>,
    /// The reports in reading order.
    pub chapters: Vec<Chapter<'a>>,
    /// The absolute address of the page of the edition or part; empty where the host is not known.
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

/// Returns the fields of the print page of an edition or of a part.
pub fn print<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> PrintPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let edition = &site.editions[scope.edition];
    let intro = edition.texts[language].or(edition.texts[0]).filter(|_| scope.part.is_none());
    let reports = site.reports_in(scope);
    let (content, notes) = chapter(viewer, page, scope, intro, Place { prefix: "_edition.", shift: 0 });
    PrintPage {
        edition: scope_info(viewer, language, scope),
        columns: columns(viewer, language, reports, usize::MAX),
        content: Html::new(content),
        notes,
        chapters: reports.iter().map(|&report| report_chapter(viewer, page, scope, report)).collect(),
        address: viewer.urls.absolute(&viewer.urls.page(scope.page_key(), language)),
    }
}

fn report_chapter<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope, number: usize) -> Chapter<'a> {
    let report = &viewer.site.reports[number];
    // Ids of reports have no dot, so the first one tells whose id an id is.
    let place = Place { prefix: &[&*report.id, "."].concat(), shift: 1 };
    let file = report.texts[page.language].or(report.texts[0]);
    let (content, notes) = chapter(viewer, page, scope, file, place);
    Chapter {
        report: report_value(viewer, page.language, number, &full_report(viewer, page, number)),
        content: Html::new(content),
        relations: relations(viewer, page.language, viewer.site.edges(number), Some(scope)),
        notes,
    }
}
