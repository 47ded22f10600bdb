//! Bodies with their holes filled, for one page.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use std::fmt::Write;

use crate::link::{Page, Resolved};
use crate::parse::{Body, Fill};
use crate::view::Viewer;
use crate::view::common::TocEntry;
use crate::view::shared::Html;

/// The text of a file, as a page shows it.
pub fn content(viewer: &Viewer<'_>, page: Page, file: Option<usize>) -> Html {
    let Some(file) = file else { return Html::default() };
    let body = &viewer.site.files[file].body;
    if body.html.is_empty() {
        return Html::default();
    }
    let filler = Filler::new(viewer, page, file);
    Html::new(&body.filled(|fill, html| filler.fill(fill, html)))
}

/// The headings of a file.
pub fn toc(viewer: &Viewer<'_>, file: Option<usize>) -> Vec<TocEntry> {
    let Some(file) = file else { return Vec::new() };
    let entry = |heading: &crate::parse::Heading| TocEntry {
        level: heading.level,
        id: heading.id.clone(),
        text: heading.text.clone(),
    };
    viewer.site.files[file].body.headings.iter().map(entry).collect()
}

/// Fills the holes of one body for one page.
pub struct Filler<'a> {
    viewer: &'a Viewer<'a>,
    page: Page,
    file: usize,
    body: &'a Body,
    root: String,
}

impl<'a> Filler<'a> {
    /// Prepares to show the text of a file on a page.
    pub fn new(viewer: &'a Viewer<'a>, page: Page, file: usize) -> Self {
        let body = &viewer.site.files[file].body;
        Self { viewer, page, file, body, root: viewer.urls.root(&viewer.urls.out(page)) }
    }

    /// Fills a hole.
    // Writing to a String cannot fail, so the results are dropped.
    pub fn fill(&self, fill: Fill, html: &mut String) {
        match fill {
            Fill::Link(number) => {
                let _ = escape_html(&mut *html, &self.address(number));
            }
            Fill::LinkTitle(number) => self.title(number, html),
            Fill::Image(number) => self.image(number, html),
            Fill::Word(word) => {
                let _ = escape_html(&mut *html, &self.viewer.word(self.page, word.key()));
            }
        }
    }

    /// The address of a link, as this page writes it.
    pub fn address(&self, number: usize) -> String {
        let with_anchor = |mut address: String, anchor: &Option<String>| {
            if let Some(anchor) = anchor {
                let _ = write!(address, "#{anchor}");
            }
            address
        };
        let (viewer, root) = (self.viewer, &self.root);
        match viewer.site.links[self.file].get(number) {
            Some(Resolved::Page(key, anchor)) => {
                with_anchor(format!("{root}{}", viewer.urls.page(*key, self.page.language)), anchor)
            }
            Some(Resolved::Here(anchor)) => with_anchor(String::new(), anchor),
            Some(Resolved::Output(out)) => format!("{root}{}", viewer.urls.of(out)),
            Some(Resolved::Broken) | None => "#".to_owned(),
        }
    }

    fn title(&self, number: usize, html: &mut String) {
        let title = match self.viewer.site.links[self.file].get(number) {
            Some(Resolved::Page(key, _)) => self.viewer.site.title(*key, self.page.language),
            _ => &self.body.links[number].destination.written,
        };
        let _ = escape_html_body_text(html, title);
    }

    fn image(&self, number: usize, html: &mut String) {
        let site = self.viewer.site;
        let image = &self.body.images[number];
        let path = site.images[self.file].get(number).and_then(Option::as_ref);
        let asset = path.and_then(|path| site.assets.get(path));
        html.push_str("src=\"");
        if let Some(asset) = asset {
            let _ = escape_html(&mut *html, &format!("{}{}", self.root, self.viewer.urls.of(&asset.out)));
        }
        html.push_str("\" alt=\"");
        let _ = escape_html(&mut *html, &image.alt);
        if !image.title.is_empty() {
            html.push_str("\" title=\"");
            let _ = escape_html(&mut *html, &image.title);
        }
        if let Some(size) = asset.and_then(|asset| asset.size) {
            let _ = write!(html, "\" width=\"{}\" height=\"{}", size.width, size.height);
        }
        html.push_str("\" loading=\"lazy\"");
    }
}
