//! Compares reports with the votes of their edition: what a report says of its rank and votes has to be what comes of the
//! ballots.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::span::Span;
use crate::check::{self, Checked, Votes};
use crate::config::Settings;
use crate::link::votes::{CountedRound, Elections};
use crate::tally::Method;

/// The rank and the votes of a report: those of its edition's ballots, else those that it names itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// Its rank, where known.
    pub rank: Option<u32>,
    /// Its votes, where they are told.
    pub votes: Option<Votes>,
}

impl Standing {
    /// The standing of a report of an edition.
    pub fn of(report: &check::Report, edition: &str, elections: &Elections) -> Self {
        let (rank, votes) =
            (report.rank.as_ref().map(|rank| rank.value), report.votes.as_ref().map(|votes| votes.value));
        let Some(round) = elections.get(edition, report.kind).and_then(|election| election.last_round()) else {
            return Self { rank, votes };
        };
        let candidate = round.candidate(&report.topic.value);
        Self {
            rank: candidate.and_then(|candidate| round.count.ranks[candidate]).or(rank),
            votes: candidate.and_then(|candidate| round.votes(candidate)).or(votes).filter(|_| !round.is_small()),
        }
    }
}

/// Returns what a report says that the votes of its edition contradict.
pub fn contradictions(
    file: &Checked,
    report: &check::Report,
    edition: &str,
    settings: &Settings,
    elections: &Elections,
) -> Vec<Finding> {
    let election = elections.get(edition, report.kind).filter(|election| election.is_sound);
    let Some(round) = election.and_then(|election| election.last_round()) else { return Vec::new() };
    let topic = &report.topic.value;
    let topic_span = Some(report.topic.span).filter(|&span| span != Span::default());
    let topic_span = topic_span.unwrap_or(report.common.title.span);
    let finding = |span: Span, message: String, at_ballots: Option<Span>| {
        let finding = Finding::new(Code::ContradictsTally, &file.path, message).at(span);
        finding.related(&round.file, at_ballots, "the ballots")
    };
    let Some(candidate) = round.candidate(topic) else {
        let message = format!(
            "the board could not vote for `{topic}`: its ballots on {} have no such column",
            settings.kinds()[report.kind].plural
        );
        return vec![
            finding(topic_span, message, None)
                .help("mend `topic:` or `kind:`, or leave the report out of this edition"),
        ];
    };
    let at_ballots = Some(round.candidates[candidate].span);
    let mut findings = Vec::new();
    let rank = round.count.ranks[candidate];
    if !round.count.chosen[candidate] {
        let place = rank.map_or_else(String::new, |rank| format!("; its rank is {rank}"));
        let places = round.rule.places.map_or_else(String::new, |places| format!(", and there are {places} places"));
        let message = format!("the board did not choose `{topic}`{place}{places}");
        let help = "leave the report out of this edition, make it a draft, or mend `places:` in the edition's `tally`";
        findings.push(finding(topic_span, message, at_ballots).help(help));
    }
    if let (Some(written), Some(rank)) = (&report.rank, rank)
        && written.value != rank
    {
        let message = format!("the report says rank {}, and the votes give it rank {rank}", written.value);
        let help = format!("leave `rank:` out, or write `rank: {rank}`");
        findings.push(finding(written.span, message, at_ballots).help(help));
    }
    if let Some(written) = &report.votes
        && contradicts(written.value, round, candidate)
    {
        // With few ballots a share tells how single members voted.
        let message = match round.votes(candidate) {
            Some(votes) => format!("the votes come to {}% of {}", votes.share, votes.of.unwrap_or_default()),
            None => "the votes that the report gives are not those of the ballots".to_owned(),
        };
        findings
            .push(finding(written.span, message, at_ballots).help("leave `votes:` out: they come from the ballots"));
    }
    findings
}

/// Returns true if votes are not those of a candidate. A share may be rounded.
fn contradicts(written: Votes, round: &CountedRound, candidate: usize) -> bool {
    let count = &round.count;
    let is_other_share = || {
        let share = count.scores[candidate] * 100.0 / count.ballots.max(1) as f64;
        let decimals = format!("{:?}", written.share)
            .split_once('.')
            .map_or(0, |(_, digits)| if digits == "0" { 0 } else { digits.len() });
        let precision = 10_f64.powi(-i32::try_from(decimals).unwrap_or(0));
        (share - written.share).abs() > precision / 2.0 + 1e-9
    };
    let is_other_count = written.of.is_some_and(|of| usize::try_from(of) != Ok(count.ballots));
    is_other_count || round.rule.method == Method::Share && is_other_share()
}
