//! Checked files as bytes in the cache, and back. A file's record has its HTML as body and all else as head: the next build
//! fetches most heads only where it links anew, and only the HTML that it shows.

use postcard::{from_bytes, to_extend};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::base::{Finding, Hash, Lazy, SourcePath};
use crate::cache::{Cache, RecordPlace, Records, Segments};
use crate::check::{Checked, Content, Revision, check};
use crate::config::{Settings, config};
use crate::load::{Snapshot, read_markdown};
use crate::parse::{Hole, Prose, parse};
use crate::pipeline::Options;
use crate::pipeline::known_file::KnownFile;
use crate::pipeline::saved_build::{SavedBuild, SavedInput};

/// A Markdown file as the saved build knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedFile {
    /// The hash of its text.
    hash: Hash,
    /// Its revision, which pages may ask for without anything else of the file.
    revision: Revision,
    /// True if something is wrong with the file by itself.
    has_findings: bool,
    place: RecordPlace,
}

/// The head of a file's record: its content; and of its text the holes, whether HTML of its author is unclosed, and its number of words.
type Head<C, H> = (C, H, bool, usize);

/// The lead of a content that is lost. The Markdown parser lets no such character through.
const LOST: &str = "\0";

/// Checks files anew that the cache has lost. Seldom needed, so nothing is prepared for it.
pub struct Recheck {
    root: PathBuf,
    settings: Option<(SourcePath, String)>,
    failures: Mutex<Vec<Finding>>,
}

impl Recheck {
    /// Prepares for the files of a site.
    pub fn new(snapshot: &Snapshot, options: &Options) -> Self {
        let settings = snapshot.settings.as_ref().map(|file| (file.path.clone(), file.text().to_owned()));
        Self { root: options.root.clone(), settings, failures: Mutex::default() }
    }

    /// Returns the content of a file that the saved build had with this hash of its text. If the text is another by now, the
    /// old content is lost, and a lead that no text has keeps the new one from passing for it.
    fn content(&self, path: &SourcePath, saved: Hash) -> Content {
        let (checked, hash) = self.check(path);
        let mut content = checked.into_content();
        if hash != saved {
            LOST.clone_into(&mut content.body.lead);
        }
        content
    }

    /// Reads and checks a file, and hashes its text. One that cannot be read any more is empty, and among the failures.
    fn check(&self, path: &SourcePath) -> (Checked, Hash) {
        let text = match read_markdown(path, &self.root.join(path.as_str())) {
            Ok((text, _)) => text,
            Err(finding) => {
                self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
                String::new()
            }
        };
        let settings = self.settings.as_ref().map_or_else(Settings::default, |(path, text)| config(path, text).0);
        (check(parse(path, &text, settings.markdown), &text, &settings), Hash::of(text.as_bytes()))
    }

    /// Returns why files could not be read. With any, what was made of the site is wrong.
    pub fn failures(&self) -> Vec<Finding> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Returns the checked files of a saved build. Each is fetched from the cache when something first asks for it, and checked
/// anew where that fails.
pub fn restore_files(saved: &SavedBuild, cache: &Cache, recheck: &Arc<Recheck>) -> Vec<KnownFile> {
    let segments = cache.segments(&saved.segments);
    let restore = |SavedInput { path, state, file }: &SavedInput| {
        let file = (*file)?;
        let source =
            Source { segments: segments.clone(), saved: file, path: path.clone(), recheck: Arc::clone(recheck) };
        Some(KnownFile {
            path: path.clone(),
            state: *state,
            hash: file.hash,
            checked: Arc::new(Checked::stored(path.clone(), file.revision, move || source.content())),
            has_findings: file.has_findings,
            stands_in: false,
        })
    };
    saved.inputs.iter().filter_map(restore).collect()
}

/// The source of a checked file: its record, or else the file itself.
#[derive(Clone)]
struct Source {
    segments: Segments,
    saved: SavedFile,
    path: SourcePath,
    recheck: Arc<Recheck>,
}

impl Source {
    /// Returns the content, with its HTML to be fetched in turn.
    fn content(&self) -> Content {
        let head = self.segments.head(&self.saved.place).and_then(|head| from_bytes(&head).ok());
        let Some((mut content, holes, is_unclosed, words)): Option<Head<Content, Vec<Hole>>> = head else {
            return self.recheck.content(&self.path, self.saved.hash);
        };
        let source = self.clone();
        content.body.set_prose(Lazy::new(move || match source.html() {
            Some(html) => Prose { html, holes: holes.clone(), is_unclosed, words },
            None => source.recheck.check(&source.path).0.prose().clone(),
        }));
        content
    }

    fn html(&self) -> Option<String> {
        String::from_utf8(self.segments.body(&self.saved.place)?).ok()
    }
}

/// Stores checked files. Those with the text that they had in the saved build are not written again.
///
/// # Errors
/// The disk's.
pub fn store_files(cache: &Cache, files: &[KnownFile], previous: Option<&SavedBuild>) -> io::Result<Records> {
    let places = previous.map_or_else(|| vec![None; files.len()], |previous| places(files, previous));
    let segments = previous.map(|previous| previous.segments.clone()).unwrap_or_default();
    cache.store(segments, places, |number, head| {
        let KnownFile { checked, .. } = &files[number];
        let prose = checked.prose();
        let record: Head<&Content, &[Hole]> = (&**checked, &prose.holes, prose.is_unclosed, prose.words);
        *head = to_extend(&record, std::mem::take(head)).map_err(io::Error::other)?;
        Ok(prose.html.as_bytes())
    })
}

/// Returns where each file is stored already. Both lists are sorted by path.
fn places(files: &[KnownFile], previous: &SavedBuild) -> Vec<Option<RecordPlace>> {
    let mut saved = previous.inputs.iter().filter_map(|input| Some((&input.path, input.file?))).peekable();
    let place = |known: &KnownFile| {
        while saved.next_if(|(path, _)| **path < known.path).is_some() {}
        let (_, file) = saved.next_if(|(path, _)| **path == known.path)?;
        (file.hash == known.hash).then_some(file.place)
    };
    files.iter().map(place).collect()
}

impl SavedFile {
    /// Returns a file as it is saved, with its place in the cache.
    pub fn new(file: &KnownFile, place: RecordPlace) -> Self {
        let KnownFile { hash, checked, has_findings, .. } = file;
        Self { hash: *hash, revision: checked.revision(), has_findings: *has_findings, place }
    }
}
