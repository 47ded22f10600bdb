//! The order of the stages: a site's folder to outputs and findings. Knows what each stage takes and gives,
//! not how it works. Everything is checked and rendered before anything is written.

use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::code::Code;
use crate::base::finding::{Finding, Severity};
use crate::base::guard::guarded;
use crate::base::path::{OutPath, SourcePath};
use crate::chart;
use crate::check::{Checked, Role, check};
use crate::config::{BaseUrl, Settings, config};
use crate::link::{self, Asset, Claim, ClaimKind, Page, PageKey, Publication, Site};
use crate::load::{FileBody, SETTINGS_FILE, Snapshot, SourceFile, load};
use crate::parse::parse;
use crate::render::output::{Output, OutputKind};
use crate::render::{RELATIONS_SCHEMA, REPORTS_SCHEMA, api_csv, api_json, list_markdown, list_text};
use crate::render::{Rendered, Renderer, SITEMAP_LIMIT, sitemap_index};
use crate::skin::{Skin, skin};
use crate::view::Viewer;

/// What a build is to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's root.
    pub root: PathBuf,
    /// A settings file other than `trendpress.yaml`.
    pub config: Option<PathBuf>,
    /// An address that replaces the settings' `base_url`.
    pub base_url: Option<BaseUrl>,
    /// What of the content is published.
    pub publication: Publication,
    /// Whether warnings are errors.
    pub strict: bool,
}

impl Options {
    /// A plain build of the site in `root`, as of a day.
    pub fn new(root: impl Into<PathBuf>, today: Date) -> Self {
        let publication = Publication { today, drafts: false, future: false, expired: false };
        Self { root: root.into(), config: None, base_url: None, publication, strict: false }
    }
}

/// How far a build is; called from many threads.
pub type Progress<'a> = &'a (dyn Fn(Step) + Sync);

/// A sign of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A stage begins, with so many items.
    Begin(&'static str, usize),
    /// One item of the stage is done.
    Item,
    /// So many items of the stage were taken over from an earlier build.
    Reused(usize),
}

/// A site with everything that is known of it.
#[derive(Debug)]
pub struct Linked {
    /// What was read.
    pub snapshot: Snapshot,
    /// The site.
    pub site: Site,
    /// What was found, severities as the settings want them, sorted.
    pub findings: Vec<Finding>,
}

/// A finished build, not yet written.
#[derive(Debug)]
pub struct Build {
    /// What the build was made of.
    pub linked: Linked,
    /// Every file of the built site, by path.
    pub outputs: Vec<Output>,
    /// How many of them are pages.
    pub pages: usize,
}

impl Linked {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }
}

/// Reads, checks and links a site, and renders nothing.
pub fn link_site(options: &Options, progress: Progress<'_>) -> Linked {
    let (linked, _) = up_to_link(options, progress);
    finished(linked, options)
}

/// Builds a site in memory.
pub fn build(options: &Options, progress: Progress<'_>) -> Build {
    let (mut linked, skin) = up_to_link(options, progress);
    let has_bad_skin = linked.findings.iter().any(|finding| finding.code == Code::TemplateError);
    let mut outputs = Vec::new();
    let mut pages = 0;
    if !has_bad_skin {
        let found = render_all(&linked, &skin, progress, &mut outputs);
        linked.findings.extend(found);
        pages = outputs.iter().filter(|output| output.kind == OutputKind::Page).count();
    }
    outputs.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Build { linked: finished(linked, options), outputs, pages }
}

/// The findings as they are shown: severities of the settings and of `--strict`, sorted, each once.
fn finished(mut linked: Linked, options: &Options) -> Linked {
    let settings = Arc::clone(&linked.site.settings);
    linked.findings.retain_mut(|finding| match settings.severity(finding) {
        Some(severity) => {
            finding.severity = if options.strict { Severity::Error } else { severity };
            true
        }
        None => false,
    });
    linked.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    linked.findings.dedup();
    linked
}

fn up_to_link(options: &Options, progress: Progress<'_>) -> (Linked, Skin) {
    progress(Step::Begin("reading", 0));
    let mut snapshot = load(&options.root, options.config.as_deref());
    let mut findings = std::mem::take(&mut snapshot.findings);
    let (settings, settings_file) = settings(&snapshot, options, &mut findings);
    let (skin, found) = skin(&snapshot, &settings, &settings_file);
    findings.extend(found);

    let texts: Vec<&SourceFile> = snapshot.content.values().filter(|file| is_markdown(file)).collect();
    progress(Step::Begin("checking", texts.len()));
    let files: Vec<Arc<Checked>> = texts
        .into_par_iter()
        .map(|file| {
            let document = parse(&file.path, file.text(), settings.markdown);
            let checked = Arc::new(check(document, file.text(), &settings));
            progress(Step::Item);
            checked
        })
        .collect();
    findings.extend(files.iter().flat_map(|file| file.findings.iter().cloned()));

    progress(Step::Begin("linking", 0));
    let assets = assets(&snapshot, &files, &mut findings);
    let (site, found) = link::link(files, assets, &skin.outputs(), settings, &settings_file, options.publication);
    findings.extend(found);
    // Where templates have errors, none is there, and each would be said to be missing.
    if !findings.iter().any(|finding| finding.code == Code::TemplateError) {
        findings.extend(unknown_templates(&site, &skin));
    }
    (Linked { snapshot, site, findings }, skin)
}

fn is_markdown(file: &SourceFile) -> bool {
    matches!(file.path.extension(), "md" | "markdown")
}

fn settings(snapshot: &Snapshot, options: &Options, findings: &mut Vec<Finding>) -> (Arc<Settings>, SourcePath) {
    let (mut settings, file) = if let Some(file) = &snapshot.settings {
        let (settings, found) = config(&file.path, file.text());
        findings.extend(found);
        (settings, file.path.clone())
    } else {
        let file = SourcePath::new(Path::new(SETTINGS_FILE)).unwrap_or_else(SourcePath::content);
        // A settings file that could not be read is a finding already.
        if !findings.iter().any(|finding| finding.file == file) {
            let finding = Finding::new(Code::SettingsMissing, &file, "there is no `trendpress.yaml` here");
            findings.push(
                finding.help("go to the folder of a site, name it with `--root`, or make one with `trendpress init`"),
            );
        }
        (Settings::default(), file)
    };
    if let Some(base_url) = &options.base_url {
        settings.base_url = Some(base_url.clone());
    }
    (Arc::new(settings), file)
}

/// Templates that front matter names and no skin has.
fn unknown_templates(site: &Site, skin: &Skin) -> Vec<Finding> {
    let entries = site.files.iter().filter_map(|file| Some((file, file.entry.as_ref()?.words().template.as_ref()?)));
    let unknown = entries.filter(|(_, template)| !skin.has_template(&template.value));
    let finding = |(file, template): (&Arc<Checked>, &crate::base::span::Located<String>)| {
        let message = format!("no skin in use has the template `{}`", template.value);
        let help = format!("write it as `themes/<skin>/templates/{}`, or leave `template:` out", template.value);
        Finding::new(Code::TemplateError, &file.path, message).at(template.span).help(help)
    };
    unknown.map(finding).collect()
}

/// The files of the content that are no Markdown, and where they go: with the reports beside them.
fn assets(snapshot: &Snapshot, files: &[Arc<Checked>], findings: &mut Vec<Finding>) -> Vec<Asset> {
    let folders: BTreeMap<&str, &str> = files
        .iter()
        .filter(|file| file.place.role == Role::Edition)
        .map(|file| (file.path.folder(), &*file.place.id))
        .collect();
    let named = tables_named(files);
    let mut assets = Vec::new();
    for file in snapshot.content.values().filter(|file| !is_markdown(file)) {
        let is_data = file.path.as_str().starts_with("content/data/");
        let is_named = is_data && named.iter().any(|name| chart::is_named(&file.path, name));
        let size = match file.body {
            FileBody::Other(size) => size,
            FileBody::Text(_) => None,
        };
        match OutPath::new(&address(file.path.as_str(), &folders)) {
            Ok(out) => assets.push(Asset {
                is_data,
                table: is_named.then(|| Arc::new(chart::table(&file.path, file.text()))),
                path: file.path.clone(),
                out,
                size,
                is_used: false,
                is_held: false,
                is_shown: false,
            }),
            Err(reason) => {
                let finding = Finding::new(Code::UnsafePath, &file.path, format!("the path {reason}"));
                findings.push(finding.help("rename the file"));
            }
        }
    }
    assets
}

/// The names by which charts call tables.
fn tables_named(files: &[Arc<Checked>]) -> BTreeSet<&str> {
    let of_text = files.iter().flat_map(|file| file.charts.iter().flatten());
    let entries = files.iter().filter_map(|file| file.entry.as_ref());
    let charts = of_text.chain(entries.flat_map(|entry| &entry.words().charts));
    charts.map(|chart| &*chart.data.value).collect()
}

/// `content/archive/2019/map.png` goes to `2019/map.png` where that folder is an edition; else to its own path.
fn address(path: &str, folders: &BTreeMap<&str, &str>) -> String {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(id) = folders.get(above) {
            return format!("{id}/{}", &path[above.len() + 1..]);
        }
        folder = above;
    }
    path.strip_prefix("content/").unwrap_or(path).to_owned()
}

/// Renders everything. What is wrong with templates comes back as findings, each once.
fn render_all(linked: &Linked, skin: &Skin, progress: Progress<'_>, outputs: &mut Vec<Output>) -> Vec<Finding> {
    let site = &linked.site;
    let viewer = Viewer::new(site, Arc::clone(&skin.words), &skin.asset_outputs());
    let renderer = Renderer::new(skin, &viewer);
    let pages = site.all_pages();
    let mut findings = Vec::new();
    let mut collect = |rendered: Vec<Result<Output, Vec<Finding>>>| {
        for one in rendered {
            match one {
                Ok(output) => outputs.push(output),
                Err(found) => findings.extend(found),
            }
        }
    };

    progress(Step::Begin("rendering", pages.len()));
    let render = |&page: &Page| {
        let rendered = render_page(site, &viewer, &renderer, page);
        progress(Step::Item);
        rendered
    };
    collect(pages.par_iter().map(render).collect());
    collect(pages.par_iter().filter_map(|&page| feed(&viewer, &renderer, page)).collect());
    let claims: Vec<&Claim> = site.outputs.iter().collect();
    collect(claims.par_iter().filter_map(|claim| alias(site, &viewer, &renderer, claim)).collect());
    collect(claims.par_iter().filter_map(|claim| asset(linked, claim)).collect());
    let of_skin = skin.assets.iter().map(|asset| (&asset.out, &asset.bytes));
    collect(of_skin.map(|(out, bytes)| Ok(output(out.clone(), OutputKind::Asset, bytes.clone()))).collect());
    collect(pages.par_iter().flat_map_iter(|&page| edition_files(site, &viewer, page)).map(Ok).collect());
    collect(machine_files(&viewer, &renderer, &pages));
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
    findings
}

fn output(path: OutPath, kind: OutputKind, bytes: Vec<u8>) -> Output {
    Output { path, kind, bytes }
}

fn render_page(site: &Site, viewer: &Viewer<'_>, renderer: &Renderer<'_>, page: Page) -> Result<Output, Vec<Finding>> {
    let rendered = guarded(|| {
        let view = viewer.view(page);
        renderer.page(&view).map(|bytes| output(view.out, OutputKind::Page, bytes))
    });
    rendered.unwrap_or_else(|message| {
        let file = site.texts(page.key).and_then(|texts| texts[page.language].or(texts[0]));
        let path = file.map_or_else(SourcePath::content, |file| site.files[file].path.clone());
        let finding = Finding::new(Code::PageFailed, &path, format!("rendering the page failed: {message}"));
        Err(vec![finding.help("this is a bug in Trendpress; please report the page")])
    })
}

fn feed(viewer: &Viewer<'_>, renderer: &Renderer<'_>, page: Page) -> Option<Result<Output, Vec<Finding>>> {
    let view = viewer.feed(page)?;
    Some(renderer.feed(&view).map(|bytes| output(view.out, OutputKind::Machine, bytes)))
}

fn alias(
    site: &Site,
    viewer: &Viewer<'_>,
    renderer: &Renderer<'_>,
    claim: &Claim,
) -> Option<Result<Output, Vec<Finding>>> {
    let ClaimKind::Alias(page) = claim.kind else { return None };
    let target = viewer.urls().part(page);
    let canonical = viewer.urls().absolute(&target);
    let root = viewer.urls().root(&claim.path);
    let rendered = renderer.redirect(page.language, &root, &target, &canonical, site.title(page.key, page.language));
    Some(rendered.map(|bytes| output(claim.path.clone(), OutputKind::Page, bytes)))
}

/// A file of the content, as it is. Data tables go out only where a page links to them or shows them, and what belongs
/// to drafts does not.
fn asset(linked: &Linked, claim: &Claim) -> Option<Result<Output, Vec<Finding>>> {
    if let ClaimKind::Table(path) = &claim.kind {
        let asset = linked.site.assets.get(path).filter(|asset| asset.is_shown)?;
        return Some(Ok(output(claim.path.clone(), OutputKind::Asset, asset.table.as_ref()?.to_csv())));
    }
    let ClaimKind::Asset(path) = &claim.kind else { return None };
    let is_kept = linked.site.assets.get(path).is_some_and(Asset::is_kept);
    let file = linked.snapshot.content.get(path).filter(|_| !is_kept)?;
    Some(match file.bytes() {
        Ok(bytes) => Ok(output(claim.path.clone(), OutputKind::Asset, bytes)),
        Err(error) => {
            let finding = Finding::new(Code::UnreadableFile, path, format!("cannot be read: {error}"));
            Err(vec![finding.help("check the permissions")])
        }
    })
}

/// The lists of an edition and its reports as data; they come with its brief.
fn edition_files(site: &Site, viewer: &Viewer<'_>, page: Page) -> Vec<Output> {
    let (PageKey::Brief(edition), Some(list)) = (page.key, viewer.list(page)) else { return Vec::new() };
    let mut files = vec![(list.text.clone(), list_text(&list)), (list.markdown.clone(), list_markdown(&list))];
    if let Some((json, csv)) = link::edition_files(site, edition, page.language).data {
        // Data belongs to no page whose address a `base_url` could shorten: the way up is always relative.
        let records = viewer.edition_records(edition, &"../".repeat(json.depth()));
        files.extend([(json, api_json(&records)), (csv, api_csv(&records))]);
    }
    files.into_iter().map(|(path, bytes)| output(path, OutputKind::Machine, bytes)).collect()
}

/// The sitemap, `robots.txt` and the reports as data.
fn machine_files(viewer: &Viewer<'_>, renderer: &Renderer<'_>, pages: &[Page]) -> Vec<Result<Output, Vec<Finding>>> {
    let mut files: Vec<(String, Rendered)> = Vec::new();
    let urls = viewer.sitemap(pages);
    let sitemap = if urls.is_empty() { String::new() } else { viewer.urls().absolute("sitemap.xml") };
    if urls.len() > SITEMAP_LIMIT {
        let names: Vec<String> =
            (1..=urls.len().div_ceil(SITEMAP_LIMIT)).map(|part| format!("sitemap-{part}.xml")).collect();
        let locations: Vec<String> = names.iter().map(|name| viewer.urls().absolute(name)).collect();
        files.push(("sitemap.xml".to_owned(), Ok(sitemap_index(&locations))));
        files.extend(names.into_iter().zip(urls.chunks(SITEMAP_LIMIT).map(|chunk| renderer.sitemap(chunk))));
    } else if !urls.is_empty() {
        files.push(("sitemap.xml".to_owned(), renderer.sitemap(&urls)));
    }
    files.push(("robots.txt".to_owned(), renderer.robots(&sitemap)));
    let records = viewer.records();
    files.push(("reports.json".to_owned(), Ok(api_json(&records))));
    files.push(("reports.csv".to_owned(), Ok(api_csv(&records))));
    files.push(("relations.json".to_owned(), Ok(api_json(&viewer.relation_records()))));
    files.push(("reports.schema.json".to_owned(), Ok(REPORTS_SCHEMA.as_bytes().to_vec())));
    files.push(("relations.schema.json".to_owned(), Ok(RELATIONS_SCHEMA.as_bytes().to_vec())));
    let made = files.into_iter().filter_map(|(name, rendered)| Some((OutPath::new(&name).ok()?, rendered)));
    made.map(|(path, rendered)| rendered.map(|bytes| output(path, OutputKind::Machine, bytes))).collect()
}
