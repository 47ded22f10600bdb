//! Every file of a built site and what has to be done to make it: the list is cheap, the doing is not. Knows which
//! view and which format belong together, and nothing of either.

use rayon::iter::Either;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::catch_panic::catch_panic;
use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::{OutPath, SourcePath, path_to_root};
use crate::base::reads;
use crate::link::{ClaimKind, Format, Page, PageKey, Site};
use crate::load::Snapshot;
use crate::render::output::{Output, OutputKind, Pieces};
use crate::render::{RELATIONS_SCHEMA, REPORTS_SCHEMA, api_json, list_markdown, list_text};
use crate::render::{Rendered, Renderer, SITEMAP_LIMIT, revise, sitemap_index};
use crate::skin::Skin;
use crate::view::Viewer;

/// What one file of the built site is made of.
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

impl Job {
    /// Where the file is the reports as data: whether it is JSON, and the edition, where it holds one only.
    pub fn data(&self) -> Option<(bool, Option<usize>)> {
        let Self::Format(format @ (Format::ReportsJson | Format::ReportsCsv), page) = self else { return None };
        let edition = match page.key {
            PageKey::Brief(edition) => Some(edition),
            _ => None,
        };
        Some((*format == Format::ReportsJson, edition))
    }
}

/// Every file of the built site.
pub type Jobs = BTreeMap<OutPath, Job>;

/// Lists every file of the site.
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
    let of_skin = skin.assets.iter().enumerate();
    jobs.extend(of_skin.map(|(number, asset)| (asset.out.clone(), Job::Static(number))));
    // At once, because most are sorted already.
    jobs.into_iter().collect()
}

/// The number of sitemaps that it takes to list all pages; 0 where no page is listed.
fn sitemap_parts(site: &Site, viewer: &Viewer<'_>) -> usize {
    viewer.sitemap_pages(&site.all_pages()).count().div_ceil(SITEMAP_LIMIT)
}

fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// All that jobs are done with.
pub struct Workshop<'a> {
    /// The files as they were looked at.
    pub snapshot: &'a Snapshot,
    /// The site.
    pub site: &'a Site,
    /// The skin.
    pub skin: &'a Skin,
    /// What pages show.
    pub viewer: Viewer<'a>,
    /// What turns views into bytes.
    pub renderer: Renderer<'a>,
}

/// A file, or what is wrong with it, and the files whose own texts it shows.
#[derive(Debug)]
pub struct Made {
    /// The file.
    pub output: Result<Output, Vec<Finding>>,
    /// The files of the site whose texts it was made of.
    pub reads: Vec<SourcePath>,
}

impl Workshop<'_> {
    /// Makes one file.
    pub fn make(&self, path: &OutPath, job: &Job) -> Made {
        let (output, reads) = reads::noted(|| self.output(path, job));
        Made { output: output.map(Output::whole), reads }
    }

    /// Makes one file, for those who do not ask which files' texts it shows.
    fn output(&self, path: &OutPath, job: &Job) -> Result<Output<Pieces<'_>>, Vec<Finding>> {
        let bytes = catch_panic(|| self.pieces(path, job)).unwrap_or_else(|message| {
            let file = self.source(job);
            let finding = Finding::new(Code::PageFailed, &file, format!("rendering the page failed: {message}"));
            Err(vec![finding.help("this is a bug in Trendpress; please report the page")])
        });
        Ok(Output { path: path.clone(), kind: kind(job), bytes: bytes? })
    }

    /// The file of the content that a job is about.
    fn source(&self, job: &Job) -> SourcePath {
        let page = match job {
            Job::Page(page) | Job::Alias(page) | Job::Format(_, page) => page,
            Job::Asset(path) | Job::Table(path) => return path.clone(),
            _ => return SourcePath::content(),
        };
        let file = self.site.text_of(*page);
        file.map_or_else(SourcePath::content, |file| self.site.files[file].path.clone())
    }

    fn pieces(&self, path: &OutPath, job: &Job) -> Result<Pieces<'_>, Vec<Finding>> {
        let Some((is_json, edition)) = job.data() else { return self.bytes(path, job).map(Pieces::from) };
        let (viewer, rows) = (&self.viewer, &self.renderer.rows);
        let editions = edition.map_or(0..viewer.editions(), |edition| edition..edition + 1);
        if !is_json {
            return Ok(rows.csv(viewer, editions));
        }
        // Data belongs to no page whose address a `base_url` could shorten: the way up is always relative.
        let head = viewer.records_head(&path_to_root(path.as_str()), edition);
        Ok(rows.json(viewer, &head, editions))
    }

    fn bytes(&self, path: &OutPath, job: &Job) -> Rendered {
        let (viewer, renderer) = (&self.viewer, &self.renderer);
        match job {
            Job::Page(page) => renderer.page(viewer, *page),
            Job::Alias(page) => {
                let target = viewer.urls().part(*page);
                let (root, canonical) = (viewer.urls().root(path.as_str()), viewer.urls().absolute(&target));
                let title = self.site.title(page.key, page.language);
                renderer.redirect(page.language, &root, &target, &canonical, title)
            }
            Job::Asset(source) => self.asset(source),
            Job::Table(source) => {
                let table = self.site.assets.get(source).and_then(|asset| asset.table.as_ref());
                Ok(table.map(|table| table.to_csv()).unwrap_or_default())
            }
            Job::Static(number) => Ok(self.skin.assets[*number].bytes.clone()),
            Job::Format(format, page) => self.format(*format, *page),
            Job::SitemapPart(part) => self.sitemap(*part),
        }
    }

    /// Makes a file of a format.
    fn format(&self, format: Format, page: Page) -> Rendered {
        let (viewer, renderer) = (&self.viewer, &self.renderer);
        let list = || viewer.list(page).ok_or_else(Vec::new);
        match format {
            Format::Feed => renderer.feed(&viewer.feed(page).ok_or_else(Vec::new)?),
            Format::ListText => Ok(list_text(&list()?)),
            Format::ListMarkdown => Ok(list_markdown(&list()?)),
            Format::Sitemap => match sitemap_parts(self.site, viewer) {
                0 | 1 => self.sitemap(0),
                parts => {
                    let addresses = (0..parts).map(|part| viewer.urls().absolute(&sitemap_part(part)));
                    Ok(sitemap_index(&addresses.collect::<Vec<String>>()))
                }
            },
            Format::Robots => {
                let has_sitemap = sitemap_parts(self.site, viewer) > 0;
                renderer.robots(&if has_sitemap { viewer.urls().absolute("sitemap.xml") } else { String::new() })
            }
            // These are made in pieces.
            Format::ReportsJson | Format::ReportsCsv => Ok(Vec::new()),
            Format::RelationsJson => Ok(api_json(&viewer.relation_records(), self.site.reports.len())),
            Format::ReportsSchema => Ok(REPORTS_SCHEMA.as_bytes().to_vec()),
            Format::RelationsSchema => Ok(RELATIONS_SCHEMA.as_bytes().to_vec()),
        }
    }

    /// Changes a file of before to what it is now, where it is data and nothing but the texts of some files changed
    /// since. Gives whether that was possible; if not, the file has to be made anew.
    pub fn revise(&self, job: &Job, file: &mut [u8], changed: &BTreeSet<SourcePath>) -> bool {
        let Some((is_json, edition)) = job.data() else { return false };
        revise(file, is_json, &self.viewer.records_in(changed, edition)).is_some()
    }

    /// A sitemap of the part with this number, from 0.
    fn sitemap(&self, part: usize) -> Rendered {
        let pages = self.site.all_pages();
        let listed = self.viewer.sitemap_pages(&pages).skip(part * SITEMAP_LIMIT).take(SITEMAP_LIMIT);
        self.renderer.sitemap(&self.viewer.sitemap(listed))
    }

    fn asset(&self, source: &SourcePath) -> Rendered {
        reads::note(source);
        let Some(file) = self.snapshot.content.get(source) else { return Err(Vec::new()) };
        file.bytes().map_err(|error| {
            let finding = Finding::new(Code::UnreadableFile, source, format!("cannot be read: {error}"));
            vec![finding.help("check the permissions")]
        })
    }

    /// Makes files, on all cores, each given away as soon as it is there. Gives what is wrong with templates, each finding
    /// once, and, where they are to be noted, which files' texts each file shows.
    pub fn make_all<'j>(
        &self,
        jobs: impl ParallelIterator<Item = (&'j OutPath, &'j Job)>,
        is_noted: bool,
        take: impl Fn(Output<Pieces<'_>>) + Sync,
    ) -> (Vec<(OutPath, Vec<SourcePath>)>, Vec<Finding>) {
        let make = |(path, job): (&OutPath, &Job)| {
            let (output, reads) =
                if is_noted { reads::noted(|| self.output(path, job)) } else { (self.output(path, job), Vec::new()) };
            take(output?);
            Ok(is_noted.then(|| (path.clone(), reads)))
        };
        let (reads, findings): (Vec<_>, Vec<_>) = jobs.map(make).partition_map(|made| match made {
            Ok(reads) => Either::Left(reads),
            Err(findings) => Either::Right(findings),
        });
        (reads.into_iter().flatten().collect(), sorted(&findings))
    }
}

/// What was found of many files, in the order in which it is shown, each once.
fn sorted(findings: &[Vec<Finding>]) -> Vec<Finding> {
    let mut findings = findings.concat();
    crate::pipeline::sort(&mut findings);
    findings
}

/// What a job's file is, which decides when it is written.
pub fn kind(job: &Job) -> OutputKind {
    match job {
        Job::Page(_) | Job::Alias(_) => OutputKind::Page,
        Job::Asset(_) | Job::Table(_) | Job::Static(_) => OutputKind::Asset,
        _ => OutputKind::Machine,
    }
}
