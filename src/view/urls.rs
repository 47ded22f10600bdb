//! Addresses as pages write them: relative to the site's root, behind a prefix that fits the page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::sync::OnceLock;

use crate::base::bytes;
use crate::base::path::{OutPath, path_to_root};
use crate::config::BaseUrl;
use crate::link::{Page, PageKey, Site};

/// What a path may hold without encoding: RFC 3986's unreserved characters, the slash, and the delimiters that
/// mean nothing in a path.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'+');

/// The addresses of a site.
pub struct Urls<'a> {
    site: &'a Site,
    base: Option<&'a BaseUrl>,
    addresses: &'a Addresses,
}

/// The addresses of what pages link to again and again, by language, each worked out once.
pub struct Addresses(Vec<OfLanguage>);

/// An address that was worked out.
#[derive(Debug)]
struct Kept {
    /// The absolute one, where the host is known.
    whole: Box<str>,
    /// Where in it the one below the root begins.
    start: usize,
}

/// By number.
struct OfLanguage {
    reports: Vec<OnceLock<Kept>>,
    editions: Vec<OnceLock<Kept>>,
    kinds: Vec<OnceLock<Kept>>,
    themes: Vec<OnceLock<Kept>>,
    topics: Vec<OnceLock<Kept>>,
    /// The home page's, and those of the lists of editions, themes and topics.
    tops: [OnceLock<Kept>; 4],
}

impl Addresses {
    /// A place for each.
    pub fn new(site: &Site) -> Self {
        let places = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        let language = |_| OfLanguage {
            reports: places(site.reports.len()),
            editions: places(site.editions.len()),
            kinds: places(site.settings.kinds().len()),
            themes: places(site.themes.len()),
            topics: places(site.topics.len()),
            tops: Default::default(),
        };
        Self((0..site.settings.languages.len()).map(language).collect())
    }

    /// The place of a page's address.
    fn of(&self, key: PageKey, language: usize) -> Option<&OnceLock<Kept>> {
        let of_language = &self.0[language];
        match key {
            PageKey::Report(report) => of_language.reports.get(report),
            PageKey::Edition(edition) => of_language.editions.get(edition),
            PageKey::Kind(kind) => of_language.kinds.get(kind),
            PageKey::Theme(theme) => of_language.themes.get(theme),
            PageKey::Topic(topic) => of_language.topics.get(topic),
            PageKey::Home => of_language.tops.first(),
            PageKey::Editions => of_language.tops.get(1),
            PageKey::Themes => of_language.tops.get(2),
            PageKey::Topics => of_language.tops.get(3),
            _ => None,
        }
    }
}

impl<'a> Urls<'a> {
    /// The addresses of a site, as its `base_url` wants them.
    pub fn new(site: &'a Site, addresses: &'a Addresses) -> Self {
        Self { site, base: site.settings.base_url.as_ref(), addresses }
    }

    /// An output's address below the root. Without a `base_url` it names the very file (`2026/index.html`),
    /// so that the site works from a disk; with one it is the folder (`2026/`).
    pub fn of(&self, out: &OutPath) -> String {
        let path = if self.base.is_some() { out.address() } else { out.as_str() };
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() | bytes::is_one_of(byte, b"/-._");
        if bytes::all(path.as_bytes(), is_plain) {
            path.to_owned()
        } else {
            utf8_percent_encode(path, PATH).to_string()
        }
    }

    /// The output of a page.
    pub fn out(&self, page: Page) -> OutPath {
        crate::link::out(self.site, page)
    }

    /// The address of a page's first part, in a language or else in the default one.
    pub fn page(&self, key: PageKey, language: usize) -> String {
        self.address(key, language).into_owned()
    }

    /// The same, borrowed where it was worked out before.
    pub fn address(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        self.kept(key, language).map_or_else(|| self.of(&self.site.out(key, language)).into(), Cow::Borrowed)
    }

    /// The address of a report's page, in a language or else in the default one.
    pub fn report(&self, report: usize, language: usize) -> &'a str {
        self.kept(PageKey::Report(report), language).unwrap_or_default()
    }

    /// The absolute address of a page's first part, in a language or else in the default one; empty where the host is not
    /// known.
    pub fn absolute_page(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        match self.place(key, language) {
            Some(_) if !self.has_host() => Cow::Borrowed(""),
            Some(kept) => Cow::Borrowed(&kept.whole),
            None => self.absolute(&self.of(&self.site.out(key, language))).into(),
        }
    }

    /// The address of a page's first part as those outside the site need it: absolute where the host is known, else from
    /// the site's root.
    pub fn public(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        if self.has_host() { self.absolute_page(key, language) } else { self.address(key, language) }
    }

    /// Whether absolute addresses are known.
    pub fn has_host(&self) -> bool {
        self.base.is_some_and(|base| base.origin.is_some())
    }

    /// The address of what is linked to again and again.
    fn kept(&self, key: PageKey, language: usize) -> Option<&'a str> {
        self.place(key, language).map(|kept| &kept.whole[kept.start..])
    }

    /// The same, worked out now or before.
    fn place(&self, key: PageKey, language: usize) -> Option<&'a Kept> {
        let work_out = || {
            let address = self.of(&self.site.out(key, language));
            let whole = self.base.and_then(|base| base.absolute(&address)).unwrap_or_else(|| address.clone());
            Kept { start: whole.len() - address.len(), whole: whole.into() }
        };
        Some(self.addresses.of(key, language)?.get_or_init(work_out))
    }

    /// The address of one part of a page.
    pub fn part(&self, page: Page) -> Cow<'a, str> {
        if self.is_first(page) { self.address(page.key, page.language) } else { self.of(&self.out(page)).into() }
    }

    /// The absolute address of one part of a page, which has this one below the root; empty where the host is not known.
    pub fn absolute_part(&self, page: Page, address: &str) -> Cow<'a, str> {
        if self.is_first(page) { self.absolute_page(page.key, page.language) } else { self.absolute(address).into() }
    }

    /// Whether a page is what links to what it shows lead to.
    fn is_first(&self, page: Page) -> bool {
        page.part == 1 && self.site.exists_in(page.key, page.language)
    }

    /// What goes before every address on a page of this address: the way up to the root, or the root's own path.
    pub fn root(&self, address: &str) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => path_to_root(address),
        }
    }

    /// What goes before every address on a page.
    pub fn root_of(&self, page: Page) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => self.root(&self.part(page)),
        }
    }

    /// The absolute form of an address below the root; empty where the host is not known.
    pub fn absolute(&self, url: &str) -> String {
        self.base.and_then(|base| base.absolute(url)).unwrap_or_default()
    }
}
