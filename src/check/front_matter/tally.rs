//! `tally` in `edition.md`: how the ballots of the edition are counted, for all kinds or for each by its id.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::{Located, Span};
use crate::base::suggest;
use crate::base::yaml::{Node, Value};
use crate::check::front_matter::PAGES_LIMIT;
use crate::config::Settings;
use crate::tally::{BallotType, Method, Rule};

/// The keys that say how a kind or a round is counted.
const RULE_KEYS: [&str; 4] = ["ballot", "method", "places", "choices"];

/// How the ballots of an edition are counted.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tally {
    /// The place of the key.
    pub span: Span,
    /// The rule of each kind, by the kind's number; `None` where there is none.
    pub of_kinds: Vec<Option<CountingRule>>,
    /// `rounds`: the rounds that it names, in their order.
    pub rounds: Vec<VotingRound>,
    /// `considered`: true if the edition's page names the candidates that were not chosen, false if no page does.
    pub considered: Option<bool>,
}

/// How ballots are counted, and how many candidates one may mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CountingRule {
    /// `ballot`, `method`, `places`.
    pub rule: Rule,
    /// `choices`: the most candidates that a ballot may mark.
    pub choices: Option<u32>,
}

/// A round of voting.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VotingRound {
    /// `id`: the name of its folder in `votes/`.
    pub id: Located<String>,
    /// `title`; may be empty.
    pub title: String,
    /// The keys in which its rule differs from that of its kind.
    pub written: WrittenRule,
}

/// The keys of a rule, as far as they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WrittenRule {
    ballot: Option<BallotType>,
    method: Option<Method>,
    places: Option<u32>,
    choices: Option<u32>,
}

impl WrittenRule {
    /// The rule where these keys are all that is written; `None` where no method is named and several are possible.
    fn rule(self) -> Option<CountingRule> {
        let ballot = self.ballot?;
        let method = match (self.method, ballot.methods()) {
            (Some(method), _) => method,
            (None, [only]) => *only,
            (None, _) => return None,
        };
        Some(CountingRule { rule: Rule { ballot, method, places: self.places }, choices: self.choices })
    }

    /// The rule of a round in which these keys replace those of its kind. Places and choices belong to the last round, so
    /// an earlier one does not take them over.
    pub fn over(self, of_kind: CountingRule, is_last: bool) -> CountingRule {
        let ballot = self.ballot.unwrap_or(of_kind.rule.ballot);
        let method = self.method.unwrap_or(of_kind.rule.method);
        let method = if ballot.methods().contains(&method) { method } else { ballot.methods()[0] };
        let places = self.places.or(of_kind.rule.places.filter(|_| is_last));
        let choices = self.choices.or(of_kind.choices.filter(|_| is_last));
        // With crosses a voter fills places; with ranks and points every candidate may be placed.
        let choices = choices.or(places.filter(|_| ballot == BallotType::Cross));
        CountingRule { rule: Rule { ballot, method, places }, choices }
    }
}

/// Reads `tally`. A translation may give titles of rounds alone.
pub fn read(fields: &mut Fields<'_>, settings: &Settings, is_translation: bool) -> Option<Tally> {
    let entries = fields.map("tally")?;
    let entries = fields.entries_up_to("tally", entries, PAGES_LIMIT);
    let span = fields.key_span("tally").unwrap_or_default();
    let mut inner = fields.inner(entries);
    let considered = inner.flag("considered");
    let rounds = read_rounds(&mut inner);
    let is_for_all = RULE_KEYS.iter().any(|key| inner.peek(key).is_some());
    let mut of_kinds = vec![None; settings.kinds().len()];
    if is_for_all {
        let rule = read_rule(&mut inner).and_then(|written| complete(&mut inner, written, span, "tally"));
        of_kinds.fill(rule);
    } else {
        read_kinds(&mut inner, settings, &mut of_kinds);
        let says_nothing = entries.iter().all(|(key, _)| matches!(&*key.name, "considered" | "rounds"));
        if says_nothing && !is_translation {
            let help = "add to it `ballot: cross, method: share, places: 3`, or a rule for each kind";
            inner.report_at(Code::BadTally, span, "`tally` does not say how ballots are counted", help);
        }
    }
    let kinds: Vec<&str> = entries
        .iter()
        .map(|(key, _)| &*key.name)
        .filter(|key| !is_for_all && settings.find_kind(key).is_some())
        .collect();
    let ids = settings.kinds().iter().map(|kind| &*kind.id);
    inner.finish(Code::UnknownKey, &kinds, |key, _| {
        let keys = RULE_KEYS.into_iter().chain(["considered", "rounds"]).chain(ids.clone());
        Some(suggest::did_you_mean(&key.name, keys, || {
            "`tally` has `ballot`, `method`, `places`, `choices`, `rounds` and `considered`, or a rule for each kind"
                .to_owned()
        }))
    });
    Some(Tally { span, of_kinds, rounds, considered })
}

/// Reads the rules of kinds, each under the kind's id.
fn read_kinds(fields: &mut Fields<'_>, settings: &Settings, of_kinds: &mut [Option<CountingRule>]) {
    for (key, node) in fields.entries() {
        let Some(kind) = settings.find_kind(&key.name) else { continue };
        let Some(entries) = fields.map_of(&key.name, node) else { continue };
        let span = fields.span(key.span);
        let mut inner = fields.inner(entries);
        let written = read_rule(&mut inner);
        of_kinds[kind] = written.and_then(|written| complete(&mut inner, written, span, &settings.kinds()[kind].id));
        inner.finish(Code::UnknownKey, &[], |_, _| None);
    }
}

fn read_rounds(fields: &mut Fields<'_>) -> Vec<VotingRound> {
    let mut rounds: Vec<VotingRound> = Vec::new();
    for node in fields.items("rounds") {
        let Some(round) = read_round(fields, node) else { continue };
        if rounds.iter().any(|other| other.id.value == round.id.value) {
            fields.report_at(Code::BadTally, round.id.span, "two rounds have the same name", "name each round once");
        } else {
            rounds.push(round);
        }
    }
    rounds
}

/// Reads a round: the name of its folder, or a map that begins with `id`.
fn read_round<'a>(fields: &mut Fields<'a>, node: &'a Node<'a>) -> Option<VotingRound> {
    if !matches!(node.value, Value::Map(_)) {
        let id = fields.text_of("rounds", node)?;
        return Some(VotingRound { id, title: String::new(), written: WrittenRule::default() });
    }
    let entries = fields.map_of("rounds", node)?;
    let place = fields.span(node.span);
    let mut inner = fields.inner(entries);
    let id = inner.text("id");
    let title = inner.text("title").map(|title| title.value).unwrap_or_default();
    let written = read_rule(&mut inner).unwrap_or_default();
    if id.is_none() {
        inner.report_at(
            Code::BadTally,
            place,
            "a round has no `id`",
            "write the name of its folder: `{id: long-list}`",
        );
    }
    inner.finish(Code::UnknownKey, &[], |_, _| None);
    Some(VotingRound { id: id?, title, written })
}

/// Reads the keys of a rule. `None` where one of them is wrong: there is a finding.
fn read_rule(fields: &mut Fields<'_>) -> Option<WrittenRule> {
    let ballot = read_name(fields, "ballot", BallotType::from_name, &BallotType::ALL.map(BallotType::name));
    let method = read_name(fields, "method", Method::from_name, &Method::ALL.map(Method::name));
    let (places, choices) = (read_number(fields, "places"), read_number(fields, "choices"));
    let written =
        WrittenRule { ballot: ballot.ok()?, method: method.ok()?, places: places.ok()?, choices: choices.ok()? };
    let (Some(ballot), Some(method)) = (written.ballot, written.method) else { return Some(written) };
    if ballot.methods().contains(&method) {
        return Some(written);
    }
    let span = fields.peek("method").map(|node| fields.span(node.span)).unwrap_or_default();
    let message = format!("ballots of `{}` cannot be counted by `{}`", ballot.name(), method.name());
    fields.report_at(Code::BadTally, span, message, format!("write {}", mended(written, ballot)));
    None
}

/// Completes a rule. `None`, and a finding, where it does not say enough.
fn complete(fields: &mut Fields<'_>, written: WrittenRule, span: Span, name: &str) -> Option<CountingRule> {
    let rule = written.rule();
    if rule.is_none() {
        let missing = if written.ballot.is_none() { "ballot" } else { "method" };
        let likely = written.ballot.or_else(|| {
            BallotType::ALL.into_iter().find(|ballot| written.method.is_some_and(|it| ballot.methods().contains(&it)))
        });
        let help = format!("write {}", mended(written, likely.unwrap_or(BallotType::Cross)));
        fields.report_at(Code::BadTally, span, format!("`{name}` has no `{missing}`"), help);
    }
    rule
}

/// The line that is right for a type of ballots: with each method that counts them, and the places that are written.
fn mended(written: WrittenRule, ballot: BallotType) -> String {
    let methods = match written.method {
        Some(ref method) if ballot.methods().contains(method) => std::slice::from_ref(method),
        _ => ballot.methods(),
    };
    let number =
        |key: &str, number: Option<u32>| number.map_or_else(String::new, |number| format!(", {key}: {number}"));
    let numbers = number("places", written.places) + &number("choices", written.choices);
    let line = |method: &Method| format!("`{{ballot: {}, method: {}{numbers}}}`", ballot.name(), method.name());
    methods.iter().map(line).collect::<Vec<_>>().join(" or ")
}

/// A value that cannot be.
struct Wrong;

/// Reads one of some names; `None` where it is absent.
///
/// # Errors
/// Where it is wrong: there is a finding.
fn read_name<T>(
    fields: &mut Fields<'_>,
    key: &'static str,
    from_name: impl Fn(&str) -> Option<T>,
    names: &[&str],
) -> Result<Option<T>, Wrong> {
    if fields.peek(key).is_none() {
        fields.node(key);
        return Ok(None);
    }
    let text = fields.text(key).ok_or(Wrong)?;
    let value = from_name(&text.value);
    if value.is_none() {
        let help = suggest::did_you_mean(&text.value, names.iter().copied(), || format!("one of {}", names.join(", ")));
        fields.report_at(Code::BadTally, text.span, format!("`{}` is no {key}", text.value), help);
    }
    value.map(Some).ok_or(Wrong)
}

/// Reads a number from 1; `None` where it is absent.
///
/// # Errors
/// Where it is wrong: there is a finding.
fn read_number(fields: &mut Fields<'_>, key: &'static str) -> Result<Option<u32>, Wrong> {
    if fields.peek(key).is_none() {
        fields.node(key);
        return Ok(None);
    }
    let number = fields.integer(key).ok_or(Wrong)?;
    let value = u32::try_from(number.value).ok().filter(|number| (1..=9999).contains(number));
    if value.is_none() {
        let message = format!("`{key}` cannot be {}", number.value);
        fields.report_at(Code::BadTally, number.span, message, "write a whole number from 1");
    }
    value.map(Some).ok_or(Wrong)
}
