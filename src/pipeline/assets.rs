//! The files of the content that are no Markdown, as link takes them: where each goes, the size of pictures, and the tables
//! that charts name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::ballot_path::is_ballot_file;
use crate::base::{Code, Finding, OutPath, SourcePath, Span};
use crate::chart;
use crate::check::{CheckedFile, FileRole, invisible};
use crate::config::{RawHtml, Settings};
use crate::link::Asset;
use crate::load::{FileBody, Snapshot, svg_size};
use crate::parse::svg;

/// The number of parts of one file that are named. The others are counted.
const NAMED_PARTS: usize = 20;

/// Returns the files of the content that are no Markdown, apart from ballots. What lies beside reports goes with them.
pub fn assets(
    snapshot: &Snapshot,
    files: &[CheckedFile],
    settings: &Settings,
    findings: &mut Vec<Finding>,
) -> Vec<Asset> {
    let folders: BTreeMap<&str, &str> = files
        .iter()
        .filter(|file| file.path_info.role == FileRole::Edition)
        .map(|file| (file.path.folder(), &*file.path_info.id))
        .collect();
    let named_tables = named_tables(files);
    let mut assets = Vec::new();
    for file in snapshot.content.values() {
        if is_ballot_file(&file.path) {
            continue;
        }
        let size = match file.body {
            FileBody::Markdown => continue,
            FileBody::Other(size) => size,
            FileBody::Text(_) if is_svg(&file.path) => svg_size(file.text()),
            FileBody::Text(_) => None,
        };
        if is_svg(&file.path) && settings.markdown.raw_html != RawHtml::Allow {
            drawing(&file.path, file.text(), findings);
        }
        let is_data = file.path.as_str().starts_with("content/data/");
        if is_run_by_browsers(&file.path) && settings.markdown.raw_html != RawHtml::Allow {
            let message = "a browser that opens a file of this type runs what is in it";
            let help = "write it as a page in Markdown; or, if all authors are trusted, see `markdown.raw_html`";
            findings.push(Finding::new(Code::UnsafePath, &file.path, message).help(help));
        }
        if is_data {
            invisible(&file.path, file.text(), file.text().len(), findings);
        }
        let is_named = is_data && named_tables.iter().any(|name| chart::matches_data_name(&file.path, name));
        match OutPath::new(&address(file.path.as_str(), &folders)) {
            Ok(out) => assets.push(Asset {
                is_data,
                table: is_named.then(|| Arc::new(chart::Table::parse(&file.path, file.text()))),
                path: file.path.clone(),
                out,
                size,
            }),
            Err(reason) => {
                let finding = Finding::new(Code::UnsafePath, &file.path, format!("the path {reason}"));
                findings.push(finding.help("rename the file"));
            }
        }
    }
    assets
}

/// Returns true for files that browsers take for pages, and that nothing here can look into.
fn is_run_by_browsers(path: &SourcePath) -> bool {
    let extension = path.extension().to_ascii_lowercase();
    matches!(
        &*extension,
        "html" | "htm" | "shtml" | "xhtml" | "xht" | "xml" | "xsl" | "xslt" | "svgz" | "mht" | "mhtml" | "swf"
    )
}

/// Returns true for an SVG file.
pub fn is_svg(path: &SourcePath) -> bool {
    path.extension().eq_ignore_ascii_case("svg")
}

/// Reports what is left out of an SVG file, and a file that is none.
fn drawing(path: &SourcePath, text: &str, findings: &mut Vec<Finding>) {
    let removed = match svg::clean(text) {
        Ok(cleaned) => cleaned.removed,
        Err((place, reason)) => {
            let finding =
                Finding::new(Code::MissingImage, path, format!("the file is no SVG that can be read: {reason}"));
            findings
                .push(finding.at(Span::new(place, place)).help("save it again from a drawing program, as plain SVG"));
            return;
        }
    };
    let more = removed.len().saturating_sub(NAMED_PARTS);
    for (number, (place, what)) in removed.into_iter().take(NAMED_PARTS).enumerate() {
        let others =
            if number + 1 == NAMED_PARTS && more > 0 { format!(", and {more} more parts") } else { String::new() };
        let message = format!("{what}{others} could run code or load something from elsewhere, and was left out");
        let finding = Finding::new(Code::UnsafeSvg, path, message).at(Span::new(place.start, place.end));
        findings.push(finding.help("save the drawing as plain SVG, with its pictures and fonts inside it"));
    }
}

/// Returns the names by which charts call tables.
fn named_tables(files: &[CheckedFile]) -> BTreeSet<&str> {
    let of_text = files.iter().flat_map(|file| file.charts.iter().flatten());
    let entries = files.iter().filter_map(|file| file.entry.as_ref());
    let charts = of_text.chain(entries.flat_map(|entry| &entry.common().charts));
    charts.map(|chart| &*chart.data.value).collect()
}

/// Returns the address of a file: `content/archive/2019/map.png` goes to `2019/map.png` where that folder is an edition; else to its own path.
fn address(path: &str, folders: &BTreeMap<&str, &str>) -> String {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(id) = folders.get(above) {
            return format!("{id}/{}", &path[above.len() + 1..]);
        }
        folder = above;
    }
    path.strip_prefix("content/").unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_with_their_edition_and_else_to_their_own_path() {
        let folders = BTreeMap::from([("content/archive/2019", "2019")]);
        assert_eq!(address("content/archive/2019/maps/a.png", &folders), "2019/maps/a.png");
        assert_eq!(address("content/archive/a.png", &folders), "archive/a.png");
    }
}
