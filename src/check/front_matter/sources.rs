//! `sources:` in front matter: the literature that a report or an edition rests on.

use crate::base::fields::Fields;
use crate::check::front_matter::list_items::{read_list, read_text, read_url};

/// A source.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its address; may be empty.
    pub url: String,
    /// Its author; may be empty.
    pub author: String,
    /// Its publisher; may be empty.
    pub publisher: String,
    /// The year in which it came out.
    pub year: Option<i64>,
}

/// Reads `sources`. A source needs a title or an address.
pub fn read(fields: &mut Fields<'_>) -> Vec<Source> {
    read_list(fields, "sources", "`{title: …, url: …, year: …}`", |fields, text| {
        let [title, author, publisher] = ["title", "author", "publisher"].map(|key| read_text(fields, key));
        let (url, year) = (read_url(fields), fields.integer("year").map(|year| year.value));
        let title = text.map(|text| text.value).or(title).or_else(|| url.clone())?;
        let [author, publisher, url] = [author, publisher, url].map(Option::unwrap_or_default);
        Some(Source { title, url, author, publisher, year })
    })
}
