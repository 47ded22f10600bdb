//! Properties of counting that hold for all elections, tried on random ones, and small elections worked out by hand.

use super::*;
use crate::tally::tipping::{Goal, Tip, tips};

/// A generator of numbers (xorshift), so that the elections are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 % u64::from(limit)).unwrap()
    }

    /// Ballots of ranks with ties and gaps, some cut short and some blank.
    fn ballots(&mut self, candidates: usize, voters: u32) -> Vec<Ballot> {
        let rank = |dice: &mut Self| if dice.below(4) == 0 { None } else { Some(1 + dice.below(5)) };
        (0..voters).map(|_| Ballot::of_ranks((0..candidates).map(|_| rank(self)).collect::<Vec<_>>())).collect()
    }
}

const RULES: [Rule; 5] = [
    Rule { ballot: BallotType::Cross, method: Method::Share, places: Some(2) },
    Rule { ballot: BallotType::Rank, method: Method::Borda, places: Some(2) },
    Rule { ballot: BallotType::Rank, method: Method::Schulze, places: Some(2) },
    Rule { ballot: BallotType::Points, method: Method::Borda, places: Some(2) },
    Rule { ballot: BallotType::Points, method: Method::Schulze, places: Some(2) },
];

const SCHULZE: Rule = RULES[2];

/// The elections to try: candidates and ballots.
fn elections(number: u32) -> impl Iterator<Item = (usize, Vec<Ballot>)> {
    let mut dice = Dice(0x2027);
    (0..number).map(move |_| {
        let candidates = 1 + dice.below(6) as usize;
        let voters = dice.below(12);
        (candidates, dice.ballots(candidates, voters))
    })
}

#[test]
fn the_order_of_ballots_and_of_candidates_never_matters() {
    for (candidates, ballots) in elections(300) {
        let mut reversed = ballots.clone();
        reversed.reverse();
        reversed.rotate_left(ballots.len() / 3);
        // Points stay what they are: the levels of the ballots, in another order.
        let mirrored = |ballot: &Ballot| Ballot::of_points((0..candidates).rev().map(|it| ballot.level(it)));
        let mirrored: Vec<Ballot> = ballots.iter().map(mirrored).collect();
        for rule in RULES {
            let result = count(candidates, &ballots, rule);
            assert_eq!(count(candidates, &reversed, rule), result);
            let other = count(candidates, &mirrored, rule);
            let back = |values: &[Option<u32>]| values.iter().rev().copied().collect::<Vec<_>>();
            assert_eq!(back(&other.ranks), result.ranks);
            assert_eq!(other.scores.iter().rev().copied().collect::<Vec<_>>(), result.scores);
            assert_eq!(other.chosen.iter().rev().copied().collect::<Vec<_>>(), result.chosen);
        }
    }
}

#[test]
fn schulze_elects_the_one_who_wins_every_pair() {
    let mut winners = 0;
    for (candidates, ballots) in elections(600) {
        let result = count(candidates, &ballots, SCHULZE);
        let votes = |one: usize, other: usize| ballots.iter().filter(|it| it.level(one) > it.level(other)).count();
        let wins_all = |one: usize| (0..candidates).all(|other| one == other || votes(one, other) > votes(other, one));
        for winner in (0..candidates).filter(|&one| candidates > 1 && wins_all(one)) {
            winners += 1;
            let first: Vec<usize> = (0..candidates).filter(|&it| result.ranks[it] == Some(1)).collect();
            assert_eq!(first, [winner]);
        }
    }
    assert!(winners > 100, "{winners}");
}

/// The strength of the strongest path by trying every path without a repeated candidate.
fn strongest(preferences: &[Vec<usize>], path: &mut Vec<usize>, to: usize, strength: usize) -> usize {
    let from = path[path.len() - 1];
    if from == to {
        return strength;
    }
    let mut best = 0;
    for next in 0..preferences.len() {
        if !path.contains(&next) && preferences[from][next] > preferences[next][from] {
            path.push(next);
            best = best.max(strongest(preferences, path, to, strength.min(preferences[from][next])));
            path.pop();
        }
    }
    best
}

#[test]
fn schulze_agrees_with_the_definition_by_all_paths() {
    let mut cycles = 0;
    for (candidates, ballots) in elections(400) {
        let marked: Vec<&Ballot> = ballots.iter().filter(|ballot| !ballot.is_blank()).collect();
        let preferences = schulze::preferences(candidates, &marked);
        let path = |from: usize, to: usize| strongest(&preferences, &mut vec![from], to, usize::MAX);
        let beats = |one: usize, other: usize| one != other && path(one, other) > path(other, one);
        let result = count(candidates, &ballots, SCHULZE);
        for (one, score) in result.scores.iter().enumerate() {
            let beaten: Vec<usize> = (0..candidates).filter(|&other| beats(one, other)).collect();
            assert!((score - beaten.len() as f64).abs() < f64::EPSILON);
            for other in beaten {
                assert!(result.ranks[one] < result.ranks[other], "{ballots:?}");
                cycles += usize::from(preferences[one][other] <= preferences[other][one]);
            }
        }
        // Who is beaten by none has the first rank, and nobody else.
        let unbeaten: Vec<usize> =
            (0..candidates).filter(|&it| (0..candidates).all(|other| !beats(other, it))).collect();
        let first: Vec<usize> = (0..candidates).filter(|&it| result.ranks[it] == Some(1)).collect();
        assert_eq!(first, if marked.is_empty() { Vec::new() } else { unbeaten });
    }
    assert!(cycles > 10, "{cycles}");
}

#[test]
fn borda_hands_out_the_same_number_of_points_with_every_ballot() {
    for (candidates, ballots) in elections(300) {
        let result = count(candidates, &ballots, RULES[1]);
        let pairs = candidates * (candidates - 1) / 2;
        let sum: f64 = result.scores.iter().sum();
        assert!((sum - (pairs * result.ballots) as f64).abs() < 1e-9);
        let share = count(candidates, &ballots, RULES[0]);
        let marks: usize = ballots.iter().map(Ballot::marks).sum();
        assert!((share.scores.iter().sum::<f64>() - marks as f64).abs() < 1e-9);
    }
}

#[test]
fn places_go_to_the_first_ranks_and_ties_at_the_last_place_to_all() {
    for (candidates, ballots) in elections(300) {
        for rule in RULES {
            let result = count(candidates, &ballots, rule);
            for (one, &is_chosen) in result.chosen.iter().enumerate() {
                let is_marked = ballots.iter().any(|ballot| ballot.level(one) > 0);
                assert_eq!(is_chosen, is_marked && result.ranks[one].is_some_and(|rank| rank <= 2));
            }
        }
    }
}

#[test]
fn tips_change_the_result_and_one_ballot_less_does_not() {
    let mut tried = 0;
    for (candidates, ballots) in elections(120).filter(|(_, ballots)| ballots.len() > 3) {
        for rule in RULES.into_iter().take(3) {
            let result = count(candidates, &ballots, rule);
            for tip in tips(candidates, &ballots, rule, Goal::Places) {
                let Tip::More { ballots: number, candidate, level } = tip else { continue };
                let with = |added: usize| {
                    let mut all = ballots.clone();
                    all.resize(all.len() + added, Ballot::for_one(candidate, candidates, level));
                    count(candidates, &all, rule).chosen
                };
                assert_ne!(with(number), result.chosen);
                assert_eq!(with(number - 1), result.chosen);
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn tips_of_crosses_are_the_margin_of_votes() {
    let crosses = |text: &str| Ballot::of_crosses(text.chars().map(|mark| mark == 'x'));
    let ballots: Vec<Ballot> = ["x--", "x--", "x--", "x--", "-x-", "-x-", "-x-", "--x"].map(crosses).to_vec();
    let rule = Rule { places: Some(1), ..RULES[0] };
    assert_eq!(
        tips(3, &ballots, rule, Goal::Places),
        [Tip::More { ballots: 1, candidate: 1, level: 1 }, Tip::Fewer { ballots: 1, candidate: 0, rival: 1 }]
    );
    let rule = Rule { places: Some(2), ..RULES[0] };
    assert_eq!(
        tips(3, &ballots, rule, Goal::Places),
        [Tip::More { ballots: 2, candidate: 2, level: 1 }, Tip::Fewer { ballots: 2, candidate: 1, rival: 2 }]
    );
}

#[test]
fn tips_of_points_give_as_many_points_as_any_ballot() {
    let ballots = [[5, 2], [5, 0], [0, 2]].map(Ballot::of_points);
    let rule = Rule { places: Some(1), ..RULES[3] };
    // 10 against 4: two ballots of five points are enough, and so is it if both ballots of five go.
    assert_eq!(
        tips(2, &ballots, rule, Goal::Places),
        [Tip::More { ballots: 2, candidate: 1, level: 5 }, Tip::Fewer { ballots: 2, candidate: 0, rival: 1 }]
    );
}

#[test]
fn agreement_is_kendalls_w() {
    let ranks =
        |ranks: &[u32]| Ballot::of_ranks(ranks.iter().map(|&rank| (rank > 0).then_some(rank)).collect::<Vec<_>>());
    let w = |ballots: &[Ballot]| count(3, ballots, RULES[1]).agreement.map(Agreement::rounded);
    assert_eq!(w(&[ranks(&[1, 2, 3]), ranks(&[1, 2, 3])]), Some(1.0));
    assert_eq!(w(&[ranks(&[1, 2, 3]), ranks(&[3, 2, 1])]), Some(0.0));
    // Sums of ranks 5, 6 and 7 of three voters: W = 12 · 2 / (9 · 24).
    assert_eq!(w(&[ranks(&[1, 2, 3]), ranks(&[1, 3, 2]), ranks(&[3, 1, 2])]), Some(0.11));
    // Equal ranks, and one left out, which is last: both ballots say the same.
    assert_eq!(w(&[ranks(&[1, 1, 2]), ranks(&[1, 1, 0])]), Some(1.0));
    assert_eq!(w(&[ranks(&[1, 1, 1]), ranks(&[2, 2, 2])]), None);
    assert_eq!(w(&[ranks(&[1, 2, 3])]), None);
    assert_eq!(w(&[]), None);
}
