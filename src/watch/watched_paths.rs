//! The folders that a site is read from, and the paths in them whose changes matter. Looks at the disk for links only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

use crate::load::{SETTINGS_FILE, is_ignored};

/// The paths that a site is read from.
pub struct WatchedPaths {
    root: PathBuf,
    settings: PathBuf,
    /// The files and folders elsewhere in the site that links in it lead to.
    link_targets: BTreeSet<PathBuf>,
}

/// A folder to watch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WatchedFolder {
    /// The folder's path.
    pub path: PathBuf,
    /// Includes all folders below it.
    pub is_recursive: bool,
}

impl WatchedPaths {
    /// The paths of the site in `root`. `settings` is its settings file, if it is not `trendpress.yaml`.
    pub fn new(root: &Path, settings: Option<&Path>) -> Self {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let root = absolute(root);
        let settings = settings.map_or_else(|| root.join(SETTINGS_FILE), absolute);
        Self { root, settings, link_targets: BTreeSet::new() }
    }

    /// The folders to watch, whether they exist or not. Looks for links anew.
    pub fn folders(&mut self) -> BTreeSet<WatchedFolder> {
        let source_folders = self.source_folders();
        let mut folders = BTreeSet::from([WatchedFolder { path: self.root.clone(), is_recursive: false }]);
        if let Some(folder) = self.settings.parent().filter(|folder| *folder != self.root) {
            folders.insert(WatchedFolder { path: folder.to_path_buf(), is_recursive: false });
        }
        self.link_targets.clear();
        for (target, is_folder) in source_folders.iter().flat_map(|folder| link_targets(folder, &self.root)) {
            let folder = if is_folder { Some(&*target) } else { target.parent() };
            let is_watched = |folder: &Path| source_folders.iter().any(|source| folder.starts_with(source));
            if let Some(folder) = folder.filter(|folder| !is_watched(folder) && *folder != self.root) {
                folders.insert(WatchedFolder { path: folder.to_path_buf(), is_recursive: is_folder });
            }
            self.link_targets.insert(target);
        }
        folders.extend(source_folders.into_iter().map(|path| WatchedFolder { path, is_recursive: true }));
        folders
    }

    fn source_folders(&self) -> [PathBuf; 2] {
        ["content", "themes"].map(|name| self.root.join(name))
    }

    /// Returns true if a link in the site leads to another place in it.
    pub fn has_links(&self) -> bool {
        !self.link_targets.is_empty()
    }

    /// Returns true if a change of this path may change the site: the settings, a folder that the site is read from, or
    /// anything in it. Temporary files of editors and hidden files are never read, so they do not matter.
    pub fn matters(&self, path: &Path) -> bool {
        if path == self.settings || path == self.root || self.root.starts_with(path) {
            return true;
        }
        let source_folders = self.source_folders();
        let mut folders = source_folders.iter().chain(&self.link_targets);
        let is_ignored_below =
            |below: &Path| below.components().any(|component| component.as_os_str().to_str().is_some_and(is_ignored));
        folders.find_map(|folder| path.strip_prefix(folder).ok()).is_some_and(|below| !is_ignored_below(below))
    }
}

/// The targets of the links below a folder, as far as they lie in the site. True stands for a folder.
fn link_targets(folder: &Path, root: &Path) -> Vec<(PathBuf, bool)> {
    let Ok(site) = root.canonicalize() else { return Vec::new() };
    let entries = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(walkdir::DirEntry::path_is_symlink);
    let targets = entries.filter_map(|entry| fs::canonicalize(entry.path()).ok());
    let inside = targets.filter(|target| target.starts_with(&site) && *target != site);
    inside.map(|target| (target.clone(), target.is_dir())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_matter_and_other_files_do_not() {
        let paths = WatchedPaths::new(Path::new("/site"), None);
        for source in
            ["/site", "/", "/site/trendpress.yaml", "/site/content", "/site/content/a/b.md", "/site/themes/x/y"]
        {
            assert!(paths.matters(Path::new(source)), "{source}");
        }
        for other in [
            "/site/public",
            "/site/public/index.html",
            "/site/.trendpress",
            "/site/content/.a.md.swp",
            "/site/content/a.md~",
            "/site/content/4913",
            "/site/content/.git/index",
            "/site/notes.txt",
            "/sites",
        ] {
            assert!(!paths.matters(Path::new(other)), "{other}");
        }
    }

    #[test]
    fn a_settings_file_elsewhere_is_watched_in_its_folder() {
        let mut paths = WatchedPaths::new(Path::new("/site"), Some(Path::new("/etc/other.yaml")));
        assert!(paths.matters(Path::new("/etc/other.yaml")) && !paths.matters(Path::new("/site/trendpress.yaml")));
        assert!(paths.folders().contains(&WatchedFolder { path: "/etc".into(), is_recursive: false }));
    }
}
