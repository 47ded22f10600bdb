//! An output that the writer has taken and not yet published, without its bytes. Small: there is one for each file of
//! the site until the build ends.

use crate::base::Stamp;
use crate::write::existing::Existing;
use crate::write::manifest::Entry;

/// One output between `put` or `keep` and `finish`.
#[derive(Clone, Debug)]
pub struct PendingOutput {
    /// Its line of the new manifest.
    pub entry: Entry,
    /// The result of looking at its path when it was taken.
    pub existing: Existing,
    /// The number of the staged file that holds its bytes; `None` if its bytes are in place already.
    pub staged: Option<u32>,
    /// The stamp of its file, for an output that was kept.
    pub stamp: Option<Stamp>,
}

impl PendingOutput {
    /// The path below the output folder.
    pub fn path(&self) -> &str {
        self.entry.path.as_str()
    }
}
