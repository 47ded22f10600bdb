//! Draws the charts of files: finds the table that each names among the content's data, and checks it cell by cell.

use crate::base::ballot_path::is_ballot_file;
use crate::base::code::Code;
use crate::base::finding::{Finding, keep_first};
use crate::base::path::{OutPath, SourcePath};
use crate::chart::{self, Chart, Spec};
use crate::check::Entry;
use crate::link::suggestions::Suggestions;
use crate::link::{Asset, Catalogue};

/// A chart that a page shows.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ChartOnPage {
    /// The chart.
    pub chart: Chart,
    /// The output that holds its table as CSV.
    pub csv: OutPath,
}

/// Draws the charts of a file: those in its text, then those of its front matter. `None` where there is a finding. Adds the
/// tables that they show to `shown`.
pub fn charts(
    catalogue: &Catalogue,
    file: usize,
    suggestions: &Suggestions<'_>,
    findings: &mut Vec<Finding>,
    shown: &mut Vec<SourcePath>,
) -> Vec<Option<ChartOnPage>> {
    let checked = &catalogue.files[file];
    let in_text = checked.charts.iter().map(Option::as_ref);
    let in_front_matter = checked.entry.iter().map(Entry::common).flat_map(|words| &words.charts).map(Some);
    in_text
        .chain(in_front_matter)
        .map(|spec| one(catalogue, &checked.path, spec?, suggestions, findings, shown))
        .collect()
}

fn one(
    catalogue: &Catalogue,
    file: &SourcePath,
    spec: &Spec,
    suggestions: &Suggestions<'_>,
    findings: &mut Vec<Finding>,
    shown: &mut Vec<SourcePath>,
) -> Option<ChartOnPage> {
    let is_meant = |asset: &&Asset| asset.is_data && chart::matches_data_name(&asset.path, &spec.data.value);
    // Of two files that differ in their endings only, the first by path is meant: CSV before YAML.
    let Some(asset) = catalogue.assets.values().find(is_meant) else {
        findings.push(unknown(catalogue, file, spec, suggestions));
        return None;
    };
    // A table that could not be read whole is a finding already.
    let (table, csv) = (asset.table.as_ref()?, asset.csv()?);
    shown.push(asset.path.clone());
    match Chart::new(spec, file, table) {
        Ok(chart) => Some(ChartOnPage { chart, csv }),
        Err(problems) => {
            findings.extend(problems);
            keep_first(findings);
            None
        }
    }
}

/// The finding for a chart that names ballots, from `content/`, from `content/data/` or from its own file.
fn ballots(catalogue: &Catalogue, file: &SourcePath, spec: &Spec) -> Option<Finding> {
    let name = &spec.data.value;
    let content = SourcePath::content();
    let from_content = content.join(&format!("content/{name}")).filter(|_| !name.starts_with("votes/"));
    let paths = [from_content, content.join(&format!("content/data/{name}")), file.join(name)];
    let is_ballots = paths.iter().flatten().any(is_ballot_file)
        && !catalogue.assets.keys().any(|path| chart::matches_data_name(path, name));
    is_ballots.then(|| {
        let finding = Finding::new(Code::SecretBallots, file, "the chart would show ballots, which are secret");
        finding.at(spec.data.span).help("put a table of the results into `content/data/`, and name that")
    })
}

/// The finding for a chart of a table that does not exist.
fn unknown(catalogue: &Catalogue, file: &SourcePath, spec: &Spec, suggestions: &Suggestions<'_>) -> Finding {
    let name = &spec.data.value;
    if let Some(finding) = ballots(catalogue, file, spec) {
        return finding;
    }
    let data_files = catalogue.assets.keys().filter_map(chart::data_file_name);
    let help = suggestions.tables().did_you_mean(name, || match data_files.take(8).collect::<Vec<_>>() {
        names if names.is_empty() => format!("put the table into `content/data/{name}.csv`"),
        names => format!("tables there: {}", names.join(", ")),
    });
    let finding = Finding::new(Code::UnknownData, file, format!("there is no table `{name}` in `content/data/`"));
    finding.at(spec.data.span).help(help)
}
