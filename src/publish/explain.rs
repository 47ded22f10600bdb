//! Explains in a line why a file of the site was made or not.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::{OutPath, SourcePath};
use crate::pipeline::{Change, SavedBuild};

/// Explains a file after a build that had nothing to do.
pub fn unchanged(path: &OutPath, saved: &SavedBuild) -> String {
    match saved.output_file(path) {
        Some(_) => format!("{path}: reused, because no file of the site was touched since the last build"),
        None => no_file(path),
    }
}

/// Explains a file after a build. `is_kept` is true if the file of the last build stayed.
pub fn built(
    path: &OutPath,
    is_in_site: bool,
    change: &Change,
    previous: Option<&SavedBuild>,
    is_kept: bool,
) -> String {
    if !is_in_site {
        return no_file(path);
    }
    let reason: Cow<'_, str> = match (change, previous) {
        (_, None) => "made, because nothing is known of a build before".into(),
        (Change::Everything, _) => {
            "made, because something that any page may show is different: a title, a theme, a link, the settings, the \
             skin or the list of files"
                .into()
        }
        (Change::Texts(changed), Some(previous)) => match previous.output_file(path) {
            None => "made, because it was not there".into(),
            Some(file) => {
                let reads: BTreeSet<&SourcePath> =
                    previous.reads(file).filter(|read| changed.contains(*read)).collect();
                match reads.first() {
                    Some(read) => format!("made, because it shows the text of {read}, which is different").into(),
                    None if is_kept => "reused, because nothing that it shows is different".into(),
                    None => "made, because the file in the output folder is not as the last build left it".into(),
                }
            }
        },
    };
    format!("{path}: {reason}")
}

fn no_file(path: &OutPath) -> String {
    format!("{path}: the site has no such file")
}
