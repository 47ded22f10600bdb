//! A report in a list, and what it is made of: kinds, editions, themes.

use serde::Serialize;
use std::sync::OnceLock;

use crate::check::Votes;
use crate::config::Scale;
use crate::link::{PageKey, Site, Trend};
use crate::view::Viewer;
use crate::view::shared::{Shared, Text};
use crate::view::urls::Urls;

/// A kind.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct KindView {
    pub id: String,
    pub label: Text,
    pub plural: Text,
    pub url: Text,
    pub definition: String,
    pub number: usize,
    pub scale: Option<Scale>,
}

/// An edition, to link to.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct EditionRef {
    pub id: String,
    pub title: Text,
    pub url: Text,
}

/// A theme.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ThemeView {
    pub id: String,
    pub label: Text,
    pub url: Text,
    pub summary: String,
    pub count: usize,
}

/// A report in a list.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Card {
    pub id: String,
    pub title: Text,
    pub url: Text,
    pub summary: String,
    pub lang: String,
    pub kind: Shared<KindView>,
    pub edition: Shared<EditionRef>,
    pub rank: Option<u32>,
    pub is_tie: bool,
    pub of: usize,
    pub change: Option<ChangeMark>,
    pub themes: Vec<Shared<ThemeView>>,
    pub votes: Option<Votes>,
    pub rating: Option<Rating>,
    pub date: String,
    pub said: Said,
}

impl Card {
    /// The names of the fields, in order.
    pub const FIELDS: [&'static str; 16] = [
        "id", "title", "url", "summary", "lang", "kind", "edition", "rank", "is_tie", "of", "change", "themes",
        "votes", "rating", "date", "said",
    ];
}

/// What lists say of a report, in words of the page's language: a template that prints a text costs a fifth
/// of one that puts a sentence together, and a card stands on a dozen pages.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct Said {
    pub rank: Text,
    pub rank_of: Text,
    pub tied: Text,
    pub change: Text,
    pub votes: Text,
    pub rating: Text,
}

/// What changed since the edition before.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ChangeMark {
    pub word: &'static str,
    pub by: Option<u32>,
    pub since: Option<Shared<EditionRef>>,
    pub rank_before: Option<u32>,
    pub kind_before: Option<Shared<KindView>>,
    pub title_before: Option<String>,
}

/// A rating and its place on the scale.
#[derive(Debug, Serialize)]
pub struct Rating {
    /// On the kind's scale.
    pub value: f64,
    /// From 0 at the low end to 100 at the high one.
    pub percent: f64,
}

/// A kind, an edition or a theme in texts.
#[derive(Debug)]
#[expect(missing_docs, reason = "as in templates")]
pub struct Named {
    /// Of a kind only.
    pub number: String,
    pub title: String,
    pub url: String,
}

/// The kinds, editions and themes of a site in texts.
#[derive(Debug)]
#[expect(missing_docs, reason = "as in templates")]
pub struct Names {
    pub kinds: Vec<Named>,
    pub editions: Vec<Named>,
    pub themes: Vec<Named>,
}

impl Names {
    /// Those of a site in a language.
    pub fn new(site: &Site, urls: &Urls<'_>, language: usize) -> Self {
        let named = |number: String, title: &str, key: PageKey| {
            let (title, url) = (title.to_owned(), urls.page(key, language));
            Named { number, title, url }
        };
        let kinds = site.settings.languages[language].kinds.iter().enumerate();
        let edition = |it| named(String::new(), site.edition_title(it, language), PageKey::Edition(it));
        let theme = |it| named(String::new(), site.theme_label(it, language), PageKey::Theme(it));
        Self {
            kinds: kinds.map(|(it, kind)| named((it + 1).to_string(), &kind.label, PageKey::Kind(it))).collect(),
            editions: (0..site.editions.len()).map(edition).collect(),
            themes: (0..site.themes.len()).map(theme).collect(),
        }
    }
}

/// A card, and the same as templates take it.
pub struct Carded {
    /// The card.
    pub own: Card,
    /// Its rank as text; empty where it is unknown.
    pub rank: String,
    value: OnceLock<Shared<Card>>,
}

impl Carded {
    /// A card that no template has asked for yet.
    pub fn new(own: Card) -> Self {
        let rank = own.rank.map(|rank| rank.to_string()).unwrap_or_default();
        Self { own, rank, value: OnceLock::new() }
    }

    /// The template's value, made when it is first asked for.
    pub fn value(&self) -> &Shared<Card> {
        self.value.get_or_init(|| Shared::new(&self.own))
    }
}

/// What a line says of a report, in texts.
#[derive(Clone, Copy)]
pub struct CardTexts<'a> {
    /// The card.
    pub card: &'a Carded,
    /// Its kind.
    pub kind: &'a Named,
    /// Its edition.
    pub edition: &'a Named,
}

/// All kinds.
pub fn kinds(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<KindView>> {
    let kinds = site.settings.languages[language].kinds.iter().enumerate();
    let view = |(number, kind): (usize, &crate::config::Kind)| KindView {
        id: kind.id.clone(),
        label: (&*kind.label).into(),
        plural: (&*kind.plural).into(),
        url: urls.page(PageKey::Kind(number), language).into(),
        definition: kind.definition.clone(),
        number: number + 1,
        scale: kind.scale.clone(),
    };
    kinds.map(|kind| Shared::new(&view(kind))).collect()
}

/// All editions.
pub fn editions(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<EditionRef>> {
    let view = |number: usize| EditionRef {
        id: site.editions[number].id.clone(),
        title: site.edition_title(number, language).into(),
        url: urls.page(PageKey::Edition(number), language).into(),
    };
    (0..site.editions.len()).map(|number| Shared::new(&view(number))).collect()
}

/// All themes.
pub fn themes(site: &Site, urls: &Urls<'_>, language: usize) -> Vec<Shared<ThemeView>> {
    let view = |number: usize| {
        let theme = &site.themes[number];
        ThemeView {
            id: theme.id.clone(),
            label: site.theme_label(number, language).into(),
            url: urls.page(PageKey::Theme(number), language).into(),
            summary: site.words(&theme.texts, language).map(|words| words.summary.clone()).unwrap_or_default(),
            count: theme.reports.len(),
        }
    };
    (0..site.themes.len()).map(|number| Shared::new(&view(number))).collect()
}

/// Kinds, editions and themes as cards show them.
type Lists<'a> = (&'a [Shared<KindView>], &'a [Shared<EditionRef>], &'a [Shared<ThemeView>]);

/// The card of a report.
pub fn card(viewer: &Viewer<'_>, language: usize, number: usize, (kinds, editions, themes): Lists<'_>) -> Card {
    let site = viewer.site;
    let report = &site.reports[number];
    let key = PageKey::Report(number);
    let shown = site.shown_language(key, language);
    let original = site.report_entry(number);
    let change = report.change.as_ref().map(|change| ChangeMark {
        word: change.trend.word(),
        by: match change.trend {
            Trend::Up(ranks) | Trend::Down(ranks) => Some(ranks),
            _ => None,
        },
        since: match change.trend {
            Trend::Returning(edition) => Some(editions[edition].clone()),
            _ => None,
        },
        rank_before: change.rank_before,
        kind_before: change.kind_before.map(|kind| kinds[kind].clone()),
        title_before: change.title_before.clone(),
    });
    Card {
        id: report.id.clone(),
        title: site.report_title(number, language).into(),
        url: viewer.urls.page(key, language).into(),
        summary: summary(site, number, language).to_owned(),
        lang: if shown == language { String::new() } else { site.settings.languages[shown].tag.clone() },
        kind: kinds[report.kind].clone(),
        edition: editions[report.edition].clone(),
        rank: report.rank,
        is_tie: report.is_tie,
        of: report.of,
        change,
        themes: report.themes.iter().map(|&theme| themes[theme].clone()).collect(),
        votes: original.and_then(|entry| entry.votes),
        rating: original.and_then(|entry| entry.rating).map(|value| rating(site, report.kind, value)),
        date: date(site, number, language),
        said: said(viewer, language, number),
    }
}

fn said(viewer: &Viewer<'_>, language: usize, number: usize) -> Said {
    let site = viewer.site;
    let report = &site.reports[number];
    let entry = site.report_entry(number);
    let scale = site.settings.languages[language].kinds[report.kind].scale.as_ref();
    let rank = |key: &str, tied: &str| match report.rank {
        Some(rank) => {
            let key = if report.is_tie { tied } else { key };
            viewer.say(language, key, &[("rank", &rank.to_string()), ("of", &report.of.to_string())])
        }
        None => String::new(),
    };
    let votes =
        |votes: Votes| viewer.say(language, "votes-short", &[("share", &viewer.decimal(language, votes.share))]);
    let rating = |(value, scale): (f64, &Scale)| {
        viewer.say(language, "label-value", &[("label", &scale.name), ("value", &viewer.decimal(language, value))])
    };
    Said {
        rank: rank("rank", "rank-tied").into(),
        rank_of: rank("rank-of", "rank-of-tied").into(),
        tied: if report.is_tie { viewer.say(language, "tied", &[]).into() } else { Text::default() },
        change: report.change.as_ref().map(|change| moved(viewer, language, change.trend).into()).unwrap_or_default(),
        votes: entry.and_then(|entry| entry.votes).map(|one| votes(one).into()).unwrap_or_default(),
        rating: entry.and_then(|entry| entry.rating).zip(scale).map(|one| rating(one).into()).unwrap_or_default(),
    }
}

/// How a report moved since the edition before.
pub fn moved(viewer: &Viewer<'_>, language: usize, trend: Trend) -> String {
    match trend {
        Trend::New => viewer.say(language, "new", &[]),
        Trend::Kept => viewer.say(language, "kept", &[]),
        Trend::Up(ranks) => viewer.counted(language, "up-by", ranks as usize),
        Trend::Down(ranks) => viewer.counted(language, "down-by", ranks as usize),
        Trend::Returning(edition) => {
            viewer.say(language, "returning-since", &[("edition", &viewer.site.editions[edition].id)])
        }
    }
}

fn rating(site: &Site, kind: usize, value: f64) -> Rating {
    let percent = match &site.settings.kinds()[kind].scale {
        Some(scale) => (value - scale.min) / (scale.max - scale.min) * 100.0,
        None => 0.0,
    };
    Rating { value, percent: (percent * 10.0).round() / 10.0 }
}

/// A report's summary: its own, else the beginning of its text.
pub fn summary(site: &Site, report: usize, language: usize) -> &str {
    let texts = &site.reports[report].texts;
    let Some(file) = texts[language].or(texts[0]) else { return "" };
    let file = &site.files[file];
    match file.entry.as_ref().map(|entry| &entry.words().summary) {
        Some(summary) if !summary.is_empty() => summary,
        _ => &file.body.lead,
    }
}

/// The day that a report came out: its own date, else its edition's.
pub fn date(site: &Site, number: usize, language: usize) -> String {
    let report = &site.reports[number];
    let words = site.words(&report.texts, language).or_else(|| site.words(&report.texts, 0));
    let Some(words) = words else { return String::new() };
    let edition = &site.editions[report.edition];
    let of_edition = || site.words(&edition.texts, 0).and_then(|words| words.dates.date);
    words.dates.date.or_else(of_edition).map(|date| date.to_string()).unwrap_or_default()
}
