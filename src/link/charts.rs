//! Charts of files to the tables that they show: found by name among the content's data, then checked cell by cell.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath};
use crate::base::suggest;
use crate::chart::{self, Chart, Spec};
use crate::check::Entry;
use crate::link::{Asset, Site};

/// A chart that a page shows.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ChartOnPage {
    /// The chart.
    pub chart: Chart,
    /// Where its table goes, as CSV.
    pub csv: OutPath,
}

/// The charts of a file: those in its text, then those of its front matter. `None` where there is a finding.
pub fn charts(
    site: &Site,
    file: usize,
    findings: &mut Vec<Finding>,
    shown: &mut Vec<SourcePath>,
) -> Vec<Option<ChartOnPage>> {
    let checked = &site.files[file];
    let in_text = checked.charts.iter().map(Option::as_ref);
    let in_front_matter = checked.entry.iter().map(Entry::words).flat_map(|words| &words.charts).map(Some);
    in_text.chain(in_front_matter).map(|spec| one(site, &checked.path, spec?, findings, shown)).collect()
}

fn one(
    site: &Site,
    file: &SourcePath,
    spec: &Spec,
    findings: &mut Vec<Finding>,
    shown: &mut Vec<SourcePath>,
) -> Option<ChartOnPage> {
    let named = |asset: &&Asset| asset.is_data && chart::is_named(&asset.path, &spec.data.value);
    // Of two files that differ in their endings only, the first by path is meant: CSV before YAML.
    let Some(asset) = site.assets.values().find(named) else {
        findings.push(unknown(site, file, spec));
        return None;
    };
    // A table that could not be read whole is a finding already.
    let (table, csv) = (asset.table.as_ref()?, csv_of(asset)?);
    shown.push(asset.path.clone());
    match chart::chart(spec, file, table) {
        Ok(chart) => Some(ChartOnPage { chart, csv }),
        Err(found) => {
            findings.extend(found);
            None
        }
    }
}

/// Where the table of a data file goes, as CSV: a file that is CSV goes out as it is.
pub fn csv_of(asset: &Asset) -> Option<OutPath> {
    match asset.path.extension() {
        "csv" => Some(asset.out.clone()),
        _ => OutPath::new(&format!("{}.csv", asset.out.as_str().rsplit_once('.')?.0)).ok(),
    }
}

fn unknown(site: &Site, file: &SourcePath, spec: &Spec) -> Finding {
    let name = &spec.data.value;
    let known = || site.assets.keys().filter_map(chart::data_name);
    let stems = known().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let help = suggest::did_you_mean(name, stems.chain(known()), || match known().take(8).collect::<Vec<_>>() {
        names if names.is_empty() => format!("put the table into `content/data/{name}.csv`"),
        names => format!("tables there: {}", names.join(", ")),
    });
    let finding = Finding::new(Code::UnknownData, file, format!("there is no table `{name}` in `content/data/`"));
    finding.at(spec.data.span).help(help)
}
