//! Shows a body as a chapter of a longer page: its headings stand lower, its ids have a prefix of their own, and its
//! links have numbers under which a list says where they lead. For paper, where no link can be followed.

use crate::base::escape::{escape_attribute, push_attribute};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::borrow::Cow;

use crate::base::path::OutPath;
use crate::link::{Page, PageKey, Resolved, Scope};
use crate::parse::Fill;
use crate::view::Viewer;
use crate::view::body::Filler;

/// A link of a chapter, as the list of its links shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    pub number: usize,
    pub title: String,
    pub url: String,
    pub href: String,
    pub is_here: bool,
}

/// The place of a chapter in its page.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The beginning of all its ids: letters, digits, hyphens, underscores and dots only.
    pub prefix: &'a str,
    /// The number of levels by which its headings stand lower.
    pub shift: u8,
}

/// Shows the text of a file as a chapter of the print page of an edition or of a part. Returns its HTML and its notes.
pub fn chapter(
    viewer: &Viewer<'_>,
    page: Page,
    scope: Scope,
    file: Option<usize>,
    place: Place<'_>,
) -> (String, Vec<Note>) {
    let Some(file) = file else { return (String::new(), Vec::new()) };
    let prose = viewer.site.files[file].prose().closed();
    let filler = Filler::new(viewer, page, file);
    let links = viewer.site.links(file);
    let (numbers, notes) = (FxHashMap::default(), Vec::new());
    let mut chapter = Chapter { viewer, page, scope, file, place, links, filler: &filler, numbers, notes, link: None };
    let html = filler.filled(&prose, |fill, default, html| chapter.fill(fill, default, html));
    (html, chapter.notes)
}

/// Fills the holes of one body and numbers its links.
struct Chapter<'a> {
    viewer: &'a Viewer<'a>,
    page: Page,
    scope: Scope,
    file: usize,
    place: Place<'a>,
    links: &'a [Resolved],
    filler: &'a Filler<'a>,
    /// The numbers of the notes, by the links' addresses as attributes hold them: an address has one number.
    numbers: FxHashMap<Cow<'a, str>, usize>,
    notes: Vec<Note>,
    /// The link whose words are being written, if a note may say where it leads.
    link: Option<OpenLink<'a>>,
}

struct OpenLink<'a> {
    /// Its address, as the attribute holds it on a page of the body alone.
    address: Cow<'a, str>,
    /// The page or file that it leads to, if that is in the site.
    target: Option<&'a Resolved>,
}

impl<'a> Chapter<'a> {
    fn fill(&mut self, fill: Fill, default: &'a str, html: &mut String) {
        match fill {
            Fill::Level => html.push(self.level(default)),
            Fill::IdPrefix => html.push_str(self.place.prefix),
            Fill::Link(number) => self.start_link(number, html),
            Fill::Address => {
                html.push_str(default);
                self.link = Some(OpenLink { address: Cow::Borrowed(default), target: None });
            }
            Fill::LinkEnd => self.end_link(html),
            Fill::Image(number) => {
                self.filler.image(number, html);
                html.push(' ');
            }
            Fill::Chart(number) => self.chart(number, html),
            // An image that loads late is not printed.
            Fill::Loading => {}
            Fill::LinkTitle(_) | Fill::Word(_) => self.filler.fill(fill, default, html),
        }
    }

    /// The digit of a heading's level in the chapter.
    fn level(&self, digit: &str) -> char {
        let digit = digit.bytes().next().map_or(b'6', |digit| digit + self.place.shift);
        char::from(digit.min(b'6'))
    }

    /// Appends the address of a link within the site: a report in scope is on the page itself.
    fn start_link(&mut self, number: usize, html: &mut String) {
        match self.links.get(number) {
            Some(Resolved::Here(Some(anchor))) if !anchor.is_empty() => {
                html.extend(["#", self.place.prefix]);
                push_attribute(html, anchor);
            }
            Some(target @ (Resolved::Page(..) | Resolved::Output(_))) => {
                let mut address = String::new();
                self.filler.address(number, &mut address);
                match self.here(target) {
                    Some(here) => push_attribute(html, &here),
                    None => html.push_str(&address),
                }
                self.link = Some(OpenLink { address: Cow::Owned(address), target: Some(target) });
            }
            Some(Resolved::Here(_) | Resolved::Awaited | Resolved::Broken) | None => self.filler.address(number, html),
        }
    }

    /// Appends the number of the note behind a link. A link whose words are its address needs none.
    fn end_link(&mut self, html: &mut String) {
        let Some(OpenLink { address, target }) = self.link.take() else { return };
        let is_text = |words: &str| {
            let before = html.strip_suffix("</a>").and_then(|html| html.strip_suffix(words));
            before.is_some_and(|before| before.ends_with('>'))
        };
        if !is_text(&address) && !address.strip_prefix("mailto:").is_some_and(is_text) {
            let mark = self.mark(address, target);
            html.push_str(&mark);
        }
    }

    /// Appends a chart, with the number of a note behind the link to its table.
    fn chart(&mut self, number: usize, html: &mut String) {
        let Some(Some(shown)) = self.viewer.site.charts(self.file).get(number) else { return };
        let address = escape_attribute(&self.filler.csv(&shown.csv));
        let mark = self.mark(address.into(), Some(&Resolved::Output(shown.csv.clone())));
        self.filler.chart(number, self.place.prefix, &mark, html);
    }

    /// The number of an address's note, as HTML. The first link with an address adds the note.
    fn mark(&mut self, address: Cow<'a, str>, target: Option<&Resolved>) -> String {
        let number = match self.numbers.get(&address) {
            Some(&number) => number,
            None => {
                let note = self.note(self.notes.len() + 1, &address, target);
                self.notes.push(note);
                self.numbers.insert(address, self.notes.len());
                self.notes.len()
            }
        };
        format!("<sup class=\"note\">[{number}]</sup>")
    }

    fn note(&self, number: usize, address: &str, target: Option<&Resolved>) -> Note {
        let href = unescaped(address);
        let (title, url, here) = match target {
            Some(target @ &Resolved::Page(key, _)) => {
                let url = self.viewer.urls.public(key, self.page.language).into_owned();
                (self.viewer.site.title(key, self.page.language), url, self.here(target))
            }
            Some(Resolved::Output(out)) => ("", self.printed(out), None),
            Some(Resolved::Here(_) | Resolved::Awaited | Resolved::Broken) | None => ("", href.clone(), None),
        };
        Note { number, title: title.to_owned(), url, is_here: here.is_some(), href: here.unwrap_or(href) }
    }

    /// The address on this page of a report's chapter, or of a heading in it.
    fn here(&self, target: &Resolved) -> Option<String> {
        let Resolved::Page(PageKey::Report(report), anchor) = target else { return None };
        let id = &*self.viewer.site.reports[*report].id;
        let is_here = self.viewer.site.is_in(self.scope, *report);
        is_here.then(|| match anchor {
            Some(anchor) => ["#", id, ".", anchor].concat(),
            None => ["#", id].concat(),
        })
    }

    /// The address of a file as paper shows it: absolute where the host is known.
    fn printed(&self, out: &OutPath) -> String {
        let url = self.viewer.urls.of(out);
        let absolute = self.viewer.urls.absolute(&url);
        if absolute.is_empty() { url } else { absolute }
    }
}

/// Undoes the escaping of an attribute's text. Character references that no writer of this program makes stay as they are.
fn unescaped(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let named = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    named.into_iter().fold(value.to_owned(), |text, (name, sign)| text.replace(name, sign))
}
