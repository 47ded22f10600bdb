//! A report as data: what `reports.json` and `reports.csv` say of each.

use serde::Serialize;

use crate::check::Votes;
use crate::link::PageKey;
use crate::view::{Viewer, card};

/// All reports as data.
#[derive(Debug, Serialize)]
pub struct Records {
    /// The version of this shape.
    pub version: u32,
    /// The site's title.
    pub title: String,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
    /// The reports, by edition, kind and rank.
    pub reports: Vec<Record>,
}

/// A report as data.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it, and `docs/content/pages/data.md` has a line for each")]
pub struct Record {
    pub edition: String,
    pub id: String,
    pub topic: String,
    pub kind: String,
    pub title: String,
    pub rank: Option<u32>,
    pub is_tie: bool,
    pub of: usize,
    pub change: Option<&'static str>,
    pub rank_before: Option<u32>,
    pub themes: Vec<String>,
    pub summary: String,
    pub votes: Option<Votes>,
    pub rating: Option<f64>,
    pub relations: Vec<RecordRelation>,
    pub date: Option<String>,
    pub url: String,
}

/// A relation that a report names.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it, and `docs/content/pages/data.md` has a line for each")]
pub struct RecordRelation {
    #[serde(rename = "type")]
    pub type_: String,
    pub edition: String,
    pub topic: String,
}

impl Viewer<'_> {
    /// All reports as data, in the default language.
    pub fn records(&self) -> Records {
        Records {
            version: 1,
            title: self.site.settings.language().title.clone(),
            url: self.urls.absolute(""),
            reports: (0..self.site.reports.len()).map(|report| self.record(report)).collect(),
        }
    }

    fn record(&self, number: usize) -> Record {
        let site = self.site;
        let report = &site.reports[number];
        let entry = site.report_entry(number);
        let url = self.urls.page(PageKey::Report(number), 0);
        let absolute = self.urls.absolute(&url);
        let named = report.edges.iter().filter(|edge| !edge.is_inverse);
        Record {
            edition: site.editions[report.edition].id.clone(),
            id: report.id.clone(),
            topic: site.topics[report.topic].id.clone(),
            kind: site.settings.kinds()[report.kind].id.clone(),
            title: site.report_title(number, 0).to_owned(),
            rank: report.rank,
            is_tie: report.is_tie,
            of: report.of,
            change: report.change.as_ref().map(|change| change.trend.word()),
            rank_before: report.change.as_ref().and_then(|change| change.rank_before),
            themes: report.themes.iter().map(|&theme| site.themes[theme].id.clone()).collect(),
            summary: card::summary(site, number, 0),
            votes: entry.and_then(|entry| entry.votes),
            rating: entry.and_then(|entry| entry.rating),
            relations: named
                .map(|edge| RecordRelation {
                    type_: edge
                        .relation
                        .map_or("related", |relation| &site.settings.relations()[relation].id)
                        .to_owned(),
                    edition: site.editions[site.reports[edge.report].edition].id.clone(),
                    topic: site.topics[site.reports[edge.report].topic].id.clone(),
                })
                .collect(),
            date: entry.and_then(|entry| entry.words.dates.date).map(|date| date.to_string()),
            url: if absolute.is_empty() { url } else { absolute },
        }
    }
}
