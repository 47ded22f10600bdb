//! Makes the files of a built site, on all cores. Knows which view and which format belong together, and nothing of either.

use rayon::iter::Either;
use rayon::prelude::*;
use std::fmt::Display;

use crate::base::csv_guard::guarded_file;
use crate::base::{Code, Finding, OutPath, SourcePath, catch_panic, dependencies, path_to_root};
use crate::config::RawHtml;
use crate::link::{Format, Page, Site};
use crate::load::Snapshot;
use crate::parse::svg;
use crate::pipeline::assets::is_svg;
use crate::pipeline::jobs::{Job, scope_of, sitemap_part, sitemap_parts};
use crate::pipeline::sort;
use crate::pipeline::watchdog::{STUCK, Watchdog};
use crate::render::output::Output;
use crate::render::{RELATIONS_SCHEMA, REPORTS_SCHEMA, REVISIONS_SCHEMA, data_json, reports_csv};
use crate::render::{Rendered, Renderer, SITEMAP_LIMIT, list_markdown, list_text, page_limit, sitemap_index};
use crate::skin::Skin;
use crate::view::Viewer;

/// Makes the files of one site.
pub struct Maker<'a> {
    /// The files of the site's folder.
    pub snapshot: &'a Snapshot,
    /// The site.
    pub site: &'a Site,
    /// The skin.
    pub skin: &'a Skin,
    /// Makes views of the site.
    pub viewer: Viewer<'a>,
    /// Turns views into bytes.
    pub renderer: Renderer<'a>,
}

/// A file or what is wrong with it, and its dependencies.
#[derive(Debug)]
pub struct TrackedOutput {
    /// The file.
    pub output: Result<Output, Vec<Finding>>,
    /// The files of the site whose texts it shows, sorted.
    pub reads: Vec<SourcePath>,
}

impl Maker<'_> {
    /// Makes a file.
    pub fn make(&self, path: &OutPath, job: &Job) -> TrackedOutput {
        let (output, reads) = dependencies::track(|| self.output(path, job));
        TrackedOutput { output, reads }
    }

    /// Makes files, on all cores, and shows each to `take` as soon as it is there. `stuck` gets the finding for a page that does not
    /// end; it should end the process, because the page cannot be interrupted. Returns the dependencies of each file, if they are
    /// to be tracked, and what is wrong with templates, each finding once.
    pub fn make_all<'j>(
        &self,
        jobs: impl ParallelIterator<Item = (&'j OutPath, &'j Job)>,
        is_tracked: bool,
        stuck: Option<fn(Finding)>,
        take: impl Fn(&Output) + Sync,
    ) -> (Vec<(OutPath, Vec<SourcePath>)>, Vec<Finding>) {
        let watchdog = Watchdog::default();
        let make = |(path, job): (&'j OutPath, &'j Job)| {
            let TrackedOutput { output, reads } = watchdog.page((path, job), || {
                if is_tracked {
                    self.make(path, job)
                } else {
                    TrackedOutput { output: self.output(path, job), reads: Vec::new() }
                }
            });
            let output = output?;
            take(&output);
            Ok(is_tracked.then_some((output.path, reads)))
        };
        let stuck = |(path, job): (&OutPath, &Job)| stuck.into_iter().for_each(|stuck| stuck(self.stuck(path, job)));
        let (reads, findings): (Vec<_>, Vec<Vec<Finding>>) = watchdog.watch(stuck, || {
            jobs.map(make).partition_map(|result| match result {
                Ok(reads) => Either::Left(reads),
                Err(findings) => Either::Right(findings),
            })
        });
        let mut findings = findings.concat();
        sort(&mut findings);
        (reads.into_iter().flatten().collect(), findings)
    }

    fn output(&self, path: &OutPath, job: &Job) -> Result<Output, Vec<Finding>> {
        let bytes = catch_panic(|| self.bytes(path, job)).unwrap_or_else(|message| Err(self.failure(job, &message)));
        let bytes = bytes.map_err(|findings| self.with_page_names(findings, path, job))?;
        Ok(Output { path: path.clone(), kind: job.kind(), bytes })
    }

    /// Names the page, and the file that it shows, in a finding about its limits, which templates do not know.
    fn with_page_names(&self, mut findings: Vec<Finding>, path: &OutPath, job: &Job) -> Vec<Finding> {
        for finding in findings.iter_mut().filter(|finding| finding.code == Code::PageLimit) {
            finding.file = job.source(self.site);
            finding.message = format!("the page `{path}` {}", finding.message);
        }
        findings
    }

    /// Returns the finding for a page that cannot be made to end.
    fn stuck(&self, path: &OutPath, job: &Job) -> Finding {
        let words = format!("the page `{path}` takes more than {} s to render", STUCK.as_secs());
        page_limit(&job.source(self.site), &words)
    }

    fn bytes(&self, path: &OutPath, job: &Job) -> Rendered {
        match job {
            Job::Page(page) => self.renderer.page(&self.viewer, *page),
            Job::Alias(page) => self.redirect(path, *page),
            Job::Asset(source) => self.asset(source),
            Job::Table(source) => {
                let table = self.site.assets.get(source).and_then(|asset| asset.table.as_ref());
                table.map(|table| table.to_csv()).ok_or_else(Vec::new)
            }
            Job::Static(number) => Ok(self.skin.assets[*number].bytes.clone()),
            Job::Format(format, page) => self.format(path, job, *format, *page),
            Job::SitemapPart(part) => self.sitemap(*part),
        }
    }

    /// Makes a file of a format.
    fn format(&self, path: &OutPath, job: &Job, format: Format, page: Page) -> Rendered {
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
            Format::ReportsJson => {
                // Data belongs to no page whose address a `base_url` could shorten: the way up is always relative.
                let records = viewer.records(&path_to_root(path.as_str()), scope_of(page));
                self.data(job, data_json(&records, self.report_count(page)))
            }
            Format::ReportsCsv => {
                let records = viewer.report_records(scope_of(page));
                self.data(job, reports_csv(records, self.report_count(page)))
            }
            Format::RevisionsJson => self.data(job, data_json(&viewer.revisions(), self.site.reports.len())),
            Format::RelationsJson => self.data(job, data_json(&viewer.relation_records(), self.site.reports.len())),
            Format::ReportsSchema => Ok(REPORTS_SCHEMA.as_bytes().to_vec()),
            Format::RevisionsSchema => Ok(REVISIONS_SCHEMA.as_bytes().to_vec()),
            Format::RelationsSchema => Ok(RELATIONS_SCHEMA.as_bytes().to_vec()),
        }
    }

    /// Returns the number of reports in a file of reports.
    fn report_count(&self, page: Page) -> usize {
        scope_of(page).map_or(self.site.reports.len(), |scope| self.site.reports_in(scope).len())
    }

    fn data<E: Display>(&self, job: &Job, data: Result<Vec<u8>, E>) -> Rendered {
        data.map_err(|error| self.failure(job, &error.to_string()))
    }

    fn failure(&self, job: &Job, message: &str) -> Vec<Finding> {
        let file = job.source(self.site);
        let finding = Finding::new(Code::PageFailed, &file, format!("rendering the page failed: {message}"));
        vec![finding.help("this is a bug in Trendpress; please report the page")]
    }

    fn redirect(&self, path: &OutPath, page: Page) -> Rendered {
        let urls = self.viewer.urls();
        let target = urls.numbered(page);
        let (root, canonical) = (urls.root(path.as_str()), urls.absolute(&target));
        self.renderer.redirect(page.language, &root, &target, &canonical, self.site.title(page.key, page.language))
    }

    /// Makes the sitemap of this number, from 0.
    fn sitemap(&self, part: usize) -> Rendered {
        let pages = self.site.all_pages();
        let listed = self.viewer.sitemap_pages(&pages).skip(part * SITEMAP_LIMIT).take(SITEMAP_LIMIT);
        self.renderer.sitemap(&self.viewer.sitemap(listed))
    }

    fn asset(&self, source: &SourcePath) -> Rendered {
        dependencies::read(source);
        let Some(file) = self.snapshot.content.get(source) else { return Err(Vec::new()) };
        if is_svg(source) && self.site.settings.markdown.raw_html != RawHtml::Allow {
            return svg::clean(file.text()).map(|cleaned| cleaned.text.into_bytes()).map_err(|_| Vec::new());
        }
        if source.extension().eq_ignore_ascii_case("csv") {
            return Ok(guarded_file(file.text()).into_owned().into_bytes());
        }
        file.bytes().map_err(|error| {
            let finding = Finding::new(Code::UnreadableFile, source, format!("cannot be read: {error}"));
            vec![finding.help("check the permissions")]
        })
    }
}
