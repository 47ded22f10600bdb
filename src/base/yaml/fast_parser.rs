//! The YAML that front matter is commonly written in to its tree, in one pass: maps and lists by
//! indentation, one-line scalars, one-line `[…]` and `{…}`, comments. Knows that it does not know YAML: at
//! anything else it answers nothing, and the full parser reads the text from its beginning. Where it does
//! answer, the tree is the full parser's, places included; the tests hold it to that.

#[cfg(test)]
mod tests;

use memchr::{memchr2, memchr3, memchr3_iter};
use std::borrow::Cow;

use crate::base::bytes;
use crate::base::span::Span;
use crate::base::yaml::{Key, Node, Value};

/// Past these the full parser and its limits take over.
const MOST_BYTES: usize = 64 << 10;
const MOST_DEPTH: usize = 8;
const LONGEST_KEY: usize = 64;
const MOST_KEYS: usize = 256;

/// Reads a map or list; `None` where the full parser must look.
pub(super) fn parse(text: &str) -> Option<Node<'_>> {
    if text.len() > MOST_BYTES || !is_common(text) {
        return None;
    }
    let mut reader = Reader { text, at: 0, column: 0 };
    reader.next_line();
    let root = reader.block(0)?;
    // What is indented as no block is, no block has taken.
    (reader.at == text.len()).then_some(root)
}

/// Whether every reader of YAML sees the same characters: no control, no line break but `\n`, no mark.
fn is_common(text: &str) -> bool {
    let has_control = bytes::any(text.as_bytes(), |byte| byte < b' ' && byte != b'\n' || byte == 0x7f);
    !has_control && (text.is_ascii() || text.chars().all(is_printed))
}

fn is_printed(one: char) -> bool {
    !matches!(one, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Stands at the first byte of a line's content whenever a block is read, and `column` is its column.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    column: usize,
}

impl<'a> Reader<'a> {
    fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn byte(&self) -> Option<u8> {
        self.byte_at(self.at)
    }

    /// Whether nothing but the end, a blank or a line break stands at `at`.
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.byte_at(at), None | Some(b' ' | b'\n'))
    }

    fn skip_blanks(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |newline| newline + 1);
    }

    /// From the beginning of a line to the next content.
    fn next_line(&mut self) {
        loop {
            let start = self.at;
            self.skip_blanks();
            self.column = self.at - start;
            match self.byte() {
                Some(b'\n' | b'#') => self.skip_line(),
                _ => return,
            }
        }
    }

    /// Leaves a line of which nothing but blanks and a comment may be left.
    fn end_line(&mut self) -> Option<()> {
        let start = self.at;
        self.skip_blanks();
        match self.byte() {
            None | Some(b'\n') => {}
            Some(b'#') if self.at > start => {}
            Some(_) => return None,
        }
        self.skip_line();
        self.next_line();
        Some(())
    }

    fn has_content_at(&self, column: usize) -> bool {
        self.column == column && self.at < self.text.len()
    }

    fn is_at_item(&self) -> bool {
        self.byte() == Some(b'-') && self.byte_at(self.at + 1) == Some(b' ')
    }

    fn block(&mut self, depth: usize) -> Option<Node<'a>> {
        if self.is_at_item() { self.list(self.at, depth) } else { self.map(depth) }
    }

    /// A list whose first `-` is here; `place` is where the full parser says that it begins.
    fn list(&mut self, place: usize, depth: usize) -> Option<Node<'a>> {
        let column = self.column;
        let mut items = Vec::new();
        while self.has_content_at(column) && self.is_at_item() {
            let dash = self.at;
            self.at += 1;
            self.skip_blanks();
            let item = if self.key_end().is_some() {
                self.column = column + (self.at - dash);
                self.map(depth + 1)?
            } else {
                self.last_value(depth + 1)?
            };
            items.push(item);
        }
        Some(node(place, place, Value::List(items)))
    }

    /// A map whose first key is here.
    fn map(&mut self, depth: usize) -> Option<Node<'a>> {
        let (start, column) = (self.at, self.column);
        let mut entries = Vec::new();
        while self.has_content_at(column) && (entries.is_empty() || !self.is_at_item()) {
            let key = self.key(&entries)?;
            let value = self.value_of_key(column, depth + 1)?;
            entries.push((key, value));
        }
        (!entries.is_empty()).then(|| node(start, start, Value::Map(entries)))
    }

    /// What follows a key's colon, on its line or below it.
    fn value_of_key(&mut self, column: usize, depth: usize) -> Option<Node<'a>> {
        if depth > MOST_DEPTH {
            return None;
        }
        let colon = self.at - 1;
        self.skip_blanks();
        if !matches!(self.byte(), None | Some(b'\n' | b'#')) {
            return self.last_value(depth);
        }
        self.at = colon + 1;
        self.end_line()?;
        if self.column > column && self.at < self.text.len() {
            self.block(depth)
        } else if self.has_content_at(column) && self.is_at_item() {
            // A list that is indented no more than its key begins, to the full parser, at its first item.
            let blanks = self.text[self.at + 1..].bytes().take_while(|&byte| byte == b' ').count();
            self.list(self.at + 1 + blanks, depth)
        } else {
            Some(node(colon, colon, Value::Null))
        }
    }

    /// A value that ends its line.
    fn last_value(&mut self, depth: usize) -> Option<Node<'a>> {
        let value = self.value(false, depth)?;
        self.end_line()?;
        Some(value)
    }

    fn value(&mut self, is_flow: bool, depth: usize) -> Option<Node<'a>> {
        if depth > MOST_DEPTH {
            return None;
        }
        match self.byte()? {
            b'"' => self.double_quoted(),
            b'\'' => self.single_quoted(),
            b'[' => self.flow_list(depth),
            b'{' => self.flow_map(depth),
            _ => self.plain(is_flow),
        }
    }

    /// The byte of the colon, where a plain key stands here.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
        let end = self.at + length;
        let is_key = length <= LONGEST_KEY
            && rest.first().is_some_and(u8::is_ascii_alphabetic)
            && self.byte_at(end) == Some(b':')
            && self.is_gap(end + 1);
        is_key.then_some(end)
    }

    /// Reads a key that is neither among `entries` nor `true` or the like, and its colon.
    fn key(&mut self, entries: &[(Key<'_>, Node<'_>)]) -> Option<Key<'a>> {
        let (start, end) = (self.at, self.key_end()?);
        let name = &self.text[start..end];
        if entries.len() == MOST_KEYS || is_word(name) || entries.iter().any(|(key, _)| key.name == name) {
            return None;
        }
        self.at = end + 1;
        Some(Key { name: name.into(), span: Span::new(start, end) })
    }

    fn flow_list(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.at;
        let mut items = Vec::new();
        while self.goes_on(b']', items.is_empty())? {
            items.push(self.value(true, depth + 1)?);
        }
        Some(node(start, start + 1, Value::List(items)))
    }

    fn flow_map(&mut self, depth: usize) -> Option<Node<'a>> {
        let start = self.at;
        let mut entries = Vec::new();
        while self.goes_on(b'}', entries.is_empty())? {
            let key = self.key(&entries)?;
            self.skip_blanks();
            entries.push((key, self.value(true, depth + 1)?));
        }
        Some(node(start, start + 1, Value::Map(entries)))
    }

    /// Steps over what opens, parts or closes a list or map on one line; whether an entry follows.
    fn goes_on(&mut self, close: u8, is_first: bool) -> Option<bool> {
        if is_first {
            self.at += 1;
            self.skip_blanks();
            if self.byte()? != close {
                return Some(true);
            }
        } else {
            self.skip_blanks();
        }
        let byte = self.byte()?;
        self.at += 1;
        if byte == close {
            return Some(false);
        }
        self.skip_blanks();
        (byte == b',' && !is_first).then_some(true)
    }

    fn double_quoted(&mut self) -> Option<Node<'a>> {
        let start = self.at;
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
        let start = self.at;
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

    fn quoted(&mut self, start: usize, close: usize, text: Cow<'a, str>) -> Node<'a> {
        self.at = close + 1;
        node(start, self.at, Value::Text(text))
    }

    fn plain(&mut self, is_flow: bool) -> Option<Node<'a>> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let is_begun = match *bytes.get(start)? {
            b'-' => bytes.get(start + 1).is_some_and(u8::is_ascii_digit),
            first => first.is_ascii_alphanumeric() || matches!(first, b'(' | b'.' | b'/' | b'_' | 0x80..),
        };
        if !is_begun {
            return None;
        }
        let end = if is_flow { self.flow_end()? } else { self.plain_end()? };
        let text = self.text[start..end].trim_end_matches(' ');
        self.at = start + text.len();
        Some(node(start, self.at, resolve(text)?))
    }

    /// The end of a plain scalar that ends its line, blanks included.
    fn plain_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        for at in memchr3_iter(b'\n', b'#', b':', &bytes[self.at..]).map(|at| self.at + at) {
            match bytes[at] {
                b'\n' => return Some(at),
                b'#' if bytes[at - 1] == b' ' => return Some(at),
                b':' if self.is_gap(at + 1) => return None,
                _ => {}
            }
        }
        Some(bytes.len())
    }

    /// The end of a plain scalar in a list or map on one line, blanks included.
    fn flow_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate().skip(self.at) {
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

/// Whether a plain scalar means nothing or a truth, in any spelling.
fn is_word(text: &str) -> bool {
    text.len() <= 5 && ["true", "false", "null"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What a plain scalar says; `None` where that takes more than a glance.
fn resolve(text: &str) -> Option<Value<'_>> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ if is_word(text) => None,
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
    let is_of_date = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_of_date)
}

/// A decimal number of no more digits than every reader of numbers agrees on.
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
