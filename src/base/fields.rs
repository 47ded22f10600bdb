//! Reads a YAML map key by key into typed values. Each getter reads one key and reports a value of the wrong type at its
//! place; [`Fields::finish`] reports the keys that no getter asked for.

use std::cell::OnceCell;
use std::slice;

use crate::base::code::Code;
use crate::base::finding::{FileFindings, Finding};
use crate::base::path::SourcePath;
use crate::base::span::{Located, Span};
use crate::base::suggest::SuggestionIndex;
use crate::base::yaml::{Entry, Key, Node, Value};

/// The most items that a list may have, unless its reader says otherwise: more than any text needs.
const LIST_LIMIT: usize = 500;

/// A reader for one YAML map.
pub struct Fields<'a> {
    file: &'a SourcePath,
    text: &'a str,
    offset: usize,
    entries: &'a [Entry<'a>],
    asked: Vec<&'static str>,
    /// The most characters of a text.
    text_limit: usize,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Fields<'a> {
    /// Creates a reader for `entries`. They were parsed from `text`, which begins at byte `offset` of `file`.
    pub fn new(
        file: &'a SourcePath,
        text: &'a str,
        offset: usize,
        entries: &'a [Entry<'a>],
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { file, text, offset, entries, asked: Vec::new(), text_limit: usize::MAX, findings }
    }

    /// Limits the characters of each text, here and in maps inside.
    #[must_use]
    pub fn with_text_limit(self, text_limit: usize) -> Self {
        Self { text_limit, ..self }
    }

    /// The file that holds the map.
    pub fn file(&self) -> &'a SourcePath {
        self.file
    }

    /// The source text of a node.
    pub fn raw(&self, node: &Node<'_>) -> &'a str {
        node.span.slice(self.text)
    }

    /// Converts a place in the text into one in the file.
    pub fn span(&self, span: Span) -> Span {
        span.shifted(self.offset)
    }

    /// Adds a finding at a place in the text.
    pub fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report_at(code, self.span(span), message, help);
    }

    /// Adds a finding at a place in the file.
    pub fn report_at(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(code, self.file, message).at(span).help(help));
    }

    /// Adds a finding at a place in the file, and names another place in it.
    pub fn report_beside(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
        (other, label): (Span, &str),
    ) {
        let finding = Finding::new(code, self.file, message).at(span).help(help);
        self.findings.push(finding.related(self.file, Some(other), label));
    }

    /// Adds a finding that refers to several places.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The place of a key in the file; `None` if the map does not have it.
    pub fn key_span(&self, name: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.name == name).map(|(key, _)| self.span(key.span))
    }

    /// All entries.
    pub fn entries(&self) -> &'a [Entry<'a>] {
        self.entries
    }

    /// Reads a key of any type; `None` if it is absent or has no value.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node<'a>> {
        self.asked.push(name);
        self.peek(name)
    }

    /// Reads a key as [`Fields::node`] does, but does not count it as known. For keys whose names come from the
    /// settings: pass those to [`Fields::finish`].
    pub fn peek(&self, name: &str) -> Option<&'a Node<'a>> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.name == name)?;
        (node.value != Value::Null).then_some(node)
    }

    /// Reads a text. Numbers and booleans count as the text that was written.
    pub fn text(&mut self, name: &'static str) -> Option<Located<String>> {
        let node = self.node(name)?;
        self.text_of(name, node)
    }

    /// Reads a text; empty if there is none.
    pub fn text_or_empty(&mut self, name: &'static str) -> String {
        self.text(name).map_or_else(String::new, |text| text.value)
    }

    /// Reads a text into `target`, which keeps its own if there is none.
    pub fn text_into(&mut self, name: &'static str, target: &mut String) {
        if let Some(text) = self.text(name) {
            *target = text.value;
        }
    }

    /// Reads a text from a node below the key `name`.
    pub fn text_of(&mut self, name: &str, node: &'a Node<'a>) -> Option<Located<String>> {
        let text = match &node.value {
            Value::Text(text) => without_controls(text.trim()),
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => self.raw(node).to_owned(),
            _ => {
                self.wrong_type(name, node, "text");
                return None;
            }
        };
        let text = Located::new(text, self.span(node.span));
        Some(self.shortened(name, text, self.text_limit))
    }

    /// Reports a text with more characters than it may have, and cuts it.
    pub fn shortened(&mut self, name: &str, mut text: Located<String>, limit: usize) -> Located<String> {
        if text.value.len() > limit
            && let Some((end, _)) = text.value.char_indices().nth(limit)
        {
            let message = format!("`{name}` has {} characters; {limit} are the most", text.value.chars().count());
            self.report_at(Code::TooManyItems, text.span, message, "shorten it: many pages show it");
            text.value.truncate(end);
        }
        text
    }

    /// Reads `true` or `false`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        let node = self.node(name)?;
        if let Value::Bool(flag) = node.value {
            Some(flag)
        } else {
            self.wrong_type(name, node, "true or false");
            None
        }
    }

    /// Reads a whole number.
    pub fn integer(&mut self, name: &'static str) -> Option<Located<i64>> {
        let node = self.node(name)?;
        if let Value::Int(number) = node.value {
            Some(Located::new(number, self.span(node.span)))
        } else {
            self.wrong_type(name, node, "a whole number");
            None
        }
    }

    /// Reads a number.
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

    /// Reads a list of texts. A single text counts as a list of one.
    pub fn texts(&mut self, name: &'static str) -> Vec<Located<String>> {
        self.items(name).iter().filter_map(|node| self.text_of(name, node)).collect()
    }

    /// Reads a list. A single value counts as a list of one.
    pub fn items(&mut self, name: &'static str) -> &'a [Node<'a>] {
        self.items_up_to(name, LIST_LIMIT)
    }

    /// Reads a list of at most so many items. Reports a longer one and returns its beginning.
    pub fn items_up_to(&mut self, name: &'static str, limit: usize) -> &'a [Node<'a>] {
        self.node(name).map_or(&[], |node| self.items_of(name, node, limit))
    }

    /// Reads a list from a node below the key `name`, as [`Fields::items_up_to`] does.
    pub fn items_of(&mut self, name: &str, node: &'a Node<'a>, limit: usize) -> &'a [Node<'a>] {
        let Value::List(items) = &node.value else { return slice::from_ref(node) };
        match items.get(limit) {
            None => items,
            Some(first) => {
                self.too_many(name, items.len(), limit, self.value_span(first));
                &items[..limit]
            }
        }
    }

    /// Returns the entries of a map up to a limit. Reports a longer one.
    pub fn entries_up_to(&mut self, name: &str, entries: &'a [Entry<'a>], limit: usize) -> &'a [Entry<'a>] {
        match entries.get(limit) {
            None => entries,
            Some((first, _)) => {
                self.too_many(name, entries.len(), limit, first.span);
                &entries[..limit]
            }
        }
    }

    fn too_many(&mut self, name: &str, count: usize, limit: usize, first: Span) {
        let message = format!("`{name}` has {count} items; {limit} are the most");
        self.report(Code::TooManyItems, first, message, "leave out this item and those that follow");
    }

    /// Reads a map.
    pub fn map(&mut self, name: &'static str) -> Option<&'a [Entry<'a>]> {
        let node = self.node(name)?;
        self.map_of(name, node)
    }

    /// Reads a map from a node below the key `name`.
    pub fn map_of(&mut self, name: &str, node: &'a Node<'a>) -> Option<&'a [Entry<'a>]> {
        if let Value::Map(entries) = &node.value {
            Some(entries)
        } else {
            self.wrong_type(name, node, "a map of keys");
            None
        }
    }

    /// Creates a reader for a map inside this one.
    pub fn inner(&mut self, entries: &'a [Entry<'a>]) -> Fields<'_> {
        Fields::new(self.file, self.text, self.offset, entries, self.findings).with_text_limit(self.text_limit)
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

    /// The place to underline for a node: at least one character.
    fn value_span(&self, node: &Node<'_>) -> Span {
        if node.span.end > node.span.start {
            return node.span;
        }
        let start = node.span.start as usize;
        let length = self.text[start.min(self.text.len())..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + length)
    }

    /// Reports every key that no getter asked for, and suggests the nearest known one. `more` are further known keys;
    /// `hint` may give better advice than the nearest spelling.
    pub fn finish(self, code: Code, more: &[&str], hint: impl Fn(&Key<'_>, &Node<'_>) -> Option<String>) {
        let Self { file, offset, entries, asked, findings, .. } = self;
        let known_names = || asked.iter().copied().chain(more.iter().copied());
        let index = OnceCell::new();
        let mut unknown = FileFindings::default();
        for (key, node) in entries {
            if known_names().any(|name| name == key.name) {
                continue;
            }
            if unknown.is_full(code) {
                unknown.count(code);
                continue;
            }
            let help = hint(key, node).unwrap_or_else(|| {
                let index = index.get_or_init(|| SuggestionIndex::new(known_names()));
                index.did_you_mean(&key.name, || {
                    if code == Code::UnknownKey && asked.contains(&"extra") {
                        return "data of your own goes under `extra:`".to_owned();
                    }
                    format!("known here: {}", known_names().collect::<Vec<_>>().join(", "))
                })
            });
            let what = if code == Code::UnknownSetting { "setting" } else { "key" };
            let finding = Finding::new(code, file, format!("unknown {what} `{}`", key.name));
            unknown.push(finding.at(key.span.shifted(offset)).help(help));
        }
        findings.extend(unknown.into_list());
    }
}

/// Removes control characters, which YAML can write as escapes. No page, feed or terminal wants them.
fn without_controls(text: &str) -> String {
    text.replace(|character: char| character.is_control() && character != '\n', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::yaml;

    #[test]
    fn values_are_read_by_type_and_mistakes_reported() {
        let text = "title: \"A\\u0007 b\"\nthemes: trust\nrank: 'three'\nrnak: 3\n";
        let Value::Map(entries) = yaml::parse(text).unwrap().value else { panic!("no map") };
        let (file, mut findings) = (SourcePath::content(), Vec::new());
        let mut fields = Fields::new(&file, text, 4, &entries, &mut findings);
        assert_eq!(fields.text("title").unwrap().value, "A b");
        let themes = fields.texts("themes");
        assert_eq!((&*themes[0].value, themes[0].span), ("trust", Span::new(31, 36)));
        assert_eq!(fields.integer("rank"), None);
        assert_eq!(fields.flag("draft"), None);
        fields.finish(Code::UnknownKey, &[], |_, _| None);
        let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
        assert_eq!(messages, ["`rank` must be a whole number, not text", "unknown key `rnak`"]);
        assert_eq!(findings[1].help.as_deref(), Some("did you mean `rank`?"));
    }
}
