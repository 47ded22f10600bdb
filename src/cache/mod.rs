//! What a build leaves on disk for the next one, in `.trendpress/` beside the settings: what it was made of, what it
//! made, what was found, the linked site and every checked file. Safe to delete at any time. What is damaged, of another program or
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
use crate::load::{FileState, ListedFile, Listing};
use crate::pipeline::{LinkedSite, Past};

pub use texts::{Again, Stored, Text};

/// The folder's name.
pub const FOLDER: &str = ".trendpress";

/// The version of the files' format.
const FORMAT: &str = "trendpress-cache 8";

/// The cache of one site.
#[derive(Clone, Debug)]
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
    /// The segments that what was made of Markdown files is stored in; texts have their numbers.
    pub segments: Vec<Hash>,
    /// The stored site; `None` where it could not be stored.
    pub site: Option<Hash>,
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
    pub seen: FileState,
    /// Where what was made of it is stored, where it is Markdown.
    pub text: Option<Text>,
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

    /// Whether there is none yet.
    pub fn is_absent(&self) -> bool {
        !self.folder.join("state").exists()
    }

    /// What the last build was and made.
    ///
    /// # Errors
    /// Why that is not known.
    pub fn state(&self) -> Result<State, Unused> {
        self.read("state")
    }

    /// Stores what a build was and made, whole or not at all. What is stored of checked files and this state does not
    /// name goes.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_state(&self, state: &State) -> io::Result<()> {
        self.write("state", state)?;
        self.remove_segments(&state.segments)
    }

    /// The site of the last build, if it is the one of this name.
    pub fn site(&self, name: Hash) -> Option<LinkedSite> {
        let (id, site) = self.read_named("site").ok()?;
        (id == name).then_some(site)
    }

    /// Stores a site, in the place of the one before, and gives its name.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_site(&self, site: &LinkedSite) -> io::Result<Hash> {
        self.write("site", site)
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Result<T, Unused> {
        self.read_named(name).map(|(_, value)| value)
    }

    /// What a file of the cache holds, and the hash of it. The file has key, hash, and what that is the hash of.
    fn read_named<T: DeserializeOwned>(&self, name: &str) -> Result<(Hash, T), Unused> {
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
        if hash != id.0.to_le_bytes() {
            return Err(Unused::Damaged);
        }
        postcard::from_bytes(body).map(|value| (id, value)).map_err(|_| Unused::Damaged)
    }

    /// Whether the folder is a link. A site may come from strangers, and a link in it may lead out of the site.
    fn is_link(&self) -> bool {
        fs::symlink_metadata(&self.folder).is_ok_and(|metadata| metadata.is_symlink())
    }

    /// Puts a file into the cache by a temporary name. Gives the hash of what it holds.
    fn write<T: Serialize>(&self, name: &str, value: &T) -> io::Result<Hash> {
        let head = [&self.key.0.to_le_bytes(), &[0; 16][..]].concat();
        let mut bytes = postcard::to_extend(value, head).map_err(io::Error::other)?;
        let hash = Hash::of(&bytes[32..]);
        bytes[16..32].copy_from_slice(&hash.0.to_le_bytes());
        self.put_as(name, |file| file.write_all(&bytes).map(|()| (name.to_owned(), hash)))
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
    pub fn is_made_of(&self, look: &Listing) -> bool {
        let listed = listed(look);
        look.findings.is_empty()
            && listed.len() == self.inputs.len()
            && listed
                .iter()
                .zip(&self.inputs)
                .all(|(now, was)| now.path == was.path && was.seen.is_certainly_same(&now.state))
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
pub fn listed(look: &Listing) -> Vec<&ListedFile> {
    look.settings.iter().chain(&look.content).chain(&look.skins).collect()
}
