//! Escapes text for HTML and SVG.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Escapes text that stands between tags.
pub fn escape_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a String cannot fail.
    let _ = escape_html_body_text(&mut html, text);
    html
}

/// Escapes text that stands in a quoted attribute.
pub fn escape_attribute(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let _ = escape_html(&mut html, text);
    html
}
