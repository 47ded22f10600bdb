//! The folders that a site is read from, and which paths in them count. Looks at the disk for links only.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

use crate::load::{SETTINGS_FILE, is_ignored};

/// Where a site is read from.
pub struct Places {
    root: PathBuf,
    settings: PathBuf,
    /// Files and folders elsewhere in the site that links in it lead to.
    linked: BTreeSet<PathBuf>,
}

/// A folder to be watched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// Whether with all folders below it.
    pub is_deep: bool,
}

impl Places {
    /// The places of the site in `root`, with another settings file where one is given.
    pub fn new(root: &Path, settings: Option<&Path>) -> Self {
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        let root = absolute(root);
        let settings = settings.map_or_else(|| root.join(SETTINGS_FILE), absolute);
        Self { root, settings, linked: BTreeSet::new() }
    }

    /// The folders to watch, whether or not they are there. Looks for links anew.
    pub fn all(&mut self) -> BTreeSet<Place> {
        let deep = self.deep();
        let mut places = BTreeSet::from([Place { folder: self.root.clone(), is_deep: false }]);
        if let Some(folder) = self.settings.parent().filter(|folder| *folder != self.root) {
            places.insert(Place { folder: folder.to_path_buf(), is_deep: false });
        }
        self.linked.clear();
        for top in &deep {
            for (target, is_folder) in links(top, &self.root) {
                let folder = if is_folder { Some(&*target) } else { target.parent() };
                // What lies in a folder that is watched anyway needs no second look.
                let is_watched = |folder: &Path| deep.iter().any(|deep| folder.starts_with(deep));
                if let Some(folder) = folder.filter(|folder| !is_watched(folder) && *folder != self.root) {
                    places.insert(Place { folder: folder.to_path_buf(), is_deep: is_folder });
                }
                self.linked.insert(target);
            }
        }
        places.extend(deep.into_iter().map(|folder| Place { folder, is_deep: true }));
        places
    }

    fn deep(&self) -> [PathBuf; 2] {
        ["content", "themes"].map(|name| self.root.join(name))
    }

    /// Whether a link in the site leads to another place in it.
    pub fn has_links(&self) -> bool {
        !self.linked.is_empty()
    }

    /// Whether a change of this path may change the site: the settings, a folder that the site is read from, and what is
    /// in it, but for the names that are never read: editors' temporary files, hidden files.
    pub fn counts(&self, path: &Path) -> bool {
        if path == self.settings || path == self.root || self.root.starts_with(path) {
            return true;
        }
        let below = |top: &Path| path.strip_prefix(top).ok().map(Path::to_path_buf);
        let tops = self.deep();
        let mut tops = tops.iter().chain(&self.linked);
        let is_read =
            |below: PathBuf| !below.components().any(|part| part.as_os_str().to_str().is_some_and(is_ignored));
        tops.find_map(|top| below(top)).is_some_and(is_read)
    }
}

/// What links below a folder lead to, where that is in the site; with whether it is a folder.
fn links(top: &Path, root: &Path) -> Vec<(PathBuf, bool)> {
    let Ok(site) = root.canonicalize() else { return Vec::new() };
    let entries = WalkDir::new(top).into_iter().filter_map(Result::ok).filter(walkdir::DirEntry::path_is_symlink);
    let targets = entries.filter_map(|entry| fs::canonicalize(entry.path()).ok());
    let inside = targets.filter(|target| target.starts_with(&site) && *target != site);
    inside.map(|target| (target.clone(), target.is_dir())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_counts_and_what_is_not_does_not() {
        let places = Places::new(Path::new("/site"), None);
        for read in ["/site", "/", "/site/trendpress.yaml", "/site/content", "/site/content/a/b.md", "/site/themes/x/y"]
        {
            assert!(places.counts(Path::new(read)), "{read}");
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
            assert!(!places.counts(Path::new(other)), "{other}");
        }
    }

    #[test]
    fn a_settings_file_elsewhere_is_watched_in_its_folder() {
        let mut places = Places::new(Path::new("/site"), Some(Path::new("/etc/other.yaml")));
        assert!(places.counts(Path::new("/etc/other.yaml")) && !places.counts(Path::new("/site/trendpress.yaml")));
        assert!(places.all().contains(&Place { folder: "/etc".into(), is_deep: false }));
    }
}
