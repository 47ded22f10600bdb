//! What a report's page says of it beside its text, in words of the page's language.

use serde::Serialize;
use std::ops::Range;

use crate::link::{Page, PageKey, Trend};
use crate::view::Viewer;
use crate::view::card::CardText;
use crate::view::whole::Whole;

/// The facts, each a text; empty where there is nothing to say.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
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

/// A rating on its scale, as a picture of it needs it: numbers as computers write them, and one as people do.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Measure {
    pub name: String,
    pub min: String,
    pub max: String,
    pub value: String,
    pub text: String,
}

/// That there is something newer, and where.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Notice {
    pub text: String,
    pub url: String,
}

/// The facts of a report. `absent` are the editions since its topic's first that lack it, those in a row together.
pub fn facts(viewer: &Viewer<'_>, page: Page, number: usize, whole: &Whole<'_>, absent: &[Range<usize>]) -> Facts {
    let (site, language) = (viewer.site, page.language);
    let report = &site.reports[number];
    let date = viewer.card_texts(language, number).get(CardText::Date);
    let on = |key: &str, date: &str| match date {
        "" => String::new(),
        date => viewer.say(language, key, &[("date", &viewer.in_words(language, date))]),
    };
    let total = site.topics[report.topic].reports.len();
    let absent = viewer.edition_ids(language, absent.iter().cloned());
    let before = site.change(number);
    let with = |key: &str, blank: &str, text: Option<&str>| {
        text.map(|text| viewer.say(language, key, &[(blank, text)])).unwrap_or_default()
    };
    let kinds = &site.settings.languages[language].kinds;
    Facts {
        updated: if whole.updated == date { String::new() } else { on("updated", &whole.updated) },
        published: on("published", date),
        minutes: viewer.counted(language, "minutes", whole.minutes),
        change: change(viewer, language, number),
        kind_before: with("kind-before", "kind", before.and_then(|one| Some(&*kinds[one.kind_before?].label))),
        title_before: with("title-before", "title", before.and_then(|one| one.title_before.as_deref())),
        appearance: if total > 1 || !absent.is_empty() {
            let (number, total) = (site.appearance(number).to_string(), total.to_string());
            viewer.say(language, "appearance", &[("number", &number), ("total", &total)])
        } else {
            String::new()
        },
        absent: with("absent-in", "editions", Some(&*absent).filter(|absent| !absent.is_empty())),
        votes: votes(viewer, language, number),
        rating: rating(viewer, language, number),
        scale: measure(viewer, language, number),
        audience: viewer.joined(language, whole.audience(viewer, language)),
        formerly: viewer.joined(language, whole.formerly.iter().map(String::as_str)),
    }
}

fn change(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let report = &viewer.site.reports[number];
    let Some(change) = viewer.site.change(number) else { return String::new() };
    let before = change.rank_before.map(|rank| rank.to_string()).unwrap_or_default();
    match change.trend {
        Trend::New => viewer.say(language, "change-new", &[]),
        Trend::Returning(edition) => {
            viewer.say(language, "change-returning", &[("edition", &viewer.site.editions[edition].id)])
        }
        Trend::Up(_) => viewer.say(language, "change-up", &[("before", &before)]),
        Trend::Down(_) => viewer.say(language, "change-down", &[("before", &before)]),
        Trend::Kept if report.rank.is_some() && report.rank == change.rank_before => {
            viewer.say(language, "change-same", &[("rank", &before)])
        }
        Trend::Kept => viewer.say(language, "change-kept", &[]),
    }
}

fn votes(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let Some(votes) = viewer.site.report_entry(number).and_then(|entry| entry.votes) else { return String::new() };
    let share = viewer.decimal(language, votes.share);
    match votes.of.filter(|&of| of != 0) {
        Some(of) => viewer.say(language, "votes-of", &[("share", &share), ("of", &of.to_string())]),
        None => viewer.say(language, "votes", &[("share", &share)]),
    }
}

fn rating(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
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
    let value = site.report_entry(number)?.rating?;
    let [min, max, written] = [scale.min, scale.max, value].map(|number| format!("{number:?}"));
    Some(Measure { name: scale.name.clone(), min, max, value: written, text: viewer.decimal(language, value) })
}

/// What a report's page says where there is a newer report on its topic, or else a newer edition.
pub fn notice(viewer: &Viewer<'_>, language: usize, newer: Option<usize>, is_current: bool) -> Option<Notice> {
    let site = viewer.site;
    let (word, edition, key) = match newer {
        Some(report) => ("newer-report", site.reports[report].edition, PageKey::Report(report)),
        None => site
            .current_edition()
            .filter(|_| !is_current)
            .map(|edition| ("newer-edition", edition, PageKey::Edition(edition)))?,
    };
    Some(Notice {
        text: viewer.say(language, word, &[("edition", site.edition_title(edition, language))]),
        url: viewer.urls.page(key, language),
    })
}
