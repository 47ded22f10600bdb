//! A path to what a tab shows there: the site's page with the preview's script in it, the site's page for what is
//! missing, or a page of our own where the site has none. Also what tells two states of a page apart.

use hyper::StatusCode;
use hyper::body::Bytes;

use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::serve::address::{self, Found};
use crate::serve::board::Posted;
use crate::serve::body::shared;
use crate::serve::file::{File, kind_of};
use crate::serve::findings::{self, Found as Findings};
use crate::serve::images::images;

/// Where the preview's own files are; a site's page of that path is not seen in the preview.
pub const OWN: &str = "/_trendpress/";

/// What a tab shows.
pub enum Shown {
    /// A file.
    File(Box<Page>),
    /// Another path.
    Elsewhere(String),
}

/// A file as a tab shows it.
pub struct Page {
    /// Its type, bytes, tag and status.
    pub file: File,
    /// What tells it apart, the style sheets' addresses aside; the same as the tag for what is no page.
    pub text: String,
    /// What is wrong with the page and is not among the findings of the site.
    pub findings: Findings,
}

/// What a tab shows at a path. May make the page, if nobody has asked for it yet.
pub fn page(posted: &Posted, path: &str) -> Shown {
    let (path, status) = match address::find(&posted.generation, &posted.base, path) {
        Found::Elsewhere(path) => return Shown::Elsewhere(path),
        Found::File(path) => (path, StatusCode::OK),
        Found::Nothing(Some(page)) => (page, StatusCode::NOT_FOUND),
        Found::Nothing(None) => return own(posted, StatusCode::NOT_FOUND, &[]),
    };
    match posted.generation.file(&path) {
        Some(Ok(output)) => {
            let kind = kind_of(path.as_str());
            let is_page = kind.starts_with("text/html");
            let bytes = shared(output);
            if is_page {
                html(status, &bytes, images(&posted.generation, &posted.base, &path, &bytes))
            } else {
                plain(kind, status, bytes)
            }
        }
        Some(Err(findings)) => own(posted, StatusCode::INTERNAL_SERVER_ERROR, &findings),
        None => own(posted, StatusCode::NOT_FOUND, &[]),
    }
}

fn plain(kind: String, status: StatusCode, bytes: Bytes) -> Shown {
    let tag = Hash::of(&bytes).to_string();
    let text = tag.clone();
    Shown::File(Box::new(Page { file: File { kind, bytes, tag, status }, text, findings: Findings::default() }))
}

fn html(status: StatusCode, bytes: &[u8], images: Option<Hash>) -> Shown {
    let images = images.map(Hash::short).unwrap_or_default();
    let (tag, text) = (name(status, bytes, &images), name(status, &without_styles(bytes), &images));
    let bytes = with_script(bytes, &tag, &text, &images);
    let file = File { kind: "text/html; charset=utf-8".to_owned(), bytes: bytes.into(), tag, status };
    Shown::File(Box::new(Page { file, text, findings: Findings::default() }))
}

/// What a page is called, by its status, its bytes and its images.
fn name(status: StatusCode, bytes: &[u8], images: &str) -> String {
    format!("{}-{}{images}", status.as_u16(), Hash::of(bytes))
}

/// A page of our own, for what the site cannot show.
fn own(posted: &Posted, status: StatusCode, findings: &[Finding]) -> Shown {
    let (title, words) = match status {
        StatusCode::INTERNAL_SERVER_ERROR => ("This page cannot be made", "Its template has an error.".to_owned()),
        _ if posted.findings.errors > 0 => ("Not there yet", "The site has errors.".to_owned()),
        _ if posted.base == "/" => ("Not there", "The site has no page here.".to_owned()),
        _ => ("Not there", format!("The site lies at <a href=\"{0}\">{0}</a>.", escape(&posted.base))),
    };
    let text = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\n\
         </head><body><h1>{title}</h1><p>{words} This page will change when it is mended.</p></body></html>\n"
    );
    let mut shown = html(status, text.as_bytes(), None);
    if let Shown::File(page) = &mut shown {
        page.findings = findings::found(findings, posted.generation.texts());
    }
    shown
}

/// Text in HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page with the preview's script before the end of its body.
fn with_script(bytes: &[u8], tag: &str, text: &str, images: &str) -> Vec<u8> {
    let data = format!("data-trendpress=\"{tag}\" data-text=\"{text}\" data-images=\"{images}\"");
    let script = format!("<script src=\"{OWN}preview.js\" {data}></script>");
    let end = b"</body>";
    let at = bytes.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(bytes.len());
    [&bytes[..at], script.as_bytes(), &bytes[at..]].concat()
}

/// The page without its `<link rel="stylesheet">`: equal where only style sheets have changed, whose addresses carry
/// their fingerprints.
fn without_styles(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut kept = Vec::with_capacity(bytes.len());
    while let Some(start) = find(rest, b"<link") {
        let end = find(&rest[start..], b">").map_or(rest.len(), |end| start + end + 1);
        let is_style = find(&rest[start..end], b"stylesheet").is_some();
        kept.extend_from_slice(&rest[..if is_style { start } else { end }]);
        rest = &rest[end..];
    }
    kept.extend_from_slice(rest);
    kept
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_last_end_of_a_body() {
        let page = |text: &str| String::from_utf8(with_script(text.as_bytes(), "t", "u", "v")).unwrap();
        let script = page("");
        assert_eq!(
            page("<p>&lt;/body></body> x</BODY></html>"),
            format!("<p>&lt;/body></body> x{script}</BODY></html>")
        );
        assert_eq!(page("<p>x"), format!("<p>x{script}"));
    }

    #[test]
    fn pages_that_differ_in_style_sheets_alone_are_one() {
        let page = |style: &str, text: &str| {
            let page = format!("<link rel=\"icon\" href=\"i\"><link rel=\"stylesheet\" href=\"{style}\"><p>{text}");
            without_styles(page.as_bytes())
        };
        assert_eq!(page("a.css", "x"), page("b.css", "x"));
        assert_ne!(page("a.css", "x"), page("a.css", "y"));
        assert_eq!(without_styles(b"<link stylesheet"), b"");
    }
}
