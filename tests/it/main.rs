//! Trendpress tested from outside: one binary, a module for each thing that it promises.
#![cfg(test)]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "our outputs end in lower case, and what a failing test says need not be quick"
)]

mod architecture;
mod cases;
mod commands;
mod commonmark;
mod crawl;
mod determinism;
mod diagnostics;
mod edits;
mod handouts;
mod hostile;
mod html;
mod kill;
mod language;
mod live;
mod markdown;
mod preview;
mod sample;
mod serve;
mod seven;
mod site;
mod topics;
mod watch;
