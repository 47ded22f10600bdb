//! Splits HTML of authors into tags and text as browsers do (HTML Living Standard, 13.2.5), without decoding or
//! changing anything: the tokens joined are the HTML. Knows nothing of what tags mean. html5ever's tokenizer, which
//! the sanitiser uses, does not tell where in the text a tag stands.

use memchr::{memchr, memchr_iter};
use std::ops::Range;

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text between tags.
    Text(&'a str),
    /// A comment or declaration.
    Comment(&'a str),
    /// The content of a `script` or another element that has only text.
    RawText(&'a str),
    /// A start or end tag.
    Tag(Tag<'a>),
    /// The rest of the HTML: it begins with a tag, comment or script that does not end, or whose end depends on more.
    Unfinished,
}

/// A start or end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The tag, from `<` to `>`.
    pub html: &'a str,
    /// The name, as written.
    pub name: &'a str,
    /// True for an end tag.
    pub is_end: bool,
    /// True if it ends in `/>`.
    pub is_self_closing: bool,
}

/// An attribute of a tag. The ranges are of the tag's HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name and the value with its quotes.
    pub range: Range<usize>,
    /// The name.
    pub name: Range<usize>,
    /// The value without quotes; empty if there is none.
    pub value: Range<usize>,
    /// True if the value stands in double quotes.
    pub is_quoted: bool,
}

/// Elements without content.
pub const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements whose content is text up to their end tag.
pub const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The tokens of some HTML, in order.
pub fn tokens(html: &str) -> Tokens<'_> {
    Tokens { rest: html, raw_text: None }
}

/// See [`tokens`].
pub struct Tokens<'a> {
    rest: &'a str,
    /// The open element, if it is one of [`RAW_TEXT`].
    raw_text: Option<&'a str>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() && self.raw_text.is_none() {
            return None;
        }
        let token = match self.raw_text.take() {
            Some(element) => self.raw_text(element),
            None if self.rest.starts_with('<') => self.markup(),
            None => self.text(memchr(b'<', self.rest.as_bytes())),
        };
        if token == Token::Unfinished {
            self.rest = "";
        }
        Some(token)
    }
}

impl<'a> Tokens<'a> {
    /// Takes the next `length` bytes.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// The text up to a byte, or else to the end.
    fn text(&mut self, end: Option<usize>) -> Token<'a> {
        Token::Text(self.take(end.unwrap_or(self.rest.len())))
    }

    /// The content of an element of [`RAW_TEXT`].
    fn raw_text(&mut self, element: &str) -> Token<'a> {
        let is_end = |at: usize| {
            let name = self.rest.get(at + 2..at + 2 + element.len());
            let after = self.rest.as_bytes().get(at + 2 + element.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(element))
                && after.is_some_and(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'))
        };
        match self.rest.match_indices("</").map(|(at, _)| at).find(|&at| is_end(at)) {
            Some(end) => Token::RawText(self.take(end)),
            None => Token::Unfinished,
        }
    }

    /// The token that begins with the `<` here.
    fn markup(&mut self) -> Token<'a> {
        let bytes = self.rest.as_bytes();
        let (is_end, name_at) = if bytes.get(1) == Some(&b'/') { (true, 2) } else { (false, 1) };
        match bytes.get(name_at) {
            Some(byte) if byte.is_ascii_alphabetic() => self.tag(is_end, name_at),
            Some(b'!') if !is_end => self.declaration(),
            // `<?` and `</3` are comments up to the next `>`.
            Some(_) if is_end => self.comment(self.after(">")),
            Some(b'?') => self.comment(self.after(">")),
            // A lone `<` is text.
            _ => self.text(memchr(b'<', &bytes[1..]).map(|at| at + 1)),
        }
    }

    fn declaration(&mut self) -> Token<'a> {
        // Such a section is a comment outside drawings, and text within them.
        if self.rest.starts_with("<![CDATA[") {
            return Token::Unfinished;
        }
        if !self.rest.starts_with("<!--") {
            return self.comment(self.after(">"));
        }
        let empty = ["<!-->", "<!--->"].into_iter().find(|empty| self.rest.starts_with(empty));
        let text = &self.rest["<!--".len()..];
        // Looks at each `>` once: a search for `--!>` by itself would go to the end of the text at every comment.
        let is_end = |at: &usize| text[..*at].ends_with("--") || text[..*at].ends_with("--!");
        let end = memchr_iter(b'>', text.as_bytes()).find(is_end).map(|at| "<!--".len() + at + 1);
        self.comment(empty.map(str::len).or(end))
    }

    /// The byte behind the next `sign`.
    fn after(&self, sign: &str) -> Option<usize> {
        self.rest.find(sign).map(|at| at + sign.len())
    }

    /// The comment up to a byte.
    fn comment(&mut self, end: Option<usize>) -> Token<'a> {
        end.map_or(Token::Unfinished, |end| Token::Comment(self.take(end)))
    }

    fn tag(&mut self, is_end: bool, name_at: usize) -> Token<'a> {
        let after =
            self.rest.as_bytes()[name_at..].iter().position(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'));
        let Some(name_end) = after.map(|length| name_at + length) else { return Token::Unfinished };
        let name = &self.rest[name_at..name_end];
        let mut at = name_end;
        loop {
            match step(self.rest, at) {
                Step::Attribute(attribute) => at = attribute.range.end,
                Step::Unfinished => return Token::Unfinished,
                Step::End { end, is_self_closing } => {
                    if !is_end && name.eq_ignore_ascii_case("plaintext") {
                        return Token::Unfinished;
                    }
                    self.raw_text = (!is_end && is_one_of(name, &RAW_TEXT)).then_some(name);
                    return Token::Tag(Tag { html: self.take(end), name, is_end, is_self_closing });
                }
            }
        }
    }
}

impl Tag<'_> {
    /// The attributes, in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute> {
        let mut at = self.name.len() + if self.is_end { 2 } else { 1 };
        std::iter::from_fn(move || match step(self.html, at) {
            Step::Attribute(attribute) => {
                at = attribute.range.end;
                Some(attribute)
            }
            Step::End { .. } | Step::Unfinished => None,
        })
    }
}

/// Returns true if a name, in upper or lower case, is one of `names`.
pub fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The next part of a tag.
enum Step {
    Attribute(Attribute),
    End { end: usize, is_self_closing: bool },
    Unfinished,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// The first byte from `from` on that is not skipped.
fn skip(bytes: &[u8], from: usize, is_skipped: impl Fn(u8) -> bool) -> usize {
    from + bytes[from.min(bytes.len())..].iter().take_while(|&&byte| is_skipped(byte)).count()
}

/// Reads on in a tag from byte `from`.
fn step(tag: &str, from: usize) -> Step {
    let bytes = tag.as_bytes();
    let start = skip(bytes, from, |byte| is_blank(byte) || byte == b'/');
    match bytes.get(start) {
        None => return Step::Unfinished,
        Some(b'>') => return Step::End { end: start + 1, is_self_closing: start > from && bytes[start - 1] == b'/' },
        Some(_) => {}
    }
    // An equals sign at the beginning belongs to the name.
    let name = start..skip(bytes, start + 1, |byte| !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'='));
    let equals = skip(bytes, name.end, is_blank);
    if bytes.get(equals) != Some(&b'=') {
        return Step::Attribute(Attribute {
            range: start..name.end,
            value: name.end..name.end,
            name,
            is_quoted: false,
        });
    }
    let value = skip(bytes, equals + 1, is_blank);
    if let Some(&quote @ (b'"' | b'\'')) = bytes.get(value) {
        let Some(length) = memchr(quote, &bytes[value + 1..]) else { return Step::Unfinished };
        let end = value + 1 + length;
        let is_quoted = quote == b'"';
        return Step::Attribute(Attribute { range: start..end + 1, name, value: value + 1..end, is_quoted });
    }
    let end = skip(bytes, value, |byte| !is_blank(byte) && byte != b'>');
    Step::Attribute(Attribute { range: start..end, name, value: value..end, is_quoted: false })
}
