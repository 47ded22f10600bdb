//! Bombs in tables of figures.

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
