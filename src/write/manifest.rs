//! The manifest: the list, in the output folder, of the files that builds wrote there.
//!
//! It has one line for each file (hash, size, kind, path), sorted by path. While a build changes the site, a path may
//! have two lines: one for the old bytes and one for the new. The kind is listed so that stale pages can be removed
//! before the assets that they refer to. A line may stand before those of the files that the next build wants to know
//! ([`Manifest::remark`]). The first line names the format, says whether the build that wrote it came to
//! its end, and has the hash of the rest, so that a shortened or edited list is not believed.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::base::{Hash, OutPath};
use crate::render::output::OutputKind;
use crate::write::error::{WriteError, io};
use crate::write::temporary;

/// The manifest's file name.
pub const NAME: &str = ".trendpress-manifest";

const FORMAT: &str = "trendpress-manifest 1";

/// The beginning of the line with the remark.
const REMARK: &str = "remark ";

/// One file with the bytes that a build gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path below the output folder.
    pub path: OutPath,
    /// The hash of its bytes.
    pub hash: Hash,
    /// The number of its bytes.
    pub size: u64,
    /// The kind of output.
    pub kind: OutputKind,
}

/// A list of files. The default is that of a folder without a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// True if it lists what is on disk; false if it lists what may be, because a build is under way or was killed.
    pub is_complete: bool,
    /// Sorted, without duplicates.
    entries: Vec<Entry>,
    /// What the build wants the next one to know, on one line. The writer keeps it, and does not know what it means.
    pub remark: Option<String>,
}

/// The result of reading a folder's manifest.
#[derive(Debug)]
pub enum ManifestFile {
    /// There is none.
    Absent,
    /// A manifest that can be believed.
    Valid(Manifest),
    /// Something else, with the reason in words that fit after its name.
    Invalid(String),
}

impl Manifest {
    /// The manifest of a build that came to its end.
    pub fn complete(entries: Vec<Entry>) -> Self {
        Self::sorted(true, entries)
    }

    /// The manifest while a build turns `old` into `new`: it lists all that may be on disk.
    pub fn between(old: &Self, new: &Self) -> Self {
        let between = Self::sorted(false, old.entries.iter().chain(&new.entries).cloned().collect());
        Self { remark: old.remark.clone(), ..between }
    }

    fn sorted(is_complete: bool, mut entries: Vec<Entry>) -> Self {
        entries.sort();
        entries.dedup();
        Self { is_complete, entries, remark: None }
    }

    /// Reads the folder's manifest.
    ///
    /// # Errors
    /// [`WriteError::Io`] if there is one that cannot be read from disk.
    pub fn read(folder: &Path) -> Result<ManifestFile, WriteError> {
        let path = folder.join(NAME);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(ManifestFile::Absent),
            Err(error) => return Err(io("look at", &path)(error)),
            Ok(metadata) if !metadata.is_file() => return Ok(ManifestFile::Invalid("is not a file".to_owned())),
            Ok(_) => {}
        }
        let bytes = fs::read(&path).map_err(io("read", &path))?;
        Ok(match str::from_utf8(&bytes).map_err(|_| "is not text".to_owned()).and_then(Self::parse) {
            Ok(manifest) => ManifestFile::Valid(manifest),
            Err(reason) => ManifestFile::Invalid(reason),
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let state = first.strip_prefix(FORMAT).and_then(|state| state.strip_prefix(' '));
        let state = state.ok_or("is of another program or version")?;
        let is_complete = match state.split_once(' ') {
            Some((state, hash)) if hash == Hash::of(rest.as_bytes()).to_string() => state == "complete",
            _ => return Err("is damaged or was edited".to_owned()),
        };
        let (remark, rest, first_line) = match rest.strip_prefix(REMARK).and_then(|rest| rest.split_once('\n')) {
            Some((remark, rest)) => (Some(remark.to_owned()), rest, 3),
            None => (None, rest, 2),
        };
        // The hash stops accidents, not forgers: every line is still checked, above all its path.
        let entry = |(at, line)| Self::entry(line).ok_or_else(|| format!("has a bad line {}", at + first_line));
        let entries = rest.lines().enumerate().map(entry).collect::<Result<_, _>>()?;
        Ok(Self { remark, ..Self::sorted(is_complete, entries) })
    }

    fn entry(line: &str) -> Option<Entry> {
        let (hash, rest) = line.split_once(' ')?;
        let (size, rest) = rest.split_once(' ')?;
        let (kind, path) = rest.split_once(' ')?;
        let kind = OutputKind::ALL.into_iter().find(|&known| word(known) == kind)?;
        let hash = Hash(u128::from_str_radix(hash, 16).ok()?);
        Some(Entry { path: OutPath::new(path).ok()?, hash, size: size.parse().ok()?, kind })
    }

    fn text(&self) -> String {
        let line =
            |Entry { path, hash, size, kind }: &Entry| format!("{hash} {size} {} {}\n", word(*kind), path.as_str());
        let remark = self.remark.iter().map(|remark| format!("{REMARK}{}\n", remark.replace('\n', " ")));
        let lines: String = remark.chain(self.entries.iter().map(line)).collect();
        let state = if self.is_complete { "complete" } else { "building" };
        format!("{FORMAT} {state} {}\n{lines}", Hash::of(lines.as_bytes()))
    }

    /// Replaces the folder's manifest, whole or not at all.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        let path = folder.join(NAME);
        let temporary = folder.join(temporary::prefix() + "manifest");
        let result = temporary::create(&temporary, self.text().as_bytes()).and_then(|()| fs::rename(&temporary, &path));
        result.map_err(|error| {
            // Best effort: what cannot be removed now, the next build sweeps.
            let _ = fs::remove_file(&temporary);
            io("write", &path)(error)
        })
    }

    /// All entries, by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Each path with its entries, by path.
    pub fn by_path(&self) -> impl Iterator<Item = (&str, &[Entry])> {
        let groups = self.entries.chunk_by(|one, next| one.path == next.path);
        groups.filter_map(|entries| Some((entries.first()?.path.as_str(), entries)))
    }

    /// The entries of one path: the bytes that builds may have written there. Empty if no build wrote there.
    pub fn of_path(&self, path: &str) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.path.as_str() < path);
        let length = self.entries[start..].iter().take_while(|entry| entry.path.as_str() == path).count();
        &self.entries[start..start + length]
    }
}

fn word(kind: OutputKind) -> &'static str {
    match kind {
        OutputKind::Asset => "asset",
        OutputKind::Page => "page",
        OutputKind::Machine => "machine",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let entry = |path: &str, bytes: &[u8]| Entry {
            path: OutPath::new(path).unwrap(),
            hash: Hash::of(bytes),
            size: bytes.len() as u64,
            kind: OutputKind::Page,
        };
        Manifest::complete(vec![entry("b c/ü.html", b"two"), entry("a.html", b"one"), entry("a.html", b"other")])
    }

    #[test]
    fn a_written_manifest_is_read_back() {
        let manifest = sample();
        assert_eq!(Manifest::parse(&manifest.text()), Ok(manifest.clone()));
        assert_eq!(manifest.of_path("a.html").len(), 2);
        assert_eq!(manifest.of_path("b c/ü.html").len(), 1);
        assert_eq!(manifest.of_path("b").len(), 0);
        let unfinished = Manifest { is_complete: false, ..manifest.clone() };
        assert_eq!(Manifest::parse(&unfinished.text()), Ok(unfinished));
        let remarked = Manifest { remark: Some("two words".to_owned()), ..manifest };
        assert_eq!(Manifest::parse(&remarked.text()), Ok(remarked));
    }

    #[test]
    fn a_shortened_edited_or_forged_manifest_is_not_believed() {
        let text = sample().text();
        for at in 0..text.len() {
            assert!(!text.is_char_boundary(at) || Manifest::parse(&text[..at]).is_err(), "cut at {at}");
        }
        assert!(Manifest::parse(&text.replace("a.html", "b.html")).is_err());
        assert!(Manifest::parse(&text.replace("manifest 1", "manifest 2")).is_err());
        let forged = format!("{:032x} 3 page ../../etc/passwd\n", 7);
        let forged = format!("{FORMAT} complete {}\n{forged}", Hash::of(forged.as_bytes()));
        assert_eq!(Manifest::parse(&forged), Err("has a bad line 2".to_owned()));
    }
}
