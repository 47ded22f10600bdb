//! The fingerprint of a build's inputs: hashes and stamps, enough for the next build to tell what is different. Holds no
//! content.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::base::{Hash, SourcePath, Stamp};
use crate::load::{FileBody, Files, ImageSize, Snapshot, SourceFile};
use crate::pipeline::Change;
use crate::pipeline::known_file::KnownFile;

/// The fingerprint of a build's inputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    settings: Option<(SourcePath, Hash)>,
    /// The hash of the Markdown files' paths. Their texts are compared when they are checked.
    markdown: Option<Hash>,
    content: Vec<(SourcePath, Identity)>,
    skins: Vec<(SourcePath, Identity)>,
}

/// The identity of a state of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Identity {
    /// The hash of its bytes.
    Text(Hash),
    /// The size of the picture, which pages give, and the file's stamp.
    Other(Option<ImageSize>, Stamp),
}

impl Fingerprint {
    /// Takes the fingerprint of all files.
    pub fn of(snapshot: &Snapshot) -> Self {
        let identity = |file: &SourceFile| match &file.body {
            FileBody::Markdown => None,
            FileBody::Text(text) => Some(Identity::Text(Hash::of(text.as_bytes()))),
            FileBody::Other(size) => Some(Identity::Other(*size, file.state.stamp)),
        };
        let list =
            |files: &Files| files.values().filter_map(|file| Some((file.path.clone(), identity(file)?))).collect();
        let mut markdown = Vec::new();
        for file in snapshot.content.values().filter(|file| matches!(file.body, FileBody::Markdown)) {
            markdown.extend(file.path.as_str().as_bytes());
            // No path holds a zero byte.
            markdown.push(0);
        }
        Self {
            settings: settings_of(snapshot),
            markdown: Some(Hash::of(&markdown)),
            content: list(&snapshot.content),
            skins: list(&snapshot.skins),
        }
    }

    /// Returns true if the settings are those of a snapshot.
    pub fn has_settings_of(&self, snapshot: &Snapshot) -> bool {
        self.settings == settings_of(snapshot)
    }

    /// Returns the files that changed, came or went between two builds, sorted. Each build has its fingerprint and its checked
    /// files.
    pub fn touched(before: (&Self, &[KnownFile]), now: (&Self, &[KnownFile])) -> Vec<SourcePath> {
        let (before, now) = (Self::states(before), Self::states(now));
        let touched = before.symmetric_difference(&now).map(|(path, _)| (*path).clone());
        touched.collect::<BTreeSet<SourcePath>>().into_iter().collect()
    }

    /// Returns the state of every file.
    fn states<'a>((fingerprint, files): (&'a Self, &'a [KnownFile])) -> FxHashSet<(&'a SourcePath, Identity)> {
        let settings = fingerprint.settings.iter().map(|(path, hash)| (path, Identity::Text(*hash)));
        let markdown = files.iter().map(|file| (&file.path, Identity::Text(file.hash)));
        let others = fingerprint.content.iter().chain(&fingerprint.skins).map(|(path, identity)| (path, *identity));
        settings.chain(markdown).chain(others).collect()
    }

    /// Returns what is different now, apart from Markdown.
    pub fn change(&self, now: &Self) -> Change {
        let is_listed_alike = self.settings == now.settings
            && self.markdown == now.markdown
            && self.skins == now.skins
            && self.content.len() == now.content.len();
        if !is_listed_alike {
            return Change::Everything;
        }
        let mut texts = BTreeSet::new();
        for ((was_path, was), (path, is)) in self.content.iter().zip(&now.content) {
            match (was, is) {
                _ if was_path != path => return Change::Everything,
                _ if was == is => {}
                // Pages show no more of a picture than its size.
                (Identity::Other(before, _), Identity::Other(after, _)) if before == after => {
                    texts.insert(path.clone());
                }
                _ => return Change::Everything,
            }
        }
        Change::Texts(texts)
    }
}

/// Returns the path of the settings file and the hash of its text.
fn settings_of(snapshot: &Snapshot) -> Option<(SourcePath, Hash)> {
    snapshot.settings.as_ref().map(|file| (file.path.clone(), Hash::of(file.text().as_bytes())))
}
