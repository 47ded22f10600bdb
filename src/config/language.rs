//! The languages of a site, and its own texts in each: title, labels, kinds and relations.

use crate::base::{Code, Fields};
use crate::config::audience::{self, Audience, audiences};
use crate::config::kind::{Kind, kinds};
use crate::config::relation::{RelationType, relations};
use crate::config::{DEFAULTS, entries, report_bad_value};

/// The most languages that a site may have. Pages for themes, kinds and lists exist in each, and name the others.
const LIMIT: usize = 50;

/// A language, and the site's own texts in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// A BCP 47 tag: `en`, `es`, `zh-Hans`.
    pub tag: String,
    /// The name of the language in that language: `Español`.
    pub label: String,
    /// The site's title.
    pub title: String,
    /// The author in citations; may be empty.
    pub author: String,
    /// A description of the site in a sentence; may be empty.
    pub description: String,
    /// A sentence at the foot of every page; may be empty.
    pub notice: String,
    /// The word for themes.
    pub theme_label: Plural,
    /// The kinds, in the order of the settings.
    pub kinds: Vec<Kind>,
    /// The relations, in the order of the settings.
    pub relations: Vec<RelationType>,
    /// The audiences that the site knows: the built-in ones, then those of the settings.
    pub audiences: Vec<Audience>,
}

impl Language {
    /// The author in citations, or the title if there is none.
    pub fn cited_author(&self) -> &str {
        if self.author.is_empty() { &self.title } else { &self.author }
    }
}

/// A word in singular and plural.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Plural {
    /// The singular.
    pub one: String,
    /// The plural.
    pub other: String,
}

/// Reads the default language from the top level of the settings, and further ones from `languages:`.
pub fn languages(fields: &mut Fields<'_>) -> Vec<Language> {
    let tag = fields.text("default_language").map_or_else(|| "en".to_owned(), |tag| tag.value);
    if !is_tag(&tag) {
        report_bad_value(fields, "default_language", "must be a language tag", "such as `en`, `es` or `zh-Hans`");
    }
    let mut default = default_language(fields, tag);
    let mut additional = Vec::new();
    let entries = fields.map("languages").unwrap_or_default();
    for (key, node) in fields.entries_up_to("languages", entries, LIMIT - 1) {
        let Some(entries) = fields.map_of(&key.name, node) else { continue };
        if !is_tag(&key.name) {
            let message = format!("`{}` is not a language tag", key.name);
            fields.report(Code::BadSetting, key.span, message, "such as `en`, `es` or `zh-Hans`");
            continue;
        }
        let inner = fields.inner(entries);
        if key.name == default.tag {
            default = with_overrides(inner, default.clone());
        } else {
            let (tag, label) = (key.name.to_string(), key.name.to_string());
            additional.push(with_overrides(inner, Language { tag, label, ..default.clone() }));
        }
    }
    let mut languages = vec![default];
    languages.extend(additional);
    languages
}

fn default_language(fields: &mut Fields<'_>, tag: String) -> Language {
    let title = fields.text_or_empty("title");
    // The built-in settings have no mistakes.
    let mut findings = Vec::new();
    let built_in = entries(fields.file(), DEFAULTS, &mut findings);
    let mut defaults = Fields::new(fields.file(), DEFAULTS, 0, &built_in, &mut findings);
    let own_kinds = kinds(fields, None);
    let has_own_kinds = own_kinds.is_some();
    let kinds = own_kinds.or_else(|| kinds(&mut defaults, None)).unwrap_or_default();
    let mut relation_types = relations(fields, &kinds, None);
    if !has_own_kinds {
        relation_types = relation_types.or_else(|| relations(&mut defaults, &kinds, None));
    }
    let theme_label = theme_label(fields).or_else(|| theme_label(&mut defaults));
    let mut known_audiences = audience::built_in();
    audiences(fields, &mut known_audiences, true);
    Language {
        label: fields.text("language_label").map_or_else(|| tag.clone(), |label| label.value),
        tag,
        title,
        author: fields.text_or_empty("author"),
        description: fields.text_or_empty("description"),
        notice: fields.text_or_empty("notice"),
        theme_label: theme_label.unwrap_or(Plural { one: String::new(), other: String::new() }),
        kinds,
        relations: relation_types.unwrap_or_default(),
        audiences: known_audiences,
    }
}

/// Reads the texts under `languages: {<tag>: …}` over those of `language`.
fn with_overrides(mut fields: Fields<'_>, mut language: Language) -> Language {
    fields.text_into("label", &mut language.label);
    fields.text_into("title", &mut language.title);
    fields.text_into("author", &mut language.author);
    fields.text_into("description", &mut language.description);
    fields.text_into("notice", &mut language.notice);
    if let Some(label) = theme_label(&mut fields) {
        language.theme_label = label;
    }
    if let Some(kinds) = kinds(&mut fields, Some(&language.kinds)) {
        language.kinds = kinds;
    }
    if let Some(relations) = relations(&mut fields, &language.kinds, Some(&language.relations)) {
        language.relations = relations;
    }
    audiences(&mut fields, &mut language.audiences, false);
    fields.finish(Code::UnknownSetting, &[], |_, _| None);
    language
}

fn theme_label(fields: &mut Fields<'_>) -> Option<Plural> {
    let entries = fields.map("theme_label")?;
    let mut inner = fields.inner(entries);
    let (one, other) = (inner.text("one"), inner.text("other"));
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    let other = other.map(|text| text.value);
    let one = one.map(|text| text.value).or_else(|| other.clone())?;
    Some(Plural { other: other.unwrap_or_else(|| one.clone()), one })
}

/// Returns true if a text has the form of a BCP 47 language tag.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
