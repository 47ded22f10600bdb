//! A YAML map read key by key into typed values: each getter takes one key, reports a wrong type at the
//! value's place and goes on; [`Fields::finish`] reports the keys that nothing asked for.

use std::slice;

use crate::base::bytes;
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::base::yaml::{Key, Node, Value};

/// As many keys as most maps are asked for at the most.
const KEYS: usize = 32;

/// Reads the keys of one YAML map.
pub struct Fields<'a> {
    file: &'a SourcePath,
    text: &'a str,
    offset: usize,
    entries: &'a [(Key<'a>, Node<'a>)],
    asked: Vec<&'static str>,
    is_inner: bool,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Fields<'a> {
    /// Reads `entries`, parsed from `text`, which begins at byte `offset` of `file`.
    pub fn new(
        file: &'a SourcePath,
        text: &'a str,
        offset: usize,
        entries: &'a [(Key<'a>, Node<'a>)],
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { file, text, offset, entries, asked: Vec::with_capacity(KEYS), is_inner: false, findings }
    }

    /// The file that is read.
    pub fn file(&self) -> &'a SourcePath {
        self.file
    }

    /// The text of one place, as written.
    pub fn raw(&self, node: &Node<'_>) -> &'a str {
        node.span.slice(self.text)
    }

    /// A place in the map as a place in the file.
    pub fn span(&self, span: Span) -> Span {
        span.shifted(self.offset)
    }

    /// Adds a finding at a place of the map.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report_at(code, self.span(span), message, help);
    }

    /// Adds a finding at a place of the file.
    pub fn report_at(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(code, self.file, message).at(span).help(help));
    }

    /// The key's own place, where it is given.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(key, _)| self.span(key.span))
    }

    /// All entries, as written.
    pub fn entries(&self) -> &'a [(Key<'a>, Node<'a>)] {
        self.entries
    }

    /// The key's node; `None` where it is absent or has no value.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node<'a>> {
        self.asked.push(name);
        self.peek(name)
    }

    /// As [`Fields::node`] for keys whose names come from the settings; they count as known.
    pub fn peek(&self, name: &str) -> Option<&'a Node<'a>> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.name == name)?;
        (node.value != Value::Null).then_some(node)
    }

    /// Text; numbers and booleans are taken as they are written.
    pub fn text(&mut self, name: &'static str) -> Option<Located<String>> {
        let node = self.node(name)?;
        self.text_of(name, node)
    }

    /// Text of a node that belongs to the key `name`.
    pub fn text_of(&mut self, name: &str, node: &'a Node<'a>) -> Option<Located<String>> {
        let text = match &node.value {
            Value::Text(text) => without_controls(text.trim()),
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => self.raw(node).to_owned(),
            _ => {
                self.wrong_type(name, node, "text");
                return None;
            }
        };
        Some(Located::new(text, self.span(node.span)))
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let node = self.node(name)?;
        if let Value::Bool(flag) = node.value {
            Some(flag)
        } else {
            self.wrong_type(name, node, "true or false");
            None
        }
    }

    /// A whole number.
    pub fn integer(&mut self, name: &'static str) -> Option<Located<i64>> {
        let node = self.node(name)?;
        if let Value::Int(number) = node.value {
            Some(Located::new(number, self.span(node.span)))
        } else {
            self.wrong_type(name, node, "a whole number");
            None
        }
    }

    /// Any number.
    pub fn number(&mut self, name: &'static str) -> Option<Located<f64>> {
        let node = self.node(name)?;
        let number = match node.value {
            Value::Int(number) => number as f64,
            Value::Float(number) => number,
            _ => {
                self.wrong_type(name, node, "a number");
                return None;
            }
        };
        Some(Located::new(number, self.span(node.span)))
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, name: &'static str) -> Vec<Located<String>> {
        self.items(name).iter().filter_map(|node| self.text_of(name, node)).collect()
    }

    /// The items of a list; a single value counts as a list of one.
    pub fn items(&mut self, name: &'static str) -> &'a [Node<'a>] {
        self.node(name).map_or(&[], Self::items_of)
    }

    /// The items of a node that may be a list.
    pub fn items_of(node: &'a Node<'a>) -> &'a [Node<'a>] {
        match &node.value {
            Value::List(items) => items,
            _ => slice::from_ref(node),
        }
    }

    /// The map under a key.
    pub fn map(&mut self, name: &'static str) -> Option<&'a [(Key<'a>, Node<'a>)]> {
        let node = self.node(name)?;
        self.map_of(name, node)
    }

    /// The map of a node that belongs to the key `name`.
    pub fn map_of(&mut self, name: &str, node: &'a Node<'a>) -> Option<&'a [(Key<'a>, Node<'a>)]> {
        if let Value::Map(entries) = &node.value {
            Some(entries)
        } else {
            self.wrong_type(name, node, "a map of keys");
            None
        }
    }

    /// A reader for a map inside this one.
    pub fn inner(&mut self, entries: &'a [(Key<'a>, Node<'a>)]) -> Fields<'_> {
        Fields {
            file: self.file,
            text: self.text,
            offset: self.offset,
            entries,
            asked: Vec::new(),
            is_inner: true,
            findings: self.findings,
        }
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type(&mut self, name: &str, node: &Node<'_>, wanted: &str) {
        let message = format!("`{name}` must be {wanted}, not {}", node.type_name());
        let help = match (&node.value, wanted) {
            (Value::Text(text), "true or false") if matches!(&*text.to_lowercase(), "yes" | "on" | "no" | "off") => {
                "in YAML 1.2 the words are `true` and `false`".to_owned()
            }
            (Value::Text(text), "a whole number" | "a number") if text.parse::<f64>().is_ok() => {
                format!("write `{name}: {text}` without quotes")
            }
            _ => format!("write {wanted}"),
        };
        let span = self.value_span(node);
        self.report(Code::WrongType, span, message, help);
    }

    /// A visible place for a node: the first character at least.
    fn value_span(&self, node: &Node<'_>) -> Span {
        if node.span.end > node.span.start {
            return node.span;
        }
        let start = node.span.start as usize;
        let length = self.text[start.min(self.text.len())..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    /// Reports every key that nothing asked for, with the nearest that is known. `more` are known keys
    /// whose names come from the settings; `hint` may know better than the nearest spelling.
    pub fn finish(self, code: Code, more: &[&str], hint: impl Fn(&Key<'_>, &Node<'_>) -> Option<String>) {
        let Self { file, offset, entries, asked, is_inner, findings, .. } = self;
        let known = || asked.iter().copied().chain(more.iter().copied());
        for (key, node) in entries {
            if known().any(|name| name == key.name) {
                continue;
            }
            let help = hint(key, node).unwrap_or_else(|| {
                suggest::did_you_mean(&key.name, known(), || match code {
                    Code::UnknownKey if !is_inner => "data of your own goes under `extra:`".to_owned(),
                    _ => format!("known here: {}", known().collect::<Vec<_>>().join(", ")),
                })
            });
            let what = if code == Code::UnknownSetting { "setting" } else { "key" };
            let finding = Finding::new(code, file, format!("unknown {what} `{}`", key.name));
            findings.push(finding.at(key.span.shifted(offset)).help(help));
        }
    }
}

/// YAML can write control characters by escape; no page, feed or terminal wants them.
fn without_controls(text: &str) -> String {
    // Every control begins with one of these bytes; nearly no text has any.
    if !bytes::any(text.as_bytes(), |byte| (byte < b' ') | bytes::is_one_of(byte, b"\x7f\xc2")) {
        return text.to_owned();
    }
    text.replace(|one: char| one.is_control() && one != '\n', "")
}
