//! Merges and splits of topics in words of the page's language: in one sentence for a report, in a list for a topic.

use serde::Serialize;

use crate::link::{Branch, BranchSort, PageKey, Site};
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::shared::Shared;

/// A topic that another one came of, or that came of it.
#[derive(Debug, Serialize)]
pub struct TopicBranch<'a> {
    pub title: &'a str,
    /// The address of its page, or of its last report where it has none.
    pub url: String,
    /// Merged or split, in which direction, and when.
    pub said: String,
    /// The reports of a topic that was merged, the newest first: it has no page that lists them.
    pub reports: Vec<Shared<Card>>,
}

/// Says what a report's topic came of in the report's edition; empty where nothing was merged or split.
pub fn origin_sentence(viewer: &Viewer<'_>, language: usize, report: usize) -> String {
    let site = viewer.site;
    let titles = |sort: BranchSort| {
        let of_sort = site.origins(report).filter(|origin| origin.sort == sort);
        let titles: Vec<&str> = of_sort.map(|origin| title_before(site, language, origin)).collect();
        viewer.joined_with_and(language, &titles)
    };
    let merges = viewer.say_of(language, "merges", "topics", &titles(BranchSort::Merge));
    let split_from = viewer.say_of(language, "split-from", "topic", &titles(BranchSort::Split));
    viewer.joined(language, [merges, split_from])
}

/// Says in which topics another one goes on. `reports` are theirs.
pub fn continued_sentence(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> String {
    let titles: Vec<&str> = reports.iter().map(|&report| viewer.site.report_title(report, language)).collect();
    viewer.say_of(language, "goes-on-in", "topics", &viewer.joined_with_and(language, &titles))
}

/// Returns the title of the last report on a topic before a branch.
fn title_before<'a>(site: &'a Site, language: usize, branch: &Branch) -> &'a str {
    let topic = &site.topics[branch.topic];
    let count = topic.editions.partition_point(|&edition| edition < branch.edition);
    count.checked_sub(1).map_or("", |last| site.report_title(topic.reports[last], language))
}

/// Returns the topics that a topic came of, those that they came of in their turn, and those that came of it.
pub fn topic_branches<'a>(viewer: &Viewer<'a>, language: usize, topic: usize) -> Vec<TopicBranch<'a>> {
    let site = viewer.site;
    let mut items = Vec::new();
    // Topics whose origins are told here: a part may come back to the topic that it was split from, so each is seen once.
    let (mut told, mut next) = (vec![topic], 0);
    while let Some(&member) = told.get(next) {
        next += 1;
        for origin in site.topics[member].origins.iter().filter(|origin| origin.topic != topic) {
            let word = match origin.sort {
                BranchSort::Merge => "branch-merged",
                BranchSort::Split => "branch-split-from",
            };
            items.push(branch_item(viewer, language, origin, word));
            // A merged topic has no page that would tell what it came of itself.
            if site.topic_shown_for(origin.topic) == topic && !told.contains(&origin.topic) {
                told.push(origin.topic);
            }
        }
    }
    for offshoot in &site.topics[topic].offshoots {
        let word = match offshoot.sort {
            BranchSort::Merge => "branch-merged-into",
            BranchSort::Split => "branch-split-off",
        };
        items.push(TopicBranch { reports: Vec::new(), ..branch_item(viewer, language, offshoot, word) });
    }
    if site.topics[topic].reports.is_empty() {
        let renamed = site.former_topics(&site.topics[topic].id);
        items.extend(renamed.iter().map(|&topic| TopicBranch {
            title: site.topic_title(topic, language),
            url: viewer.urls.page(site.topic_page(topic), language),
            said: viewer.say(language, "branch-renamed", &[]),
            reports: Vec::new(),
        }));
    }
    items
}

fn branch_item<'a>(viewer: &Viewer<'a>, language: usize, branch: &Branch, word: &str) -> TopicBranch<'a> {
    let site = viewer.site;
    let topic = &site.topics[branch.topic];
    let has_page = site.topic_shown_for(branch.topic) == branch.topic;
    let last = topic.reports.last().filter(|_| !has_page);
    let key = last.map_or_else(|| site.topic_page(branch.topic), |&report| PageKey::Report(report));
    let reports = topic.reports.iter().rev().copied().filter(|_| !has_page);
    TopicBranch {
        title: site.topic_title(branch.topic, language),
        url: viewer.urls.page(key, language),
        said: viewer.say(language, word, &[("edition", site.edition_title(branch.edition, language))]),
        reports: viewer.cards(language, reports),
    }
}
