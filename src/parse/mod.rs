//! Parses one file: its front matter, and its body as HTML with holes for links, images and words of the page's
//! language. Lists the body's links and headings on the way. One pass over the body, which never fails. Knows nothing of
//! kinds, themes, addresses or other files.

mod body;
mod buffer;
mod crowded_tag;
mod depth;
mod destination;
mod dialect;
pub mod fetches;
mod footnote;
mod front_matter;
mod heading;
mod hole;
mod html_block;
mod inspect;
mod markdown;
mod raw_holes;
mod sanitize;
mod sentence;
pub mod svg;
mod tokenizer;
mod word_count;

use crate::base::{Code, Finding, SourcePath, catch_panic};
use crate::config::Markdown;

pub use body::{Body, ChartText, Link, Prose};
pub use destination::{Destination, Form};
pub use dialect::Dialect;
pub use front_matter::FrontMatter;
pub use heading::Heading;
pub use hole::{Fill, Hole};
pub use sentence::{has_titles, with_titles};

/// A parsed file.
#[derive(Debug)]
pub struct Document<'a> {
    /// The file.
    pub path: SourcePath,
    /// The front matter; `None` if it is missing or broken.
    pub front: Option<FrontMatter<'a>>,
    /// The body.
    pub body: Body,
    /// Mistakes that show without looking at other files.
    pub findings: Vec<Finding>,
}

/// Parses one Markdown file.
pub fn parse<'a>(path: &SourcePath, text: &'a str, markdown: Markdown) -> Document<'a> {
    let mut findings = Vec::new();
    let (front, start) = front_matter::front_matter(path, text, &mut findings);
    let dialect = Dialect::trendpress(markdown);
    // A panic here is a bug in this program or in the Markdown library. It costs this page, never the build; the
    // findings made before it are lost with it.
    let body = match catch_panic(|| markdown::body(path, text, start, dialect)) {
        Ok((body, in_body)) => {
            findings.extend(in_body);
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

/// Parses a Markdown text without front matter, in the given dialect.
pub fn parse_body(path: &SourcePath, text: &str, dialect: Dialect) -> (Body, Vec<Finding>) {
    markdown::body(path, text, 0, dialect)
}
