//! Turns a panic in one page's work into a value. A panic is a bug, in this program or a library, and costs no more
//! than the page it happened on.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and catches a panic inside it.
///
/// # Errors
/// The panic's message, or a stand-in if it carried none.
pub fn catch_panic<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = IS_CATCHING.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    IS_CATCHING.set(outer);
    result.map_err(|payload| message(payload.as_ref()))
}

/// Returns true if this thread is inside [`catch_panic`]. The program's panic hook then stays silent, because the
/// panic will be shown as a finding.
pub fn is_catching() -> bool {
    IS_CATCHING.get()
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_message() {
        let odd = |number: usize| catch_panic(move || assert!(number % 2 == 1, "{number} is even"));
        assert_eq!(odd(3), Ok(()));
        assert_eq!(odd(4), Err("4 is even".to_owned()));
        assert!(!is_catching());
    }
}
