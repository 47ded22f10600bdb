//! Bombs in skins: templates, words, and what a skin extends.

use crate::bombs::{Bomb, FRONT, Files, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("skin: unknown words", |size| {
            skin("strings/en.yaml", numbered(size, |number| format!("wrod-{number}: a\n")))
        }),
        bomb("skin: nested words", |size| skin("strings/en.yaml", format!("a: {}", repeat("[", size)))),
        bomb("skin: unknown keys of skin.yaml", |size| {
            skin("skin.yaml", numbered(size, |number| format!("k{number}: a\n")))
        }),
        bomb("skin: a word with blanks to fill", |size| {
            skin("strings/en.yaml", format!("home: \"{}\"\n", repeat("{a}", size)))
        }),
        bomb("skin: a chain of skins", |size| {
            let skins = (0..size / 120)
                .map(|number| (format!("themes/s{number}/skin.yaml"), format!("extends: s{}\n", number + 1)));
            site([("trendpress.yaml", "title: T\nskin: s0\n".to_owned())]).into_iter().chain(skins).collect()
        }),
        bomb("skin: template of many fields", |size| skin("templates/report.html", repeat("{{ page.title }}", size))),
        bomb("skin: nested conditions", |size| skin("templates/report.html", repeat("{% if true %}", size))),
        bomb("skin: long sum", |size| skin("templates/report.html", format!("{{{{ 1{} }}}}", repeat("+1", size)))),
        bomb("skin: deep brackets", |size| {
            skin("templates/report.html", format!("{{{{ {}1{} }}}}", repeat("(", size / 2), repeat(")", size / 2)))
        }),
        bomb("skin: open tags", |size| skin("templates/report.html", repeat("{{", size))),
        bomb("skin: templates", |size| {
            let templates = (0..size / 100)
                .map(|number| (format!("themes/s/templates/t{number}.html"), "{{ page.title }}".to_owned()));
            let settings = ("trendpress.yaml".to_owned(), "title: T\nskin: s\n".to_owned());
            templates.chain([settings]).collect()
        }),
        bomb("skin: static files", |size| {
            let files = (0..size / 100).map(|number| (format!("themes/s/static/a{number}.css"), "a{}".to_owned()));
            let settings = ("trendpress.yaml".to_owned(), "title: T\nskin: s\n".to_owned());
            files.chain([settings]).collect()
        }),
        bomb("skin: style sheet of addresses", |size| skin("static/site.css", repeat("a{b:url(c.png)}\n", size))),
    ]
}

/// A site whose skin has this file.
fn skin(path: &str, text: String) -> Files {
    let path = format!("themes/s/{path}");
    let settings = ("trendpress.yaml", "title: T\nskin: s\n".to_owned());
    site([settings, ("content/2026/a.md", FRONT.to_owned()), (&*path, text)])
}
