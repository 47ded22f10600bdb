//! Lists of names, as `tags` and `themes` have them. One text with commas is taken apart, and reported with the list
//! written out.

use std::slice;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::base::yaml::{Node, Value, quote_if_needed};
use crate::check::front_matter::PAGES_LIMIT;

/// The characters between the names in a text that should be a list.
const SEPARATORS: [char; 2] = [',', ';'];

/// Reads the list of names under a key. A name alone counts as a list of one.
pub fn read(fields: &mut Fields<'_>, key: &'static str) -> Vec<Located<String>> {
    let Some(node) = fields.node(key) else { return Vec::new() };
    let mut parts = peek(node);
    if matches!(node.value, Value::List(_)) || parts.len() < 2 {
        let items = fields.items_of(key, node, PAGES_LIMIT);
        return items.iter().filter_map(|item| fields.text_of(key, item)).collect();
    }
    // What follows becomes a finding once this is a list.
    parts.truncate(PAGES_LIMIT);
    let help = format!("write `{key}: {}`", yaml_list(&parts));
    fields.report(Code::WrongType, node.span, format!("`{key}` must be a list, not one text with commas"), help);
    let span = fields.span(node.span);
    parts.into_iter().map(|name| Located::new(name.to_owned(), span)).collect()
}

/// Returns the names in a value, whatever its key: the texts of a list, or the parts of one text.
pub fn peek<'a>(node: &'a Node<'_>) -> Vec<&'a str> {
    let (items, is_list) = match &node.value {
        Value::List(items) => (&items[..], true),
        _ => (slice::from_ref(node), false),
    };
    let texts = items.iter().filter_map(|item| match &item.value {
        Value::Text(text) => Some(&**text),
        _ => None,
    });
    let parts = texts.flat_map(|text| text.split(move |character| !is_list && SEPARATORS.contains(&character)));
    parts.map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Writes names as a list: `[hurdle, digital equity]`.
pub fn yaml_list(names: &[impl AsRef<str>]) -> String {
    let quoted = |name: &str| match quote_if_needed(name) {
        plain if plain == name && name.contains([',', '[', ']', '{', '}']) => format!("\"{name}\""),
        quoted => quoted,
    };
    format!("[{}]", names.iter().map(|name| quoted(name.as_ref())).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::yaml_list;

    #[test]
    fn names_are_quoted_where_a_list_would_read_them_otherwise() {
        let names = ["hurdle", "digital equity", "a, b", "[x]", "2026", "K-12: now", "true", "数字公平"];
        let list = yaml_list(&names);
        assert_eq!(list, r#"[hurdle, digital equity, "a, b", "[x]", "2026", "K-12: now", "true", 数字公平]"#);
        let crate::base::yaml::Value::List(items) = crate::base::yaml::parse(&list).unwrap().value else { panic!() };
        let read: Vec<_> = items.iter().map(crate::base::yaml::Node::to_json).collect();
        assert_eq!(read, names);
    }
}
