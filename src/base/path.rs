//! Paths that are valid by construction: where a file of the site was read, and where an output will be written. Both
//! are relative, with forward slashes, and cannot name anything outside their folder.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

use crate::base::invisible::is_invisible;

/// The path of a file of the site, relative to the site's root: `content/2026/digital-equity.md`.
///
/// ```
/// use std::path::Path;
/// use trendpress::SourcePath;
///
/// let report = SourcePath::new(Path::new("content/2026/trust.md")).unwrap();
/// assert_eq!((report.folder(), report.stem(), report.extension()), ("content/2026", "trust", "md"));
/// assert_eq!(report.join("../2025/trust.md").unwrap().as_str(), "content/2025/trust.md");
/// assert_eq!(report.join("../../../etc/passwd"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path relative to the site's root. `None` if it is absolute, contains `..` or is not UTF-8.
    pub fn new(path: &Path) -> Option<Self> {
        let mut parts = Vec::new();
        for component in path.components() {
            match component {
                Component::Normal(part) => parts.push(part.to_str()?),
                Component::CurDir => {}
                _ => return None,
            }
        }
        Self::from_parts(&parts)
    }

    /// The folder of all content.
    pub fn content() -> Self {
        Self("content".into())
    }

    /// Resolves a path that is written relative to this file's folder (`../2025/x.md`), without touching the disk.
    /// `None` if it leads out of the site.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Self::from_parts(&parts)
    }

    fn from_parts(parts: &[&str]) -> Option<Self> {
        (!parts.is_empty()).then(|| Self(parts.join("/").into()))
    }

    /// The path as text, with forward slashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without its folder.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
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

    /// The last extension, as written; empty if there is none.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for SourcePath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = <&str>::deserialize(deserializer)?;
        Self::new(Path::new(path)).ok_or_else(|| serde::de::Error::custom("not a path within a site"))
    }
}

/// The path of a file of the built site, relative to the output folder: `2026/digital-equity/index.html`.
///
/// It is in NFC and has no part that is empty, `.`, `..`, longer than 200 bytes (which leaves room for a temporary suffix
/// within 255), invisible, or refused as a name by Windows, macOS or Linux.
///
/// ```
/// use trendpress::OutPath;
///
/// let page = OutPath::page("2026/trust/").unwrap();
/// assert_eq!(page.as_str(), "2026/trust/index.html");
/// assert_eq!(page.address(), "2026/trust/");
/// assert_eq!(OutPath::new("../secrets").unwrap_err(), "has a part `..`");
/// assert!(OutPath::new("2026/con").is_err(), "the name of a device on Windows");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct OutPath(Arc<str>);

/// Longest part of an output path, in bytes.
const PART_LIMIT: usize = 200;

impl OutPath {
    /// Checks and normalises a path below the output folder.
    ///
    /// # Errors
    /// The reason, in words that fit after "the path".
    pub fn new(path: &str) -> Result<Self, String> {
        // ASCII is its own NFC, and most paths are ASCII.
        let path: Cow<'_, str> = if path.is_ascii() { path.into() } else { path.nfc().collect() };
        if path.is_empty() {
            return Err("is empty".to_owned());
        }
        path.split('/').try_for_each(check_part)?;
        Ok(Self(Arc::from(&*path)))
    }

    /// The page at an address: `2026/` gives `2026/index.html`, the empty address `index.html`.
    ///
    /// # Errors
    /// As [`OutPath::new`].
    pub fn page(address: &str) -> Result<Self, String> {
        match address.trim_matches('/') {
            "" => Ok(Self::home()),
            trimmed => Self::new(&format!("{trimmed}/index.html")),
        }
    }

    /// The home page, `index.html`.
    pub fn home() -> Self {
        Self("index.html".into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address relative to the site's root: `2026/x/` for `2026/x/index.html`, empty for the home page.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some("") => "",
            Some(folder) if folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// The path in lower case and NFC: two paths with equal keys are one file on a case-insensitive file system.
    pub fn collision_key(&self) -> Cow<'_, str> {
        if self.0.is_ascii() && !self.0.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Borrowed(&self.0);
        }
        self.0.chars().flat_map(char::to_lowercase).nfc().collect()
    }

    /// The path on disk below an output folder.
    pub fn under(&self, folder: &Path) -> PathBuf {
        folder.join(&*self.0)
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

fn check_part(part: &str) -> Result<(), String> {
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
    if is_device_name(part) {
        return Err(format!("has the part `{part}`, a device's name on Windows"));
    }
    Ok(())
}

/// Returns true for the names that Windows reserves for devices, with any extension.
fn is_device_name(part: &str) -> bool {
    let stem = part.split_once('.').map_or(part, |(stem, _)| stem).to_ascii_lowercase();
    match stem.as_bytes() {
        [b'c', b'o', b'm', digit] | [b'l', b'p', b't', digit] => digit.is_ascii_digit(),
        stem => matches!(stem, b"con" | b"prn" | b"aux" | b"nul"),
    }
}

/// Returns true for control characters, for those that Windows forbids in names, and for invisible ones (zero width,
/// direction marks).
fn is_refused(character: char) -> bool {
    character.is_control()
        || matches!(character, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        || character == '\u{ad}'
        || is_invisible(character)
}

/// The relative path from a file, or an address below the root, up to the root: `../` for each folder.
pub fn path_to_root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Percent-encodes a path: all bytes but slashes and the unreserved characters of RFC 3986.
pub fn encode_path(path: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
    utf8_percent_encode(path, ENCODED).to_string()
}

/// The folder of a path with forward slashes, without a slash at its end; empty if there is none.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn out_paths_cannot_leave_the_folder_or_fail_on_other_systems() {
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
            "lpt9",
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
        for good in ["2026/数字/index.html", "com/lpt/com10.x", "console", ".well-known/a b", "a..b"] {
            assert!(OutPath::new(good).is_ok(), "{good:?} failed");
        }
    }

    #[test]
    fn only_paths_inside_the_site_are_deserialised() {
        let read = |path: &str| serde_json::from_str::<SourcePath>(&format!("{path:?}"));
        assert_eq!(read("content/2026/x.md").unwrap().as_str(), "content/2026/x.md");
        assert_eq!(read("content/a:b.md").unwrap().as_str(), "content/a:b.md");
        for bad in ["", "/etc/passwd", "../x", "content/../../x"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn collision_keys_ignore_case_and_normal_form() {
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
