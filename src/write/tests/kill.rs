//! Kills builds at any instant: every file must be whole, none may be missing, every page must have its style sheet, and
//! the next build must mend everything. The child process is this test binary, told to run one ignored test.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::tree;
use crate::base::OutPath;
use crate::render::output::{Output, OutputKind};
use crate::write::{Target, manifest, write};

const SITE: &str = "TRENDPRESS_TEST_KILLED_SITE";
const KILLS: u64 = 100;

/// The 61 files of a version: 48 that both versions have; and its own style sheet, 11 pages of its own, and a data file
/// beside their folders.
fn version(name: &str) -> Vec<Output> {
    let output = |path: String, kind, bytes: String| Output {
        path: OutPath::new(&path).unwrap(),
        kind,
        bytes: bytes.into_bytes(),
    };
    let filler = name.repeat(1_500);
    let page = |path: String| output(path, OutputKind::Page, format!("assets/{name}.css {filler}"));
    let mut outputs = vec![output(format!("assets/{name}.css"), OutputKind::Asset, filler.clone())];
    outputs.extend((0..46).map(|number| page(format!("2026/page-{number}/index.html"))));
    outputs.extend((0..11).map(|number| page(format!("only-{name}/{number}/index.html"))));
    outputs.push(output(format!("only-{name}/reports.json"), OutputKind::Machine, filler.clone()));
    outputs
        .extend(["sitemap.xml", "atom.xml"].map(|path| output(path.to_owned(), OutputKind::Machine, filler.clone())));
    outputs
}

fn publish(site: &Path, outputs: &[Output]) {
    write(outputs, &Target { folder: &site.join("public"), site_root: site, force: false }).unwrap();
}

#[test]
#[ignore = "the child process of the test below"]
fn writes_until_killed() {
    let Some(site) = std::env::var_os(SITE).map(PathBuf::from) else { return };
    let (one, two) = (version("a"), version("b"));
    // A line of its own, whatever the test harness has printed.
    std::io::stdout().write_all(b"\nready\n").unwrap();
    // Ends by itself should its parent die.
    for _ in 0..2_000 {
        publish(&site, &two);
        publish(&site, &one);
    }
}

/// Returns true if a build is changing the site, or was killed while it did: the manifest says so.
fn is_changing(site: &Path) -> bool {
    let text = fs::read_to_string(site.join("public").join(manifest::NAME)).unwrap_or_default();
    text.starts_with("trendpress-manifest 1 building")
}

/// Runs the child and kills it `delay` after it began to write, or to change the site, which takes far less time.
fn kill_a_build(site: &Path, delay: Duration, is_late: bool) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["write::tests::kill::writes_until_killed", "--exact", "--ignored", "--nocapture"]);
    let mut child = command.env(SITE, site).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "ready"), "the child did not start");
    while is_late && !is_changing(site) {
        std::thread::yield_now();
    }
    // This sleep waits for nothing: it chooses the instant of the kill.
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Checks that each file on disk is of one version or the other, and that none is missing that both have. Returns how many
/// are of each version.
fn check(public: &Path, may_lack: bool) -> (usize, usize) {
    let by_path = |name| version(name).into_iter().map(|output| (output.path.to_string(), output.bytes));
    let (one, two): (BTreeMap<_, _>, BTreeMap<_, _>) = (by_path("a").collect(), by_path("b").collect());
    let mut counts = (0, 0);
    for path in one.keys().chain(two.keys().filter(|path| !one.contains_key(*path))) {
        let Ok(bytes) = fs::read(public.join(path)) else {
            assert!(may_lack || !(one.contains_key(path) && two.contains_key(path)), "{path} is missing");
            continue;
        };
        assert!([one.get(path), two.get(path)].contains(&Some(&bytes)), "{path} is torn");
        if one.get(path) == Some(&bytes) {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
        if bytes.starts_with(b"assets/") {
            let sheet = str::from_utf8(&bytes[..12]).unwrap();
            assert!(public.join(sheet).exists(), "{path} lacks {sheet}");
        }
    }
    counts
}

#[test]
fn a_build_killed_at_any_instant_leaves_a_whole_site() {
    let site = tempfile::tempdir().unwrap();
    let public = site.path().join("public");
    let clean = tempfile::tempdir().unwrap();
    publish(clean.path(), &version("a"));
    let clean = clean.path().join("public");
    publish(site.path(), &version("a"));

    let mut seed = 2_026_u64;
    let (mut staging, mut changing) = (0, 0);
    for kill in 0..KILLS {
        // Knuth's linear congruential generator: the same instants in every run, as far as the machine allows.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let fresh = kill % 10 >= 8;
        if fresh {
            fs::remove_dir_all(&public).unwrap();
        }
        let is_late = kill % 2 == 1;
        let delay = (seed >> 33) % if is_late { 2_000 } else { 6_000 };
        kill_a_build(site.path(), Duration::from_micros(delay), is_late);
        check(&public, fresh);
        if is_changing(site.path()) {
            changing += 1;
        } else if public.exists() {
            staging += u64::from(tree(&public).keys().any(|path| path.starts_with(".trendpress-tmp-")));
        }
        publish(site.path(), &version("a"));
        assert_eq!(check(&public, false), (61, 0));
        assert_eq!(tree(&public), tree(&clean));
    }
    let few = "kills fell there: the test tests little";
    assert!(staging > KILLS / 10 && changing > KILLS / 10, "{staging} and {changing} {few}");
}
