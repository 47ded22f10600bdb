//! `slides.html`: an edition, or a part of one, as a deck of slides, made of what its files say: a cover, a ranking of each kind, what
//! changed, a slide for each report, questions and sources. `view::slide` makes each of them.

use serde::Serialize;

use crate::link::{Page, Scope};
use crate::view::Viewer;
use crate::view::edition_info::EditionInfo;
use crate::view::handouts::{Handouts, handouts};
use crate::view::part_info::scope_info;
use crate::view::slide::{Cover, SlideContent, changes, cover, lang, questions, ranking, report, sources};

/// The fields of `slides.html`.
#[derive(Debug, Serialize)]
pub struct SlidesPage<'a> {
    pub edition: EditionInfo<'a>,
    pub cover: Cover<'a>,
    /// The slides after the cover.
    pub slides: Vec<Slide<'a>>,
    /// The number of slides, the cover included.
    pub count: usize,
    pub handouts: Option<Handouts>,
    /// The absolute address of the page of the edition or part; empty where the host is not known.
    pub address: String,
}

/// A slide with its number: the cover is number 1.
#[derive(Debug, Serialize)]
pub struct Slide<'a> {
    pub number: usize,
    /// True if its texts are long: they fit a page if they are set smaller.
    pub is_dense: bool,
    #[serde(flatten)]
    pub content: SlideContent<'a>,
}

/// Returns the fields of the slides of an edition or of a part.
pub fn slides<'a>(viewer: &Viewer<'a>, page: Page, scope: Scope) -> SlidesPage<'a> {
    let site = viewer.site;
    let info = scope_info(viewer, page.language, scope);
    let reports = site.reports_in(scope);
    let kind = |report: usize| site.reports[report].kind;
    // The reports of an edition stand by kind.
    let by_kind = || reports.chunk_by(|&a, &b| kind(a) == kind(b));
    let rankings = by_kind().map(|reports| SlideContent::Ranking(ranking(viewer, page, reports)));
    let changes = changes(viewer, page, scope).map(SlideContent::Changes);
    let of_reports = reports.iter().map(|&number| SlideContent::Report(Box::new(report(viewer, page, number))));
    let questions = by_kind().filter_map(|reports| questions(viewer, page, reports)).map(SlideContent::Questions);
    let sources = sources(viewer, page, scope).into_iter().map(SlideContent::Sources);
    let contents = rankings.chain(changes).chain(of_reports).chain(questions).chain(sources);
    let slides: Vec<Slide<'a>> =
        contents.zip(2..).map(|(content, number)| Slide { number, is_dense: content.is_dense(), content }).collect();
    SlidesPage {
        cover: cover(viewer, page, &info, language_of_words(viewer, page, scope.edition)),
        count: slides.len() + 1,
        slides,
        handouts: handouts(viewer, page.language, scope),
        address: viewer.urls.absolute(&info.url),
        edition: info,
    }
}

/// Returns the language of an edition's words, where that is not the page's; else empty.
fn language_of_words<'a>(viewer: &Viewer<'a>, page: Page, edition: usize) -> &'a str {
    let texts = &viewer.site.editions[edition].texts;
    let text_language = if texts[page.language].is_some() { page.language } else { 0 };
    if texts[0].is_some() { lang(viewer, page, text_language) } else { "" }
}
