//! A value that is at hand, or is fetched when it is first asked for. Knows nothing of where it comes from.

use std::fmt;
use std::sync::OnceLock;

/// A value now or later.
pub struct Later<T> {
    value: OnceLock<T>,
    fetch: Option<Box<dyn Fn() -> T + Send + Sync>>,
}

impl<T: Default> Later<T> {
    /// A value that is at hand.
    pub fn now(value: T) -> Self {
        Self { value: OnceLock::from(value), fetch: None }
    }

    /// A value that `fetch` gives when it is asked for, and not before.
    pub fn fetched(fetch: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self { value: OnceLock::new(), fetch: Some(Box::new(fetch)) }
    }

    /// The value.
    pub fn get(&self) -> &T {
        self.value.get_or_init(|| self.fetch.as_ref().map(|fetch| fetch()).unwrap_or_default())
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        Self::now(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn fetching_happens_once_and_only_when_asked() {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let later = Later::fetched(move || counted.fetch_add(1, Ordering::Relaxed) + 7);
        assert_eq!(count.load(Ordering::Relaxed), 0);
        assert_eq!((*later.get(), *later.get()), (7, 7));
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
