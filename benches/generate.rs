//! `generate N FOLDER`: writes a generated site of N reports into a folder.

#![expect(clippy::print_stderr, reason = "a command-line tool")]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod generator;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(Ok(reports)), Some(folder)) = (arguments.next().map(|count| count.parse()), arguments.next()) else {
        eprintln!("usage: generate N FOLDER");
        return ExitCode::from(2);
    };
    write(reports, Path::new(&folder));
    ExitCode::SUCCESS
}

fn write(reports: usize, folder: &Path) {
    let mut created: HashSet<PathBuf> = HashSet::new();
    generator::generate(reports, |path, text| {
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder).to_owned();
        if !created.contains(&parent) {
            fs::create_dir_all(&parent).unwrap_or_else(|error| panic!("{}: {error}", parent.display()));
            created.insert(parent);
        }
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    });
}
