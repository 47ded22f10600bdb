//! Renders sitemaps and `robots.txt`.

use crate::base::escape::push_attribute;
use crate::render::{Rendered, Renderer};
use crate::view::SitemapEntry;

/// The protocol's limit of addresses in one file (sitemaps.org).
pub const SITEMAP_LIMIT: usize = 50_000;

impl Renderer<'_> {
    /// Renders one sitemap of at most [`SITEMAP_LIMIT`] addresses.
    ///
    /// # Errors
    /// The mistakes in its template.
    pub fn sitemap(&self, urls: &[SitemapEntry]) -> Rendered {
        let mut context = self.context(0, "");
        context.insert("urls", urls);
        self.template("sitemap.xml", &context)
    }

    /// Renders `robots.txt`. `sitemap` is an absolute address, or empty.
    ///
    /// # Errors
    /// The mistakes in its template.
    pub fn robots(&self, sitemap: &str) -> Rendered {
        let mut context = self.context(0, "");
        context.insert("sitemap", sitemap);
        self.template("robots.txt", &context)
    }
}

/// The index that names the parts of a sitemap too long for one file.
pub fn sitemap_index(locations: &[String]) -> Vec<u8> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for location in locations {
        xml.push_str("<sitemap><loc>");
        push_attribute(&mut xml, location);
        xml.push_str("</loc></sitemap>\n");
    }
    xml.push_str("</sitemapindex>\n");
    xml.into_bytes()
}
