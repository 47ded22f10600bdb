//! Lists the files of a site: their paths and states. Leaves out ignored files, and reports those that must not be
//! published.

use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

use crate::base::ballot_path::is_ballot_file;
use crate::base::{Code, Finding, OutPath, SourcePath};
use crate::load::SETTINGS_FILE;
use crate::load::file_state::FileState;
use crate::load::ignored::is_ignored;
use crate::load::read::is_markdown_content;

/// The files of a site, not read yet. All lists are sorted by path.
#[derive(Debug)]
pub struct Listing {
    /// The settings file.
    pub settings: Option<ListedFile>,
    /// The files below `content/`.
    pub content: Vec<ListedFile>,
    /// The files below `themes/`.
    pub skins: Vec<ListedFile>,
    /// Findings about folders that cannot be read and files that must not be published.
    pub findings: Vec<Finding>,
}

/// A file of a site, not read yet.
#[derive(Debug)]
pub struct ListedFile {
    /// The path, relative to the site's root.
    pub path: SourcePath,
    /// The path on disk.
    pub disk_path: PathBuf,
    /// The present state; the default, which is never trusted, if it is not known.
    pub state: FileState,
}

/// Lists the files of the site in `root`. `settings` is a file to use instead of `trendpress.yaml`.
pub fn list(root: &Path, settings: Option<&Path>) -> Listing {
    list_site(root, settings, |_| true)
}

/// Lists the files as [`list`] does, but without the states of Markdown files, for a build that has no previous snapshot:
/// it reads all Markdown files, and each read gives the state too.
pub fn list_for_cold_build(root: &Path, settings: Option<&Path>) -> Listing {
    list_site(root, settings, |path| !is_markdown_content(path))
}

fn list_site(root: &Path, settings: Option<&Path>, needs_state: impl Fn(&SourcePath) -> bool + Sync) -> Listing {
    let mut findings = Vec::new();
    let disk_path = settings.map_or_else(|| root.join(SETTINGS_FILE), Path::to_path_buf);
    let name = SourcePath::new(Path::new(disk_path.file_name().unwrap_or(SETTINGS_FILE.as_ref())));
    let settings = match (name, fs::metadata(&disk_path)) {
        // A pipe or a device may have no end, or never begin.
        (Some(path), Ok(metadata)) if !metadata.is_file() => {
            let finding = Finding::new(Code::UnreadableFile, &path, "is not a regular file");
            findings.push(finding.help("put a file in its place"));
            None
        }
        (Some(path), Ok(metadata)) => Some(ListedFile { path, disk_path, state: FileState::of(&metadata) }),
        _ => None,
    };
    let mut list = |folder| {
        let files = walk(root, folder, &mut findings).into_par_iter().map(|(path, disk_path)| {
            let metadata = needs_state(&path).then(|| fs::metadata(&disk_path).ok()).flatten();
            let state = metadata.map_or_else(FileState::default, |metadata| FileState::of(&metadata));
            ListedFile { path, disk_path, state }
        });
        let mut files: Vec<ListedFile> = files.collect();
        files.par_sort_unstable_by(|one, other| one.path.cmp(&other.path));
        files
    };
    let (content, skins) = (list("content"), list("themes"));
    // A folder without settings is no site, which is said already.
    findings.extend(settings.as_ref().and_then(|_| missing_content(root)));
    Listing { settings, content, skins, findings }
}

/// Finds the files of a folder that may be published, each with its path on disk. A missing folder has none.
fn walk(root: &Path, folder: &str, findings: &mut Vec<Finding>) -> Vec<(SourcePath, PathBuf)> {
    let top = root.join(folder);
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
                findings.push(unreadable(root, folder, &error));
                continue;
            }
        };
        match publishable(&entry, root, &site) {
            Ok(Some(path)) if entry.file_type().is_file() => files.push((path, entry.into_path())),
            Ok(Some(_)) if entry.file_type().is_dir() => {}
            Ok(Some(path)) => {
                // Reading one may never begin, or never end.
                let finding = Finding::new(Code::UnsafePath, &path, "a pipe, socket or device is no file to publish");
                findings.push(finding.help("remove it"));
            }
            refused => {
                findings.extend(refused.err());
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            }
        }
    }
    files
}

/// Returns a finding if there is no folder `content/` to read. It may be empty: a new site has nothing to say yet.
fn missing_content(root: &Path) -> Option<Finding> {
    let top = root.join("content");
    let reason = match fs::metadata(&top) {
        Ok(metadata) if metadata.is_dir() => return None,
        Ok(_) => "`content` is a file, not a folder".to_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound && top.is_symlink() => {
            "`content` is a link that leads nowhere".to_owned()
        }
        Err(error) if error.kind() == ErrorKind::NotFound => "there is no folder `content`".to_owned(),
        Err(error) => format!("the folder `content` cannot be read: {error}"),
    };
    let help = "check `--root`, and that all of the site is there; use `--allow-shrink` for a site without content";
    Some(Finding::new(Code::ContentMissing, &SourcePath::content(), reason).help(help))
}

/// The path of a file or folder that may be published; `None` for one that is ignored.
///
/// # Errors
/// A finding about a name or link that must not be published.
fn publishable(entry: &DirEntry, root: &Path, site: &Path) -> Result<Option<SourcePath>, Finding> {
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let Some(path) = SourcePath::new(below) else {
        let lossy = below.to_string_lossy().into_owned();
        let Some(path) = SourcePath::new(Path::new(&lossy)) else { return Ok(None) };
        let finding = Finding::new(Code::UnsafePath, &path, "the file's name is not UTF-8");
        return Err(finding.help("give the file a name in plain letters"));
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
    if entry.path_is_symlink() && exposes_ballots(&path, entry.path(), site) {
        let finding =
            Finding::new(Code::UnsafePath, &path, "the symbolic link would publish ballots, which are secret");
        return Err(finding.help("remove the link"));
    }
    Ok(Some(path))
}

/// Returns true if a link leads to ballots from where files are published.
fn exposes_ballots(path: &SourcePath, link: &Path, site: &Path) -> bool {
    let is_secret = |path: &SourcePath| {
        // The link may lead to the folder or to a file in it.
        is_ballot_file(path)
            || SourcePath::new(&Path::new(path.as_str()).join("file")).is_some_and(|it| is_ballot_file(&it))
    };
    let real = link.canonicalize().ok();
    let target = real.and_then(|real| SourcePath::new(real.strip_prefix(site).ok()?));
    !is_secret(path) && target.is_some_and(|target| is_secret(&target))
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
