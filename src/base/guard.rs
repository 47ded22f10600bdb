//! Runs one page's work so that a panic inside it becomes a value, not the end of the build.
//! A panic is a bug (ours or a library's); the page it happened on is all that it may cost.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic inside is returned as its message.
///
/// # Errors
/// The panic's message, or a stand-in where it carried none.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result.map_err(|payload| message(payload.as_ref()))
}

/// Whether this thread is inside [`guarded`]. A program's panic hook asks, so that a caught panic
/// is printed once: as a finding.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
