//! `themes.html`: the list of all themes.

use serde::Serialize;
use std::cmp::Reverse;

use crate::link::Page;
use crate::view::Viewer;
use crate::view::page_info::items_of_page;
use crate::view::references::ThemeRef;
use crate::view::shared::Shared;

/// The fields of `themes.html`.
#[derive(Debug, Serialize)]
pub struct ThemesPage {
    /// The themes of this page, the most used first.
    pub themes: Vec<Shared<ThemeRef>>,
}

/// Returns the fields of the list of themes.
pub fn themes(viewer: &Viewer<'_>, page: Page) -> ThemesPage {
    let themes = &viewer.site.themes;
    let mut order: Vec<usize> = (0..themes.len()).collect();
    order.sort_by_key(|&theme| (Reverse(themes[theme].reports.len()), theme));
    ThemesPage { themes: viewer.theme_refs(page.language, &items_of_page(viewer, page, order.into_iter())) }
}
