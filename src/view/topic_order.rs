//! The order of topics from A to Z, as readers of a language expect it.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use crate::link::Site;

/// Sorts the topics by title, in the order of a language. Equal titles keep the order of their ids.
pub fn topics(site: &Site, language: usize) -> Vec<usize> {
    let collator = collator(&site.settings.languages[language].tag);
    let mut topics: Vec<(usize, &str)> =
        (0..site.topics.len()).map(|topic| (topic, site.topic_title(topic, language))).collect();
    topics.retain(|(topic, _)| !site.topics[*topic].reports.is_empty() || site.topics[*topic].has_page());
    topics.sort_by(|(_, a), (_, b)| match &collator {
        Some(collator) => collator.compare(a, b),
        None => a.to_lowercase().cmp(&b.to_lowercase()),
    });
    topics.into_iter().map(|(topic, _)| topic).collect()
}

fn collator(tag: &str) -> Option<CollatorBorrowed<'static>> {
    let locale = tag.parse::<icu_locale::Locale>().ok()?;
    Collator::try_new((&locale).into(), CollatorOptions::default()).ok()
}
