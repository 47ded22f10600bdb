//! Typed page models: all that a page shows and nothing else. This is the contract with template authors,
//! field by field in `docs/content/pages/templates.md`. Knows neither disk nor what templates do, only which fields they
//! want. Of Tera it knows the value ([`Shared`], [`ReportFull`]), so that a card that a thousand pages show is turned into
//! one once.

mod body;
mod brief;
mod card;
mod changes;
mod chapter;
mod citation;
mod collate;
mod common;
mod discuss;
mod evidence;
mod facts;
mod feed;
mod groups;
mod handout;
mod intersections;
mod json_ld;
mod list;
mod lists;
mod network;
mod print;
mod ranks;
mod record;
mod report;
mod shared;
mod urls;
mod whole;

use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::base::path::OutPath;
use crate::config::Settings;
use crate::link::{Edge, Page, PageKey, Site};
use crate::skin::{Skin, Wanted, Words};

pub use brief::{BriefPage, Move};
pub use card::{Card, CardText, CardTexts, ChangeMark, EditionRef, KindView, Named, Names, Rating, Said, ThemeView};
pub use changes::{ChangeGroup, ChangeRow, ChangeTexts, ChangesPage, RankThen};
pub use chapter::Note;
pub use citation::{Citation, CitationForm};
pub use common::{Alternate, Crumb, LanguageName, MenuItem, PageInfo, Paginator, PartLink, SiteInfo, TocEntry};
pub use discuss::{AgendaItem, DiscussGroup, DiscussPage, Discussed};
pub use evidence::{QuoteView, SourceView};
pub use facts::{Facts, Measure, Notice};
pub use feed::{Entry, Feed, FeedView, SitemapEntry};
pub use groups::{Changes, Column, MatrixRow};
pub use handout::Handouts;
pub use intersections::{IntersectionRow, IntersectionTable, IntersectionsPage, Meeting};
pub use list::{List, ListGroup, ListItem};
pub use lists::{EditionCounts, ThemeSaid, TopicRow, TopicSaid, TopicTheme};
pub use lists::{EditionFull, EditionItem, EditionPage, Group, KindCount, Letter, NotFoundPage, TopicItem, TopicView};
pub use lists::{EditionsPage, HomePage, KindPage, PlainPage, ThemePage, ThemesPage, TopicPage, TopicsPage};
pub use print::{ChapterTexts, PrintChapter, PrintPage};
pub use record::{
    Record, RecordRelation, RecordsHead, RelationEnd, RelationRecord, RelationRecords, RelationTypeRecord, Turns,
};
pub use report::{Backlink, RelatedItem, Relation, RelationItem, RelationTexts, ReportPage, ReportTexts, TopicRef};
pub use shared::{Html, Shared, Text, is_escaped, text};
pub use urls::{Addresses, Urls};
pub use whole::{ReportFull, Whole};

/// What every page has.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The template's name.
    pub template: String,
    /// What goes before every address.
    pub root: String,
    /// Whether navigation leads to it on every page, and says so on this one.
    pub is_in_navigation: bool,
    /// The number of its language.
    pub language: usize,
    /// About the page itself.
    pub page: PageInfo<'a>,
}

/// What a page shows beyond what every page has.
#[derive(Debug, serde::Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each is named after its template")]
pub enum Fields {
    Home(Box<HomePage>),
    Edition(Box<EditionPage>),
    Report(Box<ReportPage>),
    Kind(KindPage),
    Themes(ThemesPage),
    Theme(Box<ThemePage>),
    Topics(TopicsPage),
    Topic(Box<TopicPage>),
    Editions(EditionsPage),
    Changes(Box<ChangesPage>),
    Intersections(Box<IntersectionsPage>),
    Plain(PlainPage),
    NotFound(NotFoundPage),
    Brief(Box<BriefPage>),
    Print(Box<PrintPage>),
    Discuss(Box<DiscussPage>),
}

/// Makes the views of a site.
pub struct Viewer<'a> {
    site: &'a Site,
    urls: Urls<'a>,
    words: &'a Words,
    wanted: &'a BTreeMap<String, Wanted>,
    parts: &'a [Parts],
}

/// What many pages of a site show, each part made by the first of them.
pub struct Prepared {
    words: Arc<Words>,
    wanted: Arc<BTreeMap<String, Wanted>>,
    addresses: Addresses,
    parts: Vec<Parts>,
}

impl Prepared {
    /// Prepares what many pages show with a skin.
    pub fn new(site: &Site, skin: &Skin) -> Self {
        let (words, wanted) = (Arc::clone(&skin.words), Arc::clone(skin.wanted()));
        let mut prepared = Self { words, wanted, addresses: Addresses::new(site), parts: Vec::new() };
        for language in 0..site.settings.languages.len() {
            let parts = Viewer::new(site, &prepared).prepare(language, &skin.asset_outputs());
            prepared.parts.push(parts);
        }
        prepared
    }
}

/// What many pages of one language show.
struct Parts {
    kinds: Vec<Shared<KindView>>,
    editions: Vec<Shared<EditionRef>>,
    themes: Vec<Shared<ThemeView>>,
    names: Names,
    cards: Vec<OnceLock<Shared<Card>>>,
    card_texts: Vec<OnceLock<CardTexts>>,
    topics: OnceLock<Vec<usize>>,
    days: OnceLock<Vec<Date>>,
    comma: String,
    site: Shared<SiteInfo>,
    assets: Shared<BTreeMap<String, String>>,
}

impl<'a> Viewer<'a> {
    /// A viewer of a site for which things were prepared.
    pub fn new(site: &'a Site, prepared: &'a Prepared) -> Self {
        let urls = Urls::new(site, &prepared.addresses);
        Self { site, urls, words: &prepared.words, wanted: &prepared.wanted, parts: &prepared.parts }
    }

    fn prepare(&self, language: usize, assets: &BTreeMap<&str, &OutPath>) -> Parts {
        let kinds: Vec<_> = card::kinds(self.site, &self.urls, language);
        let editions: Vec<_> = card::editions(self.site, &self.urls, language);
        let themes: Vec<_> = card::themes(self.site, &self.urls, language);
        let assets: BTreeMap<String, String> =
            assets.iter().map(|(name, out)| ((*name).to_owned(), self.urls.of(out))).collect();
        let site = common::site_info(self, language, &kinds, &editions);
        let comma = self.say(language, "joined", &[]);
        let reports = self.site.reports.len();
        let names = Names::new(self.site, &self.urls, language);
        let cards = (0..reports).map(|_| OnceLock::new()).collect();
        let card_texts = (0..reports).map(|_| OnceLock::new()).collect();
        let (topics, days) = (OnceLock::new(), OnceLock::new());
        let (site, assets) = (Shared::new(&site), Shared::new(&assets));
        Parts { kinds, editions, themes, names, cards, card_texts, topics, days, comma, site, assets }
    }

    /// What every page of a language shows of the site.
    pub fn site_info(&self, language: usize) -> &Shared<SiteInfo> {
        &self.parts[language].site
    }

    /// The addresses of the skin's static files.
    pub fn assets(&self, language: usize) -> &Shared<BTreeMap<String, String>> {
        &self.parts[language].assets
    }

    /// How many reports there are.
    pub fn reports(&self) -> usize {
        self.site.reports.len()
    }

    /// The settings of the site.
    pub fn settings(&self) -> &Settings {
        &self.site.settings
    }

    /// The addresses of the site.
    pub fn urls(&self) -> &Urls<'a> {
        &self.urls
    }

    /// What a page has that every page has.
    pub fn frame(&self, page: Page) -> Frame<'a> {
        let url = self.urls.part(page);
        let own = self.site.texts(page.key).and_then(|texts| self.site.words(texts, page.language));
        let template = own.and_then(|words| words.template.as_ref()).map(|template| template.value.clone());
        let name = name(page.key);
        Frame {
            template: template.unwrap_or_else(|| [name, ".html"].concat()),
            root: self.urls.root(&url),
            is_in_navigation: self.is_in_navigation(page),
            language: page.language,
            page: common::page_info(self, page, name, url),
        }
    }

    fn is_in_navigation(&self, page: Page) -> bool {
        let is_target = match page.key {
            PageKey::Edition(edition) => self.site.current_edition() == Some(edition),
            PageKey::Home
            | PageKey::Kind(_)
            | PageKey::Themes
            | PageKey::Topics
            | PageKey::Editions
            | PageKey::Intersections
            | PageKey::Plain(_) => true,
            _ => false,
        };
        is_target && page.part == 1
    }

    /// What a template wants to see.
    pub fn wanted(&self, template: &str) -> &'a Wanted {
        self.wanted.get(template).unwrap_or(&Wanted::Everything)
    }

    /// What a page shows beyond that, for a template that wants so much.
    pub fn fields(&self, page: Page, wanted: &Wanted) -> Fields {
        match page.key {
            PageKey::Home => Fields::Home(Box::new(lists::home(self, page, wanted))),
            PageKey::Edition(edition) => Fields::Edition(Box::new(lists::edition(self, page, edition, wanted))),
            PageKey::Report(report) => self.report_fields(page, self.report(page, report), wanted),
            PageKey::Kind(kind) => Fields::Kind(lists::kind(self, page, kind, wanted)),
            PageKey::Themes => Fields::Themes(lists::themes(self, page)),
            PageKey::Theme(theme) => Fields::Theme(Box::new(lists::theme(self, page, theme, wanted))),
            PageKey::Topics => Fields::Topics(lists::topics(self, page, wanted)),
            PageKey::Topic(topic) => Fields::Topic(Box::new(lists::topic(self, page, topic, wanted))),
            PageKey::Editions => Fields::Editions(lists::editions(self, page)),
            PageKey::Changes(edition) => Fields::Changes(Box::new(changes::changes(self, page, edition, wanted))),
            PageKey::Intersections => Fields::Intersections(Box::new(intersections::intersections(self, page))),
            PageKey::Plain(plain) => Fields::Plain(lists::plain(self, page, plain)),
            PageKey::NotFound => Fields::NotFound(NotFoundPage {}),
            PageKey::Brief(edition) => Fields::Brief(Box::new(brief::brief(self, page, edition, wanted))),
            PageKey::Print(edition) => Fields::Print(Box::new(print::print(self, page, edition, wanted))),
            PageKey::Discuss(edition) => Fields::Discuss(Box::new(discuss::discuss(self, page, edition, wanted))),
        }
    }

    /// A word of the skin in the language of a page.
    fn word(&self, page: Page, key: &str) -> String {
        self.words.plain(&self.site.settings.languages[page.language].tag, key)
    }

    /// A sentence of the skin with its blanks filled in.
    fn say(&self, language: usize, key: &str, blanks: &[(&str, &str)]) -> String {
        let mut text = String::with_capacity(48);
        self.append(language, key, blanks, &mut text);
        text
    }

    /// Appends a sentence of the skin with its blanks filled in.
    fn append(&self, language: usize, key: &str, blanks: &[(&str, &str)], text: &mut String) {
        let tag = &self.site.settings.languages[language].tag;
        let mut fill = |name: &str, text: &mut String| {
            let with = blanks.iter().find(|(blank, _)| *blank == name);
            text.push_str(with.map_or("", |(_, with)| with));
        };
        // Where there is no such word, nothing is said.
        let _ = self.words.append(tag, key, None, &mut fill, text);
    }

    /// A sentence of the skin with one blank filled in.
    fn phrase(&self, page: Page, key: &str, blank: &str, with: &str) -> String {
        self.say(page.language, key, &[(blank, with)])
    }

    /// A sentence with a number, in the plural form that the number asks for.
    fn counted(&self, language: usize, key: &str, count: usize) -> String {
        let tag = &self.site.settings.languages[language].tag;
        self.words.say(tag, key, Some(count as u64), &mut |_, _| {}).unwrap_or_default()
    }

    /// A number as the language writes it.
    fn decimal(&self, language: usize, number: f64) -> String {
        self.words.decimal(&self.site.settings.languages[language].tag, number)
    }

    /// A day such as `2026-02-04` as the language writes it.
    fn in_words(&self, language: usize, date: &str) -> String {
        self.words.day(&self.site.settings.languages[language].tag, date)
    }

    /// The texts that are not empty, with the language's comma between them.
    fn joined(&self, language: usize, texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
        let mut joined = String::new();
        self.join(language, texts, &mut joined);
        joined
    }

    /// Editions by name, oldest first, with the language's comma between them. Of three and more in a row, the first and
    /// the last are named.
    fn runs(
        &self,
        language: usize,
        runs: impl IntoIterator<Item = Range<usize>>,
        name: impl Fn(usize) -> &'a str,
    ) -> String {
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        for run in runs {
            if run.len() > 2 {
                let ends = [("first", name(run.start)), ("last", name(run.end - 1))];
                names.push(self.say(language, "from-to", &ends).into());
            } else {
                names.extend(run.map(|edition| Cow::from(name(edition))));
            }
        }
        self.joined(language, names)
    }

    /// The ids of editions, oldest first, in words.
    fn edition_ids(&self, language: usize, runs: impl IntoIterator<Item = Range<usize>>) -> String {
        self.runs(language, runs, |edition| &*self.site.editions[edition].id)
    }

    /// Appends the texts that are not empty, with the language's comma between them.
    fn join(&self, language: usize, texts: impl IntoIterator<Item = impl AsRef<str>>, joined: &mut String) {
        let start = joined.len();
        for text in texts {
            let text = text.as_ref();
            if joined.len() > start && !text.is_empty() {
                joined.push_str(&self.parts[language].comma);
            }
            joined.push_str(text);
        }
    }

    /// What reports that share these themes share, in a sentence; empty where there are none.
    pub fn shares(&self, language: usize, themes: &[usize]) -> String {
        let mut text = String::new();
        if !themes.is_empty() {
            text.reserve(64);
            let labels = || themes.iter().map(|&theme| self.site.theme_label(theme, language));
            let mut fill = |name: &str, text: &mut String| {
                if name == "themes" {
                    self.join(language, labels(), text);
                }
            };
            let tag = &self.site.settings.languages[language].tag;
            // Where there is no such word, nothing is said.
            let _ = self.words.append(tag, "shares", None, &mut fill, &mut text);
        }
        text
    }

    fn cards(&self, language: usize, reports: impl IntoIterator<Item = usize>) -> Vec<Shared<Card>> {
        reports.into_iter().map(|report| self.card(language, report).clone()).collect()
    }

    /// Cards where a template reads them, else none.
    fn cards_if(&self, are_read: bool, language: usize, reports: &[usize]) -> Vec<Shared<Card>> {
        if are_read { self.cards(language, reports.iter().copied()) } else { Vec::new() }
    }

    /// The card of a report, as templates take it.
    pub fn card(&self, language: usize, report: usize) -> &'a Shared<Card> {
        let parts = &self.parts[language];
        parts.cards[report].get_or_init(|| {
            Shared::new(&card::card(self, language, report, (&parts.kinds, &parts.editions, &parts.themes)))
        })
    }

    /// Whether two reports are of one edition.
    pub fn are_together(&self, one: usize, other: usize) -> bool {
        self.site.reports[one].edition == self.site.reports[other].edition
    }

    /// The kinds, editions and themes of the site in texts.
    pub fn names(&self, language: usize) -> &'a Names {
        &self.parts[language].names
    }

    /// What the page of a report shows.
    pub fn report(&self, page: Page, report: usize) -> ReportTexts<'a> {
        report::texts(self, page, report)
    }

    /// The same for a template that wants more than texts.
    pub fn report_fields(&self, page: Page, texts: ReportTexts<'_>, wanted: &Wanted) -> Fields {
        Fields::Report(Box::new(report::report(self, page, texts, wanted)))
    }

    /// A report as a chapter of its edition's print page.
    pub fn chapter(&self, page: Page, report: usize) -> ChapterTexts<'a> {
        print::chapter_texts(self, page, report)
    }

    /// The relations of a report, gathered by type and direction.
    pub fn relations<'e>(&'e self, language: usize, edges: &'e [Edge]) -> impl Iterator<Item = RelationTexts<'e>> {
        report::relation_texts(self, language, edges)
    }

    /// What lines say of a report.
    pub fn card_texts(&self, language: usize, report: usize) -> &'a CardTexts {
        self.parts[language].card_texts[report].get_or_init(|| CardTexts::new(self, language, report))
    }

    /// The id of a report's edition, and whether others have its rank there.
    pub fn place_of(&self, report: usize) -> (&'a str, bool) {
        let report = &self.site.reports[report];
        (&self.site.editions[report.edition].id, report.is_tie)
    }

    /// The title of a page: of a report from its card, which is at hand when others show it.
    pub fn title(&self, key: PageKey, language: usize) -> &'a str {
        match key {
            PageKey::Report(report) => self.report_title(language, report),
            _ => self.site.title(key, language),
        }
    }

    /// The title of a report.
    pub fn report_title(&self, language: usize, report: usize) -> &'a str {
        self.card_texts(language, report).get(CardText::Title)
    }

    /// The id, label, address and summary of a theme.
    pub fn theme_texts(&self, language: usize, number: usize) -> [&'a str; 4] {
        let (theme, names) = (&self.site.themes[number], &self.names(language).themes[number]);
        let summary = self.site.words(&theme.texts, language).map_or("", |words| &*words.summary);
        [&theme.id, &names.title, &names.url, summary]
    }

    /// The address of a report's kind.
    pub fn kind_url(&self, language: usize, report: usize) -> &'a str {
        &self.names(language).kinds[self.site.reports[report].kind].url
    }

    /// The themes of a report.
    pub fn themes_of(&self, language: usize, report: usize) -> impl Iterator<Item = &'a Named> {
        let names = self.names(language);
        self.site.reports[report].themes.iter().map(|&theme| &names.themes[theme])
    }

    /// What to discuss about a report.
    pub fn questions(&self, language: usize, report: usize) -> &'a [String] {
        report::questions(self, language, report)
    }

    /// Editions, as one value: a report may have been absent from hundreds.
    fn edition_refs(&self, language: usize, runs: &[Range<usize>]) -> Shared<Vec<EditionRef>> {
        Shared::list(runs.iter().flat_map(|run| &self.parts[language].editions[run.clone()]))
    }

    /// All topics by title, in the order of the language.
    fn topics_in_order(&self, language: usize) -> &[usize] {
        self.parts[language].topics.get_or_init(|| collate::topics(self.site, language))
    }

    fn theme_views(&self, language: usize, themes: &[usize]) -> Vec<Shared<ThemeView>> {
        themes.iter().map(|&theme| self.parts[language].themes[theme].clone()).collect()
    }
}

/// What a page is called: its template's name without the ending, and what its `page.name` says.
fn name(key: PageKey) -> &'static str {
    match key {
        PageKey::Home => "home",
        PageKey::Edition(_) => "edition",
        PageKey::Report(_) => "report",
        PageKey::Kind(_) => "kind",
        PageKey::Themes => "themes",
        PageKey::Theme(_) => "theme",
        PageKey::Topics => "topics",
        PageKey::Topic(_) => "topic",
        PageKey::Editions => "editions",
        PageKey::Changes(_) => "changes",
        PageKey::Intersections => "intersections",
        PageKey::Plain(_) => "page",
        PageKey::NotFound => "404",
        PageKey::Brief(_) => "brief",
        PageKey::Print(_) => "print",
        PageKey::Discuss(_) => "discuss",
    }
}
