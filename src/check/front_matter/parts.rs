//! `parts:` in `edition.md`: what of an edition comes out on which day.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::base::yaml::{Node, Value};
use crate::check::front_matter::PAGES_LIMIT;
use crate::check::front_matter::dates::read_date;
use crate::check::front_matter::list_items::{map_span, read_text};
use crate::check::front_matter::sources::{self, Source};
use crate::check::path_info::PathInfo;
use crate::config::Settings;

/// A part of an edition: the kinds whose reports come out on one day.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// The place of its first key.
    pub span: Span,
    /// `id`: the name of its page; by default the paths of its kinds joined by `-`.
    pub id: Located<String>,
    /// `kinds`: the numbers of its kinds, sorted, each once.
    pub kinds: Vec<usize>,
    /// `title`; may be empty.
    pub title: String,
    /// `date`: the day on which it comes out; `None`: with its first published report.
    pub date: Option<Date>,
    /// `summary`: one sentence about it; may be empty.
    pub summary: String,
    /// `sources`: the sources of these facts.
    pub sources: Vec<Source>,
    /// `image`: the file of a picture for its cover, from the folder of `edition.md`.
    pub image: Option<Located<String>>,
}

impl Part {
    /// The id of the part unless it names one: the paths of its kinds joined by `-`.
    pub fn default_id(&self, settings: &Settings) -> String {
        default_id(&self.kinds, settings)
    }

    /// Returns true if these words of a translation are about a part of the original: both have the same id or kinds.
    pub fn names(&self, original: &Self) -> bool {
        self.id.value == original.id.value || self.kinds == original.kinds
    }
}

/// Reads `parts`. Each kind of the site belongs to exactly one part; a translation may leave parts out.
pub fn read(fields: &mut Fields<'_>, path_info: &PathInfo, settings: &Settings) -> Vec<Part> {
    let (key, is_translation) = (fields.key_span("parts"), path_info.language.is_some());
    let mut parts: Vec<Part> = Vec::new();
    for node in fields.items_up_to("parts", PAGES_LIMIT) {
        let Some(part) = read_part(fields, node, is_translation, settings) else { continue };
        report_duplicates(fields, &parts, &part, settings);
        parts.push(part);
    }
    let missing = |kind: &usize| !parts.iter().any(|part| part.kinds.contains(kind));
    let missing: Vec<&str> =
        (0..settings.kinds().len()).filter(missing).map(|kind| &*settings.kinds()[kind].id).collect();
    if let Some(key) = key.filter(|_| !parts.is_empty() && !missing.is_empty() && !is_translation) {
        let message = format!("no part names {}", names(&missing));
        let help = format!("add `- {{kinds: [{}], date: …}}`, or name it in another part", missing.join(", "));
        fields.report_at(Code::BadPart, key, message, help);
    }
    parts
}

fn read_part<'a>(
    fields: &mut Fields<'a>,
    node: &'a Node<'a>,
    is_translation: bool,
    settings: &Settings,
) -> Option<Part> {
    let Value::Map(entries) = &node.value else {
        fields.report(Code::WrongType, node.span, "a part is a map of keys", "write `- {kinds: [hurdle], date: …}`");
        return None;
    };
    let span = fields.span(map_span(entries, node));
    let mut inner = fields.inner(entries);
    let names_part = inner.peek("kinds").is_some()
        // Reported as an unknown key, with a hint.
        || inner.peek("kind").is_some()
        || is_translation && inner.peek("id").is_some();
    let kinds = read_kinds(&mut inner, settings);
    let default_id = Located::new(default_id(&kinds, settings), span);
    let part = Part {
        span,
        id: read_id(&mut inner).unwrap_or(default_id),
        title: read_text(&mut inner, "title").unwrap_or_default(),
        date: read_date(&mut inner, "date"),
        summary: read_text(&mut inner, "summary").unwrap_or_default(),
        sources: sources::read(&mut inner),
        image: inner.text("image").filter(|image| !image.value.is_empty()),
        kinds,
    };
    inner.finish(Code::UnknownKey, &[], |key, _| (*key.name == *"kind").then(|| "did you mean `kinds`?".to_owned()));
    if part.kinds.is_empty() && !names_part {
        fields.report_at(Code::BadPart, span, "the part names no kinds", "add `kinds:` with one kind or several");
    }
    (!part.kinds.is_empty() || is_translation && names_part).then_some(part)
}

fn default_id(kinds: &[usize], settings: &Settings) -> String {
    let paths: Vec<&str> = kinds.iter().map(|&kind| &*settings.kinds()[kind].path).collect();
    slug(&paths.join("-"))
}

fn read_kinds(fields: &mut Fields<'_>, settings: &Settings) -> Vec<usize> {
    let mut kinds = Vec::new();
    for name in fields.texts("kinds") {
        if let Some(kind) = settings.find_kind(&name.value) {
            kinds.push(kind);
            continue;
        }
        let ids = || settings.kinds().iter().map(|kind| &*kind.id);
        let help = suggest::did_you_mean(&name.value, ids(), || {
            format!("kinds of this site: {}", names(&ids().collect::<Vec<_>>()))
        });
        fields.report_at(Code::UnknownKind, name.span, format!("unknown kind `{}`", name.value), help);
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn read_id(fields: &mut Fields<'_>) -> Option<Located<String>> {
    let id = fields.text("id")?;
    let as_slug = slug(&id.value);
    if as_slug != id.value {
        let help =
            if as_slug.is_empty() { "write letters and digits".to_owned() } else { format!("write `{as_slug}`") };
        fields.report_at(Code::BadId, id.span, format!("`{}` cannot be the name of a page", id.value), help);
    }
    Some(id).filter(|_| !as_slug.is_empty()).map(|id| Located::new(as_slug, id.span))
}

/// Reports the kinds and the id that a part shares with an earlier one.
fn report_duplicates(fields: &mut Fields<'_>, earlier: &[Part], part: &Part, settings: &Settings) {
    for other in earlier {
        let shared: Vec<&str> = part
            .kinds
            .iter()
            .filter(|kind| other.kinds.contains(kind))
            .map(|&kind| &*settings.kinds()[kind].id)
            .collect();
        if !shared.is_empty() {
            let message = format!("two parts name {}", names(&shared));
            fields.report_beside(
                Code::BadPart,
                part.span,
                message,
                "name it in the part in which its reports come",
                (other.span, "the other part"),
            );
        } else if other.id.value == part.id.value {
            let message = format!("two parts have the id `{}`", part.id.value);
            fields.report_beside(
                Code::BadPart,
                part.id.span,
                message,
                "give one of them another `id:`",
                (other.id.span, "the other part"),
            );
        }
    }
}

fn names(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
