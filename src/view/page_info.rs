//! `page`: the facts of a page about itself and the ways on from it, which every template receives.

use serde::Serialize;
use std::borrow::Cow;

use crate::link::{Format, Page, PageKey, Scope};
use crate::view::part_info::scope_title;
use crate::view::shared::Html;
use crate::view::{Viewer, audiences, body, card, json_ld};

/// The facts of a page about itself.
#[derive(Debug, Serialize)]
pub struct PageInfo<'a> {
    /// The template's name without ending: `report`.
    pub name: &'static str,
    pub title: Cow<'a, str>,
    /// The title, the number within a long list, and the site.
    pub window_title: String,
    pub description: Cow<'a, str>,
    pub url: Cow<'a, str>,
    /// Its absolute address; empty where the host is not known.
    pub canonical: Cow<'a, str>,
    #[serde(rename = "type")]
    pub type_: &'static str,
    pub breadcrumbs: Vec<Crumb<'a>>,
    pub alternates: Vec<Alternate>,
    pub feed: String,
    pub paginator: Option<Paginator>,
    /// Empty; kept for a social image.
    pub image: &'static str,
    pub json_ld: Html,
    /// True if a chart of it takes a figure of the reader's.
    pub has_form: bool,
}

/// A page above this one, in the breadcrumbs.
#[derive(Debug, Serialize)]
pub struct Crumb<'a> {
    pub title: Cow<'a, str>,
    pub label: Cow<'a, str>,
    pub url: Cow<'a, str>,
}

/// The page in one of the languages that it exists in.
#[derive(Debug, Serialize)]
pub struct Alternate {
    pub tag: String,
    pub label: String,
    pub url: String,
    pub absolute: String,
    pub is_current: bool,
}

/// The place of a page within a list that goes on over several.
#[derive(Debug, Serialize)]
pub struct Paginator {
    pub number: usize,
    pub count: usize,
    pub previous: String,
    pub next: String,
    pub pages: Vec<PartLink>,
}

/// A link to one page of a list.
#[derive(Debug, Serialize)]
pub struct PartLink {
    pub number: usize,
    pub url: String,
    pub label: String,
    pub is_current: bool,
}

/// A heading in the contents of a page.
#[derive(Debug, Serialize)]
pub struct TocEntry {
    pub level: u8,
    pub id: String,
    pub text: String,
}

/// Returns the facts of a page about itself. `url` is its address.
pub fn page_info<'a>(viewer: &Viewer<'a>, page: Page, name: &'static str, url: Cow<'a, str>) -> PageInfo<'a> {
    let title = title(viewer, page);
    let description = description(viewer, page);
    let canonical = viewer.urls.absolute_numbered(page, &url);
    let breadcrumbs = breadcrumbs(viewer, page);
    let json_ld = json_ld::json_ld(viewer, page, &title, description, &canonical, &breadcrumbs);
    let file = viewer.site.text_of(page);
    PageInfo {
        name,
        has_form: body::has_form(viewer, file),
        type_: if matches!(page.key, PageKey::Report(_)) { "article" } else { "website" },
        alternates: alternates(viewer, page),
        feed: feed_url(viewer, page.key, page.language),
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

/// Returns the title of a page: for those that no file and no setting names, a word of the skin.
fn title<'a>(viewer: &Viewer<'a>, page: Page) -> Cow<'a, str> {
    match page.key {
        PageKey::Topics => viewer.word(page, "topics").into(),
        PageKey::Audiences => viewer.word(page, "audiences").into(),
        PageKey::Audience(audience) => {
            let label = audiences::label(viewer, page.language, audience);
            viewer.say(page.language, "for-audience", &[("audience", &label)]).into()
        }
        PageKey::Editions => viewer.word(page, "editions").into(),
        PageKey::NotFound => viewer.word(page, "not-found").into(),
        PageKey::Intersections => viewer.word(page, "intersections").into(),
        PageKey::Changes(edition) => scope_sentence(viewer, page, "changes-in", Scope::of_edition(edition)).into(),
        PageKey::Part(scope) => scope_title(viewer, page.language, scope),
        PageKey::Brief(scope) => scope_sentence(viewer, page, "brief-of", scope).into(),
        PageKey::Print(scope) => scope_sentence(viewer, page, "print-of", scope).into(),
        PageKey::Discuss(scope) => scope_sentence(viewer, page, "discuss-of", scope).into(),
        PageKey::Slides(scope) => scope_sentence(viewer, page, "slides-of", scope).into(),
        key => viewer.site.title(key, page.language).into(),
    }
}

fn scope_sentence(viewer: &Viewer<'_>, page: Page, key: &str, scope: Scope) -> String {
    viewer.say(page.language, key, &[("edition", &scope_title(viewer, page.language, scope))])
}

fn window_title(viewer: &Viewer<'_>, page: Page, title: &str) -> String {
    let of_site = &viewer.site.settings.languages[page.language].title;
    let mut window = String::with_capacity(title.len() + of_site.len() + 16);
    if page.key != PageKey::Home && title != of_site {
        window.extend([title, " · "]);
    }
    if page.number > 1 {
        window.extend([&*page_label(viewer, page, page.number), " · "]);
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
        PageKey::Part(scope) => {
            let words = site.part_of(scope).and_then(|part| site.part_words(part, page.language));
            words.map_or("", |words| &words.summary)
        }
        key => {
            let local = site.texts(key).and_then(|texts| site.words(texts, page.language));
            let summary = local.map(|words| &*words.summary).filter(|summary| !summary.is_empty());
            summary.unwrap_or(if key == PageKey::Home { &language.description } else { "" })
        }
    }
}

fn breadcrumbs<'a>(viewer: &Viewer<'a>, page: Page) -> Vec<Crumb<'a>> {
    let mut above = match page.key {
        PageKey::Home | PageKey::NotFound => return Vec::new(),
        PageKey::Edition(_) => vec![PageKey::Editions],
        PageKey::Report(report) => pages_of_scope(viewer.site.scope_of_report(report)),
        PageKey::Changes(edition) => vec![PageKey::Edition(edition)],
        PageKey::Part(scope) => vec![PageKey::Edition(scope.edition)],
        PageKey::Brief(scope) | PageKey::Print(scope) | PageKey::Discuss(scope) | PageKey::Slides(scope) => {
            pages_of_scope(scope)
        }
        PageKey::Theme(_) => vec![PageKey::Themes],
        PageKey::Topic(_) => vec![PageKey::Topics],
        PageKey::Audience(_) => vec![PageKey::Audiences],
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

/// The page of an edition and, below it, that of the part.
fn pages_of_scope(scope: Scope) -> Vec<PageKey> {
    let mut pages = vec![PageKey::Edition(scope.edition)];
    pages.extend(scope.part.map(|_| scope.page_key()));
    pages
}

fn alternates(viewer: &Viewer<'_>, page: Page) -> Vec<Alternate> {
    let site = viewer.site;
    let languages: Vec<usize> =
        (0..site.settings.languages.len()).filter(|&language| site.exists_in(page.key, language)).collect();
    if languages.len() < 2 || page.key == PageKey::NotFound {
        return Vec::new();
    }
    let alternate = |language: usize| {
        let url = viewer.urls.numbered(Page { language, ..page }).into_owned();
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

/// The pages before and after a page that it links to, besides the first and the last.
const LINKED_NEIGHBOURS: usize = 2;

fn paginator(viewer: &Viewer<'_>, page: Page) -> Option<Paginator> {
    let count = viewer.site.page_count(page.key);
    if count < 2 {
        return None;
    }
    let url = |number: usize| {
        if (1..=count).contains(&number) {
            viewer.urls.numbered(Page { number, ..page }).into_owned()
        } else {
            String::new()
        }
    };
    let is_linked =
        |number: &usize| *number == 1 || *number == count || number.abs_diff(page.number) <= LINKED_NEIGHBOURS;
    let link = |number: usize| PartLink {
        number,
        url: url(number),
        label: page_label(viewer, page, number),
        is_current: number == page.number,
    };
    Some(Paginator {
        number: page.number,
        count,
        previous: url(page.number - 1),
        next: url(page.number + 1),
        pages: (1..=count).filter(is_linked).map(link).collect(),
    })
}

fn page_label(viewer: &Viewer<'_>, page: Page, number: usize) -> String {
    viewer.say(page.language, "page", &[("number", &number.to_string())])
}

/// Returns the items of a list that one page shows.
pub fn items_of_page<T>(viewer: &Viewer<'_>, page: Page, items: impl Iterator<Item = T>) -> Vec<T> {
    let size = viewer.site.settings.paginate;
    items.skip((page.number - 1) * size).take(size).collect()
}

/// Returns the address of a page's feed; empty where it has none.
pub fn feed_url(viewer: &Viewer<'_>, key: PageKey, language: usize) -> String {
    let feed = Format::Feed.out(viewer.site, Page { key, language, number: 1 });
    feed.map_or_else(String::new, |out| viewer.urls.of(&out))
}
