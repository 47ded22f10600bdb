//! Tests Trendpress from outside, in one binary. `test_site`, `html_tree`, `crawler` and `preview_client` are helpers; every
//! other module tests one promise.
#![cfg(test)]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "output paths end in lower case, and the message of a failing test need not be fast"
)]

mod architecture;
mod bombs;
mod cases;
mod commands;
mod commonmark;
mod crawler;
mod determinism;
mod diagnostics;
mod dice;
mod elections;
mod finding_formats;
mod hostile_input;
mod html_tree;
mod incremental;
mod killed_builds;
mod language;
mod markdown;
mod parts;
mod preview_client;
mod preview_stress;
mod print_and_data;
mod privacy;
mod sample;
mod serve;
mod shrunk_sites;
mod successions;
mod tags;
mod test_site;
mod topics;
mod votes;
mod watch;
