//! `site`: the facts of a site that every template receives.

use serde::Serialize;

use crate::config::Plural;
use crate::link::PageKey;
use crate::view::Viewer;
use crate::view::page_info::feed_url;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::Shared;

/// The facts of a site, in one of its languages.
#[derive(Debug, Serialize)]
pub struct SiteInfo {
    pub title: String,
    /// May be empty.
    pub description: String,
    /// May be empty.
    pub notice: String,
    /// The absolute address of the root; empty where the host is not known.
    pub url: String,
    pub home: String,
    pub editions_url: String,
    /// Empty where no report names a typed relation.
    pub intersections_url: String,
    pub themes_url: String,
    pub topics_url: String,
    /// Empty where no report is for an audience.
    pub audiences_url: String,
    pub feed: String,
    pub theme_label: Plural,
    pub kinds: Vec<Shared<KindRef>>,
    /// The newest edition.
    pub current: Option<Shared<EditionRef>>,
    /// The main navigation.
    pub navigation: Vec<MenuItem>,
    /// The plain pages.
    pub menu: Vec<MenuItem>,
    pub languages: Vec<LanguageName>,
    /// The program's name and version.
    pub generator: &'static str,
    /// The same in a sentence.
    pub made_with: String,
    pub extra: serde_json::Value,
}

/// A link in a menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem {
    pub title: String,
    pub url: String,
}

/// A language of the site.
#[derive(Debug, Serialize)]
pub struct LanguageName {
    pub tag: String,
    pub label: String,
}

const GENERATOR: &str = concat!("Trendpress ", env!("CARGO_PKG_VERSION"));

/// The most plain pages in the menu, which stands on every page.
const MENU_LIMIT: usize = 200;

/// Returns the facts of the site in a language.
pub fn site_info(
    viewer: &Viewer<'_>,
    language: usize,
    kinds: &[Shared<KindRef>],
    editions: &[Shared<EditionRef>],
) -> SiteInfo {
    let (site, urls) = (viewer.site, &viewer.urls);
    let local = &site.settings.languages[language];
    let menu: Vec<MenuItem> = (0..site.pages.len().min(MENU_LIMIT))
        .map(|page| menu_item(viewer, language, PageKey::Plain(page), site.title(PageKey::Plain(page), language)))
        .collect();
    let intersections = site.has_relations().then(|| urls.page(PageKey::Intersections, language));
    let audiences = (!site.audiences.is_empty()).then(|| urls.page(PageKey::Audiences, language));
    let names = site.settings.languages.iter();
    SiteInfo {
        title: local.title.clone(),
        description: local.description.clone(),
        notice: local.notice.clone(),
        url: urls.absolute(""),
        home: urls.page(PageKey::Home, language),
        editions_url: urls.page(PageKey::Editions, language),
        intersections_url: intersections.unwrap_or_else(String::new),
        themes_url: urls.page(PageKey::Themes, language),
        topics_url: urls.page(PageKey::Topics, language),
        audiences_url: audiences.unwrap_or_default(),
        feed: feed_url(viewer, PageKey::Home, language),
        theme_label: local.theme_label.clone(),
        kinds: kinds.to_vec(),
        current: site.current_edition().map(|edition| editions[edition].clone()),
        navigation: navigation(viewer, language).unwrap_or_else(|| menu.clone()),
        menu,
        languages: names.map(|name| LanguageName { tag: name.tag.clone(), label: name.label.clone() }).collect(),
        generator: GENERATOR,
        made_with: viewer.say(language, "made-with", &[("generator", GENERATOR)]),
        extra: site.settings.extra.clone(),
    }
}

/// Returns the main navigation of a site that has editions. One without is a site of plain pages.
fn navigation(viewer: &Viewer<'_>, language: usize) -> Option<Vec<MenuItem>> {
    let site = viewer.site;
    let local = &site.settings.languages[language];
    let word = |key: &str| viewer.say(language, key, &[]);
    let current = PageKey::Edition(site.current_edition()?);
    let mut items = vec![menu_item(viewer, language, current, &word("current-edition"))];
    for (number, kind) in local.kinds.iter().enumerate() {
        items.push(menu_item(viewer, language, PageKey::Kind(number), &kind.plural));
    }
    items.push(menu_item(viewer, language, PageKey::Themes, &local.theme_label.other));
    items.push(menu_item(viewer, language, PageKey::Topics, &word("topics")));
    items.push(menu_item(viewer, language, PageKey::Editions, &word("editions")));
    Some(items)
}

fn menu_item(viewer: &Viewer<'_>, language: usize, key: PageKey, title: &str) -> MenuItem {
    MenuItem { title: title.to_owned(), url: viewer.urls.page(key, language) }
}
