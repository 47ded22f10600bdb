//! What the pages that show a report whole have in common: its own and its edition's print page.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use tera::Value;

use crate::base::slug::slug;
use crate::base::span::Located;
use crate::check::{self, Example, Quote, Source};
use crate::link::Page;
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::evidence;
use crate::view::shared::Shared;

/// A report without its text: what stands with it in its file, in a language or else in the original's words.
#[derive(Debug)]
pub struct Whole<'a> {
    /// The summary as written; may be empty.
    pub lead: &'a str,
    /// Words of its text.
    pub words: usize,
    /// Minutes that reading takes.
    pub minutes: usize,
    /// The day of the last change; may be empty.
    pub updated: String,
    /// Where its claims come from.
    pub sources: &'a [Source],
    /// Cases.
    pub examples: &'a [Example],
    /// Voices.
    pub quotes: &'a [Located<Quote>],
    /// What to do.
    pub actions: &'a [String],
    /// What to discuss.
    pub questions: &'a [String],
    /// Whom it is for: words of the skin, or their own.
    audience: &'a [String],
    /// Its earlier titles.
    pub formerly: &'a [String],
    /// What templates of the site know of it.
    extra: Option<&'a serde_json::Value>,
}

/// Words that a reader reads in a minute.
const WORDS_A_MINUTE: usize = 220;

impl<'a> Whole<'a> {
    /// What a page shows of a report.
    pub fn new(viewer: &Viewer<'a>, page: Page, number: usize) -> Self {
        let (site, language) = (viewer.site, page.language);
        let texts = &site.reports[number].texts;
        let original = site.report_entry(number);
        let local = site.report_text(number, language);
        let words = texts[language].or(texts[0]).map_or(0, |file| site.files[file].prose().words);
        let of_words = local.or(original).map(|entry| &entry.words);
        let updated = of_words.and_then(|words| words.dates.updated).map(|date| date.to_string()).unwrap_or_default();
        Self {
            lead: of_words.map(|words| &*words.summary).unwrap_or_default(),
            words,
            minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
            updated,
            sources: list(local, original, |entry| &entry.sources),
            examples: list(local, original, |entry| &entry.examples),
            quotes: list(local, original, |entry| &entry.quotes),
            actions: list(local, original, |entry| &entry.actions),
            questions: list(local, original, |entry| &entry.questions),
            audience: list(local, original, |entry| &entry.audience),
            formerly: list(local, original, |entry| &entry.formerly),
            extra: of_words.map(|words| &words.extra),
        }
    }

    /// Whom it is for, in words of the skin where it has them.
    pub fn audience(&self, viewer: &Viewer<'_>, language: usize) -> impl Iterator<Item = String> {
        self.audience.iter().map(move |id| match viewer.say(language, &["audience-", &slug(id)].concat(), &[]) {
            word if word.is_empty() => id.replace('-', " "),
            word => word,
        })
    }

    /// The same as templates take it, with the fields of the report's card.
    pub fn value(&self, viewer: &Viewer<'_>, language: usize, number: usize) -> Shared<ReportFull> {
        let card = viewer.card(language, number).value().as_map().into_iter().flatten();
        let mut fields: Vec<(&'static str, Value)> = Vec::with_capacity(Card::FIELDS.len() + 12);
        fields.extend(Card::FIELDS.into_iter().zip(card.map(|(_, value)| value.clone())));
        let lists = [
            ("lead", value(self.lead)),
            ("words", value(&self.words)),
            ("minutes", value(&self.minutes)),
            ("updated", value(&self.updated)),
            ("sources", value(&evidence::sources(viewer, language, self.sources))),
            ("examples", value(self.examples)),
            ("quotes", value(&evidence::quotes(viewer, language, self.quotes))),
            ("actions", value(self.actions)),
            ("questions", value(self.questions)),
            ("audience", value(&self.audience(viewer, language).collect::<Vec<_>>())),
            ("formerly", value(self.formerly)),
            ("extra", value(&self.extra)),
        ];
        fields.extend(lists);
        Shared::new(&ReportFull(fields))
    }
}

/// A report, whole, without its text: the fields of its card, and those of [`Whole`].
#[derive(Debug)]
pub struct ReportFull(Vec<(&'static str, Value)>);

/// By hand, because flattening by serde costs three times as much.
impl Serialize for ReportFull {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(fields) = self;
        let mut report = serializer.serialize_struct("ReportFull", fields.len())?;
        for (name, value) in fields {
            report.serialize_field(name, value)?;
        }
        report.end()
    }
}

fn value<T: Serialize + ?Sized>(part: &T) -> Value {
    Value::from_serializable(part)
}

/// A list of a translation; where it leaves it out, the original's.
fn list<'a, T>(
    local: Option<&'a check::Report>,
    original: Option<&'a check::Report>,
    get: fn(&check::Report) -> &Vec<T>,
) -> &'a [T] {
    let own = local.map(get).filter(|list| !list.is_empty());
    own.or(original.map(get)).map(Vec::as_slice).unwrap_or_default()
}
