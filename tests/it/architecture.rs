//! The plan of the modules: each knows only the modules that the plan gives it, and the disk, the clock and the environment are
//! asked only where they belong.

use std::collections::{BTreeMap, BTreeSet};

use crate::test_site::{repository, tree};

/// The modules in order, each with all others that it knows. A module knows only modules that stand before it.
const PLAN: [(&str, &[&str]); 19] = [
    ("base", &[]),
    ("load", &["base"]),
    ("config", &["base"]),
    ("parse", &["base", "config"]),
    ("chart", &["base"]),
    ("tally", &[]),
    ("check", &["base", "config", "parse", "chart", "tally"]),
    ("link", &["base", "load", "config", "parse", "chart", "tally", "check"]),
    ("skin", &["base", "load", "config"]),
    ("view", &["base", "config", "parse", "chart", "check", "link", "skin"]),
    ("render", &["base", "config", "link", "skin", "view"]),
    ("write", &["base", "render"]),
    ("cache", &["base"]),
    ("pipeline", &["base", "load", "config", "parse", "chart", "check", "link", "skin", "view", "render", "cache"]),
    ("engine", &["base", "load", "config", "link", "render", "pipeline"]),
    ("watch", &["base", "load", "pipeline", "engine"]),
    ("serve", &["base", "render", "engine"]),
    ("publish", &["base", "load", "render", "write", "cache", "pipeline"]),
    (
        "cli",
        &[
            "base", "config", "tally", "check", "link", "render", "write", "cache", "pipeline", "engine", "watch",
            "serve", "publish",
        ],
    ),
];

/// Names of a module that some modules must not know, though they know others of it.
const UNKNOWN: [(&str, &str, &[&str]); 4] = [
    ("render", "link", &["Site"]),
    ("write", "render", &["Renderer", "Rendered"]),
    ("serve", "render", &["Renderer", "Rendered"]),
    ("publish", "load", &["read_markdown", "SourceFile"]),
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
            ("render/page_buffer.rs", "ends a page that takes too long"),
            ("pipeline/watchdog.rs", "finds pages that do not end"),
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
    let is_test = |path: &str| ["/tests.rs", "/tests/"].iter().any(|part| path.contains(part));
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

/// The paths within this crate that a code names, without `crate::`: `base::hash::Hash`. Of a list in braces, each of them.
fn imports(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        add_paths("", &code[at + "crate::".len()..], &mut paths);
    }
    paths
}

/// Adds the paths at the beginning of a code, each below `parent`. Returns the rest.
fn add_paths<'c>(parent: &str, code: &'c str, found: &mut Vec<String>) -> &'c str {
    if let Some(mut rest) = code.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches([',', ' ', '\n']);
            match rest.strip_prefix('}') {
                Some(rest) => return rest,
                None if rest.is_empty() => return rest,
                None => rest = add_paths(parent, rest, found),
            }
        }
    }
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let end = code.find(|character| !is_word(character)).unwrap_or(code.len());
    let (name, rest) = code.split_at(end);
    let path = if parent.is_empty() { name.to_owned() } else { format!("{parent}::{name}") };
    match rest.strip_prefix("::") {
        Some(rest) => add_paths(&path, rest, found),
        None => {
            found.push(path);
            // Past what stands behind the name: ` as Other`, or a sign that no list has.
            rest.strip_prefix(" as ")
                .map_or(rest.get(usize::from(end == 0)..).unwrap_or_default(), |rest| rest.trim_start_matches(is_word))
        }
    }
}

#[test]
fn paths_are_found_in_lists_too() {
    let code = "use crate::base::{hash::Hash, path::{self, OutPath}};\nlet a = crate::load::list(x);";
    assert_eq!(imports(code), ["base::hash::Hash", "base::path::self", "base::path::OutPath", "load::list"]);
}

#[test]
fn modules_know_only_what_the_plan_gives_them() {
    let mut known: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let sources = sources();
    for (path, code) in sources.iter().filter(|(path, _)| !matches!(path.as_str(), "lib.rs" | "main.rs")) {
        let paths = imports(code).into_iter();
        let modules = paths.map(|path| path.split("::").next().unwrap_or_default().to_owned());
        known.entry(stage(path)).or_default().extend(modules.filter(|module| module != stage(path)));
    }
    assert_eq!(known.keys().copied().collect::<BTreeSet<_>>(), PLAN.map(|(module, _)| module).into());
    for (place, (module, planned)) in PLAN.iter().enumerate() {
        // Both ways, so that the plan says no more than is true.
        assert_eq!(
            known[module].iter().map(|name| &**name).collect::<BTreeSet<_>>(),
            planned.iter().copied().collect(),
            "{module}"
        );
        let before: Vec<&str> = PLAN[..place].iter().map(|(module, _)| *module).collect();
        assert!(planned.iter().all(|known| before.contains(known)), "{module} knows a module that comes after it");
    }
}

#[test]
fn modules_do_not_know_what_belongs_to_others() {
    for (path, code) in &sources() {
        for (_, module, names) in UNKNOWN.iter().filter(|(own, ..)| *own == stage(path)) {
            for name in *names {
                assert!(!imports(code).contains(&format!("{module}::{name}")), "src/{path} knows {name}");
            }
        }
    }
}

#[test]
fn the_crate_lists_its_modules_in_the_same_order() {
    let lib = &sources()["lib.rs"];
    let modules = lib.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
    assert_eq!(modules.collect::<Vec<_>>(), PLAN.map(|(module, _)| module));
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
