//! A site's folder to a sorted snapshot of its files: the only reader of a site. Every file is looked at each time, and
//! read only where it may have changed. Templates, settings and data are read whole; Markdown when it is checked; other
//! files (images, downloads) are only listed, with the size of images. Knows neither YAML nor Markdown.

mod file_state;
mod ignored;
mod image;

use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::{Arc, OnceLock};
use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::print::Texts;
use crate::base::span::Span;

pub use file_state::FileState;
pub use ignored::is_ignored;
pub use image::ImageSize;

/// The settings file, in the root of a site.
pub const SETTINGS_FILE: &str = "trendpress.yaml";

/// Largest Markdown, YAML, template or string file, in bytes.
const TEXT_LIMIT: u64 = 4 << 20;

/// Largest data table, in bytes.
const DATA_LIMIT: u64 = 16 << 20;

/// Everything of a site, as it was when it was looked at.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// `trendpress.yaml` or the file given in its place.
    pub settings: Option<Arc<SourceFile>>,
    /// All files below `content/`, sorted by path.
    pub content: Files,
    /// All files below `themes/`, sorted by path.
    pub skins: Files,
    /// What could not be read, and what may not be published.
    pub findings: Vec<Finding>,
}

/// Files by path.
pub type Files = BTreeMap<SourcePath, Arc<SourceFile>>;

/// One file of a site.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it is in the site.
    pub path: SourcePath,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// What the system said of it.
    pub state: FileState,
    /// What is known of its content.
    pub body: FileBody,
    text: OnceLock<Option<String>>,
}

/// The content of a file, as far as it was read.
#[derive(Debug)]
pub enum FileBody {
    /// A Markdown file, which is read when it is checked.
    Markdown,
    /// A text, without byte order mark.
    Text(String),
    /// A file that is copied as it is; pixels where it is an image that says its size.
    Other(Option<ImageSize>),
}

impl SourceFile {
    /// The text of a text file, read now where it was not; empty for others, and where it is gone.
    pub fn text(&self) -> &str {
        match &self.body {
            FileBody::Text(text) => text,
            FileBody::Markdown => {
                self.text.get_or_init(|| self.read().ok().map(|(text, _)| text)).as_deref().unwrap_or("")
            }
            FileBody::Other(_) => "",
        }
    }

    /// Keeps the text of a Markdown file that has findings: they are shown with the text that they are about.
    pub fn keep_text(&self, text: String) {
        // Where it is kept already it is the same.
        let _ = self.text.set(Some(text));
    }

    /// Reads a Markdown file, with what the system says of it now.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self) -> Result<(String, FileState), Finding> {
        read_markdown(&self.path, &self.disk)
    }

    /// The bytes of the file, read now where it is not a text.
    ///
    /// # Errors
    /// The disk's.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        match &self.body {
            FileBody::Text(text) => Ok(text.clone().into_bytes()),
            FileBody::Markdown | FileBody::Other(_) => fs::read(&self.disk),
        }
    }
}

impl Snapshot {
    /// A file by its path.
    pub fn file(&self, path: &SourcePath) -> Option<&Arc<SourceFile>> {
        let settings = self.settings.as_ref().filter(|settings| settings.path == *path);
        settings.or_else(|| self.content.get(path)).or_else(|| self.skins.get(path))
    }

    /// Puts a file in the place of the one of the same path.
    fn replace(&mut self, file: Arc<SourceFile>) {
        let files = if self.content.contains_key(&file.path) { &mut self.content } else { &mut self.skins };
        match files.get_mut(&file.path) {
            Some(place) => *place = file,
            None => self.settings = Some(file),
        }
    }

    /// Whether there is a file in a folder of this path.
    fn has_below(&self, folder: &SourcePath) -> bool {
        let is_below =
            |path: &SourcePath| path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        self.content.keys().chain(self.skins.keys()).any(is_below)
    }

    /// Whether nothing was touched since `other`. Files that were changed too lately to be sure count as touched.
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

/// Whether two lists of files are one, file by file.
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

/// What a look at a site's folder gave, before any file is read. All lists are sorted by path.
#[derive(Debug)]
pub struct Listing {
    /// The settings file.
    pub settings: Option<ListedFile>,
    /// The files below `content/`.
    pub content: Vec<ListedFile>,
    /// The files below `themes/`.
    pub skins: Vec<ListedFile>,
    /// What may not be published, and folders that cannot be read.
    pub findings: Vec<Finding>,
}

/// A file of a site's folder.
#[derive(Debug)]
pub struct ListedFile {
    /// Where it is in the site.
    pub path: SourcePath,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// What the system says of it; nothing sure where it does not answer.
    pub state: FileState,
}

/// Looks at the site in `root`. `settings` is a file to read in place of `trendpress.yaml`.
pub fn list(root: &Path, settings: Option<&Path>) -> Listing {
    list_site(root, settings, |_| true)
}

/// As [`list`], for those who remember nothing and come once: every Markdown file is read anyway, and the system is asked
/// about it then.
pub fn list_for_cold_build(root: &Path, settings: Option<&Path>) -> Listing {
    list_site(root, settings, |path| !is_read_when_checked(path))
}

fn list_site(root: &Path, settings: Option<&Path>, is_asked_for: impl Fn(&SourcePath) -> bool + Sync) -> Listing {
    let mut findings = Vec::new();
    let disk = settings.map_or_else(|| root.join(SETTINGS_FILE), Path::to_path_buf);
    let name = SourcePath::new(Path::new(disk.file_name().unwrap_or(SETTINGS_FILE.as_ref())));
    let settings = match (name, fs::metadata(&disk)) {
        (Some(path), Ok(metadata)) => Some(ListedFile { path, disk, state: FileState::of(&metadata) }),
        _ => None,
    };
    let content = list_folder(root, "content", &is_asked_for, &mut findings);
    let skins = list_folder(root, "themes", &is_asked_for, &mut findings);
    Listing { settings, content, skins, findings }
}

/// Reads what has to be read after a look. What is as it was in `before` is taken over from there.
pub fn load(listing: Listing, previous: &Snapshot) -> Snapshot {
    let mut findings = listing.findings;
    let settings = listing.settings.map(|listed| file(listed, previous.settings.as_ref()));
    let settings = settings.and_then(|file| file.map_err(|finding| findings.push(finding)).ok());
    let content = files(listing.content, &previous.content, &mut findings);
    let skins = files(listing.skins, &previous.skins, &mut findings);
    Snapshot { settings, content, skins, findings }
}

/// A look at these files alone, given by where they are on disk, for when nothing else may have changed. `None` where
/// that is not sure: one of them has come, gone or become a folder or a link, or something is wrong with the site's files.
pub fn reload_files(root: &Path, paths: &BTreeSet<PathBuf>, previous: &Snapshot) -> Option<Snapshot> {
    let root = std::path::absolute(root).ok()?;
    if !previous.findings.is_empty() {
        return None;
    }
    let mut now = previous.clone();
    for path in paths {
        let below = path.strip_prefix(&root).ok().and_then(SourcePath::new);
        let known = match (&previous.settings, &below) {
            (Some(settings), _) if std::path::absolute(&settings.disk).is_ok_and(|disk| disk == *path) => {
                Some(settings)
            }
            (_, Some(below)) => previous.content.get(below).or_else(|| previous.skins.get(below)),
            _ => None,
        };
        match (known, fs::symlink_metadata(path)) {
            (Some(known), Ok(metadata)) if metadata.is_file() => {
                let (path, disk) = (known.path.clone(), known.disk.clone());
                let is = file(ListedFile { path, disk, state: FileState::of(&metadata) }, Some(known)).ok()?;
                now.replace(is);
            }
            // What came and went again in the meantime was a temporary file, or a folder of which nothing is known.
            (None, Err(_)) if !previous.has_below(&below?) => {}
            _ => return None,
        }
    }
    Some(now)
}

fn files(listed: Vec<ListedFile>, previous: &Files, findings: &mut Vec<Finding>) -> Files {
    let files = listed.into_par_iter().map(|listed| {
        let known = previous.get(&listed.path);
        file(listed, known)
    });
    let mut found = Vec::new();
    for file in files.collect::<Vec<_>>() {
        match file {
            Ok(file) => found.push((file.path.clone(), file)),
            Err(finding) => findings.push(finding),
        }
    }
    // They are sorted already, which makes this cheap.
    found.into_iter().collect()
}

/// A file as it is now: the one that was known, where it is sure to be the same.
fn file(listed: ListedFile, previous: Option<&Arc<SourceFile>>) -> Result<Arc<SourceFile>, Finding> {
    match previous.filter(|previous| previous.state.is_certainly_same(&listed.state)) {
        Some(previous) => Ok(Arc::clone(previous)),
        None => read(listed.path, listed.disk, listed.state).map(Arc::new),
    }
}

/// The files of a folder that may be published; a missing folder has none.
fn list_folder(
    root: &Path,
    name: &str,
    is_asked_for: &(impl Fn(&SourcePath) -> bool + Sync),
    findings: &mut Vec<Finding>,
) -> Vec<ListedFile> {
    let top = root.join(name);
    if !top.exists() {
        return Vec::new();
    }
    let site = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    let mut files = Vec::new();
    let mut entries = WalkDir::new(&top).follow_links(true).min_depth(1).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                findings.push(unreadable(root, name, &error));
                continue;
            }
        };
        let skip = match publishable(&entry, root, &site) {
            Ok(Some(path)) => {
                if entry.file_type().is_file() {
                    files.push((path, entry.into_path()));
                }
                continue;
            }
            Ok(None) => true,
            Err(finding) => {
                findings.push(finding);
                true
            }
        };
        if skip && entry.file_type().is_dir() {
            entries.skip_current_dir();
        }
    }
    let look = |(path, disk): (SourcePath, PathBuf)| {
        let metadata = is_asked_for(&path).then(|| fs::metadata(&disk).ok()).flatten();
        let state = metadata.map(|metadata| FileState::of(&metadata)).unwrap_or_default();
        ListedFile { path, disk, state }
    };
    let mut files: Vec<ListedFile> = files.into_par_iter().map(look).collect();
    files.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The entry's path in the site; `None` for what is passed over (hidden and temporary files).
fn publishable(entry: &DirEntry, root: &Path, site: &Path) -> Result<Option<SourcePath>, Finding> {
    let below = below(entry.path(), root);
    let Some(path) = SourcePath::new(below) else {
        let lossy = below.to_string_lossy().into_owned();
        let shown = SourcePath::new(Path::new(&lossy));
        return match shown {
            Some(shown) => Err(Finding::new(Code::UnsafePath, &shown, "the file's name is not UTF-8")
                .help("give the file a name in plain letters")),
            None => Ok(None),
        };
    };
    if is_ignored(path.file_name()) {
        return Ok(None);
    }
    if let Err(reason) = OutPath::new(path.file_name()) {
        let finding = Finding::new(Code::UnsafePath, &path, format!("the path {reason}"));
        return Err(finding.help("rename the file: letters, digits, hyphens and dots are safe everywhere"));
    }
    if entry.path_is_symlink() && !leads_inside(entry.path(), site) {
        let finding = Finding::new(Code::UnsafePath, &path, "the symbolic link leads out of the site");
        return Err(finding.help("copy the file into the site instead"));
    }
    Ok(Some(path))
}

/// A path without the folder that it begins with. By letters, where both are text: to take paths apart costs more than
/// to look at the file.
fn below<'a>(path: &'a Path, root: &Path) -> &'a Path {
    let rest = path.to_str().zip(root.to_str()).and_then(|(path, root)| path.strip_prefix(root.trim_end_matches('/')));
    match rest.and_then(|rest| rest.strip_prefix('/')) {
        Some(rest) => Path::new(rest),
        None => path.strip_prefix(root).unwrap_or(path),
    }
}

fn leads_inside(link: &Path, site: &Path) -> bool {
    link.canonicalize().is_ok_and(|real| real.starts_with(site))
}

fn unreadable(root: &Path, folder: &str, error: &walkdir::Error) -> Finding {
    let below = error.path().and_then(|path| SourcePath::new(path.strip_prefix(root).unwrap_or(path)));
    let path = below.or_else(|| SourcePath::new(Path::new(folder)));
    let path = path.unwrap_or_else(SourcePath::content);
    if error.loop_ancestor().is_some() {
        return Finding::new(Code::UnsafePath, &path, "the symbolic link leads to a folder that holds it")
            .help("remove the link");
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Finding::new(Code::UnreadableFile, &path, format!("cannot be read: {reason}")).help("check the permissions")
}

/// Whether a file is read when it is checked.
fn is_read_when_checked(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && matches!(path.extension(), "md" | "markdown")
}

/// Reads a file as far as its kind needs.
fn read(path: SourcePath, disk: PathBuf, state: FileState) -> Result<SourceFile, Finding> {
    let made = |path, disk, state, body| SourceFile { path, disk, state, body, text: OnceLock::new() };
    if is_read_when_checked(&path) {
        return Ok(made(path, disk, state, FileBody::Markdown));
    }
    let extension = path.extension().to_ascii_lowercase();
    let limit = match &*extension {
        "md" | "markdown" | "yaml" | "yml" | "html" | "xml" | "txt" | "css" | "js" => TEXT_LIMIT,
        "csv" => DATA_LIMIT,
        _ => {
            let size = image::size(&disk, &extension);
            return Ok(made(path, disk, state, FileBody::Other(size)));
        }
    };
    let (bytes, state) = bytes_of(&disk).map_err(|error| unreadable_file(&path, &error))?;
    match text_of(&path, bytes, limit)? {
        Ok(text) => Ok(made(path, disk, state, FileBody::Text(text))),
        // Templates and reports must be text; a download that merely ends in .txt need not be.
        Err(_) if matches!(&*extension, "txt" | "css" | "js") => Ok(made(path, disk, state, FileBody::Other(None))),
        Err(error) => Err(not_utf8(&path, &error)),
    }
}

/// Reads the Markdown file that lies at `disk`, with what the system says of it now.
///
/// # Errors
/// Why it cannot be read.
pub fn read_markdown(path: &SourcePath, disk: &Path) -> Result<(String, FileState), Finding> {
    let (bytes, state) = bytes_of(disk).map_err(|error| unreadable_file(path, &error))?;
    let text = text_of(path, bytes, TEXT_LIMIT)?.map_err(|error| not_utf8(path, &error))?;
    Ok((text, state))
}

/// How often a file that changes while it is read is read again.
const TRIES: usize = 3;

/// The bytes of a file, and what the system said of it before they were read. A file that keeps changing is never
/// sure, so the next look reads it again.
fn bytes_of(disk: &Path) -> io::Result<(Vec<u8>, FileState)> {
    let mut tries = 1;
    loop {
        let file = File::open(disk)?;
        let metadata = file.metadata()?;
        let state = FileState::of(&metadata);
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default() + 1);
        // As a part of the file, which nobody asks for its size again.
        file.take(u64::MAX).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == metadata.len() || tries == TRIES {
            return Ok((bytes, state));
        }
        tries += 1;
    }
}

fn unreadable_file(path: &SourcePath, error: &io::Error) -> Finding {
    Finding::new(Code::UnreadableFile, path, format!("cannot be read: {error}")).help("check the permissions")
}

/// Bytes as a text without byte order mark, if they are UTF-8 and not too many.
fn text_of(path: &SourcePath, bytes: Vec<u8>, limit: u64) -> Result<Result<String, FromUtf8Error>, Finding> {
    if bytes.len() as u64 > limit {
        let message = format!("has {} bytes; {limit} are the limit", bytes.len());
        return Err(Finding::new(Code::FileTooLarge, path, message).help("split the file"));
    }
    Ok(String::from_utf8(bytes).map(|mut text| {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        text
    }))
}

fn not_utf8(path: &SourcePath, error: &FromUtf8Error) -> Finding {
    let good = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let line = bytes[..good].split(|&byte| byte == b'\n').count();
    let message = format!("is not UTF-8: byte {} (line {line}) is 0x{:02X}", good + 1, bytes[good]);
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "the file is UTF-16: save it again as UTF-8",
        _ => "save the file again as UTF-8",
    };
    Finding::new(Code::NotUtf8, path, message).at(Span::default()).help(help)
}
