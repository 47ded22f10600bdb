//! `stat_loop SITE FOLDER`: the least that a build with nothing to do must do, as a yardstick. Walks the site's
//! `content/` and `themes/` and the output folder, and stats every file. One thread; reads no file.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the bench, which says what it found")]

use std::path::Path;
use std::process::ExitCode;
use walkdir::WalkDir;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(site), Some(folder)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: stat_loop SITE FOLDER");
        return ExitCode::from(2);
    };
    let site = Path::new(&site);
    let files: usize = [site.join("content"), site.join("themes"), folder.into()].iter().map(|from| stat(from)).sum();
    println!("{files} files");
    ExitCode::SUCCESS
}

fn stat(folder: &Path) -> usize {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).count()
}
