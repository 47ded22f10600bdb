//! An edition's list of reports as words without a layout: what the plain text and the Markdown are made of.

use std::borrow::Cow;

use crate::base::path::OutPath;
use crate::link::{Page, PageKey, edition_files};
use crate::view::Viewer;
use crate::view::card::CardText;

/// A list of an edition's reports, all words said.
#[derive(Debug)]
pub struct List<'a> {
    /// Where the plain text goes.
    pub text: OutPath,
    /// Where the Markdown goes.
    pub markdown: OutPath,
    /// The edition's title.
    pub title: String,
    /// When it came out and how many reports it has.
    pub about: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The reports of each kind.
    pub groups: Vec<ListGroup<'a>>,
    /// The absolute address of the edition's page; empty where the host is not known.
    pub address: String,
    /// The site's notice; may be empty.
    pub notice: String,
}

/// The reports of a kind.
#[derive(Debug)]
pub struct ListGroup<'a> {
    /// The kind's plural.
    pub title: String,
    /// Its reports, in reading order.
    pub items: Vec<ListItem<'a>>,
}

/// A report.
#[derive(Debug)]
pub struct ListItem<'a> {
    /// Its rank; nothing where it is not known.
    pub rank: Option<u32>,
    /// Whether another has the same rank, and what changed, in words; may be empty.
    pub marks: String,
    /// Its title.
    pub title: &'a str,
    /// Its summary; may be empty.
    pub summary: &'a str,
    /// Its absolute address; empty where the host is not known.
    pub address: Cow<'a, str>,
}

impl<'a> Viewer<'a> {
    /// The list of an edition; it belongs to the edition's brief.
    pub fn list(&self, page: Page) -> Option<List<'a>> {
        let PageKey::Brief(edition) = page.key else { return None };
        let site = self.site;
        let files = edition_files(site, edition, page.language);
        let own = &site.settings.languages[page.language];
        let reports = &site.editions[edition].reports;
        let words = site.words(&site.editions[edition].texts, page.language);
        let date = words.and_then(|words| words.dates.date).map(|date| date.to_string());
        let count = self.counted(page.language, "reports", reports.len());
        let groups = reports.chunk_by(|&a, &b| site.reports[a].kind == site.reports[b].kind);
        Some(List {
            title: site.edition_title(edition, page.language).to_owned(),
            about: match date {
                Some(date) => format!("{} · {count}", self.words.day(&own.tag, &date)),
                None => count,
            },
            summary: words.map(|words| words.summary.clone()).unwrap_or_default(),
            groups: groups
                .map(|reports| ListGroup {
                    title: own.kinds[site.reports[reports[0]].kind].plural.clone(),
                    items: reports.iter().map(|&report| self.list_item(page, report)).collect(),
                })
                .collect(),
            address: self.urls.absolute(&self.urls.page(PageKey::Edition(edition), page.language)),
            notice: own.notice.clone(),
            text: files.text,
            markdown: files.markdown,
        })
    }

    fn list_item(&self, page: Page, number: usize) -> ListItem<'a> {
        let card = self.card_texts(page.language, number);
        let marks = [card.get(CardText::SaidTied), card.get(CardText::SaidChange)];
        let marks: Vec<&str> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
        ListItem {
            rank: self.site.reports[number].rank,
            marks: marks.join("; "),
            title: card.get(CardText::Title),
            summary: card.get(CardText::Summary),
            address: self.urls.absolute_page(PageKey::Report(number), page.language),
        }
    }
}
