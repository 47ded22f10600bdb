//! Documents to a site: sorted as lists show them, and listed by edition, kind, theme and topic. Knows nothing of pages.

use crate::read::Document;
use rustc_hash::FxHashMap;

/// Reports by where they are in `Site::reports`, in the order of lists.
pub type Listed<'a> = FxHashMap<&'a str, Vec<usize>>;

/// All documents, sorted and listed.
pub struct Site<'a> {
    /// The newest edition first; by kind and rank in each.
    pub reports: Vec<Document<'a>>,
    /// What is no report, by folder and name.
    pub others: FxHashMap<(&'a str, &'a str), Document<'a>>,
    /// Of each year.
    pub editions: Listed<'a>,
    /// Of each kind, by its id.
    pub kinds: Listed<'a>,
    /// Of each theme, by its id.
    pub themes: Listed<'a>,
    /// Of each topic that more than one edition has.
    pub topics: Listed<'a>,
    /// The names of the editions, the newest first.
    pub years: Vec<&'a str>,
    /// Where the report of an edition on a topic is.
    places: FxHashMap<(&'a str, &'a str), usize>,
}

impl<'a> Site<'a> {
    /// Sorts and lists the documents.
    pub fn new(documents: Vec<Document<'a>>) -> Self {
        let (mut reports, others): (Vec<_>, Vec<_>) = documents.into_iter().partition(|it| !it.kind.is_empty());
        reports.sort_unstable_by(|one, two| {
            two.folder.cmp(one.folder).then_with(|| (one.kind, one.rank, one.name).cmp(&(two.kind, two.rank, two.name)))
        });
        let [mut editions, mut kinds, mut themes, mut topics] = [(); 4].map(|()| Listed::default());
        for (place, report) in reports.iter().enumerate() {
            editions.entry(report.folder).or_default().push(place);
            kinds.entry(report.kind).or_default().push(place);
            topics.entry(report.name).or_default().push(place);
            for theme in &report.themes {
                themes.entry(theme).or_default().push(place);
            }
        }
        topics.retain(|_, places| places.len() > 1);
        let places = reports.iter().enumerate().map(|(place, it)| ((it.folder, it.name), place)).collect();
        let mut years: Vec<&str> = editions.keys().copied().collect();
        years.sort_unstable_by(|one, two| two.cmp(one));
        let others = others.into_iter().map(|other| ((other.folder, other.name), other)).collect();
        Self { reports, others, editions, kinds, themes, topics, years, places }
    }

    /// The reports at these places.
    pub fn of<'b>(&'b self, places: &'b [usize]) -> impl Iterator<Item = &'b Document<'a>> {
        places.iter().map(|&place| &self.reports[place])
    }

    /// The reports of an edition on some topics.
    pub fn named<'b>(&'b self, year: &'b str, topics: &'b [&'b str]) -> impl Iterator<Item = &'b Document<'a>> {
        topics.iter().filter_map(move |&topic| Some(&self.reports[*self.places.get(&(year, topic))?]))
    }

    /// What is no report: `2026`, `edition`.
    pub fn other<'b>(&'b self, folder: &'b str, name: &'b str) -> Option<&'b Document<'a>> {
        self.others.get(&(folder, name))
    }
}
