//! The path of a request to a file of the site. It is decoded once, and then only looked up among the paths that the
//! site has: there is no folder to climb out of.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::base::path::OutPath;
use crate::engine::Generation;

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file of the site.
    File(OutPath),
    /// Another path.
    Elsewhere(String),
    /// Nothing. The page to show instead, where the site has one.
    Nothing(Option<OutPath>),
}

/// What need not be encoded in a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as addresses have it.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

/// What a request's path leads to, in a site that lies below `base`.
pub fn find(generation: &Generation, base: &str, path: &str) -> Found {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
    let (Ok(path), Ok(below)) = (decoded(path), decoded(base)) else { return Found::Nothing(None) };
    let Some(rest) = path.strip_prefix(&*below) else {
        let is_above = path == "/" || below.strip_suffix('/') == Some(&path);
        return if is_above { Found::Elsewhere(base.to_owned()) } else { Found::Nothing(None) };
    };
    let served = |path: &str| OutPath::new(path).ok().filter(|path| generation.has(path));
    if rest.is_empty() || rest.ends_with('/') {
        return match served(&format!("{rest}index.html")) {
            Some(file) => Found::File(file),
            None => Found::Nothing(missing(rest, served)),
        };
    }
    if let Some(file) = served(rest) {
        return Found::File(file);
    }
    match served(&format!("{rest}/index.html")) {
        Some(page) => Found::Elsewhere(format!("{base}{}", encode(page.address()))),
        None => Found::Nothing(missing(rest, served)),
    }
}

/// The page for what is missing: of the nearest folder that has one, so that each language shows its own.
fn missing(rest: &str, served: impl Fn(&str) -> Option<OutPath>) -> Option<OutPath> {
    let mut folder = rest;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(page) = served(&format!("{above}/404.html")) {
            return Some(page);
        }
        folder = above;
    }
    served("404.html")
}
