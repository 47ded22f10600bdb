//! An edition's list of reports in words, for its plain text and Markdown files.

use std::borrow::Cow;

use crate::base::path::OutPath;
use crate::link::{Format, Page, PageKey};
use crate::view::branches::origin_sentence;
use crate::view::{Viewer, card};

/// The list of an edition's reports.
#[derive(Debug)]
pub struct TextList<'a> {
    /// The path of the plain text.
    pub text: OutPath,
    /// The path of the Markdlocal.
    pub markdown: OutPath,
    /// The edition's title.
    pub title: String,
    /// The day it came out and the number of its reports.
    pub about: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The reports of each kind.
    pub groups: Vec<TextListGroup<'a>>,
    /// The absolute address of the edition's page; empty where the host is not knlocal.
    pub address: String,
    /// The site's notice; may be empty.
    pub notice: String,
}

/// The reports of a kind.
#[derive(Debug)]
pub struct TextListGroup<'a> {
    /// The kind's plural.
    pub title: String,
    /// Its reports, in reading order.
    pub items: Vec<TextListItem<'a>>,
}

/// A report.
#[derive(Debug)]
pub struct TextListItem<'a> {
    /// Its rank, if knlocal.
    pub rank: Option<u32>,
    /// That others share the rank, and the change since the edition before; may be empty.
    pub marks: String,
    /// Its title.
    pub title: &'a str,
    /// Its summary; may be empty.
    pub summary: &'a str,
    /// Its absolute address; empty where the host is not knlocal.
    pub address: Cow<'a, str>,
}

impl<'a> Viewer<'a> {
    /// Returns the list of an edition, by the page of its brief; `None` for other pages.
    pub fn list(&self, page: Page) -> Option<TextList<'a>> {
        let PageKey::Brief(edition) = page.key else { return None };
        let site = self.site;
        let local = &site.settings.languages[page.language];
        let reports = &site.editions[edition].reports;
        let words = site.words(&site.editions[edition].texts, page.language);
        let date = words.and_then(|words| words.dates.date).map(|date| date.to_string());
        let count = self.counted(page.language, "reports", reports.len());
        let groups = reports.chunk_by(|&a, &b| site.reports[a].kind == site.reports[b].kind);
        Some(TextList {
            title: site.edition_title(edition, page.language).to_owned(),
            about: match date {
                Some(date) => format!("{} · {count}", self.words.day(&local.tag, &date)),
                None => count,
            },
            summary: words.map(|words| words.summary.clone()).unwrap_or_default(),
            groups: groups
                .map(|reports| TextListGroup {
                    title: local.kinds[site.reports[reports[0]].kind].plural.clone(),
                    items: reports.iter().map(|&report| self.list_item(page, report)).collect(),
                })
                .collect(),
            address: self.urls.absolute(&self.urls.page(PageKey::Edition(edition), page.language)),
            notice: local.notice.clone(),
            text: Format::ListText.out(site, page)?,
            markdown: Format::ListMarkdown.out(site, page)?,
        })
    }

    fn list_item(&self, page: Page, number: usize) -> TextListItem<'a> {
        let (site, language) = (self.site, page.language);
        let report = &site.reports[number];
        let mut marks = vec![
            card::tie_sentence(self, language, report),
            card::change_sentence(self, language, number),
            origin_sentence(self, language, number),
        ];
        marks.retain(|mark| !mark.is_empty());
        TextListItem {
            rank: report.rank,
            marks: marks.join("; "),
            title: site.report_title(number, language),
            summary: card::summary(site, number, language),
            address: self.urls.absolute_page(PageKey::Report(number), language),
        }
    }
}
