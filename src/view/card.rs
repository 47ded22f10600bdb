//! A report in a list.

use serde::Serialize;

use crate::base::escape::push_attribute;
use crate::check::Votes;
use crate::link::{Change, PageKey, Report, Site, Trend};
use crate::view::Viewer;
use crate::view::branches::origin_sentence;
use crate::view::edition_info::day;
use crate::view::references::{EditionRef, KindRef, ThemeRef};
use crate::view::shared::{Html, Shared};

/// A report in a list. Made once for each language and depth of pages, and shared by all lists that the report stands in.
#[derive(Debug, Serialize)]
pub struct Card {
    pub id: String,
    pub title: String,
    pub url: String,
    /// A link with the title, whose address fits pages of one depth.
    pub link: Html,
    /// The same with the title of its edition.
    pub edition_link: Html,
    /// Its rank and its change as marks; may be empty.
    pub standing: Html,
    /// The report's summary, else the beginning of its text.
    pub summary: String,
    /// The language of the text, where it is not the page's; else empty.
    pub lang: String,
    pub kind: Shared<KindRef>,
    pub edition: Shared<EditionRef>,
    pub rank: Option<u32>,
    pub is_tie: bool,
    /// The number of reports of its kind in its edition.
    pub of: usize,
    pub change: Option<ChangeMark>,
    pub themes: Vec<Shared<ThemeRef>>,
    pub votes: Option<Votes>,
    pub rating: Option<Rating>,
    /// Such as `2026-02-04`; may be empty.
    pub date: String,
    pub said: CardSentences,
}

/// Facts of a card in words of the page's language, each empty where there is nothing to say. They are put together
/// once a card: a template that calls `t` for each of a dozen lists costs five times as much.
#[derive(Debug, Serialize)]
pub struct CardSentences {
    pub rank: String,
    pub rank_of: String,
    pub tied: String,
    pub change: String,
    pub origin: String,
    pub votes: String,
    pub rating: String,
}

/// The change of a report since the edition before.
#[derive(Debug, Serialize)]
pub struct ChangeMark {
    /// `new`, `returning`, `kept`, `up`, `down`, `merged` or `split`.
    pub word: &'static str,
    /// The ranks it moved by.
    pub by: Option<u32>,
    /// The edition that had it last, where it returns.
    pub since: Option<Shared<EditionRef>>,
    pub rank_before: Option<u32>,
    pub kind_before: Option<Shared<KindRef>>,
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

/// Returns the card of a report.
pub fn card(viewer: &Viewer<'_>, language: usize, number: usize) -> Card {
    let site = viewer.site;
    let views = viewer.views(language);
    let report = &site.reports[number];
    let original = site.report_entry(number);
    let text_language = site.shown_language(PageKey::Report(number), language);
    let lang = if text_language == language { "" } else { &*site.settings.languages[text_language].tag };
    let (title, url) = (site.report_title(number, language), viewer.urls.report(number, language));
    let address = [&*viewer.root, url].concat();
    let words = sentences(viewer, language, number);
    Card {
        id: report.id.clone(),
        title: title.to_owned(),
        url: url.to_owned(),
        link: link(&address, lang, title),
        edition_link: link(&address, "", site.edition_title(report.edition, language)),
        standing: standing(&words.rank, site.change(number).map(|change| change.trend.word()), &words.change),
        summary: summary(site, number, language).to_owned(),
        lang: lang.to_owned(),
        kind: views.kinds[report.kind].clone(),
        edition: views.editions[report.edition].clone(),
        rank: report.rank,
        is_tie: report.is_tie,
        of: report.of,
        change: site.change(number).map(|change| change_mark(viewer, language, change)),
        themes: viewer.theme_refs(language, &report.themes),
        votes: report.votes,
        rating: original.and_then(|entry| entry.rating).map(|value| rating(site, report.kind, value)),
        date: day(site.report_date(number, language)),
        said: words,
    }
}

fn sentences(viewer: &Viewer<'_>, language: usize, number: usize) -> CardSentences {
    let report = &viewer.site.reports[number];
    CardSentences {
        rank: rank_sentence(viewer, language, report, ["rank", "rank-tied"]),
        rank_of: rank_sentence(viewer, language, report, ["rank-of", "rank-of-tied"]),
        tied: tie_sentence(viewer, language, report),
        change: change_sentence(viewer, language, number),
        origin: origin_sentence(viewer, language, number),
        votes: votes_sentence(viewer, language, number),
        rating: rating_sentence(viewer, language, number),
    }
}

/// Returns the marks of a rank and of a change, the latter with a class for its word.
fn standing(rank: &str, word: Option<&str>, change: &str) -> Html {
    let mut html = String::with_capacity(rank.len() + change.len() + 64);
    if !rank.is_empty() {
        html.push_str("<span>");
        push_attribute(&mut html, rank);
        html.push_str("</span> ");
    }
    if let Some(word) = word {
        html.extend(["<span class=\"change change-", word, "\">"]);
        push_attribute(&mut html, change);
        html.push_str("</span>");
    }
    Html::new(html)
}

/// Returns a link to a report. `lang` is the language of its title, or empty where that is the page's.
fn link(address: &str, lang: &str, title: &str) -> Html {
    let mut html = String::with_capacity(address.len() + title.len() + 32);
    html.push_str("<a href=\"");
    push_attribute(&mut html, address);
    if !lang.is_empty() {
        html.push_str("\" lang=\"");
        push_attribute(&mut html, lang);
    }
    html.push_str("\">");
    push_attribute(&mut html, title);
    html.push_str("</a>");
    Html::new(html)
}

fn change_mark(viewer: &Viewer<'_>, language: usize, change: &Change) -> ChangeMark {
    let views = viewer.views(language);
    ChangeMark {
        word: change.trend.word(),
        by: match change.trend {
            Trend::Up(ranks) | Trend::Down(ranks) => Some(ranks),
            _ => None,
        },
        since: match change.trend {
            Trend::Returning(edition) => Some(views.editions[edition].clone()),
            _ => None,
        },
        rank_before: change.rank_before,
        kind_before: change.kind_before.map(|kind| views.kinds[kind].clone()),
        title_before: change.title_before.clone(),
    }
}

/// Says the rank with the first of two words of the skin, or with the second where others share it.
fn rank_sentence(viewer: &Viewer<'_>, language: usize, report: &Report, keys: [&str; 2]) -> String {
    let Some(rank) = report.rank else { return String::new() };
    let blanks = [("rank", &*rank.to_string()), ("of", &report.of.to_string())];
    viewer.say(language, keys[usize::from(report.is_tie)], &blanks)
}

/// Says that others share the rank; empty where none does.
pub fn tie_sentence(viewer: &Viewer<'_>, language: usize, report: &Report) -> String {
    if report.is_tie { viewer.say(language, "tied", &[]) } else { String::new() }
}

/// Says how a report moved since the edition before; empty in the first edition.
pub fn change_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let Some(change) = viewer.site.change(number) else { return String::new() };
    match change.trend {
        Trend::New => viewer.say(language, "new", &[]),
        Trend::Kept => viewer.say(language, "kept", &[]),
        Trend::Merged => viewer.say(language, "merged", &[]),
        Trend::Split => viewer.say(language, "split", &[]),
        Trend::Up(ranks) => viewer.counted(language, "up-by", ranks as usize),
        Trend::Down(ranks) => viewer.counted(language, "down-by", ranks as usize),
        Trend::Returning(edition) => {
            viewer.say(language, "returning-since", &[("edition", &viewer.site.editions[edition].id)])
        }
    }
}

fn votes_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    viewer.site.reports[number].votes.map_or_else(String::new, |votes| {
        viewer.say(language, "votes-short", &[("share", &viewer.decimal(language, votes.share))])
    })
}

fn rating_sentence(viewer: &Viewer<'_>, language: usize, number: usize) -> String {
    let site = viewer.site;
    let scale = site.settings.languages[language].kinds[site.reports[number].kind].scale.as_ref();
    let rating = site.report_entry(number).and_then(|entry| entry.rating);
    rating.zip(scale).map_or_else(String::new, |(value, scale)| {
        viewer.say(language, "label-value", &[("label", &scale.name), ("value", &viewer.decimal(language, value))])
    })
}

fn rating(site: &Site, kind: usize, value: f64) -> Rating {
    let percent = match &site.settings.kinds()[kind].scale {
        Some(scale) => (value - scale.min) / (scale.max - scale.min) * 100.0,
        None => 0.0,
    };
    Rating { value, percent: (percent * 10.0).round() / 10.0 }
}

/// Returns a report's summary, else the beginning of its text.
pub fn summary(site: &Site, report: usize, language: usize) -> &str {
    let texts = &site.reports[report].texts;
    let Some(file) = texts[language].or(texts[0]) else { return "" };
    let file = &site.files[file];
    match file.entry.as_ref().map(|entry| &entry.common().summary) {
        Some(summary) if !summary.is_empty() => summary,
        _ => &file.body.lead,
    }
}
