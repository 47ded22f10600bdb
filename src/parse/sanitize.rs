//! HTML that authors write: what is unsafe in it, and the same HTML without that. The cleaning is ammonia's;
//! here is the policy, and the way to carry holes through it.

use ammonia::{Builder, UrlRelative};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::base::code::Code;
use crate::base::hash::Hash;
use crate::config::RawHtml;
use crate::parse::body::{Fill, Hole};
use crate::parse::destination::{Sorted, sort};

/// Elements beyond ammonia's defaults: ours (task list boxes) and harmless ones that reports use.
const MORE_ELEMENTS: [&str; 2] = ["section", "input"];

/// Attributes that every element may have.
const ATTRIBUTES: [&str; 9] = ["lang", "title", "id", "class", "dir", "role", "tabindex", "aria-label", "aria-hidden"];

struct Policy {
    builder: Builder<'static>,
    elements: HashSet<&'static str>,
    attributes: HashMap<&'static str, HashSet<&'static str>>,
}

static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(MORE_ELEMENTS)
        .rm_tags(["area", "map"])
        .add_generic_attributes(ATTRIBUTES)
        .add_tag_attributes("li", ["value"])
        .add_tag_attributes("ol", ["reversed"])
        .add_tag_attributes("details", ["open", "name"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("input", ["disabled", "checked"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    Policy { elements: builder.clone_tags(), attributes: builder.clone_tag_attributes(), builder }
});

/// What a look through a piece of HTML found.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is unsafe, by byte range of the piece.
    pub problems: Vec<Problem>,
    /// Ids that links may lead to.
    pub ids: Vec<String>,
}

/// One unsafe thing in a piece of HTML.
#[derive(Debug)]
pub struct Problem {
    /// The kind of finding that it is.
    pub code: Code,
    /// Where it is in the piece.
    pub range: Range<usize>,
    /// What it is.
    pub message: String,
    /// What to do instead.
    pub help: &'static str,
}

/// Looks through a piece of an author's HTML. Where all HTML is allowed, only links that run code and
/// images of other hosts are problems.
pub fn inspect(html: &str, raw_html: RawHtml) -> Seen {
    let sink = Sink { html, raw_html, seen: RefCell::default(), searched: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.seen.into_inner()
}

struct Sink<'a> {
    html: &'a str,
    raw_html: RawHtml,
    seen: RefCell<Seen>,
    searched: RefCell<usize>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            self.element(&tag);
        }
        TokenSinkResult::Continue
    }
}

impl Sink<'_> {
    fn element(&self, tag: &Tag) {
        let range = self.place(&format!("<{}", tag.name));
        let element: &str = &tag.name;
        let sanitizes = self.raw_html == RawHtml::Sanitize;
        if sanitizes && !POLICY.elements.contains(element) {
            let message = format!("the HTML element `<{element}>` was removed");
            self.problem(
                Code::UnsafeHtml,
                range,
                message,
                "write it in Markdown, or see `markdown.raw_html` in the settings",
            );
            return;
        }
        for attribute in &tag.attrs {
            let (name, value): (&str, &str) = (&attribute.name.local, &attribute.value);
            if name == "id" {
                self.seen.borrow_mut().ids.push(value.to_owned());
            }
            if sanitizes && !is_allowed(element, name) {
                let message = format!("the attribute `{name}` of `<{element}>` was removed");
                self.problem(Code::UnsafeHtml, range.clone(), message, "style and behaviour belong in the skin");
            } else if matches!(name, "href" | "src" | "action" | "formaction" | "srcset" | "data" | "poster") {
                self.address(element, name, value, &range);
            }
        }
    }

    fn address(&self, element: &str, name: &str, value: &str, range: &Range<usize>) {
        match sort(value) {
            Sorted::Unsafe(scheme) => {
                let message = format!("a link with the scheme `{scheme}:` is not published");
                self.problem(Code::UnsafeLink, range.clone(), message, "link with http, https, mailto or tel");
            }
            Sorted::Outside if name != "href" && element != "a" && self.raw_html == RawHtml::Sanitize => {
                let message = format!("`<{element}>` loads `{value}` from another host");
                self.problem(
                    Code::RemoteImage,
                    range.clone(),
                    message,
                    "save the file beside the report and show that",
                );
            }
            _ => {}
        }
    }

    fn problem(&self, code: Code, range: Range<usize>, message: String, help: &'static str) {
        self.seen.borrow_mut().problems.push(Problem { code, range, message, help });
    }

    /// The next place of a tag's beginning. The tokenizer gives lines only, so it is searched for.
    fn place(&self, beginning: &str) -> Range<usize> {
        let mut searched = self.searched.borrow_mut();
        let rest = &self.html.as_bytes()[*searched..];
        let found = rest.windows(beginning.len()).position(|window| window.eq_ignore_ascii_case(beginning.as_bytes()));
        let Some(found) = found else { return 0..self.html.len() };
        let start = *searched + found;
        *searched = start + beginning.len();
        start + 1..start + beginning.len()
    }
}

fn is_allowed(element: &str, attribute: &str) -> bool {
    ATTRIBUTES.contains(&attribute)
        || (element == "input" && attribute == "type")
        || POLICY.attributes.get(element).is_some_and(|attributes| attributes.contains(attribute))
}

/// Removes what is unsafe from HTML with holes. The holes travel as words that the author cannot have
/// written, because each word holds the hash of the whole.
pub fn clean(html: &str, holes: &[Hole]) -> (String, Vec<Hole>) {
    let secret = Hash::of(html.as_bytes());
    let mut marked = String::with_capacity(html.len() + holes.len() * 48);
    let mut copied = 0;
    for (number, hole) in holes.iter().enumerate() {
        marked.push_str(&html[copied..hole.at]);
        copied = hole.at;
        marked.push_str(&mark(hole.fill, secret, number));
    }
    marked.push_str(&html[copied..]);
    let cleaned = POLICY.builder.clean(&marked).to_string();
    unmarked(&cleaned, holes, secret)
}

/// The word that stands for a hole: an attribute where the hole holds attributes.
fn mark(fill: Fill, secret: Hash, number: usize) -> String {
    match fill {
        Fill::Image(_) => format!("src=\"hole-{secret}-{number}-\""),
        _ => format!("hole-{secret}-{number}-"),
    }
}

/// Finds the holes again. One that the cleaning removed is gone with what was around it.
fn unmarked(cleaned: &str, holes: &[Hole], secret: Hash) -> (String, Vec<Hole>) {
    let mut html = String::with_capacity(cleaned.len());
    let mut found = Vec::with_capacity(holes.len());
    let beginning = format!("hole-{secret}-");
    let mut rest = cleaned;
    while let Some(at) = rest.find(&beginning) {
        let (before, after) = rest.split_at(at);
        let digits = after[beginning.len()..].split('-').next().unwrap_or_default();
        let end = beginning.len() + digits.len() + 1;
        let hole = digits.parse().ok().and_then(|number: usize| holes.get(number));
        let is_image = matches!(hole, Some(Hole { fill: Fill::Image(_), .. }));
        html.push_str(if is_image { before.strip_suffix("src=\"").unwrap_or(before) } else { before });
        if let Some(hole) = hole {
            found.push(Hole { at: html.len(), fill: hole.fill });
        }
        rest = after.get(end..).unwrap_or_default();
        if is_image {
            rest = rest.strip_prefix('"').unwrap_or(rest);
        }
    }
    html.push_str(rest);
    (html, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_survive_the_cleaning() {
        let html = "<p><script>x()</script><a href=\"\">t</a> <img  /></p>";
        let (link, image) = (html.find("\">t").unwrap(), html.find(" />").unwrap());
        let holes = [Hole { at: link, fill: Fill::Link(0) }, Hole { at: image, fill: Fill::Image(0) }];
        let (cleaned, holes) = clean(html, &holes);
        assert_eq!(cleaned, "<p><a href=\"\">t</a> <img ></p>");
        assert_eq!(holes.len(), 2);
        assert_eq!(&cleaned[holes[0].at..holes[0].at + 2], "\">");
        assert_eq!(&cleaned[holes[1].at..=holes[1].at], ">");
    }

    #[test]
    fn problems_are_placed() {
        let html = "<b onclick=\"x()\">a</b>\n<iframe src=x></iframe>";
        let seen = inspect(html, RawHtml::Sanitize);
        let words: Vec<&str> = seen.problems.iter().map(|problem| &html[problem.range.clone()]).collect();
        assert_eq!(words, ["b", "iframe"]);
        assert!(inspect(html, RawHtml::Allow).problems.is_empty());
    }
}
