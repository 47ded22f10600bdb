//! A value that is at hand, or is fetched when it is first asked for. Knows nothing of where it comes from.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// A value now or later.
pub enum Later<T> {
    /// It is at hand.
    Now(T),
    /// It is fetched by the first who asks for it.
    Fetched(Box<Fetched<T>>),
}

/// A value that is fetched, and what fetches it. Takes next to no room until then: most of thousands never are.
pub struct Fetched<T> {
    value: OnceLock<Box<T>>,
    fetch: Box<dyn Fn() -> T + Send + Sync>,
}

impl<T> Later<T> {
    /// A value that `fetch` gives when it is asked for, and not before.
    pub fn fetched(fetch: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::Fetched(Box::new(Fetched { value: OnceLock::new(), fetch: Box::new(fetch) }))
    }

    /// Fetches the value, where it is not at hand yet.
    pub fn fetch(&self) {
        let _: &T = self;
    }

    /// The value, fetched where it is not at hand yet.
    pub fn into_value(self) -> T {
        match self {
            Self::Now(value) => value,
            Self::Fetched(fetched) => fetched.value.into_inner().map_or_else(fetched.fetch, |value| *value),
        }
    }
}

impl<T> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Now(value) => value,
            Self::Fetched(fetched) => fetched.value.get_or_init(|| Box::new((fetched.fetch)())),
        }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        Self::Now(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
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
        assert_eq!((*later, *later), (7, 7));
        assert_eq!(count.load(Ordering::Relaxed), 1);
    }
}
