//! Bodies with HTML of authors, filled as chapters: what changes, that nothing else does, and that no body breaks out of
//! its chapter.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

use super::*;
use crate::base::SourcePath;
use crate::base::random::Random;
use crate::config::{Markdown, RawHtml};
use crate::parse::inspect::contents;
use crate::parse::{Prose, parse};

/// A body of an author's HTML alone.
fn prose(html: &str) -> Prose {
    let Scan { holes, is_closed } = scan(html, &[]);
    Prose { html: html.to_owned(), holes, is_unclosed: !is_closed, words: 0 }
}

/// A body filled as a chapter: headings one level lower, ids behind `x.`, `[n]` behind each link.
fn chapter(prose: &Prose) -> String {
    prose.closed().filled(|fill, default, html| match fill {
        Fill::Level => html.push_str(&(default.parse::<u8>().unwrap() + 1).min(6).to_string()),
        Fill::IdPrefix => html.push_str("x."),
        Fill::LinkEnd => html.push_str("[n]"),
        Fill::Loading => {}
        Fill::Address => html.push_str(default),
        Fill::Link(_) => html.push_str("../b/#c"),
        Fill::LinkTitle(_) => html.push_str("A \"title\""),
        Fill::Image(_) => html.push_str("src=\"a.png\" alt=\"1 &lt; 2\""),
        Fill::Chart(_) => {
            html.push_str("<svg id=\"x.c\"><title>T</title><path d=\"M\"/></svg><p><a href=\"d\">d</a></p>");
        }
        Fill::Word(_) => html.push_str("a word"),
    })
}

#[test]
fn headings_stand_lower_and_ids_get_the_prefix() {
    for (body, expected) in [
        ("<h2 id=\"why\">Why</h2>", "<h3 id=\"x.why\">Why</h3>"),
        ("<H2 ID=why class='a b'>Why</H2>", "<H3 ID=x.why class='a b'>Why</H3>"),
        ("<h6>Deep</h6>", "<h6>Deep</h6>"),
        ("<header><hr></header>", "<header><hr></header>"),
        ("<td headers=\"a  b\">1</td>", "<td headers=\"x.a  x.b\">1</td>"),
        ("<p id=\"\">a</p>", "<p id=\"\">a</p>"),
        ("<p title=\"<h2 id='a'>\">a</p>", "<p title=\"<h2 id='a'>\">a</p>"),
        ("<p data-id=\"a\">a</p>", "<p data-id=\"a\">a</p>"),
        ("<!-- <h2 id=\"a\"> --><p>a</p>", "<!-- <h2 id=\"a\"> --><p>a</p>"),
        ("<p>1 < 2 <h1>a</h1></p>", "<p>1 < 2 <h2>a</h2></p>"),
        ("<textarea><h2 id=a></textarea>", "<textarea><h2 id=a></textarea>"),
        ("<img src=\"a.png\" loading=\"lazy\" alt>", "<img src=\"a.png\"  alt>"),
    ] {
        assert_eq!(chapter(&prose(body)), expected);
    }
}

#[test]
fn links_out_of_the_body_are_noted_and_those_within_it_get_the_prefix() {
    for (body, expected) in [
        ("<a href=\"https://o.example/\"><em>o</em></a>", "<a href=\"https://o.example/\"><em>o</em></a>[n]"),
        ("<a href=../b/>b</a>", "<a href=../b/>b</a>[n]"),
        ("<a href=\"a\">a<a href=\"b\">b</a></a>", "<a href=\"a\">a[n]<a href=\"b\">b</a>[n]</a>"),
        ("<a href=\"#b\" id=\"c\">b</a>", "<a href=\"#x.b\" id=\"x.c\">b</a>"),
        ("<a href=\" #b\">b</a>", "<a href=\" #x.b\">b</a>"),
        ("<a href=\"#\">none</a><a href=\" \">none</a>", "<a href=\"#\">none</a><a href=\" \">none</a>"),
    ] {
        assert_eq!(chapter(&prose(body)), expected);
    }
}

#[test]
fn drawings_keep_their_references_and_get_no_numbers() {
    let body = "<svg><path id=\"a\" fill=\"url(#g)\"/><use href=\"#a\"/><a href=\"https://o.example/\"><text>t</text></a></svg>";
    assert_eq!(
        chapter(&prose(body)),
        "<svg><path id=\"x.a\" fill=\"url(#x.g)\"/><use href=\"#x.a\"/>\
         <a href=\"https://o.example/\"><text>t</text></a></svg>"
    );
}

#[test]
fn unclosed_html_is_cleaned_and_cannot_swallow_the_next_chapter() {
    for body in [
        "<div><p>a</p>",
        "<p>a</p></div></article>",
        "<b><i>a</b></i>",
        "<p>a<!-- open",
        "<p>a</p><script>var a = 1;",
        "<p>a</p><textarea>",
        "<p>a</p><plaintext>",
        "<p title=\"a>b</p>",
        "<p>a</p><a href=\"https://o.example/\">",
        "<svg><![CDATA[<h2>]]></svg><p>a</p>",
        "<table><tr><td>a",
        "<div/>a",
    ] {
        let prose = prose(body);
        assert!(prose.is_unclosed, "{body}");
        let chapter = chapter(&prose);
        assert_eq!(open_elements(&chapter), 0, "{body} became {chapter}");
        assert!(!chapter.contains("</article>") && !chapter.contains("<script"), "{body} became {chapter}");
    }
    let cleaned = prose("<iframe src=x></iframe><a href=\"https://o.example/\">o</a><div>");
    assert_eq!(chapter(&cleaned), "<a href=\"https://o.example/\">o</a>[n]<div></div>");
}

#[test]
fn holes_of_markdown_inside_html_of_the_author_break_nothing() {
    let markdown = "[x](b.md) [[b]]\n\n![m](m.png)\n\n> [!NOTE]\n> b\n\n```chart\ntype: bar\n```";
    for (before, after) in [
        ("<div>", "</div>"),
        ("<div title=\"", "\"></div>"),
        ("<div title='", "'></div>"),
        ("<div title=", "></div>"),
        ("<div ", "></div>"),
        ("<title>", "</title>"),
        ("<div><textarea>", "</textarea></div>"),
        ("<div>\n<!--", "-->\n</div>"),
        ("<svg>", "</svg>"),
        ("</", ">"),
    ] {
        for raw_html in [RawHtml::Allow, RawHtml::Sanitize] {
            let chapter = chapter_of(&format!("{before}\n\n{markdown}\n\n{after}\n"), raw_html);
            assert_eq!(open_elements(&chapter), 0, "{before} {raw_html:?} became {chapter}");
        }
    }
}

/// A Markdown text as a chapter.
fn chapter_of(text: &str, raw_html: RawHtml) -> String {
    let path = SourcePath::content();
    let text = format!("---\ntitle: T\n---\n{text}");
    chapter(parse(&path, &text, Markdown { raw_html, smart_punctuation: true }).body.prose(&path))
}

/// The number of elements that open, less those that close.
fn open_elements(html: &str) -> i32 {
    tags(html).iter().fold(0, |open, (name, is_end, _)| match (VOID.contains(&name.as_str()), is_end) {
        (true, _) => open,
        (_, true) => open - 1,
        // Of the charts above.
        (_, false) if name == "path" => open,
        (_, false) => open + 1,
    })
}

/// A tag: its name, whether it is an end tag, its attributes.
type TagParts = (String, bool, Vec<(String, String)>);

/// The tags of some HTML, as html5ever, which follows the rules of browsers, reads them.
fn tags(html: &str) -> Vec<TagParts> {
    #[derive(Default)]
    struct Sink(RefCell<Vec<TagParts>>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: html5ever::tokenizer::Token, _line: u64) -> TokenSinkResult<()> {
            let html5ever::tokenizer::Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
            let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
            let is_end = tag.kind == TagKind::EndTag;
            self.0.borrow_mut().push((tag.name.to_string(), is_end, attributes));
            if is_end { TokenSinkResult::Continue } else { contents(&tag.name) }
        }
    }
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// HTML that is hard to read, put together at random from a seed.
fn hostile(seed: u64) -> String {
    const PIECES: [&str; 40] = [
        "<",
        ">",
        "</",
        "/>",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "&",
        "a",
        "h2",
        "id",
        "href",
        "#",
        "<p>",
        "</p>",
        "<h2>",
        "</h2>",
        "<a href=#b>",
        "<a href=\"https://o.example/\">",
        "</a>",
        "<!--",
        "-->",
        "--!>",
        "<!",
        "<?",
        "<b ",
        "id=c>",
        "</b>",
        "<div id='d'>",
        "</div >",
        "<br>",
        "<svg>",
        "</svg>",
        "<textarea>",
        "</textarea>",
        "é",
        "<style>",
        "</style>",
    ];
    let mut random = Random(seed);
    let length = 2 + random.below(10);
    let mut body: String = (0..length).map(|_| random.one_of(&PIECES)).collect();
    // Closed, more of them are bodies that are not cleaned.
    let mut open = Vec::new();
    for (name, is_end, _) in tags(&body) {
        if is_end {
            open.pop();
        } else if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    body.extend(open.iter().rev().map(|name| format!("</{name}>")));
    body
}

#[test]
fn tags_are_read_as_browsers_read_them_and_keep_all_else() {
    let mut compared = 0;
    for seed in 0..60_000 {
        let body = hostile(seed);
        let prose = prose(&body);
        if prose.is_unclosed {
            continue;
        }
        let chapter = chapter(&prose);
        let (before, after) = (tags(&body), tags(&chapter));
        assert_eq!(before.len(), after.len(), "{body:?} became {chapter:?}");
        for ((name, is_end, attributes), (name_after, is_end_after, attributes_after)) in before.iter().zip(&after) {
            let lower = if name == "h2" { "h3" } else { name };
            assert_eq!((lower, is_end), (&**name_after, is_end_after), "{body:?} became {chapter:?}");
            for ((key, value), (key_after, value_after)) in attributes.iter().zip(attributes_after) {
                let expected = match &**key {
                    "id" if !value.trim_ascii().is_empty() => {
                        value.split_ascii_whitespace().map(|id| format!("x.{id}")).collect::<Vec<_>>().join(" ")
                    }
                    "href" if value.trim_ascii_start().strip_prefix('#').is_some_and(|rest| !rest.is_empty()) => {
                        format!("#x.{}", &value.trim_ascii_start()[1..])
                    }
                    _ => value.clone(),
                };
                let normal = |text: &str| text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!((key, normal(&expected)), (key_after, normal(value_after)), "{body:?} became {chapter:?}");
            }
        }
        compared += usize::from(!before.is_empty());
    }
    assert!(compared > 3_000, "only {compared} bodies had tags that close");
}

#[test]
fn markdown_is_written_with_the_holes_that_are_found_in_its_html() {
    const TEXT: &str = "
## A heading {#one}

A *text* with **words**, `code < 1`, ~~none~~, a [link](b.md#c), [another](https://o.example/?a=1&b=2 \"1 > 0\"),
<https://o.example/>, a [[name]], a note[^1] and again[^1], \\<p> and 1 < 2.\\
A line and ![an image](a.png \"A <title>\").

### A heading with `code`

| Left | Right |
|:-----|------:|
| [a](#one) | 1 |

- [ ] open
- [x] done

3. three

> [!NOTE]
> A quote

> with *two* blocks

Term
: Definition

```rust
let a = \"<b>\";
```

```chart
type: bar
```

---

[^1]: A note with a [link](c.md).

Text <em>of the author</em>.
";
    let path = SourcePath::content();
    let markdown = Markdown { raw_html: RawHtml::Escape, smart_punctuation: true };
    let body = parse(&path, TEXT, markdown).body;
    let prose = body.prose(&path);
    let Scan { holes, is_closed } = scan(&prose.html, &prose.holes);
    assert!(is_closed && holes.iter().any(|hole| hole.fill == Fill::IdPrefix), "{}", prose.html);
    assert_eq!(holes, prose.holes);
}
