//! Kinds of reports. They are data, declared in the settings.

use crate::base::yaml::{Key, Node};
use crate::base::{Code, Fields, OutPath, humanize, slug, suggest};
use crate::config::report_bad_value;

/// The most kinds that a site may have.
const LIMIT: usize = 50;

/// A kind of report: hurdle, accelerator, tech enabler, or one that the site declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// The word in front matter: `tech-enabler`.
    pub id: String,
    /// The singular: `Tech Enabler`.
    pub label: String,
    /// The plural: `Tech Enablers`.
    pub plural: String,
    /// The folder of its pages: `tech-enablers`.
    pub path: String,
    /// A definition in a sentence; may be empty.
    pub definition: String,
    /// `#rgb` or `#rrggbb`; `None` for the skin's colour.
    pub colour: Option<String>,
    /// The scale of its ratings; `None` if it is not rated.
    pub scale: Option<Scale>,
}

/// A rating scale. Both ends are spelled out, because a bare number says nothing.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Scale {
    /// The quality that it measures: `Surmountability`.
    pub name: String,
    /// The lowest rating.
    pub min: f64,
    /// The highest rating.
    pub max: f64,
    /// The meaning of the lowest rating.
    pub low: String,
    /// The meaning of the highest rating.
    pub high: String,
}

/// Reads `kinds:`. For a further language, `base` holds the kinds of the default language, which it cannot extend.
pub fn kinds(fields: &mut Fields<'_>, base: Option<&[Kind]>) -> Option<Vec<Kind>> {
    let entries = fields.map("kinds")?;
    let entries = fields.entries_up_to("kinds", entries, LIMIT);
    let mut kinds = base.map(<[Kind]>::to_vec).unwrap_or_default();
    for (key, node) in entries {
        let index = kinds.iter().position(|kind| kind.id == key.name);
        match (index, base) {
            (Some(index), _) => kinds[index] = kind(fields, key, node, Some(&kinds[index])),
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
    inner.text_into("label", &mut kind.label);
    inner.text_into("plural", &mut kind.plural);
    inner.text_into("definition", &mut kind.definition);
    inner.text_into("path", &mut kind.path);
    if kind.plural.is_empty() {
        kind.plural.clone_from(&kind.label);
    }
    kind.path = kind.path.trim_matches('/').to_owned();
    if let Err(reason) = OutPath::new(&kind.path) {
        report_bad_value(&mut inner, "path", &reason, "write one folder name, such as `hurdles`");
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
    report_bad_value(
        fields,
        "colour",
        "must be `#rgb` or `#rrggbb`",
        "quote it, because # begins a comment: \"#2a6f4e\"",
    );
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
    fields.text_into("name", &mut scale.name);
    fields.text_into("low", &mut scale.low);
    fields.text_into("high", &mut scale.high);
    for (name, target) in [("min", &mut scale.min), ("max", &mut scale.max)] {
        if let Some(number) = fields.number(name) {
            *target = number.value;
        }
    }
    if scale.min >= scale.max {
        report_bad_value(&mut fields, "max", "must be greater than `min`", "a scale such as `min: 1, max: 5`");
        scale.max = scale.min + 1.0;
    }
    fields.finish(Code::UnknownSetting, &[], |_, _| None);
    scale
}
