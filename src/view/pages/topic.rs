//! `topic.html`: a topic through the editions.

use serde::Serialize;
use std::ops::Range;

use crate::base::slug::slug;
use crate::link::{Page, Topic};
use crate::view::awaited::{AwaitedPart, awaited_of_kind};
use crate::view::branches::{TopicBranch, topic_branches};
use crate::view::card::Card;
use crate::view::page_info::items_of_page;
use crate::view::references::{EditionRef, ThemeRef};
use crate::view::shared::{Html, Shared};
use crate::view::{Viewer, body, rank_charts};

/// The fields of `topic.html`.
#[derive(Debug, Serialize)]
pub struct TopicPage<'a> {
    pub topic: TopicView<'a>,
    /// Its earlier titles.
    pub titles: Vec<&'a str>,
    /// The reports of this page, the newest first.
    pub reports: Vec<Shared<Card>>,
    /// The editions between its first and its last that lack it.
    pub absent: Shared<Vec<EditionRef>>,
    /// The parts of later editions in which it may come back as what it was last.
    pub awaited: Vec<AwaitedPart>,
    /// The editions whose boards considered it and did not choose it.
    pub considered: Vec<Shared<EditionRef>>,
    pub themes: Vec<TopicTheme>,
    /// The topics that it came of and those that came of it; on the first page only, as are `chart` and `content`.
    pub branches: Vec<TopicBranch<'a>>,
    /// A picture of its ranks and theirs; empty where there are no such topics.
    pub chart: Html,
    pub content: Html,
    pub said: TopicSentences,
}

/// A topic.
#[derive(Debug, Serialize)]
pub struct TopicView<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub url: String,
    /// May be empty.
    pub summary: &'a str,
}

/// Facts of a topic in words of the page's language.
#[derive(Debug, Serialize)]
pub struct TopicSentences {
    /// May be empty, as may be `absent` and `considered`.
    pub titles: String,
    pub absent: String,
    pub considered: String,
    /// The heading of its themes.
    pub themes: String,
}

/// A theme of a topic.
#[derive(Debug, Serialize)]
pub struct TopicTheme {
    pub theme: Shared<ThemeRef>,
    /// The editions in which the topic had it.
    pub editions: Vec<Shared<EditionRef>>,
    /// Their ids in words.
    pub said: String,
}

/// Returns the fields of a topic's page.
pub fn topic<'a>(viewer: &Viewer<'a>, page: Page, number: usize) -> TopicPage<'a> {
    let (site, language) = (viewer.site, page.language);
    let topic = &site.topics[number];
    let text = topic.texts[language].or(topic.texts[0]).filter(|_| page.number == 1);
    let titles = earlier_titles(viewer, language, number);
    let absent = site.absences(topic, topic.reports.len());
    TopicPage {
        topic: TopicView {
            id: &topic.id,
            title: site.topic_title(number, language),
            url: viewer.urls.page(site.topic_page(number), language),
            summary: site.words(&topic.texts, language).map_or("", |words| &words.summary),
        },
        reports: viewer.cards(language, items_of_page(viewer, page, topic.reports.iter().rev().copied())),
        absent: viewer.edition_refs(language, &absent),
        awaited: awaited(viewer, language, number),
        considered: topic.considered.iter().map(|&edition| viewer.views(language).editions[edition].clone()).collect(),
        themes: themes(viewer, language, &topic.reports),
        branches: if page.number == 1 { topic_branches(viewer, language, number) } else { Vec::new() },
        chart: if page.number == 1 { rank_charts::topic_chart(viewer, page, number) } else { Html::default() },
        content: body::content(viewer, page, text),
        said: sentences(viewer, language, topic, &titles, &absent),
        titles,
    }
}

/// Returns the parts that are still to come with the kind of a topic's newest report.
fn awaited(viewer: &Viewer<'_>, language: usize, number: usize) -> Vec<AwaitedPart> {
    let last = viewer.site.topics[number].reports.last().map(|&report| &viewer.site.reports[report]);
    last.map_or_else(Vec::new, |last| awaited_of_kind(viewer, language, last.kind, Some(last.edition)))
}

/// Returns the titles of a topic's reports and their `formerly` that are not its title, the newest first.
fn earlier_titles<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> Vec<&'a str> {
    let site = viewer.site;
    let title = site.topic_title(number, language);
    let mut titles: Vec<&str> = Vec::new();
    for &report in site.topics[number].reports.iter().rev() {
        let formerly = site.report_entry(report).map_or(&[][..], |entry| &entry.formerly);
        let formerly = formerly.iter().map(|name| &*name.value);
        // A name that is written as an id says nothing beside the title that it stands for.
        let formerly = formerly.filter(|name| !site.topics[number].former_ids.iter().any(|id| id == name));
        for former in std::iter::once(site.report_title(report, language)).chain(formerly) {
            let is_known = |title: &&str| slug(title) == slug(former);
            if former != title && !titles.iter().any(is_known) {
                titles.push(former);
            }
        }
    }
    titles
}

fn sentences(
    viewer: &Viewer<'_>,
    language: usize,
    topic: &Topic,
    titles: &[&str],
    absent: &[Range<usize>],
) -> TopicSentences {
    let title = |edition| viewer.site.edition_title(edition, language);
    let absent = viewer.edition_runs(language, absent.iter().cloned(), title);
    let label = &viewer.site.settings.languages[language].theme_label.other;
    TopicSentences {
        titles: viewer.say_of(language, "earlier-titles", "titles", &viewer.joined(language, titles)),
        absent: viewer.say_of(language, "absent-in", "editions", &absent),
        considered: considered_sentence(viewer, language, topic),
        themes: viewer.say(language, "topic-themes", &[("themes", label)]),
    }
}

/// Says which editions considered a topic, and which chose it.
fn considered_sentence(viewer: &Viewer<'_>, language: usize, topic: &Topic) -> String {
    if topic.considered.is_empty() {
        return String::new();
    }
    let considered = viewer.edition_ids(language, runs(&topic.considered));
    let chosen = viewer.edition_ids(language, runs(&topic.editions));
    if chosen.is_empty() {
        return viewer.say(language, "considered-in", &[("editions", &considered)]);
    }
    viewer.say(language, "considered-chosen", &[("considered", &considered), ("chosen", &chosen)])
}

/// Returns the themes of a topic's reports in the order in which they came up.
fn themes(viewer: &Viewer<'_>, language: usize, reports: &[usize]) -> Vec<TopicTheme> {
    let views = viewer.views(language);
    let mut themes: Vec<(usize, Vec<usize>)> = Vec::new();
    for report in reports.iter().map(|&report| &viewer.site.reports[report]) {
        for &theme in &report.themes {
            match themes.iter_mut().find(|(known, _)| *known == theme) {
                Some((_, editions)) => editions.push(report.edition),
                None => themes.push((theme, vec![report.edition])),
            }
        }
    }
    let view = |(theme, editions): (usize, Vec<usize>)| TopicTheme {
        theme: views.themes[theme].clone(),
        said: viewer.edition_ids(language, runs(&editions)),
        editions: editions.into_iter().map(|edition| views.editions[edition].clone()).collect(),
    };
    themes.into_iter().map(view).collect()
}

/// Returns the runs of sorted editions that follow one another.
fn runs(editions: &[usize]) -> impl Iterator<Item = Range<usize>> {
    editions.chunk_by(|one, next| one + 1 == *next).map(|run| run[0]..run[run.len() - 1] + 1)
}
