//! The names that broken links are compared with, each list indexed when it is first needed: often no link is broken, and
//! where many are, none is compared with every name.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

use crate::base::path::SourcePath;
use crate::base::suggest::SuggestionIndex;
use crate::chart;
use crate::link::{Catalogue, Outputs};

/// The names of one site.
pub struct Suggestions<'a> {
    catalogue: &'a Catalogue,
    outputs: &'a Outputs,
    files: OnceLock<SuggestionIndex>,
    folders: OnceLock<FxHashMap<Box<str>, Folder>>,
    addresses: OnceLock<SuggestionIndex>,
    names: OnceLock<SuggestionIndex>,
    images: OnceLock<SuggestionIndex>,
    tables: OnceLock<SuggestionIndex>,
    headings: OnceLock<Vec<OnceLock<SuggestionIndex>>>,
}

/// The Markdown files of a folder.
#[derive(Default)]
struct Folder {
    files: Vec<usize>,
    names: OnceLock<SuggestionIndex>,
}

impl<'a> Suggestions<'a> {
    /// Creates the lists of a site and indexes none.
    pub fn new(catalogue: &'a Catalogue, outputs: &'a Outputs) -> Self {
        Self {
            catalogue,
            outputs,
            files: OnceLock::new(),
            folders: OnceLock::new(),
            addresses: OnceLock::new(),
            names: OnceLock::new(),
            images: OnceLock::new(),
            tables: OnceLock::new(),
            headings: OnceLock::new(),
        }
    }

    /// Returns the Markdown file of nearly this path's name: in its folder first, else anywhere. Names alone are compared, because
    /// in a long folder any two paths are near.
    pub fn file(&self, path: &SourcePath) -> Option<&'a SourcePath> {
        let number = self.in_folder(path).or_else(|| {
            // Where all files lie in one folder, none is nearer.
            let folder = self.folders.get()?.get(path.folder());
            if folder.is_some_and(|folder| folder.files.len() == self.catalogue.files.len()) {
                return None;
            }
            let names = || SuggestionIndex::new(self.catalogue.files.iter().map(|file| file.path.file_name()));
            self.files.get_or_init(names).nearest(path.file_name())
        })?;
        Some(&self.catalogue.files[number].path)
    }

    fn in_folder(&self, path: &SourcePath) -> Option<usize> {
        let folder = self.folders.get_or_init(|| self.folders()).get(path.folder())?;
        let names = || folder.files.iter().map(|&file| self.catalogue.files[file].path.file_name());
        let place = folder.names.get_or_init(|| SuggestionIndex::new(names())).nearest(path.file_name())?;
        Some(folder.files[place])
    }

    fn folders(&self) -> FxHashMap<Box<str>, Folder> {
        let mut folders: FxHashMap<Box<str>, Folder> = FxHashMap::default();
        for (number, file) in self.catalogue.files.iter().enumerate() {
            folders.entry(file.path.folder().into()).or_default().files.push(number);
        }
        folders
    }

    /// The addresses of the site, from its root.
    pub fn addresses(&self) -> &SuggestionIndex {
        self.addresses.get_or_init(|| {
            let addresses: Vec<String> =
                self.outputs.iter().map(|claim| format!("/{}", claim.path.address())).collect();
            SuggestionIndex::new(addresses.iter().map(String::as_str))
        })
    }

    /// The ids that a name in double brackets may be: those of topics, themes and plain pages.
    pub fn names(&self) -> &SuggestionIndex {
        self.names.get_or_init(|| {
            let Catalogue { lists, .. } = self.catalogue;
            let ids = lists.topics.iter().map(|topic| &*topic.id);
            let ids = ids.chain(lists.themes.iter().map(|theme| &*theme.id));
            SuggestionIndex::new(ids.chain(lists.pages.iter().map(|page| &*page.id)))
        })
    }

    /// The names of files that are no Markdown.
    pub fn images(&self) -> &SuggestionIndex {
        self.images.get_or_init(|| SuggestionIndex::new(self.catalogue.assets.keys().map(SourcePath::file_name)))
    }

    /// The names of data tables, without and with their endings.
    pub fn tables(&self) -> &SuggestionIndex {
        self.tables.get_or_init(|| {
            let data_files = || self.catalogue.assets.keys().filter_map(chart::data_file_name);
            let stems = data_files().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
            SuggestionIndex::new(stems.chain(data_files()))
        })
    }

    /// The ids of the headings of a file.
    pub fn headings(&self, file: usize) -> &SuggestionIndex {
        let files = &self.catalogue.files;
        let indexes = self.headings.get_or_init(|| files.iter().map(|_| OnceLock::new()).collect());
        let ids = || files[file].body.headings.iter().map(|heading| &*heading.id);
        indexes[file].get_or_init(|| SuggestionIndex::new(ids()))
    }
}
