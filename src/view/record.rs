//! Reports, revisions and relations as data: the shapes of `reports.json`, `reports.csv`, `revisions.json` and
//! `relations.json`.

use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::check::Votes;
use crate::link::{Branch, BranchSort, Edge, PageKey, Scope};
use crate::view::{Viewer, card};

/// A list whose items are made one after another, each when it is written: all reports of a large site as data need more
/// memory than the file that they go to.
pub struct LazyList<'a, T>(Box<dyn Fn() -> Box<dyn Iterator<Item = T> + 'a> + 'a>);

impl<'a, T: 'a> LazyList<'a, T> {
    fn new<I: Iterator<Item = T> + 'a>(items: impl Fn() -> I + 'a) -> Self {
        Self(Box::new(move || Box::new(items())))
    }

    /// Makes the items.
    pub fn iter(&self) -> impl Iterator<Item = T> + 'a {
        (self.0)()
    }
}

impl<'a, T: Serialize + 'a> Serialize for LazyList<'a, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// `reports.json`: the reports of an edition, of a part or of the site.
#[derive(Serialize)]
pub struct Records<'a> {
    /// The beginning that all files of data share.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The edition, where the file holds one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<&'a str>,
    /// The part, where the file holds one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'a str>,
    /// The reports, by edition, kind, rank and title.
    pub reports: LazyList<'a, Record<'a>>,
}

/// The beginning of every file of data.
#[derive(Serialize)]
pub struct Head<'a> {
    /// The address of the schema, as seen from the file.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// The version of the file's shape.
    pub version: u32,
    /// The site's title.
    pub title: &'a str,
    /// The absolute address of the site's root; empty where it is not known.
    pub url: String,
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
    pub formerly: Vec<&'a str>,
    pub merges: Vec<&'a str>,
    pub split_from: Option<&'a str>,
    pub themes: Vec<&'a str>,
    pub summary: &'a str,
    pub votes: Option<Votes>,
    pub rating: Option<f64>,
    pub relations: Vec<RecordRelation<'a>>,
    pub date: Option<Date>,
    pub url: Cow<'a, str>,
}

/// A relation that a report names.
#[derive(Debug, Serialize)]
pub struct RecordRelation<'a> {
    #[serde(rename = "type")]
    pub type_: &'a str,
    pub edition: &'a str,
    pub topic: &'a str,
}

/// `revisions.json`: the revisions of all reports.
#[derive(Serialize)]
pub struct Revisions<'a> {
    /// The beginning that all files of data share.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The reports, by edition, kind, rank and title.
    pub reports: LazyList<'a, ReportRevisions<'a>>,
}

/// The revisions of a report.
#[derive(Debug, Serialize)]
pub struct ReportRevisions<'a> {
    /// The id of its edition.
    pub edition: &'a str,
    /// The last part of its address.
    pub id: &'a str,
    /// The revision of each of its texts, by the tag of the text's language.
    pub revisions: BTreeMap<&'a str, String>,
}

/// `relations.json`: all relations between reports.
#[derive(Serialize)]
pub struct RelationRecords<'a> {
    /// The beginning that all files of data share.
    #[serde(flatten)]
    pub head: Head<'a>,
    /// The types that the site has, and `related` where a report names one that has none.
    pub types: Vec<RelationTypeRecord<'a>>,
    /// The relations, by the reports that name them.
    pub relations: LazyList<'a, RelationRecord<'a>>,
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

/// The name of relations without a type.
const UNTYPED: &str = "related";

impl<'a> Viewer<'a> {
    /// Returns the reports of an edition, of a part or of the site, in the default language. `root` is the way up to the site's root.
    pub fn records<'v>(&'v self, root: &str, scope: Option<Scope>) -> Records<'v> {
        Records {
            head: self.data_head(&format!("{root}reports.schema.json"), 3),
            edition: scope.map(|scope| &*self.site.editions[scope.edition].id),
            part: scope.and_then(|scope| self.site.part_of(scope)).map(|part| &*part.id),
            reports: LazyList::new(move || self.report_records(scope)),
        }
    }

    /// Returns the reports of an edition, of a part or of the site, one by one.
    pub fn report_records(&self, scope: Option<Scope>) -> impl Iterator<Item = Record<'_>> {
        let scopes =
            scope.map_or_else(|| (0..self.site.editions.len()).map(Scope::of_edition).collect(), |scope| vec![scope]);
        let reports = scopes.into_iter().flat_map(|scope| self.site.reports_in(scope));
        reports.map(|&report| self.record(report))
    }

    /// Returns the revisions of all reports.
    pub fn revisions(&self) -> Revisions<'_> {
        let reports = move || (0..self.site.reports.len()).map(|report| self.report_revisions(report));
        Revisions { head: self.data_head("revisions.schema.json", 1), reports: LazyList::new(reports) }
    }

    fn report_revisions(&self, number: usize) -> ReportRevisions<'a> {
        let site = self.site;
        let report = &site.reports[number];
        let texts = site.settings.languages.iter().zip(&report.texts);
        let revision = |file: usize| site.files[file].revision().to_string();
        ReportRevisions {
            edition: &site.editions[report.edition].id,
            id: &report.id,
            revisions: texts.filter_map(|(language, text)| Some((&*language.tag, revision((*text)?)))).collect(),
        }
    }

    fn data_head(&self, schema: &str, version: u32) -> Head<'a> {
        let title = &self.site.settings.language().title;
        Head { schema: schema.to_owned(), version, title, url: self.urls.absolute("") }
    }

    /// Returns all relations, in the default language: each once, as the report that names it says it.
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
            let label = self.word(crate::link::Page { key: PageKey::Home, language: 0, number: 1 }, "relation-untyped");
            types.push(RelationTypeRecord {
                id: UNTYPED,
                inverse: label.clone().into(),
                label: label.into(),
                from: None,
                to: None,
            });
        }
        RelationRecords {
            head: self.data_head("relations.schema.json", 1),
            types,
            relations: LazyList::new(move || named().map(relation)),
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

    fn record(&self, number: usize) -> Record<'a> {
        let site = self.site;
        let report = &site.reports[number];
        let entry = site.report_entry(number);
        let named = site.edges(number).iter().filter(|edge| !edge.is_inverse);
        let formerly = entry.map_or(&[][..], |entry| &entry.formerly);
        let origins = |sort: BranchSort| site.origins(number).filter(move |origin| origin.sort == sort);
        let topic_id = |origin: &Branch| &*site.topics[origin.topic].id;
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
            formerly: formerly.iter().map(|name| &*name.value).collect(),
            merges: origins(BranchSort::Merge).map(topic_id).collect(),
            split_from: origins(BranchSort::Split).map(topic_id).next(),
            themes: report.themes.iter().map(|&theme| &*site.themes[theme].id).collect(),
            summary: card::summary(site, number, 0),
            votes: report.votes,
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
        }
    }
}
