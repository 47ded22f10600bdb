//! One file's text to its front matter and its body: HTML with holes where links, images and words of the
//! site's language go, and the links and headings found on the way. One pass over the body, and it never
//! fails. Knows nothing of kinds, themes, addresses or other files.

mod body;
mod depth;
mod destination;
mod footnote;
mod front_matter;
mod heading;
mod html;
mod piece;
mod raw_holes;
mod sanitize;
mod sentence;
mod tokenizer;
mod words;

use crate::base::catch_panic::catch_panic;
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::config::Markdown;

pub use body::{Body, ChartText, Fill, Hole, Link, Prose};
pub use destination::{Destination, Form};
pub use front_matter::FrontMatter;
pub use heading::Heading;
pub use html::Dialect;
pub use sentence::{has_titles, with_titles};

/// A parsed file.
#[derive(Debug)]
pub struct Document<'a> {
    /// Where it was read.
    pub path: SourcePath,
    /// Its front matter; `None` where it is missing or broken.
    pub front: Option<FrontMatter<'a>>,
    /// Its body.
    pub body: Body,
    /// What is wrong with it by itself.
    pub findings: Vec<Finding>,
}

/// Parses one Markdown file.
pub fn parse<'a>(path: &SourcePath, text: &'a str, markdown: Markdown) -> Document<'a> {
    let mut findings = Vec::new();
    let (front, start) = front_matter::front_matter(path, text, &mut findings);
    let dialect = Dialect::trendpress(markdown);
    // A panic here is a bug of ours or of the Markdown library. It costs this page, never the build; the
    // findings made before it are lost with it.
    let body = catch_panic(|| html::body(path, text, start, dialect));
    let body = match body {
        Ok((body, found)) => {
            findings.extend(found);
            body
        }
        Err(message) => {
            let finding = Finding::new(Code::PageFailed, path, format!("reading the Markdown failed: {message}"));
            findings.push(finding.help("this is a bug in Trendpress or its Markdown library; please report the page"));
            Body::default()
        }
    };
    Document { path: path.clone(), front, body, findings }
}

/// Reads a Markdown text without front matter, in the given dialect.
pub fn parse_body(path: &SourcePath, text: &str, dialect: Dialect) -> (Body, Vec<Finding>) {
    html::body(path, text, 0, dialect)
}
