//! Incremental builds: checks and links a site again and again, and does only what changed since the time before. Files are
//! told apart by their stamps and hashes. Linking is done anew, unless only texts changed of which no other page shows
//! anything.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::base::{Code, Finding, Lazy, Severity, SourcePath};
use crate::check::CheckedFile;
use crate::config::Settings;
use crate::link::{self, Site, SiteIndex};
use crate::load::{FileBody, Snapshot, SourceFile, same_files};
use crate::pipeline::assets::assets;
use crate::pipeline::ballots::ballots;
use crate::pipeline::fingerprint::Fingerprint;
use crate::pipeline::known_file::{KnownFile, find, pair};
use crate::pipeline::saved_files::Recheck;
use crate::pipeline::{self, Change, Linked, Options, Progress, Step};
use crate::skin::{Skin, skin};

/// Checks and links a site, and remembers what the next time needs. The default remembers nothing.
#[derive(Default)]
pub struct IncrementalLinker {
    /// Has the last good state of what has errors stand in for it: for previews, never for publishing.
    keeps_last_good: bool,
    /// Checked files, sorted by path.
    files: Vec<KnownFile>,
    /// Checks files that the cache has lost.
    recheck: Option<Arc<Recheck>>,
    /// The fingerprint of the build before.
    fingerprint: Option<Fingerprint>,
    /// The linked site of the build before. It is fetched from the cache only where it can be taken over.
    linked: Lazy<Option<LinkedSite>>,
    before: Option<Before>,
}

/// The build before, as far as it was in this process.
struct Before {
    snapshot: Arc<Snapshot>,
    site: Arc<Site>,
    settings: Arc<Settings>,
    settings_findings: Vec<Finding>,
    skin: Arc<Skin>,
    skin_findings: Vec<Finding>,
    is_skin_bad: bool,
    publication: link::Publication,
}

/// A linked site without its settings and files, and the findings of linking.
#[derive(Debug, Serialize, Deserialize)]
pub struct LinkedSite {
    index: Arc<SiteIndex>,
    found: Vec<Finding>,
}

/// All Markdown files of a build, checked.
#[derive(Default)]
struct CheckedFiles {
    /// The files, sorted by path.
    known: Vec<KnownFile>,
    /// The files that were made of another text before.
    changed: Vec<CheckedFile>,
    /// Why files could not be read.
    unread: Vec<Finding>,
}

impl CheckedFiles {
    fn files(&self) -> Vec<CheckedFile> {
        self.known.iter().map(|file| Arc::clone(&file.checked)).collect()
    }

    /// Returns what is wrong with each file by itself.
    fn findings(&self) -> impl Iterator<Item = Finding> {
        let with_findings = self.known.iter().filter(|file| file.has_findings);
        self.unread.iter().cloned().chain(with_findings.flat_map(|file| file.checked.findings.iter().cloned()))
    }

    /// Returns true if an earlier text stands in for that of a file.
    fn is_stand_in(&self, path: &SourcePath) -> bool {
        find(&self.known, path).is_some_and(|file| file.stands_in)
    }
}

impl IncrementalLinker {
    /// Makes a linker for previews, in which the last good state of what has errors stands in for it.
    pub fn for_previews() -> Self {
        Self { keeps_last_good: true, ..Self::default() }
    }

    /// Makes a linker that goes on from a build of another process. Without a fingerprint it takes over checked files alone.
    pub fn restored(
        files: Vec<KnownFile>,
        recheck: Arc<Recheck>,
        fingerprint: Option<Fingerprint>,
        linked: Lazy<Option<LinkedSite>>,
    ) -> Self {
        Self { files, recheck: Some(recheck), fingerprint, linked, ..Self::default() }
    }

    /// Forgets all builds.
    pub fn reset(&mut self) {
        *self = Self { keeps_last_good: self.keeps_last_good, ..Self::default() };
    }

    /// The checked files of the last build, sorted by path.
    pub fn files(&self) -> &[KnownFile] {
        &self.files
    }

    /// The linked site of the last build.
    pub fn linked_site(&self) -> Option<&LinkedSite> {
        self.linked.as_ref()
    }

    /// The fingerprint of the last build.
    pub fn fingerprint(&self) -> Option<&Fingerprint> {
        self.fingerprint.as_ref()
    }

    /// Returns why files could not be read that the cache had lost. With any, nothing that was made of the site is right.
    pub fn failures(&self) -> Vec<Finding> {
        self.recheck.as_ref().map_or_else(Vec::new, |recheck| recheck.failures())
    }

    /// Returns true if nothing was touched since the build before.
    pub fn is_same(&self, snapshot: &Snapshot, options: &Options) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|before| before.snapshot.is_same(snapshot) && before.publication == options.publication)
    }

    /// The files as of the build before.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.before.as_ref().map(|before| &*before.snapshot)
    }

    /// Checks and links the files of a site.
    pub fn link(&mut self, mut snapshot: Snapshot, options: &Options, progress: Progress<'_>) -> Linked {
        let mut findings = snapshot.findings.clone();
        let (settings, settings_findings) = self.settings(&snapshot, options);
        let settings_file = pipeline::settings_file(&snapshot);
        findings.extend(settings_findings.iter().cloned());
        let (skin, skin_findings) = self.skin(&snapshot, &settings, &settings_file);
        findings.extend(skin_findings.iter().cloned());

        let is_skin_bad = self.is_skin_bad(&skin, &skin_findings);
        let all = self.check_all(&snapshot, &settings, progress);
        snapshot.findings.extend(all.unread.iter().cloned());
        findings.extend(all.findings());

        progress(Step::Begin("linking", all.known.len()));
        let fingerprint = Fingerprint::of(&snapshot);
        let is_published_alike = self.before.as_ref().is_none_or(|before| before.publication == options.publication);
        let change = match &self.fingerprint {
            Some(before) if is_published_alike && all.unread.is_empty() => {
                self.change(before.change(&fingerprint), &all.changed)
            }
            _ => Change::Everything,
        };
        let taken_over = self.take_over(&change);
        let is_linked_anew = taken_over.is_none();
        let (site, found) = match taken_over {
            Some(LinkedSite { index, found }) => {
                progress(Step::Reused(all.known.len()));
                (Site::new(Arc::clone(&settings), all.files(), index), found)
            }
            None => self.link_anew(all.files(), &snapshot, &settings, &settings_file, (&skin, &skin_findings), options),
        };
        let site = Arc::new(site);
        // Places in a text that stands in are not places in the file.
        findings.extend(found.iter().filter(|finding| !all.is_stand_in(&finding.file)).cloned());
        let names_unknown = findings.iter().any(|finding| finding.code == Code::TemplateError);
        let mut findings = pipeline::with_severities(findings, &settings, options);
        pipeline::sort(&mut findings);
        let snapshot = Arc::new(snapshot);
        let touched = match (&self.before, &self.fingerprint) {
            (Some(_), Some(before)) => Fingerprint::touched((before, &self.files), (&fingerprint, &all.known)),
            _ => Vec::new(),
        };
        self.files = all.known;
        self.fingerprint = Some(fingerprint);
        self.linked = Lazy::Ready(Some(LinkedSite { index: Arc::clone(site.index()), found }));
        self.before = Some(Before {
            snapshot: Arc::clone(&snapshot),
            site: Arc::clone(&site),
            settings,
            settings_findings,
            skin: Arc::clone(&skin),
            skin_findings,
            is_skin_bad,
            publication: options.publication,
        });
        Linked {
            snapshot,
            site,
            skin,
            findings,
            change,
            touched,
            is_linked_anew,
            is_skin_bad: is_skin_bad || names_unknown && !self.keeps_last_good,
            prepared: OnceLock::new(),
        }
    }

    /// Takes the site of the build before, if linking anew is sure to give the same: if only texts changed of which other pages
    /// show nothing, and linking found nothing in them whose place may have moved.
    fn take_over(&mut self, change: &Change) -> Option<LinkedSite> {
        let Change::Texts(texts) = change else { return None };
        let mentions = |finding: &Finding| {
            texts.contains(&finding.file) || finding.related.iter().any(|related| texts.contains(&related.file))
        };
        let is_sure = !self.linked.as_ref()?.found.iter().any(mentions);
        is_sure.then(|| std::mem::take(&mut self.linked).into_value())?
    }

    fn link_anew(
        &self,
        files: Vec<CheckedFile>,
        snapshot: &Snapshot,
        settings: &Arc<Settings>,
        settings_file: &SourcePath,
        (skin, skin_findings): (&Skin, &[Finding]),
        options: &Options,
    ) -> (Site, Vec<Finding>) {
        // On all cores here, because linking reads one after the other.
        files.par_iter().for_each(|file| file.fetch());
        let mut findings = Vec::new();
        let others = (assets(snapshot, &files, settings, &mut findings), ballots(snapshot, &mut findings));
        let before = self.before.as_ref().map(|before| &*before.site);
        let (skin_outputs, settings) = (skin.outputs(), Arc::clone(settings));
        let (site, of_links) =
            link::link(files, others, &skin_outputs, settings, settings_file, options.publication, before);
        findings.extend(of_links);
        // Where templates have errors, none is there, and each would be said to be missing.
        if !skin_findings.iter().any(|finding| finding.code == Code::TemplateError) {
            findings.extend(pipeline::unknown_templates(&site, skin));
        }
        (site, findings)
    }

    /// Returns the settings: those of the build before if the file is the same, or if it has errors now and this is a preview.
    fn settings(&self, snapshot: &Snapshot, options: &Options) -> (Arc<Settings>, Vec<Finding>) {
        let before = self.before.as_ref();
        if let Some(before) = before
            && let (Some(was), Some(is)) = (&before.snapshot.settings, &snapshot.settings)
            && was.text() == is.text()
        {
            return (Arc::clone(&before.settings), before.settings_findings.clone());
        }
        let mut findings = Vec::new();
        let settings = pipeline::settings(snapshot, options, &mut findings);
        match before {
            Some(before) if self.keeps_last_good && has_errors(&findings) => (Arc::clone(&before.settings), findings),
            _ => (Arc::new(settings), findings),
        }
    }

    /// Returns the skin: that of the build before if its files are the same, or if they have errors now and this is a preview.
    fn skin(&self, snapshot: &Snapshot, settings: &Arc<Settings>, file: &SourcePath) -> (Arc<Skin>, Vec<Finding>) {
        let before = self.before.as_ref();
        if let Some(before) = before
            && Arc::ptr_eq(&before.settings, settings)
            && same_files(&before.snapshot.skins, &snapshot.skins)
        {
            return (Arc::clone(&before.skin), before.skin_findings.clone());
        }
        let (skin, findings) = skin(snapshot, settings, file);
        match before {
            Some(before) if self.keeps_last_good && !before.is_skin_bad && has_errors(&findings) => {
                (Arc::clone(&before.skin), findings)
            }
            _ => (Arc::new(skin), findings),
        }
    }

    /// Returns true if the skin cannot be used: its templates have errors, and it does not stand for one that has.
    fn is_skin_bad(&self, skin: &Arc<Skin>, findings: &[Finding]) -> bool {
        match self.before.as_ref().filter(|before| Arc::ptr_eq(&before.skin, skin)) {
            Some(before) => before.is_skin_bad,
            None => findings.iter().any(|finding| finding.code == Code::TemplateError),
        }
    }

    /// Checks all files, on all cores, but those that are as they were.
    fn check_all(&self, snapshot: &Snapshot, settings: &Settings, progress: Progress<'_>) -> CheckedFiles {
        let is_alike = self.before.as_ref().is_none_or(|before| before.settings.has_same_checks(settings));
        let texts: Vec<&Arc<SourceFile>> =
            snapshot.content.values().filter(|file| matches!(file.body, FileBody::Markdown)).collect();
        progress(Step::Begin("checking", texts.len()));
        let reused = AtomicUsize::new(0);
        let before = pair(&texts, &self.files);
        let check = |(file, known): (&&Arc<SourceFile>, Option<&KnownFile>)| {
            let checked = KnownFile::check(file, known.filter(|_| is_alike), settings);
            if checked.as_ref().is_ok_and(|checked| is_same(known, checked)) {
                reused.fetch_add(1, Ordering::Relaxed);
            }
            progress(Step::Item);
            checked
        };
        let checked: Vec<Result<KnownFile, Finding>> =
            texts.par_iter().zip(before.par_iter().copied()).map(check).collect();
        progress(Step::Reused(reused.into_inner()));

        let mut all = CheckedFiles::default();
        for (before, checked) in before.into_iter().zip(checked) {
            match checked {
                Ok(file) => {
                    let file = self.with_stand_in(before, file);
                    if !is_same(before, &file) {
                        all.changed.push(Arc::clone(&file.checked));
                    }
                    all.known.push(file);
                }
                Err(finding) => all.unread.push(finding),
            }
        }
        all
    }

    /// Has the last good text of a file stand in for it where this is a preview and the file cannot be understood.
    fn with_stand_in(&self, before: Option<&KnownFile>, file: KnownFile) -> KnownFile {
        let good = before
            .filter(|before| self.keeps_last_good && file.checked.entry.is_none() && before.checked.entry.is_some());
        match good.and_then(|good| good.checked.with_findings(file.checked.findings.clone())) {
            Some(checked) => {
                let has_findings = !checked.findings.is_empty();
                KnownFile { has_findings, checked: Arc::new(checked), stands_in: true, ..file }
            }
            None => file,
        }
    }

    /// Returns the change of all files, Markdown included, from that of all others.
    fn change(&self, of_others: Change, changed: &[CheckedFile]) -> Change {
        let Change::Texts(mut texts) = of_others else { return Change::Everything };
        for checked in changed {
            let before = find(&self.files, &checked.path);
            if before.is_none_or(|before| !before.checked.has_interface_of(checked)) {
                return Change::Everything;
            }
            texts.insert(checked.path.clone());
        }
        Change::Texts(texts)
    }
}

/// Returns true if a file is the very one that is known.
fn is_same(known: Option<&KnownFile>, file: &KnownFile) -> bool {
    known.is_some_and(|known| Arc::ptr_eq(&known.checked, &file.checked))
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
