//! Relations: the keys in front matter by which reports of one kind refer to topics of another. They are data, declared
//! in the settings.

use crate::base::yaml::{Key, Node};
use crate::base::{Code, Fields, humanize, slug, suggest};
use crate::config::kind::Kind;
use crate::config::report_bad_value;

/// The most relations that a site may have.
const LIMIT: usize = 100;

/// A relation from one kind to another, such as "surmounts".
#[derive(Clone, Debug, PartialEq)]
pub struct RelationType {
    /// The key in front matter: `surmounts`.
    pub id: String,
    /// The index of the kind whose reports have the key.
    pub from: usize,
    /// The index of the kind whose topics the key names.
    pub to: usize,
    /// The label on the report that has the key: `Surmounts`.
    pub label: String,
    /// The label on the report that it leads to: `Surmounted by`.
    pub inverse: String,
}

/// Reads `relations:`. For a further language, `base` holds the relations of the default language, and only labels are
/// read.
pub fn relations(fields: &mut Fields<'_>, kinds: &[Kind], base: Option<&[RelationType]>) -> Option<Vec<RelationType>> {
    let entries = fields.map("relations")?;
    let entries = fields.entries_up_to("relations", entries, LIMIT);
    let mut relations = base.map(<[RelationType]>::to_vec).unwrap_or_default();
    for (key, node) in entries {
        let index = relations.iter().position(|relation| relation.id == key.name);
        match (index, base) {
            (Some(index), _) => labels(fields, key, node, &mut relations[index]),
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
    let (from, to) = (kind_index(&mut inner, "from", kinds), kind_index(&mut inner, "to", kinds));
    let label = inner.text("label").map_or_else(|| humanize(&key.name), |label| label.value);
    let inverse = inner.text("inverse").map_or_else(|| label.clone(), |inverse| inverse.value);
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    let (Some(from), Some(to)) = (from, to) else {
        let is_absent = |name: &str| !entries.iter().any(|(key, _)| key.name == name);
        if is_absent("from") || is_absent("to") {
            let message = format!("the relation `{}` needs `from` and `to`", key.name);
            fields.report(Code::BadSetting, key.span, message, "name the kinds it joins: {from: …, to: …}");
        }
        return None;
    };
    Some(RelationType { id: key.name.clone().into_owned(), from, to, label, inverse })
}

/// Reads the labels of a relation. A further language cannot change its kinds.
fn labels<'a>(fields: &mut Fields<'a>, key: &'a Key, node: &'a Node, relation: &mut RelationType) {
    let Some(entries) = fields.map_of(&key.name, node) else { return };
    let mut inner = fields.inner(entries);
    inner.text_into("label", &mut relation.label);
    inner.text_into("inverse", &mut relation.inverse);
    inner.finish(Code::UnknownSetting, &["from", "to"], |_, _| None);
}

/// Reads the key `name`, which names a kind.
fn kind_index(fields: &mut Fields<'_>, name: &'static str, kinds: &[Kind]) -> Option<usize> {
    let kind = fields.text(name)?.value;
    let index = kinds.iter().position(|known| known.id == slug(&kind.replace('_', "-")));
    if index.is_none() {
        let ids = kinds.iter().map(|kind| &*kind.id);
        let help =
            suggest::did_you_mean(&kind, ids.clone(), || format!("kinds here: {}", ids.collect::<Vec<_>>().join(", ")));
        report_bad_value(fields, name, &format!("names the unknown kind `{kind}`"), &help);
    }
    index
}
