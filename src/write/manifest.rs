//! The manifest: the list, in the output folder, of the files that builds of ours wrote there.
//! One line each: hash, size, kind, path; sorted by path, which has two lines while a build is changing it.
//! The kind is there so that stale pages go before the assets that they refer to.
//! The first line names the format, whether the build that wrote it came to its end, and the hash of
//! the rest, so that a shortened or edited list is not believed.

use rayon::prelude::*;
use std::fs;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use crate::base::hash::Hash;
use crate::base::path::OutPath;
use crate::render::output::OutputKind;
use crate::write::error::{WriteError, io};
use crate::write::record::Record;
use crate::write::temporary;

/// The manifest's file name.
pub const NAME: &str = ".trendpress-manifest";

const FORMAT: &str = "trendpress-manifest 1";

/// How many lines are put together at once.
const CHUNK: usize = 2_048;

/// One file with the bytes that we gave it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where it is.
    pub path: OutPath,
    /// The hash of its bytes.
    pub hash: Hash,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub kind: OutputKind,
}

/// The files that are ours. The default is that of a folder without a manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Whether it says what is; else what may be, because a build is under way or was killed.
    pub is_complete: bool,
    /// Sorted, without repetition.
    entries: Vec<Entry>,
}

/// What lies in the manifest's place.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Absent,
    /// A manifest of ours.
    Ours(Manifest),
    /// Something else, and why: words that fit after its name.
    Unreadable(String),
}

impl Manifest {
    /// The complete manifest of these outputs, which are sorted by path.
    pub fn of(records: &[Record]) -> Self {
        debug_assert!(records.is_sorted_by_key(|record| &record.entry.path));
        Self { is_complete: true, entries: records.iter().map(|record| record.entry.clone()).collect() }
    }

    /// What may be on disk while a build turns `old` into `new`.
    pub fn between(old: &Self, new: &Self) -> Self {
        Self::sorted(false, old.entries.iter().chain(&new.entries).cloned().collect())
    }

    fn sorted(is_complete: bool, mut entries: Vec<Entry>) -> Self {
        // Stable: nearly sorted input, as both of the above are, costs one pass.
        entries.sort();
        entries.dedup();
        Self { is_complete, entries }
    }

    /// Reads the folder's manifest.
    ///
    /// # Errors
    /// Where there is one that cannot be read from disk.
    pub fn read(folder: &Path) -> Result<Found, WriteError> {
        let path = folder.join(NAME);
        match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Absent),
            Err(error) => return Err(io("look at", &path)(error)),
            Ok(metadata) if !metadata.is_file() => return Ok(Found::Unreadable("is not a file".to_owned())),
            Ok(_) => {}
        }
        let bytes = fs::read(&path).map_err(io("read", &path))?;
        Ok(match str::from_utf8(&bytes).map_err(|_| "is not text".to_owned()).and_then(Self::parse) {
            Ok(manifest) => Found::Ours(manifest),
            Err(why) => Found::Unreadable(why),
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
        // The hash stops accidents, not forgers: every line is still checked, above all its path.
        let entry = |(at, line)| Self::entry(line).ok_or_else(|| format!("has a bad line {}", at + 2));
        let entries = rest.lines().enumerate().map(entry).collect::<Result<_, _>>()?;
        Ok(Self::sorted(is_complete, entries))
    }

    fn entry(line: &str) -> Option<Entry> {
        let (hash, rest) = line.split_once(' ')?;
        let (size, rest) = rest.split_once(' ')?;
        let (kind, path) = rest.split_once(' ')?;
        let kind = OutputKind::ALL.into_iter().find(|&known| word(known) == kind)?;
        let hash = Hash(u128::from_str_radix(hash, 16).ok()?);
        Some(Entry { path: OutPath::new(path).ok()?, hash, size: size.parse().ok()?, kind })
    }

    /// The manifest as it lies in the folder.
    pub fn text(&self) -> String {
        text(self.is_complete, &self.lines())
    }

    /// The lines of its entries.
    pub fn lines(&self) -> String {
        // Without formatting, and on all cores: a build writes all lines twice, even where one file changed.
        let of_chunk = |entries: &[Entry]| {
            let mut lines = String::with_capacity(entries.len() * 100);
            for Entry { path, hash, size, kind } in entries {
                let digits = hash.digits();
                let hash = str::from_utf8(&digits).unwrap_or_default();
                for part in [hash, " ", &*size.to_string(), " ", word(*kind), " ", path.as_str(), "\n"] {
                    lines.push_str(part);
                }
            }
            lines
        };
        self.entries.par_chunks(CHUNK).map(of_chunk).collect::<Vec<String>>().concat()
    }

    /// Puts the manifest into the folder, whole or not at all.
    pub fn write(&self, folder: &Path) -> Result<(), WriteError> {
        Self::put(folder, &self.text())
    }

    /// Puts the text of a manifest into the folder, whole or not at all.
    pub fn put(folder: &Path, text: &str) -> Result<(), WriteError> {
        let path = folder.join(NAME);
        let temporary = folder.join(temporary::prefix() + "manifest");
        let written = temporary::fill(&temporary, text.as_bytes()).map(drop);
        let written = written.and_then(|()| fs::rename(&temporary, &path));
        written.map_err(|error| {
            // Best effort: what cannot be removed now, the next build sweeps.
            let _ = fs::remove_file(&temporary);
            io("write", &path)(error)
        })
    }

    /// All entries, by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of one path: what we may have written there. Empty where it is not ours.
    pub fn of_path(&self, path: &str) -> &[Entry] {
        &self.entries[self.places(path)]
    }

    /// The place of the only entry of a path.
    pub fn place(&self, path: &str) -> Option<usize> {
        let places = self.places(path);
        (places.len() == 1).then_some(places.start)
    }

    fn places(&self, path: &str) -> Range<usize> {
        let start = self.entries.partition_point(|entry| entry.path.as_str() < path);
        let length = self.entries[start..].iter().take_while(|entry| entry.path.as_str() == path).count();
        start..start + length
    }
}

/// A manifest of these lines as it lies in the folder.
pub fn text(is_complete: bool, lines: &str) -> String {
    let state = if is_complete { "complete" } else { "building" };
    format!("{FORMAT} {state} {}\n{lines}", Hash::of(lines.as_bytes()))
}

fn word(kind: OutputKind) -> &'static str {
    match kind {
        OutputKind::Asset => "asset",
        OutputKind::Page => "page",
        OutputKind::Machine => "machine",
    }
}

/// The note on a manifest that was not believed.
pub fn note(folder: &Path, why: &str) -> String {
    format!("{} {why}: it was replaced, and files of earlier builds were left", folder.join(NAME).display())
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
        Manifest::sorted(true, vec![entry("b c/ü.html", b"two"), entry("a.html", b"one"), entry("a.html", b"other")])
    }

    #[test]
    fn what_is_written_is_read() {
        let manifest = sample();
        assert_eq!(Manifest::parse(&manifest.text()), Ok(manifest.clone()));
        assert_eq!(manifest.of_path("a.html").len(), 2);
        assert_eq!(manifest.of_path("b c/ü.html").len(), 1);
        assert_eq!(manifest.of_path("b").len(), 0);
        let unfinished = Manifest { is_complete: false, ..manifest };
        assert_eq!(Manifest::parse(&unfinished.text()), Ok(unfinished));
    }

    #[test]
    fn what_was_shortened_edited_or_forged_is_not_believed() {
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
