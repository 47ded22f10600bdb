//! An output: one file of the built site. Rendering makes outputs; the writer and the preview take them. Knows nothing of the disk.

use crate::base::path::OutPath;

/// The kind of an output. It decides when the output is written: assets before pages before machine files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutputKind {
    /// Pages refer to it: a style sheet, a script, an image, a font.
    Asset,
    /// People read it.
    Page,
    /// It refers to pages: a sitemap, a feed, a data file.
    Machine,
}

impl OutputKind {
    /// All kinds, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Asset, Self::Page, Self::Machine];
}

/// One file of the built site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its path below the output folder.
    pub path: OutPath,
    /// Its kind.
    pub kind: OutputKind,
    /// Its content.
    pub bytes: Vec<u8>,
}
