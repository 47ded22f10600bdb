//! What pages tell of votes: the rounds of each kind, and the candidates that were considered and not chosen.

use std::collections::BTreeSet;

use crate::link::gather::{Edition, Report};
use crate::link::votes::{Candidate, CountedRound, Election, Elections, KindVotes, Round};

/// The votes of each edition by kind, as pages tell of them. `topics` are the ids of all topics. Those on a kind without a published report are left out.
pub fn votes_of_editions(
    elections: &Elections,
    editions: &[Edition],
    reports: &[Report],
    topics: &[&str],
) -> Vec<Vec<KindVotes>> {
    let of_edition = |edition: &Edition| {
        let of_kind = |kind: usize, election: &Election| {
            let is_out = edition.reports.iter().any(|&report| reports[report].kind == kind);
            let shows_considered = election.considered == Some(true);
            let considered =
                if shows_considered { not_chosen(elections, edition, kind, reports, topics) } else { Vec::new() };
            is_out.then(|| KindVotes { kind, rounds: rounds(election), considered })
        };
        elections.of_edition(&edition.id).filter_map(|(kind, election)| of_kind(kind, election)).collect()
    };
    editions.iter().map(of_edition).collect()
}

/// The editions in which each topic was considered and not chosen, the oldest first. Editions whose `considered` is false
/// are left out, as are kinds without a published report.
pub fn considered(elections: &Elections, editions: &[Edition], reports: &[Report], topics: &[&str]) -> Vec<Vec<usize>> {
    let mut of_topics = vec![Vec::new(); topics.len()];
    for (number, edition) in editions.iter().enumerate() {
        let is_out = |kind: usize| edition.reports.iter().any(|&report| reports[report].kind == kind);
        let with_considered =
            elections.of_edition(&edition.id).filter(|(_, election)| election.considered != Some(false));
        let candidates = with_considered.filter(|(kind, _)| is_out(*kind));
        let candidates = candidates.flat_map(|(kind, _)| not_chosen(elections, edition, kind, reports, topics));
        let considered: BTreeSet<usize> = candidates.filter_map(|candidate| candidate.topic).collect();
        for topic in considered {
            of_topics[topic].push(number);
        }
    }
    of_topics
}

/// The candidates of a kind that no vote of the edition chose and no report of it is about, by id.
fn not_chosen(
    elections: &Elections,
    edition: &Edition,
    kind: usize,
    reports: &[Report],
    topics: &[&str],
) -> Vec<Candidate> {
    let is_chosen = |id: &str| {
        let in_last = |round: &CountedRound| round.candidate(id).is_some_and(|candidate| round.count.chosen[candidate]);
        elections.of_edition(&edition.id).any(|(_, election)| election.last_round().is_some_and(in_last))
    };
    let has_report = |topic: usize| edition.reports.iter().any(|&report| reports[report].topic == topic);
    let rounds = elections.get(&edition.id, kind).map_or(&[][..], |election| &election.rounds);
    let ids: BTreeSet<&str> = rounds.iter().flat_map(|round| &round.candidates).map(|id| &*id.value).collect();
    let candidate = |id: &str| Candidate { id: id.to_owned(), topic: topics.binary_search(&id).ok() };
    let candidates = ids.into_iter().filter(|id| !is_chosen(id)).map(candidate);
    candidates.filter(|candidate| !candidate.topic.is_some_and(has_report)).collect()
}

fn rounds(election: &Election) -> Vec<Round> {
    let next = election.rounds.iter().skip(1).map(Some).chain([None]);
    let chosen = |round: &CountedRound, next: Option<&CountedRound>| match next {
        Some(next) => round.candidates.iter().filter(|it| next.candidate(&it.value).is_some()).count(),
        None => round.count.chosen.iter().filter(|&&is_chosen| is_chosen).count(),
    };
    let round = |(round, next): (&CountedRound, Option<&CountedRound>)| Round {
        id: round.id.clone(),
        candidates: round.candidates.len(),
        chosen: chosen(round, next),
        method: round.rule.method,
        ballots: (!round.is_small()).then_some(round.ballots.len()),
        agreement: round.count.agreement.filter(|_| !round.is_small()),
    };
    election.rounds.iter().zip(next).map(round).collect()
}
