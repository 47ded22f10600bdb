//! The paths of ballots. A ballot is secret: no file of ballots is published, and no finding shows an excerpt of one. This
//! is decided by the path alone, so that it also holds of files that cannot be counted or lie in the wrong place.

use crate::base::path::SourcePath;

/// Returns true if a file lies in a folder `votes` below `content/`, and is no Markdown. Tables in `content/data/` are meant
/// to be shown, whatever their folders are called.
pub fn is_ballot_file(path: &SourcePath) -> bool {
    // Findings may name a file from above the site's root: `docs/content/2027/votes/hurdle.csv`.
    let mut folders = path.folder().split('/').skip_while(|folder| *folder != "content").skip(1).peekable();
    let is_data = folders.peek() == Some(&"data");
    let is_markdown = ["md", "markdown"].iter().any(|extension| path.extension().eq_ignore_ascii_case(extension));
    !is_data && !is_markdown && folders.any(|folder| folder.eq_ignore_ascii_case("votes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn ballots_are_told_by_their_folder() {
        let is_ballot = |path: &str| is_ballot_file(&SourcePath::new(Path::new(path)).unwrap());
        assert!(is_ballot("content/2027/votes/hurdle.csv"));
        assert!(is_ballot("docs/content/archive/2027/Votes/long-list/hurdle.yaml"));
        assert!(is_ballot("content/2027/votes/scan.pdf"));
        assert!(!is_ballot("content/2027/votes/report.md"));
        assert!(!is_ballot("content/data/votes/shares.csv"));
        assert!(!is_ballot("content/2027/votes.csv"));
        assert!(!is_ballot("themes/votes/skin.css"));
    }
}
