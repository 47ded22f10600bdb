//! A fast parser for the subset of YAML that front matter is mostly written in: block maps and lists, `[…]` and `{…}` on
//! one line, scalars of one line, comments. It gives up at anything else, and the full parser reads the text from the
//! start. Its trees equal those of the full parser, places included; the tests compare the two on random texts.

#[cfg(test)]
mod tests;

use memchr::{memchr2, memchr3, memchr3_iter};
use std::borrow::Cow;

use crate::base::span::Span;
use crate::base::yaml::{Entry, Key, Node, Value};

/// Limits beyond which the full parser takes over.
const MAX_BYTES: usize = 64 << 10;
const MAX_DEPTH: usize = 8;
const MAX_KEY_LENGTH: usize = 64;
const MAX_KEYS: usize = 256;

/// Parses a text whose root is a map or list; `None` if it needs the full parser.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    if text.len() > MAX_BYTES || !has_common_characters(text) {
        return None;
    }
    let mut parser = Parser { text, offset: 0, column: 0 };
    parser.skip_to_content();
    let root = parser.block(0)?;
    // A line whose indentation fits no block is left over.
    (parser.offset == text.len()).then_some(root)
}

/// Returns true if a text has no control characters, no line break but `\n`, and no byte order mark: parsers disagree
/// about those.
fn has_common_characters(text: &str) -> bool {
    let has_control = text.bytes().any(|byte| byte < b' ' && byte != b'\n' || byte == 0x7f);
    !has_control && (text.is_ascii() || text.chars().all(is_printable))
}

fn is_printable(character: char) -> bool {
    !matches!(character, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A recursive descent parser. Each method reads one production at `offset` and moves past it, or returns `None` to
/// give up.
struct Parser<'a> {
    text: &'a str,
    offset: usize,
    /// The indentation of the current line's content. A block begins and ends at content.
    column: usize,
}

impl<'a> Parser<'a> {
    fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn byte(&self) -> Option<u8> {
        self.byte_at(self.offset)
    }

    /// Returns true if a blank, a line break or the end is at `at`.
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte_at(at), None | Some(b' ' | b'\n'))
    }

    fn skip_blanks(&mut self) {
        while self.byte() == Some(b' ') {
            self.offset += 1;
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.text.as_bytes()[self.offset..];
        self.offset += rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |newline| newline + 1);
    }

    /// Moves from the start of a line to the next content, past empty lines and comments.
    fn skip_to_content(&mut self) {
        loop {
            let start = self.offset;
            self.skip_blanks();
            self.column = self.offset - start;
            match self.byte() {
                Some(b'\n' | b'#') => self.skip_line(),
                _ => return,
            }
        }
    }

    /// Moves to the next content; gives up if the rest of the line is more than blanks and a comment.
    fn end_line(&mut self) -> Option<()> {
        let start = self.offset;
        self.skip_blanks();
        match self.byte() {
            None | Some(b'\n') => {}
            Some(b'#') if self.offset > start => {}
            Some(_) => return None,
        }
        self.skip_line();
        self.skip_to_content();
        Some(())
    }

    fn has_content_at(&self, column: usize) -> bool {
        self.column == column && self.offset < self.text.len()
    }

    fn is_at_item(&self) -> bool {
        self.byte() == Some(b'-') && self.byte_at(self.offset + 1) == Some(b' ')
    }

    fn block(&mut self, depth: usize) -> Option<Node<'a>> {
        if self.is_at_item() { self.list(self.offset, depth) } else { self.map(depth) }
    }

    /// Reads a block list. `start` is its place to the full parser.
    fn list(&mut self, start: usize, depth: usize) -> Option<Node<'a>> {
        let column = self.column;
        let mut items = Vec::new();
        while self.has_content_at(column) && self.is_at_item() {
            let dash = self.offset;
            self.offset += 1;
            self.skip_blanks();
            let item = if self.key_end().is_some() {
                self.column = column + (self.offset - dash);
                self.map(depth + 1)?
            } else {
                self.value_and_line_end(depth + 1)?
            };
            items.push(item);
        }
        Some(node(start, start, Value::List(items)))
    }

    /// Reads a block map.
    fn map(&mut self, depth: usize) -> Option<Node<'a>> {
        let (start, column) = (self.offset, self.column);
        let mut entries = Vec::new();
        while self.has_content_at(column) && (entries.is_empty() || !self.is_at_item()) {
            let key = self.key(&entries)?;
            let value = self.value_of_key(column, depth + 1)?;
            entries.push((key, value));
        }
        (!entries.is_empty()).then(|| node(start, start, Value::Map(entries)))
    }

    /// Reads the value behind a key's colon, on the same line or below. `column` is the key's.
    fn value_of_key(&mut self, column: usize, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let colon = self.offset - 1;
        self.skip_blanks();
        if !matches!(self.byte(), None | Some(b'\n' | b'#')) {
            return self.value_and_line_end(depth);
        }
        self.offset = colon + 1;
        self.end_line()?;
        if self.column > column && self.offset < self.text.len() {
            self.block(depth)
        } else if self.has_content_at(column) && self.is_at_item() {
            // To the full parser, a list that is indented no further than its key starts at its first item.
            let blanks = self.text[self.offset + 1..].bytes().take_while(|&byte| byte == b' ').count();
            self.list(self.offset + 1 + blanks, depth)
        } else {
            Some(node(colon, colon, Value::Null))
        }
    }

    /// Reads a value of one line, and the end of that line.
    fn value_and_line_end(&mut self, depth: usize) -> Option<Node<'a>> {
        let value = self.value(false, depth)?;
        self.end_line()?;
        Some(value)
    }

    fn value(&mut self, is_flow: bool, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.byte()? {
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            b'[' => self.flow_list(depth),
            b'{' => self.flow_map(depth),
            _ => self.plain_scalar(is_flow),
        }
    }

    /// The offset of the colon, if a plain key and its colon are here.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.text.as_bytes()[self.offset..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        let end = self.offset + length;
        let is_key = length <= MAX_KEY_LENGTH
            && rest.first().is_some_and(u8::is_ascii_alphabetic)
            && self.byte_at(end) == Some(b':')
            && self.is_gap(end + 1);
        is_key.then_some(end)
    }

    /// Reads a key and its colon. Gives up if the key is among `entries` already, or is a keyword such as `true`.
    fn key(&mut self, entries: &[Entry<'_>]) -> Option<Key<'a>> {
        let (start, end) = (self.offset, self.key_end()?);
        let name = &self.text[start..end];
        if entries.len() == MAX_KEYS || is_keyword(name) || entries.iter().any(|(key, _)| key.name == name) {
            return None;
        }
        self.offset = end + 1;
        Some(Key { name: name.into(), span: Span::new(start, end) })
    }

    fn flow_list(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.offset;
        let mut items = Vec::new();
        while self.has_flow_entry(b']', items.is_empty())? {
            items.push(self.value(true, depth + 1)?);
        }
        Some(node(start, start + 1, Value::List(items)))
    }

    fn flow_map(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.offset;
        let mut entries = Vec::new();
        while self.has_flow_entry(b'}', entries.is_empty())? {
            let key = self.key(&entries)?;
            self.skip_blanks();
            entries.push((key, self.value(true, depth + 1)?));
        }
        Some(node(start, start + 1, Value::Map(entries)))
    }

    /// Moves past the bracket or comma of a list or map on one line. Returns true if an entry follows, false after the
    /// closing bracket.
    fn has_flow_entry(&mut self, close: u8, is_first: bool) -> Option<bool> {
        if is_first {
            self.offset += 1;
            self.skip_blanks();
            if self.byte()? != close {
                return Some(true);
            }
        } else {
            self.skip_blanks();
        }
        let byte = self.byte()?;
        self.offset += 1;
        if byte == close {
            return Some(false);
        }
        self.skip_blanks();
        (byte == b',' && !is_first).then_some(true)
    }

    fn double_quoted(&mut self) -> Option<Node<'a>> {
        let start = self.offset;
        let mut text = Cow::Borrowed("");
        let mut from = start + 1;
        loop {
            let rest = &self.text.as_bytes()[from..];
            let at = from + memchr3(b'"', b'\\', b'\n', rest)?;
            text += &self.text[from..at];
            from = at + 2;
            match (self.byte_at(at)?, self.byte_at(at + 1)) {
                (b'"', _) => return Some(self.quoted(start, at, text)),
                (b'\\', Some(escaped @ (b'"' | b'\\'))) => text.to_mut().push(char::from(escaped)),
                _ => return None,
            }
        }
    }

    fn single_quoted(&mut self) -> Option<Node<'a>> {
        let start = self.offset;
        let mut text = Cow::Borrowed("");
        let mut from = start + 1;
        loop {
            let rest = &self.text.as_bytes()[from..];
            let at = from + memchr2(b'\'', b'\n', rest)?;
            text += &self.text[from..at];
            from = at + 2;
            match (self.byte_at(at)?, self.byte_at(at + 1)) {
                (b'\'', Some(b'\'')) => text.to_mut().push('\''),
                (b'\'', _) => return Some(self.quoted(start, at, text)),
                _ => return None,
            }
        }
    }

    /// Moves past the closing quote.
    fn quoted(&mut self, start: usize, close: usize, text: Cow<'a, str>) -> Node<'a> {
        self.offset = close + 1;
        node(start, self.offset, Value::Text(text))
    }

    fn plain_scalar(&mut self, is_flow: bool) -> Option<Node<'a>> {
        let start = self.offset;
        let bytes = self.text.as_bytes();
        let can_start = match *bytes.get(start)? {
            b'-' => bytes.get(start + 1).is_some_and(u8::is_ascii_digit),
            first => first.is_ascii_alphanumeric() || matches!(first, b'(' | b'.' | b'/' | b'_' | 0x80..),
        };
        if !can_start {
            return None;
        }
        let end = if is_flow { self.flow_end()? } else { self.plain_end()? };
        let text = self.text[start..end].trim_end_matches(' ');
        self.offset = start + text.len();
        Some(node(start, self.offset, plain_value(text)?))
    }

    /// The end of a plain scalar in a block, trailing blanks included.
    fn plain_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        for at in memchr3_iter(b'\n', b'#', b':', &bytes[self.offset..]).map(|at| self.offset + at) {
            match bytes[at] {
                b'\n' => return Some(at),
                b'#' if bytes[at - 1] == b' ' => return Some(at),
                b':' if self.is_gap(at + 1) => return None,
                _ => {}
            }
        }
        Some(bytes.len())
    }

    /// The end of a plain scalar in a list or map on one line, trailing blanks included.
    fn flow_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().skip(self.offset) {
            match byte {
                b',' | b']' | b'}' => return Some(at),
                b'\n' | b'[' | b'{' => return None,
                b'#' if bytes[at - 1] == b' ' => return None,
                b':' if self.is_gap(at + 1) || matches!(bytes[at + 1], b',' | b'[' | b']' | b'{' | b'}') => {
                    return None;
                }
                _ => {}
            }
        }
        None
    }
}

fn node(start: usize, end: usize, value: Value<'_>) -> Node<'_> {
    Node { span: Span::new(start, end), value }
}

/// Returns true for `true`, `false` and `null` in any case.
fn is_keyword(text: &str) -> bool {
    text.len() <= 5 && ["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The value of a plain scalar; `None` if it needs the full parser.
fn plain_value(text: &str) -> Option<Value<'_>> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ if is_keyword(text) => None,
        _ if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '.')) => {
            Some(Value::Text(text.into()))
        }
        _ if is_date(text) || !text.bytes().all(|byte| b"0123456789abcdefABCDEFxXoOinIN_.+-".contains(&byte)) => {
            Some(Value::Text(text.into()))
        }
        _ => number(text),
    }
}

fn is_date(text: &str) -> bool {
    let is_date_byte = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_date_byte)
}

/// Parses a decimal number of at most 15 digits before and after the point: more may be rounded differently.
fn number(text: &str) -> Option<Value<'static>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let is_decimal =
        |digits: &str| (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_decimal(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    match fraction {
        None => text.parse().ok().map(Value::Int),
        Some(fraction) if is_decimal(fraction) => text.parse().ok().map(Value::Float),
        Some(_) => None,
    }
}
