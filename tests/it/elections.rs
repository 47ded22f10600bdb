//! Elections with known results, from `tests/data/elections.txt`, which names the source of each.

use std::collections::BTreeMap;

use trendpress::internals::{Ballot, BallotType, Count, Method, Rule, count};

use crate::test_site::repository;

/// An election of the file: its lines by their names.
struct Known {
    name: String,
    lines: BTreeMap<String, String>,
}

fn known() -> Vec<Known> {
    let text = std::fs::read_to_string(repository().join("tests/data/elections.txt")).unwrap();
    let election = |section: &str| {
        let (name, lines) = section.split_once('\n').unwrap();
        let lines = lines.lines().filter_map(|line| line.split_once(": "));
        let lines = lines.map(|(key, value)| (key.to_owned(), value.trim_end().to_owned())).collect();
        Known { name: name.to_owned(), lines }
    };
    text.split("\n== ").skip(1).map(election).collect()
}

impl Known {
    fn line(&self, key: &str) -> &str {
        self.lines.get(key).map_or("", String::as_str)
    }

    fn candidates(&self) -> Vec<&str> {
        self.line("candidates").split_whitespace().collect()
    }

    /// The ballots of a line such as `5 A>B=C, 2 C`: how many, and what they say.
    fn groups(&self, key: &str) -> Vec<(usize, &str)> {
        let groups = self.line(key).split(',').map(str::trim).filter(|group| !group.is_empty());
        groups
            .map(|group| group.split_once(' ').unwrap_or((group, "")))
            .map(|(n, it)| (n.parse().unwrap(), it))
            .collect()
    }

    fn ballots(&self, key: &str, ballot: impl Fn(&str) -> Ballot) -> Vec<Ballot> {
        self.groups(key).into_iter().flat_map(|(number, text)| vec![ballot(text); number]).collect()
    }

    fn ranked(&self) -> Vec<Ballot> {
        self.ballots("ranks", |text| {
            let level = |candidate: &str| text.split('>').position(|level| level.split('=').any(|it| it == candidate));
            let ranks =
                self.candidates().into_iter().map(|it| level(it).map(|level| u32::try_from(level).unwrap() + 1));
            Ballot::of_ranks(ranks.collect::<Vec<_>>())
        })
    }

    fn crosses(&self) -> Vec<Ballot> {
        self.ballots("crosses", |text| Ballot::of_crosses(self.candidates().into_iter().map(|it| text.contains(it))))
    }

    /// The scores of a count as the file writes them.
    fn scores(&self, count: &Count) -> String {
        let scores = self.candidates().into_iter().zip(&count.scores).map(|(it, score)| format!("{it} {score}"));
        if count.ballots == 0 { "none".to_owned() } else { scores.collect::<Vec<_>>().join(", ") }
    }

    /// The ranking of a count as the file writes it.
    fn ranking(&self, count: &Count) -> String {
        let mut levels: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for (candidate, rank) in self.candidates().into_iter().zip(&count.ranks) {
            let Some(rank) = rank else { return "none".to_owned() };
            levels.entry(*rank).or_default().push(candidate);
        }
        levels.values().map(|level| level.join(" = ")).collect::<Vec<_>>().join(" > ")
    }
}

fn counted(known: &Known, ballot: BallotType, method: Method) -> Count {
    let ballots = if ballot == BallotType::Cross { known.crosses() } else { known.ranked() };
    count(known.candidates().len(), &ballots, Rule { ballot, method, places: None })
}

#[test]
fn every_method_gives_the_known_result_of_every_election() {
    let elections = known();
    assert!(elections.len() >= 40, "{}", elections.len());
    for known in &elections {
        let share = counted(known, BallotType::Cross, Method::Share);
        assert_eq!(known.scores(&share), known.line("share"), "share: {}", known.name);
        let borda = counted(known, BallotType::Rank, Method::Borda);
        assert_eq!(known.scores(&borda), known.line("borda"), "borda: {}", known.name);
        let schulze = counted(known, BallotType::Rank, Method::Schulze);
        assert_eq!(known.ranking(&schulze), known.line("schulze"), "schulze: {}", known.name);
        if let Some(agreement) = known.lines.get("agreement") {
            let ours = borda.agreement.map_or_else(|| "none".to_owned(), |it| format!("{:.2}", it.rounded()));
            assert_eq!(ours, *agreement, "agreement: {}", known.name);
        }
    }
}

#[test]
fn ranks_follow_the_known_scores() {
    for known in known() {
        for (ballot, method) in [(BallotType::Cross, Method::Share), (BallotType::Rank, Method::Borda)] {
            let count = counted(&known, ballot, method);
            let rank = |score: f64| 1 + count.scores.iter().filter(|&&other| other > score).count();
            let expected: Vec<Option<u32>> = count.scores.iter().map(|&it| u32::try_from(rank(it)).ok()).collect();
            let none = vec![None; expected.len()];
            assert_eq!(count.ranks, if count.ballots == 0 { none } else { expected }, "{}", known.name);
        }
    }
}

#[test]
fn the_elections_have_ties_cuts_cycles_one_ballot_and_none() {
    let elections = known();
    let names: Vec<&str> = elections.iter().map(|known| &*known.name).collect();
    for name in [
        "One ballot",
        "No ballots",
        "Truncated ballots and a cycle",
        "Equal ranks and a cycle",
        "Ties at the last place",
    ] {
        assert!(names.contains(&name), "{name}");
    }
    assert!(elections.iter().all(|known| !known.line("source").is_empty()));
    assert!(elections.iter().filter(|known| known.line("source") != "made up").count() >= 10);
    assert!(elections.iter().filter(|known| known.line("ranks").contains('=')).count() >= 10);
}
