//! Sources and quotes, with what is said about each on one line.

use serde::Serialize;

use crate::base::span::Located;
use crate::check::{Quote, Source};
use crate::view::Viewer;

/// A source.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct SourceView {
    pub title: String,
    pub url: String,
    pub author: String,
    pub publisher: String,
    pub year: Option<i64>,
    pub about: String,
}

/// A quote.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct QuoteView {
    pub text: String,
    pub name: String,
    pub role: String,
    pub place: String,
    pub about: String,
}

/// Sources in a language.
pub fn sources(viewer: &Viewer<'_>, language: usize, sources: &[Source]) -> Vec<SourceView> {
    let view = |source: &Source| SourceView {
        title: source.title.clone(),
        url: source.url.clone(),
        author: source.author.clone(),
        publisher: source.publisher.clone(),
        year: source.year,
        about: viewer.about_source(language, source),
    };
    sources.iter().map(view).collect()
}

/// Quotes in a language.
pub fn quotes(viewer: &Viewer<'_>, language: usize, quotes: &[Located<Quote>]) -> Vec<QuoteView> {
    let view = |Located { value: quote, .. }: &Located<Quote>| QuoteView {
        text: quote.text.clone(),
        name: quote.name.clone(),
        role: quote.role.clone(),
        place: quote.place.clone(),
        about: viewer.about_quote(language, quote),
    };
    quotes.iter().map(view).collect()
}

impl Viewer<'_> {
    /// What is said of a source beside its title, with the language's comma between.
    pub fn about_source(&self, language: usize, source: &Source) -> String {
        let year = source.year.map(|year| year.to_string()).unwrap_or_default();
        self.joined(language, [&*source.author, &source.publisher, &year])
    }

    /// Who says something, with the language's comma between.
    pub fn about_quote(&self, language: usize, quote: &Quote) -> String {
        self.joined(language, [&*quote.name, &quote.role, &quote.place])
    }
}
