//! Kinds and relations: what reports can be, and how kinds bear on each other. Data, not code.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::path::OutPath;
use crate::base::slug::{humanize, slug};
use crate::base::suggest;
use crate::base::yaml::{Key, Node};

/// What a report can be: a hurdle, an accelerator, a tech enabler, or what a site declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// The word in front matter: `tech-enabler`.
    pub id: String,
    /// One of them: `Tech Enabler`.
    pub label: String,
    /// Several: `Tech Enablers`.
    pub plural: String,
    /// The folder of its pages: `tech-enablers`.
    pub path: String,
    /// What the word means, in a sentence; may be empty.
    pub definition: String,
    /// `#rrggbb`; `None`: the skin's.
    pub colour: Option<String>,
    /// How reports of this kind are rated; `None`: they are not.
    pub scale: Option<Scale>,
}

/// A rating scale. Both ends are spelled out, because a bare number says nothing.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Scale {
    /// What it measures: `Surmountability`.
    pub name: String,
    /// The lowest rating.
    pub min: f64,
    /// The highest rating.
    pub max: f64,
    /// What the lowest means.
    pub low: String,
    /// What the highest means.
    pub high: String,
}

/// A typed relation: reports of one kind bear on topics of another.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationType {
    /// The key in front matter: `surmounts`.
    pub id: String,
    /// The place of the kind that has the key.
    pub from: usize,
    /// The place of the kind that it names.
    pub to: usize,
    /// How it reads forwards: `Surmounts`.
    pub label: String,
    /// How it reads backwards: `Surmounted by`.
    pub inverse: String,
}

/// Reads `kinds:`. In another language `base` holds the kinds of the default one, and only words are read.
pub fn kinds(fields: &mut Fields<'_>, base: Option<&[Kind]>) -> Option<Vec<Kind>> {
    let entries = fields.map("kinds")?;
    let mut kinds = base.map(<[Kind]>::to_vec).unwrap_or_default();
    for (key, node) in entries {
        let known = kinds.iter().position(|kind| kind.id == key.name);
        match (known, base) {
            (Some(place), _) => kinds[place] = kind(fields, key, node, Some(&kinds[place])),
            (None, None) => kinds.push(kind(fields, key, node, None)),
            (None, Some(_)) => {
                let ids = kinds.iter().map(|kind| &*kind.id);
                let help = suggest::did_you_mean(&key.name, ids, || "declare it under `kinds:` first".to_owned());
                fields.report(Code::UnknownSetting, key.span, format!("unknown kind `{}`", key.name), help);
            }
        }
    }
    if kinds.is_empty() {
        return None;
    }
    Some(kinds)
}

fn kind<'a>(fields: &mut Fields<'a>, key: &'a Key, node: &'a Node, base: Option<&Kind>) -> Kind {
    let id = key.name.clone().into_owned();
    let blank = Kind {
        label: humanize(&id),
        plural: String::new(),
        path: id.clone(),
        definition: String::new(),
        colour: None,
        scale: None,
        id,
    };
    let mut kind = base.cloned().unwrap_or(blank);
    if slug(&kind.id) != kind.id {
        let help = format!("write `{}:`", slug(&kind.id));
        fields.report(Code::BadId, key.span, format!("the kind `{}` is not an id", kind.id), help);
        kind.id = slug(&kind.id);
    }
    let Some(entries) = fields.map_of(&key.name, node) else {
        kind.plural.clone_from(&kind.label);
        return kind;
    };
    let mut inner = fields.inner(entries);
    let mut word = |name, target: &mut String| {
        if let Some(text) = inner.text(name) {
            *target = text.value;
        }
    };
    word("label", &mut kind.label);
    word("plural", &mut kind.plural);
    word("definition", &mut kind.definition);
    word("path", &mut kind.path);
    if kind.plural.is_empty() {
        kind.plural.clone_from(&kind.label);
    }
    kind.path = kind.path.trim_matches('/').to_owned();
    if let Err(reason) = OutPath::new(&kind.path) {
        super::bad(&mut inner, "path", &reason, "write one folder name, such as `hurdles`");
        kind.path.clone_from(&kind.id);
    }
    kind.colour = colour(&mut inner).or(kind.colour);
    if let Some(entries) = inner.map("scale") {
        kind.scale = Some(scale(inner.inner(entries), kind.scale.as_ref()));
    }
    inner
        .finish(Code::UnknownSetting, &[], |key, _| (key.name == "color").then(|| "did you mean `colour`?".to_owned()));
    kind
}

fn colour(fields: &mut Fields<'_>) -> Option<String> {
    let colour = fields.text("colour")?.value;
    let digits = colour.strip_prefix('#').unwrap_or_default();
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(colour);
    }
    super::bad(fields, "colour", "must be `#rgb` or `#rrggbb`", "quote it, because # begins a comment: \"#2a6f4e\"");
    None
}

fn scale(mut fields: Fields<'_>, base: Option<&Scale>) -> Scale {
    let mut scale = base.cloned().unwrap_or(Scale {
        name: "Rating".to_owned(),
        min: 1.0,
        max: 5.0,
        low: "low".to_owned(),
        high: "high".to_owned(),
    });
    for (name, target) in [("name", &mut scale.name), ("low", &mut scale.low), ("high", &mut scale.high)] {
        if let Some(text) = fields.text(name) {
            *target = text.value;
        }
    }
    for (name, target) in [("min", &mut scale.min), ("max", &mut scale.max)] {
        if let Some(number) = fields.number(name) {
            *target = number.value;
        }
    }
    if scale.min >= scale.max {
        super::bad(&mut fields, "max", "must be greater than `min`", "a scale such as `min: 1, max: 5`");
        scale.max = scale.min + 1.0;
    }
    fields.finish(Code::UnknownSetting, &[], |_, _| None);
    scale
}

/// Reads `relations:`. In another language `base` holds the relations of the default one, and only words are read.
pub fn relations(fields: &mut Fields<'_>, kinds: &[Kind], base: Option<&[RelationType]>) -> Option<Vec<RelationType>> {
    let entries = fields.map("relations")?;
    let mut relations = base.map(<[RelationType]>::to_vec).unwrap_or_default();
    for (key, node) in entries {
        let known = relations.iter().position(|relation| relation.id == key.name);
        match (known, base) {
            (Some(place), _) => words(fields, key, node, &mut relations[place]),
            (None, None) => relations.extend(relation(fields, key, node, kinds)),
            (None, Some(_)) => {
                let ids = relations.iter().map(|relation| &*relation.id);
                let help = suggest::did_you_mean(&key.name, ids, || "declare it under `relations:` first".to_owned());
                fields.report(Code::UnknownSetting, key.span, format!("unknown relation `{}`", key.name), help);
            }
        }
    }
    Some(relations)
}

fn relation<'a>(fields: &mut Fields<'a>, key: &'a Key, node: &'a Node, kinds: &[Kind]) -> Option<RelationType> {
    let entries = fields.map_of(&key.name, node)?;
    let mut inner = fields.inner(entries);
    let (from, to) = (end(&mut inner, "from", kinds), end(&mut inner, "to", kinds));
    let label = inner.text("label").map_or_else(|| humanize(&key.name), |label| label.value);
    let inverse = inner.text("inverse").map_or_else(|| label.clone(), |inverse| inverse.value);
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    let (Some(from), Some(to)) = (from, to) else {
        let absent = |name: &str| !entries.iter().any(|(key, _)| key.name == name);
        if absent("from") || absent("to") {
            let message = format!("the relation `{}` needs `from` and `to`", key.name);
            fields.report(Code::BadSetting, key.span, message, "name the kinds it joins: {from: …, to: …}");
        }
        return None;
    };
    Some(RelationType { id: key.name.clone().into_owned(), from, to, label, inverse })
}

/// Only the words of a relation: another language cannot change what it joins.
fn words<'a>(fields: &mut Fields<'a>, key: &'a Key, node: &'a Node, relation: &mut RelationType) {
    let Some(entries) = fields.map_of(&key.name, node) else { return };
    let mut inner = fields.inner(entries);
    for (name, target) in [("label", &mut relation.label), ("inverse", &mut relation.inverse)] {
        if let Some(text) = inner.text(name) {
            *target = text.value;
        }
    }
    inner.finish(Code::UnknownSetting, &["from", "to"], |_, _| None);
}

fn end(fields: &mut Fields<'_>, name: &'static str, kinds: &[Kind]) -> Option<usize> {
    let written = fields.text(name)?.value;
    let place = kinds.iter().position(|kind| kind.id == slug(&written.replace('_', "-")));
    if place.is_none() {
        let ids = kinds.iter().map(|kind| &*kind.id);
        let help = suggest::did_you_mean(&written, ids.clone(), || {
            format!("kinds here: {}", ids.collect::<Vec<_>>().join(", "))
        });
        super::bad(fields, name, &format!("names the unknown kind `{written}`"), &help);
    }
    place
}
