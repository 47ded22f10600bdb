//! Finds the addresses on other hosts from which a browser loads something as soon as it shows a page or a style sheet:
//! pictures, scripts, style sheets, fonts, frames. Links that a reader has to follow are none of them.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// The attributes that load something, by element. `*` stands for all elements.
const LOADING: [(&str, &[&str]); 20] = [
    ("img", &["src", "srcset", "longdesc"]),
    ("source", &["src", "srcset"]),
    ("video", &["src", "poster"]),
    ("audio", &["src"]),
    ("track", &["src"]),
    ("script", &["src", "href", "xlink:href"]),
    ("iframe", &["src"]),
    ("frame", &["src"]),
    ("embed", &["src"]),
    ("object", &["data", "codebase"]),
    ("applet", &["codebase", "archive"]),
    ("input", &["src"]),
    ("base", &["href"]),
    ("image", &["href", "xlink:href", "src"]),
    ("feimage", &["href", "xlink:href"]),
    ("use", &["href", "xlink:href"]),
    ("html", &["manifest"]),
    ("textpath", &["href", "xlink:href"]),
    ("*", &["background"]),
    ("*", &["xml:base"]),
];

/// Relations of `<link>` that load nothing, or only when a reader asks for it.
const QUIET_RELATIONS: [&str; 13] = [
    "alternate",
    "author",
    "bookmark",
    "canonical",
    "cite-as",
    "describedby",
    "help",
    "license",
    "me",
    "next",
    "prev",
    "search",
    "up",
];

/// Returns the addresses on other hosts that an HTML or SVG file loads from, in its order.
pub fn of_html(html: &str) -> Vec<String> {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It would stop early only for a `TokenSinkResult::Script`, which the sink never gives.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.addresses.into_inner()
}

/// Returns the addresses on other hosts that style rules load from, in their order.
pub fn of_css(css: &str) -> Vec<String> {
    let css = without_comments(css);
    let lower = css.to_ascii_lowercase();
    let mut addresses = Vec::new();
    for (word, is_function) in [("url(", true), ("src(", true), ("image-set(", true), ("@import", false)] {
        for (at, _) in lower.match_indices(word) {
            let rest = &css[at + word.len()..];
            let end = if is_function { rest.find(')') } else { rest.find(';') }.unwrap_or(rest.len());
            // One function may name several addresses, each in quotes.
            let parts = rest[..end].split(['"', '\'', ',']).map(str::trim);
            addresses.extend(parts.filter(|part| is_elsewhere(part)).map(str::to_owned));
        }
    }
    addresses.dedup();
    addresses
}

/// Returns true for an address that names a host.
pub fn is_elsewhere(address: &str) -> bool {
    // Browsers drop controls within an address, and take `\` for `/`.
    let plain: String = address.chars().filter(|one| !one.is_control()).take(16).collect();
    let plain = plain.trim_start().to_ascii_lowercase().replace('\\', "/");
    ["//", "http:", "https:", "ws:", "wss:", "ftp:"].iter().any(|start| plain.starts_with(start))
}

fn without_comments(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text + rest
}

#[derive(Default)]
struct Sink {
    addresses: RefCell<Vec<String>>,
    /// The rules of the style sheet that is open.
    style: RefCell<Option<String>>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.element(&tag),
            Token::TagToken(tag) if &*tag.name == "style" => {
                let rules = self.style.take();
                self.addresses.borrow_mut().extend(of_css(&rules.unwrap_or_default()));
            }
            Token::CharacterTokens(text) => {
                if let Some(rules) = &mut *self.style.borrow_mut() {
                    rules.push_str(&text);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    fn element(&self, tag: &Tag) -> TokenSinkResult<()> {
        let element: &str = &tag.name;
        let attribute = |name: &str| tag.attrs.iter().find(|one| &*one.name.local == name).map(|one| &*one.value);
        let loads = |name: &str| match element {
            "link" => name == "href" && !is_quiet(attribute("rel").unwrap_or_default()),
            _ => LOADING.iter().any(|(of, names)| (*of == element || *of == "*") && names.contains(&name)),
        };
        let mut addresses = self.addresses.borrow_mut();
        for one in &tag.attrs {
            let (name, value): (&str, &str) = (&one.name.local, &one.value);
            match name {
                "srcset" | "imagesrcset" => {
                    let candidates = value.split(',').filter_map(|candidate| candidate.split_whitespace().next());
                    addresses.extend(candidates.filter(|address| is_elsewhere(address)).map(str::to_owned));
                }
                "srcdoc" => addresses.extend(of_html(value)),
                _ if value.contains('(') || name == "style" => addresses.extend(of_css(value)),
                _ if loads(name) && is_elsewhere(value) => addresses.push(value.trim().to_owned()),
                "content" if attribute("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) => {
                    let target =
                        value.split_once('=').map_or("", |(_, target)| target.trim().trim_matches(['"', '\'']));
                    addresses.extend(is_elsewhere(target).then(|| target.to_owned()));
                }
                _ => {}
            }
        }
        match element {
            "style" if !tag.self_closing => {
                self.style.replace(Some(String::new()));
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "script" if !tag.self_closing => TokenSinkResult::RawData(RawKind::ScriptData),
            "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Returns true if all relations of a `<link>` are quiet ones.
fn is_quiet(relations: &str) -> bool {
    let is_quiet = |one: &str| QUIET_RELATIONS.iter().any(|quiet| quiet.eq_ignore_ascii_case(one));
    // `alternate stylesheet` is a style sheet.
    relations.split_whitespace().all(is_quiet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads_is_found() {
        for html in [
            "<img src=\"https://a.example/x.png\">",
            "<IMG SRC=' //a.example/x'>",
            "<img src=x.png srcset=\"x.png 1x, https://a.example/x.png 2x\">",
            "<picture><source srcset=https://a.example/x></picture>",
            "<script src=https://a.example/x.js></script>",
            "<link rel=stylesheet href=https://a.example/x.css>",
            "<link rel=\"alternate stylesheet\" href=https://a.example/x.css>",
            "<link rel=preconnect href=https://a.example>",
            "<link rel=icon href=\\\\a.example/x>",
            "<iframe src=https://a.example/></iframe>",
            "<iframe srcdoc=\"<img src=https://a.example/x>\"></iframe>",
            "<video poster=https://a.example/x></video>",
            "<object data=https://a.example/x></object>",
            "<p style=\"background: url(https://a.example/x)\">",
            "<style>@import 'https://a.example/x.css';</style>",
            "<style>@font-face { src: local(x), url( \"//a.example/x\" ) }</style>",
            "<style>a { background: image-set('https://a.example/x' 1x) }</style>",
            "<svg><image href=https://a.example/x /></svg>",
            "<svg><use xlink:href=https://a.example/x#a /></svg>",
            "<svg><g fill=\"url(https://a.example/x#a)\"/></svg>",
            "<base href=https://a.example/>",
            "<meta http-equiv=refresh content=\"0; url=https://a.example/\">",
            "<table background=https://a.example/x>",
            "<input type=image src=ht&#116;ps://a.example/x>",
        ] {
            assert_eq!(of_html(html).len(), 1, "{html}");
        }
    }

    #[test]
    fn what_a_reader_follows_or_the_site_holds_is_not() {
        for html in [
            "<a href=https://a.example/>x</a>",
            "<img src=/x.png><img src=data:image/png,x>",
            "<link rel=canonical href=https://a.example/>",
            "<link rel=alternate type=application/atom+xml href=https://a.example/feed.xml>",
            "<!-- <img src=https://a.example/> -->",
            "<script>const a = '<img src=https://a.example/>';</script>",
            "<style>/* url(https://a.example/) */ a { background: url(#a) }</style>",
            "<meta property=og:image content=https://a.example/x>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>",
            "<form action=https://a.example/></form>",
            "<p>url(https://a.example/)</p>",
        ] {
            assert_eq!(of_html(html), Vec::<String>::new(), "{html}");
        }
    }
}
