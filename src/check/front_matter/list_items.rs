//! Reads lists of maps (`sources`, `examples`, `quotes`), in which a plain text stands for a map with one key.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::{Located, Span};
use crate::base::yaml::{Key, Node, Value};

/// Reads the list `name`. `read` reads one item, from the keys of a map or from a plain text, and returns `None` if the
/// item lacks what it needs; `example` shows the keys of an item in the help text. `read` must ask for every key before
/// it gives up, or the others would be reported as unknown.
pub fn read_list<T>(
    fields: &mut Fields<'_>,
    name: &'static str,
    example: &str,
    mut read: impl FnMut(&mut Fields<'_>, Option<Located<String>>) -> Option<T>,
) -> Vec<T> {
    let mut items = Vec::new();
    for node in fields.items(name) {
        if let Value::Map(entries) = &node.value {
            let mut inner = fields.inner(entries);
            let item = read(&mut inner, None);
            inner.finish(Code::UnknownKey, &[], |_, _| None);
            if item.is_none() {
                let message = format!("an item of `{name}` lacks what it needs");
                fields.report(Code::WrongType, map_span(entries, node), message, format!("write {example}"));
            }
            items.extend(item);
        } else if let Some(text) = fields.text_of(name, node) {
            items.extend(read(&mut fields.inner(&[]), Some(text)));
        }
    }
    // The list lives as long as the site. Most have one item, and a Vec makes room for four.
    items.shrink_to_fit();
    items
}

/// The place of a map: that of its first key, because its own may be empty.
pub fn map_span(entries: &[(Key<'_>, Node<'_>)], node: &Node<'_>) -> Span {
    entries.first().map_or(node.span, |(key, _)| key.span)
}

/// Reads a text; a blank one counts as absent.
pub fn read_text(fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    fields.text(name).map(|text| text.value).filter(|text| !text.is_empty())
}

/// Reads `url`, an address that a page may link to.
pub fn read_url(fields: &mut Fields<'_>) -> Option<String> {
    let url = read_text(fields, "url")?;
    let is_web = ["https://", "http://", "mailto:"].iter().any(|scheme| url.to_ascii_lowercase().starts_with(scheme));
    if is_web && !url.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Some(url);
    }
    if let Some(node) = fields.peek("url") {
        let message = format!("`{url}` is no address of the web");
        fields.report(Code::UnsafeLink, node.span, message, "begin it with `https://`");
    }
    None
}
