//! A site's folder to a sorted snapshot of its files: the only reader of a site. Texts are read whole,
//! other files (images, downloads) only listed, with the size of images. Knows neither YAML nor Markdown.

mod ignored;
mod image;

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::print::Texts;
use crate::base::span::Span;

pub use ignored::is_ignored;
pub use image::ImageSize;

/// The settings file, in the root of a site.
pub const SETTINGS_FILE: &str = "trendpress.yaml";

/// Largest Markdown, YAML, template or string file, in bytes.
const TEXT_LIMIT: u64 = 4 << 20;

/// Largest data table, in bytes.
const DATA_LIMIT: u64 = 16 << 20;

/// Everything of a site, as it was when it was read.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// `trendpress.yaml` or the file given in its place.
    pub settings: Option<SourceFile>,
    /// All files below `content/`, sorted by path.
    pub content: BTreeMap<SourcePath, SourceFile>,
    /// All files below `themes/`, sorted by path.
    pub skins: BTreeMap<SourcePath, SourceFile>,
    /// What could not be read, and what may not be published.
    pub findings: Vec<Finding>,
}

/// One file of a site.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it is in the site.
    pub path: SourcePath,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// What is known of its content.
    pub body: FileBody,
}

/// The content of a file, as far as it was read.
#[derive(Debug)]
pub enum FileBody {
    /// A text, without byte order mark.
    Text(String),
    /// A file that is copied as it is; pixels where it is an image that says its size.
    Other(Option<ImageSize>),
}

impl SourceFile {
    /// The text of a text file; empty for others.
    pub fn text(&self) -> &str {
        match &self.body {
            FileBody::Text(text) => text,
            FileBody::Other(_) => "",
        }
    }

    /// The bytes of the file, read now where it is not a text.
    ///
    /// # Errors
    /// The disk's.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        match &self.body {
            FileBody::Text(text) => Ok(text.clone().into_bytes()),
            FileBody::Other(_) => fs::read(&self.disk),
        }
    }
}

impl Texts for Snapshot {
    fn text(&self, file: &SourcePath) -> Option<&str> {
        let settings = self.settings.as_ref().filter(|settings| settings.path == *file);
        let found = settings.or_else(|| self.content.get(file)).or_else(|| self.skins.get(file))?;
        Some(found.text())
    }
}

/// Reads the site in `root`. `settings` is a file to read in place of `trendpress.yaml`.
pub fn load(root: &Path, settings: Option<&Path>) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let disk = settings.map_or_else(|| root.join(SETTINGS_FILE), Path::to_path_buf);
    let name = SourcePath::new(Path::new(disk.file_name().unwrap_or(SETTINGS_FILE.as_ref())));
    if let (Some(path), true) = (name, disk.exists()) {
        match read(path, disk) {
            Ok(file) => snapshot.settings = Some(file),
            Err(finding) => snapshot.findings.push(finding),
        }
    }
    snapshot.content = folder(root, "content", &mut snapshot.findings);
    snapshot.skins = folder(root, "themes", &mut snapshot.findings);
    snapshot
}

/// Reads one folder of the site; a missing folder is an empty one.
fn folder(root: &Path, name: &str, findings: &mut Vec<Finding>) -> BTreeMap<SourcePath, SourceFile> {
    let listed = list(root, name, findings);
    let read: Vec<Result<SourceFile, Finding>> = listed.into_par_iter().map(|(path, disk)| read(path, disk)).collect();
    let mut files = BTreeMap::new();
    for file in read {
        match file {
            Ok(file) => drop(files.insert(file.path.clone(), file)),
            Err(finding) => findings.push(finding),
        }
    }
    files
}

/// The files of a folder that may be published, in no particular order.
fn list(root: &Path, name: &str, findings: &mut Vec<Finding>) -> Vec<(SourcePath, PathBuf)> {
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
    files
}

/// The entry's path in the site; `None` for what is passed over (hidden and temporary files).
fn publishable(entry: &DirEntry, root: &Path, site: &Path) -> Result<Option<SourcePath>, Finding> {
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
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

/// Reads a file as far as its kind needs.
fn read(path: SourcePath, disk: PathBuf) -> Result<SourceFile, Finding> {
    let extension = path.extension().to_ascii_lowercase();
    let limit = match &*extension {
        "md" | "markdown" | "yaml" | "yml" | "html" | "xml" | "txt" | "css" | "js" => TEXT_LIMIT,
        "csv" => DATA_LIMIT,
        _ => return Ok(SourceFile { body: FileBody::Other(image::size(&disk, &extension)), path, disk }),
    };
    let failed = |error: &io::Error| {
        Finding::new(Code::UnreadableFile, &path, format!("cannot be read: {error}")).help("check the permissions")
    };
    let bytes = fs::read(&disk).map_err(|error| failed(&error))?;
    if bytes.len() as u64 > limit {
        let message = format!("has {} bytes; {limit} are the limit", bytes.len());
        return Err(Finding::new(Code::FileTooLarge, &path, message).help("split the file"));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(SourceFile { path, disk, body: FileBody::Text(text) })
        }
        // Templates and reports must be text; a download that merely ends in .txt need not be.
        Err(_) if matches!(&*extension, "txt" | "css" | "js") => {
            Ok(SourceFile { path, disk, body: FileBody::Other(None) })
        }
        Err(error) => Err(not_utf8(&path, &error)),
    }
}

fn not_utf8(path: &SourcePath, error: &std::string::FromUtf8Error) -> Finding {
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
