//! Dependency tracking: records which source files' texts something was made of, while it is made. Whoever reads a file's
//! text says so ([`read`]); [`track`] collects what was read, and [`Tracked`] keeps it beside a memoised value. So nobody
//! has to list what a page depends on.
//!
//! Each thread collects for itself: what is tracked must be made on one thread. Knows nothing of pages.

use std::cell::RefCell;
use std::sync::OnceLock;

use crate::base::path::SourcePath;

/// The reads that one [`track`] has collected so far.
#[derive(Default)]
struct Reads {
    /// False outside of any [`track`], where nobody wants to know.
    is_tracked: bool,
    files: Vec<SourcePath>,
}

thread_local! {
    /// The reads of the innermost [`track`] of this thread.
    static READS: RefCell<Reads> = RefCell::default();
}

/// Records that the text of a file is read.
pub fn read(file: &SourcePath) {
    READS.with_borrow_mut(|reads| {
        if reads.is_tracked && reads.files.last() != Some(file) {
            reads.files.push(file.clone());
        }
    });
}

/// Runs a function. Returns its value and the files whose texts it read, sorted, each once.
pub fn track<T>(make: impl FnOnce() -> T) -> (T, Vec<SourcePath>) {
    let outer = Outer(READS.replace(Reads { is_tracked: true, files: Vec::new() }));
    let value = make();
    let mut files = READS.take().files;
    drop(outer);
    files.sort_unstable();
    files.dedup();
    (value, files)
}

/// The reads of the [`track`] around another one. They are put back at its end, also where it panics.
struct Outer(Reads);

impl Drop for Outer {
    fn drop(&mut self) {
        READS.set(std::mem::take(&mut self.0));
    }
}

/// A memoised value: the first reader computes it. It keeps what was read for it, and records that for every reader, so
/// that whoever uses the value depends on the same files, whichever of them came first.
#[derive(Debug)]
pub struct Tracked<T>(OnceLock<(T, Box<[SourcePath]>)>);

impl<T> Tracked<T> {
    /// Makes a value that is not computed yet.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Returns the value, computed by `make` if need be. Of several threads that ask at once, one computes it.
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let (value, reads) = self.0.get_or_init(|| {
            let (value, reads) = track(make);
            (value, reads.into())
        });
        reads.iter().for_each(read);
        value
    }
}

impl<T> Default for Tracked<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::path::Path;
    use std::thread;

    fn file(path: &str) -> SourcePath {
        SourcePath::new(Path::new(path)).unwrap()
    }

    #[test]
    fn reads_are_collected_where_they_are_tracked() {
        let (a, b) = (file("content/a.md"), file("content/b.md"));
        read(&a);
        let ((), reads) = track(|| [&b, &a, &b].into_iter().for_each(read));
        assert_eq!(reads, [a, b]);
        assert_eq!(track(|| ()).1, []);
    }

    #[test]
    fn every_reader_of_a_tracked_value_depends_on_what_it_was_made_of() {
        let (a, b) = (file("content/a.md"), file("content/b.md"));
        let value = Tracked::new();
        let get = || {
            value.get_or_init(|| {
                read(&a);
                1
            })
        };
        let first = track(|| {
            read(&b);
            get()
        });
        assert_eq!(first, (&1, vec![a.clone(), b.clone()]));
        assert_eq!(track(get), (&1, vec![a.clone()]));
        thread::scope(|scope| assert_eq!(scope.spawn(|| track(get)).join().unwrap(), (&1, vec![a.clone()])));
    }

    #[test]
    fn a_tracked_value_within_another_passes_its_reads_on() {
        let a = file("content/a.md");
        let (inner, outer) = (Tracked::new(), Tracked::new());
        let get = || outer.get_or_init(|| inner.get_or_init(|| read(&a)));
        assert_eq!(track(get).1, std::slice::from_ref(&a));
        assert_eq!(track(get).1, [a]);
    }

    #[test]
    fn a_panic_leaves_what_was_collected_before() {
        let (a, b) = (file("content/a.md"), file("content/b.md"));
        let ((), reads) = track(|| {
            read(&a);
            let panicked = catch_unwind(AssertUnwindSafe(|| track(|| panic!("expected"))));
            assert!(panicked.is_err());
            read(&b);
        });
        assert_eq!(reads, [a, b]);
    }
}
