//! A wished-for output folder to its real path, or the reason why it must not be written to.
//! Looks, and writes nothing. Paths are compared after links and `..` are resolved.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::write::Target;
use crate::write::error::{WriteError, io};
use crate::write::manifest::{self, Found, Manifest};

/// Folders of the site whose files are sources or history.
const SOURCES: [&str; 3] = ["content", "themes", ".git"];

/// How many strangers a refusal names.
const NAMED: usize = 3;

/// The folder's real path, where it may be written to. Writes nothing. `is_ours`: whether a folder is known to have a
/// manifest of ours, which then is not read again.
///
/// # Errors
/// [`WriteError::Refused`] for the file system's root, the home folder, the site's root, any folder that
/// holds one of them, the site's sources, anything inside `.git`, and a file: `force` never permits these.
/// Likewise, but not under `force`, for a folder that holds files and has no manifest of ours.
/// [`WriteError::Io`] where the folder cannot be looked at.
pub fn admit(target: &Target, is_ours: impl Fn(&Path) -> bool) -> Result<PathBuf, WriteError> {
    let folder = resolve(target.folder)?;
    // The one place that asks for the home folder; it decides about refusals and reaches no output.
    let home = std::env::home_dir().and_then(|home| resolve(&home).ok());
    if let Some(reason) = forbidden(&folder, target.site_root, home.as_deref())? {
        let help = "choose a folder of its own for the built site, such as `public`".to_owned();
        return Err(WriteError::Refused { folder, reason, help });
    }
    if is_ours(&folder) {
        return Ok(folder);
    }
    match foreign(&folder)? {
        Some(reason) if !target.force => {
            let help = "choose an empty folder; or, if the built site belongs here, use --force: it keeps all files \
                        except those on a path of the site"
                .to_owned();
            Err(WriteError::Refused { folder, reason, help })
        }
        _ => Ok(folder),
    }
}

/// The path without links, `.` and `..`, whether or not it exists. A part that does not exist is taken
/// as written.
fn resolve(path: &Path) -> Result<PathBuf, WriteError> {
    let absolute = std::path::absolute(path).map_err(io("find", path))?;
    let mut resolved = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::CurDir => continue,
            // No link is left in what stands before it, so the parent is the parent.
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

/// Why nobody may want the site here, whatever the folder holds.
fn forbidden(folder: &Path, site_root: &Path, home: Option<&Path>) -> Result<Option<String>, WriteError> {
    if folder.parent().is_none() {
        return Ok(Some("it is the root of the file system".to_owned()));
    }
    if let Some(how) = home.and_then(|home| holds(folder, home)) {
        return Ok(Some(format!("it {how} your home folder")));
    }
    let root = resolve(site_root)?;
    if let Some(how) = holds(folder, &root) {
        return Ok(Some(format!("it {how} the site's own folder")));
    }
    for name in SOURCES {
        let source = resolve(&root.join(name))?;
        if folder.starts_with(&source) || source.starts_with(folder) || is_first_part(name, folder, &root) {
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

fn holds(folder: &Path, other: &Path) -> Option<&'static str> {
    if folder == other {
        return Some("is");
    }
    other.starts_with(folder).then_some("holds")
}

/// Whether the folder lies in the part `name` of the site in any case: `Content` is `content` where the
/// file system does not tell them apart.
fn is_first_part(name: &str, folder: &Path, root: &Path) -> bool {
    let first = folder.strip_prefix(root).ok().and_then(|below| below.components().next());
    first.is_some_and(|part| part.as_os_str().eq_ignore_ascii_case(name))
}

/// Why the folder seems to be somebody else's.
fn foreign(folder: &Path) -> Result<Option<String>, WriteError> {
    // Listed before the manifest is read: another build writes its manifest before anything that shows here.
    let strangers = strangers(folder)?;
    if strangers.is_empty() {
        return Ok(None);
    }
    let names = strangers.iter().take(NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let names = match strangers.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {more} more"),
    };
    Ok(match Manifest::read(folder)? {
        Found::Ours(_) => None,
        Found::Absent => Some(format!("it holds {names}, and no build of Trendpress wrote here before")),
        Found::Unreadable(why) => Some(format!("it holds {names}, and its `{}` {why}", manifest::NAME)),
    })
}

/// What the folder holds, sorted, but for what hosts and Git want there (`.nojekyll`, `.git`, `CNAME`)
/// and our own files.
fn strangers(folder: &Path) -> Result<Vec<String>, WriteError> {
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

    fn why(folder: &Path, root: &Path, home: &Path) -> Option<String> {
        let folder = resolve(folder).unwrap();
        forbidden(&folder, root, Some(&resolve(home).unwrap())).unwrap()
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
    fn places_that_hold_or_are_sources_are_forbidden() {
        let temporary = site();
        let home = temporary.path().join("home");
        let root = home.join("site");
        for (folder, reason) in [
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
        ] {
            assert_eq!(why(&root.join(folder), &root, &home).as_deref(), Some(reason), "{folder}");
        }
        for folder in ["public", "public/", "public/deep/er", "new", "../elsewhere", "contents", "public/content"] {
            assert_eq!(why(&root.join(folder), &root, &home), None, "{folder}");
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
            assert!(why(&root.join(link), &root, &home).is_some(), "{link}");
        }
        assert_eq!(why(&root.join("fine"), &root, &home), None);
        // A root reached by a link is the same root.
        assert!(why(&root, &root.join("to-root"), &home).is_some());
    }

    #[test]
    fn dot_files_and_cname_are_no_strangers() {
        let temporary = site();
        let public = temporary.path().join("home/site/public");
        for name in [".gitkeep", ".nojekyll", "CNAME"] {
            fs::write(public.join(name), "").unwrap();
        }
        fs::create_dir(public.join(".git")).unwrap();
        assert_eq!(foreign(&public).unwrap(), None);
        assert_eq!(foreign(&public.join("absent")).unwrap(), None);
        for name in ["d", "a", "c", "b"] {
            fs::write(public.join(name), "").unwrap();
        }
        let reason = foreign(&public).unwrap().unwrap();
        assert_eq!(reason, "it holds `a`, `b`, `c` and 1 more, and no build of Trendpress wrote here before");
    }
}
