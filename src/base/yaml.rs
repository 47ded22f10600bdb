//! Parses YAML into a tree with the place of every key and value. Knows no schema: `fields` gives keys their meaning.
//! Limits refuse alias bombs and deep nesting.

mod fast_parser;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;
use std::borrow::Cow;
use std::fmt;

use crate::base::span::{Position, Span, offset};

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// The bytes of a scalar. For lists and maps only the start is reliable.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `key:` without a value, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Keys and values, in the order written.
    Map(Vec<Entry<'a>>),
}

/// A key of a map with its value.
pub type Entry<'a> = (Key<'a>, Node<'a>);

/// A key of a map and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'a> {
    /// The key.
    pub name: Cow<'a, str>,
    /// Its bytes.
    pub span: Span,
}

impl Node<'_> {
    /// The type, as findings name it.
    pub fn type_name(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map of keys",
        }
    }

    /// Converts the value to JSON, for data that is passed on to templates.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Int(number) => (*number).into(),
            Value::Float(number) => (*number).into(),
            Value::Text(text) => text.as_ref().into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => {
                let entries = entries.iter().map(|(key, node)| (key.name.clone().into_owned(), node.to_json()));
                serde_json::Value::Object(entries.collect())
            }
        }
    }
}

/// An error of syntax.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// One line that says what is wrong.
    pub message: String,
    /// Advice.
    pub help: &'static str,
    /// The place, in the text that was parsed.
    pub span: Span,
}

/// Advice that helps with most errors of syntax.
const QUOTE: &str = "quote a value that holds `: ` or begins with a special character, and indent with blanks";

/// Parses one YAML document. Places are relative to `text`. An empty text is `Null`.
///
/// # Errors
/// The first error: of syntax, a duplicate key, a second document, or more nesting or repetition than front matter and
/// settings need.
pub fn parse(text: &str) -> Result<Node<'_>, SyntaxError> {
    // With the full parser alone, front matter was a sixth of a build. The fast one needs a tenth of that time.
    fast_parser::parse(text).map_or_else(|| parse_full(text), Ok)
}

/// Parses any YAML, by the library.
fn parse_full(text: &str) -> Result<Node<'static>, SyntaxError> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        budget: serde_yaml::budget! {
            max_depth: 32,
            max_nodes: 50_000,
            max_anchors: 100,
        },
    };
    match serde_yaml::from_str_with_options::<Spanned<Value<'static>>>(text, options) {
        Ok(root) => Ok(node(root)),
        Err(error) => Err(syntax_error(text, &error)),
    }
}

/// Writes a text as a YAML scalar, in quotes only if it would otherwise read as something else.
pub fn quote_if_needed(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && matches!(parse(text).map(|node| node.value), Ok(Value::Text(read)) if read == text);
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

fn syntax_error(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let full = error.without_snippet().to_string();
    // The library counts lines from the start of the front matter; ours are the file's.
    let message = full.rfind(" at line ").map_or(full.as_str(), |at| &full[..at]);
    let (message, help) = match message.split_once(", set DuplicateKeyPolicy") {
        Some((duplicate, _)) => {
            (duplicate.replace("duplicate mapping key:", "the key is given twice:"), "delete one of the two")
        }
        None if message.starts_with("budget breached") => {
            ("more repetition or nesting than a file can need".to_owned(), "write it out, and move data to files")
        }
        None if message.starts_with("tabs") => (message.to_owned(), "indent with blanks"),
        None => (message.to_owned(), QUOTE),
    };
    let start = error.location().map_or(0, |location| {
        let number = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
        offset(text, Position { line: number(location.line()), column: number(location.column()) })
    });
    let end =
        text[start..].chars().next().filter(|&first| first != '\n').map_or(start, |first| start + first.len_utf8());
    SyntaxError { message, help, span: Span::new(start, end) }
}

fn node(spanned: Spanned<Value<'static>>) -> Node<'static> {
    Node { span: span_of(spanned.referenced), value: spanned.value }
}

fn span_of(location: serde_yaml::Location) -> Span {
    let span = location.span();
    let number = |value: Option<u64>| usize::try_from(value.unwrap_or(0)).unwrap_or(usize::MAX);
    let (start, length) = (number(span.byte_offset()), number(span.byte_len()));
    Span::new(start, start.saturating_add(length))
}

impl<'de> Deserialize<'de> for Value<'static> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value<'static>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value<'static>, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'static>, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'static>, E> {
        // No rank, year or share exceeds i64. As a float the number fails their checks and is quoted in the finding.
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'static>, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'static>, E> {
        Ok(Value::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'static>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Spanned<Value<'static>>>()? {
            items.push(node(item));
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'static>, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, value)) = map.next_entry::<Spanned<String>, Spanned<Value<'static>>>()? {
            entries.push((Key { name: key.value.into(), span: span_of(key.referenced) }, node(value)));
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn values_have_their_places() {
        let text = "title: Dïgital\nvotes: {share: 43}\n";
        let Value::Map(entries) = parse(text).unwrap().value else { panic!("no map") };
        assert_eq!(entries[0].1.span.slice(text), "Dïgital");
        assert_eq!(entries[1].0.span.slice(text), "votes");
        let Value::Map(votes) = &entries[1].1.value else { panic!("no map") };
        assert_eq!(votes[0].1.span.slice(text), "43");
    }

    #[test]
    fn a_duplicate_key_is_reported_where_it_is_repeated() {
        let error = parse("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!(error.message, "the key is given twice: a");
        assert_eq!(error.span, Span::new(10, 11));
    }

    #[test]
    fn bombs_are_refused() {
        let mut bomb = String::from("a0: &a0 [x, x]\n");
        for level in 1..30 {
            writeln!(bomb, "a{level}: &a{level} [*a{0}, *a{0}]", level - 1).unwrap();
        }
        assert!(parse(&bomb).is_err());
        assert!(parse(&"[".repeat(10_000)).is_err());
        assert!(parse(&"{a: ".repeat(10_000)).is_err());
    }
}
