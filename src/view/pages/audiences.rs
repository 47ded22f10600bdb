//! `audiences.html`: the list of all groups of readers.

use serde::Serialize;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::audiences::{AudienceRef, audiences_of};
use crate::view::shared::Shared;

/// The fields of `audiences.html`.
#[derive(Debug, Serialize)]
pub struct AudiencesPage {
    /// All audiences, those of the most reports first.
    pub audiences: Vec<Shared<AudienceRef>>,
}

/// Returns the fields of the list of audiences.
pub fn audiences(viewer: &Viewer<'_>, page: Page) -> AudiencesPage {
    AudiencesPage { audiences: audiences_of(viewer, page.language, 0..viewer.site.reports.len()) }
}
