//! The parts of an edition: on its page, and on the page of each part.

use serde::Serialize;
use std::borrow::Cow;

use crate::check::{Entry, Source};
use crate::link::{Part, PartState, Scope, Site};
use crate::view::Viewer;
use crate::view::awaited::kind_names;
use crate::view::edition_info::{EditionInfo, Picture, day, edition_info};
use crate::view::evidence::SourceView;
use crate::view::references::KindRef;
use crate::view::shared::Shared;

/// A part of an edition, in the list of its parts.
#[derive(Debug, Serialize)]
pub struct PartItem<'a> {
    pub title: Cow<'a, str>,
    /// Empty until it is out.
    pub url: Cow<'a, str>,
    pub kinds: Vec<Shared<KindRef>>,
    pub is_out: bool,
    /// True on its own page.
    pub is_current: bool,
    /// Such as `2027-01-20`; may be empty.
    pub date: String,
    /// The number of its reports.
    pub count: usize,
}

/// Returns the parts of an edition in the order of its file; none where it comes out as a whole.
pub fn parts<'a>(viewer: &Viewer<'a>, language: usize, current: Scope) -> Vec<PartItem<'a>> {
    let edition = &viewer.site.editions[current.edition];
    let item = |(number, part): (usize, &Part)| {
        let scope = Scope { part: Some(number), ..current };
        let is_out = part.state == PartState::Out;
        PartItem {
            title: part_title(viewer, language, part),
            url: if is_out { viewer.urls.address(scope.page_key(), language) } else { "".into() },
            kinds: part.kinds.iter().map(|&kind| viewer.views(language).kinds[kind].clone()).collect(),
            is_out,
            is_current: current == scope,
            date: day(viewer.site.part_date(part)),
            count: part.reports.len(),
        }
    };
    // Nobody waits any more for a part that was skipped.
    let listed = edition.parts.iter().enumerate().filter(|(_, part)| part.state != PartState::Skipped);
    if edition.has_parts() { listed.map(item).collect() } else { Vec::new() }
}

/// Returns the title of an edition or of a part: the words that were written for it, else the edition's title and the
/// part's kinds.
pub fn scope_title<'a>(viewer: &Viewer<'a>, language: usize, scope: Scope) -> Cow<'a, str> {
    let site = viewer.site;
    let edition = site.edition_title(scope.edition, language);
    let Some(part) = site.part_of(scope) else { return edition.into() };
    match site.part_title(part, language) {
        Some(title) => title.into(),
        None => {
            let kinds = kind_names(viewer, language, &part.kinds);
            viewer.say(language, "part-title", &[("edition", edition), ("kinds", &kinds)]).into()
        }
    }
}

/// Returns the title of a part among those of its edition: the one that was written for it, else its kinds.
fn part_title<'a>(viewer: &Viewer<'a>, language: usize, part: &Part) -> Cow<'a, str> {
    match viewer.site.part_title(part, language) {
        Some(title) => title.into(),
        None => kind_names(viewer, language, &part.kinds).into(),
    }
}

/// Returns the facts of an edition or of a part. A part has words, a day and reports of its own; its board, method and
/// the like are its edition's.
pub fn scope_info<'a>(viewer: &Viewer<'a>, language: usize, scope: Scope) -> EditionInfo<'a> {
    let site = viewer.site;
    let edition = edition_info(viewer, language, scope.edition);
    let Some(part) = site.part_of(scope) else { return edition };
    let (original, local) = (site.part_words(part, 0), site.part_words(part, language));
    let summary = [local, original].into_iter().flatten().map(|words| &*words.summary).find(|text| !text.is_empty());
    EditionInfo {
        title: scope_title(viewer, language, scope),
        url: viewer.urls.page(scope.page_key(), language),
        part_of: Some(viewer.views(language).editions[scope.edition].clone()),
        summary: summary.unwrap_or(""),
        date: day(site.part_date(part)),
        count: part.reports.len(),
        image: picture(viewer, part),
        sources: sources_of_scope(site, scope).iter().map(|it| SourceView::new(viewer, language, it)).collect(),
        ..edition
    }
}

/// Returns the sources of an edition, or of a part where that names any.
pub fn sources_of_scope(site: &Site, scope: Scope) -> &[Source] {
    let of_part = site.part_of(scope).and_then(|part| site.part_words(part, 0)).map(|words| &words.sources[..]);
    let of_edition = || match site.editions[scope.edition].texts[0].and_then(|file| site.files[file].entry.as_ref()) {
        Some(Entry::Edition(entry)) => &entry.sources[..],
        _ => &[],
    };
    of_part.filter(|sources| !sources.is_empty()).unwrap_or_else(of_edition)
}

fn picture(viewer: &Viewer<'_>, part: &Part) -> Option<Picture> {
    let asset = viewer.site.assets.get(part.image.as_ref()?)?;
    let size = asset.size.as_ref();
    Some(Picture {
        url: viewer.urls.of(&asset.out),
        width: size.map(|size| size.width),
        height: size.map(|size| size.height),
    })
}
