//! Reports and relations as data: what `reports.json`, `reports.csv` and `relations.json` say of each.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::path::SourcePath;
use crate::base::reads;
use crate::check::Votes;
use crate::link::{Edge, PageKey, Report};
use crate::view::{Viewer, card, citation};

/// A list whose items are made one after another, each when it is written: together the reports of a site as data need
/// more memory than the file that they go to.
pub struct Turns<'a, T>(Box<dyn Fn() -> Box<dyn Iterator<Item = T> + 'a> + 'a>);

impl<'a, T: 'a> Turns<'a, T> {
    fn new<I: Iterator<Item = T> + 'a>(items: impl Fn() -> I + 'a) -> Self {
        Self(Box::new(move || Box::new(items())))
    }

    /// The items, made now.
    pub fn iter(&self) -> impl Iterator<Item = T> + 'a {
        (self.0)()
    }
}

impl<'a, T: Serialize + 'a> Serialize for Turns<'a, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What a file of reports as data says before them: with no report in it, it is a file of none.
#[derive(Serialize)]
pub struct RecordsHead<'a> {
    /// The address of the schema, as seen from the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of this shape.
    pub version: u32,
    /// The site's title.
    pub title: &'a str,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
    /// The edition, where the file holds one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<&'a str>,
    /// No report yet. They follow by edition, kind and rank.
    pub reports: [(); 0],
}

/// A report as data.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    pub edition: &'a str,
    pub id: &'a str,
    pub topic: &'a str,
    pub kind: &'a str,
    pub title: &'a str,
    pub rank: Option<u32>,
    pub is_tie: bool,
    pub of: usize,
    pub change: Option<&'static str>,
    pub rank_before: Option<u32>,
    pub themes: Vec<&'a str>,
    pub summary: &'a str,
    pub votes: Option<Votes>,
    pub rating: Option<f64>,
    pub relations: Vec<RecordRelation<'a>>,
    pub date: Option<Date>,
    pub url: Cow<'a, str>,
    pub revision: String,
}

/// A relation that a report names.
#[derive(Debug, Serialize)]
pub struct RecordRelation<'a> {
    #[serde(rename = "type")]
    pub type_: &'a str,
    pub edition: &'a str,
    pub topic: &'a str,
}

/// All relations as data.
#[derive(Serialize)]
pub struct RelationRecords<'a> {
    /// The address of the schema, as seen from the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of this shape.
    pub version: u32,
    /// The site's title.
    pub title: &'a str,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
    /// The types that the site has, and `related` where a report names one that has none.
    pub types: Vec<RelationTypeRecord<'a>>,
    /// The relations, by the reports that name them.
    pub relations: Turns<'a, RelationRecord<'a>>,
}

/// A type of relations as data.
#[derive(Debug, Serialize)]
pub struct RelationTypeRecord<'a> {
    pub id: &'a str,
    pub label: Cow<'a, str>,
    pub inverse: Cow<'a, str>,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
}

/// A relation as data.
#[derive(Debug, Serialize)]
pub struct RelationRecord<'a> {
    #[serde(rename = "type")]
    pub type_: &'a str,
    pub from: RelationEnd<'a>,
    pub to: RelationEnd<'a>,
    pub why: &'a str,
}

/// One of the two reports of a relation.
#[derive(Debug, Serialize)]
pub struct RelationEnd<'a> {
    pub edition: &'a str,
    pub id: &'a str,
    pub topic: &'a str,
    pub kind: &'a str,
    pub title: &'a str,
    pub url: Cow<'a, str>,
}

/// What relations without a type are called.
const UNTYPED: &str = "related";

impl<'a> Viewer<'a> {
    /// The head of a file with the reports of an edition, or of all. `root` is the way up to the site's root.
    pub fn records_head(&self, root: &str, edition: Option<usize>) -> RecordsHead<'a> {
        RecordsHead {
            schema: format!("{root}reports.schema.json"),
            version: 1,
            title: &self.site.settings.language().title,
            url: self.urls.absolute(""),
            edition: edition.map(|edition| &*self.site.editions[edition].id),
            reports: [],
        }
    }

    /// The reports of an edition as data, in the default language.
    pub fn edition_records(&self, edition: usize) -> impl Iterator<Item = Record<'a>> {
        self.site.editions[edition].reports.iter().map(|&report| self.record(report))
    }

    /// Notes that the records of an edition are shown, whoever made them.
    pub fn note_edition(&self, edition: usize) {
        let reports = &self.site.editions[edition].reports;
        let files = reports.iter().filter_map(|&report| self.site.reports[report].texts[0]);
        files.for_each(|file| reads::note(&self.site.files[file].path));
    }

    /// How many editions there are.
    pub fn editions(&self) -> usize {
        self.site.editions.len()
    }

    /// All relations as data, in the default language: each once, as the report that names it says it.
    pub fn relation_records<'v>(&'v self) -> RelationRecords<'v> {
        let site = self.site;
        let named = move || {
            let edges = |number| site.edges(number).iter().map(move |edge| (number, edge));
            (0..site.reports.len()).flat_map(edges).filter(|(_, edge)| !edge.is_inverse)
        };
        let relation = move |(number, edge): (usize, &'v Edge)| RelationRecord {
            type_: self.relation_id(edge),
            from: self.relation_end(number),
            to: self.relation_end(edge.report),
            why: &edge.why,
        };
        let kind = |kind: usize| Some(&*site.settings.kinds()[kind].id);
        let of_settings = site.settings.relations().iter().map(|relation| RelationTypeRecord {
            id: &relation.id,
            label: Cow::Borrowed(&relation.label),
            inverse: Cow::Borrowed(&relation.inverse),
            from: kind(relation.from),
            to: kind(relation.to),
        });
        let mut types: Vec<RelationTypeRecord<'_>> = of_settings.collect();
        if named().any(|(_, edge)| self.relation_id(edge) == UNTYPED) {
            let label = self.word(crate::link::Page { key: PageKey::Home, language: 0, part: 1 }, "relation-untyped");
            types.push(RelationTypeRecord {
                id: UNTYPED,
                inverse: label.clone().into(),
                label: label.into(),
                from: None,
                to: None,
            });
        }
        RelationRecords {
            schema: "relations.schema.json".to_owned(),
            version: 1,
            title: &site.settings.language().title,
            url: self.urls.absolute(""),
            types,
            relations: Turns::new(move || named().map(relation)),
        }
    }

    fn relation_id(&self, edge: &Edge) -> &'a str {
        edge.relation.map_or(UNTYPED, |relation| &self.site.settings.relations()[relation].id)
    }

    fn relation_end(&self, number: usize) -> RelationEnd<'a> {
        let site = self.site;
        let report = &site.reports[number];
        RelationEnd {
            edition: &site.editions[report.edition].id,
            id: &report.id,
            topic: &site.topics[report.topic].id,
            kind: &site.settings.kinds()[report.kind].id,
            title: self.site.report_title(number, 0),
            url: self.urls.public(PageKey::Report(number), 0),
        }
    }

    /// The reports among some files' own, as data in the default language: of one edition, or all.
    pub fn records_in(&self, files: &BTreeSet<SourcePath>, edition: Option<usize>) -> Vec<Record<'a>> {
        let site = self.site;
        let changed: BTreeSet<usize> = files.iter().filter_map(|path| site.file_of(path)).collect();
        let is_in = |report: &Report| {
            edition.is_none_or(|edition| report.edition == edition)
                && report.texts[0].is_some_and(|file| changed.contains(&file))
        };
        let numbers = (0..site.reports.len()).filter(|&number| is_in(&site.reports[number]));
        numbers.map(|number| self.record(number)).collect()
    }

    fn record(&self, number: usize) -> Record<'a> {
        let site = self.site;
        let report = &site.reports[number];
        let entry = site.report_entry(number);
        let named = site.edges(number).iter().filter(|edge| !edge.is_inverse);
        Record {
            edition: &site.editions[report.edition].id,
            id: &report.id,
            topic: &site.topics[report.topic].id,
            kind: &site.settings.kinds()[report.kind].id,
            title: self.site.report_title(number, 0),
            rank: report.rank,
            is_tie: report.is_tie,
            of: report.of,
            change: site.change(number).map(|change| change.trend.word()),
            rank_before: site.change(number).and_then(|change| change.rank_before),
            themes: report.themes.iter().map(|&theme| &*site.themes[theme].id).collect(),
            summary: card::summary(site, number, 0),
            votes: entry.and_then(|entry| entry.votes),
            rating: entry.and_then(|entry| entry.rating),
            relations: named
                .map(|edge| RecordRelation {
                    type_: self.relation_id(edge),
                    edition: &site.editions[site.reports[edge.report].edition].id,
                    topic: &site.topics[site.reports[edge.report].topic].id,
                })
                .collect(),
            date: entry.and_then(|entry| entry.common.dates.date),
            url: self.urls.public(PageKey::Report(number), 0),
            revision: citation::revision(site, number, 0),
        }
    }
}
