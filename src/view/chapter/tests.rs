//! Bodies to chapters: what changes, that nothing else does, and that no body breaks out of its chapter.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::path::Path;

use super::*;
use crate::base::path::SourcePath;
use crate::config::{Markdown, RawHtml};
use crate::parse::Fill;

const PLACE: Place<'_> = Place { prefix: "x.", shift: 1 };

fn plain(html: &str) -> String {
    chapter(html, PLACE, &mut Notes::default())
}

#[test]
fn headings_stand_lower_and_ids_get_the_prefix() {
    for (body, expected) in [
        ("<h2 id=\"why\">Why</h2>", "<h3 id=\"x.why\">Why</h3>"),
        ("<H2 ID=why class='a b'>Why</H2>", "<h3 ID=x.why class='a b'>Why</h3>"),
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
        assert_eq!(plain(body), expected);
    }
}

#[test]
fn footnotes_stay_with_their_chapter() {
    let body =
        "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></p><li id=\"fn-1\"><a href=\"#fnref-1\">↩</a></li>";
    assert_eq!(
        plain(body),
        "<p>a<sup><a href=\"#x.fn-1\" id=\"x.fnref-1\">1</a></sup></p>\
         <li id=\"x.fn-1\"><a href=\"#x.fnref-1\">↩</a></li>"
    );
}

#[test]
fn links_are_numbered_and_an_address_has_one_number() {
    let target = |number: usize| match number {
        0 => Some(Target { title: "B".to_owned(), url: "https://x.example/b/".to_owned(), here: None }),
        1 => Some(Target { title: "C".to_owned(), url: String::new(), here: Some("#c.why".to_owned()) }),
        _ => None,
    };
    let mut notes = Notes::new(&target);
    for (number, address) in ["../b/", "../c/?a&amp;b#why", "https://o.example/?a=1&amp;b=2"].into_iter().enumerate() {
        notes.know(address.into(), number);
    }
    let body = "<p><a href=\"https://o.example/?a=1&amp;b=2\">o</a> <a href=\"../b/\">b</a> \
                <a href=\"https://o.example/?a=1&amp;b=2\"><em>o</em></a> <a href=\"../c/?a&amp;b#why\">c</a> \
                <a href=\"https://p.example/\">https://p.example/</a> <a href=\"mailto:a@b.example\">a@b.example</a> \
                <a href=\"#\">none</a></p>";
    assert_eq!(
        chapter(body, PLACE, &mut notes),
        "<p><a href=\"https://o.example/?a=1&amp;b=2\">o</a><sup class=\"note\">[1]</sup> \
         <a href=\"../b/\">b</a><sup class=\"note\">[2]</sup> \
         <a href=\"https://o.example/?a=1&amp;b=2\"><em>o</em></a><sup class=\"note\">[1]</sup> \
         <a href=\"#c.why\">c</a><sup class=\"note\">[3]</sup> \
         <a href=\"https://p.example/\">https://p.example/</a> <a href=\"mailto:a@b.example\">a@b.example</a> \
         <a href=\"#\">none</a></p>"
    );
    let notes = notes.into_list();
    let urls: Vec<(&str, &str, bool)> = notes.iter().map(|note| (&*note.url, &*note.href, note.is_here)).collect();
    assert_eq!(
        urls,
        [
            ("https://o.example/?a=1&b=2", "https://o.example/?a=1&b=2", false),
            ("https://x.example/b/", "../b/", false),
            ("", "#c.why", true)
        ]
    );
}

#[test]
fn drawings_keep_their_references_and_get_no_numbers() {
    let body = "<svg><path id=\"a\" fill=\"url(#g)\"/><use href=\"#a\"/><a href=\"https://o.example/\"><text>t</text></a></svg>";
    assert_eq!(
        plain(body),
        "<svg><path id=\"x.a\" fill=\"url(#x.g)\"/><use href=\"#x.a\"/>\
         <a href=\"https://o.example/\"><text>t</text></a></svg>"
    );
}

#[test]
fn what_does_not_close_is_cleaned_and_cannot_swallow_the_next_chapter() {
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
        let chapter = plain(body);
        assert_eq!(elements(&chapter), 0, "{body} became {chapter}");
        assert!(!chapter.contains("</article>") && !chapter.contains("<script"), "{body} became {chapter}");
    }
}

#[test]
fn notes_of_what_was_cleaned_away_are_not_listed() {
    let mut notes = Notes::default();
    let html = chapter("<iframe src=x></iframe><a href=\"https://o.example/\">o</a><div>", PLACE, &mut notes);
    assert_eq!(html.matches("class=\"note\"").count(), 1);
    assert_eq!(notes.into_list().len(), 1);
}

/// How many more elements open than close.
fn elements(html: &str) -> i32 {
    tags(html).iter().fold(0, |open, (name, is_end, _)| match (VOID.contains(&name.as_str()), is_end) {
        (true, _) => open,
        (_, true) => open - 1,
        (_, false) => open + 1,
    })
}

type Seen = Vec<(String, bool, Vec<(String, String)>)>;

/// The tags of some HTML, as the library that browsers' rules were written into sees them.
fn tags(html: &str) -> Seen {
    #[derive(Default)]
    struct Sink(RefCell<Seen>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
            let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
            let attributes = tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
            let is_end = tag.kind == TagKind::EndTag;
            self.0.borrow_mut().push((tag.name.to_string(), is_end, attributes));
            match &*tag.name {
                "textarea" | "title" if !is_end => TokenSinkResult::RawData(RawKind::Rcdata),
                "style" | "xmp" | "iframe" | "noembed" | "noframes" if !is_end => {
                    TokenSinkResult::RawData(RawKind::Rawtext)
                }
                "script" if !is_end => TokenSinkResult::RawData(RawKind::ScriptData),
                _ => TokenSinkResult::Continue,
            }
        }
    }
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Texts of pieces that HTML is hard to read from, from a fixed sequence of numbers.
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
    // Splitmix64 (Steele, Lea and Flood, 2014).
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % 1000).unwrap()
    };
    let length = 2 + next() % 10;
    let mut body: String = (0..length).map(|_| PIECES[next() % PIECES.len()]).collect();
    // Closing what it opens makes more of them bodies that are not cleaned.
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
fn tags_are_those_that_browsers_see_and_keep_all_but_what_is_to_change() {
    let mut compared = 0;
    for seed in 0..60_000 {
        let body = hostile(seed);
        let Some(chapter) = rewritten(&body, PLACE, &mut Notes::default()) else { continue };
        let without_numbers = chapter.replace("<sup class=\"note\">[1]</sup>", "");
        let (before, after) = (tags(&body), tags(&without_numbers));
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
fn bodies_without_html_of_the_author_become_the_same_chapters_the_short_way() {
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
    let chart = "<figure class=\"chart\">\n<svg class=\"plot\" role=\"img\" aria-labelledby=\"_c-t\"><title id=\"_c-t\">T\
                 </title><defs><pattern id=\"_c-p1\"><path d=\"M0 0\"/></pattern></defs><rect fill=\"url(#_c-p1)\"/>\
                 <a href=\"d\">d</a><use href=\"#_c-m1\"/></svg>\n<details><a href=\"d\">d</a></details></figure>";
    let path = SourcePath::new(Path::new("content/2026/a.md")).unwrap();
    let markdown = Markdown { raw_html: RawHtml::Escape, smart_punctuation: true };
    let body = parse::parse(&path, TEXT, markdown).body;
    assert!(!body.prose(&path).has_raw_html);
    let html = body.prose(&path).filled(|fill, html| {
        html.push_str(match fill {
            Fill::Link(_) => "../b/#c",
            Fill::LinkTitle(_) => "A &lt;title&gt;",
            Fill::Image(_) => "src=\"a.png\" alt=\"1 &lt; 2\" loading=\"lazy\"",
            Fill::Chart(_) => chart,
            Fill::Word(_) => "a word",
        });
    });
    assert!(html.contains("<svg") && html.contains("footnote-ref") && html.contains("class=\"align-right\""), "{html}");
    let (mut notes, mut notes_of_ours) = (Notes::default(), Notes::default());
    let chapter = rewritten(&html, PLACE, &mut notes).unwrap();
    assert_eq!(chapter_of_ours(&html, PLACE, &mut notes_of_ours), chapter);
    assert_eq!(notes_of_ours.into_list(), notes.into_list());
    let markdown = Markdown { raw_html: RawHtml::Sanitize, smart_punctuation: true };
    assert!(parse::parse(&path, TEXT, markdown).body.prose(&path).has_raw_html);
}
