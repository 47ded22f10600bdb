//! `examples:` in front matter: cases of a trend in the world.

use crate::base::fields::Fields;
use crate::check::front_matter::list_items::{read_list, read_text, read_url};

/// An example.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Example {
    /// A short name; may be empty.
    pub title: String,
    /// The story; may be empty.
    pub text: String,
    /// The place; may be empty.
    pub place: String,
    /// The address of a page with more; may be empty.
    pub url: String,
}

/// Reads `examples`. An example needs a title or a text.
pub fn read(fields: &mut Fields<'_>) -> Vec<Example> {
    read_list(fields, "examples", "`{title: …, text: …, place: …}`", |fields, item| {
        let title = read_text(fields, "title");
        let text = read_text(fields, "text").or(item.map(|item| item.value));
        let (place, url) = (read_text(fields, "place").unwrap_or_default(), read_url(fields).unwrap_or_default());
        if title.is_none() && text.is_none() {
            return None;
        }
        Some(Example { title: title.unwrap_or_default(), text: text.unwrap_or_default(), place, url })
    })
}
