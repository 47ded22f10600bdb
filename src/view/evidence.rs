//! Sources and quotes, each with the details about it joined to one line.

use serde::Serialize;

use crate::check::{Quote, Source};
use crate::view::Viewer;

/// A source.
#[derive(Debug, Serialize)]
pub struct SourceView<'a> {
    pub title: &'a str,
    pub url: &'a str,
    pub author: &'a str,
    pub publisher: &'a str,
    pub year: Option<i64>,
    /// Author, publisher and year, with the language's comma between them.
    pub about: String,
}

/// A quote.
#[derive(Debug, Serialize)]
pub struct QuoteView<'a> {
    pub text: &'a str,
    pub name: &'a str,
    pub role: &'a str,
    pub place: &'a str,
    /// Name, role and place, with the language's comma between them.
    pub about: String,
}

impl<'a> SourceView<'a> {
    /// Shows a source in a language.
    pub fn new(viewer: &Viewer<'_>, language: usize, source: &'a Source) -> Self {
        let year = source.year.map_or_else(String::new, |year| year.to_string());
        Self {
            title: &source.title,
            url: &source.url,
            author: &source.author,
            publisher: &source.publisher,
            year: source.year,
            about: viewer.joined(language, [&*source.author, &source.publisher, &year]),
        }
    }
}

impl<'a> QuoteView<'a> {
    /// Shows a quote in a language.
    pub fn new(viewer: &Viewer<'_>, language: usize, quote: &'a Quote) -> Self {
        Self {
            text: &quote.text,
            name: &quote.name,
            role: &quote.role,
            place: &quote.place,
            about: viewer.joined(language, [&*quote.name, &quote.role, &quote.place]),
        }
    }
}
