//! What every page shows: of the site, of itself, of the ways on from it.

use serde::Serialize;
use std::borrow::Cow;

use crate::link::{Page, PageKey};
use crate::view::card::{EditionRef, KindView};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body, card, json_ld};

/// What every page of a language shows of the site.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct SiteInfo {
    pub title: String,
    pub description: String,
    pub notice: String,
    pub url: String,
    pub home: String,
    pub editions_url: String,
    pub intersections_url: String,
    pub themes_url: String,
    pub topics_url: String,
    pub feed: String,
    pub theme_label: crate::config::Plural,
    pub kinds: Vec<Shared<KindView>>,
    pub current: Option<Shared<EditionRef>>,
    pub menu: Vec<MenuItem>,
    pub languages: Vec<LanguageName>,
    pub generator: &'static str,
    pub extra: serde_json::Value,
}

/// A plain page, to link to.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct MenuItem {
    pub title: String,
    pub url: String,
}

/// A language of the site.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct LanguageName {
    pub tag: String,
    pub label: String,
}

/// What a page says of itself.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PageInfo<'a> {
    pub name: &'static str,
    pub title: Cow<'a, str>,
    pub window_title: String,
    pub description: Cow<'a, str>,
    pub url: Cow<'a, str>,
    pub canonical: Cow<'a, str>,
    #[serde(rename = "type")]
    pub type_: &'static str,
    pub breadcrumbs: Vec<Crumb<'a>>,
    pub alternates: Vec<Alternate>,
    pub feed: String,
    pub paginator: Option<Paginator>,
    pub image: &'static str,
    pub json_ld: Html,
    pub has_form: bool,
}

/// A page above this one.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Crumb<'a> {
    pub title: Cow<'a, str>,
    pub label: Cow<'a, str>,
    pub url: Cow<'a, str>,
}

/// This page in a language.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Alternate {
    pub tag: String,
    pub label: String,
    pub url: String,
    pub absolute: String,
    pub is_current: bool,
}

/// Where a list goes on.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Paginator {
    pub part: usize,
    pub parts: usize,
    pub previous: String,
    pub next: String,
    pub pages: Vec<PartLink>,
}

/// One part of a list.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct PartLink {
    pub number: usize,
    pub url: String,
    pub label: String,
    pub is_current: bool,
}

/// A heading.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct TocEntry {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// Gathers what every page of a language shows of the site.
pub fn site_info(
    viewer: &Viewer<'_>,
    language: usize,
    kinds: &[Shared<KindView>],
    editions: &[Shared<EditionRef>],
) -> SiteInfo {
    let (site, urls) = (viewer.site, &viewer.urls);
    let own = &site.settings.languages[language];
    let menu = (0..site.pages.len()).map(|page| MenuItem {
        title: site.title(PageKey::Plain(page), language).to_owned(),
        url: urls.page(PageKey::Plain(page), language),
    });
    let names = site.settings.languages.iter();
    SiteInfo {
        title: own.title.clone(),
        description: own.description.clone(),
        notice: own.notice.clone(),
        url: urls.absolute(""),
        home: urls.page(PageKey::Home, language),
        editions_url: urls.page(PageKey::Editions, language),
        intersections_url: if site.has_relations() {
            urls.page(PageKey::Intersections, language)
        } else {
            String::new()
        },
        themes_url: urls.page(PageKey::Themes, language),
        topics_url: urls.page(PageKey::Topics, language),
        feed: feed(viewer, PageKey::Home, language),
        theme_label: own.theme_label.clone(),
        kinds: kinds.to_vec(),
        current: editions.last().cloned(),
        menu: menu.collect(),
        languages: names.map(|name| LanguageName { tag: name.tag.clone(), label: name.label.clone() }).collect(),
        generator: concat!("Trendpress ", env!("CARGO_PKG_VERSION")),
        extra: site.settings.extra.clone(),
    }
}

/// The address of a page's feed; empty where it has none.
fn feed(viewer: &Viewer<'_>, key: PageKey, language: usize) -> String {
    crate::link::feed(viewer.site, key, language).map(|out| viewer.urls.of(&out)).unwrap_or_default()
}

/// What a page says of itself. `url` is its address.
pub fn page_info<'a>(viewer: &Viewer<'a>, page: Page, name: &'static str, url: Cow<'a, str>) -> PageInfo<'a> {
    let title = title(viewer, page);
    let description = description(viewer, page);
    let canonical = viewer.urls.absolute_part(page, &url);
    let breadcrumbs = breadcrumbs(viewer, page);
    let json_ld = json_ld::json_ld(viewer, page, &title, description, &canonical, &breadcrumbs);
    let file = viewer.site.text_of(page);
    PageInfo {
        name,
        has_form: body::has_form(viewer, file),
        type_: if matches!(page.key, PageKey::Report(_)) { "article" } else { "website" },
        alternates: alternates(viewer, page),
        feed: feed(viewer, page.key, page.language),
        paginator: paginator(viewer, page),
        image: "",
        window_title: window_title(viewer, page, &title),
        title,
        description: description.into(),
        url,
        canonical,
        breadcrumbs,
        json_ld,
    }
}

/// The titles of pages that no file and no setting names are words of the skin.
fn title<'a>(viewer: &Viewer<'a>, page: Page) -> Cow<'a, str> {
    match page.key {
        PageKey::Topics => viewer.word(page, "topics").into(),
        PageKey::Editions => viewer.word(page, "editions").into(),
        PageKey::NotFound => viewer.word(page, "not-found").into(),
        PageKey::Intersections => viewer.word(page, "intersections").into(),
        PageKey::Changes(edition) => {
            viewer.phrase(page, "changes-in", "edition", viewer.site.edition_title(edition, page.language)).into()
        }
        PageKey::Brief(edition) | PageKey::Print(edition) | PageKey::Discuss(edition) => {
            let key = match page.key {
                PageKey::Brief(_) => "brief-of",
                PageKey::Print(_) => "print-of",
                _ => "discuss-of",
            };
            viewer.phrase(page, key, "edition", viewer.site.edition_title(edition, page.language)).into()
        }
        key => viewer.title(key, page.language).into(),
    }
}

/// What the browser's window says: the page, its part, the site.
fn window_title(viewer: &Viewer<'_>, page: Page, title: &str) -> String {
    let of_site = &viewer.site.settings.languages[page.language].title;
    let mut window = String::with_capacity(title.len() + of_site.len() + 16);
    if page.key != PageKey::Home && title != of_site {
        window.extend([title, " · "]);
    }
    if page.part > 1 {
        window.extend([&*viewer.phrase(page, "page", "number", &page.part.to_string()), " · "]);
    }
    window.push_str(of_site);
    window
}

fn description<'a>(viewer: &Viewer<'a>, page: Page) -> &'a str {
    let site = viewer.site;
    let language = &site.settings.languages[page.language];
    match page.key {
        PageKey::Report(report) => card::summary(site, report, page.language),
        PageKey::Kind(kind) => &language.kinds[kind].definition,
        key => {
            let own = site.texts(key).and_then(|texts| site.words(texts, page.language));
            let summary = own.map(|words| &*words.summary).filter(|summary| !summary.is_empty());
            summary.unwrap_or(if key == PageKey::Home { &language.description } else { "" })
        }
    }
}

fn breadcrumbs<'a>(viewer: &Viewer<'a>, page: Page) -> Vec<Crumb<'a>> {
    let mut above = match page.key {
        PageKey::Home | PageKey::NotFound => return Vec::new(),
        PageKey::Edition(_) => vec![PageKey::Editions],
        PageKey::Report(report) => vec![PageKey::Edition(viewer.site.reports[report].edition)],
        PageKey::Changes(edition) => vec![PageKey::Edition(edition)],
        PageKey::Brief(edition) | PageKey::Print(edition) | PageKey::Discuss(edition) => {
            vec![PageKey::Edition(edition)]
        }
        PageKey::Theme(_) => vec![PageKey::Themes],
        PageKey::Topic(_) => vec![PageKey::Topics],
        _ => Vec::new(),
    };
    above.insert(0, PageKey::Home);
    let crumb = |key| {
        let title = title(viewer, Page { key, ..page });
        let label = if key == PageKey::Home { viewer.word(page, "home").into() } else { title.clone() };
        Crumb { title, label, url: viewer.urls.address(key, page.language) }
    };
    above.into_iter().map(crumb).collect()
}

fn alternates(viewer: &Viewer<'_>, page: Page) -> Vec<Alternate> {
    let site = viewer.site;
    let languages: Vec<usize> =
        (0..site.settings.languages.len()).filter(|&language| site.exists_in(page.key, language)).collect();
    if languages.len() < 2 || page.key == PageKey::NotFound {
        return Vec::new();
    }
    let alternate = |language: usize| {
        let url = viewer.urls.part(Page { language, ..page }).into_owned();
        Alternate {
            tag: site.settings.languages[language].tag.clone(),
            label: site.settings.languages[language].label.clone(),
            absolute: viewer.urls.absolute(&url),
            url,
            is_current: language == page.language,
        }
    };
    languages.into_iter().map(alternate).collect()
}

/// How many neighbours of a part are linked, besides the first and the last.
const NEIGHBOURS: usize = 2;

fn paginator(viewer: &Viewer<'_>, page: Page) -> Option<Paginator> {
    let parts = viewer.site.parts(page.key);
    if parts < 2 {
        return None;
    }
    let url = |part: usize| {
        if (1..=parts).contains(&part) { viewer.urls.part(Page { part, ..page }).into_owned() } else { String::new() }
    };
    let is_linked = |part: &usize| *part == 1 || *part == parts || part.abs_diff(page.part) <= NEIGHBOURS;
    let link = |number: usize| PartLink {
        number,
        url: url(number),
        label: viewer.phrase(page, "page", "number", &number.to_string()),
        is_current: number == page.part,
    };
    Some(Paginator {
        part: page.part,
        parts,
        previous: url(page.part - 1),
        next: url(page.part + 1),
        pages: (1..=parts).filter(is_linked).map(link).collect(),
    })
}

/// The items of a list that this part shows.
pub fn part_of<T>(viewer: &Viewer<'_>, page: Page, items: impl Iterator<Item = T>) -> Vec<T> {
    let size = viewer.site.settings.paginate;
    items.skip((page.part - 1) * size).take(size).collect()
}
