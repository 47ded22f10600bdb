//! The facts beside a report's text, in words of the page's language.

use serde::Serialize;
use std::ops::Range;

use crate::link::{Page, PageKey, Trend};
use crate::view::edition_info::day;
use crate::view::full_report::FullReport;
use crate::view::{Viewer, audiences};

/// The facts, each a sentence; empty where there is nothing to say.
#[derive(Debug, Serialize)]
pub struct Facts {
    pub published: String,
    pub updated: String,
    pub minutes: String,
    pub change: String,
    pub kind_before: String,
    pub title_before: String,
    pub appearance: String,
    pub absent: String,
    pub votes: String,
    pub rating: String,
    pub scale: Option<Measure>,
    pub audience: String,
    pub formerly: String,
}

/// A rating on its scale for the `meter` element: numbers as HTML writes them, and `text` as people do.
#[derive(Debug, Serialize)]
pub struct Measure {
    pub name: String,
    pub min: String,
    pub max: String,
    pub value: String,
    pub text: String,
}

/// The hint that there is something newer.
#[derive(Debug, Serialize)]
pub struct Notice {
    pub text: String,
    pub url: String,
}

/// Returns the facts of a report. `absent` are the editions since its topic's first that lack the topic, those in a row
/// together.
pub fn facts(
    viewer: &Viewer<'_>,
    page: Page,
    number: usize,
    full: &FullReport<'_>,
    absent: impl Iterator<Item = Range<usize>>,
) -> Facts {
    let (site, language) = (viewer.site, page.language);
    let published = day(site.report_date(number, language));
    let on = |key: &str, date: &str| viewer.say_of(language, key, "date", &viewer.day(language, date));
    let absent = viewer.edition_ids(language, absent);
    let change = site.change(number);
    let kind_before = change.and_then(|change| change.kind_before);
    let kind_before = kind_before.map_or("", |kind| &site.settings.languages[language].kinds[kind].label);
    let title_before = change.and_then(|change| change.title_before.as_deref()).unwrap_or("");
    Facts {
        updated: if full.updated == published { String::new() } else { on("updated", &full.updated) },
        published: on("published", &published),
        minutes: viewer.counted(language, "minutes", full.minutes),
        change: change_sentence(viewer, language, number),
        kind_before: viewer.say_of(language, "kind-before", "kind", kind_before),
        title_before: viewer.say_of(language, "title-before", "title", title_before),
        appearance: appearance_sentence(viewer, language, number, !absent.is_empty()),
        absent: viewer.say_of(language, "absent-in", "editions", &absent),
        votes: votes_sentence(viewer, language, number),
        rating: rating_sentence(viewer, language, number),
        scale: measure(viewer, language, number),
        audience: viewer.joined(language, audience_labels(viewer, language, number)),
        formerly: viewer.joined(language, &full.formerly),
    }
}

fn audience_labels(viewer: &Viewer<'_>, language: usize, number: usize) -> impl Iterator<Item = String> {
    let names = viewer.site.report_entry(number).map_or(&[][..], |entry| &entry.audience);
    let numbers = names.iter().filter_map(|name| viewer.site.audience(&name.value.id));
    numbers.map(move |audience| audiences::label(viewer, language, audience))
}

/// Says which of its topic's appearances a report is; empty where it is the only one and no edition lacked the topic.
fn appearance_sentence(viewer: &Viewer<'_>, language: usize, number: usize, was_absent: bool) -> String {
    let report = &viewer.site.reports[number];
    let total = viewer.site.topics[report.topic].reports.len();
    if total == 1 && !was_absent {
        return String::new();
    }
    let (number, total) = (viewer.site.appearance(number).to_string(), total.to_string());
    viewer.say(language, "appearance", &[("number", &number), ("total", &total)])
}

fn change_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let report = &viewer.site.reports[number];
    let Some(change) = viewer.site.change(number) else { return String::new() };
    let before = change.rank_before.map_or_else(String::new, |rank| rank.to_string());
    match change.trend {
        Trend::New => viewer.say(language, "change-new", &[]),
        Trend::Returning(edition) => {
            viewer.say(language, "change-returning", &[("edition", &viewer.site.editions[edition].id)])
        }
        Trend::Up(_) => viewer.say(language, "change-up", &[("before", &before)]),
        Trend::Down(_) => viewer.say(language, "change-down", &[("before", &before)]),
        Trend::Kept => {
            let is_same = report.rank.is_some() && report.rank == change.rank_before;
            // A kind that was not out in the edition before is compared with an earlier one.
            let earlier = viewer.site.edition_before(report.edition, report.kind);
            let earlier = earlier.filter(|earlier| earlier + 1 < report.edition);
            let word = match (is_same, earlier) {
                (true, None) => "change-same",
                (true, Some(_)) => "change-same-as",
                (false, None) => "change-kept",
                (false, Some(_)) => "change-kept-from",
            };
            let edition = earlier.map_or("", |earlier| viewer.site.edition_title(earlier, language));
            viewer.say(language, word, &[("rank", &before), ("edition", edition)])
        }
        Trend::Merged => viewer.say(language, "change-merged", &[]),
        Trend::Split => viewer.say(language, "change-split", &[]),
    }
}

fn votes_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let Some(votes) = viewer.site.reports[number].votes else { return String::new() };
    let share = viewer.decimal(language, votes.share);
    match votes.of.filter(|&of| of != 0) {
        Some(of) => viewer.say(language, "votes-of", &[("share", &share), ("of", &of.to_string())]),
        None => viewer.say(language, "votes", &[("share", &share)]),
    }
}

fn rating_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let site = viewer.site;
    let kind = &site.settings.languages[language].kinds[site.reports[number].kind];
    let rating = site.report_entry(number).and_then(|entry| entry.rating);
    let Some((rating, scale)) = rating.zip(kind.scale.as_ref()) else { return String::new() };
    let [value, min, max] = [rating, scale.min, scale.max].map(|number| viewer.decimal(language, number));
    let mut blanks = vec![("value", &*value), ("min", &*min), ("max", &*max)];
    if scale.low.is_empty() || scale.high.is_empty() {
        return viewer.say(language, "rating-plain", &blanks);
    }
    blanks.extend([("low", &*scale.low), ("high", &*scale.high)]);
    viewer.say(language, "rating", &blanks)
}

fn measure(viewer: &Viewer<'_>, language: usize, number: usize) -> Option<Measure> {
    let site = viewer.site;
    let scale = site.settings.languages[language].kinds[site.reports[number].kind].scale.as_ref()?;
    let rating = site.report_entry(number)?.rating?;
    let [min, max, value] = [scale.min, scale.max, rating].map(|number| format!("{number:?}"));
    Some(Measure { name: scale.name.clone(), min, max, value, text: viewer.decimal(language, rating) })
}

/// Returns the hint at a newer report on the topic, or else at a newer edition. `current` is the newest edition that has the
/// report's kind out, unless the report is in it.
pub fn notice(viewer: &Viewer<'_>, language: usize, newer: Option<usize>, current: Option<usize>) -> Option<Notice> {
    let site = viewer.site;
    let (word, edition, key) = match newer {
        Some(report) => ("newer-report", site.reports[report].edition, PageKey::Report(report)),
        None => {
            let edition = current?;
            ("newer-edition", edition, PageKey::Edition(edition))
        }
    };
    Some(Notice {
        text: viewer.say(language, word, &[("edition", site.edition_title(edition, language))]),
        url: viewer.urls.page(key, language),
    })
}
