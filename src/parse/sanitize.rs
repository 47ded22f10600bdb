//! HTML that authors write: what is unsafe in it, and the same HTML without that. The cleaning is ammonia's;
//! here is the policy, and the way to carry holes through it.

use ammonia::{Builder, UrlRelative};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::base::code::Code;
use crate::base::hash::Hash;
use crate::base::span::Span;
use crate::config::RawHtml;
use crate::parse::body::{Fill, Hole};
use crate::parse::depth::Depth;
use crate::parse::destination::{Sorted, sort};
use crate::parse::raw_holes::{self, Found};

/// Elements beyond ammonia's defaults: ours (task list boxes) and harmless ones that reports use.
const MORE_ELEMENTS: [&str; 2] = ["section", "input"];

/// Attributes that every element may have.
const ATTRIBUTES: [&str; 9] = ["lang", "title", "id", "class", "dir", "role", "tabindex", "aria-label", "aria-hidden"];

/// Attributes that hold addresses.
const ADDRESSES: [&str; 9] = ["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "cite"];

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
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|_, name, value| {
            let is_unsafe = name == "cite" && matches!(sort(value), Sorted::Unsafe(_));
            (!is_unsafe).then_some(Cow::Borrowed(value))
        });
    Policy { elements: builder.clone_tags(), attributes: builder.clone_tag_attributes(), builder }
});

/// What a look through a piece of HTML found.
#[derive(Debug, Default)]
pub struct Seen {
    /// What is unsafe, by byte range of the piece.
    pub problems: Vec<Problem>,
    /// Ids that links may lead to, with the byte range of their element's name.
    pub ids: Vec<(String, Range<usize>)>,
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

/// Looks through a piece of an author's HTML. Where all HTML is allowed, only links that run code are problems.
pub fn inspect(html: &str, raw_html: RawHtml, depth: &mut Depth) -> Seen {
    let sink = Sink { html, raw_html, depth: depth.into(), seen: RefCell::default(), searched: RefCell::default() };
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
    depth: RefCell<&'a mut Depth>,
    seen: RefCell<Seen>,
    searched: RefCell<usize>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.element(&tag);
                self.depth.borrow_mut().start(&tag.name);
                contents(&tag.name)
            }
            Token::TagToken(tag) => {
                self.depth.borrow_mut().end(&tag.name);
                TokenSinkResult::Continue
            }
            Token::CommentToken(text) => {
                self.pass_comment(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// What stands between some tags is text, whatever it looks like (HTML, section 13.2.6.4).
fn contents(element: &str) -> TokenSinkResult<()> {
    match element {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "iframe" | "xmp" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        _ => TokenSinkResult::Continue,
    }
}

impl Sink<'_> {
    fn element(&self, tag: &Tag) {
        let range = self.place(&tag.name);
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
                self.seen.borrow_mut().ids.push((value.to_owned(), range.clone()));
            }
            if sanitizes && !is_allowed(element, name, value) {
                let message = format!("the attribute `{name}` of `<{element}>` was removed");
                self.problem(Code::UnsafeHtml, range.clone(), message, "style and behaviour belong in the skin");
            } else if ADDRESSES.contains(&name) {
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
            Sorted::Outside if name == "src" && self.raw_html == RawHtml::Sanitize => {
                let message = format!("`<{element}>` loads `{value}` from another host");
                self.problem(
                    Code::RemoteImage,
                    range.clone(),
                    message,
                    "save the file beside the report and show that",
                );
            }
            // Where all HTML is allowed, its authors know where their pages lie.
            Sorted::Inside(to) if !to.path.is_empty() && self.raw_html == RawHtml::Sanitize => {
                let (code, help) = match name {
                    "href" => (Code::BrokenLink, "write it in Markdown: `[words](file.md)`"),
                    _ => (Code::MissingImage, "write it in Markdown: `![what it shows](file.png)`"),
                };
                let message = format!("`{value}` is written in HTML, where links are not led to their pages");
                self.problem(code, range.clone(), message, help);
            }
            _ => {}
        }
    }

    fn problem(&self, code: Code, range: Range<usize>, message: String, help: &'static str) {
        self.seen.borrow_mut().problems.push(Problem { code, range, message, help });
    }

    /// The next place of a tag's name. The tokenizer gives lines only, so it is searched for.
    fn place(&self, name: &str) -> Range<usize> {
        let mut searched = self.searched.borrow_mut();
        let html = self.html.as_bytes();
        let is_here = |start: usize| {
            let end = start + name.len();
            html.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
                && html.get(end).is_none_or(|after| after.is_ascii_whitespace() || matches!(after, b'/' | b'>'))
        };
        let angles = html.iter().enumerate().skip(*searched).filter(|(_, byte)| **byte == b'<');
        let found = angles.map(|(at, _)| at + 1).find(|&start| is_here(start));
        // A name with a NUL in it is not found; nor, then, is what follows, which keeps this linear.
        *searched = found.map_or(html.len(), |start| start + name.len());
        found.map_or(0..html.len(), |start| start..*searched)
    }

    /// Goes on behind a comment, for there may be tags in it.
    fn pass_comment(&self, text: &str) {
        let mut searched = self.searched.borrow_mut();
        let rest = self.html.get(*searched..).unwrap_or_default();
        let found = rest.find("<!--").filter(|at| rest[at + 4..].starts_with(text));
        *searched += found.map_or(0, |at| at + 4 + text.len());
    }
}

fn is_allowed(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        ("input", "type") => value == "checkbox",
        _ => {
            ATTRIBUTES.contains(&attribute)
                || POLICY.attributes.get(element).is_some_and(|attributes| attributes.contains(attribute))
        }
    }
}

/// Removes what is unsafe from HTML with holes. The holes travel as words that the author cannot have
/// written, because each word holds the hash of the whole.
pub fn clean(html: &str, holes: &[Hole]) -> (String, Vec<Hole>) {
    let secret = Hash::of(html.as_bytes());
    let mut marked = String::with_capacity(html.len() + holes.len() * 48);
    let mut copied = 0;
    // The others have their default in the HTML, and are found again in what is left of it.
    for (number, hole) in holes.iter().enumerate().filter(|(_, hole)| !hole.fill.has_default()) {
        let at = hole.span.start as usize;
        marked.push_str(&html[copied..at]);
        copied = at;
        marked.push_str(&mark(hole.fill, secret, number));
    }
    marked.push_str(&html[copied..]);
    let cleaned = POLICY.builder.clean(&marked).to_string();
    let (html, holes) = unmarked(&cleaned, holes, secret);
    let Found { holes, .. } = raw_holes::find(&html, &holes);
    (html, holes)
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
            found.push(Hole { span: Span::new(html.len(), html.len()), fill: hole.fill });
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
        let hole = |at, fill| Hole { span: Span::new(at, at), fill };
        let (cleaned, holes) = clean(html, &[hole(link, Fill::Link(0)), hole(image, Fill::Image(0))]);
        assert_eq!(cleaned, "<p><a href=\"\">t</a> <img ></p>");
        let fills = holes.iter().map(|hole| (hole.fill, &cleaned[hole.span.start as usize..]));
        let expected =
            [(Fill::Link(0), "\">t</a> <img ></p>"), (Fill::LinkEnd, " <img ></p>"), (Fill::Image(0), "></p>")];
        assert_eq!(fills.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn problems_are_placed() {
        let html = "<b onclick=\"x()\">a</b>\n<iframe src=x></iframe>";
        let seen = inspect(html, RawHtml::Sanitize, &mut Depth::default());
        let words: Vec<&str> = seen.problems.iter().map(|problem| &html[problem.range.clone()]).collect();
        assert_eq!(words, ["b", "iframe"]);
        assert!(inspect(html, RawHtml::Allow, &mut Depth::default()).problems.is_empty());
    }
}
