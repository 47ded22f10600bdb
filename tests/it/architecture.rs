//! The architecture: a module imports only modules before it, and only some may use disk, clock, environment and threads.

use std::collections::BTreeMap;

use crate::test_site::{repository, tree};

/// The modules in order. Each may import those before it.
const LINE: [&str; 18] = [
    "base", "load", "config", "parse", "chart", "check", "link", "skin", "view", "render", "write", "pipeline",
    "engine", "watch", "serve", "cache", "publish", "cli",
];

/// The ways out of the process, with the stages that may use each, and the further files that may, each with a reason.
const REACHES: [Reach; 4] = [
    Reach {
        names: &["std::fs", "fs::", "walkdir", "File::open", "File::create"],
        stages: &["load", "write", "cache", "cli"],
        files: &[
            ("base/stamp.rs", "reads what the loader and the writer have asked the disk"),
            ("watch/watched_paths.rs", "finds links, whose targets are watched too"),
            ("watch/watcher.rs", "tells a folder from another one of its name"),
        ],
    },
    Reach {
        // What pages are made of is noted by the thread that makes them.
        names: &["rayon", "par_iter", "std::thread", "thread::spawn"],
        stages: &["base", "load", "link", "write", "pipeline", "engine", "watch", "serve", "cache", "publish", "cli"],
        files: &[],
    },
    Reach {
        names: &["std::env", "env::var", "env::args", "env::current_dir"],
        stages: &["cli"],
        files: &[("write/target.rs", "refuses the home folder")],
    },
    Reach {
        names: &["std::time", "SystemTime", "Instant::now", "Timestamp::now", "Zoned::now"],
        stages: &["cli"],
        files: &[
            ("write/lock.rs", "waits for another build"),
            ("write/mod.rs", "says how long"),
            ("base/stamp.rs", "reads a file's times"),
            ("load/file_state.rs", "a file changed within the last tick may change again unseen"),
            ("watch/mod.rs", "measures rebuilds"),
            ("watch/debounce.rs", "waits for saves to end"),
            ("watch/scan_interval.rs", "derives the time between scans"),
            ("watch/watcher.rs", "waits for events, tells folders apart by their birth"),
            ("serve/mod.rs", "has clients take no longer than they may"),
            ("serve/server_sent_events.rs", "sends heartbeats to open connections"),
        ],
    },
];

/// A way out of the process.
struct Reach {
    names: &'static [&'static str],
    stages: &'static [&'static str],
    files: &'static [(&'static str, &'static str)],
}

/// The source files by path below `src/`, without comments, string literals and tests.
fn sources() -> BTreeMap<String, String> {
    let files = tree(&repository().join("src")).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let is_test = |path: &str| ["/tests.rs", "/killed.rs"].iter().any(|end| path.ends_with(end));
    let code = |text: String| {
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        let lines = lines.map(|line| line.split('"').step_by(2).collect::<Vec<_>>().join("\"\""));
        lines.collect::<Vec<_>>().join("\n")
    };
    files
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (path, code(String::from_utf8(text).unwrap())))
        .collect()
}

fn stage(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The modules of this crate that a file imports: `crate::base`, and each of `crate::{base, load}`.
fn imports(code: &str) -> Vec<&str> {
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default(),
            None => rest,
        };
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let name = |part: &'_ str| -> usize { part.find(|character| !is_word(character)).unwrap_or(part.len()) };
        if rest.starts_with('{') {
            modules.extend(
                names.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| &part[..name(part)]),
            );
        } else {
            modules.push(&rest[..name(rest)]);
        }
    }
    modules
}

#[test]
fn modules_import_only_modules_before_them() {
    let place = |stage: &str| LINE.iter().position(|known| *known == stage);
    let mut wrong = Vec::new();
    let mut import_count = 0;
    for (path, code) in sources().iter().filter(|(path, _)| !matches!(path.as_str(), "lib.rs" | "main.rs")) {
        let own_place = place(stage(path)).unwrap_or_else(|| panic!("{path} belongs to no stage"));
        for import in imports(code) {
            import_count += 1;
            let imported = place(import).unwrap_or_else(|| panic!("{path} imports the unknown `{import}`"));
            if imported > own_place {
                wrong.push(format!("src/{path} imports {import}, which comes after it"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(import_count > 200, "only {import_count} imports");
}

#[test]
fn the_crate_lists_its_modules_in_the_same_order() {
    let lib = &sources()["lib.rs"];
    let lines = lib.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line));
    let modules = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    assert_eq!(modules.collect::<Vec<_>>(), LINE);
}

#[test]
fn only_some_modules_use_disk_clock_environment_and_threads() {
    let mut wrong = Vec::new();
    let mut uses = [0; REACHES.len()];
    for (path, code) in &sources() {
        for (number, Reach { names, stages, files }) in REACHES.iter().enumerate() {
            let Some(name) = names.iter().find(|name| code.contains(**name)) else { continue };
            uses[number] += 1;
            if !stages.contains(&stage(path)) && !files.iter().any(|(file, _)| file == path) {
                wrong.push(format!("src/{path} uses {name}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(uses.iter().all(|count| *count > 0), "{uses:?}");
}

#[test]
fn every_file_has_a_module_doc() {
    for (path, text) in tree(&repository().join("src")).into_iter().filter(|(path, _)| path.ends_with(".rs")) {
        assert!(text.starts_with(b"//! "), "src/{path}");
    }
}
