//! The pairs of editions that are compared: each kind with the newest edition before in which it is out.

use serde::Serialize;

use crate::link::churn;
use crate::view::Viewer;
use crate::view::awaited::kind_names;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::Shared;

/// Kinds of an edition that are compared with one and the same edition before.
#[derive(Debug, Serialize)]
pub struct Compared {
    pub before: Shared<EditionRef>,
    pub kinds: Vec<Shared<KindRef>>,
    /// How many topics of each of the kinds stayed, left and came in, a sentence for each.
    pub said: Vec<String>,
}

/// Returns the editions with which some kinds of an edition are compared, in the order of the kinds.
pub fn compared(viewer: &Viewer<'_>, language: usize, edition: usize, kinds: &[usize]) -> Vec<Compared> {
    let site = viewer.site;
    let views = viewer.views(language);
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for &kind in kinds {
        let Some(before) = site.edition_before(edition, kind) else { continue };
        match groups.iter_mut().find(|(other, _)| *other == before) {
            Some((_, kinds)) => kinds.push(kind),
            None => groups.push((before, vec![kind])),
        }
    }
    let group = |(before, kinds): (usize, Vec<usize>)| Compared {
        before: views.editions[before].clone(),
        kinds: kinds.iter().map(|&kind| views.kinds[kind].clone()).collect(),
        said: kinds.iter().map(|&kind| churn_of_kind(viewer, language, edition, before, kind)).collect(),
    };
    groups.into_iter().map(group).collect()
}

/// Says how many topics of a kind stayed, left and came in.
fn churn_of_kind(viewer: &Viewer<'_>, language: usize, edition: usize, before: usize, kind: usize) -> String {
    let churn = churn(viewer.site, edition, Some(kind)).unwrap_or_default();
    let [kept, entered, left] = [churn.kept, churn.entered, churn.left].map(|count| count.to_string());
    let blanks = [
        ("before", viewer.site.edition_title(before, language)),
        ("kept", &*kept),
        ("entered", &*entered),
        ("left", &*left),
    ];
    let label = kind_names(viewer, language, &[kind]);
    viewer.say(language, "label-value", &[("label", &label), ("value", &viewer.say(language, "churn", &blanks))])
}

/// Returns the titles of the editions with which some kinds of an edition are compared.
pub fn titles_before(viewer: &Viewer<'_>, language: usize, edition: usize, kinds: &[usize]) -> String {
    let mut before: Vec<usize> = kinds.iter().filter_map(|&kind| viewer.site.edition_before(edition, kind)).collect();
    before.sort_unstable_by(|one, other| other.cmp(one));
    before.dedup();
    viewer.joined(language, before.into_iter().map(|before| viewer.site.edition_title(before, language)))
}
