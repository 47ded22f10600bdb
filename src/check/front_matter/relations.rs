//! Relations in front matter: the keys that the settings declare (`surmounts`, `leverages`) and `related`.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::base::yaml::{Node, Value};
use crate::check::front_matter::PAGES_LIMIT;
use crate::check::front_matter::list_items::map_span;
use crate::config::Settings;

/// A relation that a report names.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Relation {
    /// The number of its type among the settings' relations; `None` for `related`, which has no type.
    pub relation: Option<usize>,
    /// The topic that it leads to, as written: `digital-equity` or `2025/digital-equity`.
    pub to: Located<String>,
    /// The reason; may be empty.
    pub why: String,
}

/// Reads the relations of a report of this kind.
pub fn read(fields: &mut Fields<'_>, kind: Option<usize>, settings: &Settings) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (number, relation) in settings.relations().iter().enumerate() {
        let Some(node) = fields.peek(&relation.id) else { continue };
        if let Some(kind) = kind.filter(|kind| *kind != relation.from) {
            let [expected, actual] = [relation.from, kind].map(|kind| &settings.kinds()[kind].id);
            let message =
                format!("`{}` belongs to the kind `{expected}`, and this is of the kind `{actual}`", relation.id);
            let key = fields.entries().iter().find(|(key, _)| key.name == relation.id);
            let span = key.map_or(node.span, |(key, _)| key.span);
            fields.report(Code::WrongRelationKind, span, message, "use `related:`, which joins any two reports");
            continue;
        }
        for item in fields.items_of(&relation.id, node, PAGES_LIMIT) {
            relations.extend(read_one(fields, &relation.id, item, Some(number)));
        }
    }
    for item in fields.items_up_to("related", PAGES_LIMIT) {
        relations.extend(read_one(fields, "related", item, None));
    }
    relations
}

/// Reads one relation: a topic, or `{to: topic, why: …}`.
fn read_one<'a>(fields: &mut Fields<'a>, name: &str, node: &'a Node, relation: Option<usize>) -> Option<Relation> {
    let Value::Map(entries) = &node.value else {
        let to = fields.text_of(name, node)?;
        return Some(Relation { relation, to, why: String::new() });
    };
    let mut inner = fields.inner(entries);
    let (to, why) = (inner.text("to"), inner.text("why"));
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    if to.is_none() {
        let message = format!("an item of `{name}` has no `to`");
        fields.report(Code::WrongType, map_span(entries, node), message, "write `{to: topic, why: …}`");
    }
    Some(Relation { relation, to: to?, why: why.map(|why| why.value).unwrap_or_default() })
}
