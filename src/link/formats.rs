//! The formats of output besides pages, one row each: the file's name, and what has such a file. A new format is a variant
//! and a row here; the compiler then asks for what makes it (`pipeline::maker`).

use serde::{Deserialize, Serialize};

use crate::base::path::OutPath;
use crate::link::Catalogue;
use crate::link::address::{self, Page, PageKey};

/// A format of output besides pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// The list of all pages for search engines.
    Sitemap,
    /// The rules for search engines.
    Robots,
    /// Reports as JSON.
    ReportsJson,
    /// Reports as CSV.
    ReportsCsv,
    /// The revisions of reports as JSON.
    RevisionsJson,
    /// The relations between reports as JSON.
    RelationsJson,
    /// The schema of the reports.
    ReportsSchema,
    /// The schema of the revisions.
    RevisionsSchema,
    /// The schema of the relations.
    RelationsSchema,
    /// Reports as an Atom feed.
    Feed,
    /// An edition's reports as plain text.
    ListText,
    /// An edition's reports as Markdown.
    ListMarkdown,
}

/// The pages that have a file of a format. Each file belongs to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// The home page in the default language: one file at the root of the site.
    Site,
    /// The home page, each kind and each theme, in each language.
    Subject,
    /// The brief of each edition and part, in each language.
    BriefInLanguage,
    /// The brief of each edition and part, in the default language.
    Brief,
}

/// A row of the table: the files that a format has.
struct Row {
    format: Format,
    file: &'static str,
    owner: Owner,
}

const fn row(format: Format, file: &'static str, owner: Owner) -> Row {
    Row { format, file, owner }
}

/// All formats.
const FORMATS: [Row; 14] = [
    row(Format::Sitemap, "sitemap.xml", Owner::Site),
    row(Format::Robots, "robots.txt", Owner::Site),
    row(Format::ReportsJson, "reports.json", Owner::Site),
    row(Format::ReportsCsv, "reports.csv", Owner::Site),
    row(Format::RevisionsJson, "revisions.json", Owner::Site),
    row(Format::RelationsJson, "relations.json", Owner::Site),
    row(Format::ReportsSchema, "reports.schema.json", Owner::Site),
    row(Format::RevisionsSchema, "revisions.schema.json", Owner::Site),
    row(Format::RelationsSchema, "relations.schema.json", Owner::Site),
    row(Format::Feed, "atom.xml", Owner::Subject),
    row(Format::ListText, "list.txt", Owner::BriefInLanguage),
    row(Format::ListMarkdown, "list.md", Owner::BriefInLanguage),
    row(Format::ReportsJson, "reports.json", Owner::Brief),
    row(Format::ReportsCsv, "reports.csv", Owner::Brief),
];

impl Owner {
    /// Returns true if files of this owner belong to a page.
    fn includes(self, page: Page) -> bool {
        let is_in_default_language = page.language == 0;
        page.number == 1
            && match self {
                Self::Site => page.key == PageKey::Home && is_in_default_language,
                Self::Subject => matches!(page.key, PageKey::Home | PageKey::Kind(_) | PageKey::Theme(_)),
                Self::BriefInLanguage => matches!(page.key, PageKey::Brief(_)),
                Self::Brief => matches!(page.key, PageKey::Brief(_)) && is_in_default_language,
            }
    }
}

impl Format {
    /// The file of this format that belongs to a page; `None` where the page has none.
    ///
    /// The feed of the home page is `atom.xml`; the plain list that belongs to `2026/brief/` is `2026/list.txt`.
    pub fn out(self, catalogue: &Catalogue, page: Page) -> Option<OutPath> {
        let row = FORMATS.iter().find(|row| row.format == self && row.owner.includes(page))?;
        Some(row.out(catalogue, page))
    }
}

impl Row {
    fn out(&self, catalogue: &Catalogue, page: Page) -> OutPath {
        let beside = match page.key {
            PageKey::Brief(scope) => Page { key: scope.page_key(), ..page },
            _ => page,
        };
        address::file_beside(catalogue, beside, self.file)
    }
}

/// The files that the site has once, with their formats.
pub fn of_site(catalogue: &Catalogue) -> impl Iterator<Item = (Format, OutPath)> {
    with_owner(catalogue, Page::HOME, |owner| owner == Owner::Site)
}

/// The other files that belong to a page, with their formats.
pub fn of_page(catalogue: &Catalogue, page: Page) -> impl Iterator<Item = (Format, OutPath)> {
    with_owner(catalogue, page, |owner| owner != Owner::Site)
}

fn with_owner(
    catalogue: &Catalogue,
    page: Page,
    is_wanted: impl Fn(Owner) -> bool,
) -> impl Iterator<Item = (Format, OutPath)> {
    let rows = FORMATS.iter().filter(move |row| is_wanted(row.owner) && row.owner.includes(page));
    rows.map(move |row| (row.format, row.out(catalogue, page)))
}
