//! Bombs in the front matter of an edition.

use crate::bombs::front_matter::{ONE, list};
use crate::bombs::{Bomb, Files, bomb, numbered, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("list: parts of an edition", |size| {
            edition(size, |size| list("parts", size, |_| "{kinds: [hurdle]}".to_owned()))
        }),
        bomb("list: parts of unknown kinds", |size| {
            edition(size, |size| list("parts", size, |number| format!("{{kinds: [k{number}]}}")))
        }),
        bomb("list: kinds of one part", |size| {
            edition(size, |size| format!("parts:\n  - {}", list("kinds", size, |_| "hurdle".to_owned())))
        }),
        bomb("list: rounds of a tally", |size| {
            edition(size, |size| format!("tally:\n  {}", list("rounds", size, |number| format!("r{number}"))))
        }),
        bomb("front matter: kinds of a tally", |size| {
            edition(size, |size| {
                let kinds =
                    numbered(size, |number| format!("  k{number}: {{ballot: rank, method: schulze, places: 3}}\n"));
                format!("tally:\n{kinds}")
            })
        }),
        bomb("front matter: candidates", |size| {
            edition(size, |size| {
                format!("candidates:\n{}", numbered(size, |number| format!("  c{number}: C {number}\n")))
            })
        }),
        bomb("list: sponsors of an edition", |size| {
            edition(size, |size| list("sponsors", size, |number| format!("s{number}")))
        }),
    ]
}

/// A site of an edition with these lines of front matter.
fn edition(size: usize, lines: impl Fn(usize) -> String) -> Files {
    site([("content/2026/edition.md", format!("---\ntitle: E\n{}\n---\n", lines(ONE.min(size))))])
}
