//! Lazy values: computed when they are first read, or ready from the start.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

/// A value that dereferences to `T`, computing it first if need be. Unlike [`std::sync::LazyLock`] it can start out
/// ready, and a deferred value takes next to no memory until it is read: most of thousands never are.
pub enum Lazy<T> {
    /// The value was there from the start.
    Ready(T),
    /// The first reader computes the value.
    Deferred(Box<Deferred<T>>),
}

/// A function, and its result once it was called.
pub struct Deferred<T> {
    value: OnceLock<Box<T>>,
    compute: Box<dyn Fn() -> T + Send + Sync>,
}

impl<T> Lazy<T> {
    /// Defers `compute` until the value is read.
    pub fn new(compute: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::Deferred(Box::new(Deferred { value: OnceLock::new(), compute: Box::new(compute) }))
    }

    /// Computes the value now, unless it is ready.
    pub fn force(&self) {
        let _: &T = self;
    }

    /// Returns the value, computed if need be.
    pub fn into_value(self) -> T {
        match self {
            Self::Ready(value) => value,
            Self::Deferred(deferred) => deferred.value.into_inner().map_or_else(deferred.compute, |value| *value),
        }
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Ready(value) => value,
            Self::Deferred(deferred) => deferred.value.get_or_init(|| Box::new((deferred.compute)())),
        }
    }
}

impl<T: Default> Default for Lazy<T> {
    fn default() -> Self {
        Self::Ready(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
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
    fn a_value_is_computed_once_by_its_first_reader() {
        let calls = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&calls);
        let lazy = Lazy::new(move || counter.fetch_add(1, Ordering::Relaxed) + 7);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
        assert_eq!((*lazy, *lazy), (7, 7));
        assert_eq!(calls.load(Ordering::Relaxed), 1);
    }
}
