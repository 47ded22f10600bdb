//! Which files' own texts something is made of, noted while it is made: what only the pages that show a text may
//! read of it goes through one door ([`note`]), so that nobody has to list it. Notes are the thread's own: what is
//! noted must be made on one thread, which a test of the imports holds. Knows nothing of pages.

use std::cell::RefCell;

use crate::base::path::SourcePath;

thread_local! {
    static NOTES: RefCell<Option<Vec<SourcePath>>> = const { RefCell::new(None) };
}

/// Runs `make` and gives what it made with the files whose texts it read, sorted, each once.
pub fn noted<T>(make: impl FnOnce() -> T) -> (T, Vec<SourcePath>) {
    let before = NOTES.replace(Some(Vec::new()));
    let made = make();
    let mut reads = NOTES.replace(before).unwrap_or_default();
    reads.sort_unstable();
    reads.dedup();
    (made, reads)
}

/// Notes that a file's text is read, where somebody wants to know.
pub fn note(file: &SourcePath) {
    NOTES.with_borrow_mut(|notes| {
        if let Some(notes) = notes
            && notes.last() != Some(file)
        {
            notes.push(file.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn reads_are_noted_where_they_are_asked_for() {
        let file = SourcePath::new(Path::new("content/a.md")).unwrap();
        note(&file);
        let ((), reads) = noted(|| {
            note(&file);
            note(&file);
        });
        assert_eq!(reads, [file]);
        assert_eq!(noted(|| ()).1, []);
    }
}
