//! Records in segments. A record is a head and a body, which are fetched apart. A segment is two files, of heads and of bodies,
//! that are never written to again: a build adds one with its new records, and now and then all are put into one. Bodies,
//! by far the most of it, go to the disk as they lie in memory.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::base::Hash;
use crate::cache::{Cache, open};

/// All segments are put into one when there are more.
const MAX_SEGMENTS: usize = 64;

/// The number of records that are turned into bytes at once: they are still near when they are written.
const BATCH: usize = 512;

/// The number of them that one thread turns into bytes.
const CHUNK: usize = 32;

/// The bytes of bodies that are written in one piece.
const BUFFER: usize = 1 << 20;

/// Reads a whole segment once this many of its heads were fetched singly: the caller goes through the site.
const MAX_SINGLE_HEADS: usize = 512;

/// The beginnings of the names of a segment's two files.
const HEADS: &str = "heads-";
const BODIES: &str = "bodies-";

/// The beginnings of the names of segments' files, those of older versions of the program too.
const SEGMENT_FILES: [&str; 4] = [HEADS, BODIES, "html-", "prose-"];

/// The place of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPlace {
    /// The number of its segment.
    segment: u32,
    head: Place,
    body: Place,
}

/// A place in a segment's file, and the hash of the bytes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    start: u64,
    length: u32,
    hash: Hash,
}

/// Stored records.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// The names of their segments.
    pub segments: Vec<Hash>,
    /// The place of each record.
    pub places: Vec<RecordPlace>,
}

/// Segments of which records are read.
#[derive(Clone)]
pub struct Segments(Arc<[Segment]>);

struct Segment {
    heads: PathBuf,
    bodies: PathBuf,
    /// The number of heads that were asked for.
    asked: AtomicUsize,
    all_heads: OnceLock<Option<Vec<u8>>>,
}

impl Segments {
    /// Returns the head of a record; `None` where it is not as it was stored.
    pub fn head(&self, record: &RecordPlace) -> Option<Cow<'_, [u8]>> {
        self.0.get(record.segment as usize)?.head(record.head)
    }

    /// Returns the body of a record; `None` where it is not as it was stored.
    pub fn body(&self, record: &RecordPlace) -> Option<Vec<u8>> {
        fetch(&self.0.get(record.segment as usize)?.bodies, record.body)
    }
}

impl Segment {
    fn head(&self, place: Place) -> Option<Cow<'_, [u8]>> {
        let all = if self.asked.fetch_add(1, Ordering::Relaxed) < MAX_SINGLE_HEADS {
            self.all_heads.get()
        } else {
            Some(self.all_heads.get_or_init(|| read(&self.heads).ok()))
        };
        let Some(Some(all)) = all else { return fetch(&self.heads, place).map(Cow::Owned) };
        let start = usize::try_from(place.start).ok()?;
        let head = all.get(start..start.checked_add(place.length as usize)?)?;
        (Hash::of(head) == place.hash).then_some(Cow::Borrowed(head))
    }
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(file)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the bytes at a place of a file; `None` where they are not as they were stored.
fn fetch(file: &Path, place: Place) -> Option<Vec<u8>> {
    let mut file = open(file).ok()?;
    file.seek(SeekFrom::Start(place.start)).ok()?;
    let mut bytes = vec![0; place.length as usize];
    file.read_exact(&mut bytes).ok()?;
    (Hash::of(&bytes) == place.hash).then_some(bytes)
}

impl Cache {
    /// Opens segments by their names. Nothing is read until a record is.
    pub fn segments(&self, names: &[Hash]) -> Segments {
        let segment = |name: &Hash| Segment {
            heads: self.folder.join(segment_file(HEADS, *name)),
            bodies: self.folder.join(segment_file(BODIES, *name)),
            asked: AtomicUsize::new(0),
            all_heads: OnceLock::new(),
        };
        Segments(names.iter().map(segment).collect())
    }

    /// Stores records. `places` has one place for each: where it is stored already in one of `segments`, or `None`. Those that
    /// are new go into a segment of their own; all go into one where there are many segments. `encode` appends the head of the
    /// record of a number to a buffer, and returns its body.
    ///
    /// # Errors
    /// The disk's, or those of `encode`.
    pub fn store<'r>(
        &self,
        mut segments: Vec<Hash>,
        mut places: Vec<Option<RecordPlace>>,
        encode: impl Fn(usize, &mut Vec<u8>) -> io::Result<&'r [u8]> + Sync,
    ) -> io::Result<Records> {
        if segments.len() >= MAX_SEGMENTS {
            places.fill(None);
        }
        drop_unused(&mut segments, &mut places);
        let new: Vec<usize> = (0..places.len()).filter(|&number| places[number].is_none()).collect();
        if !new.is_empty() {
            let number = u32::try_from(segments.len()).map_err(io::Error::other)?;
            let (segment, added) = self.add_segment(number, &new, &encode)?;
            segments.push(segment);
            for (&number, place) in new.iter().zip(added) {
                places[number] = Some(place);
            }
        }
        Ok(Records { segments, places: places.into_iter().flatten().collect() })
    }

    /// Writes the segment of this number. Returns its name, and the place of each record.
    fn add_segment<'r>(
        &self,
        segment: u32,
        records: &[usize],
        encode: &(impl Fn(usize, &mut Vec<u8>) -> io::Result<&'r [u8]> + Sync),
    ) -> io::Result<(Hash, Vec<RecordPlace>)> {
        // The temporary names begin as segments' do: what a killed build leaves goes with stale segments.
        self.write_as(HEADS, |heads| {
            let named = self.write_as(BODIES, |bodies| {
                let mut bodies = BufWriter::with_capacity(BUFFER, bodies);
                let mut places = Vec::with_capacity(records.len());
                let (mut heads_end, mut bodies_end) = (0, 0);
                // Batch by batch: all heads twice would be much of what a build needs at once.
                for batch in records.chunks(BATCH) {
                    let chunks = batch.par_chunks(CHUNK).map(|records| Chunk::new(records, segment, encode));
                    for chunk in chunks.collect::<io::Result<Vec<_>>>()? {
                        heads.write_all(&chunk.heads)?;
                        chunk.bodies.iter().try_for_each(|body| bodies.write_all(body))?;
                        for mut place in chunk.places {
                            place.head.start += heads_end;
                            place.body.start += bodies_end;
                            places.push(place);
                        }
                        heads_end += chunk.heads.len() as u64;
                        bodies_end += chunk.bodies.iter().map(|body| body.len() as u64).sum::<u64>();
                    }
                }
                bodies.flush()?;
                let hashes = places.iter().flat_map(|place| [place.head.hash, place.body.hash]);
                let name = Hash::of(&hashes.flat_map(|hash| hash.0.to_le_bytes()).collect::<Vec<_>>());
                Ok((segment_file(BODIES, name), (name, places)))
            })?;
            Ok((segment_file(HEADS, named.0), named))
        })
    }

    /// Removes all segments but these.
    ///
    /// # Errors
    /// The disk's.
    pub fn remove_other_segments(&self, used: &[Hash]) -> io::Result<()> {
        let files = |&segment: &Hash| [HEADS, BODIES].map(|start| segment_file(start, segment));
        let used: Vec<String> = used.iter().flat_map(files).collect();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            if !used.iter().any(|used| used == name) && SEGMENT_FILES.iter().any(|start| name.starts_with(start)) {
                fs::remove_file(self.folder.join(name))?;
            }
        }
        Ok(())
    }
}

fn segment_file(start: &str, name: Hash) -> String {
    format!("{start}{name}")
}

/// Some records as bytes, one behind the other.
struct Chunk<'r> {
    heads: Vec<u8>,
    bodies: Vec<&'r [u8]>,
    /// The place of each record within the chunk.
    places: Vec<RecordPlace>,
}

impl<'r> Chunk<'r> {
    fn new(
        records: &[usize],
        segment: u32,
        encode: impl Fn(usize, &mut Vec<u8>) -> io::Result<&'r [u8]>,
    ) -> io::Result<Self> {
        let mut heads = Vec::with_capacity(records.len() * 2_048);
        let (mut bodies, mut places, mut bodies_end) = (Vec::new(), Vec::new(), 0);
        for &record in records {
            let start = heads.len();
            let body = encode(record, &mut heads)?;
            let (head, place) = (Place::of(start, &heads[start..])?, Place::of(bodies_end, body)?);
            places.push(RecordPlace { segment, head, body: place });
            bodies_end += body.len();
            bodies.push(body);
        }
        Ok(Self { heads, bodies, places })
    }
}

impl Place {
    /// Returns the place of bytes that begin at `start`.
    fn of(start: usize, bytes: &[u8]) -> io::Result<Self> {
        let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        Ok(Self { start: start as u64, length, hash: Hash::of(bytes) })
    }
}

/// Drops the segments that no record lies in, and numbers the others anew.
fn drop_unused(segments: &mut Vec<Hash>, places: &mut [Option<RecordPlace>]) {
    let mut numbers = vec![None; segments.len()];
    for place in places.iter().flatten() {
        numbers[place.segment as usize] = Some(0);
    }
    for (next, number) in (0..).zip(numbers.iter_mut().flatten()) {
        *number = next;
    }
    let mut is_used = numbers.iter().map(Option::is_some);
    segments.retain(|_| is_used.next() == Some(true));
    for place in places.iter_mut().flatten() {
        place.segment = numbers[place.segment as usize].unwrap_or(place.segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_records_come_back_and_lost_ones_do_not() {
        let site = tempfile::tempdir().unwrap();
        let cache = Cache::new(site.path(), Hash::of(b"options"));
        let texts = ["one", "", "three"];
        let encode = |number: usize, head: &mut Vec<u8>| {
            head.extend(number.to_string().bytes());
            Ok(texts[number].as_bytes())
        };
        let one = cache.store(Vec::new(), vec![None; 2], encode).unwrap();
        // Only the record that is not stored yet is added.
        let places = one.places.iter().copied().map(Some).chain([None]).collect();
        let all = cache.store(one.segments.clone(), places, encode).unwrap();
        assert_eq!((all.segments.len(), &all.places[..2]), (2, &one.places[..]));
        let segments = cache.segments(&all.segments);
        for (number, place) in all.places.iter().enumerate() {
            assert_eq!(segments.head(place).as_deref(), Some(number.to_string().as_bytes()));
            assert_eq!(segments.body(place).as_deref(), Some(texts[number].as_bytes()));
        }
        // The first segment goes when nothing in it is used.
        let last = cache.store(all.segments.clone(), vec![None, None, Some(all.places[2])], encode).unwrap();
        assert_eq!((last.segments.len(), last.segments[0]), (2, all.segments[1]));
        cache.remove_other_segments(&all.segments[1..]).unwrap();
        assert_eq!(cache.segments(&one.segments).head(&one.places[0]), None);
        assert_eq!(cache.segments(&one.segments).body(&one.places[0]), None);
    }
}
