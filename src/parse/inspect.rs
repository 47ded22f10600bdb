//! Inspects HTML of authors: finds elements, attributes and links that are unsafe or will not work, and the ids in it.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::ops::Range;

use crate::base::Code;
use crate::config::RawHtml;
use crate::parse::depth::Depth;
use crate::parse::destination::{Target, classify};
use crate::parse::sanitize;

/// Attributes that hold addresses.
const ADDRESSES: [&str; 9] = ["href", "xlink:href", "src", "srcset", "action", "formaction", "data", "poster", "cite"];

/// The result of an inspection. Ranges are of the HTML.
#[derive(Debug, Default)]
pub struct Inspection {
    /// The parts that are unsafe or will not work.
    pub problems: Vec<Problem>,
    /// Ids that links may lead to, with the range of their element's name.
    pub ids: Vec<(String, Range<usize>)>,
}

/// A part of an author's HTML that is unsafe or will not work.
#[derive(Debug)]
pub struct Problem {
    /// The code of its finding.
    pub code: Code,
    /// The name of the element in the HTML.
    pub range: Range<usize>,
    /// The finding's message.
    pub message: String,
    /// The finding's help.
    pub help: &'static str,
}

/// Inspects some HTML of an author. If the setting allows all HTML, only links that run code are problems. `depth` goes on
/// from the HTML before.
pub fn inspect(html: &str, raw_html: RawHtml, depth: &mut Depth) -> Inspection {
    let sink = Sink { html, raw_html, depth: depth.into(), result: RefCell::default(), searched: RefCell::default() };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It would stop early only for a `TokenSinkResult::Script`, which the sink never gives.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.result.into_inner()
}

struct Sink<'a> {
    html: &'a str,
    raw_html: RawHtml,
    depth: RefCell<&'a mut Depth>,
    result: RefCell<Inspection>,
    /// The byte up to which the places of tags are found.
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

/// Tells the tokenizer of elements whose content is text, whatever it looks like (HTML, section 13.2.6.4).
pub fn contents(element: &str) -> TokenSinkResult<()> {
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
        if sanitizes && !sanitize::is_element_allowed(element) {
            let message = format!("the HTML element `<{element}>` was removed");
            let help = "write it in Markdown, or see `markdown.raw_html` in the settings";
            self.problem(Code::UnsafeHtml, range, message, help);
            return;
        }
        for attribute in &tag.attrs {
            let (name, value): (&str, &str) = (&attribute.name.local, &attribute.value);
            if name == "id" {
                self.result.borrow_mut().ids.push((value.to_owned(), range.clone()));
            }
            if sanitizes && !sanitize::is_attribute_allowed(element, name, value) {
                let message = format!("the attribute `{name}` of `<{element}>` was removed");
                self.problem(Code::UnsafeHtml, range.clone(), message, "style and behaviour belong in the skin");
            } else if ADDRESSES.contains(&name) {
                self.address(element, name, value, &range);
            }
        }
    }

    fn address(&self, element: &str, name: &str, value: &str, range: &Range<usize>) {
        match classify(value) {
            Target::Unsafe(scheme) => {
                let message = format!("a link with the scheme `{scheme}:` is not published");
                self.problem(Code::UnsafeLink, range.clone(), message, "link with http, https, mailto or tel");
            }
            Target::Outside if name == "src" && self.raw_html == RawHtml::Sanitize => {
                let message = format!("`<{element}>` loads `{value}` from another host");
                let help = "save the file beside the report and show that";
                self.problem(Code::RemoteImage, range.clone(), message, help);
            }
            // Authors who may write all HTML know the addresses of their pages.
            Target::Inside(to) if !to.path.is_empty() && self.raw_html == RawHtml::Sanitize => {
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
        self.result.borrow_mut().problems.push(Problem { code, range, message, help });
    }

    /// The place of the next tag's name. The tokenizer gives lines only, so the name is searched for.
    fn place(&self, name: &str) -> Range<usize> {
        let mut searched = self.searched.borrow_mut();
        let html = self.html.as_bytes();
        let is_here = |start: usize| {
            let end = start + name.len();
            html.get(start..end).is_some_and(|bytes| bytes.eq_ignore_ascii_case(name.as_bytes()))
                && html.get(end).is_none_or(|after| after.is_ascii_whitespace() || matches!(after, b'/' | b'>'))
        };
        let angles = html.iter().enumerate().skip(*searched).filter(|(_, byte)| **byte == b'<');
        let start = angles.map(|(at, _)| at + 1).find(|&start| is_here(start));
        // A name with a NUL in it is not found. Searching from the end then keeps this linear.
        *searched = start.map_or(html.len(), |start| start + name.len());
        start.map_or(0..html.len(), |start| start..*searched)
    }

    /// Goes on behind a comment, which may hold tags.
    fn pass_comment(&self, text: &str) {
        let mut searched = self.searched.borrow_mut();
        let rest = self.html.get(*searched..).unwrap_or_default();
        let start = rest.find("<!--").filter(|at| rest[at + 4..].starts_with(text));
        *searched += start.map_or(0, |at| at + 4 + text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_placed() {
        let html = "<b onclick=\"x()\">a</b>\n<iframe src=x></iframe>";
        let inspection = inspect(html, RawHtml::Sanitize, &mut Depth::default());
        let words: Vec<&str> = inspection.problems.iter().map(|problem| &html[problem.range.clone()]).collect();
        assert_eq!(words, ["b", "iframe"]);
        assert!(inspect(html, RawHtml::Allow, &mut Depth::default()).problems.is_empty());
    }
}
