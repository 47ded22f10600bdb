//! Addresses as pages write them: relative to the site's root, behind a prefix that fits the page.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::OnceLock;

use crate::base::path::OutPath;
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

/// The addresses of reports, by language and number, each worked out once: pages link to nothing as often.
pub struct Addresses(Vec<Vec<OnceLock<String>>>);

impl Addresses {
    /// A place for each.
    pub fn new(site: &Site) -> Self {
        let language = |_| (0..site.reports.len()).map(|_| OnceLock::new()).collect();
        Self((0..site.settings.languages.len()).map(language).collect())
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
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'_');
        if path.bytes().all(is_plain) { path.to_owned() } else { utf8_percent_encode(path, PATH).to_string() }
    }

    /// The output of a page.
    pub fn out(&self, page: Page) -> OutPath {
        crate::link::out(self.site, page)
    }

    /// The address of a page's first part, in a language or else in the default one.
    pub fn page(&self, key: PageKey, language: usize) -> String {
        match key {
            PageKey::Report(report) => self.report(report, language).to_owned(),
            _ => self.of(&self.site.out(key, language)),
        }
    }

    /// The address of a report's page, in a language or else in the default one.
    pub fn report(&self, report: usize, language: usize) -> &'a str {
        let address = || self.of(&self.site.out(PageKey::Report(report), language));
        self.addresses.0[language][report].get_or_init(address)
    }

    /// The address of one part of a page.
    pub fn part(&self, page: Page) -> String {
        self.of(&self.out(page))
    }

    /// What goes before every address on a page: the way up to the root, or the root's own path.
    pub fn root(&self, out: &OutPath) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => "../".repeat(out.depth()),
        }
    }

    /// What goes before every address on a page.
    pub fn root_of(&self, page: Page) -> String {
        match self.base {
            Some(base) => base.path.clone(),
            None => self.root(&self.out(page)),
        }
    }

    /// The absolute form of an address below the root; empty where the host is not known.
    pub fn absolute(&self, url: &str) -> String {
        self.base.and_then(|base| base.absolute(url)).unwrap_or_default()
    }
}
