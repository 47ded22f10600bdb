//! Audiences: the groups of readers that reports and actions are for, and the labels that the settings give them.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::suggest;
use crate::base::yaml::{Key, Node, Value};

/// The ids of the audiences whose labels the default skin has among its words.
const BUILT_IN: [&str; 6] = ["superintendent", "it-leader", "teacher", "board", "principal", "librarian"];

/// The most audiences that the settings may name.
const LIMIT: usize = 100;

/// A group of readers that the settings know.
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    /// The word in front matter: `it-leader`.
    pub id: String,
    /// The label; empty for the skin's own.
    pub label: String,
}

/// Returns the built-in audiences, which have the skin's labels.
pub fn built_in() -> Vec<Audience> {
    BUILT_IN.map(|id| Audience { id: id.to_owned(), label: String::new() }).into()
}

/// Reads `audiences:` over those known so far. A further language, for which `is_default` is false, cannot add any.
pub fn audiences(fields: &mut Fields<'_>, known: &mut Vec<Audience>, is_default: bool) {
    let entries = fields.map("audiences").unwrap_or_default();
    for (key, node) in fields.entries_up_to("audiences", entries, LIMIT) {
        let id = slug(&key.name);
        if id != key.name {
            let message = format!("the audience `{}` is not an id", key.name);
            fields.report(Code::BadId, key.span, message, format!("write `{id}:`"));
        }
        match known.iter_mut().find(|audience| audience.id == id) {
            Some(audience) => audience.label = label(fields, key, node).unwrap_or_default(),
            None if is_default => {
                let label = label(fields, key, node).unwrap_or_default();
                known.push(Audience { id, label });
            }
            None => {
                let ids = known.iter().map(|audience| &*audience.id);
                let help = suggest::did_you_mean(&id, ids, || "declare it under `audiences:` first".to_owned());
                fields.report(Code::UnknownSetting, key.span, format!("unknown audience `{}`", key.name), help);
            }
        }
    }
}

/// Reads a label: a text, or `{label: …}`.
fn label<'a>(fields: &mut Fields<'a>, key: &'a Key, node: &'a Node) -> Option<String> {
    let Value::Map(entries) = &node.value else {
        return fields.text_of(&key.name, node).map(|text| text.value);
    };
    let mut inner = fields.inner(entries);
    let label = inner.text("label").map(|text| text.value);
    inner.finish(Code::UnknownSetting, &[], |_, _| None);
    label
}
