//! Snapshots: all files of a site as of one moment.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::base::print::Texts;
use crate::base::{Finding, SourcePath};
use crate::load::file_state::FileState;
use crate::load::image::ImageSize;
use crate::load::listing::ListedFile;
use crate::load::read::read_markdown;

/// All files of a site, as of one moment.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// `trendpress.yaml`, or the file that the user gave instead.
    pub settings: Option<Arc<SourceFile>>,
    /// All files below `content/`, sorted by path.
    pub content: Files,
    /// All files below `themes/`, sorted by path.
    pub skins: Files,
    /// Findings about files that cannot be read or must not be published.
    pub findings: Vec<Finding>,
}

/// Files by path.
pub type Files = BTreeMap<SourcePath, Arc<SourceFile>>;

/// One file of a site.
#[derive(Debug)]
pub struct SourceFile {
    /// The path, relative to the site's root.
    pub path: SourcePath,
    /// The path on disk.
    pub disk_path: PathBuf,
    /// The state before the file was read.
    pub state: FileState,
    /// The content, unless it is read later.
    pub body: FileBody,
    /// The text of a Markdown file, once it was asked for; `None` if it could not be read.
    markdown: OnceLock<Option<String>>,
}

/// The content of a file, as far as loading reads it.
#[derive(Debug)]
pub enum FileBody {
    /// A Markdown file of the content, which is read when it is checked.
    Markdown,
    /// A text file, without byte order mark.
    Text(String),
    /// A file that is copied as it is, with the size of an image.
    Other(Option<ImageSize>),
}

impl SourceFile {
    /// Creates a file whose Markdown, if any, is not read yet.
    pub fn new(listed: ListedFile, body: FileBody) -> Self {
        let ListedFile { path, disk_path, state } = listed;
        Self { path, disk_path, state, body, markdown: OnceLock::new() }
    }

    /// The text of a text file, read now if need be; empty for other files, and if it cannot be read any more.
    pub fn text(&self) -> &str {
        match &self.body {
            FileBody::Text(text) => text,
            FileBody::Markdown => {
                self.markdown.get_or_init(|| self.read().ok().map(|(text, _)| text)).as_deref().unwrap_or("")
            }
            FileBody::Other(_) => "",
        }
    }

    /// Keeps the text of a Markdown file that has findings, which are printed with excerpts. If a text is kept already,
    /// it is the same.
    pub fn keep_text(&self, text: String) {
        self.markdown.get_or_init(|| Some(text));
    }

    /// Reads a Markdown file, with its present state.
    ///
    /// # Errors
    /// A finding that says why it cannot be read.
    pub fn read(&self) -> Result<(String, FileState), Finding> {
        read_markdown(&self.path, &self.disk_path)
    }

    /// The bytes of the file, read now unless loading read them.
    ///
    /// # Errors
    /// The error of the read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        match &self.body {
            FileBody::Text(text) => Ok(text.clone().into_bytes()),
            FileBody::Markdown | FileBody::Other(_) => fs::read(&self.disk_path),
        }
    }
}

impl Snapshot {
    /// Finds a file by its path.
    pub fn file(&self, path: &SourcePath) -> Option<&Arc<SourceFile>> {
        let settings = self.settings.as_ref().filter(|settings| settings.path == *path);
        settings.or_else(|| self.content.get(path)).or_else(|| self.skins.get(path))
    }

    /// Replaces the file of the same path.
    pub fn replace(&mut self, file: Arc<SourceFile>) {
        let files = if self.content.contains_key(&file.path) { &mut self.content } else { &mut self.skins };
        match files.get_mut(&file.path) {
            Some(previous) => *previous = file,
            None => self.settings = Some(file),
        }
    }

    /// Returns true if a file lies in this folder or below.
    pub fn has_files_below(&self, folder: &SourcePath) -> bool {
        let is_below =
            |path: &SourcePath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.content.keys().chain(self.skins.keys()).any(is_below)
    }

    /// Returns true if both snapshots hold the same files. Files other than texts count as changed if they were read anew.
    pub fn is_same(&self, other: &Self) -> bool {
        let settings = match (&self.settings, &other.settings) {
            (Some(one), Some(other)) => same_file(one, other),
            (None, None) => true,
            _ => false,
        };
        settings
            && same_files(&self.content, &other.content)
            && same_files(&self.skins, &other.skins)
            && self.findings == other.findings
    }
}

/// Returns true if both lists hold the same files; see [`Snapshot::is_same`].
pub fn same_files(one: &Files, other: &Files) -> bool {
    one.len() == other.len() && one.values().zip(other.values()).all(|(one, other)| same_file(one, other))
}

fn same_file(one: &Arc<SourceFile>, other: &Arc<SourceFile>) -> bool {
    let same_text = || match (&one.body, &other.body) {
        (FileBody::Text(text), FileBody::Text(other)) => text == other,
        _ => false,
    };
    Arc::ptr_eq(one, other) || one.path == other.path && same_text()
}

impl Texts for Snapshot {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        Some(self.file(file)?.text())
    }
}
