//! The page at a path, as a tab of the preview shows it: the site's page with the preview's script in it, the site's page
//! for what is missing, or an error page. Its tags tell two states of a page apart.

use hyper::StatusCode;
use hyper::body::Bytes;

use crate::base::{Finding, Hash, escape_attribute};
use crate::serve::body::output_bytes;
use crate::serve::findings_panel::PanelFindings;
use crate::serve::image_hash::image_hash;
use crate::serve::latest_generation::ServedGeneration;
use crate::serve::response::{Resource, content_type};
use crate::serve::route::{Route, route};

/// The folder of the preview's own files, which hides a page of the site at the same path.
pub const PREVIEW_FOLDER: &str = "/_trendpress/";

/// The answer to a path.
pub enum PageOrRedirect {
    /// A page, or another file.
    Page(Box<Page>),
    /// Another path.
    Redirect(String),
}

/// A page, or another file.
pub struct Page {
    /// The file to send.
    pub resource: Resource,
    /// A tag that stays the same when only the addresses of style sheets change. Other files have their `ETag` here.
    pub content_tag: String,
    /// The findings in the page's template, which are not among those of the site.
    pub findings: PanelFindings,
}

/// Finds the page at a path, and renders it if nobody has asked for it before.
pub fn page_at(served: &ServedGeneration, path: &str) -> PageOrRedirect {
    let (path, status) = match route(&served.generation, &served.base, path) {
        Route::Redirect(path) => return PageOrRedirect::Redirect(path),
        Route::File(path) => (path, StatusCode::OK),
        Route::NotFound(Some(page)) => (page, StatusCode::NOT_FOUND),
        Route::NotFound(None) => return error_page(served, StatusCode::NOT_FOUND, &[]),
    };
    let output = match served.generation.file(&path) {
        Some(Ok(output)) => output,
        Some(Err(findings)) => return error_page(served, StatusCode::INTERNAL_SERVER_ERROR, &findings),
        None => return error_page(served, StatusCode::NOT_FOUND, &[]),
    };
    let content_type = content_type(path.as_str());
    let bytes = output_bytes(output);
    if content_type.starts_with("text/html") {
        let images = image_hash(&served.generation, &served.base, &path, &bytes);
        html_page(status, &bytes, images, PanelFindings::default())
    } else {
        let resource = Resource { status, ..Resource::new(&content_type, bytes) };
        let content_tag = resource.etag.clone();
        PageOrRedirect::Page(Box::new(Page { resource, content_tag, findings: PanelFindings::default() }))
    }
}

fn html_page(status: StatusCode, html: &[u8], images: Option<Hash>, findings: PanelFindings) -> PageOrRedirect {
    let images = images.map_or_else(String::new, Hash::short);
    let tag = |html: &[u8]| format!("{}-{}{images}", status.as_u16(), Hash::of(html));
    let (etag, content_tag) = (tag(html), tag(&without_style_sheets(html)));
    let bytes = Bytes::from(with_script(html, &etag, &content_tag, &images));
    let resource = Resource { content_type: "text/html; charset=utf-8".to_owned(), bytes, etag, status };
    PageOrRedirect::Page(Box::new(Page { resource, content_tag, findings }))
}

/// A page that says why the site's page cannot be shown.
fn error_page(served: &ServedGeneration, status: StatusCode, findings: &[Finding]) -> PageOrRedirect {
    let (title, reason) = match status {
        StatusCode::INTERNAL_SERVER_ERROR => ("This page cannot be made", "Its template has an error.".to_owned()),
        _ if served.findings.errors > 0 => ("Not there yet", "The site has errors.".to_owned()),
        _ if served.base == "/" => ("Not there", "The site has no page here.".to_owned()),
        _ => ("Not there", format!("The site lies at <a href=\"{0}\">{0}</a>.", escape_attribute(&served.base))),
    };
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\n\
         </head><body><h1>{title}</h1><p>{reason} This page will change when it is mended.</p></body></html>\n"
    );
    html_page(status, html.as_bytes(), None, PanelFindings::new(findings, served.generation.texts()))
}

/// Inserts the preview's script before the end of the page's body.
fn with_script(html: &[u8], etag: &str, content_tag: &str, images: &str) -> Vec<u8> {
    let data = format!("data-trendpress=\"{etag}\" data-text=\"{content_tag}\" data-images=\"{images}\"");
    let script = format!("<script src=\"{PREVIEW_FOLDER}preview.js\" {data}></script>");
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// Removes each `<link rel="stylesheet">`. Its address carries a fingerprint; without it, two pages that differ in the
/// style sheet alone are equal.
fn without_style_sheets(html: &[u8]) -> Vec<u8> {
    let mut rest = html;
    let mut remaining = Vec::with_capacity(html.len());
    while let Some(start) = find(rest, b"<link") {
        let end = find(&rest[start..], b">").map_or(rest.len(), |end| start + end + 1);
        let is_style_sheet = find(&rest[start..end], b"stylesheet").is_some();
        remaining.extend_from_slice(&rest[..if is_style_sheet { start } else { end }]);
        rest = &rest[end..];
    }
    remaining.extend_from_slice(rest);
    remaining
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_inserted_before_the_end_of_the_body() {
        let page = |text: &str| String::from_utf8(with_script(text.as_bytes(), "t", "u", "v")).unwrap();
        let script = page("");
        assert_eq!(
            page("<p>&lt;/body></body> x</BODY></html>"),
            format!("<p>&lt;/body></body> x{script}</BODY></html>")
        );
        assert_eq!(page("<p>x"), format!("<p>x{script}"));
    }

    #[test]
    fn pages_that_differ_in_style_sheets_alone_are_equal_without_them() {
        let page = |style: &str, text: &str| {
            let page = format!("<link rel=\"icon\" href=\"i\"><link rel=\"stylesheet\" href=\"{style}\"><p>{text}");
            without_style_sheets(page.as_bytes())
        };
        assert_eq!(page("a.css", "x"), page("b.css", "x"));
        assert_ne!(page("a.css", "x"), page("a.css", "y"));
        assert_eq!(without_style_sheets(b"<link stylesheet"), b"");
    }
}
