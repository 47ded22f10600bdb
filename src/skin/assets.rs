//! Static files of a skin. Each has a fingerprint of its bytes in its name, so that browsers may cache it for ever.

use std::collections::BTreeMap;

use crate::base::{Code, Finding, Hash, OutPath, SourcePath};
use crate::skin::layers::Layer;

/// A static file.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path below `static/`.
    pub name: String,
    /// The path of its output: `assets/site.<fingerprint>.css`.
    pub out: OutPath,
    /// The file that it was read from.
    pub source: SourcePath,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Returns the static files of all layers, the topmost of each name. `colours` are style rules for `site.css`.
pub fn assets(layers: &[Layer<'_>], colours: &str, findings: &mut Vec<Finding>) -> Vec<Asset> {
    let mut topmost = BTreeMap::new();
    for layer in layers.iter().rev() {
        topmost.extend(layer.folder("static/"));
    }
    let mut assets = Vec::with_capacity(topmost.len());
    for (name, file) in topmost {
        let Some(bytes) = &file.bytes else {
            findings
                .push(Finding::new(Code::UnreadableFile, &file.source, "cannot be read").help("check the permissions"));
            continue;
        };
        let mut bytes = bytes.to_vec();
        if name == "site.css" {
            bytes.extend_from_slice(colours.as_bytes());
        }
        match OutPath::new(&fingerprinted(name, &bytes)) {
            Ok(out) => assets.push(Asset { name: name.to_owned(), out, source: file.source.clone(), bytes }),
            Err(reason) => findings.push(Finding::new(Code::UnsafePath, &file.source, format!("the path {reason}"))),
        }
    }
    assets
}

/// Returns the path of an output, such as `assets/fonts/a.1f2e3d4c5b.woff2` for `fonts/a.woff2`.
fn fingerprinted(name: &str, bytes: &[u8]) -> String {
    let hash = Hash::of(bytes).short();
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty() && !stem.ends_with('/')) {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}
