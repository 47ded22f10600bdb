//! A report with all that its file says beside the text: shown on its own page and as a chapter of the print edition.

use serde::Serialize;
use std::borrow::Cow;
use tera::Value;

use crate::base::slug::slug;
use crate::base::span::Located;
use crate::check::{self, Example, Quote, Source};
use crate::link::Page;
use crate::view::Viewer;
use crate::view::evidence::{QuoteView, SourceView};

/// The fields of a report beyond those of its card. A list that a translation leaves out is the original's.
#[derive(Debug, Serialize)]
pub struct FullReport<'a> {
    /// The summary as written; may be empty.
    pub lead: &'a str,
    /// The number of words of its text.
    pub words: usize,
    /// The minutes that reading takes.
    pub minutes: usize,
    /// The day of the last change; may be empty.
    pub updated: String,
    pub sources: Vec<SourceView<'a>>,
    pub examples: &'a [Example],
    pub quotes: Vec<QuoteView<'a>>,
    pub actions: &'a [String],
    pub questions: &'a [String],
    /// The readers it is for, in words of the skin where it has them.
    pub audience: Vec<Cow<'a, str>>,
    /// Its earlier titles.
    pub formerly: &'a [String],
    pub extra: Option<&'a serde_json::Value>,
}

const WORDS_PER_MINUTE: usize = 220;

/// Returns what a page shows of a report beyond its card.
pub fn full_report<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> FullReport<'a> {
    let (site, language) = (viewer.site, page.language);
    let texts = &site.reports[number].texts;
    let original = site.report_entry(number);
    let local = site.report_text(number, language);
    let words = texts[language].or(texts[0]).map_or(0, |file| site.files[file].prose().words);
    let front_matter = local.or(original).map(|entry| &entry.common);
    let updated = front_matter.and_then(|words| words.dates.updated);
    let sources: &[Source] = list(local, original, |entry| &entry.sources);
    let quotes: &[Located<Quote>] = list(local, original, |entry| &entry.quotes);
    let audience: &[String] = list(local, original, |entry| &entry.audience);
    FullReport {
        lead: front_matter.map_or("", |words| &words.summary),
        words,
        minutes: words.div_ceil(WORDS_PER_MINUTE).max(1),
        updated: updated.map_or_else(String::new, |date| date.to_string()),
        sources: sources.iter().map(|source| SourceView::new(viewer, language, source)).collect(),
        examples: list(local, original, |entry| &entry.examples),
        quotes: quotes.iter().map(|quote| QuoteView::new(viewer, language, &quote.value)).collect(),
        actions: list(local, original, |entry| &entry.actions),
        questions: list(local, original, |entry| &entry.questions),
        audience: audience.iter().map(|id| audience_name(viewer, language, id)).collect(),
        formerly: list(local, original, |entry| &entry.formerly),
        extra: front_matter.map(|words| &words.extra),
    }
}

/// Returns the template's value of a report: the fields of its card and of [`FullReport`]. Joined as maps, because
/// flattening by serde costs three times as much.
pub fn report_value(viewer: &Viewer<'_>, language: usize, number: usize, full: &FullReport<'_>) -> Value {
    let mut fields = viewer.card(language, number).value().clone().into_map().unwrap_or_default();
    fields.extend(Value::from_serializable(full).into_map().unwrap_or_default());
    fields.into()
}

/// Returns the skin's name of a group of readers, else its id in words.
fn audience_name<'a>(viewer: &Viewer<'_>, language: usize, id: &'a str) -> Cow<'a, str> {
    match viewer.plain_word(language, &["audience-", &slug(id)].concat()) {
        name if name.is_empty() => id.replace('-', " ").into(),
        name => name.into(),
    }
}

/// Returns a list of a translation or, where it leaves the list out, the original's.
fn list<'a, T>(
    local: Option<&'a check::Report>,
    original: Option<&'a check::Report>,
    get: fn(&check::Report) -> &Vec<T>,
) -> &'a [T] {
    let translated = local.map(get).filter(|list| !list.is_empty());
    translated.or(original.map(get)).map_or(&[], Vec::as_slice)
}
