//! `slides.html`: an edition as a deck of slides, made of what its files say: a cover, a ranking of each kind, what
//! changed, a slide for each report, questions and sources. `view::slide` makes each of them.

use serde::Serialize;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::edition_info::{EditionInfo, edition_info};
use crate::view::handouts::{Handouts, handouts};
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
    /// The absolute address of the edition's page; empty where the host is not known.
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

/// The reports that a deck is about, and the words about them.
struct Subject<'a> {
    edition: usize,
    words: EditionInfo<'a>,
    /// The language of the words, where that is not the page's; else empty.
    lang: &'a str,
    reports: &'a [usize],
    /// The edition that they are compared with.
    before: Option<usize>,
    /// The reports of that edition that were dropped.
    dropped: Vec<usize>,
}

/// Returns the fields of an edition's slides.
pub fn slides<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> SlidesPage<'a> {
    let edition = &viewer.site.editions[number];
    let text_language = if edition.texts[page.language].is_some() { page.language } else { 0 };
    let subject = Subject {
        edition: number,
        words: edition_info(viewer, page.language, number),
        lang: if edition.texts[0].is_some() { lang(viewer, page, text_language) } else { "" },
        reports: &edition.reports,
        before: number.checked_sub(1),
        dropped: viewer.site.dropped(number).iter().map(|dropped| dropped.report).collect(),
    };
    deck(viewer, page, subject)
}

/// Returns the slides of a deck in their order, with their numbers.
fn deck<'a>(viewer: &Viewer<'a>, page: Page, subject: Subject<'a>) -> SlidesPage<'a> {
    let Subject { edition, words, lang, reports, before, dropped } = subject;
    let kind = |report: usize| viewer.site.reports[report].kind;
    // The reports of an edition stand by kind.
    let by_kind = || reports.chunk_by(|&a, &b| kind(a) == kind(b));
    let rankings = by_kind().map(|reports| SlideContent::Ranking(ranking(viewer, page, reports)));
    let changes = before.map(|before| SlideContent::Changes(changes(viewer, page, before, reports, dropped)));
    let of_reports = reports.iter().map(|&number| SlideContent::Report(Box::new(report(viewer, page, number))));
    let questions = by_kind().filter_map(|reports| questions(viewer, page, reports)).map(SlideContent::Questions);
    let sources = sources(viewer, page, edition, reports).into_iter().map(SlideContent::Sources);
    let contents = rankings.chain(changes).chain(of_reports).chain(questions).chain(sources);
    let slides: Vec<Slide<'a>> =
        contents.zip(2..).map(|(content, number)| Slide { number, is_dense: content.is_dense(), content }).collect();
    SlidesPage {
        cover: cover(viewer, page, &words, lang),
        count: slides.len() + 1,
        slides,
        handouts: handouts(viewer, page.language, edition),
        address: viewer.urls.absolute(&words.url),
        edition: words,
    }
}
