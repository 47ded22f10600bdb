//! A report in a list, and what it is made of: kinds, editions, themes.

use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Write;

use crate::base::bytes;
use crate::check::Votes;
use crate::config::Scale;
use crate::link::{PageKey, Report, Site, Trend};
use crate::view::Viewer;
use crate::view::shared::{Shared, Text, is_escaped};
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

macro_rules! card_texts {
    ($($text:ident: $name:literal),*) => {
        /// A text of a card.
        #[derive(Clone, Copy, Debug)]
        #[expect(missing_docs, reason = "as in templates")]
        pub enum CardText {
            $($text),*
        }

        impl CardText {
            /// The paths of all of them in templates, in order.
            pub const NAMES: &'static [&'static str] = &[$(concat!("card.", $name)),*];

            /// All of them, in order.
            const ALL: &'static [Self] = &[$(Self::$text),*];
        }
    };
}

card_texts! {
    Id: "id", Title: "title", Url: "url", Summary: "summary", Lang: "lang", Rank: "rank", KindNumber: "kind.number",
    KindLabel: "kind.label", EditionTitle: "edition.title", EditionUrl: "edition.url", Change: "change.word",
    SaidRank: "said.rank", SaidRankOf: "said.rank_of", SaidChange: "said.change", SaidTied: "said.tied",
    SaidVotes: "said.votes", SaidRating: "said.rating", Date: "date"
}

const TEXTS: usize = CardText::ALL.len();

/// There is a bit of the shape for each.
const _: () = assert!(TEXTS <= 32);

/// What lines say of a report: its card in texts, one after the other in memory, because a dozen lines need them.
#[derive(Debug)]
pub struct CardTexts {
    all: Box<str>,
    ends: [u32; TEXTS],
    /// Which of them are there: a bit for each, in order.
    pub shape: u32,
    /// Whether there is nothing to escape in any of them.
    pub is_clean: bool,
}

impl CardTexts {
    /// Those of a report.
    pub fn new(viewer: &Viewer<'_>, language: usize, number: usize) -> Self {
        let mut all = String::with_capacity(512);
        let (mut ends, mut shape) = ([0; TEXTS], 0);
        for &text in CardText::ALL {
            let start = all.len();
            push(viewer, language, number, text, &mut all);
            ends[text as usize] = u32::try_from(all.len()).unwrap_or(u32::MAX);
            shape |= u32::from(all.len() > start) << text as u32;
        }
        let is_clean = !bytes::any(all.as_bytes(), is_escaped);
        Self { all: all.into(), ends, shape, is_clean }
    }

    /// One of them; empty where it is not there.
    pub fn get(&self, text: CardText) -> &str {
        self.at(text as usize)
    }

    /// The one of this number.
    pub fn at(&self, number: usize) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start as usize..self.ends[number] as usize]
    }
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
    let texts = viewer.card_texts(language, number);
    let text = |text| texts.get(text).to_owned();
    let original = site.report_entry(number);
    let change = site.change(number).map(|change| ChangeMark {
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
        id: text(CardText::Id),
        title: text(CardText::Title).into(),
        url: text(CardText::Url).into(),
        summary: text(CardText::Summary),
        lang: text(CardText::Lang),
        kind: kinds[report.kind].clone(),
        edition: editions[report.edition].clone(),
        rank: report.rank,
        is_tie: report.is_tie,
        of: report.of,
        change,
        themes: report.themes.iter().map(|&theme| themes[theme].clone()).collect(),
        votes: original.and_then(|entry| entry.votes),
        rating: original.and_then(|entry| entry.rating).map(|value| rating(site, report.kind, value)),
        date: text(CardText::Date),
        said: Said {
            rank: text(CardText::SaidRank).into(),
            rank_of: text(CardText::SaidRankOf).into(),
            tied: text(CardText::SaidTied).into(),
            change: text(CardText::SaidChange).into(),
            votes: text(CardText::SaidVotes).into(),
            rating: text(CardText::SaidRating).into(),
        },
    }
}

/// Appends one of a card's texts.
fn push(viewer: &Viewer<'_>, language: usize, number: usize, text: CardText, all: &mut String) {
    let site = viewer.site;
    let report = &site.reports[number];
    let names = viewer.names(language);
    let (kind, edition) = (&names.kinds[report.kind], &names.editions[report.edition]);
    let key = PageKey::Report(number);
    match text {
        CardText::Id => all.push_str(&report.id),
        CardText::Title => all.push_str(site.report_title(number, language)),
        CardText::Url => all.push_str(viewer.urls.report(number, language)),
        CardText::Summary => all.push_str(summary(site, number, language)),
        CardText::Lang => {
            let shown = site.shown_language(key, language);
            all.push_str(if shown == language { "" } else { &site.settings.languages[shown].tag });
        }
        // Writing to a String cannot fail.
        CardText::Rank => drop(report.rank.map(|rank| write!(all, "{rank}"))),
        CardText::KindNumber => all.push_str(&kind.number),
        CardText::KindLabel => all.push_str(&kind.title),
        CardText::EditionTitle => all.push_str(&edition.title),
        CardText::EditionUrl => all.push_str(&edition.url),
        CardText::Change => all.push_str(site.change(number).map_or("", |change| change.trend.word())),
        CardText::SaidRank => said_rank(viewer, language, report, ["rank", "rank-tied"], all),
        CardText::SaidRankOf => said_rank(viewer, language, report, ["rank-of", "rank-of-tied"], all),
        CardText::SaidChange => {
            if let Some(change) = site.change(number) {
                moved(viewer, language, change.trend, all);
            }
        }
        CardText::SaidTied => {
            if report.is_tie {
                viewer.append(language, "tied", &[], all);
            }
        }
        CardText::SaidVotes => {
            if let Some(votes) = site.report_entry(number).and_then(|entry| entry.votes) {
                viewer.append(language, "votes-short", &[("share", &viewer.decimal(language, votes.share))], all);
            }
        }
        CardText::SaidRating => {
            let scale = site.settings.languages[language].kinds[report.kind].scale.as_ref();
            let rating = site.report_entry(number).and_then(|entry| entry.rating);
            if let Some((value, scale)) = rating.zip(scale) {
                let blanks = [("label", &*scale.name), ("value", &viewer.decimal(language, value))];
                viewer.append(language, "label-value", &blanks, all);
            }
        }
        CardText::Date => drop(date(site, number, language).map(|date| write!(all, "{date}"))),
    }
}

/// Appends the rank in words, by the key for one of its own or that for one with a tie.
fn said_rank(viewer: &Viewer<'_>, language: usize, report: &Report, keys: [&str; 2], all: &mut String) {
    if let Some(rank) = report.rank {
        let blanks = [("rank", &*rank.to_string()), ("of", &report.of.to_string())];
        viewer.append(language, keys[usize::from(report.is_tie)], &blanks, all);
    }
}

/// Appends how a report moved since the edition before.
fn moved(viewer: &Viewer<'_>, language: usize, trend: Trend, text: &mut String) {
    match trend {
        Trend::New => viewer.append(language, "new", &[], text),
        Trend::Kept => viewer.append(language, "kept", &[], text),
        Trend::Up(ranks) => text.push_str(&viewer.counted(language, "up-by", ranks as usize)),
        Trend::Down(ranks) => text.push_str(&viewer.counted(language, "down-by", ranks as usize)),
        Trend::Returning(edition) => {
            viewer.append(language, "returning-since", &[("edition", &viewer.site.editions[edition].id)], text);
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
fn date(site: &Site, number: usize, language: usize) -> Option<Date> {
    let report = &site.reports[number];
    let words = site.words(&report.texts, language).or_else(|| site.words(&report.texts, 0))?;
    let edition = &site.editions[report.edition];
    let of_edition = || site.words(&edition.texts, 0).and_then(|words| words.dates.date);
    words.dates.date.or_else(of_edition)
}
