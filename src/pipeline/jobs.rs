//! Lists the files of a built site, and for each the job that makes it. Listing is cheap; [`Maker`](crate::pipeline::Maker) does the
//! work.

use std::collections::BTreeMap;

use crate::base::{OutPath, SourcePath};
use crate::link::{ClaimKind, Format, Page, PageKey, Scope, Site};
use crate::render::SITEMAP_LIMIT;
use crate::render::output::OutputKind;
use crate::skin::Skin;
use crate::view::Viewer;

/// A file to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Job {
    /// A page.
    Page(Page),
    /// A redirect to a page.
    Alias(Page),
    /// A file of the content, as it is.
    Asset(SourcePath),
    /// A table of the content that is no CSV, as CSV.
    Table(SourcePath),
    /// A static file of the skin, by its number.
    Static(usize),
    /// A file of a format, and the page that it belongs to.
    Format(Format, Page),
    /// One of several sitemaps, from 0.
    SitemapPart(usize),
}

/// The jobs of a site, by the path of the file that each makes.
pub type Jobs = BTreeMap<OutPath, Job>;

impl Job {
    /// Returns the kind of the file, which decides when it is written.
    pub fn kind(&self) -> OutputKind {
        match self {
            Self::Page(_) | Self::Alias(_) => OutputKind::Page,
            Self::Asset(_) | Self::Table(_) | Self::Static(_) => OutputKind::Asset,
            Self::Format(..) | Self::SitemapPart(_) => OutputKind::Machine,
        }
    }

    /// Returns the file of the content that the job is about.
    pub fn source(&self, site: &Site) -> SourcePath {
        let page = match self {
            Self::Page(page) | Self::Alias(page) | Self::Format(_, page) => *page,
            Self::Asset(path) | Self::Table(path) => return path.clone(),
            Self::Static(_) | Self::SitemapPart(_) => return SourcePath::content(),
        };
        site.text_of(page).map_or_else(SourcePath::content, |file| site.files[file].path.clone())
    }
}

/// Lists the jobs of a site.
pub fn jobs(site: &Site, skin: &Skin, viewer: &Viewer<'_>) -> Jobs {
    let mut jobs: Vec<(OutPath, Job)> = Vec::with_capacity(site.outputs().iter().len() + 1_024);
    for claim in site.outputs().iter() {
        let job = match &claim.kind {
            ClaimKind::Page(page) => Job::Page(*page),
            ClaimKind::Alias(page) => Job::Alias(*page),
            ClaimKind::Asset(path) if site.assets.get(path).is_some_and(|asset| site.publishes(asset)) => {
                Job::Asset(path.clone())
            }
            ClaimKind::Table(path) if site.assets.get(path).is_some_and(|asset| site.publishes_table(asset)) => {
                Job::Table(path.clone())
            }
            ClaimKind::Format(Format::Sitemap, page) => {
                let parts = sitemap_parts(site, viewer);
                // One file has room for all addresses, or is the list of the files that have.
                if parts > 1 {
                    let names = (0..parts).filter_map(|part| Some((OutPath::new(&sitemap_part(part)).ok()?, part)));
                    jobs.extend(names.map(|(path, part)| (path, Job::SitemapPart(part))));
                }
                if parts == 0 {
                    continue;
                }
                Job::Format(Format::Sitemap, *page)
            }
            ClaimKind::Format(format, page) => Job::Format(*format, *page),
            ClaimKind::Asset(_) | ClaimKind::Table(_) | ClaimKind::Reserved => continue,
        };
        jobs.push((claim.path.clone(), job));
    }
    let assets = skin.assets.iter().enumerate();
    jobs.extend(assets.map(|(number, asset)| (asset.out.clone(), Job::Static(number))));
    // All at once, because most are sorted already.
    jobs.into_iter().collect()
}

/// Returns the number of sitemaps that it takes to list all pages; 0 if no page is listed.
pub fn sitemap_parts(site: &Site, viewer: &Viewer<'_>) -> usize {
    viewer.sitemap_pages(&site.all_pages()).count().div_ceil(SITEMAP_LIMIT)
}

/// Returns the name of one of several sitemaps.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// Returns the edition or the part that a file of reports is about; `None` for all reports.
pub fn scope_of(page: Page) -> Option<Scope> {
    match page.key {
        PageKey::Brief(scope) => Some(scope),
        _ => None,
    }
}
