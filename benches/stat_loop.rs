//! `stat_loop SITE FOLDER [--known]`: the least that a build with nothing to do must do, as a yardstick. Walks the
//! site's `content/` and `themes/` and stats every file, and every file of the output folder; reads none of them.
//!
//! It walks the output folder too, on one thread. With `--known` it takes the paths of outputs from the manifest that
//! Trendpress leaves there, as a build does that looks for no strangers, and stats them on all threads: a walk opens
//! one folder a page, which costs more than the stat.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the bench, which says what it found")]

use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use walkdir::WalkDir;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (site, outputs) = match &arguments[..] {
        [site, folder] => (site, walked(folder.as_ref())),
        [site, folder, flag] if flag == "--known" => (site, known(folder.as_ref())),
        _ => {
            eprintln!("usage: stat_loop SITE FOLDER [--known]");
            return ExitCode::from(2);
        }
    };
    let site = Path::new(site);
    let files = walked(&site.join("content")) + walked(&site.join("themes")) + outputs;
    println!("{files} files");
    ExitCode::SUCCESS
}

/// Stats what is found below a folder, and says how much that is.
fn walked(folder: &Path) -> usize {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).count()
}

/// Stats what a manifest names: a line each, of a hash, a length, a kind and a path.
fn known(folder: &Path) -> usize {
    let manifest = fs::read_to_string(folder.join(".trendpress-manifest")).unwrap_or_default();
    let paths: Vec<&str> = manifest.lines().skip(1).filter_map(|line| line.splitn(4, ' ').nth(3)).collect();
    paths.par_iter().filter(|path| fs::symlink_metadata(folder.join(path)).is_ok()).count()
}
