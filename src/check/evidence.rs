//! What a report rests on: sources, examples, voices.

use crate::base::fields::Fields;
use crate::base::span::Located;

/// Where a claim comes from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its address; may be empty.
    pub url: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// Who published it; may be empty.
    pub publisher: String,
    /// The year it came out.
    pub year: Option<i64>,
}

/// A case of the trend in the world.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Example {
    /// A short name; may be empty.
    pub title: String,
    /// What happened.
    pub text: String,
    /// Where; may be empty.
    pub place: String,
    /// Where to read more; may be empty.
    pub url: String,
}

/// A voice.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// What was said.
    pub text: String,
    /// By whom; may be empty.
    pub name: String,
    /// In which role; may be empty.
    pub role: String,
    /// From where; may be empty.
    pub place: String,
}

/// Reads `sources`.
pub fn sources(fields: &mut Fields<'_>) -> Vec<Source> {
    let read = |fields: &mut Fields<'_>, text: Option<Located<String>>| {
        // Every key is asked for before the item is judged, or the rest would count as unknown.
        let [title, author, publisher] = ["title", "author", "publisher"].map(|key| word(fields, key));
        let (url, year) = (address(fields), fields.integer("year").map(|year| year.value));
        let title = text.map(|text| text.value).or(title).or_else(|| url.clone())?;
        let [author, publisher, url] = [author, publisher, url].map(Option::unwrap_or_default);
        Some(Source { title, url, author, publisher, year })
    };
    super::each(fields, "sources", read, "`{title: …, url: …, year: …}`")
}

/// Reads `examples`.
pub fn examples(fields: &mut Fields<'_>) -> Vec<Example> {
    let read = |fields: &mut Fields<'_>, text: Option<Located<String>>| {
        let title = word(fields, "title");
        let long = word(fields, "text").or(text.map(|text| text.value));
        let (place, url) = (word(fields, "place").unwrap_or_default(), address(fields).unwrap_or_default());
        if title.is_none() && long.is_none() {
            return None;
        }
        Some(Example { title: title.unwrap_or_default(), text: long.unwrap_or_default(), place, url })
    };
    super::each(fields, "examples", read, "`{title: …, text: …, place: …}`")
}

/// Reads `quotes`.
pub fn quotes(fields: &mut Fields<'_>) -> Vec<Located<Quote>> {
    let read = |fields: &mut Fields<'_>, text: Option<Located<String>>| {
        let said = word(fields, "text").or(text.map(|text| text.value));
        let [name, role, place] = ["name", "role", "place"].map(|key| word(fields, key).unwrap_or_default());
        let span = fields.peek("text").map(|node| fields.span(node.span)).unwrap_or_default();
        Some(Located::new(Quote { text: said?, name, role, place }, span))
    };
    super::each(fields, "quotes", read, "`{text: …, name: …, role: …}`")
}

fn word(fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    fields.text(name).map(|text| text.value).filter(|text| !text.is_empty())
}

/// A `url` that a page may link to.
fn address(fields: &mut Fields<'_>) -> Option<String> {
    use crate::base::code::Code;
    let url = word(fields, "url")?;
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
