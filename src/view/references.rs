//! Kinds, editions and themes as templates receive them wherever one is named or linked.

use serde::Serialize;

use crate::config::{Kind, Scale};
use crate::link::{PageKey, Site};
use crate::view::shared::Shared;
use crate::view::urls::Urls;

/// A kind.
#[derive(Debug, Serialize)]
pub struct KindRef {
    pub id: String,
    pub label: String,
    pub plural: String,
    pub url: String,
    /// May be empty.
    pub definition: String,
    /// Its place among the kinds of the settings, from 1.
    pub number: usize,
    pub scale: Option<Scale>,
}

/// An edition.
#[derive(Debug, Serialize)]
pub struct EditionRef {
    pub id: String,
    pub title: String,
    pub url: String,
    /// False while a part of it is still to come.
    pub is_whole: bool,
}

/// A theme.
#[derive(Debug, Serialize)]
pub struct ThemeRef {
    pub id: String,
    pub label: String,
    pub url: String,
    /// May be empty.
    pub summary: String,
    /// The number of its reports in all editions.
    pub count: usize,
}

/// Returns all kinds of a site, in the order of the settings.
pub fn kinds(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<KindRef>> {
    let kind = |(number, kind): (usize, &Kind)| {
        Shared::new(&KindRef {
            id: kind.id.clone(),
            label: kind.label.clone(),
            plural: kind.plural.clone(),
            url: urls.page(PageKey::Kind(number), language),
            definition: kind.definition.clone(),
            number: number + 1,
            scale: kind.scale.clone(),
        })
    };
    site.settings.languages[language].kinds.iter().enumerate().map(kind).collect()
}

/// Returns all editions of a site, the oldest first.
pub fn editions(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<EditionRef>> {
    let edition = |number: usize| {
        Shared::new(&EditionRef {
            id: site.editions[number].id.clone(),
            title: site.edition_title(number, language).to_owned(),
            url: urls.page(PageKey::Edition(number), language),
            is_whole: site.editions[number].is_whole(),
        })
    };
    (0..site.editions.len()).map(edition).collect()
}

/// Returns all themes of a site, by number.
pub fn themes(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<ThemeRef>> {
    let theme = |number: usize| {
        let theme = &site.themes[number];
        Shared::new(&ThemeRef {
            id: theme.id.clone(),
            label: site.theme_label(number, language).to_owned(),
            url: urls.page(PageKey::Theme(number), language),
            summary: site.words(&theme.texts, language).map_or_else(String::new, |words| words.summary.clone()),
            count: theme.reports.len(),
        })
    };
    (0..site.themes.len()).map(theme).collect()
}
