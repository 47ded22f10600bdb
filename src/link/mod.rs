//! All entries to one index: addresses, editions, topics, themes, changes, relations and backlinks,
//! translations. The one step that sees every file; cheap, sequential, close to linear. Reads the links of
//! bodies, never their HTML.

mod address;
mod change;
mod charts;
mod coverage;
mod gather;
mod held;
mod layout;
mod outputs;
mod related;
mod relation;
mod resolve;
mod similar;

use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::chart;
use crate::check::{self, Checked, CheckedFile};
use crate::config::Settings;
use crate::load::ImageSize;

pub use address::{EditionFiles, Page, PageKey, edition_files, feed, out};
pub use change::{Change, Churn, Dropped, Trend, churn};
pub use charts::ChartOnPage;
pub use outputs::{Claim, ClaimKind, Outputs};
pub use related::Related;
pub use relation::Edge;
pub use resolve::Resolved;

use resolve::OfFile;

/// What of the content is to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The day that the site is built for.
    pub today: Date,
    /// Drafts too.
    pub drafts: bool,
    /// What is dated after that day too.
    pub future: bool,
    /// What has expired too.
    pub expired: bool,
}

/// A file of the content that is no Markdown.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Asset {
    /// Where it is read.
    pub path: SourcePath,
    /// Where it goes.
    pub out: OutPath,
    /// Whether it is a data table, which is published only where a page links to it.
    pub is_data: bool,
    /// Its size where it is an image.
    pub size: Option<ImageSize>,
    /// Its table, where a chart names it.
    pub table: Option<Arc<chart::Table>>,
    /// Whether a published chart shows its table.
    pub is_shown: bool,
    /// Whether a published page links to it or shows it.
    pub is_used: bool,
    /// Whether it belongs to what is held back: only drafts and the like use it, or its edition is one.
    pub is_held: bool,
}

impl Asset {
    /// Whether it is not to be published: what belongs to drafts, and data that nothing links to or shows. What a chart shows goes out as CSV;
    /// a YAML file may hold remarks that are not for readers.
    pub fn is_kept(&self) -> bool {
        let is_shown = self.is_shown && self.path.extension() == "csv";
        self.is_held || self.is_data && !self.is_used && !is_shown
    }
}

/// Everything that is known of a site, for pages to be made of. Numbers are places in its lists. Stored without its
/// settings and files, which whoever fetches it gives back.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Site {
    /// The settings.
    #[serde(skip)]
    pub settings: Arc<Settings>,
    /// Every Markdown file, by path.
    #[serde(skip)]
    pub files: Vec<CheckedFile>,
    /// The file with words for the home page, in each language.
    pub home: Texts,
    /// Editions, the oldest first.
    pub editions: Vec<Edition>,
    /// Reports by edition, kind, rank and title.
    pub reports: Vec<Report>,
    /// The reports of each kind: the newest edition first, in reading order within one.
    pub of_kind: Vec<Vec<usize>>,
    /// Topics by id.
    pub topics: Vec<Topic>,
    /// Themes by id.
    pub themes: Vec<Theme>,
    /// Plain pages in menu order.
    pub pages: Vec<PlainPage>,
    /// Other files of the content, by path.
    pub assets: BTreeMap<SourcePath, Asset>,
    /// What the links, images and charts of each file lead to.
    resolved: Vec<Arc<OfFile>>,
    /// Every address of the built site and who claims it.
    pub outputs: Outputs,
    /// Made when it is first asked for.
    #[serde(skip)]
    nearness: OnceLock<related::Index>,
    /// How many files are held back: drafts, future, expired.
    pub held_back: usize,
}

/// The files with the texts of one thing, by the number of their language; the first is the default's.
pub type Texts = Vec<Option<usize>>;

/// One release, a complete snapshot.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Edition {
    /// Its folder's name.
    pub id: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, in reading order.
    pub reports: Vec<usize>,
    /// The themes that it puts forward, in their order.
    pub themes: Vec<usize>,
    /// What the edition before it had and it has not, by kind and rank.
    pub dropped: Vec<Dropped>,
}

/// A report in its site.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// The files with its texts.
    pub texts: Texts,
    /// The id in its address.
    pub id: String,
    /// Its edition.
    pub edition: usize,
    /// Its kind.
    pub kind: usize,
    /// Its topic.
    pub topic: usize,
    /// Its themes.
    pub themes: Vec<usize>,
    /// Its rank, where known.
    pub rank: Option<u32>,
    /// Whether another report of its kind and edition has the same rank.
    pub is_tie: bool,
    /// How many reports its kind has in its edition.
    pub of: usize,
    /// What changed against the edition before; `None` in the first edition.
    pub change: Option<Change>,
    /// Which appearance of its topic this is, from 1.
    pub appearance: usize,
    /// Typed and untyped relations, forwards and backwards.
    pub edges: Vec<Edge>,
    /// Pages that link here in their text, in order.
    pub backlinks: Vec<Backlink>,
}

/// A page that links to a report in its text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Backlink {
    /// The page.
    pub from: PageKey,
    /// The sentence that links, as plain text.
    pub sentence: Arc<str>,
}

/// The same subject through time.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, the oldest first.
    pub reports: Vec<usize>,
    /// The edition of each: asked for more often than anything else of them.
    pub editions: Vec<usize>,
}

impl Topic {
    /// Whether it has a page of its own: seen by two editions, or written about.
    pub fn has_page(&self) -> bool {
        self.reports.len() > 1 || self.texts[0].is_some()
    }
}

/// A subject that cuts across kinds.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Theme {
    /// The label's slug.
    pub id: String,
    /// How reports write it, where no file gives it a title.
    pub label: String,
    /// The files with words about it.
    pub texts: Texts,
    /// Its reports, the oldest edition first.
    pub reports: Vec<usize>,
    /// Editions that put it forward.
    pub editions: Vec<usize>,
}

/// A plain page.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct PlainPage {
    /// Its address: `about`, `guide/start`.
    pub id: String,
    /// The files with its texts.
    pub texts: Texts,
}

impl Site {
    /// A file's entry. Files that hold one are the only ones that texts point to.
    pub fn checked(&self, file: usize) -> &Checked {
        &self.files[file]
    }

    /// The number of the file of this path.
    pub fn file_of(&self, path: &SourcePath) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok()
    }

    /// The words of a text in a language, else in the default one.
    pub fn words(&self, texts: &Texts, language: usize) -> Option<&check::Words> {
        let file = texts[language].or(texts[0])?;
        self.files[file].entry.as_ref().map(check::Entry::words)
    }

    /// The default text's report entry.
    pub fn report_entry(&self, report: usize) -> Option<&check::Report> {
        self.report_text(report, 0)
    }

    /// The report entry in a language, where it has one in just that language.
    pub fn report_text(&self, report: usize, language: usize) -> Option<&check::Report> {
        match &self.files[self.reports[report].texts[language]?].entry {
            Some(check::Entry::Report(report)) => Some(report),
            _ => None,
        }
    }

    /// The files with a report's text as pages of a language show it.
    pub fn report_files(&self, report: usize, language: usize) -> impl Iterator<Item = &Checked> {
        let texts = &self.reports[report].texts;
        texts[language].or(texts[0]).into_iter().map(|file| &**self.files[file])
    }

    /// The title of a report in a language.
    pub fn report_title(&self, report: usize, language: usize) -> &str {
        self.words(&self.reports[report].texts, language).map_or("", |words| &words.title.value)
    }

    /// Whether kinds meet anywhere: the site has typed relations and reports that name one.
    pub fn has_relations(&self) -> bool {
        self.reports.iter().any(|report| report.edges.iter().any(|edge| edge.relation.is_some()))
    }

    /// The edition that the home page shows: the newest.
    pub fn current_edition(&self) -> Option<usize> {
        self.editions.len().checked_sub(1)
    }

    /// The title of an edition in a language.
    pub fn edition_title(&self, edition: usize, language: usize) -> &str {
        let edition = &self.editions[edition];
        self.words(&edition.texts, language).map_or(&edition.id, |words| &words.title.value)
    }

    /// The label of a theme in a language.
    pub fn theme_label(&self, theme: usize, language: usize) -> &str {
        let theme = &self.themes[theme];
        self.words(&theme.texts, language).map_or(&theme.label, |words| &words.title.value)
    }

    /// The title of a topic in a language: its own words', else its latest report's.
    pub fn topic_title(&self, topic: usize, language: usize) -> &str {
        let topic = &self.topics[topic];
        match (self.words(&topic.texts, language), topic.reports.last()) {
            (Some(words), _) => &words.title.value,
            (None, Some(&report)) => self.report_title(report, language),
            (None, None) => &topic.id,
        }
    }

    /// Where the links of a file lead, in the order of its body.
    pub fn links(&self, file: usize) -> &[Resolved] {
        &self.resolved[file].links
    }

    /// The files of the images of a file, in the order of its body.
    pub fn images(&self, file: usize) -> &[Option<SourcePath>] {
        &self.resolved[file].images
    }

    /// The charts of a file: those of its body, in order, then those of its front matter.
    pub fn charts(&self, file: usize) -> &[Option<ChartOnPage>] {
        &self.resolved[file].charts
    }

    /// The title of what a page shows.
    pub fn title(&self, key: PageKey, language: usize) -> &str {
        let of_language = &self.settings.languages[language];
        match key {
            PageKey::Home => &of_language.title,
            PageKey::Edition(edition)
            | PageKey::Changes(edition)
            | PageKey::Brief(edition)
            | PageKey::Print(edition)
            | PageKey::Discuss(edition) => self.edition_title(edition, language),
            PageKey::Report(report) => self.report_title(report, language),
            PageKey::Kind(kind) => &of_language.kinds[kind].plural,
            PageKey::Theme(theme) => self.theme_label(theme, language),
            PageKey::Topic(topic) => self.topic_title(topic, language),
            PageKey::Themes => &of_language.theme_label.other,
            PageKey::Plain(page) => {
                self.words(&self.pages[page].texts, language).map_or("", |words| &words.title.value)
            }
            PageKey::Topics | PageKey::Editions | PageKey::Intersections | PageKey::NotFound => "",
        }
    }

    /// The files with the texts that a page shows.
    pub fn texts(&self, key: PageKey) -> Option<&Texts> {
        match key {
            PageKey::Home => Some(&self.home),
            PageKey::Edition(edition) => Some(&self.editions[edition].texts),
            PageKey::Report(report) => Some(&self.reports[report].texts),
            PageKey::Theme(theme) => Some(&self.themes[theme].texts),
            PageKey::Topic(topic) => Some(&self.topics[topic].texts),
            PageKey::Plain(page) => Some(&self.pages[page].texts),
            _ => None,
        }
    }

    /// The file with the text that a page shows: in its language, else in the default one.
    pub fn text_of(&self, page: Page) -> Option<usize> {
        self.texts(page.key).and_then(|texts| texts[page.language].or(texts[0]))
    }

    /// Whether a page of its own exists in a language: translations of reports and plain pages do where
    /// they were written, an edition's print page where any of its reports does; pages that list things exist
    /// in every language.
    pub fn exists_in(&self, key: PageKey, language: usize) -> bool {
        match key {
            PageKey::Report(report) => self.reports[report].texts[language].is_some(),
            PageKey::Plain(page) => self.pages[page].texts[language].is_some(),
            // The whole text of an edition would only be the same once more where nothing is translated.
            PageKey::Print(edition) => {
                let mut reports = self.editions[edition].reports.iter();
                language == 0 || reports.any(|&report| self.reports[report].texts[language].is_some())
            }
            _ => true,
        }
    }

    /// The language in which a page is linked to from pages of `language`: that one where it exists.
    pub fn shown_language(&self, key: PageKey, language: usize) -> usize {
        if self.exists_in(key, language) { language } else { 0 }
    }

    /// The output of a page's first part, in a language or else in the default one.
    pub fn out(&self, key: PageKey, language: usize) -> OutPath {
        out(self, Page { key, language: self.shown_language(key, language), part: 1 })
    }

    /// What a link to a topic leads to: its page, or its only report.
    pub fn topic_page(&self, topic: usize) -> PageKey {
        match self.topics[topic].reports[..] {
            [report] if !self.topics[topic].has_page() => PageKey::Report(report),
            _ => PageKey::Topic(topic),
        }
    }

    /// Reports that belong with a report, the nearest first. Worked out now: only the report's own page shows them.
    pub fn related(&self, report: usize) -> Vec<Related> {
        related::of_report(self, report, self.nearness.get_or_init(|| related::index(self)))
    }

    /// Every page of the site, parts and languages included, in a fixed order.
    pub fn all_pages(&self) -> Vec<Page> {
        address::all_pages(self)
    }

    /// How many parts a page has.
    pub fn parts(&self, key: PageKey) -> usize {
        address::parts(self, key)
    }
}

/// Links all files of a site. `assets` are the other files of the content; `reserved` are outputs of the skin; `before`
/// is the site as it was, of which addresses and links are taken over that are sure to be the same.
pub fn link(
    files: Vec<CheckedFile>,
    assets: Vec<Asset>,
    reserved: &[(OutPath, SourcePath)],
    settings: Arc<Settings>,
    settings_file: &SourcePath,
    publication: Publication,
    before: Option<&Site>,
) -> (Site, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut site = gather::gather(files, assets, settings, publication, &mut findings);
    change::changes(&mut site);
    relation::relations(&mut site, &mut findings);
    let before = before.filter(|before| before.outputs.is_for(reserved) && before.is_laid_out_like(&site));
    site.outputs = match before {
        Some(before) => before.outputs.clone(),
        None => outputs::outputs(&site, reserved, settings_file, &mut findings),
    };
    resolve::resolve(&mut site, before, &mut findings);
    similar::similar_themes(&site, &mut findings);
    held::held(&mut site);
    resolve::unused(&site, &mut findings);
    coverage::coverage(&site, &mut findings);
    (site, findings)
}
