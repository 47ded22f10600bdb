//! The reports that a build publishes, in a form that the next build can be compared with: a site must not be replaced by
//! nothing, or by less than half of it, because a folder was not there or a clock went wrong.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::hash::Hash;
use crate::base::path::SourcePath;
use crate::link::Site;
use crate::pipeline::Options;

/// The fewest reports of a last build of which more than half must not fall away. Smaller sites change a lot.
const MIN_REPORTS: usize = 10;

/// The number of reports that a finding names.
const NAMED_REPORTS: usize = 5;

/// The reports of a site, published or not.
pub struct PublishedReports<'a> {
    /// A hash of all options and settings that decide what is published.
    made_with: Hash,
    /// The files of published reports, each by a hash of its path.
    published: BTreeSet<u64>,
    /// The numbers of all Markdown files of the content, likewise.
    present: BTreeMap<u64, usize>,
    site: &'a Site,
    options: &'a Options,
}

/// The result of a comparison with the last build.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// An error if the site must not replace that of the last build.
    pub refusal: Option<Finding>,
    /// A warning in one line.
    pub warning: Option<String>,
}

impl<'a> PublishedReports<'a> {
    /// Collects the reports of a site that was linked with these options.
    pub fn of(site: &'a Site, options: &'a Options) -> Self {
        let Options { config, publication, at, .. } = options;
        let (drafts, future, expired) = (publication.drafts, publication.future, publication.expired);
        let languages: Vec<&str> = site.settings.languages.iter().map(|language| &*language.tag).collect();
        let made_with = format!("{config:?} {drafts} {future} {expired} {at:?} {languages:?}");
        let published = site.reports.iter().filter_map(|report| Some(&*site.files[report.texts[0]?]));
        Self {
            made_with: Hash::of(made_with.as_bytes()),
            published: published.map(|file| path_hash(&file.path)).collect(),
            present: site.files.iter().zip(0..).map(|(file, number)| (path_hash(&file.path), number)).collect(),
            site,
            options,
        }
    }

    /// Returns the record for the next build, on one line.
    pub fn record(&self) -> String {
        let published = self.published.iter().map(|hash| format!(" {hash:016x}"));
        [format!("reports {}", self.made_with)].into_iter().chain(published).collect()
    }

    /// Compares these reports with the record of the last build; `None` if there was none.
    pub fn compare(&self, record: Option<&str>) -> Comparison {
        let Some((made_with, before)) = record.and_then(parse) else {
            let warning = self.published.is_empty().then(|| "the site has no published report yet".to_owned());
            return Comparison { refusal: None, warning };
        };
        let fallen = before.difference(&self.published);
        let (held_back, gone): (Vec<u64>, Vec<u64>) = fallen.partition(|hash| self.present.contains_key(hash));
        let is_alike = made_with == self.made_with.to_string();
        let reason = if !before.is_empty() && self.published.is_empty() {
            let reports = if before.len() == 1 { "a report" } else { &format!("{} reports", before.len()) };
            Some(format!("the site has no published report; the last build had {reports}"))
        } else if is_alike && before.len() >= MIN_REPORTS && held_back.len() * 2 > before.len() {
            let (held_back, before) = (held_back.len(), before.len());
            Some(format!("{held_back} of the {before} reports of the last build are held back now"))
        } else {
            None
        };
        let refusal = reason.filter(|_| !self.options.allow_shrink).map(|reason| self.refusal(reason, &held_back));
        let warning = (!gone.is_empty()).then(|| match gone.len() {
            1 => "1 report of the last build is gone: its file was removed or renamed".to_owned(),
            count => format!("{count} reports of the last build are gone: their files were removed or renamed"),
        });
        Comparison { refusal, warning }
    }

    fn refusal(&self, reason: String, held_back: &[u64]) -> Finding {
        let mut finding = Finding::new(Code::SiteShrunk, &SourcePath::content(), reason).help(format!(
            "this is a build for {}; check the clock, `--root`, `--at` and what holds the reports back, or use \
             `--allow-shrink` if it is meant",
            self.options.publication.today
        ));
        let mut files: Vec<usize> = held_back.iter().filter_map(|hash| self.present.get(hash).copied()).collect();
        files.sort_unstable();
        for file in files.into_iter().take(NAMED_REPORTS) {
            let reason = self.site.withheld.iter().find(|(withheld, _)| *withheld == file);
            let words = reason.map_or("no report any more", |(_, reason)| reason.words());
            finding = finding.related(&self.site.files[file].path, None, words);
        }
        finding
    }
}

/// Returns 64 bits of a path's hash. The record lies in the output folder, where others may read it, and needs no names.
fn path_hash(path: &SourcePath) -> u64 {
    (Hash::of(path.as_str().as_bytes()).0 >> 64) as u64
}

/// Parses a record into what it was made with and the reports. One that is damaged counts as absent.
fn parse(record: &str) -> Option<(&str, BTreeSet<u64>)> {
    let mut words = record.strip_prefix("reports ")?.split(' ');
    let made_with = words.next()?;
    let reports = words.map(|word| u64::from_str_radix(word, 16).ok()).collect::<Option<_>>()?;
    Some((made_with, reports))
}
