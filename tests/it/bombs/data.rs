//! Bombs in tables of figures and in files beside reports.

use crate::bombs::{Bomb, FRONT, Files, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    vec![
        bomb("data: CSV, wide", |size| csv("bar", wide(size))),
        bomb("data: CSV, wide, as small lines", |size| csv("multiples", wide(size))),
        bomb("data: CSV, wide with one name", |size| {
            csv("bar", format!("{}a\n{}1\n", repeat("a,", size / 2), repeat("1,", size / 2)))
        }),
        bomb("data: CSV, long", |size| {
            csv("bar", format!("a,b\n{}", numbered(size, |number| format!("r{number},1\n"))))
        }),
        bomb("data: CSV, long, as lines", |size| {
            csv("line", format!("a,b\n{}", numbered(size, |number| format!("r{number},1\n"))))
        }),
        bomb("data: CSV, long, as slopes", |size| {
            csv("slope", format!("a,b,c\n{}", numbered(size, |number| format!("r{number},1,2\n"))))
        }),
        bomb("data: CSV, long, as ranks", |size| {
            csv(
                "bump",
                format!("a,b,c\n{}", numbered(size, |number| format!("r{number},{},{}\n", number + 1, number + 1))),
            )
        }),
        bomb("data: CSV, rows of one name", |size| csv("bar", format!("a,b\n{}", repeat("r,1\n", size)))),
        bomb("data: CSV, ragged", |size| {
            csv("bar", format!("a,b\n{}", numbered(size, |number| "r,".repeat(number % 300) + "1\n")))
        }),
        bomb("data: CSV, one huge cell", |size| csv("bar", format!("a,b\n{},1\n", repeat("word ", size)))),
        bomb("data: CSV, one huge quoted cell", |size| csv("bar", format!("a,b\n\"{}\",1\n", repeat("\"\"\n", size)))),
        bomb("data: CSV, open quotes", |size| csv("bar", format!("a,b\n{}", repeat("\"a\n", size)))),
        bomb("data: CSV, wide and short of cells", |size| {
            csv("bar", format!("{}a\n{}", numbered(5_000, |number| format!("c{number},")), repeat("r\n", size)))
        }),
        bomb("data: CSV, short of cells", |size| csv("bar", format!("a,b\n{}", repeat("r\n", size)))),
        bomb("data: CSV, no figures", |size| csv("bar", format!("a,b\n{}", repeat("r,n/a\n", size)))),
        bomb("data: CSV, nothing but commas", |size| csv("bar", repeat(",", size))),
        bomb("data: CSV, nothing but lines", |size| csv("bar", repeat("\n", size))),
        bomb("data: YAML, long", |size| yaml(repeat("- {a: r, b: 1}\n", size))),
        bomb("data: YAML, a column for each row", |size| {
            yaml(numbered(size, |number| format!("- {{k{number}: 1}}\n")))
        }),
        bomb("data: YAML, wide after a long start", |size| {
            let wide = numbered(5_000, |number| format!("k{number}: 1, "));
            yaml(format!("{}- {{{wide}}}\n", repeat("- {a: 1}\n", size - 6_000)))
        }),
        bomb("data: YAML, wide, then long", |size| {
            let wide = numbered(5_000, |number| format!("k{number}: 1, "));
            yaml(format!("- {{{wide}}}\n{}", repeat("- {k0: 1}\n", size - 6_000)))
        }),
        bomb("data: YAML, wide", |size| {
            yaml(format!("- {{{}}}\n", numbered(size, |number| format!("k{number}: 1, "))))
        }),
        bomb("data: chart with unknown columns", |size| {
            let values = numbered(size / 2, |number| format!("c{number}, "));
            let spec = format!("type: bar\ndata: d\ntitle: t\nvalues: [{values}]\n");
            chart(&spec, ("content/data/d.csv", wide(size / 2)))
        }),
        bomb("data: chart with unknown rows to stress", |size| {
            let rows = numbered(size / 2, |number| format!("s{number}, "));
            let spec = format!("type: bar\ndata: d\ntitle: t\nhighlight: [{rows}]\n");
            let table = numbered(size / 2, |number| format!("r{number},1\n"));
            chart(&spec, ("content/data/d.csv", format!("a,b\n{table}")))
        }),
        bomb("data: chart with all rows to stress", |size| {
            let rows = numbered(size / 2, |number| format!("r{number}, "));
            let spec = format!("type: bar\ndata: d\ntitle: t\nhighlight: [{rows}]\n");
            let table = numbered(size / 2, |number| format!("r{number},1\n"));
            chart(&spec, ("content/data/d.csv", format!("a,b\n{table}")))
        }),
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
        bomb("SVG: entities of entities", |size| svg(entities(size))),
        bomb("SVG: comments", |size| svg(format!("{}<svg/>", repeat("<!-- -->", size)))),
    ]
}

/// A table of two lines.
fn wide(size: usize) -> String {
    let names = numbered(size / 2, |number| format!(",c{number}"));
    let cells = ",1".repeat(names.matches(',').count());
    format!("r{names}\nr{cells}\n")
}

/// A site of a report with a chart, and its table.
fn chart(spec: &str, table: (&str, String)) -> Files {
    site([("content/2026/a.md", format!("{FRONT}\n```chart\n{spec}```\n")), table])
}

fn csv(chart_type: &str, table: String) -> Files {
    chart(&format!("type: {chart_type}\ndata: d\ntitle: t\n"), ("content/data/d.csv", table))
}

fn yaml(table: String) -> Files {
    chart("type: bar\ndata: d\ntitle: t\n", ("content/data/d.yaml", table))
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
