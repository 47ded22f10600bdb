//! Typed views: the fields that each page's template receives. They are the contract with template authors, field by
//! field in `docs/content/pages/templates.md`. A view knows neither disk nor templates. Of Tera it knows the value, so
//! that a card that a dozen pages show is converted once.

mod audiences;
mod awaited;
mod body;
mod branches;
mod card;
mod chapter;
mod citation;
mod columns;
mod compared;
mod edition_info;
mod evidence;
mod facts;
mod feed;
mod full_report;
mod handouts;
mod json_ld;
mod network;
mod page_info;
mod pages;
mod part_info;
mod rank_charts;
mod record;
mod references;
mod same_kind;
mod sentences;
mod shared;
mod shortened;
mod site_info;
mod slide;
pub mod text_list;
mod topic_order;
mod urls;
mod votes;

use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::base::dependencies::Tracked;
use crate::base::path::OutPath;
use crate::config::Settings;
use crate::link::{Page, Site};
use crate::skin::{Skin, Words};
use crate::view::audiences::AudienceRef;
use crate::view::card::Card;
use crate::view::page_info::PageInfo;
use crate::view::references::{EditionRef, KindRef, ThemeRef};
use crate::view::site_info::SiteInfo;
use crate::view::urls::Addresses;

pub use feed::{FeedView, SitemapEntry};
pub use pages::PageFields;
pub use record::Record;
pub use shared::Shared;
pub use urls::Urls;

/// The template, the root and the `page` of a page.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The template's name.
    pub template: String,
    /// The prefix of every address on the page.
    pub root: String,
    /// The number of the page's language.
    pub language: usize,
    /// The facts of the page about itself.
    pub page: PageInfo<'a>,
}

/// Makes the views of a site.
pub struct Viewer<'a> {
    site: &'a Site,
    urls: Urls<'a>,
    words: &'a Words,
    languages: &'a [LanguageViews],
    /// The prefix of every address on the page whose fields are made.
    root: Cow<'a, str>,
    /// The depth of that page below the root, as far as its addresses show it.
    depth: usize,
}

/// Views that many pages share. Each card is made by the first page that shows it.
pub struct SharedViews {
    words: Arc<Words>,
    addresses: Addresses,
    languages: Vec<LanguageViews>,
}

/// The depth of pages for which cards are shared: `es/topics/literacy/page/2/` is five folders deep.
const MAX_DEPTH: usize = 6;

/// The shared views of one language.
struct LanguageViews {
    kinds: Vec<Shared<KindRef>>,
    editions: Vec<Shared<EditionRef>>,
    themes: Vec<Shared<ThemeRef>>,
    audiences: Vec<Shared<AudienceRef>>,
    /// Cards of reports for pages of each depth, as their addresses begin with the way up to the root.
    cards: [OnceLock<Vec<Tracked<Shared<Card>>>>; MAX_DEPTH],
    /// Topics by title, in the order of the language.
    topics: OnceLock<Vec<usize>>,
    /// The day that feeds give each report.
    feed_days: OnceLock<Vec<Date>>,
    /// The text between two items of a list in a sentence.
    comma: String,
    site: Shared<SiteInfo>,
    assets: Shared<BTreeMap<String, String>>,
}

impl SharedViews {
    /// Prepares the views that many pages of a site share.
    pub fn new(site: &Site, skin: &Skin) -> Self {
        let mut views = Self { words: Arc::clone(&skin.words), addresses: Addresses::new(site), languages: Vec::new() };
        for language in 0..site.settings.languages.len() {
            let of_language = LanguageViews::new(&Viewer::new(site, &views), language, &skin.asset_outputs());
            views.languages.push(of_language);
        }
        views
    }
}

impl LanguageViews {
    fn new(viewer: &Viewer<'_>, language: usize, assets: &BTreeMap<&str, &OutPath>) -> Self {
        let (site, urls) = (viewer.site, &viewer.urls);
        let kinds = references::kinds(site, urls, language);
        let editions = references::editions(site, urls, language);
        let assets: BTreeMap<String, String> =
            assets.iter().map(|(name, out)| ((*name).to_owned(), urls.of(out))).collect();
        Self {
            themes: references::themes(site, urls, language),
            audiences: audiences::audiences(viewer, language),
            cards: std::array::from_fn(|_| OnceLock::new()),
            topics: OnceLock::new(),
            feed_days: OnceLock::new(),
            comma: viewer.say(language, "joined", &[]),
            site: Shared::new(&site_info::site_info(viewer, language, &kinds, &editions)),
            assets: Shared::new(&assets),
            kinds,
            editions,
        }
    }
}

impl<'a> Viewer<'a> {
    /// Creates a viewer of the site for which the shared views were made.
    pub fn new(site: &'a Site, views: &'a SharedViews) -> Self {
        let urls = Urls::new(site, &views.addresses);
        Self { site, urls, words: &views.words, languages: &views.languages, root: Cow::Borrowed(""), depth: 0 }
    }

    /// Returns the template, the root and the `page` of a page.
    pub fn frame(&self, page: Page) -> Frame<'a> {
        let url = self.urls.numbered(page);
        let local = self.site.texts(page.key).and_then(|texts| self.site.words(texts, page.language));
        let template = local.and_then(|words| words.template.as_ref()).map(|template| template.value.clone());
        let name = pages::name(page.key);
        Frame {
            template: template.unwrap_or_else(|| [name, ".html"].concat()),
            root: self.urls.root(&url),
            language: page.language,
            page: page_info::page_info(self, page, name, url),
        }
    }

    /// Returns the fields of a page's template.
    pub fn fields(&self, page: Page) -> PageFields<'a> {
        let root = self.urls.root_of(page);
        // Below a `base_url` all pages have one root.
        let depth = root.matches("../").count();
        let (urls, words, languages) = (self.urls, self.words, self.languages);
        pages::fields(&Viewer { site: self.site, urls, words, languages, root: root.into(), depth }, page)
    }

    /// Returns `site`, in a language.
    pub fn site_info(&self, language: usize) -> &Shared<SiteInfo> {
        &self.views(language).site
    }

    /// Returns `assets`: the addresses of the skin's static files by name.
    pub fn assets(&self, language: usize) -> &Shared<BTreeMap<String, String>> {
        &self.views(language).assets
    }

    /// Returns the settings of the site.
    pub fn settings(&self) -> &Settings {
        &self.site.settings
    }

    /// Returns the addresses of the site.
    pub fn urls(&self) -> &Urls<'a> {
        &self.urls
    }

    fn views(&self, language: usize) -> &'a LanguageViews {
        &self.languages[language]
    }

    /// Returns the card of a report for the page whose fields are made.
    fn card(&self, language: usize, report: usize) -> Shared<Card> {
        let make = || Shared::new(&card::card(self, language, report));
        let Some(cards) = self.views(language).cards.get(self.depth) else { return make() };
        let cards = cards.get_or_init(|| self.site.reports.iter().map(|_| Tracked::new()).collect());
        cards[report].get_or_init(make).clone()
    }

    fn cards(&self, language: usize, reports: impl IntoIterator<Item = usize>) -> Vec<Shared<Card>> {
        reports.into_iter().map(|report| self.card(language, report)).collect()
    }

    fn theme_refs(&self, language: usize, themes: &[usize]) -> Vec<Shared<ThemeRef>> {
        themes.iter().map(|&theme| self.views(language).themes[theme].clone()).collect()
    }

    /// Returns runs of editions as one value: a report may have been absent from hundreds.
    fn edition_refs(&self, language: usize, runs: &[Range<usize>]) -> Shared<Vec<EditionRef>> {
        Shared::list(runs.iter().flat_map(|run| &self.views(language).editions[run.clone()]))
    }

    /// Returns all topics by title, in the order of the language.
    fn topics_in_order(&self, language: usize) -> &'a [usize] {
        self.views(language).topics.get_or_init(|| topic_order::topics(self.site, language))
    }
}
