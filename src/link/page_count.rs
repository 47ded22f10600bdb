//! Finds a site whose themes and aliases make far more pages than it has files.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::check::{CheckedFile, Entry};
use crate::link::Catalogue;

/// The number of themes and aliases that any site may have.
const FREE: usize = 5_000;

/// The number for each file that a larger site may have.
const FOR_EACH_FILE: usize = 5;

/// Reports too many themes and aliases, at the file that names most of them. Returns true if there are.
pub fn too_many_pages(catalogue: &Catalogue, findings: &mut Vec<Finding>) -> bool {
    let all_aliases: usize = catalogue.files.iter().map(aliases).sum();
    let (count, files) = (all_aliases + catalogue.themes.len(), catalogue.files.len());
    let limit = FREE.max(FOR_EACH_FILE * files);
    if count <= limit {
        return false;
    }
    if let Some(file) = catalogue.files.iter().rev().max_by_key(|file| aliases(file) + themes(file)) {
        let message = format!("{files} files have {count} themes and aliases; {limit} are the most");
        let finding = Finding::new(Code::TooManyItems, &file.path, message);
        findings.push(finding.help("this file names most of them; a theme is meant to be shared by reports"));
    }
    true
}

fn aliases(file: &CheckedFile) -> usize {
    file.entry.as_ref().map_or(0, |entry| entry.common().aliases.len())
}

fn themes(file: &CheckedFile) -> usize {
    match &file.entry {
        Some(Entry::Report(report)) => report.themes.len(),
        Some(Entry::Edition(edition)) => edition.themes.len(),
        _ => 0,
    }
}
