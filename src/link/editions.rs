//! Finds the edition of each report: that of its folder, else the one that it names, else the year of its date.

use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::OnceLock;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::slug::slug;
use crate::base::span::Located;
use crate::base::suggest::SuggestionIndex;
use crate::check::{self, Checked, CheckedFile, Entry, FileRole};
use crate::link::Publication;

/// The folder of an edition and the file with its words.
pub struct EditionFolder<'a> {
    /// The edition's id: the folder's name.
    pub id: &'a str,
    /// The number of `edition.md`.
    pub file: usize,
}

/// The folders that hold `edition.md`.
pub struct EditionFolders<'a> {
    /// All of them, by path.
    pub all: Vec<EditionFolder<'a>>,
    by_path: FxHashMap<&'a str, usize>,
    ids: FxHashSet<&'a str>,
    /// The ids, for suggestions.
    index: OnceLock<SuggestionIndex>,
}

/// The number of editions that the help of a finding lists.
const SHOWN_EDITIONS: usize = 24;

impl<'a> EditionFolders<'a> {
    /// Finds the folders of editions.
    pub fn new(files: &'a [CheckedFile]) -> Self {
        let mut folders =
            Self { all: Vec::new(), by_path: FxHashMap::default(), ids: FxHashSet::default(), index: OnceLock::new() };
        let is_edition = |file: &Checked| file.path_info.role == FileRole::Edition && file.path_info.language.is_none();
        for (number, file) in files.iter().enumerate().filter(|(_, file)| is_edition(file)) {
            folders.by_path.insert(file.path.folder(), folders.all.len());
            folders.ids.insert(&*file.path_info.id);
            folders.all.push(EditionFolder { id: &file.path_info.id, file: number });
        }
        folders
    }

    /// The ids of editions whose own words are not published: nothing in them is.
    pub fn withheld(&self, files: &[CheckedFile], publication: Publication) -> FxHashSet<&'a str> {
        let is_withheld = |folder: &&EditionFolder<'_>| {
            let entry = files[folder.file].entry.as_ref();
            entry.is_some_and(|entry| !publication.includes(Entry::common(entry)))
        };
        self.all.iter().filter(is_withheld).map(|folder| folder.id).collect()
    }

    /// The innermost edition's folder that holds a file.
    fn around(&self, path: &SourcePath) -> Option<&EditionFolder<'a>> {
        let above = std::iter::successors(path.as_str().rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'));
        above.filter_map(|(folder, _)| self.by_path.get(folder)).map(|&number| &self.all[number]).next()
    }

    /// The id of a report's edition; `None`, and a finding, where it belongs to none.
    pub fn edition_of(
        &self,
        file: &Checked,
        report: &check::Report,
        findings: &mut Vec<Finding>,
    ) -> Option<Cow<'a, str>> {
        match (self.around(&file.path), report.edition.as_ref()) {
            (Some(folder), Some(named)) if slug(&named.value) != folder.id => {
                let message =
                    format!("the report lies in the folder of edition {}, and says {}", folder.id, named.value);
                let finding = Finding::new(Code::UnknownEdition, &file.path, message).at(named.span);
                findings.push(finding.help("leave `edition:` out, or move the file"));
                Some(folder.id.into())
            }
            (Some(folder), _) => Some(folder.id.into()),
            (None, Some(named)) => self.named(file, named, findings).map(Cow::Owned),
            (None, None) => {
                let year = report.common.dates.date.map(|date| date.year().to_string());
                if year.is_none() {
                    let finding = Finding::new(Code::MissingEdition, &file.path, "the report belongs to no edition");
                    let help = "move it into a folder that holds `edition.md`, or add `edition: …` or `date: …`";
                    findings.push(finding.at(report.common.title.span).help(help));
                }
                year.map(Cow::Owned)
            }
        }
    }

    /// The id that `edition:` in front matter names. A site without any folder of an edition may name what it likes.
    fn named(&self, file: &Checked, named: &Located<String>, findings: &mut Vec<Finding>) -> Option<String> {
        let id = slug(&named.value);
        let is_known = self.all.is_empty() || self.ids.contains(&*id);
        if is_known && !id.is_empty() {
            return Some(id);
        }
        let ids = self.all.iter().map(|folder| folder.id);
        let index = self.index.get_or_init(|| SuggestionIndex::new(ids.clone()));
        let help = index.did_you_mean(&id, || {
            format!("editions of this site: {}", ids.take(SHOWN_EDITIONS).collect::<Vec<_>>().join(", "))
        });
        let message = format!("unknown edition `{}`", named.value);
        findings.push(Finding::new(Code::UnknownEdition, &file.path, message).at(named.span).help(help));
        None
    }
}

/// A key that sorts `2` before `10` and `2026-spring` after `2026`.
pub fn natural_order(id: &str) -> Vec<(u64, String)> {
    id.split('-').map(|part| (part.parse().unwrap_or(u64::MAX), part.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::natural_order;

    #[test]
    fn numbers_in_ids_sort_as_numbers() {
        let mut ids = ["10", "2026-spring", "2", "2026", "2026-autumn"];
        ids.sort_by_key(|id| natural_order(id));
        assert_eq!(ids, ["2", "10", "2026", "2026-autumn", "2026-spring"]);
    }
}
