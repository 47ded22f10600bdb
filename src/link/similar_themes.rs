//! Finds themes that are likely misspelled: one that a single report has, with nearly the id of another.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::suggest::SuggestionIndex;
use crate::link::{Catalogue, Theme};

/// Reports themes used once whose id is nearly that of one used more often.
pub fn similar_themes(catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let is_single = |theme: &Theme| theme.reports.len() == 1 && theme.texts[0].is_none();
    let others: Vec<&Theme> = catalogue.themes.iter().filter(|theme| !is_single(theme)).collect();
    let index = SuggestionIndex::new(others.iter().map(|theme| &*theme.id));
    for theme in catalogue.themes.iter().filter(|theme| is_single(theme)) {
        let near = index.nearest(&theme.id).map(|place| others[place]);
        let Some(near) = near.filter(|near| is_slip(&theme.id, &near.id)) else { continue };
        let Some((file, entry)) = catalogue.report_source(theme.reports[0]) else { continue };
        let Some(place) = entry.themes.iter().find(|name| name.value.id == theme.id) else { continue };
        let message = format!(
            "the {} `{}` is used once",
            catalogue.settings.language().theme_label.one.to_lowercase(),
            place.value.written
        );
        let help =
            format!("did you mean `{}`? Otherwise write words about it in `content/themes/{}.md`", near.id, theme.id);
        findings.push(Finding::new(Code::SimilarTheme, &file.path, message).at(place.span).help(help));
    }
}

/// Returns true if one of two near ids is likely to be meant for the other.
fn is_slip(id: &str, other: &str) -> bool {
    let words: Vec<&str> = id.split('-').collect();
    // `data-and-ai` and `data-and-it` differ in a word; a slip changes letters within a word of some length.
    let mut differing = words.iter().copied().zip(other.split('-')).filter(|(a, b)| a != b);
    let has_near_length = id.len().abs_diff(other.len()) <= 3;
    has_near_length && (other.split('-').count() != words.len() || differing.all(|(a, b)| a.len().max(b.len()) > 3))
}
