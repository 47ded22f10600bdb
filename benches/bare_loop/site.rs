//! Sorts documents as lists show them, and groups them by edition, kind, theme and topic.

use crate::document::Document;
use rustc_hash::FxHashMap;

/// Groups of reports by name: indices into `Site::reports`, in the order of lists.
pub type Groups<'a> = FxHashMap<&'a str, Vec<usize>>;

/// All documents, sorted and grouped.
pub struct Site<'a> {
    /// The reports, the newest edition first, by kind and rank in each.
    pub reports: Vec<Document<'a>>,
    /// The other documents, by folder and name.
    pub others: FxHashMap<(&'a str, &'a str), Document<'a>>,
    /// The reports of each edition.
    pub editions: Groups<'a>,
    /// The reports of each kind.
    pub kinds: Groups<'a>,
    /// The reports of each theme.
    pub themes: Groups<'a>,
    /// The reports of each topic that is in more than one edition.
    pub topics: Groups<'a>,
    /// The names of the editions, the newest first.
    pub years: Vec<&'a str>,
    /// The index of the report of an edition on a topic.
    by_topic: FxHashMap<(&'a str, &'a str), usize>,
}

impl<'a> Site<'a> {
    /// Sorts and groups documents.
    pub fn new(documents: Vec<Document<'a>>) -> Self {
        let (mut reports, others): (Vec<_>, Vec<_>) = documents.into_iter().partition(|it| !it.kind.is_empty());
        reports.sort_unstable_by(|one, two| {
            two.folder.cmp(one.folder).then_with(|| (one.kind, one.rank, one.name).cmp(&(two.kind, two.rank, two.name)))
        });
        let [mut editions, mut kinds, mut themes, mut topics] = [(); 4].map(|()| Groups::default());
        for (place, report) in reports.iter().enumerate() {
            editions.entry(report.folder).or_default().push(place);
            kinds.entry(report.kind).or_default().push(place);
            topics.entry(report.name).or_default().push(place);
            for theme in &report.themes {
                themes.entry(theme).or_default().push(place);
            }
        }
        topics.retain(|_, places| places.len() > 1);
        let by_topic = reports.iter().enumerate().map(|(place, it)| ((it.folder, it.name), place)).collect();
        let mut years: Vec<&str> = editions.keys().copied().collect();
        years.sort_unstable_by(|one, two| two.cmp(one));
        let by_name = others.into_iter().map(|document| ((document.folder, document.name), document));
        Self { reports, others: by_name.collect(), editions, kinds, themes, topics, years, by_topic }
    }

    /// The reports with these indices.
    pub fn reports_at<'b>(&'b self, places: &'b [usize]) -> impl Iterator<Item = &'b Document<'a>> {
        places.iter().map(|&place| &self.reports[place])
    }

    /// The reports of an edition on these topics.
    pub fn reports_on<'b>(&'b self, year: &'b str, topics: &'b [&'b str]) -> impl Iterator<Item = &'b Document<'a>> {
        topics.iter().filter_map(move |&topic| Some(&self.reports[*self.by_topic.get(&(year, topic))?]))
    }

    /// A document that is not a report: `2026`, `edition`.
    pub fn other<'b>(&'b self, folder: &'b str, name: &'b str) -> Option<&'b Document<'a>> {
        self.others.get(&(folder, name))
    }
}
