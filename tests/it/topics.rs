//! The pages of topics: the table of all topics, and long lists of editions.

use crate::test_site::{TestSite, outputs};

/// A site with this many editions, each with the same two topics.
fn site(editions: u32) -> TestSite {
    let site = TestSite::new([("trendpress.yaml", "title: T\n")]);
    for year in 2027 - editions..2027 {
        site.write(&format!("content/{year}/edition.md"), format!("---\ntitle: Edition {year}\n---\n"));
        for (topic, kind) in [("trust", "hurdle"), ("tools", "tech-enabler")] {
            let report = format!("---\ntitle: All about {topic}\nkind: {kind}\nrank: 1\n---\nWords.\n");
            site.write(&format!("content/{year}/{topic}.md"), report);
        }
    }
    site
}

fn page(site: &TestSite, path: &str) -> String {
    String::from_utf8(outputs(&site.build())[path].clone()).unwrap()
}

#[test]
fn the_table_shows_the_newest_twenty_editions_and_says_so() {
    let all = page(&site(20), "topics/index.html");
    assert_eq!(all.matches("<th scope=\"col\"><a").count(), 20);
    assert!(!all.contains("The newest"), "nothing is left out of twenty");
    let site = site(23);
    let cut = page(&site, "topics/index.html");
    assert_eq!(cut.matches("<th scope=\"col\"><a").count(), 20);
    assert_eq!(cut.matches("<td>").count(), 2 * 20);
    assert!(cut.contains(">2007</a>") && cut.contains(">2026</a>") && !cut.contains(">2006</a>"));
    assert!(cut.contains("The newest 20 editions."));
    assert!(page(&site, "topics/trust/index.html").contains("2004/trust/index.html"), "its own page has all");
}

#[test]
fn a_topic_with_many_editions_has_several_pages() {
    let site = site(23);
    site.write("trendpress.yaml", "title: T\npaginate: 10\n");
    let first = page(&site, "topics/trust/index.html");
    assert!(first.contains("2017/trust/index.html") && !first.contains("2016/trust/index.html"));
    assert!(first.contains("href=\"../../topics/trust/page/3/index.html\" aria-label=\"Page 3\""), "{first}");
    assert!(first.contains("rel=\"next\"") && !first.contains("rel=\"prev\""));
    let last = page(&site, "topics/trust/page/3/index.html");
    assert!(last.contains("aria-label=\"Page 3\" aria-current=\"page\"") && last.contains("2004/trust/index.html"));
}
