//! Trendpress tested from outside: one binary, a module for each thing that it promises.

#![expect(clippy::unwrap_used, reason = "a test's panic is its message, in its helpers too")]

mod commonmark;
mod handouts;
mod hostile;
mod markdown;
