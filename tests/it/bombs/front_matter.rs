//! Bombs in front matter. One file may have 64 KiB of it, so the site has as many files as fit.

use crate::bombs::{Bomb, Files, bomb, numbered, repeat, site};

/// The size of the front matter of one file, in bytes: a little less than its limit.
pub const ONE: usize = 64_000;

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("front matter: nested lists", |size| many(size, |_, size| format!("extra: {}", repeat("[", size)))),
        bomb("front matter: nested lists, closed", |size| {
            many(size, |_, size| format!("extra: {}{}", repeat("[", size / 2), repeat("]", size / 2)))
        }),
        bomb("front matter: nested maps", |size| many(size, |_, size| format!("extra: {}", repeat("{a: ", size)))),
        bomb("front matter: nested by indentation", |size| many(size, |_, size| indented(size))),
        bomb("front matter: aliases of aliases", |size| many(size, |_, _| laughs())),
        bomb("front matter: list of aliases", |size| many(size, |_, size| aliases(size))),
        bomb("front matter: anchors", |size| {
            many(size, |_, size| format!("extra:\n{}", numbered(size, |number| format!("  - &a{number} x\n"))))
        }),
        bomb("front matter: long key", |size| many(size, |_, size| format!("{}: x", repeat("k", size)))),
        bomb("front matter: unknown keys", |size| {
            many(size, |_, size| numbered(size, |number| format!("rnk{number}: 1\n")))
        }),
        bomb("front matter: one key again and again", |size| many(size, |_, size| repeat("rank: 1\n", size))),
        bomb("front matter: keys below `extra`", |size| {
            many(size, |_, size| format!("extra:\n{}", numbered(size, |number| format!("  k{number}: {number}\n"))))
        }),
        bomb("front matter: escapes in quotes", |size| {
            many(size, |_, size| format!("summary: \"{}\"", repeat("\\u0041", size)))
        }),
        bomb("front matter: lines of one text", |size| {
            many(size, |_, size| format!("summary: >\n{}", repeat("  a\n", size)))
        }),
        bomb("front matter: combining marks in a theme", |size| {
            many(size, |_, size| format!("themes: [a{}]", repeat("\u{301}\u{316}", size)))
        }),
        bomb("front matter: long title", |size| many(size, |_, size| format!("summary: {}", repeat("word ", size)))),
        bomb("list: themes, one file", |_| many(ONE, |_, size| list("themes", size, |number| format!("t{number}")))),
        bomb("list: themes", |size| {
            many(size, |file, size| list("themes", size, |number| format!("t{file}x{number}")))
        }),
        bomb("list: the same themes", |size| many(size, |_, size| list("themes", size, |number| format!("t{number}")))),
        bomb("list: aliases", |size| {
            many(size, |file, size| list("aliases", size, |number| format!("/{file}/{number}")))
        }),
        bomb("list: the same aliases", |size| {
            many(size, |_, size| list("aliases", size, |number| format!("/{number}")))
        }),
        bomb("list: bad aliases", |size| many(size, |_, size| list("aliases", size, |number| format!("a{number}")))),
        bomb("list: sources", |size| many(size, |_, size| list("sources", size, |number| format!("s{number}")))),
        bomb("list: sources as maps", |size| {
            many(size, |_, size| list("sources", size, |number| format!("{{title: s{number}}}")))
        }),
        bomb("list: sources with unknown keys", |size| {
            many(size, |_, size| list("sources", size, |number| format!("{{titel: s{number}}}")))
        }),
        bomb("list: examples", |size| many(size, |_, size| list("examples", size, |number| format!("e{number}")))),
        bomb("list: quotes", |size| {
            many(size, |_, size| list("quotes", size, |number| format!("{{text: q, name: n{number}}}")))
        }),
        bomb("list: actions", |size| many(size, |_, size| list("actions", size, |number| format!("a{number}")))),
        bomb("list: questions", |size| many(size, |_, size| list("questions", size, |number| format!("q{number}")))),
        bomb("list: audience", |size| many(size, |_, size| list("audience", size, |number| format!("a{number}")))),
        bomb("list: audiences of their own", |size| {
            many(size, |file, size| list("audience", size, |number| format!("a{file}x{number}")))
        }),
        bomb("list: actions, each for many", |size| {
            let readers = numbered(1_000, |number| format!("a{number}, "));
            many(size, |_, size| list("actions", size, |number| format!("{{text: a{number}, for: [{readers}]}}")))
        }),
        bomb("list: tags", |size| many(size, |file, size| list("tags", size, |number| format!("t{file}x{number}")))),
        bomb("list: tags as one text", |size| {
            many(size, |_, size| format!("tags: {}", numbered(size, |number| format!("t{number}, "))))
        }),
        bomb("list: tags and other themes", |size| {
            many(size, |_, size| {
                let tags = list("tags", size / 2, |number| format!("t{number}"));
                tags + &list("themes", size / 2, |number| format!("x{number}"))
            })
        }),
        bomb("list: tags of nearly one kind", |size| {
            files(size, |_, size| {
                format!("---\ntitle: R\n{}---\n", list("tags", size, |number| format!("hurlde{number}")))
            })
        }),
        bomb("front matter: a tag of many words", |size| {
            files(size, |_, size| format!("---\ntitle: R\ntags: [{}]\n---\n", repeat("a ", size)))
        }),
        bomb("list: formerly", |size| many(size, |_, size| list("formerly", size, |number| format!("f{number}")))),
        bomb("list: related, unknown", |size| {
            many(size, |_, size| list("related", size, |number| format!("r{number}")))
        }),
        bomb("list: related, one topic", |size| many(size, |_, size| list("related", size, |_| "r1".to_owned()))),
        bomb("list: charts", |size| {
            many(size, |_, size| list("charts", size, |_| "{type: bar, data: d, title: t}".to_owned()))
        }),
    ]
}

/// A site of as many reports as fit, with these lines of front matter: by the number of the file, of so many bytes.
fn many(size: usize, lines: impl Fn(usize, usize) -> String) -> Files {
    files(size, |file, size| format!("---\ntitle: R{file}\nkind: hurdle\n{}\n---\n", lines(file, size)))
}

/// A site of as many reports as fit, with these texts: by the number of the file, of so many bytes.
fn files(size: usize, text: impl Fn(usize, usize) -> String) -> Files {
    let names: Vec<String> = (0..(size / ONE).max(1)).map(|number| format!("content/2026/r{number}.md")).collect();
    let mut files = site(names.iter().zip(0..).map(|(name, file)| (&**name, text(file, ONE.min(size)))));
    files.push(("content/data/d.csv".to_owned(), "a,b\nx,1\ny,2\n".to_owned()));
    files
}

/// A key with a list.
pub fn list(key: &str, size: usize, item: impl Fn(usize) -> String) -> String {
    format!("{key}: [{}]\n", numbered(size, |number| item(number) + ", "))
}

/// Each line stands one blank deeper.
fn indented(size: usize) -> String {
    let mut text = "extra:\n".to_owned();
    for depth in 1.. {
        let line = format!("{}a:\n", " ".repeat(depth));
        if text.len() + line.len() > size {
            return text;
        }
        text += &line;
    }
    text
}

/// Nine levels of nine aliases each.
fn laughs() -> String {
    let level = |level: usize| format!("  l{level}: &l{level} [{}]\n", vec![format!("*l{}", level - 1); 9].join(", "));
    format!("extra:\n  l0: &l0 [x, x, x]\n{}", (1..9).map(level).collect::<String>())
}

/// A long list, named again and again.
fn aliases(size: usize) -> String {
    format!("extra:\n  a: &a [{}]\n  b: [{}]", repeat("x,", size / 2), repeat("*a ,", size / 2))
}
