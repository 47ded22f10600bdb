//! The system's events about a site's folders to wakes, without a word of what happened. Folders that go and come back
//! are watched again; where the system has no more watches to give, there are no events, and the caller polls.

use notify::event::{CreateKind, EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use crate::watch::places::{Place, Places};

/// What watches a site's folders.
pub struct Eyes {
    places: Arc<Mutex<Places>>,
    /// `None` where the site is polled.
    watcher: Option<RecommendedWatcher>,
    /// What is watched, and which folder it was when it began.
    watched: BTreeMap<Place, Identity>,
    wakes: Receiver<Wake>,
    seen: Arc<Mutex<Seen>>,
    /// What to say about polling, until it is said.
    note: Option<String>,
}

/// A sign that something may have changed.
struct Wake;

/// What events said that the next look at the folders must know.
#[derive(Default)]
struct Seen {
    has_new_folders: bool,
    is_exhausted: bool,
    /// What events were about, as far as they were few.
    hints: BTreeSet<PathBuf>,
    /// Whether there were events about more than that.
    is_vague: bool,
}

/// So many files in one wait are looked at one by one.
const HINTS: usize = 16;

/// Which folder it is: another one of the same name has another identity.
type Identity = (u64, u128);

impl Eyes {
    /// Eyes that are not open yet. Where the system has no events to give, they are those of a poller.
    pub fn new(places: Places, is_polled: bool) -> Self {
        let places = Arc::new(Mutex::new(places));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let (sender, wakes) = channel();
        let mut eyes =
            Self { places: Arc::clone(&places), watcher: None, watched: BTreeMap::new(), wakes, seen, note: None };
        if is_polled {
            return eyes;
        }
        let seen = Arc::clone(&eyes.seen);
        let handler = move |event| handle(event, &places, &seen, &sender);
        // A link may lead to all of the disk; which ones are followed, `Places` says.
        match RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false)) {
            Ok(watcher) => eyes.watcher = Some(watcher),
            Err(error) => eyes.note = Some(polling(&error.to_string())),
        }
        eyes
    }

    /// Whether there are no events to wait for.
    pub fn is_polling(&self) -> bool {
        self.watcher.is_none()
    }

    /// Makes sure that all folders of the site are watched that are there now. Gives what a reader should know, once.
    pub fn open(&mut self) -> Option<String> {
        // Hints that come from here on are of the time after the look.
        let seen = std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        if seen.is_exhausted {
            self.give_up("there are no watches left");
        }
        if let Some(mut watcher) = self.watcher.take() {
            match self.arm(&mut watcher, seen.has_new_folders) {
                Ok(()) => self.watcher = Some(watcher),
                Err(reason) => self.give_up(&reason),
            }
        }
        self.note.take()
    }

    fn give_up(&mut self, reason: &str) {
        if self.watcher.take().is_some() || self.note.is_none() {
            self.note = Some(polling(reason));
        }
        self.watched.clear();
    }

    /// Watches what is there and not watched yet, and all again where new folders have come: between a folder's coming
    /// and its being watched, more folders may have come in it.
    fn arm(&mut self, watcher: &mut RecommendedWatcher, is_anew: bool) -> Result<(), String> {
        let wanted = self.places.lock().unwrap_or_else(PoisonError::into_inner).all();
        let now: BTreeMap<Place, Identity> =
            wanted.into_iter().filter_map(|place| Some((place.clone(), identity(&place.folder)?))).collect();
        let is_kept = |place: &Place, id: &Identity| !(is_anew && place.is_deep) && now.get(place) == Some(id);
        let gone: Vec<Place> =
            self.watched.iter().filter(|(place, id)| !is_kept(place, id)).map(|(place, _)| place.clone()).collect();
        for place in gone {
            // It may be gone already, and its watch with it.
            let _ = watcher.unwatch(&place.folder);
            self.watched.remove(&place);
        }
        for (place, id) in now {
            if self.watched.contains_key(&place) {
                continue;
            }
            let mode = if place.is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match watcher.watch(&place.folder, mode) {
                Ok(()) => drop(self.watched.insert(place, id)),
                Err(error) if is_exhausted(&error) => return Err(error.to_string()),
                // It went in this very moment, or may not be read: the next look tries again.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// The files that all events since the last look were about; `None` where only a look at all files will do.
    pub fn hints(&mut self) -> Option<BTreeSet<PathBuf>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let hints = std::mem::take(&mut seen.hints);
        let is_vague = std::mem::take(&mut seen.is_vague) || seen.has_new_folders || seen.is_exhausted;
        // What a link leads to has more than one path.
        let has_links = || self.places.lock().unwrap_or_else(PoisonError::into_inner).has_links();
        (!is_vague && !self.is_polling() && !hints.is_empty() && !has_links()).then_some(hints)
    }

    /// Waits for an event. Whether there was one in that time.
    pub fn wait(&self, patience: Duration) -> bool {
        if self.is_polling() {
            thread::sleep(patience);
            return false;
        }
        matches!(self.wakes.recv_timeout(patience), Ok(Wake))
    }
}

/// What to say where events are not to be had.
fn polling(reason: &str) -> String {
    let help = "raise the system's limit (on Linux `fs.inotify.max_user_watches`) for quicker previews";
    format!("the system gives no events about files ({reason}); looking for changes at intervals instead. {help}")
}

/// Passes an event on where it may change the site.
fn handle(event: notify::Result<Event>, places: &Mutex<Places>, seen: &Mutex<Seen>, sender: &Sender<Wake>) {
    let seen = || seen.lock().unwrap_or_else(PoisonError::into_inner);
    match event {
        Ok(event) => {
            // Reading raises events too: the look at the site itself would, without end.
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            let places = places.lock().unwrap_or_else(PoisonError::into_inner);
            let hints: Vec<&PathBuf> = event.paths.iter().filter(|path| places.counts(path)).collect();
            if !event.need_rescan() && hints.is_empty() {
                return;
            }
            drop(places);
            let brings_folder = brings_folder(&event);
            let mut seen = seen();
            seen.has_new_folders |= brings_folder;
            seen.hints.extend(hints.into_iter().cloned());
            if event.need_rescan() || seen.hints.len() > HINTS {
                seen.is_vague = true;
                seen.hints.clear();
            }
        }
        Err(error) if is_exhausted(&error) => seen().is_exhausted = true,
        Err(_) => seen().is_vague = true,
    }
    // Nobody listens any more where this fails.
    let _ = sender.send(Wake);
}

/// Whether a folder may have come that is not watched yet. Events that were lost may have told of one.
fn brings_folder(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(CreateKind::Folder) => true,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => event.paths.iter().any(|path| path.is_dir()),
        _ => event.need_rescan(),
    }
}

fn is_exhausted(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        // ENOSPC and EMFILE, as Linux says that a user has no watches or no queues left.
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(24 | 28)),
        _ => false,
    }
}

/// Which folder it is, where it is there.
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = fs::metadata(folder).ok()?;
    metadata.is_dir().then(|| of(&metadata))
}

/// Number and birth: numbers of removed folders are given again at once.
fn of(metadata: &Metadata) -> Identity {
    let born = metadata.created().ok().and_then(|created| created.duration_since(UNIX_EPOCH).ok());
    (number(metadata), born.map_or(0, |born| born.as_nanos()))
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_metadata: &Metadata) -> u64 {
    0
}
