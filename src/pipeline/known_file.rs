//! A checked file together with what tells, at the next build, whether it is still that of the file on disk.

use std::sync::Arc;

use crate::base::{Finding, Hash, SourcePath};
use crate::check::{CheckedFile, check};
use crate::config::Settings;
use crate::load::{FileState, SourceFile};
use crate::parse::parse;

/// A checked file of a build.
#[derive(Clone, Debug)]
pub struct KnownFile {
    /// Its path in the site.
    pub path: SourcePath,
    /// The state of the file when it was read.
    pub state: FileState,
    /// The hash of its text.
    pub hash: Hash,
    /// The checked file.
    pub checked: CheckedFile,
    /// True if something is wrong with it by itself. Asked of every file, while most need not be fetched.
    pub has_findings: bool,
    /// True if `checked` is of the last good text, because this one has errors.
    pub stands_in: bool,
}

impl KnownFile {
    /// Reads and checks a file, unless its state or its text is that of `known`.
    ///
    /// # Errors
    /// Why the file cannot be read.
    pub fn check(file: &SourceFile, known: Option<&Self>, settings: &Settings) -> Result<Self, Finding> {
        if let Some(known) = known
            && known.state.is_certainly_same(&file.state)
        {
            return Ok(known.clone());
        }
        let (text, state) = file.read()?;
        let hash = Hash::of(text.as_bytes());
        if let Some(known) = known
            && known.hash == hash
        {
            return Ok(Self { state, ..known.clone() });
        }
        let checked = check(parse(&file.path, &text, settings.markdown), &text, settings);
        let has_findings = !checked.findings.is_empty();
        if has_findings {
            file.keep_text(text);
        }
        Ok(Self { path: file.path.clone(), state, hash, checked: Arc::new(checked), has_findings, stands_in: false })
    }
}

/// Returns what is known of a path. The files are sorted.
pub fn find<'a>(files: &'a [KnownFile], path: &SourcePath) -> Option<&'a KnownFile> {
    files.binary_search_by(|file| file.path.cmp(path)).ok().map(|place| &files[place])
}

/// Pairs each file with what is known of it. Both lists are sorted.
pub fn pair<'a>(files: &[&Arc<SourceFile>], known: &'a [KnownFile]) -> Vec<Option<&'a KnownFile>> {
    let mut rest = known.iter().peekable();
    let of_file = |file: &&Arc<SourceFile>| {
        while rest.next_if(|known| known.path < file.path).is_some() {}
        rest.next_if(|known| known.path == file.path)
    };
    files.iter().map(of_file).collect()
}
