//! Checked files on disk: what the rest of the site may see of each at once, the texts themselves apart, so that the
//! next build fetches only those that it shows again. Texts lie in segments that are never written to again; a build
//! adds one with the texts that are new, and now and then all are put into one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::later::Later;
use crate::base::path::SourcePath;
use crate::cache::{Cache, Input, Opened, Unused};
use crate::check::Checked;
use crate::parse::Prose;
use crate::pipeline::Known;

/// Segments are put into one when there are more.
const SEGMENTS: usize = 12;

/// Begins the names of segments.
const SEGMENT: &str = "texts-";

/// Makes the text of a file anew.
pub type Again = Arc<dyn Fn(&SourcePath) -> Prose + Send + Sync>;

/// Which checked files are stored, and where.
#[derive(Debug, Default)]
pub struct Stored {
    /// The hash of the file that holds most of them; `None`: nothing is stored.
    base: Option<Hash>,
    /// Each file's text and where its prose lies.
    files: FxHashMap<SourcePath, (Hash, Place)>,
    /// Those that were stored since that file was written.
    since: BTreeSet<SourcePath>,
}

/// One checked file.
#[derive(Serialize, Deserialize)]
struct Entry<'a> {
    path: Cow<'a, str>,
    hash: Hash,
    #[serde(borrow)]
    checked: Cow<'a, [u8]>,
    prose: Place,
}

/// Where a text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    segment: Hash,
    start: u64,
    length: u32,
    hash: Hash,
}

/// The file that holds all checked files of one time, and the one with those that changed since.
const BASE: &str = "checked";
const SINCE: &str = "checked-since";

impl Cache {
    /// The checked files of the last build, which had settings of this hash and looked at these files;
    /// `again` makes a text anew where it cannot be fetched.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn known(
        &self,
        settings: Hash,
        inputs: &[Input],
        again: &Again,
    ) -> Result<(Stored, FxHashMap<SourcePath, Known>), Unused> {
        let inputs: FxHashMap<&str, &Input> = inputs.iter().map(|input| (input.path.as_str(), input)).collect();
        let base = self.entries(BASE, settings)?;
        // Where the changes are lost, the files of the base are of older texts, which their hashes tell.
        let since = self.entries(SINCE, base.id).ok();
        let mut stored = Stored { base: Some(base.id), ..Stored::default() };
        let mut known = FxHashMap::default();
        known.reserve(inputs.len());
        for (opened, is_since) in std::iter::once((&base, false)).chain(since.iter().map(|since| (since, true))) {
            let entries: Vec<Entry<'_>> =
                postcard::from_bytes(&opened.bytes[opened.start..]).map_err(|_| Unused::Damaged)?;
            let made: Vec<_> = entries
                .par_iter()
                .filter_map(|entry| Some((entry, *inputs.get(&*entry.path)?)))
                // Older states of a file, which a later entry follows or none does.
                .filter(|(entry, input)| input.text == Some(entry.hash))
                .map(|(entry, input)| Some((&input.path, entry.prose, self.known_file(entry, input, again)?)))
                .collect::<Option<_>>()
                .ok_or(Unused::Damaged)?;
            for (path, place, file) in made {
                stored.files.insert(path.clone(), (file.hash, place));
                known.insert(path.clone(), file);
                if is_since {
                    stored.since.insert(path.clone());
                }
            }
        }
        Ok((stored, known))
    }

    /// A file of entries that was made for `key`, which is not part of what it holds.
    fn entries(&self, name: &str, key: Hash) -> Result<Opened, Unused> {
        let opened = self.open(name)?;
        let start = opened.start + 16;
        if opened.bytes.get(opened.start..start) != Some(&key.0.to_le_bytes()) {
            return Err(Unused::Foreign);
        }
        Ok(Opened { start, ..opened })
    }

    fn known_file(&self, entry: &Entry<'_>, input: &Input, again: &Again) -> Option<Known> {
        let mut checked: Checked = postcard::from_bytes(&entry.checked).ok()?;
        let segment = self.folder.join(segment_name(entry.prose.segment));
        let (place, path, again) = (entry.prose, input.path.clone(), Arc::clone(again));
        checked.body.set_prose(Later::fetched(move || fetch(&segment, place).unwrap_or_else(|| again(&path))));
        Some(Known { seen: input.seen, hash: entry.hash, checked: Arc::new(checked), stands_in: false })
    }

    /// Stores files that were checked with settings of this hash. `stored` are those of the last build: what did not
    /// change is not written again, unless much did.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_known(
        &self,
        settings: Hash,
        mut stored: Stored,
        known: &FxHashMap<SourcePath, Known>,
    ) -> io::Result<()> {
        let is_stored =
            |path: &SourcePath, known: &Known| stored.files.get(path).is_some_and(|(hash, _)| *hash == known.hash);
        let new: Vec<&SourcePath> =
            known.iter().filter(|(path, known)| !is_stored(path, known)).map(|(path, _)| path).collect();
        if new.is_empty() && stored.base.is_some() {
            return Ok(());
        }
        stored.since.extend(new.iter().map(|path| (*path).clone()));
        stored.since.retain(|path| known.contains_key(path));
        let segments: BTreeSet<Hash> = stored.files.values().map(|(_, place)| place.segment).collect();
        let base = stored.base.filter(|_| stored.since.len() <= known.len() / 8 && segments.len() <= SEGMENTS);
        let (mut written, mut unwritten): (Vec<_>, Vec<_>) = match base {
            Some(_) => (stored.since.iter().collect(), new),
            None => (known.keys().collect(), known.keys().collect()),
        };
        unwritten.sort_unstable();
        stored.files.extend(self.add_segment(&unwritten, known)?);
        written.sort_unstable();
        let entries: Vec<Entry<'_>> = written
            .par_iter()
            .filter_map(|path| Some((*path, known.get(*path)?, stored.files.get(*path)?.1)))
            .map(|(path, known, prose)| {
                let checked = postcard::to_stdvec(&*known.checked).map_err(io::Error::other)?;
                Ok(Entry { path: path.as_str().into(), hash: known.hash, checked: checked.into(), prose })
            })
            .collect::<io::Result<_>>()?;
        match base {
            Some(base) => self.write_for(SINCE, base, &entries)?,
            None => self.write_for(BASE, settings, &entries)?,
        }
        let used = known.keys().filter_map(|path| stored.files.get(path));
        let used: BTreeSet<String> = used.map(|(_, place)| segment_name(place.segment)).collect();
        self.remove_segments(&used)
    }

    /// Writes the texts of files into a segment of their own.
    fn add_segment(
        &self,
        paths: &[&SourcePath],
        known: &FxHashMap<SourcePath, Known>,
    ) -> io::Result<Vec<(SourcePath, (Hash, Place))>> {
        if paths.is_empty() {
            return Ok(Vec::new());
        }
        let files: Vec<(&SourcePath, &Known)> =
            paths.iter().filter_map(|path| Some((*path, known.get(*path)?))).collect();
        let texts: Vec<Vec<u8>> = files
            .par_iter()
            .map(|(path, known)| postcard::to_stdvec(known.checked.body.prose(path)).map_err(io::Error::other))
            .collect::<io::Result<_>>()?;
        let bytes = texts.concat();
        let segment = Hash::of(&bytes);
        self.put(&segment_name(segment), &bytes)?;
        let mut start = 0;
        let mut places = Vec::with_capacity(files.len());
        for ((path, known), text) in files.into_iter().zip(&texts) {
            let length = u32::try_from(text.len()).map_err(io::Error::other)?;
            let place = Place { segment, start, length, hash: Hash::of(text) };
            places.push((path.clone(), (known.hash, place)));
            start += u64::from(length);
        }
        Ok(places)
    }

    fn remove_segments(&self, used: &BTreeSet<String>) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let is_stale = name.to_str().is_some_and(|name| name.starts_with(SEGMENT) && !used.contains(name));
            if is_stale {
                fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }
}

fn segment_name(segment: Hash) -> String {
    format!("{SEGMENT}{segment}")
}

/// A text from its segment; `None` where it is not there as it was put there.
fn fetch(segment: &Path, place: Place) -> Option<Prose> {
    let mut file = File::open(segment).ok()?;
    file.seek(SeekFrom::Start(place.start)).ok()?;
    let mut bytes = vec![0; place.length as usize];
    file.read_exact(&mut bytes).ok()?;
    (Hash::of(&bytes) == place.hash).then(|| postcard::from_bytes(&bytes).ok())?
}
