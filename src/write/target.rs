//! Checks the output folder that was asked for: resolves its path, and refuses folders that must not be written to.
//! Looks, and writes nothing. Paths are compared after links and `..` are resolved.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::write::error::{WriteError, io};
use crate::write::manifest::{self, Manifest, ManifestFile};

/// Folders of the site whose files are sources or history.
const SOURCES: [&str; 3] = ["content", "themes", ".git"];

/// The number of foreign files that a refusal names.
const NAMED_FILES: usize = 3;

/// The place to write to.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The output folder; need not exist.
    pub folder: &'a Path,
    /// The site's root, whose sources must not be written to.
    pub site_root: &'a Path,
    /// Permits to overwrite files that others wrote, or changed since we wrote them.
    pub force: bool,
}

/// Returns the folder's real path if it may be written to. `has_manifest` says that the folder is known to have a
/// manifest that can be believed; then it is not read again.
///
/// # Errors
/// [`WriteError::Refused`] for the file system's root, the home folder, the site's root, any folder that holds one of
/// them, the site's sources, anything inside `.git`, and a file: `force` never permits these. Likewise, but not under
/// `force`, for a folder that holds files and has no manifest. [`WriteError::Io`] if the folder cannot be looked at.
pub fn admit(target: &Target, has_manifest: bool) -> Result<PathBuf, WriteError> {
    let folder = resolve(target.folder)?;
    // The only place that asks for the home folder; it decides about refusals and reaches no output.
    let home = std::env::home_dir().and_then(|home| resolve(&home).ok());
    if let Some(reason) = reason_against_path(&folder, target.site_root, home.as_deref())? {
        let help = "choose a folder of its own for the built site, such as `public`".to_owned();
        return Err(WriteError::Refused { folder, reason, help });
    }
    if has_manifest || target.force {
        return Ok(folder);
    }
    match reason_against_files(&folder)? {
        Some(reason) => {
            let help = "choose an empty folder; or, if the built site belongs here, use --force: it keeps all files \
                        except those on a path of the site"
                .to_owned();
            Err(WriteError::Refused { folder, reason, help })
        }
        None => Ok(folder),
    }
}

/// The path without links, `.` and `..`. Parts that do not exist are taken as written.
fn resolve(path: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(path).map_err(io("find", path))?;
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => continue,
            // No link is left in the parts before, so removing the last one gives the parent.
            Component::ParentDir => drop(resolved.pop()),
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => resolved.push(component),
        }
        match resolved.canonicalize() {
            Ok(real) => resolved = real,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            // A drive without its root (`C:`) cannot be resolved alone.
            Err(_) if matches!(component, Component::Prefix(_)) => {}
            Err(error) => return Err(io("find", &resolved)(error)),
        }
    }
    Ok(resolved)
}

/// The reason why the site must not be written to a path, whatever the folder holds.
fn reason_against_path(folder: &Path, site_root: &Path, home: Option<&Path>) -> Result<Option<String>, WriteError> {
    if folder.parent().is_none() {
        return Ok(Some("it is the root of the file system".to_owned()));
    }
    if is_of_system(folder) {
        return Ok(Some("it belongs to the system, and holds no files".to_owned()));
    }
    if let Some(verb) = home.and_then(|home| is_or_holds(folder, home)) {
        return Ok(Some(format!("it {verb} your home folder")));
    }
    let root = resolve(site_root)?;
    if let Some(verb) = is_or_holds(folder, &root) {
        return Ok(Some(format!("it {verb} the site's own folder")));
    }
    for name in SOURCES {
        let source = resolve(&root.join(name))?;
        if folder.starts_with(&source) || source.starts_with(folder) || lies_in(name, folder, &root) {
            return Ok(Some(format!("the site's `{name}` is there")));
        }
    }
    if folder.components().any(|part| part.as_os_str() == ".git") {
        return Ok(Some("it is inside a `.git` folder".to_owned()));
    }
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(None),
        // The path is resolved: a link that is left leads nowhere.
        Ok(metadata) if metadata.is_symlink() => Ok(Some("it is a link that leads nowhere".to_owned())),
        Ok(_) => Ok(Some("it is a file".to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io("look at", folder)(error)),
    }
}

/// Returns true for folders in which a Unix system shows processes, devices and its own state as if they were files. `/dev/shm`
/// holds files in memory.
fn is_of_system(folder: &Path) -> bool {
    let is_below = |system: &str| folder.starts_with(system);
    cfg!(unix) && ["/proc", "/sys", "/dev"].into_iter().any(is_below) && !is_below("/dev/shm")
}

/// The verb for how a folder lies to another one: `is` or `holds`.
fn is_or_holds(folder: &Path, other: &Path) -> Option<&'static str> {
    if folder == other {
        return Some("is");
    }
    other.starts_with(folder).then_some("holds")
}

/// Returns true if the folder lies in the site's folder `name`, in any case: some file systems take `Content` for
/// `content`.
fn lies_in(name: &str, folder: &Path, root: &Path) -> bool {
    let first = folder.strip_prefix(root).ok().and_then(|below| below.components().next());
    first.is_some_and(|part| part.as_os_str().eq_ignore_ascii_case(name))
}

/// The reason why a folder seems to be somebody else's.
fn reason_against_files(folder: &Path) -> Result<Option<String>, WriteError> {
    // Listed before the manifest is read: another build writes its manifest before anything that shows here.
    let files = foreign_files(folder)?;
    if files.is_empty() {
        return Ok(None);
    }
    let names = files.iter().take(NAMED_FILES).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let names = match files.len().saturating_sub(NAMED_FILES) {
        0 => names,
        more => format!("{names} and {more} more"),
    };
    Ok(match Manifest::read(folder)? {
        ManifestFile::Valid(_) => None,
        ManifestFile::Absent => Some(format!("it holds {names}, and no build of Trendpress wrote here before")),
        ManifestFile::Invalid(reason) => Some(format!("it holds {names}, and its `{}` {reason}", manifest::NAME)),
    })
}

/// The names in a folder, sorted, but for files that hosts and Git want there (`.nojekyll`, `.git`, `CNAME`) and for our
/// own.
fn foreign_files(folder: &Path) -> Result<Vec<String>, WriteError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io("list", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(io("list", folder))?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && name != "CNAME" {
            names.push(name.into_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(folder: &Path, root: &Path, home: &Path) -> Option<String> {
        let folder = resolve(folder).unwrap();
        reason_against_path(&folder, root, Some(&resolve(home).unwrap())).unwrap()
    }

    fn site() -> tempfile::TempDir {
        let temporary = tempfile::tempdir().unwrap();
        for folder in ["home/site/content/2026", "home/site/themes", "home/site/.git", "home/site/public"] {
            fs::create_dir_all(temporary.path().join(folder)).unwrap();
        }
        fs::write(temporary.path().join("home/site/trendpress.yaml"), "title: T\n").unwrap();
        temporary
    }

    #[test]
    fn folders_that_are_or_hold_sources_are_refused() {
        let temporary = site();
        let home = temporary.path().join("home");
        let root = home.join("site");
        for (folder, expected) in [
            ("/", "it is the root of the file system"),
            ("/..", "it is the root of the file system"),
            ("", "it is the site's own folder"),
            (".", "it is the site's own folder"),
            ("public/..", "it is the site's own folder"),
            ("absent/..", "it is the site's own folder"),
            ("..", "it is your home folder"),
            ("../", "it is your home folder"),
            ("../..", "it holds your home folder"),
            ("content", "the site's `content` is there"),
            ("content/", "the site's `content` is there"),
            ("Content", "the site's `content` is there"),
            ("content/2026", "the site's `content` is there"),
            ("public/../content/new", "the site's `content` is there"),
            ("themes", "the site's `themes` is there"),
            (".git", "the site's `.git` is there"),
            (".git/objects", "the site's `.git` is there"),
            ("../other/.git/x", "it is inside a `.git` folder"),
            ("trendpress.yaml", "it is a file"),
            #[cfg(unix)]
            ("/proc", "it belongs to the system, and holds no files"),
            #[cfg(unix)]
            ("/dev/fd", "it belongs to the system, and holds no files"),
            #[cfg(unix)]
            ("/sys/new", "it belongs to the system, and holds no files"),
        ] {
            assert_eq!(reason(&root.join(folder), &root, &home).as_deref(), Some(expected), "{folder}");
        }
        for folder in ["public", "public/", "public/deep/er", "new", "../elsewhere", "contents", "public/content"] {
            assert_eq!(reason(&root.join(folder), &root, &home), None, "{folder}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_count_as_what_they_lead_to() {
        use std::os::unix::fs::symlink;
        let temporary = site();
        let home = temporary.path().join("home");
        let root = home.join("site");
        fs::create_dir_all(temporary.path().join("reports/more")).unwrap();
        fs::remove_dir(root.join("themes")).unwrap();
        for (link, to) in [
            ("to-content", root.join("content")),
            ("to-root", root.clone()),
            ("to-home", home.clone()),
            ("to-slash", PathBuf::from("/")),
            ("to-file", root.join("trendpress.yaml")),
            ("to-nowhere", root.join("absent")),
            ("themes", temporary.path().join("reports")),
            ("fine", root.join("public")),
        ] {
            symlink(to, root.join(link)).unwrap();
        }
        for link in [
            "to-content",
            "to-content/2026",
            "to-content/../themes",
            "to-root",
            "to-root/content",
            "to-home",
            "to-slash",
            "to-file",
            "to-nowhere",
            "../../reports",
            "../../reports/more",
        ] {
            assert!(reason(&root.join(link), &root, &home).is_some(), "{link}");
        }
        assert_eq!(reason(&root.join("fine"), &root, &home), None);
        // A root reached by a link is the same root.
        assert!(reason(&root, &root.join("to-root"), &home).is_some());
    }

    #[test]
    fn dot_files_and_cname_are_not_foreign() {
        let temporary = site();
        let public = temporary.path().join("home/site/public");
        for name in [".gitkeep", ".nojekyll", "CNAME"] {
            fs::write(public.join(name), "").unwrap();
        }
        fs::create_dir(public.join(".git")).unwrap();
        assert_eq!(reason_against_files(&public).unwrap(), None);
        assert_eq!(reason_against_files(&public.join("absent")).unwrap(), None);
        for name in ["d", "a", "c", "b"] {
            fs::write(public.join(name), "").unwrap();
        }
        let reason = reason_against_files(&public).unwrap().unwrap();
        assert_eq!(reason, "it holds `a`, `b`, `c` and 1 more, and no build of Trendpress wrote here before");
    }
}
