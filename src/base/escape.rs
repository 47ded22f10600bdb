//! Escapes text for HTML, SVG and XML.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Escapes text that stands between tags.
pub fn escape_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_text(&mut html, text);
    html
}

/// Appends text that stands between tags.
pub fn push_text(html: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html_body_text(html, text);
}

/// Escapes text that stands in a quoted attribute, or anywhere in XML.
pub fn escape_attribute(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    push_attribute(&mut html, text);
    html
}

/// Appends text that stands in a quoted attribute, or anywhere in XML.
pub fn push_attribute(html: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = escape_html(html, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_quotes_and_attributes_do_not() {
        assert_eq!(escape_text("<a> & \"b\""), "&lt;a&gt; &amp; \"b\"");
        assert_eq!(escape_attribute("<a> & \"b\""), "&lt;a&gt; &amp; &quot;b&quot;");
    }
}
