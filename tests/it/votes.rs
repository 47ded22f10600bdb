//! Votes: the example site in `tests/data/votes-site`, what `tally` prints, and that no ballot ever gets out.

use trendpress::pipeline::Options;

use crate::test_site::{TestSite, Tree, program, repository, run, tree};

/// A word that stands in every cell of a ballot that could leak.
const SECRET: &str = "Zanzibar";

fn example() -> TestSite {
    let site = TestSite::new([]);
    for (path, bytes) in tree(&repository().join("tests/data/votes-site")) {
        site.write(&path, bytes);
    }
    site
}

/// A site of two hurdles with eleven ballots: `votes` of them for the first.
fn small_site(votes: usize) -> TestSite {
    let site = TestSite::new([
        ("trendpress.yaml", "title: Test\nfindings: {orphan-report: off}\n"),
        (
            "content/2026/edition.md",
            "---\ntitle: E\ntally: {ballot: cross, method: share, places: 2, choices: 1}\n---\n",
        ),
        ("content/2026/one.md", "---\ntitle: One\nkind: hurdle\n---\n"),
        ("content/2026/two.md", "---\ntitle: Two\nkind: hurdle\n---\n"),
    ]);
    write_ballots(&site, votes);
    site
}

fn write_ballots(site: &TestSite, votes: usize) {
    let row = |number: usize| format!("b{number:02},{}\n", if number < votes { "x," } else { ",x" });
    site.write("content/2026/votes/hurdle.csv", format!("ballot,one,two\n{}", (0..11).map(row).collect::<String>()));
}

fn contains(files: &Tree, text: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    files.iter().filter(|(path, bytes)| path.contains(text) || holds(bytes)).map(|(path, _)| path.clone()).collect()
}

#[test]
fn the_example_site_builds_without_findings_and_publishes_no_ballot() {
    let site = example();
    let options = Options { strict: true, ..site.options() };
    let build = trendpress::pipeline::build(&options, &|_| {});
    assert_eq!(build.linked.findings, []);
    let output = |path: &str| {
        let output = build.outputs.iter().find(|output| output.path.as_str() == path);
        String::from_utf8(output.unwrap().bytes.clone()).unwrap()
    };
    let edition = output("2027/index.html");
    assert!(edition.contains("27 candidates, 9 went on, 36 of 40 members voted"), "{edition}");
    assert!(edition.contains("9 candidates, 5 were chosen, 38 of 40 members voted"));
    assert!(edition.contains("counted by the Schulze method, agreement: moderate"));
    assert!(output("topics/staffing/index.html").contains("Considered in 2027, chosen in 2026"));
    // Eight voted on tech enablers, so their pages and data show ranks alone.
    assert!(output("reports.csv").contains("2027,tech-enabler,1,false,3,generative-ai,Generative AI,"));
    assert!(!edition.contains(", 8 of 40") && !output("2027/cloud/index.html").contains("who voted"));
    assert!(output("2027/attendance/index.html").contains("Chosen by 41.7% of 36 who voted"));
    for output in &build.outputs {
        assert!(!output.path.as_str().contains("votes"), "{}", output.path);
        assert!(!output.bytes.windows(4).any(|window| window == b"n01,"), "{}", output.path);
    }
}

#[test]
fn tally_prints_the_result_and_what_would_tip_it() {
    let site = example();
    let ran = site.run(&["tally", "2027"]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    let hurdles = "\
Hurdles, final: 9 candidates, 5 places, counted by `share`, 38 ballots, 2 of them blank

rank  topic               chosen  ballots  share
1     cybersecurity       yes     17       47.2
1     scaling-innovation  yes     17       47.2
3     media-literacy      yes     16       44.4
4     digital-equity      yes     15       41.7
4     attendance          yes     15       41.7
6     staffing            no      14       38.9
7     funding             no      13       36.1
8     pedagogy-gap        no      12       33.3
9     data-privacy        no      11       30.6

1 ballot more for `staffing` alone would change who has a place.
1 ballot fewer of those for `digital-equity` and not for `staffing` would change who has a place.
1 ballot more for `cybersecurity` alone would change the first rank.
1 ballot fewer of those for `cybersecurity` and not for `media-literacy` would change the first rank.
";
    assert!(ran.out.contains(hurdles), "{}", ran.out);
    let few = "\
Tech Enablers, final: 6 candidates, 3 places, counted by `borda`, fewer than ten ballots, so ranks alone are shown

rank  topic           chosen
1     generative-ai   yes
";
    assert!(ran.out.contains(few), "{}", ran.out);
    // The newest edition with votes, and data for programs.
    assert_eq!(site.run(&["tally"]).out, ran.out);
    let json: serde_json::Value = serde_json::from_str(&site.run(&["tally", "2027", "--format", "json"]).out).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 4);
    assert_eq!(json[3]["ballots"], serde_json::Value::Null);
    let unknown = site.run(&["tally", "2207"]);
    assert_eq!((unknown.code, &*unknown.out), (2, ""));
    assert!(unknown.err.contains("did you mean `2027`?"), "{}", unknown.err);
    let none = TestSite::new([("trendpress.yaml", "title: Test\n")]).run(&["tally"]);
    assert_eq!(none.code, 2, "{}", none.err);
}

#[test]
fn tally_of_ballots_with_mistakes_prints_these_and_nothing_else() {
    let site = small_site(6);
    site.write("content/2026/votes/hurdle.csv", format!("ballot,one,two\nb01,{SECRET},\n"));
    let ran = site.run(&["tally", "2026"]);
    assert_eq!((ran.code, &*ran.out), (1, ""));
    assert!(
        ran.err.contains("error[bad-ballot]") && ran.err.contains("content/2026/votes/hurdle.csv:2:5"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains(SECRET));
}

/// Writes a site whose every file of ballots is wrong in another way, with the secret in each cell and heading.
fn site_with_broken_ballots() -> TestSite {
    let site = small_site(6);
    let files = [
        (
            "2026/votes/hurdle.csv",
            format!("ballot,one,{SECRET},{SECRET}\n{SECRET},{SECRET},x\n{SECRET},,\n,{SECRET},{SECRET}\n"),
        ),
        ("2026/votes/accelerator.csv", format!("{SECRET};{SECRET}\n{SECRET};x\n")),
        ("2026/votes/tech-enabler.yaml", format!("- {{ballot: {SECRET}, one: [{SECRET}\n")),
        ("2026/votes/round/hurdle.yml", format!("- {SECRET}\n- {{{SECRET}: {{{SECRET}: 1}}}}\n")),
        (
            "2026/votes/round/accelerator.yml",
            format!("- {{ballot: {SECRET}, one: {SECRET}}}\n- {{ballot: {SECRET}, {SECRET}: 2}}\n"),
        ),
        ("2026/votes/notes.txt", SECRET.to_owned()),
        ("2026/Votes/hurdle.csv", format!("ballot,one\n{SECRET},\"{SECRET}\n")),
        ("2025/votes/hurdle.csv", format!("ballot,one\n{SECRET},{SECRET}\n")),
        ("votes/hurdle.csv", format!("ballot,one\n{SECRET},{SECRET}\n")),
    ];
    for (path, text) in files {
        site.write(&format!("content/{path}"), text);
    }
    site.write(
        "content/2026/one.md",
        "---\ntitle: One\nkind: hurdle\n---\n[Ballots](votes/hurdle.csv) and [more](/2026/votes/hurdle.csv).\n",
    );
    site
}

#[test]
fn no_finding_quotes_a_ballot_in_any_format() {
    let site = site_with_broken_ballots();
    for format in ["human", "json", "github", "sarif"] {
        for command in ["check", "build"] {
            let ran = site.run(&[command, "--drafts", "--format", format]);
            assert_eq!(ran.code, 1);
            assert!((ran.out.clone() + &ran.err).contains("bad-ballot"), "{format}: {}", ran.out);
            assert!(!ran.out.contains(SECRET) && !ran.err.contains(SECRET), "{format}: {}{}", ran.out, ran.err);
        }
    }
    assert_eq!(contains(&site.public(), SECRET), Vec::<String>::new());
    // From above the site's folder, as in a repository where the site lies deeper.
    let name = site.path("").file_name().unwrap().to_str().unwrap().to_owned();
    let above = site.path("..");
    let ran = run(program(&above).args(["check", "--root", &name, "--format", "sarif"]));
    assert!(ran.out.contains("hurdle.csv") && !ran.out.contains(SECRET), "{}", ran.out);
}

#[test]
fn the_cache_holds_no_ballot() {
    let site = small_site(6);
    let text = site.read("content/2026/votes/hurdle.csv").replace("b0", SECRET);
    site.write("content/2026/votes/hurdle.csv", text);
    assert_eq!(site.run(&["build"]).code, 0);
    assert_eq!(contains(&tree(&site.path(".trendpress")), SECRET), Vec::<String>::new());
    assert_eq!(contains(&site.public(), SECRET), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_cannot_publish_ballots() {
    use std::os::unix::fs::symlink;
    let site = small_site(6);
    symlink(site.path("content/2026/votes/hurdle.csv"), site.path("content/2026/table.csv")).unwrap();
    symlink(site.path("content/2026/votes"), site.path("content/2026/tables")).unwrap();
    let build = site.build();
    let codes: Vec<&str> = build.linked.findings.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["unsafe-path", "unsafe-path"]);
    assert!(!build.outputs.iter().any(|output| output.path.as_str().contains("table")));
}

#[test]
fn a_changed_ballot_rebuilds_what_it_changes() {
    let site = small_site(6);
    let built = || {
        assert_eq!(site.run(&["build"]).code, 0);
        let all = crate::test_site::outputs(&site.build());
        let public = site.public();
        for (path, bytes) in &all {
            assert!(public.get(path) == Some(bytes), "{path}");
        }
        public
    };
    let rank = |public: &Tree, report: &str| {
        let page = String::from_utf8(public[&format!("2026/{report}/index.html")].clone()).unwrap();
        ["No. 1 of 2", "No. 2 of 2"].into_iter().find(|rank| page.contains(rank)).map(str::to_owned)
    };
    let before = built();
    assert_eq!(rank(&before, "one").as_deref(), Some("No. 1 of 2"));
    write_ballots(&site, 5);
    let after = built();
    assert_eq!(rank(&after, "one").as_deref(), Some("No. 2 of 2"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    // A candidate that was considered gets a page once a second edition knows it.
    site.write("content/2025/edition.md", "---\ntitle: F\ntally: {ballot: cross, method: share, places: 1}\n---\n");
    site.write("content/2025/two.md", "---\ntitle: Two\nkind: hurdle\n---\n");
    site.write("content/2025/votes/hurdle.csv", "ballot,one,two\nb01,,x\n");
    assert!(built().contains_key("topics/one/index.html"));
    site.write("content/2025/votes/hurdle.csv", "ballot,two\nb01,x\n");
    assert!(!built().contains_key("topics/one/index.html"));
}
