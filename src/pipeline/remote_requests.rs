//! Finds what the pages of a built site would load from other hosts, each of which then learns who reads the site. Looks at the
//! bytes that leave, so it does not matter whether an author, a setting or a template wrote the address.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::span::Span;
use crate::link::ClaimKind;
use crate::load::SourceFile;
use crate::parse::fetches;
use crate::pipeline::{Linked, Options, settings_file};
use crate::render::output::Output;

/// The addresses on other hosts that the files of a site load from.
#[derive(Default)]
pub struct RemoteRequests {
    /// By address, the first file that loads from it, and the number of files.
    found: Mutex<BTreeMap<String, (OutPath, usize)>>,
}

impl RemoteRequests {
    /// Looks at a file of the site, from any thread.
    pub fn look(&self, output: &Output) {
        let extension = output.path.as_str().rsplit_once('.').map_or("", |(_, extension)| extension);
        let Ok(text) = str::from_utf8(&output.bytes) else { return };
        let addresses = match &*extension.to_ascii_lowercase() {
            "html" | "htm" | "xhtml" | "svg" => fetches::of_html(text),
            "css" => fetches::of_css(text),
            _ => return,
        };
        let mut requests = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        for address in addresses {
            let (first, count) = requests.entry(address).or_insert_with(|| (output.path.clone(), 0));
            // Threads finish in any order, and findings must not depend on it.
            *first = (*first).clone().min(output.path.clone());
            *count += 1;
        }
    }

    /// Adds a finding for each address to a linked site, but for those on the site's own host.
    pub fn report(self, linked: &mut Linked, options: &Options) {
        let requests = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let origin = linked.site.settings.base_url.as_ref().and_then(|url| url.origin.clone());
        let is_own = |address: &str| {
            let origin = origin.as_deref().unwrap_or("no host");
            address.strip_prefix(origin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let findings: Vec<Finding> = requests
            .into_iter()
            .filter(|(address, _)| !is_own(address))
            .map(|(address, (path, count))| finding(linked, &address, &path, count))
            .collect();
        linked.add(findings, options);
    }
}

fn finding(linked: &Linked, address: &str, path: &OutPath, count: usize) -> Finding {
    let (file, span) = place(linked, address, path);
    let others = match count {
        1 => String::new(),
        2 => " and 1 other file".to_owned(),
        count => format!(" and {} other files", count - 1),
    };
    let message = format!("`/{}`{others} would load `{address}` from another host", path.address());
    let finding = Finding::new(Code::RemoteRequest, &file, message);
    let finding = finding.help("save the file in the site and use that: the other host learns who reads the page");
    if let Some(span) = span { finding.at(span) } else { finding }
}

/// Finds where an address is written: in the source of the file that loads from it, in another file of the content, in the
/// settings or in a skin.
fn place(linked: &Linked, address: &str, path: &OutPath) -> (SourcePath, Option<Span>) {
    let snapshot = &linked.snapshot;
    let asset = linked.skin.assets.iter().find(|asset| asset.out == *path).map(|asset| asset.source.clone());
    let claim = linked.site.outputs().get(path);
    let source = asset.or_else(|| match claim.map(|claim| &claim.kind) {
        Some(ClaimKind::Asset(source)) => Some(source.clone()),
        _ => claim.map(|claim| claim.source.clone()),
    });
    let of_source = source.as_ref().and_then(|source| snapshot.file(source));
    let others = snapshot.content.values().chain(&snapshot.settings).chain(snapshot.skins.values());
    let place_in = |file: &SourceFile| {
        let start = file.text().find(address)?;
        Some((file.path.clone(), Some(Span::new(start, start + address.len()))))
    };
    let place = of_source.into_iter().chain(others).find_map(|file| place_in(file));
    place.unwrap_or_else(|| (source.unwrap_or_else(|| settings_file(snapshot)), None))
}
