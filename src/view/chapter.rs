//! A body's HTML to a chapter of a longer page: its headings stand lower, its ids are its own, and its links
//! have numbers under which a list says where they lead. One pass over the tags; all else is copied.

use std::borrow::Cow;
use std::fmt::Write;

use memchr::{memchr, memchr_iter};
use pulldown_cmark_escape::escape_html;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::parse;
use crate::view::tag::{Attribute, Piece, Tag, is_one_of, pieces};

/// Where a link of a chapter leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Note {
    pub number: usize,
    pub title: String,
    pub url: String,
    pub href: String,
    pub is_here: bool,
}

/// What is known of an address beyond its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The title of what is there; may be empty.
    pub title: String,
    /// The address to print.
    pub url: String,
    /// The address on this page, where the thing is on it.
    pub here: Option<String>,
}

/// The links of a chapter.
#[derive(Default)]
pub struct Notes<'a> {
    /// Addresses of which something is known, as attributes hold them, with their numbers.
    known: FxHashMap<Cow<'a, str>, usize>,
    /// What is known, by number.
    target: Option<&'a dyn Fn(usize) -> Option<Target>>,
    list: Vec<Note>,
}

impl<'a> Notes<'a> {
    /// No note yet. `target` says what is known of the address of a number.
    pub fn new(target: &'a dyn Fn(usize) -> Option<Target>) -> Self {
        Self { target: Some(target), ..Self::default() }
    }

    /// Gives an address its number. The address is as an attribute holds it.
    pub fn know(&mut self, address: Cow<'a, str>, number: usize) {
        self.known.insert(address, number);
    }

    /// What is known of an address.
    fn target(&self, address: &str) -> Option<Target> {
        self.target?(*self.known.get(address)?)
    }

    /// Where the numbered links lead.
    pub fn into_list(self) -> Vec<Note> {
        self.list
    }

    /// Adds a note and gives its number.
    fn add(&mut self, address: &str, target: Option<Target>) -> usize {
        let number = self.list.len() + 1;
        self.list.push(match target {
            Some(Target { title, url, here }) => {
                Note { number, title, url, is_here: here.is_some(), href: here.unwrap_or_else(|| unescaped(address)) }
            }
            None => {
                let href = unescaped(address);
                Note { number, title: String::new(), url: href.clone(), href, is_here: false }
            }
        });
        number
    }
}

/// How a chapter differs from its body.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// What its ids begin with. Letters, digits, hyphens, underscores and dots only.
    pub prefix: &'a str,
    /// By how many levels its headings stand lower.
    pub shift: u8,
}

/// Makes a chapter of a body. HTML that does not close what it opens (an author's own, where the settings
/// allow all) is cleaned first, so that it cannot swallow the chapters after it.
pub fn chapter(html: &str, place: Place<'_>, notes: &mut Notes<'_>) -> String {
    if let Some(chapter) = rewritten(html, place, notes) {
        return chapter;
    }
    notes.list.clear();
    let (cleaned, _) = parse::clean(html, &[]);
    rewritten(&cleaned, place, notes).unwrap_or_default()
}

/// As [`chapter`], for HTML that we wrote: each `<` in it begins a tag, and each element is closed.
pub fn chapter_of_ours(html: &str, place: Place<'_>, notes: &mut Notes<'_>) -> String {
    let mut writer = Writer::new(html, place, notes);
    for start in memchr_iter(b'<', html.as_bytes()).filter(|&start| may_change(html.as_bytes(), start)) {
        // Nothing else begins with a `<` here, and no tag has another `>` than its last: those of attributes are escaped.
        let Some(length) = memchr(b'>', &html.as_bytes()[start..]) else { break };
        let tag = Tag::of_ours(&html[start..=start + length]);
        if tag.is_end {
            writer.changed_end(&tag, start);
        } else if !is_as_it_is(&tag) {
            writer.changed_start(&tag, start);
            writer.drawings += usize::from(is_one_of(tag.name, &DRAWINGS) && !tag.is_self_closing);
        }
    }
    writer.copy_to(html.len());
    writer.out
}

/// Whether something of the tag that begins at a place may have to be changed: it is a start tag with attributes, or one
/// of a heading, a link or a drawing.
fn may_change(html: &[u8], start: usize) -> bool {
    let is_end = html.get(start + 1) == Some(&b'/');
    let tag = &html[start + 1 + usize::from(is_end)..];
    let length = tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_bare = is_end || tag.get(length) == Some(&b'>');
    !is_bare || matches!(&tag[..length], [b'a'] | [b'h', b'1'..=b'6'] | [b's', b'v', b'g'] | [b'm', b'a', b't', b'h'])
}

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Whether an element is a common one that is neither heading, link, drawing nor empty. Not the only ones.
fn is_plain(name: &str) -> bool {
    // Letter by letter, because names are compared one after another.
    matches!(
        name.as_bytes(),
        [b'p']
            | [b'l', b'i']
            | [b'u' | b'o' | b'd', b'l']
            | [b't', b'd' | b'r' | b'h']
            | [b'd', b't' | b'd']
            | [b'e', b'm']
            | [b's', b't', b'r', b'o', b'n', b'g']
            | [b's', b'u', b'p' | b'b']
            | [b'd', b'i', b'v']
            | [b's', b'p', b'a', b'n']
            | [b'c', b'o', b'd', b'e']
    )
}

/// Whether a start tag is one of a common element in which there is nothing to look for. Most are such.
fn is_as_it_is(tag: &Tag<'_>) -> bool {
    is_plain(tag.name) && has_at_most_a_class(&tag.whole[1 + tag.name.len()..])
}

/// Whether the rest of a tag, behind its name, has no attribute but a class.
fn has_at_most_a_class(rest: &str) -> bool {
    let class = || rest.strip_prefix(" class=\"")?.strip_suffix("\">");
    rest == ">" || class().is_some_and(|class| !class.contains('"'))
}

/// Elements inside which others than those of HTML stand, and `/>` ends any of them.
const DRAWINGS: [&str; 2] = ["svg", "math"];

/// Attributes that hold ids of the same page, separated by blanks.
const ID_LISTS: [&str; 15] = [
    "id",
    "for",
    "headers",
    "list",
    "form",
    "popovertarget",
    "aria-labelledby",
    "aria-describedby",
    "aria-details",
    "aria-controls",
    "aria-owns",
    "aria-flowto",
    "aria-errormessage",
    "aria-activedescendant",
    "itemref",
];

/// `None` where the elements do not close in the order in which they open.
fn rewritten(html: &str, place: Place<'_>, notes: &mut Notes<'_>) -> Option<String> {
    let mut writer = Writer::new(html, place, notes);
    let mut at = 0;
    for piece in pieces(html) {
        match piece {
            Piece::Other(text) => at += text.len(),
            Piece::Tag(tag) => {
                if tag.is_end {
                    writer.end(&tag, at)?;
                } else {
                    writer.start(&tag, at);
                }
                at += tag.whole.len();
            }
            Piece::Cut => return None,
        }
    }
    writer.copy_to(html.len());
    writer.open.is_empty().then_some(writer.out)
}

struct Writer<'a, 'n> {
    html: &'a str,
    /// Up to where the HTML is in `out`: nearly all of it is copied as it is, in long pieces.
    copied: usize,
    out: String,
    place: Place<'a>,
    notes: &'a mut Notes<'n>,
    /// The numbers of addresses. An address has one.
    numbers: FxHashMap<&'a str, usize>,
    open: Vec<&'a str>,
    /// How many of the open elements are drawings or formulas, in which other rules hold.
    drawings: usize,
    /// The open link.
    link: Option<OpenLink<'a>>,
}

/// A link that is being written.
struct OpenLink<'a> {
    address: &'a str,
    target: Option<Target>,
    /// Where its words begin.
    words_at: usize,
}

impl<'a, 'n> Writer<'a, 'n> {
    fn new(html: &'a str, place: Place<'a>, notes: &'a mut Notes<'n>) -> Self {
        let out = String::with_capacity(html.len() + html.len() / 8);
        let (numbers, open) = (FxHashMap::default(), Vec::new());
        Self { html, copied: 0, out, place, notes, numbers, open, drawings: 0, link: None }
    }

    /// Copies the HTML up to a place.
    fn copy_to(&mut self, at: usize) {
        self.out.push_str(&self.html[self.copied..at]);
        self.copied = at;
    }

    fn start(&mut self, tag: &Tag<'a>, at: usize) {
        if is_as_it_is(tag) {
            self.open.push(tag.name);
            return;
        }
        self.changed_start(tag, at);
        let is_drawing = is_one_of(tag.name, &DRAWINGS);
        let can_be_empty = is_drawing || self.drawings > 0;
        if is_one_of(tag.name, &VOID) || tag.is_self_closing && can_be_empty {
            return;
        }
        self.drawings += usize::from(is_drawing);
        self.open.push(tag.name);
    }

    /// Writes a start tag with what is different of it.
    fn changed_start(&mut self, tag: &Tag<'a>, at: usize) {
        self.copy_to(at);
        self.copied = at + tag.whole.len();
        // A number would end a drawing that it stood in.
        let is_link = tag.name.eq_ignore_ascii_case("a") && self.drawings == 0;
        if is_link {
            // Browsers end a link where another begins.
            self.end_link();
        }
        let mut copied = 1 + tag.name.len();
        self.name(tag);
        let mut link = None;
        for attribute in tag.attributes() {
            let name = &tag.whole[attribute.name.clone()];
            let value = &tag.whole[attribute.value.clone()];
            // By far the most, and there is nothing to look for.
            if name == "class" && !value.contains('#') {
                continue;
            }
            if name.eq_ignore_ascii_case("href") || name.eq_ignore_ascii_case("xlink:href") {
                let target = self.notes.target(value);
                copied = self.address(tag, copied, &attribute, target.as_ref());
                if name.len() == 4 {
                    link = Some((value, target));
                }
            } else if is_one_of(name, &ID_LISTS) {
                copied = self.ids(tag, copied, &attribute);
            } else if name.eq_ignore_ascii_case("loading") {
                // What is not loaded yet is not printed.
                self.out.push_str(&tag.whole[copied..attribute.whole.start]);
                copied = attribute.whole.end;
            } else if value.contains('#') && value.contains("url(#") {
                self.out.push_str(&tag.whole[copied..attribute.value.start]);
                self.out.push_str(&value.replace("url(#", &format!("url(#{}", self.place.prefix)));
                copied = attribute.value.end;
            }
        }
        self.out.push_str(&tag.whole[copied..]);
        if is_link {
            let link = link.filter(|(address, _)| is_noted(address));
            self.link = link.map(|(address, target)| OpenLink { address, target, words_at: self.out.len() });
        }
    }

    fn end(&mut self, tag: &Tag<'a>, at: usize) -> Option<()> {
        let open = self.open.pop()?;
        if open == tag.name && is_plain(open) {
            return Some(());
        }
        if !open.eq_ignore_ascii_case(tag.name) {
            return None;
        }
        self.changed_end(tag, at);
        Some(())
    }

    /// Writes an end tag with what is different of it, and the number behind a link.
    fn changed_end(&mut self, tag: &Tag<'a>, at: usize) {
        self.copy_to(at);
        self.copied = at + tag.whole.len();
        self.drawings = self.drawings.saturating_sub(usize::from(is_one_of(tag.name, &DRAWINGS)));
        let is_link = tag.name.eq_ignore_ascii_case("a") && self.drawings == 0;
        self.name(tag);
        self.out.push_str(&tag.whole[2 + tag.name.len()..]);
        if is_link {
            self.end_link();
        }
    }

    /// The beginning of a tag up to its name: that of a heading says another level.
    fn name(&mut self, tag: &Tag<'_>) {
        self.out.push_str(if tag.is_end { "</" } else { "<" });
        match tag.name.as_bytes() {
            [b'h' | b'H', level @ b'1'..=b'6'] => {
                self.out.push('h');
                self.out.push(char::from((level + self.place.shift).min(b'6')));
            }
            _ => self.out.push_str(tag.name),
        }
    }

    /// An attribute whose value is ids.
    fn ids(&mut self, tag: &Tag<'_>, copied: usize, attribute: &Attribute) -> usize {
        self.out.push_str(&tag.whole[copied..attribute.value.start]);
        for part in tag.whole[attribute.value.clone()].split_inclusive(|letter: char| letter.is_ascii_whitespace()) {
            if !part.starts_with(|letter: char| letter.is_ascii_whitespace()) {
                self.out.push_str(self.place.prefix);
            }
            self.out.push_str(part);
        }
        attribute.value.end
    }

    /// An attribute whose value is an address: one on this page gets the prefix, one that is now on this page
    /// becomes such a one.
    fn address(&mut self, tag: &Tag<'_>, copied: usize, attribute: &Attribute, target: Option<&Target>) -> usize {
        let value = &tag.whole[attribute.value.clone()];
        self.out.push_str(&tag.whole[copied..attribute.value.start]);
        match target.and_then(|target| target.here.as_ref()) {
            // Writing to a String cannot fail.
            Some(here) if attribute.is_quoted => drop(escape_html(&mut self.out, here)),
            _ => match value.trim_ascii_start().strip_prefix('#').filter(|anchor| !anchor.is_empty()) {
                Some(anchor) => drop(write!(self.out, "#{}{anchor}", self.place.prefix)),
                None => self.out.push_str(value),
            },
        }
        attribute.value.end
    }

    /// Puts the number behind a link that ends here. A link whose words are its address needs none.
    fn end_link(&mut self) {
        let Some(OpenLink { address, target, words_at }) = self.link.take() else { return };
        let words = &self.out[words_at..];
        let words = words.strip_suffix("</a>").unwrap_or(words);
        if words == address || address.strip_prefix("mailto:") == Some(words) {
            return;
        }
        let number = *self.numbers.entry(address).or_insert_with(|| self.notes.add(address, target));
        for part in ["<sup class=\"note\">[", &number.to_string(), "]</sup>"] {
            self.out.push_str(part);
        }
    }
}

/// Whether paper must say where a link leads: not those within the same body.
fn is_noted(address: &str) -> bool {
    let address = address.trim_ascii();
    !address.is_empty() && !address.starts_with('#')
}

/// The text of an attribute that our own writers escaped; other character references stay as they are.
fn unescaped(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let named = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    named.into_iter().fold(value.to_owned(), |text, (name, sign)| text.replace(name, sign))
}

#[cfg(test)]
mod tests;
