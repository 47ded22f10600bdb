//! The files of earlier builds that nothing writes any more, by path.

use rustc_hash::FxHashMap;
use std::borrow::Cow;

use crate::render::output::OutputKind;
use crate::write::manifest::{Entry, Manifest};
use crate::write::record::Record;

/// What the old manifest lists and the outputs lack: the entries of each path together, by path.
pub struct Stale<'a>(Vec<&'a [Entry]>);

impl<'a> Stale<'a> {
    /// Records are sorted by path.
    pub fn of(old: &'a Manifest, records: &[Record]) -> Self {
        let is_stale =
            |entries: &&[Entry]| records.binary_search_by(|record| record.path().cmp(path(entries))).is_err();
        Self(old.entries().chunk_by(|one, next| one.path == next.path).filter(is_stale).collect())
    }

    /// The entries of each path.
    pub fn iter(&self) -> impl Iterator<Item = &'a [Entry]> {
        self.0.iter().copied()
    }

    /// The entries of one path.
    pub fn at(&self, wanted: &str) -> Option<&'a [Entry]> {
        let at = self.0.binary_search_by(|entries| path(entries).cmp(wanted)).ok()?;
        Some(self.0[at])
    }

    /// The paths below a folder.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = &'a str> {
        let folder = format!("{folder}/");
        let start = self.0.partition_point(|entries| path(entries) < folder.as_str());
        self.0[start..].iter().map(|entries| path(entries)).take_while(move |path| path.starts_with(&folder))
    }

    /// The stale files that a file system may take for a new one: their names differ in case or normal
    /// form only. By the new one's path.
    pub fn twins<'b>(&self, records: &'b [Record]) -> FxHashMap<&'b str, &'a [Entry]> {
        if self.0.is_empty() {
            return FxHashMap::default();
        }
        let keys: FxHashMap<Cow<'_, str>, &[Entry]> =
            self.iter().filter_map(|entries| Some((entries.first()?.path.collision_key(), entries))).collect();
        let twin = |record: &'b Record| Some((record.path(), *keys.get(&*record.entry.path.collision_key())?));
        records.iter().filter_map(twin).collect()
    }
}

/// The path that these entries share.
pub fn path(entries: &[Entry]) -> &str {
    entries.first().map_or("", |entry| entry.path.as_str())
}

/// What they describe; of two builds that differ in it, what comes first in writing and so goes last.
pub fn kind(entries: &[Entry]) -> Option<OutputKind> {
    entries.iter().map(|entry| entry.kind).min()
}
