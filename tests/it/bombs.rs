//! Bombs: sites of less than 1 MB that make a program work for long or take much memory. None may take more than 2 s of CPU
//! time or 256 MiB in `check` or `build`, by the system's own accounting.
//!
//! `cargo test` builds each at an eighth of its size, with a program that is not optimised. `TRENDPRESS_PROGRAM` is an optimised
//! one, which gets them whole; `TRENDPRESS_BOMBS` is a file for the table of figures; `TRENDPRESS_BOMB` picks bombs by a
//! part of their names.

#![cfg(target_os = "linux")]
#![expect(clippy::print_stdout, reason = "prints measurements under --nocapture")]

mod ballots;
mod data;
mod drawings;
mod editions;
mod folders;
mod front_matter;
mod settings;
mod skins;
mod texts;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_site::{TestSite, program};

/// The most CPU time that a bomb may take, in seconds.
const SECONDS: f64 = 2.0;

/// The most memory that a bomb may take, in MiB.
const MEBIBYTES: f64 = 256.0;

/// The factor by which the tests of the suite may be slower: neighbours on the machine, and no optimisation.
const LENIENCE: f64 = 10.0;

/// The size of a whole bomb, in bytes: a little less than 1 MB.
const SIZE: usize = 990_000;

/// A site that is hard to build.
pub struct Bomb {
    /// Its name.
    name: &'static str,
    /// Makes its files, of about so many bytes together.
    files: fn(usize) -> Files,
}

/// The files of a site: paths and texts.
pub type Files = Vec<(String, String)>;

/// Creates a bomb.
pub fn bomb(name: &'static str, files: fn(usize) -> Files) -> Bomb {
    Bomb { name, files }
}

/// A site with one report of this text, front matter included.
pub fn report(text: String) -> Files {
    site([("content/2026/a.md", text)])
}

/// A site with one edition and these files.
pub fn site<'a>(files: impl IntoIterator<Item = (&'a str, String)>) -> Files {
    let mut site = vec![
        ("trendpress.yaml".to_owned(), "title: T\n".to_owned()),
        ("content/2026/edition.md".to_owned(), "---\ntitle: E\n---\n".to_owned()),
    ];
    for (path, text) in files {
        site.retain(|(known, _)| known != path);
        site.push((path.to_owned(), text));
    }
    site
}

/// The front matter of a report.
pub const FRONT: &str = "---\ntitle: A\nkind: hurdle\n---\n";

/// A site of one report with this body.
pub fn body(body: impl AsRef<str>) -> Files {
    report(FRONT.to_owned() + body.as_ref())
}

/// Repeats a piece up to a size.
pub fn repeat(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

/// Joins numbered pieces up to a size.
pub fn numbered(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size);
    for number in 0.. {
        let next = piece(number);
        if text.len() + next.len() > size {
            break;
        }
        text += &next;
    }
    text
}

/// All bombs.
fn bombs() -> Vec<Bomb> {
    [
        front_matter::bombs(),
        editions::bombs(),
        texts::bombs(),
        settings::bombs(),
        data::bombs(),
        drawings::bombs(),
        ballots::bombs(),
        skins::bombs(),
        folders::bombs(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The cost of one run.
#[derive(Clone, Copy)]
struct Cost {
    seconds: f64,
    mebibytes: f64,
    code: i32,
    printed: usize,
}

/// Runs the program in a site and measures it. The process is read while it runs, and once more when it has ended and was not
/// waited for: then the system still knows its CPU time.
fn measure(site: &TestSite, command: &str) -> Cost {
    let executable = std::env::var_os("TRENDPRESS_PROGRAM");
    let mut run = executable.map_or_else(|| program(&site.path("")), Command::new);
    let log = fs::File::create(site.path("log")).unwrap();
    run.current_dir(site.path("")).env("SOURCE_DATE_EPOCH", "1780315200").args([command, "-q"]);
    let mut child = run.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
    let (start, mut kibibytes) = (Instant::now(), 0.0_f64);
    let read = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    let ticks = loop {
        let peak =
            read("status").lines().find_map(|line| line.strip_prefix("VmHWM:")?.split(' ').rev().nth(1)?.parse().ok());
        kibibytes = kibibytes.max(peak.unwrap_or_default());
        let stat = read("stat");
        // The name of the program stands in brackets and may hold blanks.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: f64 = fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum();
        if fields[0] == "Z" {
            break ticks;
        }
        if start.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            break ticks;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let status = child.wait().unwrap();
    let printed = usize::try_from(fs::metadata(site.path("log")).unwrap().len()).unwrap();
    Cost { seconds: ticks / 100.0, mebibytes: kibibytes / 1024.0, code: status.code().unwrap_or(-1), printed }
}

#[test]
fn no_bomb_takes_long_or_much_memory() {
    let is_whole = std::env::var_os("TRENDPRESS_PROGRAM").is_some();
    let (size, lenience) = if is_whole { (SIZE, 1.0) } else { (SIZE / 8, LENIENCE) };
    let picked = std::env::var("TRENDPRESS_BOMB").unwrap_or_default();
    let bombs = bombs();
    assert!(bombs.len() >= 80, "{} bombs", bombs.len());
    let mut table = String::from(
        "| bomb | files | bytes | `check` s | MiB | `build` s | MiB | exit | printed |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let mut too_much = Vec::new();
    for Bomb { name, files } in bombs.into_iter().filter(|bomb| bomb.name.contains(&picked)) {
        let files = files(size);
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        assert!(bytes < 1_000_000, "{name} has {bytes} bytes");
        let site = TestSite::new(files.iter().map(|(path, text)| (&**path, &**text)));
        let [check, build] = ["check", "build"].map(|command| measure(&site, command));
        let row = format!(
            "| {name} | {} | {bytes} | {:.2} | {:.0} | {:.2} | {:.0} | {} | {} |\n",
            files.len(),
            check.seconds,
            check.mebibytes,
            build.seconds,
            build.mebibytes,
            build.code,
            build.printed.max(check.printed)
        );
        print!("{row}");
        table += &row;
        for cost in [check, build] {
            if cost.seconds > SECONDS * lenience || cost.mebibytes > MEBIBYTES || !matches!(cost.code, 0 | 1) {
                too_much.push(row.clone());
            }
        }
    }
    if let Some(path) = std::env::var_os("TRENDPRESS_BOMBS") {
        fs::write(path, table).unwrap();
    }
    too_much.dedup();
    assert!(too_much.is_empty(), "too much:\n{}", too_much.concat());
}

/// The words of a text that honest people write.
const PROSE: &str =
    "Half of the rural homes have no broadband, and the districts that lend hotspots see more homework done. ";

/// A site of reports with three links each.
fn linked_site(reports: usize, link: impl Fn(usize, usize) -> String) -> TestSite {
    let site = TestSite::new([("trendpress.yaml", "title: T\n")]);
    for number in 0..reports {
        let edition = number / 100;
        let links: String = (0..3).map(|which| format!("{PROSE}See [{which}]({}).\n\n", link(number, which))).collect();
        let text = format!("{FRONT}{}{links}", PROSE.repeat(20));
        site.write(&format!("content/e{edition}/digital-equity-{number}.md"), text);
        if number % 100 == 0 {
            site.write(&format!("content/e{edition}/edition.md"), "---\ntitle: E\n---\n");
        }
    }
    site
}

/// Each broken link is compared with an index of names, not with each name.
#[test]
fn broken_links_cost_little_more_than_good_ones() {
    let is_whole = std::env::var_os("TRENDPRESS_PROGRAM").is_some();
    let (reports, lenience) = if is_whole { (10_000, 1.0) } else { (500, LENIENCE) };
    let to = |number: usize, which: usize| {
        format!("../e{}/digital-equity-{}.md", number / 100, (number + which * 17) % 100 + number / 100 * 100)
    };
    let good = linked_site(reports, to);
    let broken = linked_site(reports, |number, which| to(number, which).replace("equity", "eqiuty"));
    let [good, broken] = [good, broken].map(|site| measure(&site, "check"));
    println!(
        "{reports} reports: {:.2} s and {:.0} MiB with good links, {:.2} s and {:.0} MiB with broken ones",
        good.seconds, good.mebibytes, broken.seconds, broken.mebibytes
    );
    assert_eq!((good.code, broken.code), (0, 1));
    assert!(broken.seconds < 3.0 * lenience * good.seconds.max(0.05));
}
