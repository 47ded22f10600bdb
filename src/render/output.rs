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
pub struct Output<B = Vec<u8>> {
    /// Where it goes below the output folder.
    pub path: OutPath,
    /// What it is.
    pub kind: OutputKind,
    /// Its content.
    pub bytes: B,
}

/// The bytes of a file in pieces, one behind the other: what several files hold need not be copied into each.
#[derive(Debug)]
pub struct Pieces<'a> {
    /// All of most files.
    pub first: Vec<u8>,
    /// What follows it.
    pub rest: Vec<&'a [u8]>,
}

impl From<Vec<u8>> for Pieces<'_> {
    fn from(first: Vec<u8>) -> Self {
        Self { first, rest: Vec::new() }
    }
}

impl Pieces<'_> {
    /// All pieces in order.
    pub fn all(&self) -> Vec<&[u8]> {
        [&*self.first].into_iter().chain(self.rest.iter().copied()).collect()
    }
}

impl Output<Pieces<'_>> {
    /// The file with its bytes in one piece.
    pub fn whole(self) -> Output {
        let Self { path, kind, bytes } = self;
        let bytes = if bytes.rest.is_empty() { bytes.first } else { bytes.all().concat() };
        Output { path, kind, bytes }
    }
}
