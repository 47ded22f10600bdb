//! Bombs in bodies: Markdown, HTML and links.

use crate::bombs::{Bomb, FRONT, body, bomb, numbered, repeat, site};

pub fn bombs() -> Vec<Bomb> {
    let mut bombs = blocks();
    bombs.extend(html());
    bombs.extend(links());
    bombs
}

fn blocks() -> Vec<Bomb> {
    vec![
        bomb("text: nested quotes", |size| body(repeat("> ", size))),
        bomb("text: nested lists", |size| body(repeat("- ", size))),
        bomb("text: quotes in lists", |size| body(repeat("> - ", size))),
        bomb("text: items", |size| body(repeat("- a\n", size))),
        bomb("text: items by indentation", |size| body(indented(size))),
        bomb("text: brackets", |size| body(repeat("[", size))),
        bomb("text: emphasis", |size| body(repeat("*a **b ", size))),
        bomb("text: emphasis, closed otherwise", |size| body(repeat("*a_ ", size))),
        bomb("text: code spans", |size| body(numbered(size, |number| "`".repeat(number % 400 + 1) + "a"))),
        bomb("text: straight quotes", |size| body(repeat("\"'", size))),
        bomb("text: one long word", |size| body(repeat("a", size))),
        bomb("text: paragraphs", |size| body(repeat("a\n\n", size))),
        bomb("text: combining marks", |size| body("a".to_owned() + &repeat("\u{301}\u{316}", size))),
        bomb("text: definitions", |size| body(numbered(size, |number| format!("[r{number}]: x\n")))),
        bomb("text: definitions of one name", |size| body(repeat("[a]: b\n", size))),
        bomb("text: uses of one long definition", |size| {
            body(format!("[a]: https://host.example/{}\n\n{}", "x".repeat(size / 2), repeat("[a] ", size / 2)))
        }),
        bomb("text: footnotes", |size| body(numbered(size, |number| format!("[^{number}]\n\n[^{number}]: a\n\n")))),
        bomb("text: uses of one footnote", |size| body(format!("{}\n\n[^1]: b\n", repeat("[^1]", size)))),
        bomb("text: uses of no footnote", |size| body(numbered(size, |number| format!("[^n{number}]")))),
        bomb("text: footnotes in footnotes", |size| {
            body("[^0]\n\n".to_owned() + &numbered(size, |number| format!("[^{number}]: a [^{}]\n\n", number + 1)))
        }),
        bomb("text: headings of one title", |size| body(repeat("## Why\n\n", size))),
        bomb("text: headings of one id", |size| body(repeat("## A {#why}\n\n", size))),
        bomb("text: headings, numbered as duplicates are", |size| {
            body(numbered(size / 2, |number| format!("## a {number}\n\n")) + &repeat("## a\n\n", size / 2))
        }),
        bomb("text: one long heading", |size| body("## ".to_owned() + &repeat("why ", size))),
        bomb("text: table, wide", |size| body(format!("{}|\n{}|\n", repeat("|a", size / 2), repeat("|-", size / 2)))),
        bomb("text: table, long", |size| body("|a|b|\n|-|-|\n".to_owned() + &repeat("|c|d|\n", size))),
        bomb("text: table, wide with empty rows", |size| {
            body(format!("{}|\n{}|\n{}", repeat("|a", size / 4), repeat("|-", size / 4), repeat("|\n", size / 2)))
        }),
        bomb("text: tables", |size| body(repeat("|a|\n|-|\n|b|\n\n", size))),
        bomb("text: terms and definitions", |size| body(repeat("a\n: b\n\n", size))),
        bomb("text: alerts", |size| body(repeat("> [!NOTE]\n> a\n\n", size))),
        bomb("text: charts of no table", |size| {
            body(numbered(size, |number| format!("```chart\ntype: bar\ndata: d{number}\ntitle: t\n```\n\n")))
        }),
        bomb("text: charts of one table", |size| {
            let charts = repeat("```chart\ntype: bar\ndata: d\ntitle: t\n```\n\n", size / 2);
            let rows = numbered(size / 2, |number| format!("row {number},{}\n", number % 90));
            site([("content/2026/a.md", FRONT.to_owned() + &charts), ("content/data/d.csv", format!("a,b\n{rows}"))])
        }),
        bomb("text: charts with unknown keys", |size| body(repeat("```chart\ntyp: bar\n```\n\n", size))),
    ]
}

/// Each item stands two blanks deeper.
fn indented(size: usize) -> String {
    let mut text = String::new();
    for depth in 0.. {
        let line = format!("{}- a\n", "  ".repeat(depth));
        if text.len() + line.len() > size {
            return text;
        }
        text += &line;
    }
    text
}

fn html() -> Vec<Bomb> {
    vec![
        bomb("html: attributes of one tag", |size| {
            body(format!("<b {}>", numbered(size, |number| format!("a{number}=b "))))
        }),
        bomb("html: one attribute again and again", |size| body(format!("<b {}>", repeat("a=b ", size)))),
        bomb("html: attributes of one tag in a text", |size| {
            body(format!("a <b {}> b", numbered(size, |number| format!("a{number}=b "))))
        }),
        bomb("html: tags that run code", |size| body(repeat("<b onclick=a>c</b>\n", size))),
        bomb("html: open tags", |size| body(repeat("a <b>", size))),
        bomb("html: open blocks", |size| body(repeat("<div>\n\n", size))),
        bomb("html: tags that cross", |size| body(repeat("<a><b><i>x</a>", size))),
        bomb("html: open formatting in blocks", |size| body(repeat("<b><p>", size))),
        bomb("html: tables in tables", |size| body(repeat("<table><tr><td>", size))),
        bomb("html: text in a table", |size| body("<table>".to_owned() + &repeat("<b>a", size))),
        bomb("html: comments", |size| body(repeat("<!--a-->", size))),
        bomb("html: open comments", |size| body(repeat("a <!--", size))),
        bomb("html: comments, one open", |size| body(repeat("<!--\n\n", size))),
        bomb("html: processing instructions", |size| body(repeat("a <?", size))),
        bomb("html: declarations", |size| body(repeat("a <!A ", size))),
        bomb("html: character data", |size| body(repeat("a <![CDATA[", size))),
        bomb("html: entities", |size| body(repeat("&amp;", size))),
        bomb("html: ampersands", |size| body(repeat("&a", size))),
        bomb("text: tags that nobody sees", |size| body(repeat("\u{e0061}", size))),
        bomb("text: joiners that nobody sees", |size| body(repeat("\u{200d}", size))),
        bomb("html: scripts", |size| body(repeat("<script>a</script>\n\n", size))),
        bomb("html: open attributes", |size| body(repeat("<a b='", size))),
        bomb("html: images", |size| body(repeat("<img src=a.png>\n", size))),
        bomb("html: links", |size| body(repeat("<a href=b.md>c</a>\n", size))),
        bomb("html: ids", |size| body(numbered(size, |number| format!("<p id=a{number}>a</p>\n\n")))),
    ]
}

fn links() -> Vec<Bomb> {
    vec![
        bomb("links: to one missing file", |size| body(repeat("[](b)", size))),
        bomb("links: to missing files", |size| body(numbered(size, |number| format!("[a](b{number}.md) ")))),
        bomb("links: to files by nearly their names", |size| {
            let reports: Vec<String> =
                (0..2_000 * size / 990_000).map(|number| format!("content/2026/report-{number}.md")).collect();
            let links = numbered(size / 2, |number| format!("[a](reprot-{number}.md) "));
            let reports = reports.iter().map(|path| (&**path, FRONT.to_owned()));
            site(reports.chain([("content/2026/a.md", FRONT.to_owned() + &links)]))
        }),
        bomb("links: to a long missing name", |size| {
            let reports: Vec<String> =
                (0..100).map(|number| format!("content/2026/{}{number}.md", "r".repeat(180))).collect();
            let links = numbered(size / 2, |number| format!("[a]({}{number}.md) ", "s".repeat(2_000)));
            let reports = reports.iter().map(|path| (&**path, FRONT.to_owned()));
            site(reports.chain([("content/2026/a.md", FRONT.to_owned() + &links)]))
        }),
        bomb("links: from the content folder", |size| body(numbered(size, |number| format!("[a](@/b{number}.md) ")))),
        bomb("links: to addresses", |size| body(numbered(size, |number| format!("[a](/b{number}/) ")))),
        bomb("links: to names", |size| body(numbered(size, |number| format!("[[b{number}]] ")))),
        bomb("links: to one missing heading", |size| body(repeat("[](#b)", size))),
        bomb("links: to missing headings", |size| {
            let headings = numbered(size / 2, |number| format!("## Heading {number}\n\n"));
            body(headings + &numbered(size / 2, |number| format!("[](#headnig-{number})\n")))
        }),
        bomb("links: to one page", |size| body(repeat("[a](a.md) ", size))),
        bomb("links: to other hosts", |size| body(repeat("<https://a.b> ", size))),
        bomb("links: of unsafe schemes", |size| body(repeat("[a](vbscript:b) ", size))),
        bomb("links: in one sentence", |size| {
            let links = repeat("[a](b.md) ", size);
            site([("content/2026/a.md", FRONT.to_owned() + &links), ("content/2026/b.md", FRONT.to_owned())])
        }),
        bomb("links: without texts, to a long title", |size| {
            let title = "long ".repeat(10_000.min(size / 10));
            let links = repeat("[[b]] ", size / 2);
            let target = format!("---\ntitle: {title}\nkind: hurdle\n---\n");
            site([("content/2026/a.md", FRONT.to_owned() + &links), ("content/2026/b.md", target)])
        }),
        bomb("images: one missing", |size| body(repeat("![](b)", size))),
        bomb("images: missing", |size| body(numbered(size, |number| format!("![a](b{number}.png) ")))),
        bomb("images: one again and again", |size| {
            let images = repeat("![a](d.svg) ", size);
            let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned();
            site([("content/2026/a.md", FRONT.to_owned() + &images), ("content/2026/d.svg", svg)])
        }),
        bomb("links: three broken ones in each of many reports", |size| {
            let count = size / 160;
            let text = |number: usize| {
                let links = (0..3).map(|link| format!("[a](gone-{number}-{link}.md) ")).collect::<String>();
                FRONT.to_owned() + &links
            };
            let files = (0..count).map(|number| (format!("content/2026/report-{number}.md"), text(number)));
            site([]).into_iter().chain(files).collect()
        }),
    ]
}
