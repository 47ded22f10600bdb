//! Joins translations to their originals: `digital-equity.es.md` to `digital-equity.md`.

use rustc_hash::FxHashMap;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::check::{CheckedFile, CommonFields, Entry};
use crate::config::Settings;
use crate::link::Publication;
use crate::link::gather::Texts;

/// The published texts of each original.
pub struct Translations<'a> {
    files: &'a [CheckedFile],
    publication: Publication,
    languages: usize,
    /// The texts of each original that has translations, published or not.
    texts: FxHashMap<usize, Texts>,
}

impl<'a> Translations<'a> {
    /// Joins all translations to their originals. Files are sorted by path.
    pub fn new(
        files: &'a [CheckedFile],
        settings: &Settings,
        publication: Publication,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let languages = settings.languages.len();
        let mut texts: FxHashMap<usize, Texts> = FxHashMap::default();
        for (number, file) in files.iter().enumerate() {
            let Some(tag) = &file.path_info.language else { continue };
            let Some(language) = settings.languages.iter().position(|language| language.tag == *tag) else { continue };
            let original = files.binary_search_by(|other| other.path.cmp(&file.path_info.original)).ok();
            match original.filter(|&original| files[original].path_info.language.is_none()) {
                Some(original) if language > 0 && file.entry.is_some() => {
                    texts.entry(original).or_insert_with(|| only_default(original, languages))[language] = Some(number);
                }
                Some(_) if language == 0 => {
                    let message =
                        format!("`{}` is the text in `{tag}`, the site's first language", file.path_info.original);
                    let finding = Finding::new(Code::DuplicateUrl, &file.path, message);
                    let finding = finding.help("remove one of the two files");
                    findings.push(finding.related(&file.path_info.original, None, "the other file"));
                }
                Some(_) => {}
                None => {
                    let message = format!("a translation of `{}`, which does not exist", file.path_info.original);
                    let finding = Finding::new(Code::TranslationWithoutOriginal, &file.path, message);
                    findings.push(finding.help("write the original, or rename the file without the language"));
                }
            }
        }
        Self { files, publication, languages, texts }
    }

    /// The entry of a file.
    pub fn entry(&self, file: usize) -> Option<&'a Entry> {
        self.files[file].entry.as_ref()
    }

    /// The texts of an original and of those of its translations that are published; `None` where the original is not.
    pub fn published(&self, original: usize, words: &CommonFields) -> Option<Texts> {
        if !self.publication.includes(words) {
            return None;
        }
        let Some(texts) = self.texts.get(&original) else { return Some(only_default(original, self.languages)) };
        let is_published =
            |&number: &usize| self.entry(number).is_some_and(|entry| self.publication.includes(entry.common()));
        Some(texts.iter().map(|text| text.filter(is_published)).collect())
    }
}

/// The texts of an original without translations.
fn only_default(original: usize, languages: usize) -> Texts {
    let mut texts = vec![None; languages];
    texts[0] = Some(original);
    texts
}
