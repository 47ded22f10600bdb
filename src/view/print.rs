//! A whole edition on one page: its reports in reading order as chapters, their links as notes.

use pulldown_cmark_escape::escape_html;
use serde::Serialize;
use std::borrow::Cow;

use crate::link::{Edge, Page, PageKey, Resolved};
use crate::parse::Fill;
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::body::Filler;
use crate::view::chapter::{Note, Notes, Place, Target, chapter, chapter_of_ours};
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
    let (content, notes) = text(viewer, page, edition, intro, Place { prefix: "_edition.", shift: 0 });
    let chapter = |&report| value(viewer, page, chapter_texts(viewer, page, report));
    PrintPage {
        edition: edition_full(viewer, page.language, edition),
        columns: groups::columns(viewer, page.language, &this.reports, usize::MAX, wanted),
        reports: this.reports.clone(),
        chapters: if wanted.has("chapters") { this.reports.iter().map(chapter).collect() } else { Vec::new() },
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
    let (content, notes) = text(viewer, page, report.edition, file, place);
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

/// The text of a file as a chapter, and where its links lead.
fn text(viewer: &Viewer<'_>, page: Page, edition: usize, file: Option<usize>, place: Place<'_>) -> (String, Vec<Note>) {
    let Some(file) = file else { return (String::new(), Vec::new()) };
    let filler = Filler::new(viewer, page, file);
    let mut addresses = Vec::new();
    let html = filler.html(|fill, place| {
        if let Fill::Link(number) = fill {
            addresses.push((place, number));
        }
    });
    let links = viewer.site.links(file);
    let charts: Vec<_> = viewer.site.charts(file).iter().flatten().collect();
    // The tables of charts have the numbers behind those of links.
    let known = |number: usize| match links.get(number) {
        Some(link) => target(viewer, page, edition, link),
        None => {
            let url = printed(viewer, viewer.urls.of(&charts.get(number - links.len())?.csv));
            Some(Target { title: String::new(), url, here: None })
        }
    };
    let mut notes = Notes::new(&known);
    for (place, number) in addresses {
        notes.know(Cow::Borrowed(&html[place]), number);
    }
    for (place, shown) in charts.iter().enumerate() {
        let mut address = String::new();
        // Writing to a String cannot fail.
        let _ = escape_html(&mut address, &[filler.root(), &viewer.urls.of(&shown.csv)].concat());
        notes.know(Cow::Owned(address), links.len() + place);
    }
    let has_raw_html = viewer.site.files[file].prose().has_raw_html;
    let chapter = if has_raw_html { chapter } else { chapter_of_ours };
    let content = chapter(&html, place, &mut notes);
    (content, notes.into_list())
}

/// What a link to a page or file of the site leads to.
fn target(viewer: &Viewer<'_>, page: Page, edition: usize, link: &Resolved) -> Option<Target> {
    let site = viewer.site;
    let (title, url, key) = match link {
        Resolved::Page(key, _) => {
            (viewer.title(*key, page.language), viewer.urls.public(*key, page.language).into_owned(), Some(*key))
        }
        Resolved::Output(out) => ("", printed(viewer, viewer.urls.of(out)), None),
        Resolved::Here(_) | Resolved::Broken => return None,
    };
    let here = match (key, link) {
        (Some(PageKey::Report(report)), Resolved::Page(_, anchor)) if site.reports[report].edition == edition => {
            let id = &site.reports[report].id;
            Some(match anchor {
                Some(anchor) => ["#", id, ".", anchor].concat(),
                None => ["#", id].concat(),
            })
        }
        _ => None,
    };
    Some(Target { title: title.to_owned(), url, here })
}

/// An address as paper shows it: absolute where the host is known.
fn printed(viewer: &Viewer<'_>, url: String) -> String {
    let absolute = viewer.urls.absolute(&url);
    if absolute.is_empty() { url } else { absolute }
}
