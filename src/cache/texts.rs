//! Checked files on disk: the HTML of each file's text and, in its head, all else, so that the next build fetches only the
//! HTML that it shows again. Both lie in segments that are never written to again; a build adds one with the files that are
//! new, and now and then all are put into one. The HTML, by far the most of it, goes to the disk as it lies in memory.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, ErrorKind, IoSlice, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::base::hash::Hash;
use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::cache::{Cache, Input, State};
use crate::check::{Checked, Content, Revision};
use crate::parse::{Hole, Prose};
use crate::pipeline::Known;

/// Segments are put into one when there are more.
const SEGMENTS: usize = 64;

/// How many files' heads are turned into bytes at once: they are still near when they are written.
const BATCH: usize = 512;

/// How many of them one thread turns into bytes, which are written in one piece.
const CHUNK: usize = 32;

/// After so many heads that were read one by one, a segment's are read all at once: whoever asks for so many is going
/// through the site.
const MANY: usize = 512;

/// Begin the names of the two files of a segment.
const HEADS: &str = "heads-";
const HTML: &str = "html-";

/// How names of segments' files begin, those of older versions of the program too.
const SEGMENT_FILES: [&str; 3] = [HEADS, HTML, "prose-"];

/// Makes a checked file anew.
pub type Again = Arc<dyn Fn(&SourcePath) -> Checked + Send + Sync>;

/// What is stored of a Markdown file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The hash of its text.
    hash: Hash,
    /// Its revision, which pages may ask for without anything else of the file.
    revision: Revision,
    /// Whether something is wrong with it by itself.
    has_findings: bool,
    /// The number of its segment.
    segment: u32,
    head: Place,
    html: Place,
}

/// Where something lies in a segment's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    start: u64,
    length: u32,
    hash: Hash,
}

/// Where checked files are stored.
#[derive(Debug, Default)]
pub struct Stored {
    /// The segments that there are.
    pub segments: Vec<Hash>,
    /// What is stored of each file, in the files' order.
    pub texts: Vec<Text>,
}

/// The heads of a segment.
struct Heads {
    path: PathBuf,
    asked: AtomicUsize,
    all: OnceLock<Option<Vec<u8>>>,
}

impl Cache {
    /// The checked files of a build, each fetched when something asks for it; `again` makes one anew that cannot be
    /// fetched.
    pub fn known(&self, state: &State, again: &Again) -> Vec<Known> {
        let path = |start: &str, segment: &Hash| self.folder.join(segment_name(start, *segment));
        let segments: Vec<(Arc<Heads>, Arc<Path>)> = state
            .segments
            .iter()
            .map(|segment| (Arc::new(Heads::of(path(HEADS, segment))), path(HTML, segment).into()))
            .collect();
        let known = |input: &Input| {
            let text = input.text?;
            let (heads, html) = segments.get(text.segment as usize)?;
            let (heads, html, again, path) =
                (Arc::clone(heads), Arc::clone(html), Arc::clone(again), input.path.clone());
            let fetch = move || content(&heads, &html, text, &path, &again);
            let checked = Checked::stored(input.path.clone(), text.revision, fetch);
            Some(Known {
                path: input.path.clone(),
                seen: input.seen,
                hash: text.hash,
                checked: Arc::new(checked),
                has_findings: text.has_findings,
                stands_in: false,
            })
        };
        state.inputs.iter().filter_map(known).collect()
    }

    /// Stores checked files. `past` is the build before: what did not change since is not written again, unless there
    /// are many segments.
    ///
    /// # Errors
    /// The disk's.
    pub fn store(&self, known: &[Known], past: Option<&State>) -> io::Result<Stored> {
        let mut texts = past.map_or_else(|| vec![None; known.len()], |past| stored(known, past));
        let mut segments = past.map(|past| past.segments.clone()).unwrap_or_default();
        if segments.len() >= SEGMENTS {
            texts.fill(None);
        }
        used_only(&mut segments, &mut texts);
        let new: Vec<usize> = (0..known.len()).filter(|&number| texts[number].is_none()).collect();
        if !new.is_empty() {
            let number = u32::try_from(segments.len()).map_err(io::Error::other)?;
            let (segment, added) = self.add_segment(&new, known, number)?;
            segments.push(segment);
            for (&number, text) in new.iter().zip(added) {
                texts[number] = Some(text);
            }
        }
        Ok(Stored { segments, texts: texts.into_iter().flatten().collect() })
    }

    /// Writes a segment, the one of this number, with these files. Gives its name and where each lies.
    fn add_segment(&self, numbers: &[usize], known: &[Known], segment: u32) -> io::Result<(Hash, Vec<Text>)> {
        let chunk = |numbers: &[usize]| Chunk::new(numbers.iter().map(|&number| &known[number]), segment);
        // Begun with what segments begin with: what a killed build leaves of one goes when stale ones do.
        self.put_as(HEADS, |heads| {
            let made = self.put_as(HTML, |html| {
                let (mut texts, mut hashes) = (Vec::with_capacity(numbers.len()), Vec::new());
                let mut starts = (0, 0);
                // Batch by batch: all heads twice would be much of what a build needs at once.
                for batch in numbers.chunks(BATCH) {
                    let made = batch.par_chunks(CHUNK).map(chunk).collect::<Result<Vec<_>, _>>();
                    for chunk in made.map_err(io::Error::other)? {
                        heads.write_all(&chunk.heads)?;
                        write_all(html, &chunk.html)?;
                        for mut text in chunk.texts {
                            text.head.start += starts.0;
                            text.html.start += starts.1;
                            hashes.extend([text.head.hash.0.to_le_bytes(), text.html.hash.0.to_le_bytes()].concat());
                            texts.push(text);
                        }
                        starts.0 += chunk.heads.len() as u64;
                        starts.1 += chunk.html.iter().map(|html| html.len() as u64).sum::<u64>();
                    }
                }
                let name = Hash::of(&hashes);
                Ok((segment_name(HTML, name), (name, texts)))
            })?;
            Ok((segment_name(HEADS, made.0), made))
        })
    }

    /// Removes all segments but these.
    pub(super) fn remove_segments(&self, used: &[Hash]) -> io::Result<()> {
        let names = |&segment: &Hash| [HEADS, HTML].map(|start| segment_name(start, segment));
        let used: Vec<String> = used.iter().flat_map(names).collect();
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

/// What is stored of a file beside its HTML: what the rest of the site may see of it; the holes in the HTML, whether HTML
/// of its author is unclosed, and its words.
type Head<C, H> = (C, H, bool, usize);

/// Some files as bytes, one behind the other.
struct Chunk<'a> {
    heads: Vec<u8>,
    html: Vec<&'a str>,
    /// Where in them each file lies.
    texts: Vec<Text>,
}

impl<'a> Chunk<'a> {
    fn new(files: impl Iterator<Item = &'a Known>, segment: u32) -> postcard::Result<Self> {
        let (mut heads, mut html) = (Vec::with_capacity(CHUNK * 2_048), Vec::with_capacity(CHUNK));
        let (mut texts, mut start) = (Vec::with_capacity(CHUNK), 0);
        for Known { path, checked, hash, has_findings, .. } in files {
            let prose = checked.body.prose(path);
            let head: Head<&Content, &[Hole]> = (checked, &prose.holes, prose.is_unclosed, prose.words);
            let before = heads.len();
            heads = postcard::to_extend(&head, heads)?;
            let (head, place) = (Place::of(before, &heads[before..])?, Place::of(start, prose.html.as_bytes())?);
            texts.push(Text {
                hash: *hash,
                revision: checked.revision(),
                has_findings: *has_findings,
                segment,
                head,
                html: place,
            });
            start += prose.html.len();
            html.push(&*prose.html);
        }
        Ok(Self { heads, html, texts })
    }
}

impl Place {
    /// The place of bytes that begin there.
    fn of(start: usize, bytes: &[u8]) -> postcard::Result<Self> {
        let length = u32::try_from(bytes.len()).map_err(|_| postcard::Error::SerializeBufferFull)?;
        Ok(Self { start: start as u64, length, hash: Hash::of(bytes) })
    }
}

impl Heads {
    fn of(path: PathBuf) -> Self {
        Self { path, asked: AtomicUsize::new(0), all: OnceLock::new() }
    }

    /// A head as it was put here.
    fn get(&self, place: Place) -> Option<Cow<'_, [u8]>> {
        let all = if self.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            self.all.get()
        } else {
            Some(self.all.get_or_init(|| fs::read(&self.path).ok()))
        };
        let Some(Some(all)) = all else { return fetch(&self.path, place).map(Cow::Owned) };
        let start = usize::try_from(place.start).ok()?;
        let head = all.get(start..start.checked_add(place.length as usize)?)?;
        (Hash::of(head) == place.hash).then_some(Cow::Borrowed(head))
    }
}

/// The content of a checked file, its HTML to be fetched in turn.
fn content(heads: &Heads, html: &Arc<Path>, text: Text, path: &SourcePath, again: &Again) -> Content {
    let head = heads.get(text.head).and_then(|head| postcard::from_bytes(&head).ok());
    let Some((mut content, holes, is_unclosed, words)): Option<Head<Content, Vec<Hole>>> = head else {
        return again(path).into_content();
    };
    let (file, again, path) = (Arc::clone(html), Arc::clone(again), path.clone());
    content.body.set_prose(Lazy::new(move || {
        let html = fetch(&file, text.html).and_then(|bytes| String::from_utf8(bytes).ok());
        match html {
            Some(html) => Prose { html, holes: holes.clone(), is_unclosed, words },
            None => again(&path).body.prose(&path).clone(),
        }
    }));
    content
}

/// Writes texts one after the other.
fn write_all(file: &mut File, texts: &[&str]) -> io::Result<()> {
    let mut slices: Vec<IoSlice<'_>> = texts.iter().map(|text| IoSlice::new(text.as_bytes())).collect();
    let mut rest = &mut slices[..];
    // Empty ones go without being written.
    IoSlice::advance_slices(&mut rest, 0);
    while !rest.is_empty() {
        match file.write_vectored(rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut rest, written),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is stored of each file, where just that text is. Both lists are sorted.
fn stored(known: &[Known], past: &State) -> Vec<Option<Text>> {
    let mut inputs = past.inputs.iter().filter_map(|input| Some((&input.path, input.text?))).peekable();
    let text = |known: &Known| {
        while inputs.next_if(|(path, _)| **path < known.path).is_some() {}
        let (_, text) = inputs.next_if(|(path, _)| **path == known.path)?;
        (text.hash == known.hash).then_some(text)
    };
    known.iter().map(text).collect()
}

/// Drops the segments that no text lies in, and numbers the others anew.
fn used_only(segments: &mut Vec<Hash>, texts: &mut [Option<Text>]) {
    let mut is_used = vec![false; segments.len()];
    for text in texts.iter().flatten() {
        is_used[text.segment as usize] = true;
    }
    let numbers: Vec<u32> = is_used
        .iter()
        .scan(0, |next, &is_used| {
            let number = *next;
            *next += u32::from(is_used);
            Some(number)
        })
        .collect();
    for text in texts.iter_mut().flatten() {
        text.segment = numbers[text.segment as usize];
    }
    let mut is_used = is_used.into_iter();
    segments.retain(|_| is_used.next().unwrap_or_default());
}

fn segment_name(start: &str, segment: Hash) -> String {
    format!("{start}{segment}")
}

/// What lies at a place of a file; `None` where it is not as it was put there.
fn fetch(file: &Path, place: Place) -> Option<Vec<u8>> {
    let mut file = File::open(file).ok()?;
    file.seek(SeekFrom::Start(place.start)).ok()?;
    let mut bytes = vec![0; place.length as usize];
    file.read_exact(&mut bytes).ok()?;
    (Hash::of(&bytes) == place.hash).then_some(bytes)
}
