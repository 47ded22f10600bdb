//! A store of bytes for the next build, in `.trendpress/` beside the settings: files by name, and [`Segments`] of many small
//! records. Safe to delete at any time.
//!
//! The cache is believed only whole: everything in it carries the hash of its bytes, and what is cut short, of another
//! program or of a build with other options counts as absent. The only reader and writer of that folder; does not know what
//! the bytes mean.

mod segments;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::base::Hash;

pub use segments::{RecordPlace, Records, Segments};

/// The folder's name.
pub const FOLDER: &str = ".trendpress";

/// The version of the files' format.
const FORMAT: &str = "trendpress-cache 10";

/// The length, in bytes, of what stands before the content of a file: the key and the hash of the content.
const HEADER: usize = 32;

/// The cache of one site.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    key: Hash,
}

/// Why a file of the cache cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// There is none.
    Absent,
    /// It is of another program, or of a build with other options.
    Foreign,
    /// It is damaged.
    Damaged,
}

impl Cache {
    /// Opens the cache of the site in `root`. `options` is a hash of all that may change an output and is no file of the site;
    /// what a build with other options left is foreign.
    pub fn new(root: &Path, options: Hash) -> Self {
        let key = format!("{FORMAT} {} {options}", env!("CARGO_PKG_VERSION"));
        Self { folder: root.join(FOLDER), key: Hash::of(key.as_bytes()) }
    }

    /// Returns true if there is a file of this name, whole or not.
    pub fn has(&self, name: &str) -> bool {
        self.folder.join(name).exists()
    }

    /// Returns the content of a file and its hash.
    ///
    /// # Errors
    /// Why the file cannot be used.
    pub fn read(&self, name: &str) -> Result<(Hash, Vec<u8>), Unusable> {
        if self.is_link() {
            return Err(Unusable::Foreign);
        }
        let mut file = open(&self.folder.join(name)).map_err(|_| Unusable::Absent)?;
        let (mut header, mut content) = ([0; HEADER], Vec::new());
        file.read_exact(&mut header).map_err(|_| Unusable::Damaged)?;
        let (key, hash) = header.split_at(HEADER / 2);
        if key != self.key.0.to_le_bytes() {
            return Err(Unusable::Foreign);
        }
        file.read_to_end(&mut content).map_err(|_| Unusable::Damaged)?;
        let content_hash = Hash::of(&content);
        if hash != content_hash.0.to_le_bytes() {
            return Err(Unusable::Damaged);
        }
        Ok((content_hash, content))
    }

    /// Writes a file, whole or not at all, and returns the hash of its content.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self, name: &str, content: &[u8]) -> io::Result<Hash> {
        let hash = Hash::of(content);
        self.write_as(name, |file| {
            file.write_all(&[self.key, hash].map(|hash| hash.0.to_le_bytes()).concat())?;
            file.write_all(content)?;
            Ok((name.to_owned(), hash))
        })
    }

    /// Writes a file under a temporary name that begins with `start`. `fill` writes the content and returns the file's name, with
    /// anything else that it made.
    fn write_as<T>(&self, start: &str, fill: impl FnOnce(&mut File) -> io::Result<(String, T)>) -> io::Result<T> {
        if self.is_link() {
            return Err(io::Error::other(format!("{FOLDER} is a link, which could lead anywhere")));
        }
        fs::create_dir_all(&self.folder)?;
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        let temporary = self.folder.join(format!("{start}.{}.tmp", std::process::id()));
        let result = File::create(&temporary)
            .and_then(|mut file| fill(&mut file))
            .and_then(|(name, value)| fs::rename(&temporary, self.folder.join(name)).map(|()| value));
        if result.is_err() {
            // Best effort: what is left is removed when the cache is.
            let _ = fs::remove_file(&temporary);
        }
        result
    }

    /// Returns true if the folder is a link. A site may come from strangers, and a link in it may lead out of the site.
    fn is_link(&self) -> bool {
        fs::symlink_metadata(&self.folder).is_ok_and(|metadata| metadata.is_symlink())
    }
}

/// Opens a file of the cache. A link may lead anywhere, and a pipe may never begin: neither is opened.
fn open(path: &Path) -> io::Result<File> {
    match fs::symlink_metadata(path)? {
        metadata if metadata.is_file() => File::open(path),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_whole_or_not_at_all() {
        let site = tempfile::tempdir().unwrap();
        let cache = Cache::new(site.path(), Hash::of(b"options"));
        assert_eq!(cache.read("state"), Err(Unusable::Absent));
        let hash = cache.write("state", b"content").unwrap();
        assert_eq!(cache.read("state"), Ok((hash, b"content".to_vec())));
        assert_eq!(Cache::new(site.path(), Hash::of(b"others")).read("state"), Err(Unusable::Foreign));
        let file = site.path().join(FOLDER).join("state");
        let bytes = fs::read(&file).unwrap();
        for length in 0..bytes.len() {
            fs::write(&file, &bytes[..length]).unwrap();
            assert_eq!(cache.read("state"), Err(Unusable::Damaged), "{length}");
        }
    }
}
