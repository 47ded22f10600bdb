//! What the writer remembers of an output once its bytes are dropped. Small: there is one for each file of the
//! site until the build ends.

use crate::base::stamp::Stamp;
use crate::write::compare::There;
use crate::write::manifest::Entry;

/// One output that was put or kept.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its line of the new manifest.
    pub entry: Entry,
    /// What lay in its place when it was put.
    pub there: There,
    /// Where its bytes are until they are published.
    pub staged: Staged,
    /// What the system says of the file as long as nobody touches it, where that is known before the end.
    pub stamp: Option<Stamp>,
}

/// Where the bytes of an output are until they are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    /// Nowhere but in their place.
    No,
    /// Below a folder that was absent, in a copy of its tree, which can move as a whole.
    Tree,
    /// In a file of this number.
    Loose(u32),
}

impl Record {
    /// Where it goes below the output folder.
    pub fn path(&self) -> &str {
        self.entry.path.as_str()
    }
}
