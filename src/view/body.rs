//! Fills the holes of bodies for one page.

use crate::base::escape::{push_attribute, push_text};
use std::borrow::Cow;

use crate::base::hash::Hash;
use crate::base::path::OutPath;
use crate::chart::CsvLink;
use crate::link::{Page, Resolved};
use crate::parse::{Body, Fill, Prose};
use crate::view::Viewer;
use crate::view::page_info::TocEntry;
use crate::view::shared::Html;

/// The text of a file as a page shows it.
pub fn content(viewer: &Viewer<'_>, page: Page, file: Option<usize>) -> Html {
    Html::new(content_text(viewer, page, file))
}

/// The text of a file as a page shows it, as HTML; empty if there is none.
pub fn content_text(viewer: &Viewer<'_>, page: Page, file: Option<usize>) -> String {
    file.map_or_else(String::new, |file| Filler::new(viewer, page, file).html())
}

/// Returns true if any chart of a file lets readers compare a figure of their own.
pub fn has_form(viewer: &Viewer<'_>, file: Option<usize>) -> bool {
    let charts = file.into_iter().flat_map(|file| viewer.site.charts(file).iter().flatten());
    charts.into_iter().any(|shown| shown.chart.spec.compare)
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
        Self { viewer, page, file, body, root: viewer.urls.root_of(page) }
    }

    /// The body on a page of its own.
    fn html(&self) -> String {
        self.filled(self.viewer.site.files[self.file].prose(), |fill, default, html| self.fill(fill, default, html))
    }

    /// The body with its holes filled by `fill`, and so the charts that come after its text.
    pub fn filled<'p>(&self, prose: &'p Prose, mut fill: impl FnMut(Fill, &'p str, &mut String)) -> String {
        let mut html = prose.filled(&mut fill);
        for number in self.body.charts.len()..self.viewer.site.charts(self.file).len() {
            fill(Fill::Chart(number), "", &mut html);
        }
        html
    }

    /// Fills a hole of a body on a page of its own.
    pub fn fill(&self, fill: Fill, default: &str, html: &mut String) {
        match fill {
            Fill::Link(number) => self.address(number, html),
            Fill::LinkTitle(number) => self.title(number, html),
            Fill::Image(number) => {
                self.image(number, html);
                html.push_str(" loading=\"lazy\"");
            }
            Fill::Chart(number) => self.chart(number, "", "", html),
            Fill::Word(word) => push_attribute(html, &self.viewer.word(self.page, word.key())),
            Fill::Level | Fill::IdPrefix | Fill::Address | Fill::LinkEnd | Fill::Loading => html.push_str(default),
        }
    }

    /// Appends the address of a link, as this page writes it, escaped.
    pub fn address(&self, number: usize, html: &mut String) {
        let viewer = self.viewer;
        let (root, url, anchor) = match viewer.site.links(self.file).get(number) {
            Some(Resolved::Page(key, anchor)) => {
                (&*self.root, viewer.urls.address(*key, self.page.language), anchor.as_deref())
            }
            Some(Resolved::Here(anchor)) => ("", Cow::Borrowed(""), anchor.as_deref()),
            Some(Resolved::Output(out)) => (&*self.root, Cow::Owned(viewer.urls.of(out)), None),
            Some(Resolved::Awaited) => return without_address(html),
            Some(Resolved::Broken) | None => ("", Cow::Borrowed("#"), None),
        };
        for part in [root, &*url, if anchor.is_some() { "#" } else { "" }, anchor.unwrap_or("")] {
            push_attribute(html, part);
        }
    }

    /// Appends the title of a link's target.
    fn title(&self, number: usize, html: &mut String) {
        let title = match self.viewer.site.links(self.file).get(number) {
            Some(Resolved::Page(key, _)) => Cow::Borrowed(self.viewer.site.title(*key, self.page.language)),
            Some(Resolved::Awaited) => Cow::Owned(self.body.links[number].destination.name_in_words()),
            _ => Cow::Borrowed(&*self.body.links[number].destination.written),
        };
        push_text(html, &title);
    }

    /// Appends a chart whose ids begin with a prefix. `note` is HTML that follows the link to its table.
    pub fn chart(&self, number: usize, prefix: &str, note: &str, html: &mut String) {
        let site = self.viewer.site;
        let Some(Some(shown)) = site.charts(self.file).get(number) else { return };
        // Pages may show several bodies, so a number alone would not do.
        let hash = Hash::of(site.files[self.file].path.as_str().as_bytes()).short();
        let id = format!("{prefix}_c{}-{}", &hash[..6], number + 1);
        let csv = CsvLink { url: &self.csv(&shown.csv), note };
        let say = |key: &str, blanks: &[(&str, &str)]| self.viewer.say(self.page.language, key, blanks);
        html.push_str(&shown.chart.to_html(&id, csv, &say));
    }

    /// The address of a chart's table, as this page writes it.
    pub fn csv(&self, out: &OutPath) -> String {
        [&*self.root, &self.viewer.urls.of(out)].concat()
    }

    /// Appends the attributes of an image.
    pub fn image(&self, number: usize, html: &mut String) {
        let site = self.viewer.site;
        let image = &self.body.images[number];
        let path = site.images(self.file).get(number).and_then(Option::as_ref);
        let asset = path.and_then(|path| site.assets.get(path));
        html.push_str("src=\"");
        if let Some(asset) = asset {
            push_attribute(html, &[&*self.root, &self.viewer.urls.of(&asset.out)].concat());
        }
        html.push_str("\" alt=\"");
        push_attribute(html, &image.alt);
        if !image.title.is_empty() {
            html.push_str("\" title=\"");
            push_attribute(html, &image.title);
        }
        if let Some(size) = asset.and_then(|asset| asset.size) {
            html.push_str(&format!("\" width=\"{}\" height=\"{}", size.width, size.height));
        }
        html.push('"');
    }
}

/// Takes the address from a link whose start tag is open. An `a` without `href` is no link, and reads as the text around it
/// (HTML, 4.5.1).
fn without_address(html: &mut String) {
    if let Some(start) = html.strip_suffix("href=\"").map(str::len) {
        html.truncate(start);
        html.push_str("class=\"awaited");
    }
}
