//! What a build was made of, in little: enough to say what is different at the next one. Stored between runs of the
//! program; knows no content.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::base::hash::Hash;
use crate::base::path::SourcePath;
use crate::base::stamp::Stamp;
use crate::load::{FileBody, Files, ImageSize, Snapshot, SourceFile};
use crate::pipeline::Change;

/// What a build was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    settings: Option<Hash>,
    /// Which Markdown files there are. What is in them is told apart when they are checked.
    markdown: Option<Hash>,
    content: Vec<(SourcePath, Identity)>,
    skins: Vec<(SourcePath, Identity)>,
}

/// What tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Identity {
    /// By its bytes.
    Text(Hash),
    /// By the size that pages give it, and what the system says.
    Other(Option<ImageSize>, Stamp),
}

impl Past {
    /// What a build is made of.
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
            // No path holds it.
            markdown.push(0);
        }
        Self {
            settings: settings_of(snapshot),
            markdown: Some(Hash::of(&markdown)),
            content: list(&snapshot.content),
            skins: list(&snapshot.skins),
        }
    }

    /// Whether the settings are those of a snapshot.
    pub fn has_settings_of(&self, snapshot: &Snapshot) -> bool {
        self.settings == settings_of(snapshot)
    }

    /// What is different now, Markdown apart: the files of the content whose own bytes are all that is.
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
                // A picture of the same size is only itself different.
                (Identity::Other(before, _), Identity::Other(after, _)) if before == after => {
                    texts.insert(path.clone());
                }
                _ => return Change::Everything,
            }
        }
        Change::Texts(texts)
    }
}

/// The hash of the settings' text.
fn settings_of(snapshot: &Snapshot) -> Option<Hash> {
    snapshot.settings.as_ref().map(|file| Hash::of(file.text().as_bytes()))
}
