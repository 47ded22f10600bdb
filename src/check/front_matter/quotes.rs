//! `quotes:` in front matter: voices about a trend.

use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::check::front_matter::list_items::{read_list, read_text};

/// A quote.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// The speaker's name; may be empty.
    pub name: String,
    /// The speaker's role; may be empty.
    pub role: String,
    /// The speaker's place; may be empty.
    pub place: String,
}

/// Reads `quotes`. A quote needs a text.
pub fn read(fields: &mut Fields<'_>) -> Vec<Located<Quote>> {
    read_list(fields, "quotes", "`{text: …, name: …, role: …}`", |fields, item| {
        let text = read_text(fields, "text").or(item.map(|item| item.value));
        let [name, role, place] = ["name", "role", "place"].map(|key| read_text(fields, key).unwrap_or_default());
        let span = fields.peek("text").map(|node| fields.span(node.span)).unwrap_or_default();
        Some(Located::new(Quote { text: text?, name, role, place }, span))
    })
}
