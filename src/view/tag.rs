//! HTML text to its tags, as browsers see them (HTML Living Standard, 13.2.5), without decoding or changing
//! anything: the pieces put together are the text. Knows nothing of what tags mean.

use memchr::memchr;
use std::ops::Range;

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text, a comment, or the content of a `script` and its like.
    Other(&'a str),
    /// A tag.
    Tag(Tag<'a>),
    /// The rest of the text: a tag, comment or script that does not end, or one that none can tell the end of.
    Cut,
}

/// A start or end tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The whole tag, from `<` to `>`.
    pub whole: &'a str,
    /// Its name, as written.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it ends in `/>`.
    pub is_self_closing: bool,
}

/// An attribute of a tag. The ranges are of the whole tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// All of it.
    pub whole: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Its value without quotes; empty where it has none.
    pub value: Range<usize>,
    /// Whether the value stands in quotes.
    pub is_quoted: bool,
}

/// Elements whose content is text up to their end tag.
const RAW_TEXT: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// The pieces of some HTML.
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces { rest: html, raw_text: None }
}

/// See [`pieces`].
pub struct Pieces<'a> {
    rest: &'a str,
    raw_text: Option<&'a str>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() && self.raw_text.is_none() {
            return None;
        }
        let piece = match self.raw_text.take() {
            Some(element) => self.raw_text(element),
            None if self.rest.starts_with('<') => self.markup(),
            None => self.other(memchr(b'<', self.rest.as_bytes())),
        };
        if piece == Piece::Cut {
            self.rest = "";
        }
        Some(piece)
    }
}

impl<'a> Pieces<'a> {
    /// Everything up to a place; nowhere is the end.
    fn other(&mut self, end: Option<usize>) -> Piece<'a> {
        let (text, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Piece::Other(text)
    }

    /// The content of an element that holds only text.
    fn raw_text(&mut self, element: &str) -> Piece<'a> {
        let is_end = |at: usize| {
            let name = self.rest.get(at + 2..at + 2 + element.len());
            let after = self.rest.as_bytes().get(at + 2 + element.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(element))
                && after.is_some_and(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'))
        };
        match self.rest.match_indices("</").map(|(at, _)| at).find(|&at| is_end(at)) {
            Some(end) => self.other(Some(end)),
            None => Piece::Cut,
        }
    }

    /// What begins with `<`.
    fn markup(&mut self) -> Piece<'a> {
        let bytes = self.rest.as_bytes();
        let (is_end, name_at) = if bytes.get(1) == Some(&b'/') { (true, 2) } else { (false, 1) };
        match bytes.get(name_at) {
            Some(byte) if byte.is_ascii_alphabetic() => self.tag(is_end, name_at),
            Some(b'!') if !is_end => self.declaration(),
            // `<?` and `</3` are comments up to the next `>`.
            Some(_) if is_end => self.up_to(">"),
            Some(b'?') => self.up_to(">"),
            // A lone `<` is text.
            _ => self.other(memchr(b'<', &bytes[1..]).map(|at| at + 1)),
        }
    }

    fn declaration(&mut self) -> Piece<'a> {
        // Where such a section ends depends on what it stands in.
        if self.rest.starts_with("<![CDATA[") {
            return Piece::Cut;
        }
        let Some(comment) = self.rest.strip_prefix("<!--") else { return self.up_to(">") };
        if let Some(empty) = ["<!-->", "<!--->"].into_iter().find(|empty| self.rest.starts_with(empty)) {
            return self.other(Some(empty.len()));
        }
        let end = |sign: &str| comment.find(sign).map(|at| "<!--".len() + at + sign.len());
        match [end("-->"), end("--!>")].into_iter().flatten().min() {
            Some(end) => self.other(Some(end)),
            None => Piece::Cut,
        }
    }

    fn up_to(&mut self, sign: &str) -> Piece<'a> {
        match self.rest.find(sign) {
            Some(at) => self.other(Some(at + sign.len())),
            None => Piece::Cut,
        }
    }

    fn tag(&mut self, is_end: bool, name_at: usize) -> Piece<'a> {
        let after =
            self.rest.as_bytes()[name_at..].iter().position(|&byte| is_blank(byte) || matches!(byte, b'/' | b'>'));
        let Some(name_end) = after.map(|length| name_at + length) else { return Piece::Cut };
        let name = &self.rest[name_at..name_end];
        let mut at = name_end;
        loop {
            match step(self.rest, at) {
                Step::Attribute(attribute) => at = attribute.whole.end,
                Step::Cut => return Piece::Cut,
                Step::End { end, is_self_closing } => {
                    let (whole, rest) = self.rest.split_at(end);
                    self.rest = rest;
                    if !is_end && name.eq_ignore_ascii_case("plaintext") {
                        return Piece::Cut;
                    }
                    // Most names have one or two letters, and none of those is such.
                    let is_raw = !is_end && name.len() > 2 && is_one_of(name, &RAW_TEXT);
                    self.raw_text = is_raw.then_some(name);
                    return Piece::Tag(Tag { whole, name, is_end, is_self_closing });
                }
            }
        }
    }
}

impl<'a> Tag<'a> {
    /// A tag that we wrote: its name is plain, and its only `>` ends it. The attributes' own are escaped.
    pub fn of_ours(whole: &'a str) -> Self {
        let is_end = whole.as_bytes().get(1) == Some(&b'/');
        let start = 1 + usize::from(is_end);
        let letters = whole.bytes().skip(start).take_while(u8::is_ascii_alphanumeric);
        let name = &whole[start..start + letters.count()];
        Self { whole, name, is_end, is_self_closing: whole.ends_with("/>") }
    }

    /// Its attributes, in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute> {
        let mut at = self.name.len() + if self.is_end { 2 } else { 1 };
        std::iter::from_fn(move || match step(self.whole, at) {
            Step::Attribute(attribute) => {
                at = attribute.whole.end;
                Some(attribute)
            }
            Step::End { .. } | Step::Cut => None,
        })
    }
}

/// Whether a name, in any case, is one of some in lower case.
pub fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What comes next inside a tag.
enum Step {
    Attribute(Attribute),
    End { end: usize, is_self_closing: bool },
    Cut,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

fn skip(bytes: &[u8], from: usize, is_skipped: impl Fn(u8) -> bool) -> usize {
    from + bytes[from.min(bytes.len())..].iter().take_while(|&&byte| is_skipped(byte)).count()
}

fn step(tag: &str, from: usize) -> Step {
    let bytes = tag.as_bytes();
    // Most tags have no attributes.
    if bytes.get(from) == Some(&b'>') {
        return Step::End { end: from + 1, is_self_closing: false };
    }
    let start = skip(bytes, from, |byte| is_blank(byte) || byte == b'/');
    match bytes.get(start) {
        None => return Step::Cut,
        Some(b'>') => return Step::End { end: start + 1, is_self_closing: start > from && bytes[start - 1] == b'/' },
        Some(_) => {}
    }
    // An equals sign at the beginning belongs to the name.
    let name = start..skip(bytes, start + 1, |byte| !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'='));
    let equals = skip(bytes, name.end, is_blank);
    if bytes.get(equals) != Some(&b'=') {
        return Step::Attribute(Attribute {
            whole: start..name.end,
            value: name.end..name.end,
            name,
            is_quoted: false,
        });
    }
    let value = skip(bytes, equals + 1, is_blank);
    if let Some(&quote @ (b'"' | b'\'')) = bytes.get(value) {
        let Some(length) = bytes[value + 1..].iter().position(|&byte| byte == quote) else { return Step::Cut };
        let end = value + 1 + length;
        return Step::Attribute(Attribute { whole: start..end + 1, name, value: value + 1..end, is_quoted: true });
    }
    let end = skip(bytes, value, |byte| !is_blank(byte) && byte != b'>');
    Step::Attribute(Attribute { whole: start..end, name, value: value..end, is_quoted: false })
}
