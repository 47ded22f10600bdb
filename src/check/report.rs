//! A report: one trend as one edition saw it.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::base::yaml::{Key, Node, Value};
use crate::check::entry::{Words, blank};
use crate::check::evidence::{self, Example, Quote, Source};
use crate::check::place::Place;
use crate::config::Settings;

/// One trend as one edition saw it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// What every entry has.
    pub words: Words,
    /// The place of its kind among the settings' kinds.
    pub kind: usize,
    /// The subject through time.
    pub topic: Located<String>,
    /// The edition that it names; the folder's otherwise.
    pub edition: Option<Located<String>>,
    /// Importance within kind and edition, from 1; `None`: unknown.
    pub rank: Option<u32>,
    /// The themes, each once.
    pub themes: Vec<Located<ThemeName>>,
    /// The share of the board that chose it.
    pub votes: Option<Votes>,
    /// The kind's measure, on the kind's scale.
    pub rating: Option<f64>,
    /// Typed relations and untyped ones.
    pub relations: Vec<Relation>,
    /// Where its claims come from.
    pub sources: Vec<Source>,
    /// Cases.
    pub examples: Vec<Example>,
    /// Voices.
    pub quotes: Vec<Located<Quote>>,
    /// What to do.
    pub actions: Vec<String>,
    /// What to discuss.
    pub questions: Vec<String>,
    /// For whom.
    pub audience: Vec<String>,
    /// Earlier titles of the topic.
    pub formerly: Vec<String>,
}

/// A theme as a report names it: by id or by label.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ThemeName {
    /// The label's slug.
    pub id: String,
    /// As written.
    pub written: String,
}

/// The share of a board that chose a report.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Votes {
    /// In per cent.
    pub share: f64,
    /// Of how many votes.
    pub of: Option<i64>,
}

/// A relation that a report names.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Relation {
    /// The place of its type among the settings' relations; `None`: untyped (`related`).
    pub relation: Option<usize>,
    /// The topic that it leads to, as written: `digital-equity` or `2025/digital-equity`.
    pub to: Located<String>,
    /// Why; may be empty.
    pub why: String,
}

/// Reads the keys of a report.
pub fn report(fields: &mut Fields<'_>, words: Option<Words>, place: &Place, settings: &Settings) -> Option<Report> {
    // A translation has its original's kind, whether it says so or not.
    let is_translation = place.language.is_some();
    let kind = kind(fields, settings, is_translation);
    let topic = topic(fields, place);
    let has_words = words.is_some();
    let report = Report {
        kind: kind.unwrap_or_default(),
        topic,
        edition: fields.text("edition"),
        rank: rank(fields),
        themes: themes(fields),
        votes: votes(fields),
        rating: rating(fields, kind, settings),
        relations: relations(fields, kind, settings),
        sources: evidence::sources(fields),
        examples: evidence::examples(fields),
        quotes: evidence::quotes(fields),
        actions: texts(fields, "actions"),
        questions: texts(fields, "questions"),
        audience: texts(fields, "audience"),
        formerly: texts(fields, "formerly"),
        words: words.unwrap_or_else(blank),
    };
    ((kind.is_some() || is_translation) && has_words).then_some(report)
}

fn texts(fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
    fields.texts(name).into_iter().map(|text| text.value).filter(|text| !text.is_empty()).collect()
}

fn kind(fields: &mut Fields<'_>, settings: &Settings, is_translation: bool) -> Option<usize> {
    let kinds = || settings.kinds().iter().map(|kind| &*kind.id);
    let Some(written) = fields.text("kind") else {
        let has_type_error = super::is_given(fields, "kind");
        // `theme: hurdle` and `tags: [hurdle]` are reported as unknown keys that mean `kind`.
        let is_meant = fields
            .entries()
            .iter()
            .any(|(key, node)| hint(key, node, settings).is_some_and(|hint| hint.contains("`kind")));
        if !has_type_error && !is_meant && !is_translation {
            let help = format!(
                "add `kind:` with one of {}; a page that is no report belongs in `content/pages/`",
                list(kinds())
            );
            super::missing(fields, Code::MissingKind, None, "the report has no kind", &help);
        }
        return None;
    };
    let kind = settings.find_kind(&written.value);
    if kind.is_none()
        && let Some(node) = fields.peek("kind")
    {
        let help = suggest::did_you_mean(&written.value, kinds(), || format!("kinds of this site: {}", list(kinds())));
        fields.report(Code::UnknownKind, node.span, format!("unknown kind `{}`", written.value), help);
    }
    kind
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn topic(fields: &mut Fields<'_>, place: &Place) -> Located<String> {
    let from_name = || Located::new(place.id.clone(), Span::default());
    let Some(written) = fields.text("topic") else { return from_name() };
    if slug(&written.value) == written.value {
        return written;
    }
    if let Some(node) = fields.peek("topic") {
        let message = format!("`{}` is not a topic's id", written.value);
        fields.report(Code::BadId, node.span, message, format!("write `{}`", slug(&written.value)));
    }
    from_name()
}

fn rank(fields: &mut Fields<'_>) -> Option<u32> {
    let written = fields.integer("rank")?;
    if let Ok(rank @ 1..=9999) = u32::try_from(written.value) {
        Some(rank)
    } else {
        let node = fields.peek("rank")?;
        let help = "ranks count from 1; leave the key out where the rank is not known";
        fields.report(Code::BadRank, node.span, format!("`{}` is no rank", written.value), help);
        None
    }
}

/// Reads `themes`: ids or labels. A theme named twice counts once.
pub fn themes(fields: &mut Fields<'_>) -> Vec<Located<ThemeName>> {
    let mut themes: Vec<Located<ThemeName>> = Vec::new();
    for node in fields.items("themes") {
        let Some(written) = fields.text_of("themes", node) else { continue };
        let id = slug(&written.value);
        if id.is_empty() {
            fields.report(Code::BadId, node.span, "a theme without letters or digits", "write the theme's label");
        } else if !themes.iter().any(|theme| theme.value.id == id) {
            themes.push(Located::new(ThemeName { id, written: written.value }, written.span));
        }
    }
    themes.shrink_to_fit();
    themes
}

fn votes(fields: &mut Fields<'_>) -> Option<Votes> {
    let entries = fields.map("votes")?;
    let mut inner = fields.inner(entries);
    let share = inner.number("share");
    let of = inner.integer("of");
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    let problem = match (&share, &of) {
        (None, _) if entries.iter().any(|(key, _)| key.name == "share") => return None,
        (None, _) => Some((None, "`votes` needs a `share`".to_owned())),
        (Some(share), _) if !(0.0..=100.0).contains(&share.value) => {
            Some((Some("share"), format!("a share of {} per cent cannot be", share.value)))
        }
        (_, Some(of)) if of.value < 1 => Some((Some("of"), format!("a share of {} votes cannot be", of.value))),
        _ => None,
    };
    if let Some((key, message)) = problem {
        let wanted = entries.iter().find(|(entry, _)| Some(&*entry.name) == key).map(|(_, node)| node.span);
        let span = wanted.or_else(|| fields.peek("votes").map(|node| node.span)).unwrap_or_default();
        fields.report(Code::BadVotes, span, message, "write `votes: {share: 44, of: 111}`, the share in per cent");
        return None;
    }
    Some(Votes { share: share?.value, of: of.map(|of| of.value) })
}

fn rating(fields: &mut Fields<'_>, kind: Option<usize>, settings: &Settings) -> Option<f64> {
    let rating = fields.number("rating")?.value;
    let kind = &settings.kinds()[kind?];
    let (message, help) = match &kind.scale {
        None => (
            format!("{} have no scale to be rated on", kind.plural),
            "give the kind a `scale:` in the settings".to_owned(),
        ),
        Some(scale) if (scale.min..=scale.max).contains(&rating) => return Some(rating),
        Some(scale) => (
            format!("{rating} is outside the scale of {}", kind.plural),
            format!("{} goes from {} ({}) to {} ({})", scale.name, scale.min, scale.low, scale.max, scale.high),
        ),
    };
    let node = fields.peek("rating")?;
    fields.report(Code::BadRating, node.span, message, help);
    None
}

fn relations(fields: &mut Fields<'_>, kind: Option<usize>, settings: &Settings) -> Vec<Relation> {
    let mut relations = Vec::new();
    for (place, relation) in settings.relations().iter().enumerate() {
        let Some(node) = fields.peek(&relation.id) else { continue };
        if kind.is_some_and(|kind| kind != relation.from) {
            let [from, is] = [relation.from, kind.unwrap_or_default()].map(|kind| &settings.kinds()[kind]);
            let message =
                format!("`{}` belongs to the kind `{}`, and this is of the kind `{}`", relation.id, from.id, is.id);
            let span =
                fields.entries().iter().find(|(key, _)| key.name == relation.id).map_or(node.span, |(key, _)| key.span);
            fields.report(Code::WrongRelationKind, span, message, "use `related:`, which joins any two reports");
            continue;
        }
        for item in Fields::items_of(node) {
            relations.extend(one_relation(fields, &relation.id, item, Some(place)));
        }
    }
    for item in fields.items("related") {
        relations.extend(one_relation(fields, "related", item, None));
    }
    relations
}

/// A relation's target: a topic, or `{to: topic, why: …}`.
fn one_relation<'a>(fields: &mut Fields<'a>, name: &str, node: &'a Node, relation: Option<usize>) -> Option<Relation> {
    let Value::Map(entries) = &node.value else {
        let to = fields.text_of(name, node)?;
        return Some(Relation { relation, to, why: String::new() });
    };
    let mut inner = fields.inner(entries);
    let (to, why) = (inner.text("to"), inner.text("why"));
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    if to.is_none() {
        let span = super::node_place(entries, node);
        fields.report(Code::WrongType, span, format!("an item of `{name}` has no `to`"), "write `{to: topic, why: …}`");
    }
    Some(Relation { relation, to: to?, why: why.map(|why| why.value).unwrap_or_default() })
}

/// What an unknown key is likely to mean: the names that other tools use, and kinds under the wrong key.
pub fn hint(key: &Key, node: &Node, settings: &Settings) -> Option<String> {
    let first = match &node.value {
        Value::List(items) => items.first(),
        _ => Some(node),
    };
    let word = match first.map(|node| &node.value) {
        Some(Value::Text(text)) => &**text,
        _ => "",
    };
    let ours = match &*key.name {
        "theme" | "tags" | "tag" | "category" | "categories" | "type" | "quadrant" => match settings.find_kind(word) {
            Some(kind) => return Some(format!("did you mean `kind: {}`?", settings.kinds()[kind].id)),
            None => "themes",
        },
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
        _ => return None,
    };
    Some(format!("did you mean `{ours}`?"))
}
