//! Hints for unknown keys: the names that other tools use, and kinds of reports under the wrong key.

use crate::base::yaml::{Key, Node, Value};
use crate::config::Settings;

/// The keys by which a file shows that it is meant to be a report.
const REPORT_KEYS: [&str; 6] = ["kind", "rank", "themes", "topic", "votes", "rating"];

/// The likely meaning of an unknown key.
enum Meaning {
    /// The kind with this number: `tags: [hurdle]`.
    Kind(usize),
    /// Another key.
    Key(&'static str),
}

/// A hint for an unknown key of a report.
pub fn hint(key: &Key, node: &Node, settings: &Settings) -> Option<String> {
    Some(match meaning(key, node, settings)? {
        Meaning::Kind(kind) => format!("did you mean `kind: {}`?", settings.kinds()[kind].id),
        Meaning::Key(name) => format!("did you mean `{name}`?"),
    })
}

/// A hint for an unknown key of a file that is not a report.
pub fn hint_outside_reports(key: &Key, node: &Node, settings: &Settings) -> Option<String> {
    if !means_kind(key, node, settings)
        && let Some(hint) = hint(key, node, settings)
    {
        return Some(hint);
    }
    REPORT_KEYS
        .contains(&&*key.name)
        .then(|| "this key belongs to reports, which lie in an edition's folder".to_owned())
}

/// Returns true if an unknown key is likely to mean `kind`.
pub fn means_kind(key: &Key, node: &Node, settings: &Settings) -> bool {
    matches!(meaning(key, node, settings), Some(Meaning::Kind(_)))
}

fn meaning(key: &Key, node: &Node, settings: &Settings) -> Option<Meaning> {
    let first = match &node.value {
        Value::List(items) => items.first(),
        _ => Some(node),
    };
    let word = match first.map(|node| &node.value) {
        Some(Value::Text(text)) => &**text,
        _ => "",
    };
    let name = match &*key.name {
        "theme" | "tags" | "tag" | "category" | "categories" | "type" | "quadrant" => {
            return Some(settings.find_kind(word).map_or(Meaning::Key("themes"), Meaning::Kind));
        }
        "slug" | "id" => "topic",
        "description" | "abstract" => "summary",
        "lastmod" | "modified" | "last_updated" => "updated",
        "publishDate" | "embargo" => "publish_date",
        "expiryDate" | "unpublishdate" => "expiry_date",
        "weight" | "position" | "order" => "rank",
        "score" | "level" => "rating",
        "redirect_from" | "redirects" => "aliases",
        "layout" => "template",
        "params" => "extra",
        "year" | "volume" => "edition",
        "links" => "related",
        "former_names" | "previously" | "renamed_from" => "formerly",
        "merged_from" | "merge" => "merges",
        "split" | "splits_from" => "split_from",
        _ => return None,
    };
    Some(Meaning::Key(name))
}
