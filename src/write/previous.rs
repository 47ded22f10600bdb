//! The output folder as the last build left it: its manifest and the folders that its files lie in. Tells which files
//! nobody touched since.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::path::Path;

use crate::base::{OutPath, Stamp, parent};
use crate::write::case_collisions::CaseCollisions;
use crate::write::error::WriteError;
use crate::write::existing::{Existing, existing};
use crate::write::folders::{Folders, Presence};
use crate::write::manifest::{self, Entry, Manifest, ManifestFile};
use crate::write::{file_stamp, manifest_stamp, temporary};

/// The last build's output. It may be read ahead of [`Writer::begin`](crate::write::Writer::begin), while other work goes
/// on: a build that writes in between replaces the manifest, so the manifest's stamp shows it.
pub struct PreviousBuild {
    /// `None` if there is no manifest.
    stamp: Option<Stamp>,
    pub(super) manifest: Manifest,
    /// Says why a manifest was not believed.
    pub(super) note: Option<String>,
    pub(super) folders: Folders,
    collisions: CaseCollisions,
    /// Files that were looked at already, with the stamps that they have.
    unmodified: FxHashMap<OutPath, Stamp>,
}

impl PreviousBuild {
    /// Reads the manifest of an output folder, and looks at the folders that its files lie in.
    ///
    /// # Errors
    /// [`WriteError::Io`] if something cannot be read or looked at.
    pub fn read(root: &Path) -> Result<Self, WriteError> {
        let stamp = manifest_stamp(root);
        let (manifest, note) = match Manifest::read(root)? {
            ManifestFile::Absent => (Manifest::default(), None),
            ManifestFile::Valid(manifest) => (manifest, None),
            ManifestFile::Invalid(reason) => {
                let path = root.join(manifest::NAME);
                let note = "it was replaced, and files of earlier builds were left";
                (Manifest::default(), Some(format!("{} {reason}: {note}", path.display())))
            }
        };
        let mut folders = Folders::default();
        folders.look(root, manifest.entries().iter().map(|entry| entry.path.as_str()))?;
        let collisions = CaseCollisions::of(&manifest);
        Ok(Self { stamp, manifest, note, folders, collisions, unmodified: FxHashMap::default() })
    }

    /// Looks ahead which files still have the stamps that the last build gave them.
    #[must_use]
    pub fn with_files<'f>(
        mut self,
        root: &Path,
        files: impl ParallelIterator<Item = (&'f OutPath, &'f Stamp)>,
    ) -> Self {
        let unmodified = files.filter(|(path, stamp)| self.unmodified(root, path, stamp).is_some());
        let unmodified: Vec<_> = unmodified.map(|(path, stamp)| (path.clone(), *stamp)).collect();
        self.unmodified = unmodified.into_iter().collect();
        self
    }

    /// Returns true if no other build has written to the folder since this was read.
    pub(super) fn is_current(&self, root: &Path) -> bool {
        self.stamp == manifest_stamp(root)
    }

    /// Removes what killed builds left. The folders of the site are searched only after a build that did not end: listing
    /// 10,000 of them takes 100 ms.
    pub(super) fn sweep(&self, root: &Path) -> Result<(), WriteError> {
        temporary::sweep(root)?;
        if self.manifest.is_complete {
            return Ok(());
        }
        let mut folders = self.folders.iter().filter(|&(_, presence)| presence == Presence::Folder);
        folders.try_for_each(|(folder, _)| temporary::sweep(&root.join(folder)))
    }

    /// Returns true if the folder has a manifest that can be believed.
    pub(super) fn has_manifest(&self) -> bool {
        self.stamp.is_some() && self.note.is_none()
    }

    /// The entry of a file if nobody touched it since the last build, which gave it this stamp.
    pub(super) fn unmodified(&self, root: &Path, path: &OutPath, stamp: &Stamp) -> Option<&Entry> {
        let [entry] = self.manifest.of_path(path.as_str()) else { return None };
        if self.unmodified.get(path) == Some(stamp) {
            return Some(entry);
        }
        // A link in place of a folder may lead to this very file, which would not lie at its path then.
        let is_candidate = self.manifest.is_complete
            && entry.size == stamp.size
            && !self.has_collisions(path)
            && self.folders.presence(parent(path.as_str())) == Presence::Folder;
        (is_candidate && file_stamp(&path.under(root)) == Some(*stamp)).then_some(entry)
    }

    /// Compares an output with the file at its path.
    pub(super) fn existing(&self, root: &Path, new: &Entry) -> Result<Existing, WriteError> {
        let path = new.path.as_str();
        match self.folders.presence(parent(path)) {
            Presence::Folder => existing(&new.path.under(root), Some(new), self.manifest.of_path(path)),
            _ => Ok(Existing::Absent),
        }
    }

    /// The other paths of the last build that may be the same file.
    pub(super) fn collisions<'a>(&'a self, path: &'a OutPath) -> impl Iterator<Item = &'a OutPath> {
        self.collisions.with(path, &self.manifest)
    }

    /// Returns true if the last build wrote another path that may be the same file.
    pub(super) fn has_collisions(&self, path: &OutPath) -> bool {
        self.collisions(path).next().is_some()
    }
}
