//! Reports and relations as data: what `reports.json`, `reports.csv` and `relations.json` say of each.

use serde::Serialize;

use crate::check::Votes;
use crate::link::{Edge, PageKey};
use crate::view::{Viewer, card, citation};

/// All reports as data.
#[derive(Debug, Serialize)]
pub struct Records {
    /// The address of the schema, as seen from the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of this shape.
    pub version: u32,
    /// The site's title.
    pub title: String,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
    /// The edition, where the file holds one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
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
    pub revision: String,
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

/// All relations as data.
#[derive(Debug, Serialize)]
pub struct RelationRecords {
    /// The address of the schema, as seen from the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of this shape.
    pub version: u32,
    /// The site's title.
    pub title: String,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
    /// The types that the site has, and `related` where a report names one that has none.
    pub types: Vec<RelationTypeRecord>,
    /// The relations, by the reports that name them.
    pub relations: Vec<RelationRecord>,
}

/// A type of relations as data.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it, and `docs/content/pages/data.md` has a line for each")]
pub struct RelationTypeRecord {
    pub id: String,
    pub label: String,
    pub inverse: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// A relation as data.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it, and `docs/content/pages/data.md` has a line for each")]
pub struct RelationRecord {
    #[serde(rename = "type")]
    pub type_: String,
    pub from: RelationEnd,
    pub to: RelationEnd,
    pub why: String,
}

/// One of the two reports of a relation.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names say it, and `docs/content/pages/data.md` has a line for each")]
pub struct RelationEnd {
    pub edition: String,
    pub id: String,
    pub topic: String,
    pub kind: String,
    pub title: String,
    pub url: String,
}

/// What relations without a type are called.
const UNTYPED: &str = "related";

impl Viewer<'_> {
    /// All reports as data, in the default language.
    pub fn records(&self) -> Records {
        self.records_of("", None, 0..self.site.reports.len())
    }

    /// The reports of an edition as data. `root` is the way up to the site's root.
    pub fn edition_records(&self, edition: usize, root: &str) -> Records {
        let this = &self.site.editions[edition];
        self.records_of(root, Some(this.id.clone()), this.reports.iter().copied())
    }

    fn records_of(&self, root: &str, edition: Option<String>, reports: impl Iterator<Item = usize>) -> Records {
        Records {
            schema: format!("{root}reports.schema.json"),
            version: 1,
            title: self.site.settings.language().title.clone(),
            url: self.urls.absolute(""),
            edition,
            reports: reports.map(|report| self.record(report)).collect(),
        }
    }

    /// All relations as data, in the default language: each once, as the report that names it says it.
    pub fn relation_records(&self) -> RelationRecords {
        let site = self.site;
        let mut relations = Vec::new();
        for (number, report) in site.reports.iter().enumerate() {
            let named = report.edges.iter().filter(|edge| !edge.is_inverse);
            relations.extend(named.map(|edge| RelationRecord {
                type_: self.relation_id(edge),
                from: self.relation_end(number),
                to: self.relation_end(edge.report),
                why: edge.why.clone(),
            }));
        }
        let kind = |kind: usize| Some(site.settings.kinds()[kind].id.clone());
        let of_settings = site.settings.relations().iter().map(|relation| RelationTypeRecord {
            id: relation.id.clone(),
            label: relation.label.clone(),
            inverse: relation.inverse.clone(),
            from: kind(relation.from),
            to: kind(relation.to),
        });
        let mut types: Vec<RelationTypeRecord> = of_settings.collect();
        if relations.iter().any(|relation| relation.type_ == UNTYPED) {
            let label = self.word(crate::link::Page { key: PageKey::Home, language: 0, part: 1 }, "relation-untyped");
            types.push(RelationTypeRecord {
                id: UNTYPED.to_owned(),
                inverse: label.clone(),
                label,
                from: None,
                to: None,
            });
        }
        RelationRecords {
            schema: "relations.schema.json".to_owned(),
            version: 1,
            title: site.settings.language().title.clone(),
            url: self.urls.absolute(""),
            types,
            relations,
        }
    }

    fn relation_id(&self, edge: &Edge) -> String {
        let id = edge.relation.map_or(UNTYPED, |relation| &self.site.settings.relations()[relation].id);
        id.to_owned()
    }

    fn relation_end(&self, number: usize) -> RelationEnd {
        let site = self.site;
        let report = &site.reports[number];
        RelationEnd {
            edition: site.editions[report.edition].id.clone(),
            id: report.id.clone(),
            topic: site.topics[report.topic].id.clone(),
            kind: site.settings.kinds()[report.kind].id.clone(),
            title: site.report_title(number, 0).to_owned(),
            url: self.data_url(number),
        }
    }

    /// The address of a report in data: absolute where the host is known, else from the site's root.
    fn data_url(&self, report: usize) -> String {
        let url = self.urls.page(PageKey::Report(report), 0);
        let absolute = self.urls.absolute(&url);
        if absolute.is_empty() { url } else { absolute }
    }

    fn record(&self, number: usize) -> Record {
        let site = self.site;
        let report = &site.reports[number];
        let entry = site.report_entry(number);
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
                    type_: self.relation_id(edge),
                    edition: site.editions[site.reports[edge.report].edition].id.clone(),
                    topic: site.topics[site.reports[edge.report].topic].id.clone(),
                })
                .collect(),
            date: entry.and_then(|entry| entry.words.dates.date).map(|date| date.to_string()),
            url: self.data_url(number),
            revision: citation::revision(site, number, 0),
        }
    }
}
