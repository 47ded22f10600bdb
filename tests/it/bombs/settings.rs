//! Bombs in settings.

use crate::bombs::{Bomb, FRONT, Files, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("settings: 676 languages", |_| {
            let tags = (0..676).map(|number| format!("  {}: {{}}\n", tag(number))).collect::<String>();
            settings(format!("languages:\n{tags}"))
        }),
        bomb("settings: languages", |size| {
            settings(format!("languages:\n{}", numbered(size, |number| format!("  {}: {{}}\n", tag(number)))))
        }),
        bomb("settings: no languages", |size| {
            settings(format!("languages:\n{}", numbered(size, |number| format!("  X{number}: {{}}\n"))))
        }),
        bomb("settings: kinds", |size| {
            settings(format!("kinds:\n{}", numbered(size, |number| format!("  k{number}: {{}}\n"))))
        }),
        bomb("settings: kinds in languages", |size| {
            let kinds = numbered(size / 2, |number| format!("  k{number}: {{}}\n"));
            let languages = (0..30).map(|number| {
                let kinds = numbered(size / 60, |number| format!("      k{number}: {{}}\n"));
                format!("  {}:\n    kinds:\n{kinds}", tag(number))
            });
            settings(format!("kinds:\n{kinds}languages:\n{}", languages.collect::<String>()))
        }),
        bomb("settings: relations", |size| {
            settings(format!(
                "relations:\n{}",
                numbered(size, |number| format!("  r{number}: {{from: hurdle, to: hurdle}}\n"))
            ))
        }),
        bomb("settings: relations of unknown kinds", |size| {
            settings(format!(
                "relations:\n{}",
                numbered(size, |number| format!("  r{number}: {{from: a{number}, to: b}}\n"))
            ))
        }),
        bomb("settings: audiences", |size| {
            settings(format!("audiences:\n{}", numbered(size, |number| format!("  a{number}: A {number}\n"))))
        }),
        bomb("settings: unknown ones", |size| settings(numbered(size, |number| format!("titel{number}: a\n")))),
        bomb("settings: unknown codes", |size| {
            settings(format!("findings:\n{}", numbered(size, |number| format!("  broken-lnik-{number}: off\n"))))
        }),
        bomb("settings: nested", |size| settings(format!("extra: {}", repeat("[", size)))),
        bomb("settings: data for templates", |size| {
            settings(format!("extra:\n{}", numbered(size, |number| format!("  k{number}: {number}\n"))))
        }),
        bomb("settings: data for templates, many reports", |size| {
            let mut files =
                settings(format!("extra:\n{}", numbered(size / 2, |number| format!("  k{number}: {number}\n"))));
            let reports = (0..size / 2 / 60).map(|number| (format!("content/2026/r{number}.md"), FRONT.to_owned()));
            files.extend(reports);
            files
        }),
        bomb("settings: long notice, many reports", |size| {
            let mut files = settings(format!("notice: {}\n", repeat("word ", size / 2)));
            let reports = (0..size / 2 / 60).map(|number| (format!("content/2026/r{number}.md"), FRONT.to_owned()));
            files.extend(reports);
            files
        }),
    ]
}

/// A site with these settings beside its title.
fn settings(text: impl AsRef<str>) -> Files {
    site([("trendpress.yaml", format!("title: T\n{}", text.as_ref())), ("content/2026/a.md", FRONT.to_owned())])
}

/// The language tag of this number: `aa`, `ab`, …, then with a region.
fn tag(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
    let tag = format!("{}{}", letter(number / 26), letter(number));
    if number < 676 { tag } else { format!("{tag}-{}", number / 676) }
}
