//! Finds themes that are likely misspelled: one that a single report has, with nearly the id of another.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::suggest;
use crate::link::{Catalogue, Theme};

/// Reports themes used once whose id is nearly that of one used more often.
pub fn similar_themes(catalogue: &Catalogue, findings: &mut Vec<Finding>) {
    let is_single = |theme: &Theme| theme.reports.len() == 1 && theme.texts[0].is_none();
    for theme in catalogue.themes.iter().filter(|theme| is_single(theme)) {
        let candidates = catalogue.themes.iter().filter(|other| other.id != theme.id && !is_single(other));
        let Some(near) = nearest(theme, candidates) else { continue };
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

fn nearest<'a>(theme: &Theme, candidates: impl Iterator<Item = &'a Theme>) -> Option<&'a Theme> {
    // Names of nearly one length only: it spares most comparisons, which are quadratic in the letters.
    let near_length = |other: &&Theme| other.id.len().abs_diff(theme.id.len()) <= 3;
    let candidates: Vec<&Theme> = candidates.filter(near_length).collect();
    let words: Vec<&str> = theme.id.split('-').collect();
    let near = suggest::nearest(&theme.id, candidates.iter().map(|other| &*other.id))?;
    let other = candidates.into_iter().find(|other| other.id == near)?;
    // `data-and-ai` and `data-and-it` differ in a word; a slip changes letters within a word of some length.
    let differing: Vec<(&str, &str)> = words.iter().copied().zip(other.id.split('-')).filter(|(a, b)| a != b).collect();
    let is_slip = other.id.split('-').count() != words.len() || differing.iter().all(|(a, b)| a.len().max(b.len()) > 3);
    is_slip.then_some(other)
}
