//! What a build leaves on disk for the next one, in `.trendpress/` beside the settings: what it was made of, what it
//! made, what was found, and every checked file. Safe to delete at any time. What is damaged, of another program or
//! about another site is not used, and never half: each file carries the hash of its bytes. The only reader and writer
//! of that folder; knows no stage.

mod texts;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::base::path::{OutPath, SourcePath};
use crate::base::stamp::Stamp;
use crate::load::{Listed, Look, Seen};
use crate::pipeline::Past;

pub use texts::{Again, Stored};

/// The folder's name.
pub const FOLDER: &str = ".trendpress";

/// The version of the files' format.
const FORMAT: &str = "trendpress-cache 2";

/// The cache of one site.
pub struct Cache {
    folder: PathBuf,
    key: Hash,
}

/// What a finished build was and made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// The day that it was built for.
    pub today: Date,
    /// The first day on which something else is published; `None`: no day changes anything.
    pub until: Option<Date>,
    /// Every file that was looked at, by path: settings, content, skins.
    pub inputs: Vec<Input>,
    /// What those held.
    pub past: Past,
    /// What was found, as it is shown.
    pub findings: Vec<Finding>,
    /// Every file that was made, by path.
    pub outputs: Vec<Kept>,
    /// How many of them are pages.
    pub pages: usize,
    /// The output folder.
    pub folder: PathBuf,
    /// What the system says of the output folder's list of files.
    pub manifest: Option<Stamp>,
    /// How many files of the content were held back.
    pub held_back: usize,
}

/// A file that a build looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Where it is in the site.
    pub path: SourcePath,
    /// What the system said of it when it was read.
    pub seen: Seen,
    /// The hash of its text, where it is Markdown.
    pub text: Option<Hash>,
}

/// A file that a build made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it is below the output folder.
    pub path: OutPath,
    /// What the system says of it as long as nobody touches it.
    pub stamp: Stamp,
    /// The files of the site whose own texts it shows, by their numbers among the inputs.
    pub reads: Vec<u32>,
}

/// A file of the cache: its bytes, where what it holds begins, and the hash of that.
struct Opened {
    id: Hash,
    start: usize,
    bytes: Vec<u8>,
}

/// Why a cache was not used, in words that fit after "the cache".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unused {
    /// There is none.
    Absent,
    /// It is of another program, or of a build with other options.
    Foreign,
    /// It is damaged.
    Damaged,
}

impl Cache {
    /// The cache of the site in `root`, for the builds of one program that `options` tells from others: whatever may
    /// change an output and is no file of the site.
    pub fn new(root: &Path, options: Hash) -> Self {
        let key = format!("{FORMAT} {} {options}", env!("CARGO_PKG_VERSION"));
        Self { folder: root.join(FOLDER), key: Hash::of(key.as_bytes()) }
    }

    /// What the last build was and made.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn state(&self) -> Result<State, Unused> {
        self.read("state")
    }

    /// Stores what a build was and made, whole or not at all.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_state(&self, state: &State) -> io::Result<()> {
        self.write("state", state)
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Unused> {
        let opened = self.open(name)?;
        postcard::from_bytes(&opened.bytes[opened.start..]).map_err(|_| Unused::Damaged)
    }

    /// A file of the cache that is whole: key, hash, and what that is the hash of.
    fn open(&self, name: &str) -> Result<Opened, Unused> {
        if self.is_link() {
            return Err(Unused::Foreign);
        }
        let bytes = fs::read(self.folder.join(name)).map_err(|_| Unused::Absent)?;
        let (key, rest) = bytes.split_at_checked(16).ok_or(Unused::Damaged)?;
        if key != self.key.0.to_le_bytes() {
            return Err(Unused::Foreign);
        }
        let (hash, body) = rest.split_at_checked(16).ok_or(Unused::Damaged)?;
        let id = Hash::of(body);
        if hash == id.0.to_le_bytes() { Ok(Opened { id, start: 32, bytes }) } else { Err(Unused::Damaged) }
    }

    /// Whether the folder is a link. A site may come from strangers, and a link in it may lead out of the site.
    fn is_link(&self) -> bool {
        fs::symlink_metadata(&self.folder).is_ok_and(|metadata| metadata.is_symlink())
    }

    fn write<T: Serialize>(&self, name: &str, value: &T) -> io::Result<()> {
        self.write_behind(name, &[], value)
    }

    /// Writes something that is only good for what `key` stands for.
    fn write_for<T: Serialize>(&self, name: &str, key: Hash, value: &T) -> io::Result<()> {
        self.write_behind(name, &key.0.to_le_bytes(), value)
    }

    /// Puts a file into the cache by a temporary name.
    fn write_behind<T: Serialize>(&self, name: &str, before: &[u8], value: &T) -> io::Result<()> {
        let head = [&self.key.0.to_le_bytes(), &[0; 16][..], before].concat();
        let mut bytes = postcard::to_extend(value, head).map_err(io::Error::other)?;
        let hash = Hash::of(&bytes[32..]).0.to_le_bytes();
        bytes[16..32].copy_from_slice(&hash);
        self.put(name, &bytes)
    }

    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.put_as(name, |file| file.write_all(bytes).map(|()| (name.to_owned(), ())))
    }

    /// Puts a file into the cache whose name `fill` gives when it has written it, with what it made on the way. The
    /// temporary name begins with `start`.
    fn put_as<T>(&self, start: &str, fill: impl FnOnce(&mut File) -> io::Result<(String, T)>) -> io::Result<T> {
        if self.is_link() {
            return Err(io::Error::other(format!("{FOLDER} is a link, which could lead anywhere")));
        }
        fs::create_dir_all(&self.folder)?;
        let ignore = self.folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n")?;
        }
        let temporary = self.folder.join(format!("{start}.{}.tmp", std::process::id()));
        let put = File::create(&temporary)
            .and_then(|mut file| fill(&mut file))
            .and_then(|(name, made)| fs::rename(&temporary, self.folder.join(name)).map(|()| made));
        if put.is_err() {
            // Best effort: what is left is removed when the cache is.
            let _ = fs::remove_file(&temporary);
        }
        put
    }
}

impl State {
    /// Whether a look at the site finds just the files that this build was made of, none of them touched since.
    pub fn is_made_of(&self, look: &Look) -> bool {
        let listed = listed(look);
        look.findings.is_empty()
            && listed.len() == self.inputs.len()
            && listed.iter().zip(&self.inputs).all(|(now, was)| now.path == was.path && was.seen.is_sure(&now.seen))
    }

    /// Whether a build for this day publishes the same.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.today <= day && self.until.is_none_or(|until| day < until)
    }

    /// The files of the site whose own texts a file shows.
    pub fn reads(&self, kept: &Kept) -> impl Iterator<Item = &SourcePath> {
        kept.reads.iter().filter_map(|&number| self.inputs.get(number as usize)).map(|input| &input.path)
    }

    /// A file that the build made.
    pub fn output(&self, path: &OutPath) -> Option<&Kept> {
        let place = self.outputs.binary_search_by(|kept| kept.path.cmp(path)).ok()?;
        Some(&self.outputs[place])
    }
}

/// All files of a look, in the order of [`State::inputs`].
pub fn listed(look: &Look) -> Vec<&Listed> {
    look.settings.iter().chain(&look.content).chain(&look.skins).collect()
}
