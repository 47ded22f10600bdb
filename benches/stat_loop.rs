//! `stat_loop SITE FOLDER [--known]`: the minimum that a build without changes has to do, for comparison. It walks the
//! site's `content/` and `themes/` and stats every file, and every file of the output folder; reads none of them.
//!
//! It walks the output folder too, on one thread. With `--known` it takes the paths of outputs from the manifest that
//! Trendpress leaves there, as a build does that need not find foreign files, and stats them on all threads: a walk opens
//! one folder a page, which costs more than the stat.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use walkdir::WalkDir;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (site, outputs) = match &arguments[..] {
        [site, folder] => (site, stat_folder(folder.as_ref())),
        [site, folder, flag] if flag == "--known" => (site, stat_manifest(folder.as_ref())),
        _ => {
            eprintln!("usage: stat_loop SITE FOLDER [--known]");
            return ExitCode::from(2);
        }
    };
    let site = Path::new(site);
    let files = stat_folder(&site.join("content")) + stat_folder(&site.join("themes")) + outputs;
    println!("{files} files");
    ExitCode::SUCCESS
}

/// Stats every file below a folder. Returns their number.
fn stat_folder(folder: &Path) -> usize {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).count()
}

/// Stats every file of a manifest, whose lines hold a hash, a length, a kind and a path. Returns their number.
fn stat_manifest(folder: &Path) -> usize {
    let manifest = fs::read_to_string(folder.join(".trendpress-manifest")).unwrap_or_default();
    let paths: Vec<&str> = manifest.lines().skip(1).filter_map(|line| line.splitn(4, ' ').nth(3)).collect();
    paths.par_iter().filter(|path| fs::symlink_metadata(folder.join(path)).is_ok()).count()
}
