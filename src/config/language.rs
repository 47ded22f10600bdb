//! What a site says of itself in each of its languages: title, labels, kinds and relations.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::Finding;
use crate::base::yaml::{Key, Node};
use crate::config::kind::{self, Kind, RelationType};

/// One language of the site and the site's own words in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// A BCP 47 tag: `en`, `es`, `zh-Hans`.
    pub tag: String,
    /// Its name in itself: `Español`.
    pub label: String,
    /// The site's title.
    pub title: String,
    /// Who is cited as the author of its reports; may be empty.
    pub author: String,
    /// What the site is, in a sentence; may be empty.
    pub description: String,
    /// A sentence that every page shows at its foot; may be empty.
    pub notice: String,
    /// What themes are called.
    pub theme_label: Plural,
    /// The kinds, in the order of the settings.
    pub kinds: Vec<Kind>,
    /// The relations, in the order of the settings.
    pub relations: Vec<RelationType>,
}

impl Language {
    /// Whom citations name as the author: where nobody is named, the site by its title.
    pub fn cited_author(&self) -> &str {
        if self.author.is_empty() { &self.title } else { &self.author }
    }
}

/// A word for one and for several.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Plural {
    /// For one.
    pub one: String,
    /// For several.
    pub other: String,
}

/// Reads the site's words: in the default language from the settings themselves, in others from `languages:`.
pub fn languages(fields: &mut Fields<'_>, built_in: &[(Key, Node)]) -> Vec<Language> {
    let tag = fields.text("default_language").map_or_else(|| "en".to_owned(), |tag| tag.value);
    if !is_tag(&tag) {
        super::bad(fields, "default_language", "must be a language tag", "such as `en`, `es` or `zh-Hans`");
    }
    let mut default = default_language(fields, built_in, tag);
    let mut others = Vec::new();
    for (key, node) in fields.map("languages").unwrap_or_default() {
        let Some(entries) = fields.map_of(&key.name, node) else { continue };
        if !is_tag(&key.name) {
            let message = format!("`{}` is not a language tag", key.name);
            fields.report(Code::BadSetting, key.span, message, "such as `en`, `es` or `zh-Hans`");
            continue;
        }
        let inner = fields.inner(entries);
        if key.name == default.tag {
            default = overlaid(inner, default.clone());
        } else {
            others.push(overlaid(
                inner,
                Language { tag: key.name.to_string(), label: key.name.to_string(), ..default.clone() },
            ));
        }
    }
    let mut languages = vec![default];
    languages.extend(others);
    languages
}

fn default_language(fields: &mut Fields<'_>, built_in: &[(Key, Node)], tag: String) -> Language {
    let title = fields.text("title");
    let mut nothing = Vec::<Finding>::new();
    let file = fields.file();
    let mut defaults = Fields::new(file, include_str!("defaults.yaml"), 0, built_in, &mut nothing);
    let own_kinds = kind::kinds(fields, None);
    let kinds = own_kinds.clone().or_else(|| kind::kinds(&mut defaults, None)).unwrap_or_default();
    let relations = kind::relations(fields, &kinds, None);
    let relations = match (relations, own_kinds) {
        (Some(relations), _) => relations,
        (None, Some(_)) => Vec::new(),
        (None, None) => kind::relations(&mut defaults, &kinds, None).unwrap_or_default(),
    };
    let theme_label = plural(fields).or_else(|| plural(&mut defaults));
    Language {
        label: fields.text("language_label").map_or_else(|| tag.clone(), |label| label.value),
        tag,
        title: title.map(|title| title.value).unwrap_or_default(),
        author: fields.text("author").map(|text| text.value).unwrap_or_default(),
        description: fields.text("description").map(|text| text.value).unwrap_or_default(),
        notice: fields.text("notice").map(|text| text.value).unwrap_or_default(),
        theme_label: theme_label.unwrap_or(Plural { one: String::new(), other: String::new() }),
        kinds,
        relations,
    }
}

/// The words that `languages: {<tag>: …}` gives, over those of the default language.
fn overlaid(mut fields: Fields<'_>, mut language: Language) -> Language {
    for (name, target) in [
        ("label", &mut language.label),
        ("title", &mut language.title),
        ("author", &mut language.author),
        ("description", &mut language.description),
        ("notice", &mut language.notice),
    ] {
        if let Some(text) = fields.text(name) {
            *target = text.value;
        }
    }
    if let Some(label) = plural(&mut fields) {
        language.theme_label = label;
    }
    if let Some(kinds) = kind::kinds(&mut fields, Some(&language.kinds)) {
        language.kinds = kinds;
    }
    if let Some(relations) = kind::relations(&mut fields, &language.kinds, Some(&language.relations)) {
        language.relations = relations;
    }
    fields.finish(Code::UnknownSetting, &[], |_, _| None);
    language
}

fn plural(fields: &mut Fields<'_>) -> Option<Plural> {
    let entries = fields.map("theme_label")?;
    let mut inner = fields.inner(entries);
    let (one, other) = (inner.text("one"), inner.text("other"));
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    let other = other.map(|text| text.value);
    let one = one.map(|text| text.value).or_else(|| other.clone())?;
    Some(Plural { other: other.unwrap_or_else(|| one.clone()), one })
}

/// Whether a text has the shape of a BCP 47 language tag.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
