//! The claims of `formerly`, `merges` and `split_from` that lead nowhere or contradict others, as findings: each says why the
//! past of a topic cannot be decided, and how to write either meaning.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::span::Span;
use crate::check::Checked;
use crate::link::successors::{Claim, Key, Topics};

/// A claim that cannot be decided.
pub enum Problem<'a> {
    /// No earlier edition has the name.
    Unknown { claim: Claim<'a> },
    /// Earlier editions have several topics of the name; these are the last reports of each.
    Ambiguous { claim: Claim<'a>, reports: Vec<usize> },
    /// Another report claims the same topic.
    TwoClaims { claim: Claim<'a>, other: Claim<'a> },
    /// A topic and its alleged earlier self have each a report in one edition.
    SideBySide { claim: Claim<'a>, here: usize, there: usize },
    /// A merge names one topic only.
    MergeOfOne { claim: Claim<'a>, part: usize },
    /// No earlier edition has all topics of a merge.
    NeverTogether { claim: Claim<'a>, parts: Vec<usize> },
    /// A topic that was merged still has a report, in the edition of the merge or later.
    StillStands { claim: Claim<'a>, there: usize },
    /// A topic would be split from itself.
    OwnPast { claim: Claim<'a> },
    /// A topic would be split off in an edition after its first.
    NotFirst { claim: Claim<'a>, first: usize },
}

impl Problem<'_> {
    /// Says the problem with both ways to write it.
    pub fn finding(&self, topics: &Topics<'_, '_>) -> Finding {
        match self {
            Self::Unknown { claim } => unknown(topics, *claim),
            Self::Ambiguous { claim, reports } => ambiguous(topics, *claim, reports),
            Self::TwoClaims { claim, other } => two_claims(topics, *claim, *other),
            Self::SideBySide { claim, here, there } => side_by_side(topics, *claim, *here, *there),
            Self::MergeOfOne { claim, part } => merge_of_one(topics, *claim, *part),
            Self::NeverTogether { claim, parts } => never_together(topics, *claim, parts),
            Self::StillStands { claim, there } => still_stands(topics, *claim, *there),
            Self::OwnPast { claim } => {
                let name = &claim.name.value;
                let message = format!("`{name}` is an earlier name of this very topic");
                let help = format!(
                    "write `formerly: [{}]` if the topic has a new name, or `split_from` alone if both go on",
                    in_list(name)
                );
                unclear(topics, *claim, message).help(help)
            }
            Self::NotFirst { claim, first } => not_first(topics, *claim, *first),
        }
    }
}

fn unclear(topics: &Topics<'_, '_>, claim: Claim<'_>, message: String) -> Finding {
    Finding::new(Code::UnclearPast, &file(topics, claim.standing).path, message).at(claim.name.span)
}

fn file<'a>(topics: &Topics<'a, '_>, standing: usize) -> &'a Checked {
    topics.standings[standing].file
}

/// The place of a report's title.
fn title_span(topics: &Topics<'_, '_>, standing: usize) -> Span {
    topics.standings[standing].entry.common.title.span
}

fn edition_id<'f>(topics: &Topics<'_, 'f>, standing: usize) -> &'f str {
    topics.edition_ids[topics.edition(standing)]
}

/// A claim of one topic, as front matter writes it.
fn mended(key: Key, id: &str) -> String {
    match key {
        Key::Formerly => format!("`formerly: [{id}]`"),
        Key::Merges => format!("`merges: [{id}, …]`"),
        Key::SplitFrom => format!("`split_from: {id}`"),
    }
}

/// A name as an item of a YAML list.
fn in_list(name: &str) -> String {
    let is_plain = name.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | ' '));
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn unknown(topics: &Topics<'_, '_>, claim: Claim<'_>) -> Finding {
    let edition = topics.edition(claim.standing);
    let help = match topics.nearest_name(&claim.name.value, edition) {
        Some(name) => format!("did you mean `{name}`? If no edition of this site had the name, leave it out"),
        None => "write a title or an id that a report of an earlier edition has, or leave the name out".to_owned(),
    };
    let message = format!("no earlier edition has a topic `{}`", claim.name.value);
    let finding = Finding::new(Code::UnknownPast, &file(topics, claim.standing).path, message);
    finding.at(claim.name.span).help(help)
}

fn ambiguous(topics: &Topics<'_, '_>, claim: Claim<'_>, reports: &[usize]) -> Finding {
    let ids: Vec<&str> = reports.iter().map(|&report| topics.id(report)).collect();
    let or = |names: Vec<String>| names.join(" or ");
    let message =
        format!("`{}` could be the topic {}", claim.name.value, or(ids.iter().map(|id| format!("`{id}`")).collect()));
    let help = format!("write {}", or(ids.iter().map(|id| mended(claim.key, id)).collect()));
    let mut finding = unclear(topics, claim, message).help(help);
    for &report in reports {
        let place = format!("`{}`, last in edition {}", topics.id(report), edition_id(topics, report));
        finding = finding.related(&file(topics, report).path, Some(title_span(topics, report)), place);
    }
    finding
}

fn two_claims(topics: &Topics<'_, '_>, claim: Claim<'_>, other: Claim<'_>) -> Finding {
    let id = &claim.name.value;
    let message = if claim.standing == other.standing {
        format!("the report claims `{id}` in two ways")
    } else {
        format!("two reports say that `{id}` goes on in them")
    };
    let help =
        format!("name it in one of the two places only; a report on a part of it says `split_from: {}`", in_list(id));
    let finding = unclear(topics, claim, message).help(help);
    finding.related(&file(topics, other.standing).path, Some(other.name.span), "the other claim")
}

fn side_by_side(topics: &Topics<'_, '_>, claim: Claim<'_>, here: usize, there: usize) -> Finding {
    let (own, past, edition) = (topics.id(here), topics.id(there), edition_id(topics, there));
    let name = in_list(&claim.name.value);
    let (message, help) = if topics.edition(there) < topics.edition(claim.standing) {
        (
            format!("`{own}` and `{past}` both stood in edition {edition}, so one is not the other's earlier name"),
            format!("write `merges: [{own}, {past}]` if the two became one, or leave `{name}` out"),
        )
    } else {
        (
            format!("`{}` still stands in edition {edition}, beside this topic", claim.name.value),
            format!("write `split_from: {name}` if this topic was a part of it, or leave `{name}` out"),
        )
    };
    let finding = unclear(topics, claim, message).help(help);
    finding.related(&file(topics, there).path, Some(title_span(topics, there)), "the report that stands there")
}

fn merge_of_one(topics: &Topics<'_, '_>, claim: Claim<'_>, part: usize) -> Finding {
    let (own, edition) = (topics.group(claim.standing), topics.edition(claim.standing));
    let name = in_list(&claim.name.value);
    let other =
        if own != part && topics.side_by_side(own, part).is_some() { topics.id_before(own, edition) } else { "…" };
    let help = format!(
        "write `formerly: [{name}]` if the topic has a new name, or name the others: `merges: [{name}, {other}]`"
    );
    unclear(topics, claim, "a merge has two topics or more".to_owned()).help(help)
}

fn never_together(topics: &Topics<'_, '_>, claim: Claim<'_>, parts: &[usize]) -> Finding {
    let edition = topics.edition(claim.standing);
    let ids: Vec<&str> = parts.iter().map(|&part| topics.id_before(part, edition)).collect();
    let names: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    let message = format!("no earlier edition has {}", names.join(" and "));
    let help = format!(
        "write `formerly: [{}]` if they are names of one topic, or name topics that stood side by side",
        ids.join(", ")
    );
    unclear(topics, claim, message).help(help)
}

fn still_stands(topics: &Topics<'_, '_>, claim: Claim<'_>, there: usize) -> Finding {
    let name = &claim.name.value;
    let message = format!("`{name}` still stands in edition {}", edition_id(topics, there));
    let help =
        format!("write `split_from: {0}` if a part of it came here, or leave `{0}` out of `merges`", in_list(name));
    let finding = unclear(topics, claim, message).help(help);
    finding.related(&file(topics, there).path, Some(title_span(topics, there)), "the report that stands there")
}

fn not_first(topics: &Topics<'_, '_>, claim: Claim<'_>, first: usize) -> Finding {
    let (id, edition) = (topics.id(claim.standing), edition_id(topics, first));
    let path = &file(topics, first).path;
    let message = format!("`{id}` stood in edition {edition} already, so it was not split off in this one");
    let help = format!("move `split_from` to the topic's first report, `{path}`, or leave it out");
    unclear(topics, claim, message).help(help).related(path, Some(title_span(topics, first)), "the first report")
}
