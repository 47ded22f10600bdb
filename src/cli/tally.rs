//! `tally`: counts the votes of an edition, and says what would tip the result. With fewer than ten ballots it prints ranks
//! alone, as pages do: its output may end up in a log that others read.

use serde_json::{Value, json};

use crate::base::ballot_path::is_ballot_file;
use crate::base::code::Code;
use crate::base::finding::{Finding, Severity};
use crate::base::suggest;
use crate::cli::arguments::{Common, ListFormat, Tally};
use crate::cli::findings::{plural, print_human};
use crate::cli::list::table;
use crate::cli::options::options_for_all_content;
use crate::cli::terminal::{print_stdout, usage_error};
use crate::cli::{CommandResult, Outcome};
use crate::link::{CountedRound, Elections, Site};
use crate::pipeline::{elections, link_site};
use crate::tally::{Agreement, BallotType, Goal, Method, Tip, tips};

/// A round of the votes on a kind, and the round after it.
#[derive(Clone, Copy)]
struct RoundOfKind<'a> {
    kind: usize,
    round: &'a CountedRound,
    next: Option<&'a CountedRound>,
}

/// Prints the votes of an edition.
pub fn tally(common: &Common, arguments: &Tally) -> CommandResult {
    let linked = link_site(&options_for_all_content(common, None)?, &|_| {});
    let findings: Vec<Finding> = linked.findings.iter().filter(|finding| is_about_votes(finding)).cloned().collect();
    print_human(&findings, &*linked.snapshot);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Ok(Outcome::Failure);
    }
    let (site, elections) = (&*linked.site, elections(&linked));
    let edition = edition(site, &elections, arguments.edition.as_deref())?;
    let rounds = elections.of_edition(&edition);
    let rounds = rounds.flat_map(|(kind, election)| {
        let next = election.rounds.iter().skip(1).map(Some).chain([None]);
        election.rounds.iter().zip(next).map(move |(round, next)| RoundOfKind { kind, round, next })
    });
    match arguments.format {
        ListFormat::Json => {
            let rounds = rounds.map(|round| record(site, round));
            print_stdout(&format!("{}\n", Value::Array(rounds.collect())))?;
        }
        ListFormat::Human => {
            let texts: Vec<String> = rounds.map(|round| text(site, round)).collect();
            print_stdout(&texts.join("\n"))?;
        }
    }
    Ok(Outcome::Success)
}

/// Returns true if a finding keeps votes from being counted.
fn is_about_votes(finding: &Finding) -> bool {
    is_ballot_file(&finding.file) || matches!(finding.code, Code::BadTally | Code::VotesWithoutTally)
}

/// The edition to print: the one of this id, else the newest that has votes.
fn edition(site: &Site, elections: &Elections, id: Option<&str>) -> CommandResult<String> {
    let with_votes = site.editions.iter().rev().map(|edition| &*edition.id);
    let mut with_votes = with_votes.filter(|id| elections.of_edition(id).next().is_some());
    let Some(id) = id else {
        let none = || usage_error("no edition has votes", "put ballots into `content/<edition>/votes/<kind>.csv`");
        return with_votes.next().map(str::to_owned).ok_or_else(none);
    };
    if with_votes.clone().any(|other| other == id) {
        return Ok(id.to_owned());
    }
    let help = suggest::did_you_mean(id, with_votes.clone(), || match with_votes.collect::<Vec<_>>() {
        ids if ids.is_empty() => format!("put ballots into `content/{id}/votes/<kind>.csv`"),
        ids => format!("editions with votes: {}", ids.join(", ")),
    });
    Err(usage_error(&format!("there are no votes of an edition `{id}`"), &help))
}

/// The candidates of a round by rank, each as an object with the same keys. A candidate of an earlier round is chosen if it
/// went on to the next.
fn rows(RoundOfKind { round, next, .. }: RoundOfKind<'_>) -> Vec<Value> {
    let count = &round.count;
    let row = |candidate: usize| {
        let topic = &round.candidates[candidate].value;
        let is_chosen = match next {
            Some(next) => next.candidate(topic).is_some(),
            None => count.chosen[candidate],
        };
        let chosen = if is_chosen { "yes" } else { "no" };
        let mut row = json!({"rank": count.ranks[candidate], "topic": topic, "chosen": chosen});
        if !round.is_small() {
            let score = number(count.scores[candidate]);
            match round.rule.method {
                Method::Share => {
                    row["ballots"] = score;
                    row["share"] = number(count.share(candidate));
                }
                Method::Borda => row["points"] = score,
                Method::Schulze => row["beats"] = score,
            }
        }
        row
    };
    count.in_order().into_iter().map(row).collect()
}

/// A number without a needless `.0`.
fn number(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "scores and shares are small")]
    let whole = number as i64;
    if number.fract() == 0.0 { json!(whole) } else { json!(number) }
}

/// A round as data.
fn record(site: &Site, round_of_kind: RoundOfKind<'_>) -> Value {
    let round = round_of_kind.round;
    let is_told = !round.is_small();
    json!({
        "kind": site.settings.kinds()[round_of_kind.kind].id,
        "round": round.id,
        "ballot": round.rule.ballot.name(),
        "method": round.rule.method.name(),
        "places": round.rule.places,
        "ballots": is_told.then_some(round.ballots.len()),
        "blank": is_told.then_some(round.count.blank),
        "agreement": round.count.agreement.filter(|_| is_told).map(Agreement::rounded),
        "candidates": rows(round_of_kind),
        "tips": tip_sentences(round),
    })
}

/// A round as text: what it is, the candidates by rank, and what would tip it.
fn text(site: &Site, round_of_kind: RoundOfKind<'_>) -> String {
    let round = round_of_kind.round;
    let id = if round.id.is_empty() { "final vote" } else { &round.id };
    let kind = &site.settings.kinds()[round_of_kind.kind].plural;
    let mut lines = vec![format!("{kind}, {id}: {}", facts(round)), String::new(), table(&rows(round_of_kind))];
    lines.extend(tip_sentences(round).into_iter().map(|tip| format!("{tip}.")));
    lines.join("\n").trim_end().to_owned() + "\n"
}

fn facts(round: &CountedRound) -> String {
    let mut facts = vec![plural(round.candidates.len(), "candidate")];
    facts.extend(round.rule.places.map(|places| plural(places as usize, "place")));
    facts.push(format!("counted by `{}`", round.rule.method.name()));
    let chosen = round.count.chosen.iter().filter(|&&is_chosen| is_chosen).count();
    if round.rule.places.is_some_and(|places| chosen > places as usize) {
        facts.push(format!("{chosen} chosen, because of a tie at the last place"));
    }
    if round.is_small() {
        facts.push("fewer than ten ballots, so ranks alone are shown".to_owned());
        return facts.join(", ");
    }
    facts.push(match round.count.blank {
        0 => plural(round.ballots.len(), "ballot"),
        blank => format!("{}, {blank} of them blank", plural(round.ballots.len(), "ballot")),
    });
    if let Some(agreement) = round.count.agreement {
        facts.push(format!("{} agreement (W = {})", agreement.word().replace('-', " "), agreement.rounded()));
    }
    facts.join(", ")
}

/// What would tip a round, in sentences without full stops.
fn tip_sentences(round: &CountedRound) -> Vec<String> {
    if round.is_small() {
        return Vec::new();
    }
    let mut sentences = Vec::new();
    let has_places = round.rule.places.is_some();
    let goals = [(Goal::Places, "change who has a place"), (Goal::First, "change the first rank")];
    for (goal, effect) in goals.into_iter().filter(|(goal, _)| has_places || *goal == Goal::First) {
        let tips = tips(round.candidates.len(), &round.ballots, round.rule, goal);
        sentences.extend(tips.iter().map(|tip| tip_sentence(round, tip, effect)));
    }
    sentences
}

fn tip_sentence(round: &CountedRound, tip: &Tip, effect: &str) -> String {
    let topic = |candidate: usize| &round.candidates[candidate].value;
    let ballots = plural(tip.ballots(), "ballot");
    match *tip {
        Tip::More { candidate, level, .. } => {
            let points = match round.rule.ballot {
                BallotType::Points => format!(" with {}", plural(level as usize, "point")),
                BallotType::Cross | BallotType::Rank => String::new(),
            };
            format!("{ballots} more{points} for `{}` alone would {effect}", topic(candidate))
        }
        Tip::Fewer { candidate, rival, .. } => {
            let (candidate, rival) = (topic(candidate), topic(rival));
            let those = match round.rule.ballot {
                BallotType::Cross => format!("for `{candidate}` and not for `{rival}`"),
                BallotType::Rank | BallotType::Points => format!("that put `{candidate}` above `{rival}`"),
            };
            format!("{ballots} fewer of those {those} would {effect}")
        }
    }
}
