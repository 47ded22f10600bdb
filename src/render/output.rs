//! An output: the bytes of one file of the built site and where it goes. What rendering makes, and all
//! that the writer, the preview server and the tests take. Knows nothing of the disk.

use crate::base::path::OutPath;

/// What an output is, which decides when it is written: assets before pages before machine files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutputKind {
    /// What pages refer to: style sheets, scripts, images, fonts.
    Asset,
    /// What people read.
    Page,
    /// What refers to pages: sitemap, feeds, search index, data files.
    Machine,
}

impl OutputKind {
    /// All kinds, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Asset, Self::Page, Self::Machine];
}

/// One file of the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Where it goes below the output folder.
    pub path: OutPath,
    /// What it is.
    pub kind: OutputKind,
    /// Its content.
    pub bytes: Vec<u8>,
}
