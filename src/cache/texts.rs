//! Checked files on disk: what the rest of the site may see of each at once, the texts themselves apart, so that the
//! next build fetches only those that it shows again. Texts lie in segments that are never written to again; a build
//! adds one with the texts that are new, and now and then all are put into one.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
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

/// How many texts are turned into bytes at once.
const BATCH: usize = 1_024;

/// Begins the names of segments.
const SEGMENT: &str = "texts-";

/// Makes the text of a file anew.
pub type Again = Arc<dyn Fn(&SourcePath) -> Prose + Send + Sync>;

/// Which checked files are stored, and where.
#[derive(Debug, Default)]
pub struct Stored {
    /// The hash of the file that holds most of them; `None`: nothing is stored.
    base: Option<Hash>,
    /// Each file's text and where its prose lies, sorted by path.
    files: Vec<(SourcePath, Hash, Place)>,
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
    pub fn known(&self, settings: Hash, inputs: &[Input], again: &Again) -> Result<(Stored, Vec<Known>), Unused> {
        let base = self.entries(BASE, settings)?;
        // Where the changes are lost, the files of the base are of older texts, which their hashes tell.
        let since = self.entries(SINCE, base.id).ok();
        let mut found = self.decoded(&base, inputs, again)?;
        let mut stored = Stored { base: Some(base.id), ..Stored::default() };
        if let Some(since) = &since {
            let later = self.decoded(since, inputs, again)?;
            stored.since = later.iter().map(|(known, _)| known.path.clone()).collect();
            found.retain(|(known, _)| !stored.since.contains(&known.path));
            found.extend(later);
            found.sort_by(|(one, _), (other, _)| one.path.cmp(&other.path));
        }
        stored.files = found.iter().map(|(known, place)| (known.path.clone(), known.hash, *place)).collect();
        Ok((stored, found.into_iter().map(|(known, _)| known).collect()))
    }

    /// The checked files among the entries whose texts are those of the last build. Entries and inputs are sorted.
    fn decoded(&self, opened: &Opened, inputs: &[Input], again: &Again) -> Result<Vec<(Known, Place)>, Unused> {
        let entries: Vec<Entry<'_>> =
            postcard::from_bytes(&opened.bytes[opened.start..]).map_err(|_| Unused::Damaged)?;
        let mut texts = inputs.iter().filter(|input| input.text.is_some()).peekable();
        let of_entry = |entry| {
            let Entry { path, hash, .. } = &entry;
            while texts.next_if(|input| input.path.as_str() < &**path).is_some() {}
            let input = texts.next_if(|input| input.path.as_str() == &**path)?;
            // Older states of a file, which a later entry follows or none does.
            (input.text == Some(*hash)).then_some((entry, input))
        };
        let pairs: Vec<(Entry<'_>, &Input)> = entries.into_iter().filter_map(of_entry).collect();
        let segments: BTreeSet<Hash> = pairs.iter().map(|(entry, _)| entry.prose.segment).collect();
        let segments: BTreeMap<Hash, Arc<Path>> =
            segments.into_iter().map(|segment| (segment, self.folder.join(segment_name(segment)).into())).collect();
        let decoded = |(entry, input): &(Entry<'_>, &Input)| {
            let known = known_file(entry, input, segments.get(&entry.prose.segment)?, again)?;
            Some((known, entry.prose))
        };
        pairs.par_iter().map(decoded).collect::<Option<_>>().ok_or(Unused::Damaged)
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

    /// Stores files that were checked with settings of this hash. `stored` are those of the last build: what did not
    /// change is not written again, unless much did.
    ///
    /// # Errors
    /// The disk's.
    pub fn set_known(&self, settings: Hash, stored: &Stored, known: &[Known]) -> io::Result<()> {
        let mut places = stored.places(known);
        let new: Vec<usize> = (0..known.len()).filter(|&number| places[number].is_none()).collect();
        if new.is_empty() && stored.base.is_some() {
            return Ok(());
        }
        let is_since =
            |number: &usize| new.binary_search(number).is_ok() || stored.since.contains(&known[*number].path);
        let since: Vec<usize> = (0..known.len()).filter(is_since).collect();
        let segments: BTreeSet<Hash> = stored.files.iter().map(|(.., place)| place.segment).collect();
        let base = stored.base.filter(|_| since.len() <= known.len() / 8 && segments.len() <= SEGMENTS);
        let (written, unwritten): (Vec<usize>, Vec<usize>) = match base {
            Some(_) => (since, new),
            None => ((0..known.len()).collect(), (0..known.len()).collect()),
        };
        for (&number, place) in unwritten.iter().zip(self.add_segment(&unwritten, known)?) {
            places[number] = Some(place);
        }
        let entries: Vec<Entry<'_>> = written
            .par_iter()
            .filter_map(|&number| Some((&known[number], places[number]?)))
            .map(|(known, prose)| {
                let checked = postcard::to_stdvec(&*known.checked).map_err(io::Error::other)?;
                Ok(Entry { path: known.path.as_str().into(), hash: known.hash, checked: checked.into(), prose })
            })
            .collect::<io::Result<_>>()?;
        match base {
            Some(base) => self.write_for(SINCE, base, &entries)?,
            None => self.write_for(BASE, settings, &entries)?,
        }
        let used: BTreeSet<Hash> = places.iter().flatten().map(|place| place.segment).collect();
        self.remove_segments(&used.into_iter().map(segment_name).collect())
    }

    /// Writes the texts of these files into a segment of their own. Gives where each lies.
    fn add_segment(&self, numbers: &[usize], known: &[Known]) -> io::Result<Vec<Place>> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let text = |&number: &usize| {
            let Known { path, checked, .. } = &known[number];
            let prose = checked.body.prose(path);
            let room = Vec::with_capacity(prose.html.len() + 8 * prose.holes.len() + 16);
            let text = postcard::to_extend(prose, room).map_err(io::Error::other)?;
            let length = u32::try_from(text.len()).map_err(io::Error::other)?;
            Ok((Hash::of(&text), length, text))
        };
        // Begun with what segments begin with: what a killed build leaves of one goes when stale ones do.
        let (segment, found) = self.put_as(SEGMENT, |file| {
            let (mut start, mut found) = (0, Vec::with_capacity(numbers.len()));
            let mut hashes = Vec::with_capacity(numbers.len() * 16);
            // Batch by batch: all texts twice would be more than anything else that a build needs at once.
            for batch in numbers.chunks(BATCH) {
                for (hash, length, text) in batch.par_iter().map(text).collect::<io::Result<Vec<_>>>()? {
                    file.write_all(&text)?;
                    found.push((start, length, hash));
                    start += u64::from(length);
                    hashes.extend(hash.0.to_le_bytes());
                }
            }
            let segment = Hash::of(&hashes);
            Ok((segment_name(segment), (segment, found)))
        })?;
        Ok(found.into_iter().map(|(start, length, hash)| Place { segment, start, length, hash }).collect())
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

/// A checked file, its text to be fetched from a segment.
fn known_file(entry: &Entry<'_>, input: &Input, segment: &Arc<Path>, again: &Again) -> Option<Known> {
    let mut checked: Checked = postcard::from_bytes(&entry.checked).ok()?;
    let (segment, again, place, path) = (Arc::clone(segment), Arc::clone(again), entry.prose, input.path.clone());
    checked.body.set_prose(Later::fetched(move || fetch(&segment, place).unwrap_or_else(|| again(&path))));
    let path = input.path.clone();
    checked.path = path.clone();
    Some(Known { path, seen: input.seen, hash: entry.hash, checked: Arc::new(checked), stands_in: false })
}

impl Stored {
    /// Where the text of each file lies, where just that text is stored. Both lists are sorted.
    fn places(&self, known: &[Known]) -> Vec<Option<Place>> {
        let mut files = self.files.iter().peekable();
        let place = |known: &Known| {
            while files.next_if(|(path, ..)| *path < known.path).is_some() {}
            let (_, hash, place) = files.next_if(|(path, ..)| *path == known.path)?;
            (*hash == known.hash).then_some(*place)
        };
        known.iter().map(place).collect()
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
