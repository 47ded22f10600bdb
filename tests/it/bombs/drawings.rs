//! Bombs in SVG files.

use crate::bombs::{Bomb, FRONT, Files, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("SVG: nested", |size| svg(format!("<svg>{}</svg>", repeat("<g>", size)))),
        bomb("SVG: attributes", |size| svg(format!("<svg {}/>", numbered(size, |number| format!("a{number}=\"b\" "))))),
        bomb("SVG: nested and drawn", |size| {
            svg(format!("<svg {SVG}>{}{}</svg>", "<g>".repeat(size / 8), "</g>".repeat(size / 8)))
        }),
        bomb("SVG: nested namespaces", |size| {
            let depth = size / 40;
            let open: String = (0..depth).map(|number| format!("<g xmlns:n{number}=\"urn:{number}\">")).collect();
            svg(format!("<svg {SVG}>{open}{}</svg>", "</g>".repeat(depth)))
        }),
        bomb("SVG: handlers", |size| {
            svg(format!("<svg {SVG} {}/>", numbered(size, |number| format!("on{number}=\"b\" "))))
        }),
        bomb("SVG: scripts", |size| svg(format!("<svg {SVG}>{}</svg>", repeat("<script/>", size)))),
        bomb("SVG: style sheets", |size| {
            svg(format!("<svg {SVG}>{}</svg>", repeat("<style>a{b:url(x)}</style>", size)))
        }),
        bomb("SVG: one style sheet", |size| {
            svg(format!("<svg {SVG}><style>{}</style></svg>", repeat("a{b:url(#x)}", size)))
        }),
        bomb("SVG: entities of entities", |size| svg(entities(size))),
        bomb("SVG: comments", |size| svg(format!("{}<svg/>", repeat("<!-- -->", size)))),
    ]
}

/// The attribute that makes an element one of SVG.
const SVG: &str = "xmlns=\"http://www.w3.org/2000/svg\"";

fn svg(text: String) -> Files {
    site([("content/2026/a.md", format!("{FRONT}![a](d.svg)\n")), ("content/2026/d.svg", text)])
}

/// Entities that each stand for ten of the one before.
fn entities(size: usize) -> String {
    let entity = |number: usize| format!("<!ENTITY e{} \"{}\">", number + 1, format!("&e{number};").repeat(10));
    format!("<!DOCTYPE svg [<!ENTITY e0 \"x\">{}]><svg>&e9;</svg>", numbered(size, entity))
}
