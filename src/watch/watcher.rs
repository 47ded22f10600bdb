//! Subscribes to the system's events about a site's folders. A folder that is removed and made again is watched again.
//! Where the system offers no events, or runs out of watches, the watcher falls back to polling.

use notify::event::{CreateKind, EventKind, ModifyKind};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, UNIX_EPOCH};

use crate::watch::watched_paths::{WatchedFolder, WatchedPaths};

/// Events about more files than this, in one wait, lead to a scan of all files.
const MAX_CHANGED_FILES: usize = 16;

/// Watches a site's folders, or polls.
pub struct SiteWatcher {
    /// The subscription; `None` while polling.
    system: Option<RecommendedWatcher>,
    /// The watched folders, each with the identity that it had when it was subscribed to.
    subscribed: BTreeMap<WatchedFolder, Identity>,
    /// Receives a message for each event that may concern the site.
    events: Receiver<()>,
    shared: Arc<Mutex<Shared>>,
    /// The note that the system offers no events, until it is reported.
    note: Option<String>,
}

/// The state that the watcher shares with the thread that receives events.
struct Shared {
    paths: WatchedPaths,
    pending: PendingEvents,
}

/// Events since the last scan.
#[derive(Default)]
struct PendingEvents {
    has_new_folders: bool,
    is_out_of_watches: bool,
    /// The files that events were about, unless they were too many.
    changed_files: BTreeSet<PathBuf>,
    needs_full_scan: bool,
}

/// The inode and birth time of a folder: another folder of the same name differs. Inodes alone are reused at once.
type Identity = (u64, u128);

impl SiteWatcher {
    /// Creates a watcher that is not yet subscribed.
    pub fn new(paths: WatchedPaths, is_polling: bool) -> Self {
        let shared = Arc::new(Mutex::new(Shared { paths, pending: PendingEvents::default() }));
        let (sender, events) = channel();
        let mut watcher =
            Self { system: None, subscribed: BTreeMap::new(), events, shared: Arc::clone(&shared), note: None };
        if is_polling {
            return watcher;
        }
        let handler = move |event| {
            if record(event, &shared) {
                // Fails only when nobody listens any more.
                let _ = sender.send(());
            }
        };
        // A link may lead to all of the disk; `WatchedPaths` decides which links are followed.
        match RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false)) {
            Ok(system) => watcher.system = Some(system),
            Err(error) => watcher.note = Some(polling_note(&error.to_string())),
        }
        watcher
    }

    /// Returns true if there are no events to wait for.
    pub fn is_polling(&self) -> bool {
        self.system.is_none()
    }

    /// Subscribes to all folders of the site that exist now. Returns a note, once, if the watcher falls back to polling.
    pub fn subscribe(&mut self) -> Option<String> {
        // Events from here on are about the time after the scan that follows.
        let pending = std::mem::take(&mut lock(&self.shared).pending);
        let Some(mut system) = self.system.take() else { return self.note.take() };
        let outcome = if pending.is_out_of_watches {
            Err("there are no watches left".to_owned())
        } else {
            self.update_subscriptions(&mut system, pending.has_new_folders)
        };
        match outcome {
            Ok(()) => {
                self.system = Some(system);
                None
            }
            Err(reason) => Some(polling_note(&reason)),
        }
    }

    /// Subscribes to new folders and unsubscribes from old ones. Where new folders have come, subscribes to all trees
    /// again: more may have come in a new folder before it was watched.
    fn update_subscriptions(&mut self, system: &mut RecommendedWatcher, has_new_folders: bool) -> Result<(), String> {
        let folders = lock(&self.shared).paths.folders();
        let current: BTreeMap<WatchedFolder, Identity> = folders
            .into_iter()
            .filter_map(|folder| identity(&folder.path).map(|identity| (folder, identity)))
            .collect();
        self.subscribed.retain(|folder, identity| {
            let is_current = current.get(folder) == Some(identity) && !(has_new_folders && folder.is_recursive);
            if !is_current {
                // Fails if the folder is gone already, and its watch with it.
                let _ = system.unwatch(&folder.path);
            }
            is_current
        });
        for (folder, identity) in current {
            if self.subscribed.contains_key(&folder) {
                continue;
            }
            let mode = if folder.is_recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match system.watch(&folder.path, mode) {
                Ok(()) => drop(self.subscribed.insert(folder, identity)),
                Err(error) if is_out_of_watches(&error) => return Err(error.to_string()),
                // The folder was just removed, or may not be read: the next call tries again.
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Takes the files that all events since the last scan were about. Returns `None` if only a scan of all files tells
    /// what changed.
    pub fn take_changed_files(&mut self) -> Option<BTreeSet<PathBuf>> {
        let mut shared = lock(&self.shared);
        let Shared { paths, pending } = &mut *shared;
        let changed_files = std::mem::take(&mut pending.changed_files);
        let needs_full_scan = std::mem::take(&mut pending.needs_full_scan)
            || pending.has_new_folders
            || pending.is_out_of_watches
            || self.is_polling()
            // A file that a link leads to has more than one path.
            || paths.has_links();
        (!needs_full_scan && !changed_files.is_empty()).then_some(changed_files)
    }

    /// Waits for an event. Returns true if one came in time. Without events, sleeps.
    pub fn wait(&self, timeout: Duration) -> bool {
        if self.is_polling() {
            thread::sleep(timeout);
            return false;
        }
        self.events.recv_timeout(timeout).is_ok()
    }
}

/// Locks the shared state. A panic elsewhere leaves it usable: each change of it is one assignment.
fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn polling_note(reason: &str) -> String {
    let help = "raise the system's limit (on Linux `fs.inotify.max_user_watches`) for quicker previews";
    format!("the system gives no events about files ({reason}); looking for changes at intervals instead. {help}")
}

/// Records an event among the pending ones. Returns true if it may concern the site.
fn record(event: notify::Result<Event>, shared: &Mutex<Shared>) -> bool {
    let event = match event {
        Ok(event) => event,
        Err(error) if is_out_of_watches(&error) => {
            lock(shared).pending.is_out_of_watches = true;
            return true;
        }
        Err(_) => {
            lock(shared).pending.needs_full_scan = true;
            return true;
        }
    };
    // Reading raises events too: each scan would start the next one.
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let may_add_folder = may_add_folder(&event);
    let mut shared = lock(shared);
    let is_overflow = event.need_rescan();
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| shared.paths.matters(path)).collect();
    if paths.is_empty() && !is_overflow {
        return false;
    }
    let pending = &mut shared.pending;
    pending.has_new_folders |= may_add_folder;
    pending.changed_files.extend(paths);
    if is_overflow || pending.changed_files.len() > MAX_CHANGED_FILES {
        pending.needs_full_scan = true;
        pending.changed_files.clear();
    }
    true
}

/// Returns true if there may be a new folder that is not watched yet. A lost event may have been about one.
fn may_add_folder(event: &Event) -> bool {
    match event.kind {
        EventKind::Create(CreateKind::Folder) => true,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => event.paths.iter().any(|path| path.is_dir()),
        _ => event.need_rescan(),
    }
}

fn is_out_of_watches(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        // On Linux, EMFILE (24) means that a user has no queues left, and ENOSPC (28) no watches.
        ErrorKind::Io(error) => matches!(error.raw_os_error(), Some(24 | 28)),
        _ => false,
    }
}

/// The identity of a folder; `None` if there is none of this path.
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = fs::metadata(folder).ok().filter(Metadata::is_dir)?;
    let birth = metadata.created().ok().and_then(|created| created.duration_since(UNIX_EPOCH).ok());
    Some((inode(&metadata), birth.map_or(0, |birth| birth.as_nanos())))
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> u64 {
    0
}
