//! The published content as lists, together with the files that the lists point into: titles, texts and pages of everything
//! that a site has.

use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

use crate::base::path::SourcePath;
use crate::check::{self, Checked, CheckedFile};
use crate::config::Settings;
use crate::link::address::{Page, PageKey};
use crate::link::gather::{Branch, Edition, Lists, Report, Texts};
use crate::link::parts::Part;

/// The published content and the files that it is made of. Reads as its lists: `catalogue.reports`.
#[derive(Debug)]
pub struct Catalogue {
    /// The settings.
    pub settings: Arc<Settings>,
    /// Every Markdown file, by path.
    pub files: Vec<CheckedFile>,
    /// The published content. Numbers in it are places in its own lists, and among the files.
    pub lists: Arc<Lists>,
}

impl Deref for Catalogue {
    type Target = Lists;

    fn deref(&self) -> &Lists {
        &self.lists
    }
}

impl Catalogue {
    /// The number of the file at a path.
    pub fn file_of(&self, path: &SourcePath) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok()
    }

    /// The words of a text in a language, else in the default one.
    pub fn words(&self, texts: &Texts, language: usize) -> Option<&check::CommonFields> {
        let file = texts[language].or(texts[0])?;
        self.files[file].entry.as_ref().map(check::Entry::common)
    }

    /// The file with a report's default text, and its entry.
    pub fn report_source(&self, report: usize) -> Option<(&Checked, &check::Report)> {
        let file = self.reports[report].texts[0]?;
        Some((&self.files[file], self.report_text(report, 0)?))
    }

    /// The default text's report entry.
    pub fn report_entry(&self, report: usize) -> Option<&check::Report> {
        self.report_text(report, 0)
    }

    /// The report entry in a language; `None` where there is no translation.
    pub fn report_text(&self, report: usize, language: usize) -> Option<&check::Report> {
        match &self.files[self.reports[report].texts[language]?].entry {
            Some(check::Entry::Report(report)) => Some(report),
            _ => None,
        }
    }

    /// The title of a report in a language.
    pub fn report_title(&self, report: usize, language: usize) -> &str {
        self.words(&self.reports[report].texts, language).map_or("", |words| &words.title.value)
    }

    /// The day that a report came out, as its text in a language says: its own date, else its part's, else its edition's.
    pub fn report_date(&self, report: usize, language: usize) -> Option<Date> {
        let texts = &self.reports[report].texts;
        let own = |language: usize| self.words(texts, language).and_then(|words| words.dates.date);
        let scope = self.scope_of_report(report);
        let of_part = || self.part_of(scope).and_then(|part| part.date);
        let of_edition = || self.words(&self.editions[scope.edition].texts, 0).and_then(|words| words.dates.date);
        own(language).or_else(|| own(0)).or_else(of_part).or_else(of_edition)
    }

    /// The day that a part came out or is to come out: its own date, else that of its first report.
    pub fn part_date(&self, part: &Part) -> Option<Date> {
        let own = |report: &usize| self.words(&self.reports[*report].texts, 0).and_then(|words| words.dates.date);
        part.date.or_else(|| part.reports.iter().filter_map(own).min())
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

    /// The title of the thing that a page shows.
    pub fn title(&self, key: PageKey, language: usize) -> &str {
        let of_language = &self.settings.languages[language];
        match key {
            PageKey::Home => &of_language.title,
            PageKey::Edition(edition) | PageKey::Changes(edition) => self.edition_title(edition, language),
            PageKey::Part(scope)
            | PageKey::Brief(scope)
            | PageKey::Print(scope)
            | PageKey::Discuss(scope)
            | PageKey::Slides(scope) => {
                let part = self.part_of(scope).and_then(|part| self.part_title(part, language));
                part.unwrap_or_else(|| self.edition_title(scope.edition, language))
            }
            PageKey::Report(report) => self.report_title(report, language),
            PageKey::Kind(kind) => &of_language.kinds[kind].plural,
            PageKey::Theme(theme) => self.theme_label(theme, language),
            PageKey::Topic(topic) => self.topic_title(topic, language),
            PageKey::Themes => &of_language.theme_label.other,
            PageKey::Plain(page) => {
                self.words(&self.pages[page].texts, language).map_or("", |words| &words.title.value)
            }
            PageKey::Audience(audience) => &self.audiences[audience].label,
            PageKey::Audiences | PageKey::Topics | PageKey::Editions | PageKey::Intersections | PageKey::NotFound => "",
        }
    }
}

impl Lists {
    /// The number of the topic of this id.
    pub fn topic(&self, id: &str) -> Option<usize> {
        self.topics.binary_search_by(|topic| (*topic.id).cmp(id)).ok()
    }

    /// The number of the topic whose reports have this id, or had it when the topic had another name.
    pub fn topic_with_reports(&self, id: &str) -> Option<usize> {
        let topic = self.topic(id).filter(|&topic| !self.topics[topic].reports.is_empty());
        topic.or_else(|| match self.former_topics(id) {
            [topic] => Some(*topic),
            _ => None,
        })
    }

    /// The topics that had a name earlier.
    pub fn former_topics(&self, name: &str) -> &[usize] {
        self.former_names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The topic in which another stands in an edition: itself, or the one that it was merged into by then.
    pub fn successor_in(&self, topic: usize, edition: usize) -> usize {
        let merge = self.topics[topic].merge().filter(|merge| merge.edition <= edition);
        merge.map_or(topic, |merge| self.successor_in(merge.topic, edition))
    }

    /// The report on a topic in an edition.
    pub fn report_in(&self, topic: usize, edition: usize) -> Option<usize> {
        let topic = &self.topics[topic];
        topic.editions.binary_search(&edition).ok().map(|place| topic.reports[place])
    }

    /// The topic whose page shows a topic: itself, or the one that it was merged into.
    pub fn topic_shown_for(&self, topic: usize) -> usize {
        let has_words = self.topics[topic].texts[0].is_some();
        let merge = self.topics[topic].merge().filter(|_| !has_words);
        merge.map_or(topic, |merge| self.topic_shown_for(merge.topic))
    }

    /// The topics that a report's topic came of in the report's edition.
    pub fn origins(&self, report: usize) -> impl Iterator<Item = &Branch> {
        let Report { topic, edition, .. } = self.reports[report];
        self.topics[topic].origins.iter().filter(move |branch| branch.edition == edition)
    }

    /// The number of the theme of this id.
    pub fn theme(&self, id: &str) -> Option<usize> {
        self.themes.binary_search_by(|theme| (*theme.id).cmp(id)).ok()
    }

    /// The number of the audience of this id.
    pub fn audience(&self, id: &str) -> Option<usize> {
        self.audiences.binary_search_by(|audience| (*audience.id).cmp(id)).ok()
    }

    /// The current edition: the newest of which anything is out.
    pub fn current_edition(&self) -> Option<usize> {
        let newest = self.editions.iter().rposition(Edition::has_begun);
        newest.or(self.editions.len().checked_sub(1))
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

    /// The pages that may have texts, those that [`texts`](Self::texts) knows.
    pub fn pages_with_texts(&self) -> impl Iterator<Item = PageKey> {
        std::iter::once(PageKey::Home)
            .chain((0..self.editions.len()).map(PageKey::Edition))
            .chain((0..self.reports.len()).map(PageKey::Report))
            .chain((0..self.themes.len()).map(PageKey::Theme))
            .chain((0..self.topics.len()).map(PageKey::Topic))
            .chain((0..self.pages.len()).map(PageKey::Plain))
    }

    /// The file with the text that a page shows: in its language, else in the default one.
    pub fn text_of(&self, page: Page) -> Option<usize> {
        self.texts(page.key).and_then(|texts| texts[page.language].or(texts[0]))
    }

    /// Returns true if a thing has a page of its own in a language. Reports and plain pages have one where they were
    /// written, an edition's print page and slides where any of its reports has; pages that list things exist in every
    /// language.
    pub fn exists_in(&self, key: PageKey, language: usize) -> bool {
        match key {
            PageKey::Report(report) => self.reports[report].texts[language].is_some(),
            PageKey::Plain(page) => self.pages[page].texts[language].is_some(),
            // Without any translation the whole text of an edition would only be repeated.
            PageKey::Print(scope) | PageKey::Slides(scope) => {
                let mut reports = self.reports_in(scope).iter();
                language == 0 || reports.any(|&report| self.reports[report].texts[language].is_some())
            }
            _ => true,
        }
    }

    /// The language of the page that pages of `language` link to: the same where the page exists in it, else the default.
    pub fn shown_language(&self, key: PageKey, language: usize) -> usize {
        if self.exists_in(key, language) { language } else { 0 }
    }

    /// The page that a link to a topic leads to: the topic's own, or that of its only report.
    pub fn topic_page(&self, topic: usize) -> PageKey {
        let topic = self.topic_shown_for(topic);
        match self.topics[topic].reports[..] {
            [report] if !self.topics[topic].has_page() => PageKey::Report(report),
            _ => PageKey::Topic(topic),
        }
    }
}
