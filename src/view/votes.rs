//! How the board voted: the rounds of each kind in sentences, and the candidates that were not chosen.

use serde::Serialize;

use crate::base::slug::humanize;
use crate::check::{Edition, Entry};
use crate::link::{Candidate, KindVotes, Round};
use crate::view::Viewer;
use crate::view::references::KindRef;
use crate::view::shared::Shared;

/// The votes on one kind.
#[derive(Debug, Serialize)]
pub struct VotesView {
    pub kind: Shared<KindRef>,
    pub rounds: Vec<RoundView>,
    /// The candidates that were not chosen, by title, where the edition names them.
    pub considered: Vec<ConsideredView>,
}

/// A round of voting.
#[derive(Debug, Serialize)]
pub struct RoundView {
    pub title: String,
    /// The number of candidates.
    pub candidates: usize,
    /// The number of those that went on, or were chosen in the last round.
    pub chosen: usize,
    /// All of it in a sentence.
    pub said: String,
}

/// A candidate that was not chosen.
#[derive(Debug, Serialize)]
pub struct ConsideredView {
    pub title: String,
    /// The topic's page; empty where the site has none.
    pub url: String,
}

/// Returns the votes of an edition on some kinds.
pub fn votes(viewer: &Viewer<'_>, language: usize, number: usize, kinds: &[usize]) -> Vec<VotesView> {
    let edition = EditionWords::new(viewer, language, number);
    let of_kind = |votes: &KindVotes| {
        let last = votes.rounds.len().saturating_sub(1);
        let rounds = votes.rounds.iter().enumerate();
        let mut considered: Vec<ConsideredView> = votes.considered.iter().map(|it| edition.candidate(it)).collect();
        considered.sort_by(|one, other| one.title.cmp(&other.title));
        VotesView {
            kind: viewer.views(language).kinds[votes.kind].clone(),
            rounds: rounds.map(|(number, round)| edition.round(round, number == last)).collect(),
            considered,
        }
    };
    let of_kinds = viewer.site.votes[number].iter().filter(|votes| kinds.contains(&votes.kind));
    of_kinds.map(of_kind).collect()
}

/// The words of an edition: those of a translation first, then the original's.
struct EditionWords<'v, 'a> {
    viewer: &'v Viewer<'a>,
    language: usize,
    entries: Vec<&'a Edition>,
    board_size: Option<i64>,
}

impl<'v, 'a> EditionWords<'v, 'a> {
    fn new(viewer: &'v Viewer<'a>, language: usize, number: usize) -> Self {
        let texts = &viewer.site.editions[number].texts;
        let entry = |file: Option<usize>| match &viewer.site.files[file?].entry {
            Some(Entry::Edition(edition)) => Some(&**edition),
            _ => None,
        };
        let entries: Vec<&Edition> = [texts[language], texts[0]].into_iter().filter_map(entry).collect();
        let board_size = entries.last().and_then(|original| original.board.size);
        Self { viewer, language, entries, board_size }
    }

    fn round(&self, round: &Round, is_last: bool) -> RoundView {
        let (viewer, language) = (self.viewer, self.language);
        let title = self.round_title(&round.id);
        let outcome = viewer.counted(language, if is_last { "vote-chosen" } else { "vote-went-on" }, round.chosen);
        let agreement = round.agreement.map_or_else(String::new, |agreement| {
            let word = viewer.say(language, &format!("agreement-{}", agreement.word()), &[]);
            let figure = viewer.decimal(language, agreement.rounded());
            viewer.say(language, "vote-agreement", &[("agreement", &word), ("figure", &figure)])
        });
        let facts = [
            viewer.counted(language, "vote-candidates", round.candidates),
            outcome,
            round.ballots.map_or_else(String::new, |ballots| self.turnout(ballots)),
            viewer.say(language, &format!("vote-by-{}", round.method.name()), &[]),
            agreement,
        ];
        let facts = viewer.joined(language, facts);
        let said = viewer.say(language, "label-value", &[("label", &title), ("value", &facts)]);
        RoundView { title, candidates: round.candidates, chosen: round.chosen, said }
    }

    fn turnout(&self, ballots: usize) -> String {
        match self.board_size {
            Some(size) => {
                let blanks = [("ballots", &*ballots.to_string()), ("size", &*size.to_string())];
                self.viewer.say(self.language, "vote-turnout", &blanks)
            }
            None => self.viewer.counted(self.language, "vote-ballots", ballots),
        }
    }

    fn round_title(&self, id: &str) -> String {
        if id.is_empty() {
            return self.viewer.say(self.language, "vote-final", &[]);
        }
        let rounds = self.entries.iter().filter_map(|entry| entry.tally.as_ref()).flat_map(|tally| &tally.rounds);
        let title =
            rounds.filter(|round| round.id.value == id).map(|round| &round.title).find(|title| !title.is_empty());
        title.cloned().unwrap_or_else(|| humanize(id))
    }

    fn candidate(&self, candidate: &Candidate) -> ConsideredView {
        if let Some(topic) = candidate.topic {
            let title = self.viewer.site.topic_title(topic, self.language).to_owned();
            let url = self.viewer.urls.page(self.viewer.site.topic_page(topic), self.language);
            return ConsideredView { title, url };
        }
        let titles = self.entries.iter().flat_map(|entry| &entry.candidates);
        let title = titles.filter(|(id, _)| *id == candidate.id).map(|(_, title)| title.clone()).next();
        ConsideredView { title: title.unwrap_or_else(|| humanize(&candidate.id)), url: String::new() }
    }
}
