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
use crate::link::{self, ClaimKind, Page, PageKey, Site};
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
    /// The feed of a page.
    Feed(Page),
    /// A redirect to a page.
    Alias(Page),
    /// A file of the content, as it is.
    Asset(SourcePath),
    /// A table of the content that is no CSV, as CSV.
    Table(SourcePath),
    /// A static file of the skin, by its number.
    Static(usize),
    /// An edition's reports as plain text; the page is the edition's brief.
    ListText(Page),
    /// An edition's reports as Markdown.
    ListMarkdown(Page),
    /// An edition's reports as JSON.
    EditionJson(usize),
    /// An edition's reports as CSV.
    EditionCsv(usize),
    /// The only sitemap.
    Sitemap,
    /// The list of all sitemaps, where one file cannot hold all addresses.
    SitemapIndex,
    /// One of several sitemaps, from 0.
    SitemapPart(usize),
    /// What search engines ask for first.
    Robots,
    /// The reports of the site as JSON.
    ReportsJson,
    /// The reports of the site as CSV.
    ReportsCsv,
    /// The relations of the site.
    Relations,
    /// The schema of the reports.
    ReportsSchema,
    /// The schema of the relations.
    RelationsSchema,
}

impl Job {
    /// Where the file is the reports as data: whether it is JSON, and the edition, where it holds one only.
    pub fn data(&self) -> Option<(bool, Option<usize>)> {
        match self {
            Self::ReportsJson => Some((true, None)),
            Self::ReportsCsv => Some((false, None)),
            Self::EditionJson(edition) => Some((true, Some(*edition))),
            Self::EditionCsv(edition) => Some((false, Some(*edition))),
            _ => None,
        }
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
            ClaimKind::Asset(_) | ClaimKind::Table(_) | ClaimKind::Machine => continue,
        };
        jobs.push((claim.path.clone(), job));
    }
    let pages = site.all_pages();
    for &page in pages.iter().filter(|page| page.part == 1) {
        if let Some(feed) = link::feed(site, page.key, page.language) {
            jobs.push((feed, Job::Feed(page)));
        }
        if let PageKey::Brief(edition) = page.key {
            let files = link::edition_files(site, edition, page.language);
            jobs.push((files.text, Job::ListText(page)));
            jobs.push((files.markdown, Job::ListMarkdown(page)));
            if let Some((json, csv)) = files.data {
                jobs.push((json, Job::EditionJson(edition)));
                jobs.push((csv, Job::EditionCsv(edition)));
            }
        }
    }
    let of_skin = skin.assets.iter().enumerate();
    jobs.extend(of_skin.map(|(number, asset)| (asset.out.clone(), Job::Static(number))));
    jobs.extend(
        machine_files(viewer, &pages).into_iter().filter_map(|(name, job)| Some((OutPath::new(&name).ok()?, job))),
    );
    // At once, because most are sorted already.
    jobs.into_iter().collect()
}

/// The files that the site has once.
fn machine_files(viewer: &Viewer<'_>, pages: &[Page]) -> Vec<(String, Job)> {
    let mut files: Vec<(String, Job)> = [
        ("robots.txt", Job::Robots),
        ("reports.json", Job::ReportsJson),
        ("reports.csv", Job::ReportsCsv),
        ("relations.json", Job::Relations),
        ("reports.schema.json", Job::ReportsSchema),
        ("relations.schema.json", Job::RelationsSchema),
    ]
    .map(|(name, job)| (name.to_owned(), job))
    .into();
    let listed = viewer.sitemap_pages(pages).count();
    if listed > SITEMAP_LIMIT {
        files.push(("sitemap.xml".to_owned(), Job::SitemapIndex));
        let parts = 0..listed.div_ceil(SITEMAP_LIMIT);
        files.extend(parts.map(|part| (sitemap_part(part), Job::SitemapPart(part))));
    } else if listed > 0 {
        files.push(("sitemap.xml".to_owned(), Job::Sitemap));
    }
    files
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
            Job::Page(page) | Job::Feed(page) | Job::Alias(page) | Job::ListText(page) | Job::ListMarkdown(page) => {
                page
            }
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
        let list = |page: Page| viewer.list(page).ok_or_else(Vec::new);
        match job {
            Job::Page(page) => renderer.page(viewer, *page),
            Job::Feed(page) => renderer.feed(&viewer.feed(*page).ok_or_else(Vec::new)?),
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
            Job::ListText(page) => Ok(list_text(&list(*page)?)),
            Job::ListMarkdown(page) => Ok(list_markdown(&list(*page)?)),
            Job::Sitemap => self.sitemap(0),
            Job::SitemapIndex => {
                let parts = viewer.sitemap_pages(&self.site.all_pages()).count().div_ceil(SITEMAP_LIMIT);
                let locations: Vec<String> =
                    (0..parts).map(|part| viewer.urls().absolute(&sitemap_part(part))).collect();
                Ok(sitemap_index(&locations))
            }
            Job::SitemapPart(part) => self.sitemap(*part),
            Job::Robots => {
                let has_sitemap = viewer.sitemap_pages(&self.site.all_pages()).next().is_some();
                let sitemap = if has_sitemap { viewer.urls().absolute("sitemap.xml") } else { String::new() };
                renderer.robots(&sitemap)
            }
            // These are made in pieces.
            Job::EditionJson(_) | Job::EditionCsv(_) | Job::ReportsJson | Job::ReportsCsv => Ok(Vec::new()),
            Job::Relations => Ok(api_json(&viewer.relation_records(), self.site.reports.len())),
            Job::ReportsSchema => Ok(REPORTS_SCHEMA.as_bytes().to_vec()),
            Job::RelationsSchema => Ok(RELATIONS_SCHEMA.as_bytes().to_vec()),
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
