//! The hash of all images on a page. An image that changes keeps its address, so the page's own bytes do not tell that
//! the page has to be shown anew.

use percent_encoding::percent_decode_str;
use std::path::Path;

use crate::base::{Hash, OutPath, SourcePath};
use crate::engine::Generation;

/// The hash of all images of the site that a page shows; `None` if it shows none.
pub fn image_hash(generation: &Generation, base: &str, page: &OutPath, html: &[u8]) -> Option<Hash> {
    let html = String::from_utf8_lossy(html);
    let addresses = html.split("<img ").skip(1).filter_map(|rest| attribute(rest.split('>').next()?, "src=\""));
    let hashes = addresses.filter_map(|address| {
        let path = OutPath::new(&path_in_site(base, page.as_str(), address)?).ok()?;
        Some(generation.hash(&path)?.to_string())
    });
    let hashes: String = hashes.collect();
    (!hashes.is_empty()).then(|| Hash::of(hashes.as_bytes()))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(name)?.1.split('"').next()
}

/// The path in the built site that an address on a page leads to; `None` if it leads out of the site.
fn path_in_site(base: &str, page: &str, address: &str) -> Option<String> {
    let decoded = percent_decode_str(address.split(['?', '#']).next()?).decode_utf8().ok()?.into_owned();
    if let Some(below_base) = decoded.strip_prefix(base) {
        return Some(below_base.to_owned());
    }
    if decoded.starts_with('/') || decoded.contains("://") || decoded.starts_with("data:") {
        return None;
    }
    Some(SourcePath::new(Path::new(page))?.join(&decoded)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::path_in_site;

    #[test]
    fn addresses_of_images_lead_to_files() {
        let path = |base: &str, address: &str| path_in_site(base, "2026/trust/index.html", address);
        assert_eq!(path("/", "../map%20of.png?x"), Some("2026/map of.png".to_owned()));
        assert_eq!(path("/r/", "/r/2026/map.png"), Some("2026/map.png".to_owned()));
        for elsewhere in ["/other.png", "https://host.example/x.png", "data:image/png;base64,", "../../../x.png"] {
            assert_eq!(path("/r/", elsewhere), None, "{elsewhere}");
        }
    }
}
