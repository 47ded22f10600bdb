//! Decides which files of the last build can stay: those that show no text that changed.

use rustc_hash::FxHashMap;

use crate::base::{OutPath, SourcePath};
use crate::pipeline::{Change, Job, Jobs, SavedBuild, SavedInput, SavedOutputFile};
use crate::write::OutputFile;

/// A file of the site.
pub struct Candidate<'a> {
    /// Its path below the output folder.
    pub path: &'a OutPath,
    /// The job that makes it.
    pub job: &'a Job,
    /// The file of the last build, if nothing that it shows is different.
    pub reusable: Option<&'a SavedOutputFile>,
}

/// Returns all files of the site, by path.
pub fn candidates<'a>(jobs: &'a Jobs, change: &Change, previous: Option<&'a SavedBuild>) -> Vec<Candidate<'a>> {
    let (Change::Texts(changed), Some(previous)) = (change, previous) else {
        return jobs.iter().map(|(path, job)| Candidate { path, job, reusable: None }).collect();
    };
    let is_changed = |input: &SavedInput| changed.contains(&input.path);
    let is_changed: Vec<bool> = previous.inputs.iter().map(is_changed).collect();
    let is_same =
        |file: &&SavedOutputFile| file.reads.iter().all(|&read| is_changed.get(read as usize) == Some(&false));
    // Both lists are sorted.
    let mut saved = previous.output.files.iter().peekable();
    let candidate = |(path, job): (&'a OutPath, &'a Job)| {
        while saved.next_if(|file| file.path < *path).is_some() {}
        Candidate { path, job, reusable: saved.next_if(|file| file.path == *path).filter(is_same) }
    };
    jobs.iter().map(candidate).collect()
}

/// Returns the files of a finished write, as they are saved. `reads` are the inputs whose texts each file shows that was made;
/// all others show those that they showed in the last build.
pub fn saved_files(
    files: Vec<OutputFile>,
    reads: Vec<(OutPath, Vec<SourcePath>)>,
    previous: Option<&SavedBuild>,
    inputs: &[SourcePath],
) -> Vec<SavedOutputFile> {
    let numbers: FxHashMap<&SourcePath, u32> = inputs.iter().zip(0..).collect();
    // All lists are sorted by path.
    debug_assert!(reads.is_sorted_by(|(one, _), (next, _)| one < next));
    let mut new_reads = reads.into_iter().peekable();
    let mut saved = previous.map_or(&[][..], |previous| &previous.output.files).iter().peekable();
    let mut reads = |path: &OutPath| {
        while saved.next_if(|file| file.path < *path).is_some() {}
        while new_reads.next_if(|(new, _)| new < path).is_some() {}
        match (new_reads.next_if(|(new, _)| new == path), saved.next_if(|file| file.path == *path)) {
            (Some((_, reads)), _) => reads.iter().filter_map(|read| numbers.get(read).copied()).collect(),
            // The inputs have the same numbers: with another list of files, every file is made.
            (None, Some(file)) => file.reads.clone(),
            (None, None) => Vec::new(),
        }
    };
    files
        .into_iter()
        .map(|file| SavedOutputFile { reads: reads(&file.path), path: file.path, stamp: file.stamp })
        .collect()
}
