//! The front matter of a report: one trend as one edition saw it.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::check::front_matter::actions::{self, Action};
use crate::check::front_matter::audience::{self, AudienceName};
use crate::check::front_matter::examples::{self, Example};
use crate::check::front_matter::names;
use crate::check::front_matter::quotes::{self, Quote};
use crate::check::front_matter::relations::{self, Relation};
use crate::check::front_matter::sources::{self, Source};
use crate::check::front_matter::tags::{Tags, WrittenKind};
use crate::check::front_matter::themes::{self, ThemeName};
use crate::check::front_matter::{CommonFields, is_given, key_hints, report_missing};
use crate::check::path_info::PathInfo;
use crate::config::Settings;

/// One trend as one edition saw it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// The keys that every kind of file may have.
    pub common: CommonFields,
    /// `kind`, or the tag that names one: the number of its kind among the settings' kinds.
    pub kind: usize,
    /// `topic`: the subject through time; by default the file's name.
    pub topic: Located<String>,
    /// `edition`: the edition that it belongs to; `None`: that of its folder.
    pub edition: Option<Located<String>>,
    /// `rank`: its importance within kind and edition, 1 first; `None`: unknown.
    pub rank: Option<Located<u32>>,
    /// `themes`, or the other tags: its themes, each once.
    pub themes: Vec<Located<ThemeName>>,
    /// `votes`: the share of the board that chose it.
    pub votes: Option<Located<Votes>>,
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
    pub actions: Vec<Action>,
    /// `questions`: questions to discuss.
    pub questions: Vec<String>,
    /// `audience`: the readers that it is for, each once.
    pub audience: Vec<Located<AudienceName>>,
    /// `formerly`: earlier names of the topic, titles or ids.
    pub formerly: Vec<Located<String>>,
    /// `merges`: the topics that were merged into this one, by title or id.
    pub merges: Vec<Located<String>>,
    /// `split_from`: the topic that this one was split from, by title or id.
    pub split_from: Option<Located<String>>,
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
    let tags = Tags::read(fields, settings);
    let kind = read_kind(fields, settings, &tags, is_translation);
    let report = Report {
        kind: kind.unwrap_or_default(),
        topic: read_topic(fields, path_info),
        edition: fields.text("edition"),
        rank: read_rank(fields),
        themes: themes::read(fields, &tags, settings),
        votes: read_votes(fields),
        rating: read_rating(fields, kind, settings),
        relations: relations::read(fields, kind, settings),
        sources: sources::read(fields),
        examples: examples::read(fields),
        quotes: quotes::read(fields),
        actions: actions::read(fields, settings),
        questions: read_texts(fields, "questions"),
        audience: audience::read(fields, "audience", settings),
        formerly: read_names(fields, "formerly"),
        merges: read_names(fields, "merges"),
        split_from: fields.text("split_from").filter(|name| !name.value.is_empty()),
        common,
    };
    (kind.is_some() || is_translation).then_some(report)
}

/// Reads a list of texts without its blank items.
fn read_texts(fields: &mut Fields<'_>, name: &'static str) -> Vec<String> {
    fields.texts(name).into_iter().map(|text| text.value).filter(|text| !text.is_empty()).collect()
}

/// Reads a list of topics' names with their places, without its blank items.
fn read_names(fields: &mut Fields<'_>, name: &'static str) -> Vec<Located<String>> {
    let mut names = fields.texts(name);
    names.retain(|name| !name.value.is_empty());
    names
}

/// Reads the kind: that of `kind`, else the one that a tag names.
fn read_kind(fields: &mut Fields<'_>, settings: &Settings, tags: &Tags, is_translation: bool) -> Option<usize> {
    let Some(written) = fields.text("kind") else {
        // `category: hurdle` is reported as an unknown key, with a hint to write `kind`.
        let is_under_wrong_key = fields.entries().iter().any(|(key, node)| key_hints::means_kind(key, node, settings));
        let is_missing = !is_given(fields, "kind") && tags.lack_kind() && !is_under_wrong_key && !is_translation;
        if is_missing && !tags.report_no_kind(fields, settings) {
            report_no_kind(fields, settings);
        }
        return tags.kind(fields, None);
    };
    let kinds = || settings.kinds().iter().map(|kind| &*kind.id);
    let number = settings.find_kind(&written.value);
    if number.is_none() {
        let help =
            suggest::did_you_mean(&written.value, kinds(), || format!("kinds of this site: {}", quote_names(kinds())));
        fields.report_at(Code::UnknownKind, written.span, format!("unknown kind `{}`", written.value), help);
    }
    let kind = number.map(|number| WrittenKind { number, written: written.value, span: written.span });
    let of_tags = tags.kind(fields, kind.as_ref());
    number.or(of_tags)
}

/// Reports that neither `kind` nor a tag says the kind. Where a theme names one, the help makes a tag of it.
fn report_no_kind(fields: &mut Fields<'_>, settings: &Settings) {
    let themes = fields.peek("themes").map(names::peek).unwrap_or_default();
    let help = if themes.iter().any(|theme| settings.find_kind(theme).is_some()) {
        format!("write `tags: {}` in place of `themes`: a tag may name the kind", names::yaml_list(&themes))
    } else {
        let kinds = quote_names(settings.kinds().iter().map(|kind| &*kind.id));
        format!("add `kind:` with one of {kinds}; a page that is no report belongs in `content/pages/`")
    };
    report_missing(fields, Code::MissingKind, None, "the report has no kind", &help);
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

fn read_rank(fields: &mut Fields<'_>) -> Option<Located<u32>> {
    let number = fields.integer("rank")?;
    if let Ok(rank @ 1..=9999) = u32::try_from(number.value) {
        Some(Located::new(rank, number.span))
    } else {
        let node = fields.peek("rank")?;
        let help = "ranks count from 1; leave the key out where the rank is not known";
        fields.report(Code::BadRank, node.span, format!("`{}` is no rank", number.value), help);
        None
    }
}

fn read_votes(fields: &mut Fields<'_>) -> Option<Located<Votes>> {
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
    let votes = Votes { share: share?.value, of: of.map(|of| of.value) };
    Some(Located::new(votes, fields.key_span("votes").unwrap_or_default()))
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
