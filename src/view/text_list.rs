//! The list of the reports of an edition, or of a part, in words, for its plain text and Markdown files.

use std::borrow::Cow;

use crate::base::path::OutPath;
use crate::link::{Format, Page, PageKey};
use crate::view::branches::origin_sentence;
use crate::view::part_info::scope_info;
use crate::view::{Viewer, card};

/// The list of the reports of an edition or of a part.
#[derive(Debug)]
pub struct TextList<'a> {
    /// The path of the plain text list.
    pub text: OutPath,
    /// The path of the Markdown list.
    pub markdown: OutPath,
    /// The title of the edition or part.
    pub title: String,
    /// The day it came out and the number of its reports.
    pub about: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// The reports of each kind.
    pub groups: Vec<TextListGroup<'a>>,
    /// The absolute address of the page of the edition or part; empty where the host is not known.
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
    /// Its rank, if known.
    pub rank: Option<u32>,
    /// Says that others share the rank, and how it changed since the edition before; may be empty.
    pub marks: String,
    /// Its title.
    pub title: &'a str,
    /// Its summary; may be empty.
    pub summary: &'a str,
    /// Its absolute address; empty where the host is not known.
    pub address: Cow<'a, str>,
}

impl<'a> Viewer<'a> {
    /// Returns the list of an edition or of a part, by the page of its brief; `None` for other pages.
    pub fn list(&self, page: Page) -> Option<TextList<'a>> {
        let PageKey::Brief(scope) = page.key else { return None };
        let site = self.site;
        let local = &site.settings.languages[page.language];
        let reports = site.reports_in(scope);
        let info = scope_info(self, page.language, scope);
        let count = self.counted(page.language, "reports", reports.len());
        let groups = reports.chunk_by(|&a, &b| site.reports[a].kind == site.reports[b].kind);
        Some(TextList {
            title: info.title.into_owned(),
            about: match &*info.date {
                "" => count,
                date => format!("{} · {count}", self.words.day(&local.tag, date)),
            },
            summary: info.summary.to_owned(),
            groups: groups
                .map(|reports| TextListGroup {
                    title: local.kinds[site.reports[reports[0]].kind].plural.clone(),
                    items: reports.iter().map(|&report| self.list_item(page, report)).collect(),
                })
                .collect(),
            address: self.urls.absolute(&self.urls.page(scope.page_key(), page.language)),
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
