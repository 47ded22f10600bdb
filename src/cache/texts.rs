//! Checked files on disk: what the rest of the site may see of each at once, the texts themselves apart, so that the
//! next build fetches only those that it shows again. Texts lie in segments that are never written to again; a build
//! adds one with the texts that are new, and now and then all are put into one.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::later::Later;
use crate::base::path::SourcePath;
use crate::cache::{Cache, Unused};
use crate::check::Checked;
use crate::load::Seen;
use crate::parse::Prose;
use crate::pipeline::Known;

/// Segments are put into one when there are more.
const SEGMENTS: usize = 12;

/// Begins the names of segments.
const SEGMENT: &str = "texts-";

/// Makes the text of a file anew.
pub type Again = Arc<dyn Fn(&SourcePath) -> Prose + Send + Sync>;

/// Checked files as they are stored.
#[derive(Debug, Default)]
pub struct Stored {
    files: FxHashMap<SourcePath, Entry>,
}

/// One checked file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entry {
    path: SourcePath,
    seen: Seen,
    hash: Hash,
    checked: Vec<u8>,
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

impl Cache {
    /// The checked files of the last build, if it had settings of this hash. `again` makes a text anew where it cannot
    /// be fetched.
    ///
    /// # Errors
    /// Why they are not known.
    pub fn known(&self, settings: Hash, again: &Again) -> Result<(Stored, FxHashMap<SourcePath, Known>), Unused> {
        let (made_for, entries): (Hash, Vec<Entry>) = self.read("checked")?;
        if made_for != settings {
            return Err(Unused::Foreign);
        }
        let known: Option<Vec<(SourcePath, Known)>> =
            entries.par_iter().map(|entry| Some((entry.path.clone(), self.known_file(entry, again)?))).collect();
        let known = known.ok_or(Unused::Damaged)?.into_iter().collect();
        let files = entries.into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        Ok((Stored { files }, known))
    }

    fn known_file(&self, entry: &Entry, again: &Again) -> Option<Known> {
        let mut checked: Checked = postcard::from_bytes(&entry.checked).ok()?;
        let segment = self.folder.join(segment_name(entry.prose.segment));
        let (place, path, again) = (entry.prose, entry.path.clone(), Arc::clone(again));
        checked.body.set_prose(Later::fetched(move || fetch(&segment, place).unwrap_or_else(|| again(&path))));
        Some(Known { seen: entry.seen, hash: entry.hash, checked: Arc::new(checked), stands_in: false })
    }

    /// Stores files that were checked with settings of this hash. `stored` are those of the last build: what did not change is not written again.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_known(&self, settings: Hash, stored: &Stored, known: &FxHashMap<SourcePath, Known>) -> io::Result<()> {
        let is_stored =
            |path: &SourcePath, known: &Known| stored.files.get(path).is_some_and(|entry| entry.hash == known.hash);
        let segments: BTreeSet<Hash> = stored.files.values().map(|entry| entry.prose.segment).collect();
        let is_scattered = segments.len() > SEGMENTS;
        let mut sorted: Vec<(&SourcePath, &Known)> = known.iter().collect();
        sorted.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let is_new = |(path, known): &(&SourcePath, &Known)| is_scattered || !is_stored(path, known);
        let new: Vec<(&SourcePath, &Known)> = sorted.iter().copied().filter(is_new).collect();
        let mut places = self.add_segment(&new)?;
        let entries: Vec<Entry> = sorted
            .par_iter()
            .map(|&(path, known)| match (places.get(path), stored.files.get(path)) {
                (None, Some(entry)) => Ok(Entry { seen: known.seen, ..entry.clone() }),
                (place, _) => {
                    let prose = place.copied().ok_or_else(|| io::Error::other("a text without a place"))?;
                    let checked = postcard::to_stdvec(&*known.checked).map_err(io::Error::other)?;
                    Ok(Entry { path: path.clone(), seen: known.seen, hash: known.hash, checked, prose })
                }
            })
            .collect::<io::Result<_>>()?;
        places.clear();
        self.write("checked", &(settings, &entries))?;
        let used: BTreeSet<String> = entries.iter().map(|entry| segment_name(entry.prose.segment)).collect();
        self.remove_segments(&used)
    }

    fn add_segment(&self, new: &[(&SourcePath, &Known)]) -> io::Result<BTreeMap<SourcePath, Place>> {
        if new.is_empty() {
            return Ok(BTreeMap::new());
        }
        let texts: Vec<Vec<u8>> = new
            .par_iter()
            .map(|(path, known)| postcard::to_stdvec(known.checked.body.prose(path)).map_err(io::Error::other))
            .collect::<io::Result<_>>()?;
        let bytes = texts.concat();
        let segment = Hash::of(&bytes);
        self.put(&segment_name(segment), &bytes)?;
        let mut start = 0;
        let mut places = BTreeMap::new();
        for ((path, _), text) in new.iter().zip(&texts) {
            let length = u32::try_from(text.len()).map_err(io::Error::other)?;
            places.insert((*path).clone(), Place { segment, start, length, hash: Hash::of(text) });
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
