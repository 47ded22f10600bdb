//! Addresses as pages write them: relative to the site's root, behind a prefix that fits the page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::sync::OnceLock;

use crate::base::path::{OutPath, path_to_root};
use crate::config::BaseUrl;
use crate::link::{Page, PageKey, Site};

/// The bytes that a path keeps unencoded: RFC 3986's unreserved characters, the slash, and `@` and `+`, which mean
/// nothing in a path.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'+');

/// The addresses of a site.
#[derive(Clone, Copy)]
pub struct Urls<'a> {
    site: &'a Site,
    base: Option<&'a BaseUrl>,
    addresses: &'a Addresses,
}

/// The addresses that many pages link to, by language, each computed once.
pub struct Addresses(Vec<LanguageAddresses>);

/// An address in both its forms.
#[derive(Debug)]
struct Address {
    /// The absolute address where the host is known, else the one below the root.
    absolute: Box<str>,
    /// The offset, in bytes, at which the address below the root begins.
    start: usize,
}

/// The addresses of one language, by number.
struct LanguageAddresses {
    reports: Vec<OnceLock<Address>>,
    editions: Vec<OnceLock<Address>>,
    kinds: Vec<OnceLock<Address>>,
    themes: Vec<OnceLock<Address>>,
    topics: Vec<OnceLock<Address>>,
    /// Those of the home page and of the lists of editions, themes and topics.
    tops: [OnceLock<Address>; 4],
}

impl Addresses {
    /// Reserves a place for each address.
    pub fn new(site: &Site) -> Self {
        let places = |count: usize| (0..count).map(|_| OnceLock::new()).collect();
        let language = |_| LanguageAddresses {
            reports: places(site.reports.len()),
            editions: places(site.editions.len()),
            kinds: places(site.settings.kinds().len()),
            themes: places(site.themes.len()),
            topics: places(site.topics.len()),
            tops: Default::default(),
        };
        Self((0..site.settings.languages.len()).map(language).collect())
    }

    /// Returns the place of a page's address, if it has one.
    fn of(&self, key: PageKey, language: usize) -> Option<&OnceLock<Address>> {
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
    /// Returns the addresses of a site, as its `base_url` shapes them.
    pub fn new(site: &'a Site, addresses: &'a Addresses) -> Self {
        Self { site, base: site.settings.base_url.as_ref(), addresses }
    }

    /// Returns an output's address below the root. Without a `base_url` it names the very file (`2026/index.html`),
    /// so that the site works from a disk; with one it is the folder (`2026/`).
    pub fn of(&self, out: &OutPath) -> String {
        let path = if self.base.is_some() { out.address() } else { out.as_str() };
        utf8_percent_encode(path, PATH).to_string()
    }

    /// Returns the output of a page.
    pub fn out(&self, page: Page) -> OutPath {
        crate::link::out(self.site, page)
    }

    /// Returns the address of the first page of a key, in a language or else in the default one.
    pub fn page(&self, key: PageKey, language: usize) -> String {
        self.address(key, language).into_owned()
    }

    /// As [`Urls::page`], borrowed where the address is shared.
    pub fn address(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        self.shared_address(key, language).map_or_else(|| self.of(&self.site.out(key, language)).into(), Cow::Borrowed)
    }

    /// Returns the address of a report's page, in a language or else in the default one.
    pub fn report(&self, report: usize, language: usize) -> &'a str {
        self.shared_address(PageKey::Report(report), language).unwrap_or("")
    }

    /// Returns the absolute address of the first page of a key, in a language or else in the default one; empty where the host
    /// is not known.
    pub fn absolute_page(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        match self.place(key, language) {
            Some(_) if !self.has_host() => Cow::Borrowed(""),
            Some(address) => Cow::Borrowed(&address.absolute),
            None => self.absolute(&self.of(&self.site.out(key, language))).into(),
        }
    }

    /// Returns the address of the first page of a key for readers outside the site: absolute where the host is known, else
    /// below the root.
    pub fn public(&self, key: PageKey, language: usize) -> Cow<'a, str> {
        if self.has_host() { self.absolute_page(key, language) } else { self.address(key, language) }
    }

    /// Returns true if the host is known, and so absolute addresses are.
    pub fn has_host(&self) -> bool {
        self.base.is_some_and(|base| base.origin.is_some())
    }

    /// Returns the shared address of a page, if it has one.
    fn shared_address(&self, key: PageKey, language: usize) -> Option<&'a str> {
        self.place(key, language).map(|address| &address.absolute[address.start..])
    }

    /// Returns the shared address of a page in both forms, computed when it is first asked for.
    fn place(&self, key: PageKey, language: usize) -> Option<&'a Address> {
        let compute = || {
            let address = self.of(&self.site.out(key, language));
            let absolute = self.base.and_then(|base| base.absolute(&address)).unwrap_or_else(|| address.clone());
            Address { start: absolute.len() - address.len(), absolute: absolute.into() }
        };
        Some(self.addresses.of(key, language)?.get_or_init(compute))
    }

    /// Returns the address of a page with its number.
    pub fn numbered(&self, page: Page) -> Cow<'a, str> {
        if self.is_first(page) { self.address(page.key, page.language) } else { self.of(&self.out(page)).into() }
    }

    /// Returns the absolute address of a page with its number, given the one below the root; empty where the host is not known.
    pub fn absolute_numbered(&self, page: Page, address: &str) -> Cow<'a, str> {
        if self.is_first(page) { self.absolute_page(page.key, page.language) } else { self.absolute(address).into() }
    }

    /// Returns true if links to the page's key lead to this very page: the first of its key, in a language that it exists in.
    fn is_first(&self, page: Page) -> bool {
        page.number == 1 && self.site.exists_in(page.key, page.language)
    }

    /// Returns the prefix of every address on the page at an address: the way up to the root, or the root's own path.
    pub fn root(&self, address: &str) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => path_to_root(address),
        }
    }

    /// Returns the prefix of every address on a page.
    pub fn root_of(&self, page: Page) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => self.root(&self.numbered(page)),
        }
    }

    /// Returns the absolute form of an address below the root; empty where the host is not known.
    pub fn absolute(&self, url: &str) -> String {
        self.base.and_then(|base| base.absolute(url)).unwrap_or_default()
    }
}
