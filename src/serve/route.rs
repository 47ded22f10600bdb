//! Routes a request's path to a file of the site. The path is decoded once, and then only looked up among the paths of
//! the site: there is no folder to climb out of.

use percent_encoding::percent_decode_str;

use crate::base::{OutPath, encode_path};
use crate::engine::Generation;

/// The destination of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A file of the site.
    File(OutPath),
    /// Another path.
    Redirect(String),
    /// Nothing. The site's page for missing pages, if it has one.
    NotFound(Option<OutPath>),
}

/// Finds the destination of a request's path, in a site that lies below the path `base`.
pub fn route(generation: &Generation, base: &str, path: &str) -> Route {
    let decode = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned);
    let (Ok(path), Ok(decoded_base)) = (decode(path), decode(base)) else { return Route::NotFound(None) };
    let Some(below_base) = path.strip_prefix(&*decoded_base) else {
        let is_above = path == "/" || decoded_base.strip_suffix('/') == Some(&path);
        return if is_above { Route::Redirect(base.to_owned()) } else { Route::NotFound(None) };
    };
    let file = |path: &str| OutPath::new(path).ok().filter(|path| generation.contains(path));
    if below_base.is_empty() || below_base.ends_with('/') {
        return match file(&format!("{below_base}index.html")) {
            Some(page) => Route::File(page),
            None => Route::NotFound(not_found_page(below_base, file)),
        };
    }
    if let Some(file) = file(below_base) {
        return Route::File(file);
    }
    match file(&format!("{below_base}/index.html")) {
        Some(page) => Route::Redirect(format!("{base}{}", encode_path(page.address()))),
        None => Route::NotFound(not_found_page(below_base, file)),
    }
}

/// The `404.html` of the nearest folder that has one, so that each language shows its own.
fn not_found_page(path: &str, file: impl Fn(&str) -> Option<OutPath>) -> Option<OutPath> {
    let mut folder = path;
    while let Some((parent, _)) = folder.rsplit_once('/') {
        if let Some(page) = file(&format!("{parent}/404.html")) {
            return Some(page);
        }
        folder = parent;
    }
    file("404.html")
}
