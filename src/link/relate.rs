//! Relations between reports. Each is named in one front matter and becomes an edge of both reports.

use rayon::prelude::*;
use std::sync::OnceLock;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::slug::slug;
use crate::base::suggest::SuggestionIndex;
use crate::check::Relation;
use crate::link::Catalogue;

/// A relation of a report, as that report sees it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Edge {
    /// The number of its type; `None` if untyped.
    pub relation: Option<usize>,
    /// True if the other report named it.
    pub is_inverse: bool,
    /// The other report.
    pub report: usize,
    /// The reason that front matter gives; may be empty.
    pub why: String,
}

/// Gives each report its relations, forwards and backwards.
pub fn relate(catalogue: &Catalogue, findings: &mut Vec<Finding>) -> Vec<Vec<Edge>> {
    let index = OnceLock::new();
    let targets = |number: usize| {
        let relations = catalogue.report_entry(number).map_or(&[][..], |entry| &entry.relations);
        relations.iter().map(|relation| target(catalogue, &index, number, relation)).collect::<Vec<_>>()
    };
    let targets: Vec<Vec<Result<Option<usize>, Problem>>> =
        (0..catalogue.reports.len()).into_par_iter().map(targets).collect();
    let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); catalogue.reports.len()];
    for (number, targets) in targets.into_iter().enumerate().filter(|(_, targets)| !targets.is_empty()) {
        let Some((file, entry)) = catalogue.report_source(number) else { continue };
        for (relation, target) in entry.relations.iter().zip(targets) {
            match target {
                // Its report is still awaited.
                Ok(None) => {}
                Ok(Some(other)) => {
                    let edge = |report, is_inverse| Edge {
                        relation: relation.relation,
                        is_inverse,
                        report,
                        why: relation.why.clone(),
                    };
                    edges[number].push(edge(other, false));
                    edges[other].push(edge(number, true));
                }
                Err(Problem { code, message, help }) => {
                    let finding = Finding::new(code, &file.path, message);
                    findings.push(finding.at(relation.to.span).help(help));
                }
            }
        }
    }
    edges.par_iter_mut().for_each(|edges| {
        // Forwards before backwards, typed before untyped, then the order in which things are read.
        edges.sort_by_key(|edge| (edge.relation.is_none(), edge.relation, edge.is_inverse, edge.report));
        // An untyped relation named from both ends is one.
        edges.dedup_by(|a, b| {
            a.relation == b.relation && a.report == b.report && (a.relation.is_none() || a.is_inverse == b.is_inverse)
        });
        edges.shrink_to_fit();
    });
    edges
}

/// Returns true if any relation has a type: then kinds meet.
pub fn any_typed(edges: &[Vec<Edge>]) -> bool {
    edges.iter().flatten().any(|edge| edge.relation.is_some())
}

/// Why a relation leads nowhere.
struct Problem {
    code: Code,
    message: String,
    help: String,
}

/// Finds the report that a relation leads to. In place of one that is still awaited it is the newest published report on
/// the topic, if any. `index` holds the ids of topics, for suggestions.
fn target(
    catalogue: &Catalogue,
    index: &OnceLock<SuggestionIndex>,
    from: usize,
    relation: &Relation,
) -> Result<Option<usize>, Problem> {
    let (edition, topic) = edition_and_topic(relation);
    let topic = slug(topic);
    let number = |id: &str| catalogue.editions.iter().position(|edition| edition.id == id);
    let named = edition.map_or(Some(catalogue.reports[from].edition), number);
    if catalogue.awaited.is_empty() || named.is_none() {
        return published_target(catalogue, index, from, relation).map(Some);
    }
    if catalogue.is_awaited(named, &topic) {
        let reports = catalogue.topic(&topic).map_or(&[][..], |topic| &catalogue.topics[topic].reports);
        let kind = relation.relation.map(|relation| catalogue.settings.relations()[relation].to);
        let fits = |report: &usize| kind.is_none_or(|kind| catalogue.reports[*report].kind == kind);
        return Ok(reports.iter().copied().rev().find(|report| fits(report) && *report != from));
    }
    let is_awaited_elsewhere = edition.is_none() && catalogue.is_awaited(None, &topic);
    match published_target(catalogue, index, from, relation) {
        Err(_) if is_awaited_elsewhere => Ok(None),
        target => target.map(Some),
    }
}

/// Splits the name of a relation's target: `2025/digital-equity` or `digital-equity`.
fn edition_and_topic(relation: &Relation) -> (Option<&str>, &str) {
    let target = &*relation.to.value;
    target.split_once('/').map_or((None, target), |(edition, topic)| (Some(edition), topic))
}

/// Finds the published report that a relation leads to: of the same edition first, else of the nearest before, else after.
fn published_target(
    catalogue: &Catalogue,
    index: &OnceLock<SuggestionIndex>,
    from: usize,
    relation: &Relation,
) -> Result<usize, Problem> {
    let target = &*relation.to.value;
    let (edition, topic) = edition_and_topic(relation);
    let unknown = || {
        let ids = || catalogue.topics.iter().filter(|topic| !topic.reports.is_empty()).map(|topic| &*topic.id);
        let index = index.get_or_init(|| SuggestionIndex::new(ids()));
        let help = index.did_you_mean(topic, || "name a topic by its id, the stem of its file".to_owned());
        Problem { code: Code::UnknownRelationTarget, message: format!("no report on the topic `{target}`"), help }
    };
    let number = catalogue.topic_with_reports(&slug(topic)).ok_or_else(unknown)?;
    // A merged topic goes on in the other one, but a report of that may well name what it was made of.
    let wanted = edition.and_then(|edition| catalogue.editions.iter().position(|it| it.id == edition));
    let successor = catalogue.successor_in(number, wanted.unwrap_or(catalogue.reports[from].edition));
    let number = if successor == catalogue.reports[from].topic { number } else { successor };
    let candidates = &catalogue.topics[number].reports;
    let kind = relation.relation.map(|relation| catalogue.settings.relations()[relation].to);
    let fits = |report: &&usize| kind.is_none_or(|kind| catalogue.reports[**report].kind == kind);
    let here = catalogue.reports[from].edition;
    let chosen = if let Some(edition) = edition {
        let in_edition = |report: &&usize| catalogue.editions[catalogue.reports[**report].edition].id == edition;
        let report = *candidates.iter().find(in_edition).ok_or_else(unknown)?;
        candidates.iter().filter(in_edition).find(fits).copied().ok_or(report)
    } else {
        let earlier = candidates.iter().rev().filter(|&&report| catalogue.reports[report].edition <= here);
        let in_later_editions = candidates.iter().filter(|&&report| catalogue.reports[report].edition > here);
        let near = earlier.clone().chain(in_later_editions.clone()).next().copied().ok_or_else(unknown)?;
        earlier.chain(in_later_editions).find(fits).copied().ok_or(near)
    };
    match chosen {
        Ok(report) if report == from => Err(Problem {
            code: Code::UnknownRelationTarget,
            message: "the report relates to itself".to_owned(),
            help: "name another topic, or one of another edition: `2025/…`".to_owned(),
        }),
        Ok(report) => Ok(report),
        Err(report) => {
            let [is, wanted] = [catalogue.reports[report].kind, kind.unwrap_or_default()]
                .map(|kind| &catalogue.settings.kinds()[kind].id);
            let name = relation.relation.map_or("related", |relation| &catalogue.settings.relations()[relation].id);
            Err(Problem {
                code: Code::WrongRelationKind,
                message: format!("`{name}` leads to the kind `{wanted}`, and `{target}` is of the kind `{is}`"),
                help: "use `related:`, which joins any two reports".to_owned(),
            })
        }
    }
}
