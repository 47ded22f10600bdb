//! Hints for unknown keys: the names that other tools use, and kinds of reports under the wrong key.

use crate::base::yaml::{Key, Node};
use crate::check::front_matter::names;
use crate::config::Settings;

/// The keys by which a file shows that it is meant to be a report.
const REPORT_KEYS: [&str; 8] = ["kind", "rank", "tags", "theme", "themes", "topic", "votes", "rating"];

/// The likely meaning of an unknown key.
enum Meaning {
    /// The kind with this number: `category: hurdle`.
    Kind(usize),
    /// A list of tags, one of which names a kind: `keywords: [hurdle, equity]`.
    Tags(String),
    /// Another key.
    Key(&'static str),
}

/// A hint for an unknown key of a report.
pub fn hint(key: &Key, node: &Node, settings: &Settings) -> Option<String> {
    Some(match meaning(key, node, settings)? {
        Meaning::Kind(kind) => format!("did you mean `kind: {}`?", settings.kinds()[kind].id),
        Meaning::Tags(list) => format!("did you mean `tags: {list}`?"),
        Meaning::Key(name) => format!("did you mean `{name}`?"),
    })
}

/// A hint for an unknown key of a file that is not a report.
pub fn hint_outside_reports(key: &Key, node: &Node, settings: &Settings) -> Option<String> {
    if REPORT_KEYS.contains(&&*key.name) {
        return Some("this key belongs to reports, which lie in an edition's folder".to_owned());
    }
    hint(key, node, settings).filter(|_| !means_kind(key, node, settings))
}

/// Returns true if an unknown key is likely to mean `kind`, or tags of which one names it.
pub fn means_kind(key: &Key, node: &Node, settings: &Settings) -> bool {
    matches!(meaning(key, node, settings), Some(Meaning::Kind(_) | Meaning::Tags(_)))
}

fn meaning(key: &Key, node: &Node, settings: &Settings) -> Option<Meaning> {
    let name = match &*key.name {
        "theme" | "category" | "categories" | "type" | "quadrant" => return Some(group(node, "themes", settings)),
        "tag" | "keyword" | "keywords" | "label" | "labels" => return Some(group(node, "tags", settings)),
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
        "for" | "reader" | "readers" | "role" | "roles" => "audience",
        "former_names" | "previously" | "renamed_from" => "formerly",
        "merged_from" | "merge" => "merges",
        "split" | "splits_from" => "split_from",
        _ => return None,
    };
    Some(Meaning::Key(name))
}

/// The meaning of a key under which other tools group files: a kind, tags, or `otherwise`.
fn group(node: &Node, otherwise: &'static str, settings: &Settings) -> Meaning {
    let names = names::peek(node);
    match (&names[..], names.iter().find_map(|name| settings.find_kind(name))) {
        ([_], Some(kind)) => Meaning::Kind(kind),
        (_, Some(_)) => Meaning::Tags(names::yaml_list(&names)),
        (_, None) => Meaning::Key(otherwise),
    }
}
