//! `topics.html`: all topics from A to Z, and a table of them through the editions.

use serde::Serialize;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::card::Card;
use crate::view::page_info::items_of_page;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::Shared;

/// The most editions that the table shows, the newest of them. With a hundred it weighed 260 kB a page, nearly all of it
/// empty cells.
const MAX_COLUMNS: usize = 20;

/// The fields of `topics.html`.
#[derive(Debug, Serialize)]
pub struct TopicsPage<'a> {
    pub letters: Vec<Letter<'a>>,
    /// The columns of the table, the oldest first.
    pub editions: Vec<Shared<EditionRef>>,
    /// True if there are older editions than the table shows.
    pub is_cut: bool,
    pub rows: Vec<TopicRow<'a>>,
}

/// The topics under one letter.
#[derive(Debug, Serialize)]
pub struct Letter<'a> {
    pub letter: String,
    pub topics: Vec<TopicItem<'a>>,
}

/// A topic in the list.
#[derive(Debug, Serialize)]
pub struct TopicItem<'a> {
    pub title: &'a str,
    pub url: String,
    /// The number of editions that have it.
    pub count: usize,
    /// The kinds that it has been of.
    pub kinds: Vec<Shared<KindRef>>,
    pub last: Option<Shared<EditionRef>>,
    pub said: TopicItemSentences,
}

/// The life of a topic in words of the page's language.
#[derive(Debug, Serialize)]
pub struct TopicItemSentences {
    pub count: String,
    /// May be empty.
    pub last: String,
}

/// A topic in the table.
#[derive(Debug, Serialize)]
pub struct TopicRow<'a> {
    pub title: &'a str,
    pub url: String,
    /// By edition, as in `editions`.
    pub cells: Vec<Option<Shared<Card>>>,
}

/// Returns the fields of the list of topics.
pub fn topics<'a>(viewer: &Viewer<'a>, page: Page) -> TopicsPage<'a> {
    let language = page.language;
    let topics = items_of_page(viewer, page, viewer.topics_in_order(language).iter().copied());
    let editions = &viewer.views(language).editions;
    let first = editions.len().saturating_sub(MAX_COLUMNS);
    let mut letters: Vec<Letter<'a>> = Vec::new();
    for &topic in &topics {
        let letter = letter(viewer.site.topic_title(topic, language));
        let item = item(viewer, language, topic);
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.topics.push(item),
            _ => letters.push(Letter { letter, topics: vec![item] }),
        }
    }
    TopicsPage {
        letters,
        editions: editions[first..].to_vec(),
        is_cut: first > 0,
        rows: topics.iter().map(|&topic| row(viewer, language, topic, first)).collect(),
    }
}

/// Returns the letter, in upper case, under which a title stands.
fn letter(title: &str) -> String {
    title.chars().find(|character| character.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
}

fn item<'a>(viewer: &Viewer<'a>, language: usize, number: usize) -> TopicItem<'a> {
    let site = viewer.site;
    let views = viewer.views(language);
    let topic = &site.topics[number];
    let mut kinds: Vec<usize> = topic.reports.iter().map(|&report| site.reports[report].kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let last = topic.editions.last().copied();
    let last_id = last.map_or("", |edition| &site.editions[edition].id);
    TopicItem {
        title: site.topic_title(number, language),
        url: viewer.urls.page(site.topic_page(number), language),
        count: topic.editions.len(),
        kinds: kinds.into_iter().map(|kind| views.kinds[kind].clone()).collect(),
        last: last.map(|edition| views.editions[edition].clone()),
        said: TopicItemSentences {
            count: viewer.counted(language, "in-editions", topic.editions.len()),
            last: viewer.say_of(language, "last-in", "edition", last_id),
        },
    }
}

fn row<'a>(viewer: &Viewer<'a>, language: usize, number: usize, first_edition: usize) -> TopicRow<'a> {
    let site = viewer.site;
    let topic = &site.topics[number];
    let mut cells = vec![None; site.editions.len() - first_edition];
    for (&report, edition) in topic.reports.iter().zip(&topic.editions) {
        if let Some(column) = edition.checked_sub(first_edition) {
            cells[column] = Some(viewer.card(language, report));
        }
    }
    TopicRow {
        title: site.topic_title(number, language),
        url: viewer.urls.page(site.topic_page(number), language),
        cells,
    }
}
