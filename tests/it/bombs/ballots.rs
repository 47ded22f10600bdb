//! Bombs in files of ballots.

use crate::bombs::{Bomb, Files, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("ballots: candidates", |size| {
            let names = numbered(size / 2, |number| format!(",c{number}"));
            let crosses = ",x".repeat(names.matches(',').count());
            ballots("csv", "cross, method: share", format!("ballot{names}\nb1{crosses}\n"))
        }),
        bomb("ballots: rows", |size| {
            let rows = numbered(size, |number| format!("b{number},x,,x\n"));
            ballots("csv", "cross, method: share", format!("ballot,a,b,c\n{rows}"))
        }),
        bomb("ballots: rows of one name", |size| {
            ballots("csv", "cross, method: share", format!("ballot,a\n{}", repeat("b,x\n", size)))
        }),
        bomb("ballots: rows without cells", |size| {
            let names = numbered(900, |number| format!(",c{number}"));
            ballots("csv", "cross, method: share", format!("ballot{names}\n{}", repeat("b\n", size)))
        }),
        bomb("ballots: unclear crosses", |size| {
            let rows = numbered(size, |number| format!("b{number},y,y,y\n"));
            ballots("csv", "cross, method: share", format!("ballot,a,b,c\n{rows}"))
        }),
        bomb("ballots: ranks, by Schulze", |size| ballots("csv", "rank, method: schulze", ranks(size))),
        bomb("ballots: ranks, by Borda", |size| ballots("csv", "rank, method: borda", ranks(size))),
        bomb("ballots: YAML, wide after a long start", |size| {
            let wide = numbered(900, |number| format!("k{number}: x, "));
            let rows = numbered(size - 1_000, |number| format!("- {{b: b{number}}}\n"));
            ballots("yaml", "cross, method: share", format!("{rows}- {{{wide}}}\n"))
        }),
        bomb("ballots: YAML, a column for each row", |size| {
            ballots("yaml", "cross, method: share", numbered(size, |number| format!("- {{k{number}: x}}\n")))
        }),
    ]
}

/// A site with a file of ballots, counted by this rule.
fn ballots(extension: &str, rule: &str, text: String) -> Files {
    let edition = format!("---\ntitle: E\ntally: {{ballot: {rule}, places: 1}}\n---\n");
    let file = format!("content/2026/votes/hurdle.{extension}");
    site([("content/2026/edition.md", edition), (&file, text)])
}

/// Ballots that rank as many candidates as there may be.
fn ranks(size: usize) -> String {
    let names = (0..199).map(|number| format!(",c{number}")).collect::<String>();
    let row = |ballot: usize| {
        let ranks: String = (0..199).map(|number| format!(",{}", (number * (ballot % 198 + 1)) % 199 + 1)).collect();
        format!("b{ballot}{ranks}\n")
    };
    format!("ballot{names}\n{}", numbered(size - 2_000, row))
}
