//! Paths that cannot be wrong: where a file of the site was read, and where an output will be written.
//! Both are relative, with forward slashes; neither can name anything outside its folder.

use memchr::{memchr, memchr_iter, memrchr};
use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

use crate::base::bytes;

/// A file of the site, relative to the site's root: `content/2026/digital-equity.md`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path by its parts below the site's root. `None` where it is absolute, climbs out, or is not UTF-8.
    pub fn new(path: &Path) -> Option<Self> {
        // Nearly every path is one of these, and need not be taken apart.
        if let Some(path) = path.to_str().filter(|path| is_plain_source(path)) {
            return Some(Self(path.into()));
        }
        let mut parts = Vec::new();
        for component in path.components() {
            match component {
                std::path::Component::Normal(part) => parts.push(part.to_str()?),
                std::path::Component::CurDir => {}
                _ => return None,
            }
        }
        (!parts.is_empty()).then(|| Self(parts.join("/").into()))
    }

    /// The folder of all content.
    pub fn content() -> Self {
        Self("content".into())
    }

    /// A path written in text, relative to this file's folder (`../2025/x.md`) and resolved without
    /// touching the disk. `None` where it climbs out of the site.
    pub fn join(&self, relative: &str) -> Option<Self> {
        // Most are one of these two, and need not be taken apart.
        let (folder, below) = match relative.strip_prefix("../") {
            Some(below) => (parent(self.folder()), below),
            None => (self.folder(), relative),
        };
        if !folder.is_empty() && parts(below).all(is_name) {
            return Some(Self([folder, "/", below].concat().into()));
        }
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        (!parts.is_empty()).then(|| Self(parts.join("/").into()))
    }

    /// The path as text, with forward slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without its folder.
    pub fn file_name(&self) -> &str {
        memrchr(b'/', self.0.as_bytes()).map_or(&self.0, |slash| &self.0[slash + 1..])
    }

    /// The folder, without a slash at its end; empty for a file in the root.
    pub fn folder(&self) -> &str {
        parent(&self.0)
    }

    /// The name without folder and last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The last extension, as written; empty where there is none.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for SourcePath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for SourcePath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = <&str>::deserialize(deserializer)?;
        Self::new(Path::new(path)).ok_or_else(|| serde::de::Error::custom("no path within a site"))
    }
}

/// A file of the built site, relative to the output folder: `2026/digital-equity/index.html`.
///
/// Valid by construction: NFC, no empty, `.` or `..` part, nothing that Windows, macOS or Linux refuses
/// in a name, nothing invisible, no part over 200 bytes (room for a temporary suffix within 255).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutPath(Arc<str>);

/// Longest part of an output path, in bytes.
const PART_LIMIT: usize = 200;

/// Names that Windows keeps for devices, whatever their extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

impl OutPath {
    /// Checks and normalises a path of the output folder.
    ///
    /// # Errors
    /// What is wrong with it, in words that fit after "the path".
    pub fn new(path: &str) -> Result<Self, String> {
        if is_plain_path(path) {
            return Ok(Self(path.into()));
        }
        // Only what is not ASCII pays for normalisation.
        let path: Cow<'_, str> = if path.is_ascii() { path.into() } else { path.nfc().collect::<String>().into() };
        if path.is_empty() {
            return Err("is empty".to_owned());
        }
        path.split('/').try_for_each(check_part)?;
        Ok(Self(Arc::from(&*path)))
    }

    /// The page that a folder-like address shows: `2026/` gives `2026/index.html`, empty the home page.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn page(address: &str) -> Result<Self, String> {
        match address.trim_matches('/') {
            "" => Self::new("index.html"),
            trimmed => Self::new(&format!("{trimmed}/index.html")),
        }
    }

    /// The home page.
    pub fn home() -> Self {
        Self("index.html".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address below the site's root: `2026/x/index.html` is `2026/x/`, the home page is empty.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some("") => "",
            Some(folder) if folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// What two paths share that a case-insensitive file system would take for one.
    pub fn collision_key(&self) -> Cow<'_, str> {
        if self.0.is_ascii() && !bytes::any(self.0.as_bytes(), |byte| byte.is_ascii_uppercase()) {
            return Cow::Borrowed(&self.0);
        }
        self.0.chars().flat_map(char::to_lowercase).nfc().collect()
    }

    /// The path on disk below an output folder.
    pub fn under(&self, folder: &Path) -> PathBuf {
        folder.join(&*self.0)
    }
}

impl serde::Serialize for OutPath {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for OutPath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(<&str>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a path of the site is sure to be fine as it is written: relative, with forward slashes, and without a part
/// that is empty or leads elsewhere.
fn is_plain_source(path: &str) -> bool {
    !bytes::any(path.as_bytes(), |byte| bytes::is_one_of(byte, b"\\:\0")) && parts(path).all(is_name)
}

/// Whether all parts of a path are plain, as those of nearly every path are.
fn is_plain_path(path: &str) -> bool {
    parts(path).all(is_plain)
}

/// Whether a part of a path names something in its folder.
fn is_name(part: &[u8]) -> bool {
    !matches!(part, [] | [b'.'] | [b'.', b'.'])
}

/// The way from a file, or an address below the root, up to the root: `../` for each folder.
pub fn path_to_root(path: &str) -> String {
    "../".repeat(memchr_iter(b'/', path.as_bytes()).count())
}

/// The folder that a path with forward slashes lies in, without a slash at its end; empty where there is none.
pub fn parent(path: &str) -> &str {
    memrchr(b'/', path.as_bytes()).map_or("", |slash| &path[..slash])
}

/// The parts of a path between its slashes.
fn parts(path: &str) -> impl Iterator<Item = &[u8]> {
    let bytes = path.as_bytes();
    let ends = memchr_iter(b'/', bytes).chain([bytes.len()]);
    ends.scan(0, |start, end| Some(&bytes[std::mem::replace(start, end + 1)..end]))
}

/// Whether a name that begins so, of this length up to its first dot, may be that of a device: years are not.
fn may_be_device(first: u8, stem: usize) -> bool {
    (3..=4).contains(&stem) && !first.is_ascii_digit()
}

/// Whether a part is sure to be fine: what ids are made of, and not as long as the names of devices.
fn is_plain(part: &[u8]) -> bool {
    let stem = memchr(b'.', part).unwrap_or(part.len());
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() | bytes::is_one_of(byte, b"-_.");
    stem > 0
        && !may_be_device(part[0], stem)
        && part.len() <= PART_LIMIT
        && !part.ends_with(b".")
        && bytes::all(part, is_word)
}

fn check_part(part: &str) -> Result<(), String> {
    if is_plain(part.as_bytes()) {
        return Ok(());
    }
    if part.is_empty() {
        return Err("has an empty part (two slashes, or one at an end)".to_owned());
    }
    if part == "." || part == ".." {
        return Err(format!("has a part `{part}`"));
    }
    if part.len() > PART_LIMIT {
        return Err(format!("has a part longer than {PART_LIMIT} bytes"));
    }
    if let Some(bad) = part.chars().find(|&character| is_refused(character)) {
        return Err(format!("has the character {:?} (U+{:04X})", bad, bad as u32));
    }
    if part.ends_with(['.', ' ']) || part.starts_with(' ') {
        return Err(format!("has a part that begins or ends with a blank or a dot: `{part}`"));
    }
    let name = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let rest = name.strip_prefix(prefix);
        rest.is_some_and(|digit| digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit())
    };
    if DEVICES.contains(&&*name) || numbered("com") || numbered("lpt") {
        return Err(format!("has the part `{part}`, a device's name on Windows"));
    }
    Ok(())
}

/// Control characters, what Windows forbids, and characters that cannot be seen (zero width, direction marks).
fn is_refused(character: char) -> bool {
    character.is_control()
        || matches!(character, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_paths_refuse_what_could_leave_the_folder_or_fail_elsewhere() {
        for bad in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            ".",
            "a\\b",
            "c:/x",
            "a\0b",
            "con",
            "COM1.txt",
            "a/nul.html",
            "x\u{202e}y",
            "x\u{200b}",
            "trail.",
            " lead",
            "q?",
        ] {
            assert!(OutPath::new(bad).is_err(), "{bad:?} passed");
        }
        assert!(OutPath::new(&"é".repeat(101)).is_err());
        assert!(OutPath::new("2026/数字/index.html").is_ok());
    }

    #[test]
    fn a_plain_path_is_one_whose_parts_are_plain() {
        let paths =
            ["a", "a/b.html", "2026/x/index.html", "/a", "a/", "a//b", "con", "a/con.txt", "index", ".a", "a.", ""];
        let long = "x".repeat(PART_LIMIT + 1);
        for path in paths.into_iter().chain([
            "a..b",
            "ab.c/d",
            "é",
            "a b",
            &long,
            &long[1..],
            "x/.",
            "abcd",
            "abcde.x",
            "2026/x",
            "nul",
        ]) {
            assert_eq!(is_plain_path(path), path.split('/').map(str::as_bytes).all(is_plain), "{path:?}");
        }
    }

    #[test]
    fn a_source_path_is_read_as_it_was_written_and_nothing_else_is() {
        let read = |path: &str| serde_json::from_str::<SourcePath>(&format!("{path:?}"));
        assert_eq!(read("content/2026/x.md").unwrap().as_str(), "content/2026/x.md");
        assert_eq!(read("content/a:b.md").unwrap().as_str(), "content/a:b.md");
        for bad in ["", "/etc/passwd", "../x", "content/../../x"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn collisions_see_case_and_normal_form() {
        let key = |path: &str| OutPath::new(path).unwrap().collision_key().into_owned();
        assert_eq!(key("A/É.html"), key("a/e\u{301}.html"));
    }

    #[test]
    fn source_paths_stay_inside_the_site() {
        let report = SourcePath::new(Path::new("content/2026/x.md")).unwrap();
        assert_eq!(report.join("../2025/y.md").unwrap().as_str(), "content/2025/y.md");
        assert_eq!(report.join("../../../etc/passwd"), None);
        for (relative, path) in [
            ("y.md", "content/2026/y.md"),
            ("./a//b/../y.md", "content/2026/a/y.md"),
            ("../y.md", "content/y.md"),
            ("../../y.md", "y.md"),
            ("/y.md", "content/2026/y.md"),
            ("../", "content"),
            ("..", "content"),
        ] {
            assert_eq!(report.join(relative).unwrap().as_str(), path, "{relative}");
        }
        assert_eq!(SourcePath::new(Path::new("/etc/passwd")), None);
        assert_eq!(SourcePath::new(Path::new("a/../../b")), None);
    }

    #[test]
    fn addresses_end_in_a_slash() {
        assert_eq!(OutPath::page("2026/x").unwrap().address(), "2026/x/");
        assert_eq!(OutPath::page("").unwrap().address(), "");
        assert_eq!(OutPath::new("404.html").unwrap().address(), "404.html");
    }
}
