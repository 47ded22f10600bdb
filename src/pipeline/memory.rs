//! What is remembered from build to build, so that the next one does only what changed: files by their stamps and
//! hashes, checked files by their texts. Linking is done anew, unless only texts changed that no other file sees anything of.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::base::code::Code;
use crate::base::finding::{Finding, Severity};
use crate::base::hash::Hash;
use crate::base::lazy::Lazy;
use crate::base::path::SourcePath;
use crate::check::{CheckedFile, check};
use crate::config::Settings;
use crate::link::{self, Site, SiteIndex};
use crate::load::{FileBody, FileState, Snapshot, SourceFile, same_files};
use crate::parse::parse;
use crate::pipeline::past::Past;
use crate::pipeline::{self, Change, Linked, Options, Progress, Step};
use crate::skin::{Skin, skin};

/// A checked file and the text that it was made of.
#[derive(Clone, Debug)]
pub struct Known {
    /// Where it is.
    pub path: SourcePath,
    /// What the system said of the file when it was read.
    pub seen: FileState,
    /// The hash of its text.
    pub hash: Hash,
    /// What was made of it.
    pub checked: CheckedFile,
    /// Whether something is wrong with it by itself: asked of each, while most need not be fetched.
    pub has_findings: bool,
    /// Whether that is the last good text, because this one has errors.
    pub stands_in: bool,
}

/// What is remembered from build to build. The default remembers nothing.
#[derive(Default)]
pub struct Memory {
    /// Whether the last good state of what has errors now stands in for it: for previews, never for publishing.
    pub keeps_good: bool,
    /// Checked files, sorted by path.
    pub known: Vec<Known>,
    /// What the build before was made of.
    pub past: Option<Past>,
    /// The site of the build before: what is stored is fetched only where it can be taken over.
    pub linked: Lazy<Option<LinkedSite>>,
    before: Option<Before>,
}

/// What the build before left in memory.
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

/// What linking the files of a site gave: all of the site but its settings and files, and the findings.
#[derive(Debug, Serialize, Deserialize)]
pub struct LinkedSite {
    index: Arc<SiteIndex>,
    found: Vec<Finding>,
}

/// What checking all files came to.
struct AllChecked {
    files: Vec<CheckedFile>,
    known: Vec<Known>,
    unread: Vec<Finding>,
    /// Files that were made of another text before.
    changed: Vec<CheckedFile>,
    /// Files that the last good text stands in for.
    standing_in: BTreeSet<SourcePath>,
}

impl Memory {
    /// Whether nothing was touched since the build before.
    pub fn is_same(&self, snapshot: &Snapshot, options: &Options) -> bool {
        let before = self.before.as_ref();
        before.is_some_and(|before| before.snapshot.is_same(snapshot) && before.publication == options.publication)
    }

    /// The files as they were when they were last looked at.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.before.as_ref().map(|before| &*before.snapshot)
    }

    /// Checks and links what a look at the site's folder gave.
    pub fn link(&mut self, mut snapshot: Snapshot, options: &Options, progress: Progress<'_>) -> Linked {
        let mut findings = snapshot.findings.clone();
        let (settings, settings_findings) = self.settings(&snapshot, options);
        let settings_file = pipeline::settings_file(&snapshot);
        findings.extend(settings_findings.iter().cloned());
        let (skin, skin_findings) = self.skin(&snapshot, &settings, &settings_file);
        findings.extend(skin_findings.iter().cloned());

        let is_old_skin = self.before.as_ref().is_some_and(|before| Arc::ptr_eq(&before.skin, &skin));
        let was_bad = is_old_skin && self.before.as_ref().is_some_and(|before| before.is_skin_bad);
        let has_template_errors = skin_findings.iter().any(|finding| finding.code == Code::TemplateError);
        let is_skin_bad = was_bad || has_template_errors && !is_old_skin;
        let is_checked_alike = self.before.as_ref().is_none_or(|before| before.settings.has_same_checks(&settings));
        let all = self.check_all(&snapshot, &settings, is_checked_alike, progress);
        snapshot.findings.extend(all.unread.iter().cloned());
        findings.extend(all.unread.iter().cloned());
        let with_findings = all.known.iter().filter(|known| known.has_findings);
        findings.extend(with_findings.flat_map(|known| known.checked.findings.iter().cloned()));

        progress(Step::Begin("linking", all.files.len()));
        let past = Past::of(&snapshot);
        let is_published_alike = self.before.as_ref().is_none_or(|before| before.publication == options.publication);
        let change = match &self.past {
            Some(before) if is_published_alike && all.unread.is_empty() => {
                self.change(before.change(&past), &all.changed)
            }
            _ => Change::Everything,
        };
        let taken_over = self.take_over(&change);
        let is_linked_anew = taken_over.is_none();
        let (site, found) = match taken_over {
            Some(LinkedSite { index, found }) => {
                progress(Step::Reused(all.files.len()));
                (Site::new(Arc::clone(&settings), all.files, index), found)
            }
            None => self.linked(all.files, &snapshot, &settings, &settings_file, (&skin, &skin_findings), options),
        };
        let site = Arc::new(site);
        // Places in a text that stands in are not places in the file.
        let in_files = found.iter().filter(|finding| !all.standing_in.contains(&finding.file));
        findings.extend(in_files.cloned());
        let names_unknown = findings.iter().any(|finding| finding.code == Code::TemplateError);
        let mut findings = pipeline::shown(findings, &settings, options);
        pipeline::sort(&mut findings);
        let snapshot = Arc::new(snapshot);
        let touched = self.before.as_ref().map(|before| self.touched(&before.snapshot, &snapshot, &all.known));
        self.known = all.known;
        self.past = Some(past);
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
        let linked = Linked::new(snapshot, site, skin, findings, change);
        Linked {
            touched: touched.unwrap_or_default(),
            is_linked_anew,
            is_skin_bad: is_skin_bad || names_unknown && !self.keeps_good,
            ..linked
        }
    }

    /// The site of the build before, where linking anew is sure to give the same: where only texts changed that others
    /// see nothing of, and in which linking found nothing, so that no place in them has moved.
    fn take_over(&mut self, change: &Change) -> Option<LinkedSite> {
        let Change::Texts(texts) = change else { return None };
        let mentions = |finding: &Finding| {
            texts.contains(&finding.file) || finding.related.iter().any(|related| texts.contains(&related.file))
        };
        let is_sure = !self.linked.as_ref()?.found.iter().any(mentions);
        is_sure.then(|| std::mem::take(&mut self.linked).into_value())?
    }

    /// Links all files anew.
    fn linked(
        &self,
        files: Vec<CheckedFile>,
        snapshot: &Snapshot,
        settings: &Arc<Settings>,
        settings_file: &SourcePath,
        (skin, skin_findings): (&Skin, &[Finding]),
        options: &Options,
    ) -> (Site, Vec<Finding>) {
        // Here, on all cores: linking asks for one after the other.
        files.par_iter().for_each(|file| file.fetch());
        let mut found = Vec::new();
        let assets = pipeline::assets(snapshot, &files, &mut found);
        let before = self.before.as_ref().map(|before| &*before.site);
        let (skin_outputs, settings) = (skin.outputs(), Arc::clone(settings));
        let (site, of_links) =
            link::link(files, assets, &skin_outputs, settings, settings_file, options.publication, before);
        found.extend(of_links);
        // Where templates have errors, none is there, and each would be said to be missing.
        if !skin_findings.iter().any(|finding| finding.code == Code::TemplateError) {
            found.extend(pipeline::unknown_templates(&site, skin));
        }
        (site, found)
    }

    /// The files whose content is not as it was, came or went.
    fn touched(&self, before: &Snapshot, now: &Snapshot, known: &[Known]) -> Vec<SourcePath> {
        let is_other = |was: &Arc<SourceFile>, is: &Arc<SourceFile>| match (&was.body, &is.body) {
            _ if Arc::ptr_eq(was, is) => false,
            (FileBody::Markdown, FileBody::Markdown) => {
                let hash = |known| find(known, &is.path).map(|known| known.hash);
                hash(&self.known) != hash(known)
            }
            (FileBody::Text(was), FileBody::Text(is)) => was != is,
            _ => was.state.stamp != is.state.stamp,
        };
        let mut touched = Vec::new();
        for (before, now) in [(&before.content, &now.content), (&before.skins, &now.skins)] {
            // Both are sorted.
            let mut left = before.values().peekable();
            for is in now.values() {
                while let Some(gone) = left.next_if(|was| was.path < is.path) {
                    touched.push(gone.path.clone());
                }
                match left.next_if(|was| was.path == is.path) {
                    Some(was) if !is_other(was, is) => {}
                    _ => touched.push(is.path.clone()),
                }
            }
            touched.extend(left.map(|gone| gone.path.clone()));
        }
        match (&before.settings, &now.settings) {
            (Some(was), Some(is)) if !is_other(was, is) => {}
            (None, None) => {}
            (was, is) => touched.extend(is.as_ref().or(was.as_ref()).map(|file| file.path.clone())),
        }
        touched.sort_unstable();
        touched
    }

    /// The settings: those of the build before where the file was not touched, or where it has errors now.
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
            Some(before) if self.keeps_good && has_errors(&findings) => (Arc::clone(&before.settings), findings),
            _ => (Arc::new(settings), findings),
        }
    }

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
            Some(before) if self.keeps_good && !before.is_skin_bad && has_errors(&findings) => {
                (Arc::clone(&before.skin), findings)
            }
            _ => (Arc::new(skin), findings),
        }
    }

    fn check_all(
        &self,
        snapshot: &Snapshot,
        settings: &Settings,
        is_alike: bool,
        progress: Progress<'_>,
    ) -> AllChecked {
        let texts: Vec<&Arc<SourceFile>> =
            snapshot.content.values().filter(|file| matches!(file.body, FileBody::Markdown)).collect();
        progress(Step::Begin("checking", texts.len()));
        let reused = AtomicUsize::new(0);
        let known = beside(&texts, &self.known);
        let one = |(file, known): (&&Arc<SourceFile>, Option<&Known>)| {
            let found = check_one(file, known.filter(|_| is_alike), settings);
            if let Ok(found) = &found
                && known.is_some_and(|known| Arc::ptr_eq(&known.checked, &found.checked))
            {
                reused.fetch_add(1, Ordering::Relaxed);
            }
            progress(Step::Item);
            found
        };
        let found: Vec<Result<Known, Finding>> = texts.par_iter().zip(known.par_iter().copied()).map(one).collect();
        progress(Step::Reused(reused.into_inner()));

        let mut all = AllChecked {
            files: Vec::with_capacity(found.len()),
            known: Vec::with_capacity(found.len()),
            unread: Vec::new(),
            changed: Vec::new(),
            standing_in: BTreeSet::new(),
        };
        for (before, found) in known.into_iter().zip(found) {
            match found {
                Ok(found) => self.take(before, found, &mut all),
                Err(finding) => all.unread.push(finding),
            }
        }
        all
    }

    fn take(&self, before: Option<&Known>, mut found: Known, all: &mut AllChecked) {
        if let Some(before) = before
            && self.keeps_good
            && found.checked.entry.is_none()
            && before.checked.entry.is_some()
            && let Some(copy) = before.checked.with_findings(found.checked.findings.clone())
        {
            found.has_findings = !copy.findings.is_empty();
            found.checked = Arc::new(copy);
            found.stands_in = true;
        }
        if found.stands_in {
            all.standing_in.insert(found.path.clone());
        }
        if before.is_none_or(|before| !Arc::ptr_eq(&before.checked, &found.checked)) {
            all.changed.push(Arc::clone(&found.checked));
        }
        all.files.push(Arc::clone(&found.checked));
        all.known.push(found);
    }

    /// What is different, Markdown included.
    fn change(&self, of_others: Change, changed: &[CheckedFile]) -> Change {
        let Change::Texts(mut texts) = of_others else { return Change::Everything };
        for checked in changed {
            let known = find(&self.known, &checked.path);
            if known.is_none_or(|known| !known.checked.has_interface_of(checked)) {
                return Change::Everything;
            }
            texts.insert(checked.path.clone());
        }
        Change::Texts(texts)
    }
}

/// Checks one file, unless it is known already.
fn check_one(file: &SourceFile, known: Option<&Known>, settings: &Settings) -> Result<Known, Finding> {
    if let Some(known) = known
        && known.seen.is_certainly_same(&file.state)
    {
        return Ok(known.clone());
    }
    let (text, seen) = file.read()?;
    let hash = Hash::of(text.as_bytes());
    if let Some(known) = known
        && known.hash == hash
    {
        return Ok(Known { seen, ..known.clone() });
    }
    let document = parse(&file.path, &text, settings.markdown);
    let checked = check(document, &text, settings);
    let has_findings = !checked.findings.is_empty();
    if has_findings {
        file.keep_text(text);
    }
    let checked = Arc::new(checked);
    Ok(Known { path: file.path.clone(), seen, hash, checked, has_findings, stands_in: false })
}

/// What is known of a file.
fn find<'a>(known: &'a [Known], path: &SourcePath) -> Option<&'a Known> {
    known.binary_search_by(|known| known.path.cmp(path)).ok().map(|place| &known[place])
}

/// What is known of each file. Both lists are sorted.
fn beside<'a>(files: &[&Arc<SourceFile>], known: &'a [Known]) -> Vec<Option<&'a Known>> {
    let mut known = known.iter().peekable();
    let of_file = |file: &&Arc<SourceFile>| {
        while known.next_if(|known| known.path < file.path).is_some() {}
        known.next_if(|known| known.path == file.path)
    };
    files.iter().map(of_file).collect()
}

fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
