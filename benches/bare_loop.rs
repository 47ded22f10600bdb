//! `bare_loop SITE FOLDER`: a minimal generator with which Trendpress is compared. It walks `content/`, reads every Markdown
//! file, splits its front matter by plain string operations, turns the rest into HTML with pulldown-cmark and the
//! extensions of Trendpress, and writes about as many files as Trendpress does, of the same kinds, by string pushes:
//! reports with layout, facts, body, related reports, other editions and sources; editions with print, brief, discuss,
//! slides and changes pages; lists by 50 for each kind, theme, edition and for topics; Atom feeds, sitemap, JSON and CSV.
//!
//! It uses all threads, Trendpress's allocator, reused buffers and borrowed text, and creates each folder once. It has no
//! templates, checks, resolved links, relations or citations, does not compare with older output, and parses front matter
//! only in the form that `generate` writes.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool")]

use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

#[path = "bare_loop/data_files.rs"]
mod data_files;
#[path = "bare_loop/document.rs"]
mod document;
#[path = "bare_loop/html.rs"]
mod html;
#[path = "bare_loop/pages.rs"]
mod pages;
#[path = "bare_loop/site.rs"]
mod site;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(site), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: bare_loop SITE FOLDER");
        return ExitCode::from(2);
    };
    match convert(&Path::new(&site).join("content"), folder) {
        Ok(files) => {
            println!("{files} files");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn convert(content: &Path, folder: String) -> io::Result<usize> {
    let walk = WalkDir::new(content).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let paths: Vec<PathBuf> = walk.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    let texts = paths.par_iter().map(fs::read_to_string).collect::<io::Result<Vec<String>>>()?;
    let documents = paths.par_iter().zip(&texts).map(|(path, text)| document::parse(path, text)).collect();
    pages::write(&site::Site::new(documents), folder)
}
