//! Helpers: a site in a temporary folder, built in memory or by the program, and the files of a folder as a map. All
//! builds are for the same day, so that no test depends on the clock.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::{Date, date};
use tempfile::TempDir;
use trendpress::pipeline::{self, Build, Options};

/// The day for which all tests build.
pub const TODAY: Date = date(2026, 6, 1);

/// That day, as `--at` wants it.
const AT: &str = "2026-06-01";

/// The bytes of files by path, with forward slashes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A site in a temporary folder, which is removed with it.
pub struct TestSite {
    folder: TempDir,
}

impl TestSite {
    /// Creates a site of these files: path, text.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// Copies the sources of the sample site.
    pub fn copy_of_sample() -> Self {
        let site = Self::new([]);
        for part in ["content", "themes"] {
            for (path, bytes) in tree(&repository().join(part)) {
                site.write(&format!("{part}/{path}"), bytes);
            }
        }
        site.write("trendpress.yaml", fs::read(repository().join("trendpress.yaml")).unwrap());
        site
    }

    /// Writes a file and creates its folders.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Reads a file as text.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The path of a file on disk.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The options of a plain build.
    pub fn options(&self) -> Options {
        Options::new(self.folder.path(), TODAY)
    }

    /// Builds the site in memory.
    pub fn build(&self) -> Build {
        pipeline::build(&self.options(), &|_| {})
    }

    /// Runs the program in the site's folder, as of [`TODAY`].
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(self.command().args(dated(arguments)))
    }

    /// A command that runs the program in the site's folder.
    pub fn command(&self) -> Command {
        program(self.folder.path())
    }

    /// The files of the output folder.
    pub fn public(&self) -> Tree {
        tree(&self.path("public"))
    }
}

/// The result of running the program.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Arguments with `--at` for [`TODAY`], where the command takes it and they have none.
pub fn dated<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = arguments.to_vec();
    let is_dated = |argument: &&str| ["build", "b", "check", "serve", "list"].contains(argument);
    if let Some(command) = arguments.iter().position(is_dated).filter(|_| !arguments.contains(&"--at")) {
        arguments.insert(command + 1, "--at");
        arguments.insert(command + 2, AT);
    }
    arguments
}

/// A command that runs the program in a folder, with no environment variable but `HOME`.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trendpress"));
    command.current_dir(folder).stdin(Stdio::null()).env_clear();
    if let Some(home) = std::env::var_os("HOME") {
        command.env("HOME", home);
    }
    command
}

/// Runs a command and waits for its end.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The folder of this repository, which is also that of the sample site.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads every file below a folder; empty if the folder does not exist.
pub fn tree(folder: &Path) -> Tree {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (below(entry.path(), folder), fs::read(entry.path()).unwrap())).collect()
}

/// The path relative to a folder, with forward slashes.
pub fn below(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/")
}

/// The outputs of a build, as a tree.
pub fn outputs(build: &Build) -> Tree {
    build.outputs.iter().map(|output| (output.path.as_str().to_owned(), output.bytes.clone())).collect()
}

/// Asserts that two trees are equal. Names the first files that differ.
pub fn assert_same(one: &Tree, other: &Tree) {
    let paths = one.keys().chain(other.keys().filter(|path| !one.contains_key(*path)));
    let differing: Vec<&String> = paths.filter(|path| one.get(*path) != other.get(*path)).take(5).collect();
    assert!(differing.is_empty(), "these files differ: {differing:?}");
}
