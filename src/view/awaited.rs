//! Announcements of the parts of editions that are still to come: they say which kinds and when, and nothing of the reports.

use serde::Serialize;

use crate::link::Part;
use crate::view::Viewer;
use crate::view::edition_info::day;
use crate::view::references::{EditionRef, KindRef};
use crate::view::shared::Shared;

/// A part that is still to come.
#[derive(Debug, Serialize)]
pub struct AwaitedPart {
    pub edition: Shared<EditionRef>,
    pub kinds: Vec<Shared<KindRef>>,
    /// Its day, such as `2027-04-05`; may be empty.
    pub date: String,
    /// A sentence: `Accelerators follow on 5 April 2027`.
    pub said: String,
    /// The same with the title of the edition.
    pub said_of_edition: String,
}

/// Returns the parts of an edition that are still to come.
pub fn awaited_parts(viewer: &Viewer<'_>, language: usize, edition: usize) -> Vec<AwaitedPart> {
    let parts = viewer.site.editions[edition].awaited_parts();
    parts.map(|part| awaited_part(viewer, language, edition, part)).collect()
}

/// Returns the parts with a kind that are still to come in editions after the given one, the next first.
pub fn awaited_of_kind(viewer: &Viewer<'_>, language: usize, kind: usize, after: Option<usize>) -> Vec<AwaitedPart> {
    let editions = after.map_or(0, |after| after + 1)..viewer.site.editions.len();
    let parts = editions.flat_map(|edition| viewer.site.editions[edition].awaited_parts().map(move |it| (edition, it)));
    let of_kind = parts.filter(|(_, part)| part.kinds.contains(&kind));
    of_kind.map(|(edition, part)| awaited_part(viewer, language, edition, part)).collect()
}

fn awaited_part(viewer: &Viewer<'_>, language: usize, edition: usize, part: &Part) -> AwaitedPart {
    let date = day(part.date);
    let kinds = kind_names(viewer, language, &part.kinds);
    let said = match part.date {
        _ if part.is_overdue => viewer.say(language, "awaited-overdue", &[("kinds", &kinds)]),
        Some(_) => viewer.say(language, "awaited-on", &[("kinds", &kinds), ("date", &viewer.day(language, &date))]),
        None => viewer.say(language, "awaited-later", &[("kinds", &kinds)]),
    };
    let title = viewer.site.edition_title(edition, language);
    AwaitedPart {
        edition: viewer.views(language).editions[edition].clone(),
        kinds: part.kinds.iter().map(|&kind| viewer.views(language).kinds[kind].clone()).collect(),
        date,
        said_of_edition: viewer.say(language, "label-value", &[("label", title), ("value", &said)]),
        said,
    }
}

/// Returns the plurals of kinds in a list with an "and" before the last.
pub fn kind_names(viewer: &Viewer<'_>, language: usize, kinds: &[usize]) -> String {
    let names = &viewer.site.settings.languages[language].kinds;
    let plurals: Vec<&str> = kinds.iter().map(|&kind| &*names[kind].plural).collect();
    match plurals.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, first)) => {
            viewer.say(language, "and", &[("first", &viewer.joined(language, first)), ("second", last)])
        }
    }
}
