//! The front matter of a report: one trend as one edition saw it.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::check::front_matter::examples::{self, Example};
use crate::check::front_matter::quotes::{self, Quote};
use crate::check::front_matter::relations::{self, Relation};
use crate::check::front_matter::sources::{self, Source};
use crate::check::front_matter::{CommonFields, PAGES_LIMIT, is_given, key_hints, report_missing};
use crate::check::path_info::PathInfo;
use crate::config::Settings;

/// One trend as one edition saw it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// The keys that every kind of file may have.
    pub common: CommonFields,
    /// `kind`: the number of its kind among the settings' kinds.
    pub kind: usize,
    /// `topic`: the subject through time; by default the file's name.
    pub topic: Located<String>,
    /// `edition`: the edition that it belongs to; `None`: that of its folder.
    pub edition: Option<Located<String>>,
    /// `rank`: its importance within kind and edition, 1 first; `None`: unknown.
    pub rank: Option<u32>,
    /// `themes`: its themes, each once.
    pub themes: Vec<Located<ThemeName>>,
    /// `votes`: the share of the board that chose it.
    pub votes: Option<Votes>,
    /// `rating`: the kind's own measure, on the kind's scale.
    pub rating: Option<f64>,
    /// `related`, and the relations that the settings declare.
    pub relations: Vec<Relation>,
    /// `sources`: the literature that it rests on.
    pub sources: Vec<Source>,
    /// `examples`: cases of the trend in the world.
    pub examples: Vec<Example>,
    /// `quotes`: voices about the trend.
    pub quotes: Vec<Located<Quote>>,
    /// `actions`: steps to take.
    pub actions: Vec<String>,
    /// `questions`: questions to discuss.
    pub questions: Vec<String>,
    /// `audience`: the roles of the readers that it is for.
    pub audience: Vec<String>,
    /// `formerly`: earlier titles of the topic.
    pub formerly: Vec<String>,
}

/// A theme as a report names it: by id or by label.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ThemeName {
    /// The theme's id: the slug of its label.
    pub id: String,
    /// The id or label as written.
    pub written: String,
}

/// The share of a board that chose a report.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Votes {
    /// The share, in per cent.
    pub share: f64,
    /// The number of votes.
    pub of: Option<i64>,
}

/// Reads the keys of a report. Returns `None`, and reports why, where the kind is missing or unknown.
pub fn read(
    fields: &mut Fields<'_>,
    common: CommonFields,
    path_info: &PathInfo,
    settings: &Settings,
) -> Option<Report> {
    // A translation takes its kind from the original, so it need not name one.
    let is_translation = path_info.language.is_some();
    let kind = read_kind(fields, settings, is_translation);
    let report = Report {
        kind: kind.unwrap_or_default(),
        topic: read_topic(fields, path_info),
        edition: fields.text("edition"),
        rank: read_rank(fields),
        themes: read_themes(fields),
        votes: read_votes(fields),
        rating: read_rating(fields, kind, settings),
        relations: relations::read(fields, kind, settings),
        sources: sources::read(fields),
        examples: examples::read(fields),
        quotes: quotes::read(fields),
        actions: read_texts(fields, "actions"),
        questions: read_texts(fields, "questions"),
        audience: read_texts(fields, "audience"),
        formerly: read_texts(fields, "formerly"),
        common,
    };
    (kind.is_some() || is_translation).then_some(report)
}

/// Reads a list of texts without its blank items.
fn read_texts(fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
    fields.texts(name).into_iter().map(|text| text.value).filter(|text| !text.is_empty()).collect()
}

fn read_kind(fields: &mut Fields<'_>, settings: &Settings, is_translation: bool) -> Option<usize> {
    let kinds = || settings.kinds().iter().map(|kind| &*kind.id);
    let Some(written) = fields.text("kind") else {
        // `theme: hurdle` and `tags: [hurdle]` are reported as unknown keys, with a hint to write `kind`.
        let is_under_wrong_key = fields.entries().iter().any(|(key, node)| key_hints::means_kind(key, node, settings));
        if !is_given(fields, "kind") && !is_under_wrong_key && !is_translation {
            let help = format!(
                "add `kind:` with one of {}; a page that is no report belongs in `content/pages/`",
                quote_names(kinds())
            );
            report_missing(fields, Code::MissingKind, None, "the report has no kind", &help);
        }
        return None;
    };
    let kind = settings.find_kind(&written.value);
    if kind.is_none()
        && let Some(node) = fields.peek("kind")
    {
        let help =
            suggest::did_you_mean(&written.value, kinds(), || format!("kinds of this site: {}", quote_names(kinds())));
        fields.report(Code::UnknownKind, node.span, format!("unknown kind `{}`", written.value), help);
    }
    kind
}

fn quote_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn read_topic(fields: &mut Fields<'_>, path_info: &PathInfo) -> Located<String> {
    let from_name = || Located::new(path_info.id.clone(), Span::default());
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

fn read_rank(fields: &mut Fields<'_>) -> Option<u32> {
    let number = fields.integer("rank")?;
    if let Ok(rank @ 1..=9999) = u32::try_from(number.value) {
        Some(rank)
    } else {
        let node = fields.peek("rank")?;
        let help = "ranks count from 1; leave the key out where the rank is not known";
        fields.report(Code::BadRank, node.span, format!("`{}` is no rank", number.value), help);
        None
    }
}

/// Reads `themes`: ids or labels. A theme named twice counts once.
pub fn read_themes(fields: &mut Fields<'_>) -> Vec<Located<ThemeName>> {
    let mut themes: Vec<Located<ThemeName>> = Vec::new();
    for node in fields.items_up_to("themes", PAGES_LIMIT) {
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

fn read_votes(fields: &mut Fields<'_>) -> Option<Votes> {
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
        let value_span = entries.iter().find(|(entry, _)| Some(&*entry.name) == key).map(|(_, node)| node.span);
        let span = value_span.or_else(|| fields.peek("votes").map(|node| node.span)).unwrap_or_default();
        fields.report(Code::BadVotes, span, message, "write `votes: {share: 44, of: 111}`, the share in per cent");
        return None;
    }
    Some(Votes { share: share?.value, of: of.map(|of| of.value) })
}

fn read_rating(fields: &mut Fields<'_>, kind: Option<usize>, settings: &Settings) -> Option<f64> {
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
