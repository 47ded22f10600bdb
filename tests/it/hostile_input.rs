//! Hostile Markdown: inputs that crashed the library before, random tokens, and long repetitions. The parser must neither
//! panic nor become slow, and every place must lie within the text.

use crate::commonmark::{Example, examples};
use trendpress::Code;
use trendpress::SourcePath;
use trendpress::Span;
use trendpress::internals::{Body, Document, parse};
use trendpress::{Markdown, RawHtml};

const FRONT: &str = "---\ntitle: T\n---\n";

fn read(body: &str, raw_html: RawHtml) -> (&'static str, Document<'static>) {
    // Leaked, because the document borrows from it.
    let text = &*format!("{FRONT}{body}").leak();
    let document = parse(&SourcePath::content(), text, Markdown { raw_html, smart_punctuation: true });
    (text, document)
}

/// Asserts that every place of a document is within its file and cuts no character in two.
fn check_places(text: &str, document: &Document<'_>) {
    let fits = |span: Span| {
        span.start <= span.end && text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
    };
    let Document { body, findings, .. } = document;
    let places = findings.iter().filter_map(|finding| finding.span);
    let places = places.chain(body.headings.iter().map(|heading| heading.span));
    let places = places.chain(body.links.iter().map(|link| link.span));
    let places = places.chain(body.images.iter().map(|image| image.span));
    for span in places {
        assert!(fits(span), "{span:?} is no place in {text:?}");
    }
    let mut before = 0;
    let prose = body.prose(&SourcePath::content());
    for hole in &prose.holes {
        let span = hole.span;
        assert!(
            before <= span.start && prose.html.get(span.start as usize..span.end as usize).is_some(),
            "{hole:?} is no place in {text:?}"
        );
        before = span.end;
    }
}

/// Asserts that every element is closed, in order. Only for our own or sanitized HTML.
fn check_nesting(text: &str, body: &Body) {
    let html = &body.prose(&SourcePath::content()).html;
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap();
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "of {text:?}: {html}");
        } else if !["br", "hr", "img", "input", "wbr", "col"].contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} stay open: {text:?}\n{html}");
}

#[test]
fn inputs_that_crashed_the_library_are_parsed() {
    for body in [
        // With its heading attributes, the library (0.13.6) panics at these.
        ">>=\n> {}\n>>=",
        ">>=\n> {}\n>>=\n\n## Why {#why}",
        // pulldown-cmark #963, #571, #921, #1112, #1142, #964, #957, #973, #1014, #949, #521.
        "[^1]:\n    *\n      + > deeply nested setext header\n        > [^2]\n        > {.class}\n        > ---------\n\n[^2]: {#x}",
        "[[][({][}\n-\n\n## {#a}",
        "- [x]\t\t\n\\\n-",
        "<!S\r:",
        "%\n:\u{301}\n\t:",
        "> a\n> :b\n",
        "[abc] check `foobar_raz`\n\n Some preamble `foobar_raz`, not `barfoo_raz`\n :D\n\n This should fix:\n\n &gt; Something is wrong!",
        "level one!\n:\n    level two!\n    :\n        level three!\n        :\n\nnew level one!\n:\n",
        "As defined by the foo:\n\n> The Foo\n> :   This defines foo.\n>",
        "* def this\n  : def text def text\n",
        ">\\n >>><N\n",
    ] {
        let (text, document) = read(body, RawHtml::Sanitize);
        check_places(text, &document);
        let is_failed = document.findings.iter().any(|finding| finding.code == Code::PageFailed);
        assert!(!is_failed, "not read: {body:?}");
    }
}

/// A pseudo-random number generator with a fixed seed: Marsaglia's xorshift, Journal of Statistical Software 8 (14), 2003.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

const TOKENS: [&str; 92] = [
    "a",
    "b c",
    "it's",
    "\"q\"",
    "é",
    "数字",
    "हि",
    "\u{301}",
    "😀",
    "\0",
    "\u{a0}",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\\",
    "\\\n",
    "&amp;",
    "&#0;",
    "&",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "```\n",
    "~~~",
    "# ",
    "## ",
    "####### ",
    "{#a}",
    "{#é .b c=d}",
    "{",
    "}",
    "#",
    "===",
    "---",
    "\n---\n",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "99) ",
    "- [ ] ",
    "- [x] ",
    "> ",
    ">",
    "> [!NOTE]\n",
    "> [!WARNING]\n> ",
    ": ",
    "\n: ",
    "|",
    "| a | b |\n|---|:-:|\n",
    "|-|",
    "[",
    "]",
    "](",
    "](b.md)",
    ")",
    "![",
    "![[",
    "[[",
    "]]",
    "[[a|",
    "[^1]",
    "[^é]",
    "\n[^1]: ",
    "[^1]:\n    ",
    "[r]",
    "\n[r]: x.md \"t\"\n",
    "<https://a>",
    "<a@b.c>",
    "<javascript:x>",
    "](javascript:x)",
    "<b>",
    "</b>",
    "<div id=a>",
    "</div>",
    "<br/>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<a href='x' onclick=\"y\">",
    "<table><p><svg/",
];

/// Up to 40 random tokens.
fn random_tokens(dice: &mut Dice) -> String {
    let length = 1 + dice.roll(40);
    (0..length).map(|_| TOKENS[dice.roll(TOKENS.len())]).collect()
}

/// The beginning of one example of the specification, some tokens, and the end of another example.
fn splice(dice: &mut Dice, examples: &[Example]) -> String {
    let mut half = |is_first: bool| {
        let text = &*examples[dice.roll(examples.len())].markdown;
        let cut = text.floor_char_boundary(dice.roll(text.len() + 1));
        if is_first { &text[..cut] } else { &text[cut..] }
    };
    let (first, last) = (half(true), half(false));
    format!("{first}{}{}{last}", TOKENS[dice.roll(TOKENS.len())], TOKENS[dice.roll(TOKENS.len())])
}

#[test]
fn random_tokens_are_parsed() {
    let mut dice = Dice(0x7265_706f_7274_7321);
    // `SOUPS=60000` tests more of them.
    let count = std::env::var("SOUPS").map_or(2_000, |count| count.parse().unwrap());
    let examples = examples();
    for round in 0..count {
        let body = if round % 2 == 0 { random_tokens(&mut dice) } else { splice(&mut dice, &examples) };
        for raw_html in [RawHtml::Sanitize, RawHtml::Escape, RawHtml::Allow] {
            let (text, document) = read(&body, raw_html);
            check_places(text, &document);
            let failed = document.findings.iter().find(|finding| finding.code == Code::PageFailed);
            assert!(failed.is_none(), "{failed:?} of {body:?}");
            if raw_html != RawHtml::Allow {
                check_nesting(text, &document.body);
            }
        }
    }
}

/// The length of a repetition, in bytes.
const SIZE: usize = 200_000;

/// Repetitions that have made Markdown or HTML parsers slow: a beginning, and the repeated text.
const REPETITIONS: [(&str, &str); 48] = [
    ("", "["),
    ("", "]"),
    ("", "[]("),
    ("", "[a]("),
    ("", "![[["),
    ("", "[[a|"),
    ("", "[^a]"),
    ("[^a]: b\n\n", "[^a]"),
    ("", "\n[^a]: b [^a]\n"),
    ("", "[a][b]"),
    ("", "*a **b "),
    ("", "*a_ "),
    ("", "a**b"),
    ("", "~~a~b"),
    ("", "\"'"),
    ("", "> "),
    ("", ">"),
    ("", "> [!NOTE]\n> "),
    ("", "> a\n>> b\n"),
    ("", "- "),
    ("", "1. "),
    ("", "- a\n"),
    ("", "* * *a\n"),
    ("", "a\n: b\n\n"),
    ("", ": "),
    ("", "| a | b |\n|---|---|\n| 1 | 2 |\n\n"),
    ("| a | b |\n|---|---|\n", "| c | d |\n"),
    ("| a | b |\n|---|---|\n", "|\n"),
    ("", "[a]: b\n"),
    ("", "[a]: b 'c\n"),
    ("[a]: b\n\n", "[a] "),
    ("", "## Why\n\n"),
    ("", "## Why {#why}\n\n"),
    ("", "{#a"),
    ("", "`a``"),
    ("", "&amp"),
    ("", "<"),
    ("", "<!--"),
    ("", "<a b='"),
    ("", "a <b>"),
    ("", "a <b onclick=c>d</b>"),
    ("", "<div>"),
    ("", "<div>\n\n"),
    ("", "<b><div></b>"),
    ("", "<ul><li>"),
    ("", "<table><tr><td></div>"),
    ("<p>x\n\n", "> "),
    ("<b>x</b>\n\n", "## [Why now](a.md)\n\n"),
];

#[test]
fn long_repetitions_are_parsed_in_linear_time() {
    for (before, piece) in REPETITIONS {
        let body = format!("{before}{}", piece.repeat(SIZE / piece.len()));
        let (text, document) = read(&body, RawHtml::Sanitize);
        check_places(text, &document);
        assert!(document.findings.iter().all(|finding| finding.code != Code::PageFailed), "{piece:?} is not read");
    }
}
