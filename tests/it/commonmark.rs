//! Renders the 652 examples of the CommonMark specification with our own HTML writer, not the library's. Links and images
//! are filled in as the specification writes them; on a site, `view` fills them.

use std::collections::BTreeMap;

use pulldown_cmark_escape::{escape_href, escape_html};
use trendpress::SourcePath;
use trendpress::internals::{Body, Dialect, Fill, parse_body};

const EXAMPLES: &str = include_str!("../data/commonmark-0.31.2.json");

/// The reason for the exceptions.
const REASON: &str = "only http, https, mailto and tel leave the site: the words stay, the link goes";

/// Examples whose HTML differs on purpose: number, our HTML.
const EXCEPTIONS: [(u64, &str); 4] = [
    (596, "<p>irc://foo.bar:2233/baz</p>\n"),
    (598, "<p>a+b+c:d</p>\n"),
    (599, "<p>made-up-scheme://foo,bar</p>\n"),
    (601, "<p>localhost:5001/foo</p>\n"),
];

/// An example of the specification.
#[derive(serde::Deserialize)]
pub struct Example {
    /// The Markdown.
    pub markdown: String,
    html: String,
    #[serde(rename = "example")]
    number: u64,
    section: String,
}

/// All examples.
pub fn examples() -> Vec<Example> {
    serde_json::from_str(EXAMPLES).unwrap()
}

#[test]
fn every_example_gives_the_html_of_the_specification() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "an example is missing");
    let exceptions = BTreeMap::from(EXCEPTIONS);
    let mut wrong = Vec::new();
    for Example { markdown, html, number, section } in &examples {
        let actual = html_of(markdown);
        if exceptions.contains_key(number) && normalize(&actual) == normalize(html) {
            wrong.push(format!("example {number} is no exception any more ({REASON})"));
            continue;
        }
        let want = exceptions.get(number).copied().unwrap_or(html);
        if normalize(&actual) != normalize(want) {
            wrong
                .push(format!("example {number} ({section})\n  of   {markdown:?}\n  want {want:?}\n  got  {actual:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn html_of(markdown: &str) -> String {
    let (body, _) = parse_body(&SourcePath::content(), markdown, Dialect::commonmark());
    body.prose(&SourcePath::content()).filled(|fill, default, html| fill_in(&body, fill, default, html))
}

fn fill_in(body: &Body, fill: Fill, default: &str, html: &mut String) {
    match fill {
        Fill::Link(number) => escape_href(html, &body.links[number].destination.written).unwrap(),
        Fill::Image(number) => {
            let image = &body.images[number];
            html.push_str("src=\"");
            escape_href(&mut *html, &image.destination.written).unwrap();
            html.push_str("\" alt=\"");
            escape_html(&mut *html, &image.alt).unwrap();
            if !image.title.is_empty() {
                html.push_str("\" title=\"");
                escape_html(&mut *html, &image.title).unwrap();
            }
            html.push('"');
        }
        Fill::Chart(_) | Fill::LinkTitle(_) | Fill::Word(_) => panic!("CommonMark has no {fill:?}"),
        _ => html.push_str(default),
    }
}

/// Unescapes quotation marks in text, which may be escaped or not; the test runner of the specification (`normalize.py`)
/// takes both for equal, too. Within tags they stay.
fn normalize(html: &str) -> String {
    let pieces = html.split_inclusive('>').map(|piece| match piece.split_once('<') {
        Some((text, tag)) => format!("{}<{tag}", text.replace("&quot;", "\"")),
        None => piece.replace("&quot;", "\""),
    });
    pieces.collect()
}
