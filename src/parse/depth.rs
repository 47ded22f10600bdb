//! Measures how deep an author's HTML is nested, by its tags alone. The algorithm of browsers, by which the HTML is
//! cleaned, walks up the open elements at nearly every tag: 200 kB of `<div>` took 13 seconds. A limit on the depth
//! prevents that.

use html5ever::LocalName;

use crate::parse::tokenizer::VOID;

/// The deepest nesting that is published. Browsers stop at 512, and no text needs that.
pub const LIMIT: usize = 200;

/// The open elements. If tags are out of order it counts more of them than a browser does, never fewer.
#[derive(Debug, Default)]
pub struct Depth {
    open: Vec<LocalName>,
}

impl Depth {
    /// Returns true as soon as more elements are open than the limit, and ever after.
    pub fn is_exceeded(&self) -> bool {
        self.open.len() > LIMIT
    }

    /// Reads a start tag, which may also end other elements.
    pub fn start(&mut self, name: &LocalName) {
        if self.is_exceeded() || VOID.contains(&&**name) {
            return;
        }
        let ended = ended_by(name);
        let last = self.open.iter().rposition(|open| !ended.contains(&&**open));
        self.open.truncate(last.map_or(0, |last| last + 1));
        self.open.push(name.clone());
    }

    /// Reads an end tag. Ignores it if an element is open inside that does not end with it.
    pub fn end(&mut self, name: &LocalName) {
        if self.is_exceeded() {
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        let is_row = matches!(&**name, "table" | "thead" | "tbody" | "tfoot" | "tr");
        let ends = |open: &LocalName| match &**open {
            "p" | "li" | "dt" | "dd" => true,
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => is_row,
            _ => false,
        };
        if self.open[at + 1..].iter().all(ends) {
            self.open.truncate(at);
        }
    }
}

/// The elements that a start tag ends if they are open directly around it (HTML, section 13.1.2.4, optional tags).
fn ended_by(name: &str) -> &'static [&'static str] {
    match name {
        "p" => &["p"],
        "li" => &["p", "li"],
        "dt" | "dd" => &["p", "dt", "dd"],
        "td" | "th" => &["p", "td", "th"],
        "tr" => &["p", "td", "th", "tr"],
        "thead" | "tbody" | "tfoot" => &["p", "td", "th", "tr", "thead", "tbody", "tfoot"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::{Depth, LIMIT};

    fn is_exceeded(tags: &str) -> bool {
        let mut depth = Depth::default();
        for tag in tags.split_whitespace() {
            match tag.strip_prefix('/') {
                Some(name) => depth.end(&name.into()),
                None => depth.start(&tag.into()),
            }
        }
        depth.is_exceeded()
    }

    #[test]
    fn only_what_stays_open_counts() {
        for fine in
            ["div /div", "p li p li", "table tr td td tr td p td /table", "ul li ul li /ul /ul", "br", "dt p dd"]
        {
            assert!(!is_exceeded(&format!("{fine} ").repeat(LIMIT)), "{fine}");
        }
        for deep in ["div", "ul li", "b div /b", "div table tr td /div", "dl dt", "li dd"] {
            assert!(is_exceeded(&format!("{deep} ").repeat(LIMIT + 1)), "{deep}");
        }
    }
}
