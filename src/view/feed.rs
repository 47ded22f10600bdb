//! The views of feeds and sitemaps.

use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;

use crate::base::hash::Hash;
use crate::base::path::OutPath;
use crate::link::{Format, Page, PageKey, Scope};
use crate::view::part_info::scope_info;
use crate::view::{Viewer, card};

/// A feed, with its template's fields.
#[derive(Debug)]
pub struct FeedView {
    /// The path of its file.
    pub out: OutPath,
    /// The prefix of its addresses.
    pub root: String,
    /// The number of its language.
    pub language: usize,
    /// About the feed.
    pub feed: Feed,
    /// Its entries, the newest first.
    pub entries: Vec<Entry>,
}

/// A feed.
#[derive(Debug, Serialize)]
pub struct Feed {
    pub id: String,
    pub title: String,
    #[serde(rename = "self")]
    pub self_: String,
    pub home: String,
    pub updated: String,
}

/// A report in a feed, or a part of an edition.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub id: String,
    pub title: String,
    pub url: String,
    pub link: String,
    pub summary: String,
    pub published: String,
    pub updated: String,
    /// Empty for a part.
    pub kind: String,
    pub themes: Vec<String>,
}

/// The subject of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum FeedItem {
    Part(Scope),
    Report(usize),
}

/// A page in the sitemap.
#[derive(Debug, Serialize)]
pub struct SitemapEntry {
    pub location: String,
    pub updated: String,
}

impl Viewer<'_> {
    /// Returns the feed of a page; `None` for pages without one.
    pub fn feed(&self, page: Page) -> Option<FeedView> {
        let out = Format::Feed.out(self.site, page)?;
        let root = self.urls.root(out.as_str());
        let mut items = self.items_of(page.key);
        items.retain(|item| match *item {
            FeedItem::Report(report) => self.site.exists_in(PageKey::Report(report), page.language),
            FeedItem::Part(_) => true,
        });
        // Shared, because each report is in several feeds.
        let all = || (0..self.site.reports.len()).map(|report| self.feed_day(report)).collect();
        let days = self.views(page.language).feed_days.get_or_init(all);
        items.sort_by_cached_key(|&item| match item {
            FeedItem::Part(scope) => (Reverse(self.part_day(scope)), Reverse(scope.edition), item),
            FeedItem::Report(report) => (Reverse(days[report]), Reverse(self.site.reports[report].edition), item),
        });
        items.truncate(self.site.settings.feed_limit);
        let entry = |item: &FeedItem| match *item {
            FeedItem::Part(scope) => self.part_entry(page.language, scope, &root),
            FeedItem::Report(report) => self.entry(page.language, report, &root),
        };
        let entries: Vec<Entry> = items.iter().map(entry).collect();
        let local = &self.site.settings.languages[page.language];
        let title = match page.key {
            PageKey::Home => local.title.clone(),
            key => format!("{} · {}", self.site.title(key, page.language), local.title),
        };
        let latest = entries.iter().map(|entry| entry.updated.clone()).max();
        let feed = Feed {
            id: self.permanent_id(&out),
            title,
            self_: self.link(&self.urls.of(&out), &root),
            home: self.link(&self.urls.numbered(page), &root),
            updated: latest.unwrap_or_else(|| instant(NEVER)),
        };
        Some(FeedView { out, root, language: page.language, feed, entries })
    }

    fn items_of(&self, key: PageKey) -> Vec<FeedItem> {
        let site = self.site;
        let reports = |reports: &[usize]| reports.iter().copied().map(FeedItem::Report).collect::<Vec<_>>();
        let parts = (0..site.editions.len()).flat_map(|edition| site.parts_with_page(edition));
        match key {
            PageKey::Theme(theme) => reports(&site.themes[theme].reports),
            PageKey::Kind(kind) => {
                let of_kind = parts.filter(|&scope| site.has_kind_in(scope, kind)).map(FeedItem::Part);
                of_kind.chain(reports(&site.of_kind[kind])).collect()
            }
            _ => parts.map(FeedItem::Part).chain((0..site.reports.len()).map(FeedItem::Report)).collect(),
        }
    }

    fn entry(&self, language: usize, report: usize, root: &str) -> Entry {
        let site = self.site;
        let out = site.out(PageKey::Report(report), language);
        let url = self.urls.of(&out);
        let of_report = &site.reports[report];
        let updated = site.words(&of_report.texts, language).and_then(|words| words.dates.updated);
        let published = self.feed_day(report);
        Entry {
            id: self.permanent_id(&out),
            title: site.report_title(report, language).to_owned(),
            link: self.link(&url, root),
            url,
            summary: card::summary(site, report, language).to_owned(),
            updated: instant(updated.unwrap_or(published)),
            published: instant(published),
            kind: site.settings.languages[language].kinds[of_report.kind].label.clone(),
            themes: of_report.themes.iter().map(|&theme| site.theme_label(theme, language).to_owned()).collect(),
        }
    }

    fn part_entry(&self, language: usize, scope: Scope, root: &str) -> Entry {
        let out = self.site.out(scope.page_key(), language);
        let url = self.urls.of(&out);
        let published = instant(self.part_day(scope));
        let part = scope_info(self, language, scope);
        Entry {
            id: self.permanent_id(&out),
            title: part.title.into_owned(),
            link: self.link(&url, root),
            url,
            summary: part.summary.to_owned(),
            updated: published.clone(),
            published,
            kind: String::new(),
            themes: Vec::new(),
        }
    }

    /// Returns the day that a feed gives a part: the day that it came out, else that of its first report.
    fn part_day(&self, scope: Scope) -> Date {
        let day = self.site.part_of(scope).and_then(|part| self.site.part_date(part));
        let of_report = || self.site.reports_in(scope).first().map(|&report| self.feed_day(report));
        day.or_else(of_report).unwrap_or(NEVER)
    }

    /// Returns the day that a feed gives a report: the day that it came out, else the first of its edition's year.
    fn feed_day(&self, report: usize) -> Date {
        let site = self.site;
        let edition = &site.editions[site.reports[report].edition];
        let year = || edition.id.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
        let of_year = || Date::new(year()?.parse().ok()?, 1, 1).ok();
        site.report_date(report, 0).or_else(of_year).unwrap_or(NEVER)
    }

    /// Returns a permanent id, as Atom asks for: the address where the host is known, else a URN.
    fn permanent_id(&self, out: &OutPath) -> String {
        let absolute = self.urls.absolute(&self.urls.of(out));
        if !absolute.is_empty() {
            return absolute;
        }
        let title = &self.site.settings.language().title;
        format!("urn:uuid:{}", Hash::of(format!("{title}\n{out}").as_bytes()).uuid())
    }

    fn link(&self, url: &str, root: &str) -> String {
        let absolute = self.urls.absolute(url);
        if absolute.is_empty() { format!("{root}{url}") } else { absolute }
    }

    /// Returns the pages that belong into a sitemap; none without a host.
    pub fn sitemap_pages<'p>(&self, pages: &'p [Page]) -> impl Iterator<Item = &'p Page> {
        let has_host = self.urls.has_host();
        // A print page says only what the pages of its reports say.
        pages.iter().filter(move |page| has_host && !matches!(page.key, PageKey::NotFound | PageKey::Print(_)))
    }

    /// Returns the entries of a sitemap.
    pub fn sitemap<'p>(&self, pages: impl Iterator<Item = &'p Page>) -> Vec<SitemapEntry> {
        let entry = |page: &Page| SitemapEntry {
            location: self.urls.absolute_numbered(*page, &self.urls.numbered(*page)).into_owned(),
            updated: self.last_change(*page),
        };
        pages.map(entry).collect()
    }

    /// Returns the day of the last change that a page's front matter names; empty where it names none.
    fn last_change(&self, page: Page) -> String {
        let words = self.site.texts(page.key).and_then(|texts| self.site.words(texts, page.language));
        let date = words.and_then(|words| words.dates.updated.or(words.dates.date));
        date.map(|date| date.to_string()).unwrap_or_default()
    }
}

/// The day of a report without any date.
const NEVER: Date = Date::constant(1970, 1, 1);

/// Returns the first instant of a day, as RFC 3339 writes it.
fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}
