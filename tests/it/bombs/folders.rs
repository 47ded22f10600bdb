//! Bombs of many files.

use crate::bombs::{Bomb, FRONT, Files, bomb, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("files: reports", |size| {
            many(size / 110, |number| (format!("content/2026/r{number}.md"), FRONT.to_owned()))
        }),
        bomb("files: reports with one theme", |size| {
            many(size / 130, |number| (format!("content/2026/r{number}.md"), front("themes: [a]")))
        }),
        bomb("files: reports with three themes each", |size| {
            many(size / 150, |number| {
                let themes = format!("themes: [a{}, b{}, c{}]", number % 97, number % 89, number % 83);
                (format!("content/2026/r{number}.md"), front(&themes))
            })
        }),
        bomb("files: reports with themes of their own", |size| {
            many(size / 250, |number| {
                (format!("content/2026/r{number}.md"), front(&format!("themes: [theme-{number}]")))
            })
        }),
        bomb("files: reports for audiences of their own", |size| {
            many(size / 250, |number| {
                (format!("content/2026/r{number}.md"), front(&format!("audience: [readers-{number}, group-{number}]")))
            })
        }),
        bomb("files: editions", |size| {
            many(size / 250, |number| (format!("content/e{number}/edition.md"), "---\ntitle: E\n---\n".to_owned()))
        }),
        bomb("files: editions of one topic", |size| {
            let editions = size / 600;
            let edition = |number: usize| (format!("content/e{number}/edition.md"), "---\ntitle: E\n---\n".to_owned());
            let mut files = many(editions, edition);
            files.extend((0..editions).map(|number| (format!("content/e{number}/a.md"), FRONT.to_owned())));
            files
        }),
        bomb("files: topics", |size| {
            many(size / 110, |number| (format!("content/topics/t{number}.md"), "---\ntitle: T\n---\n".to_owned()))
        }),
        bomb("files: themes", |size| {
            many(size / 110, |number| (format!("content/themes/t{number}.md"), "---\ntitle: T\n---\n".to_owned()))
        }),
        bomb("files: pages", |size| {
            many(size / 200, |number| (format!("content/pages/p{number}.md"), "---\ntitle: P\n---\n".to_owned()))
        }),
        bomb("files: without front matter", |size| {
            many(size / 110, |number| (format!("content/2026/r{number}.md"), "a\n".to_owned()))
        }),
        bomb("files: without a kind", |size| {
            many(size / 110, |number| (format!("content/2026/r{number}.md"), "---\ntitle: A\n---\n".to_owned()))
        }),
        bomb("files: of nearly one kind", |size| {
            many(size / 110, |number| {
                (format!("content/2026/r{number}.md"), "---\ntitle: A\nkind: hurlde\n---\n".to_owned())
            })
        }),
        bomb("files: of an unknown edition", |size| {
            many(size / 130, |number| (format!("content/r{number}.md"), front(&format!("edition: e{number}"))))
        }),
        bomb("files: on one topic", |size| {
            many(size / 130, |number| (format!("content/2026/r{number}.md"), front("topic: a")))
        }),
        bomb("files: translations without originals", |size| {
            many(size / 110, |number| (format!("content/2026/r{number}.es.md"), "---\ntitle: A\n---\n".to_owned()))
        }),
        bomb("files: relations in a ring", |size| {
            let count = size / 170;
            many(count, |number| {
                (format!("content/2026/r{number}.md"), front(&format!("related: [r{}]", (number + 1) % count)))
            })
        }),
        bomb("files: relations of all to all", |size| {
            // Of n reports, each names all others.
            let count = (size / 6).isqrt();
            let all = (0..count).map(|number| format!("r{number}")).collect::<Vec<_>>().join(", ");
            many(count, |number| (format!("content/2026/r{number}.md"), front(&format!("related: [{all}]"))))
        }),
        bomb("files: tables that no chart shows", |size| {
            many(size / 110, |number| (format!("content/data/d{number}.csv"), "a,b\nx,1\n".to_owned()))
        }),
        bomb("files: of no use", |size| {
            many(size / 110, |number| (format!("content/2026/f{number}.bin"), "a".to_owned()))
        }),
        bomb("files: folders in folders", |size| {
            many((size / 1_000).min(400), |number| {
                (format!("content/{}r.md", "a/".repeat(number + 1)), FRONT.to_owned())
            })
        }),
    ]
}

fn front(line: &str) -> String {
    format!("---\ntitle: A\nkind: hurdle\n{line}\n---\n")
}

/// A site of so many files.
fn many(count: usize, file: impl Fn(usize) -> (String, String)) -> Files {
    site([]).into_iter().chain((0..count).map(file)).collect()
}
