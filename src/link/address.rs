//! The pages of a site and their addresses. Nothing else decides where a page lies.

use crate::base::path::OutPath;
use crate::link::{Catalogue, Scope};

/// The subject of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum PageKey {
    /// The current edition.
    Home,
    /// An edition.
    Edition(usize),
    /// A part of an edition.
    Part(Scope),
    /// A report.
    Report(usize),
    /// All of a kind.
    Kind(usize),
    /// All themes.
    Themes,
    /// A theme.
    Theme(usize),
    /// All topics.
    Topics,
    /// A topic.
    Topic(usize),
    /// All audiences.
    Audiences,
    /// An audience.
    Audience(usize),
    /// All editions.
    Editions,
    /// The changes of an edition against the one before.
    Changes(usize),
    /// The relations between kinds, in the newest edition.
    Intersections,
    /// A plain page.
    Plain(usize),
    /// The page that a host shows for an address that does not exist.
    NotFound,
    /// An edition, or a part of one, on one printed side.
    Brief(Scope),
    /// All reports of an edition, or of a part of one, on one page, to be printed.
    Print(Scope),
    /// The questions and notes that a group needs to discuss an edition, or a part of one.
    Discuss(Scope),
    /// An edition, or a part of one, as slides.
    Slides(Scope),
}

/// One page of the built catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Page {
    /// Its subject.
    pub key: PageKey,
    /// The number of its language.
    pub language: usize,
    /// The number of the page within a long list, from 1.
    pub number: usize,
}

impl Catalogue {
    /// The output of the first page of a key, in a language or else in the default one.
    pub fn out(&self, key: PageKey, language: usize) -> OutPath {
        out(self, Page { key, language: self.shown_language(key, language), number: 1 })
    }

    /// The number of pages that a key has: lists go on after `paginate` items.
    pub fn page_count(&self, key: PageKey) -> usize {
        page_count(self, key)
    }
}

impl Page {
    /// The home page in the default language.
    pub const HOME: Self = Self { key: PageKey::Home, language: 0, number: 1 };
}

/// The output of a page.
pub fn out(catalogue: &Catalogue, page: Page) -> OutPath {
    let mut path = String::with_capacity(64);
    if page.language > 0 {
        path.push_str(&catalogue.settings.languages[page.language].tag);
        path.push('/');
    }
    let (folder, subfolder) = match page.key {
        PageKey::Home => ("", ""),
        PageKey::Edition(edition) => (&*catalogue.editions[edition].id, ""),
        PageKey::Part(scope)
        | PageKey::Brief(scope)
        | PageKey::Print(scope)
        | PageKey::Discuss(scope)
        | PageKey::Slides(scope) => {
            path.push_str(&catalogue.editions[scope.edition].id);
            path.push('/');
            (catalogue.part_of(scope).map_or("", |part| &*part.id), handout_name(page.key))
        }
        PageKey::Report(report) => {
            let report = &catalogue.reports[report];
            (&*catalogue.editions[report.edition].id, &*report.id)
        }
        PageKey::Kind(kind) => (&*catalogue.settings.kinds()[kind].path, ""),
        PageKey::Themes => ("themes", ""),
        PageKey::Theme(theme) => ("themes", &*catalogue.themes[theme].id),
        PageKey::Topics => ("topics", ""),
        PageKey::Topic(topic) => ("topics", &*catalogue.topics[topic].id),
        PageKey::Audiences => ("for", ""),
        PageKey::Audience(audience) => ("for", &*catalogue.audiences[audience].id),
        PageKey::Editions => ("editions", ""),
        PageKey::Changes(edition) => (&*catalogue.editions[edition].id, "changes"),
        PageKey::Intersections => ("intersections", ""),
        PageKey::Plain(page) => (&*catalogue.pages[page].id, ""),
        PageKey::NotFound => ("404.html", ""),
    };
    for name in [folder, subfolder].into_iter().filter(|name| !name.is_empty()) {
        path.push_str(name);
        path.push('/');
    }
    if page.key == PageKey::NotFound {
        return output(path.trim_end_matches('/'));
    }
    if page.number > 1 {
        path.push_str("page/");
        path.push_str(&page.number.to_string());
        path.push('/');
    }
    path.push_str("index.html");
    output(&path)
}

/// The name of a handout's folder; empty for other pages.
fn handout_name(key: PageKey) -> &'static str {
    match key {
        PageKey::Brief(_) => "brief",
        PageKey::Print(_) => "print",
        PageKey::Discuss(_) => "discuss",
        PageKey::Slides(_) => "slides",
        _ => "",
    }
}

/// The address of a topic's page under an id that the topic has given up.
pub fn topic(catalogue: &Catalogue, language: usize, id: &str) -> OutPath {
    let tag = &catalogue.settings.languages[language].tag;
    let prefix = if language > 0 { format!("{tag}/") } else { String::new() };
    output(&format!("{prefix}topics/{id}/index.html"))
}

/// A file in the folder of a page.
pub fn file_beside(catalogue: &Catalogue, page: Page, name: &str) -> OutPath {
    output(&out(catalogue, Page { number: 1, ..page }).as_str().replace("index.html", name))
}

/// Turns a path into an output. Ids were checked where they were read, so this cannot fail. If it does all the same, the
/// registry of outputs reports two claims on the home page.
fn output(path: &str) -> OutPath {
    OutPath::new(path).unwrap_or_else(|_| OutPath::home())
}

/// The number of pages that a key has: lists go on after `paginate` items.
pub fn page_count(catalogue: &Catalogue, key: PageKey) -> usize {
    let items = match key {
        PageKey::Edition(edition) => catalogue.editions[edition].reports.len(),
        PageKey::Part(scope) => catalogue.reports_in(scope).len(),
        PageKey::Kind(kind) => catalogue.of_kind[kind].len(),
        PageKey::Theme(theme) => catalogue.themes[theme].reports.len(),
        PageKey::Themes => catalogue.themes.len(),
        PageKey::Topics => catalogue.topics.len(),
        PageKey::Topic(topic) => catalogue.topics[topic].reports.len(),
        PageKey::Audience(audience) => catalogue.audiences[audience].reports.len(),
        PageKey::Editions => catalogue.editions.len(),
        _ => 0,
    };
    items.div_ceil(catalogue.settings.paginate).max(1)
}

/// Every page, in a fixed order.
pub fn all_pages(catalogue: &Catalogue, has_relations: bool) -> Vec<Page> {
    let mut keys = vec![PageKey::Home, PageKey::Editions, PageKey::Themes, PageKey::Topics, PageKey::NotFound];
    keys.extend((0..catalogue.editions.len()).map(PageKey::Edition));
    keys.extend(
        (0..catalogue.editions.len()).flat_map(|edition| catalogue.parts_with_page(edition)).map(PageKey::Part),
    );
    keys.extend((1..catalogue.editions.len()).filter(|&edition| catalogue.has_changes(edition)).map(PageKey::Changes));
    keys.extend(has_relations.then_some(PageKey::Intersections));
    keys.extend((0..catalogue.reports.len()).map(PageKey::Report));
    keys.extend((0..catalogue.settings.kinds().len()).map(PageKey::Kind));
    keys.extend((0..catalogue.themes.len()).map(PageKey::Theme));
    keys.extend((0..catalogue.topics.len()).filter(|&topic| catalogue.topics[topic].has_page()).map(PageKey::Topic));
    keys.extend((!catalogue.audiences.is_empty()).then_some(PageKey::Audiences));
    keys.extend((0..catalogue.audiences.len()).map(PageKey::Audience));
    keys.extend((0..catalogue.pages.len()).map(PageKey::Plain));
    let handouts =
        |scope| [PageKey::Brief(scope), PageKey::Print(scope), PageKey::Discuss(scope), PageKey::Slides(scope)];
    keys.extend(catalogue.scopes_with_reports().flat_map(handouts));
    let mut pages = Vec::with_capacity(keys.len());
    for key in keys {
        let count = page_count(catalogue, key);
        for language in (0..catalogue.settings.languages.len()).filter(|&language| catalogue.exists_in(key, language)) {
            pages.extend((1..=count).map(|number| Page { key, language, number }));
        }
    }
    pages
}
