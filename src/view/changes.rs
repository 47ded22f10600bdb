//! What changed in an edition against the one before: in groups for sentences, in rows for a table.

use serde::Serialize;

use crate::link::{Churn, Page, PageKey, Trend, churn};
use crate::skin::Wanted;
use crate::view::Viewer;
use crate::view::card::{EditionRef, KindView};
use crate::view::common::Crumb;
use crate::view::lists::{EditionFull, edition_full};
use crate::view::ranks;
use crate::view::shared::{Html, Shared};

/// `changes.html`.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ChangesPage {
    pub edition: EditionFull,
    pub before: Shared<EditionRef>,
    pub churn: Churn,
    pub groups: Vec<ChangeGroup>,
    pub charts: Vec<Html>,
    #[serde(skip)]
    pub changed: Vec<ChangeRow>,
    pub rows: Vec<Shared<ChangeRow>>,
    pub previous: Option<Crumb<'static>>,
    pub next: Option<Crumb<'static>>,
}

/// What changed in the same way.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ChangeGroup {
    pub word: &'static str,
    pub count: usize,
    pub rows: Vec<Shared<ChangeRow>>,
}

/// A topic, then and now.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct ChangeRow {
    #[serde(skip)]
    pub kind_number: usize,
    #[serde(skip)]
    pub kind_label_before: Option<String>,
    #[serde(skip)]
    pub since_title: Option<String>,
    pub title: String,
    pub url: String,
    pub word: &'static str,
    pub by: Option<u32>,
    pub kind: Shared<KindView>,
    pub then: Option<RankThen>,
    pub now: Option<RankThen>,
    pub since: Option<Shared<EditionRef>>,
    pub years_away: Option<usize>,
    pub kind_before: Option<Shared<KindView>>,
    pub title_before: Option<String>,
    pub theme_url: Option<String>,
}

/// A rank in one of the two editions. `rank` is nothing where it is not known.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "`docs/content/pages/templates.md` has a line for each")]
pub struct RankThen {
    pub rank: Option<u32>,
    pub is_tie: bool,
    pub of: usize,
}

/// The order in which the sorts of change are told.
const ORDER: [&str; 6] = ["new", "returning", "up", "down", "kept", "dropped"];

/// What changed in an edition. Only editions with one before them have such a page.
pub fn changes(viewer: &Viewer<'_>, page: Page, edition: usize, wanted: &Wanted) -> ChangesPage {
    let site = viewer.site;
    let language = page.language;
    let this = &site.editions[edition];
    let mut rows: Vec<ChangeRow> = this.reports.iter().map(|&report| row(viewer, language, report)).collect();
    rows.extend(site.dropped(edition).iter().map(|dropped| ChangeRow {
        word: "dropped",
        theme_url: dropped.theme.map(|theme| viewer.urls.page(PageKey::Theme(theme), language)),
        then: Some(rank(viewer, dropped.report)),
        ..blank(viewer, language, dropped.report)
    }));
    let values: Vec<Shared<ChangeRow>> =
        if wanted.has("rows") || wanted.reads("rows") { rows.iter().map(Shared::new).collect() } else { Vec::new() };
    let group = |word: &'static str| {
        let of_word = rows.iter().zip(&values).filter(|(row, _)| row.word == word);
        ChangeGroup {
            word,
            count: rows.iter().filter(|row| row.word == word).count(),
            rows: of_word.map(|(_, value)| value.clone()).collect(),
        }
    };
    // The way through the years: only editions that have such a page.
    let other = |edition: usize| {
        let has_page = edition > 0 && edition < site.editions.len();
        has_page.then(|| Crumb {
            label: viewer.site.edition_title(edition, page.language).to_owned().into(),
            title: site.edition_title(edition, language).to_owned().into(),
            url: viewer.urls.page(PageKey::Changes(edition), language).into(),
        })
    };
    ChangesPage {
        edition: edition_full(viewer, language, edition),
        before: viewer.parts[language].editions[edition.saturating_sub(1)].clone(),
        churn: churn(site, edition).unwrap_or_default(),
        groups: ORDER.into_iter().map(group).filter(|group| group.count > 0).collect(),
        charts: (0..viewer.parts[language].kinds.len())
            .map(|kind| ranks::of_change(viewer, page, kind, edition))
            .filter(|chart| !chart.is_empty())
            .collect(),
        previous: other(edition.saturating_sub(1)),
        next: other(edition + 1),
        changed: rows,
        rows: values,
    }
}

/// What lines say of a change, in words of the page's language; empty where there is nothing to say.
#[derive(Debug)]
pub struct ChangeTexts {
    /// How it moved.
    pub said: String,
    /// Which kind it had.
    pub kind_before: String,
    /// Which title it had.
    pub title_before: String,
    /// That it was a theme, or is one now.
    pub theme: String,
    /// Its rank in the edition before.
    pub then: String,
    /// Its rank now.
    pub now: String,
    /// What happened, in a word.
    pub word: String,
}

impl Viewer<'_> {
    /// What lines say of a change.
    pub fn change_texts(&self, language: usize, row: &ChangeRow) -> ChangeTexts {
        let number = |rank: &Option<RankThen>| rank.as_ref()?.rank.map(|rank| rank.to_string());
        let (then, now) = (number(&row.then).unwrap_or_default(), number(&row.now).unwrap_or_default());
        let from = |key: &str| self.say(language, key, &[("rank", &now), ("before", &then)]);
        let said = match (row.word, &row.since_title) {
            ("up", _) => from("change-up-from"),
            ("down", _) => from("change-down-from"),
            (_, Some(since)) => {
                let back = self.say(language, "change-returning", &[("edition", since)]);
                [&*back, "; ", &self.counted(language, "editions-away", row.years_away.unwrap_or_default())].concat()
            }
            _ => String::new(),
        };
        let label = &self.site.settings.languages[language].theme_label.one;
        let with = |key: &str, blank: &str, text: &str| self.say(language, key, &[(blank, text)]);
        let rank = |rank: &Option<RankThen>, number: &str| match rank {
            None => self.say(language, "rank-absent", &[]),
            Some(_) if number.is_empty() => self.say(language, "rank-unknown", &[]),
            Some(rank) => [number, if rank.is_tie { "=" } else { "" }].concat(),
        };
        ChangeTexts {
            kind_before: row
                .kind_label_before
                .as_ref()
                .map(|kind| with("kind-before", "kind", kind))
                .unwrap_or_default(),
            title_before: row.title_before.as_ref().map(|it| with("title-before", "title", it)).unwrap_or_default(),
            theme: match (&row.theme_url, row.word) {
                (None, _) => String::new(),
                (Some(_), "dropped") => with("became-theme", "theme", label),
                (Some(_), _) => with("was-theme", "theme", label),
            },
            then: rank(&row.then, &then),
            now: rank(&row.now, &now),
            word: self.say(language, &["change-word-", row.word].concat(), &[]),
            said,
        }
    }
}

fn blank(viewer: &Viewer<'_>, language: usize, report: usize) -> ChangeRow {
    ChangeRow {
        kind_number: viewer.site.reports[report].kind,
        kind_label_before: None,
        since_title: None,
        title: viewer.report_title(language, report).to_owned(),
        url: viewer.urls.page(PageKey::Report(report), language),
        word: "",
        by: None,
        kind: viewer.parts[language].kinds[viewer.site.reports[report].kind].clone(),
        then: None,
        now: None,
        since: None,
        years_away: None,
        kind_before: None,
        title_before: None,
        theme_url: None,
    }
}

fn rank(viewer: &Viewer<'_>, report: usize) -> RankThen {
    let report = &viewer.site.reports[report];
    RankThen { rank: report.rank, is_tie: report.is_tie, of: report.of }
}

fn row(viewer: &Viewer<'_>, language: usize, number: usize) -> ChangeRow {
    let site = viewer.site;
    let parts = &viewer.parts[language];
    let report = &site.reports[number];
    let row = ChangeRow { now: Some(rank(viewer, number)), ..blank(viewer, language, number) };
    let Some(change) = site.change(number) else { return row };
    let topic = &site.topics[report.topic];
    let place = topic.editions.partition_point(|edition| edition + 1 < report.edition);
    let then = topic.reports.get(place).filter(|_| topic.editions[place] + 1 == report.edition);
    let since = match change.trend {
        Trend::Returning(edition) => Some(edition),
        _ => None,
    };
    ChangeRow {
        word: change.trend.word(),
        by: match change.trend {
            Trend::Up(ranks) | Trend::Down(ranks) => Some(ranks),
            _ => None,
        },
        then: then.map(|&then| rank(viewer, then)),
        since: since.map(|edition| parts.editions[edition].clone()),
        since_title: since.map(|edition| parts.names.editions[edition].title.clone()),
        kind_label_before: change.kind_before.map(|kind| parts.names.kinds[kind].title.clone()),
        // Editions that passed without it: seen in 2023 and again in 2025 is away for one.
        years_away: since.map(|edition| report.edition - edition - 1),
        kind_before: change.kind_before.map(|kind| parts.kinds[kind].clone()),
        title_before: change.title_before.clone(),
        theme_url: change.theme_before.map(|theme| viewer.urls.page(PageKey::Theme(theme), language)),
        ..row
    }
}
