//! `new`: a report, an edition, a theme or a page, with front matter that is right from the start.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::base::slug::slug;
use crate::base::suggest;
use crate::base::yaml::quote_if_needed;
use crate::check::Entry;
use crate::cli::arguments::{Common, New};
use crate::cli::{Outcome, build, out, problem, usage};
use crate::link::{Publication, Site};
use crate::pipeline::{Options, link_site};

/// Makes what is asked for. No file that is there is overwritten.
pub fn create(common: &Common, new: &New) -> Outcome {
    let (root, today) = match (build::root(common), build::today(None)) {
        (Ok(root), Ok(today)) => (root, today),
        (Err(outcome), _) | (_, Err(outcome)) => return outcome,
    };
    let publication = Publication { today, drafts: true, future: true, expired: true };
    let options = Options { config: common.config.clone(), publication, ..Options::new(&root, today) };
    let linked = link_site(&options, &|_| {});
    if linked.snapshot.settings.is_none() {
        return usage(
            "there is no `trendpress.yaml` here",
            "go to the folder of a site, or make one with `trendpress init`",
        );
    }
    let site = &linked.site;
    let files = match new {
        New::Report { title, kind, edition } => report(site, title, kind.as_deref(), edition.as_deref(), today),
        New::Edition { id, empty } => edition(site, id, *empty),
        New::Theme { label } => words(label, "themes", "summary: \n"),
        New::Page { title } => words(title, "pages", ""),
    };
    match files {
        Ok(files) => save(common, &root, &files),
        Err((message, help)) => usage(&message, &help),
    }
}

/// Files to write: path below the site's root, and text. Or what is wrong, and what to do.
type Files = Result<Vec<(String, String)>, (String, String)>;

fn report(site: &Site, title: &str, kind: Option<&str>, edition: Option<&str>, today: jiff::civil::Date) -> Files {
    let kinds = || site.settings.kinds().iter().map(|kind| &*kind.id);
    let kind = match kind {
        None => 0,
        Some(kind) => site.settings.find_kind(kind).ok_or_else(|| {
            let help = suggest::did_you_mean(kind, kinds(), || {
                format!("kinds of this site: {}", kinds().collect::<Vec<_>>().join(", "))
            });
            (format!("there is no kind `{kind}`"), help)
        })?,
    };
    let Some(kind) = kinds().nth(kind) else { return Err(("the site has no kinds".to_owned(), String::new())) };
    let mut front = format!("---\ntitle: {}\nkind: {kind}\nthemes: []\nsummary: \n", quote_if_needed(title));
    let editions = || site.editions.iter().map(|edition| &*edition.id);
    let folder = match edition.or_else(|| editions().next_back()) {
        Some(edition) => match folder_of(site, edition) {
            Some(folder) => folder,
            None if editions().any(|known| known == edition) => {
                let _ = writeln!(front, "edition: \"{edition}\"");
                "content".to_owned()
            }
            None => {
                let help = suggest::did_you_mean(edition, editions(), || {
                    format!("make it: `trendpress new edition {edition}`")
                });
                return Err((format!("there is no edition `{edition}`"), help));
            }
        },
        None => "content".to_owned(),
    };
    let _ = write!(front, "date: {today}\ndraft: true\n---\n\nWhat is it, and why now?\n");
    Ok(vec![(format!("{folder}/{}.md", named(title)?), front)])
}

/// The folder that holds an edition's words.
fn folder_of(site: &Site, edition: &str) -> Option<String> {
    let edition = site.editions.iter().find(|known| known.id == edition)?;
    Some(site.files[edition.texts[0]?].path.folder().to_owned())
}

/// The stem of a file for a title.
fn named(title: &str) -> Result<String, (String, String)> {
    match slug(title) {
        id if id.is_empty() => {
            Err((format!("`{title}` has no letter or digit to make a name of"), "give it another title".to_owned()))
        }
        id => Ok(id),
    }
}

fn words(title: &str, folder: &str, more: &str) -> Files {
    let text = format!("---\ntitle: {}\n{more}---\n\n", quote_if_needed(title));
    Ok(vec![(format!("content/{folder}/{}.md", named(title)?), text)])
}

/// A new edition: a draft, with the newest edition's topics as drafts that nobody has decided on.
fn edition(site: &Site, id: &str, empty: bool) -> Files {
    let id = named(id)?;
    if site.editions.iter().any(|edition| edition.id == id) {
        return Err((format!("edition {id} exists"), "name another".to_owned()));
    }
    let text = format!(
        "---\ntitle: {}\nsummary: \ndraft: true\n---\n\n",
        quote_if_needed(&format!("{} {id}", site.settings.language().title))
    );
    let mut files = vec![(format!("content/{id}/edition.md"), text)];
    let last = site.current_edition().filter(|_| !empty);
    for &report in last.map(|last| &*site.editions[last].reports).unwrap_or_default() {
        let Some(Entry::Report(entry)) = site.reports[report].texts[0].and_then(|file| site.files[file].entry.as_ref())
        else {
            continue;
        };
        files.push((format!("content/{id}/{}.md", site.reports[report].id), carried(site, report, entry)));
    }
    Ok(files)
}

/// A report carried over: what stays true of the topic, without rank, votes and text.
fn carried(site: &Site, report: usize, entry: &crate::check::Report) -> String {
    let report = &site.reports[report];
    let settings = &site.settings;
    let mut text = format!(
        "---\ntitle: {}\nkind: {}\n",
        quote_if_needed(&entry.words.title.value),
        settings.kinds()[report.kind].id
    );
    if site.topics[report.topic].id != report.id {
        let _ = writeln!(text, "topic: {}", site.topics[report.topic].id);
    }
    let themes: Vec<&str> = report.themes.iter().map(|&theme| &*site.themes[theme].id).collect();
    let _ = writeln!(text, "themes: [{}]", themes.join(", "));
    for (number, relation) in settings.relations().iter().enumerate() {
        let named = entry.relations.iter().filter(|one| one.relation == Some(number));
        let targets: Vec<&str> = named.map(|one| &*one.to.value).collect();
        if !targets.is_empty() {
            let _ = writeln!(text, "{}: [{}]", relation.id, targets.join(", "));
        }
    }
    let last = &site.editions[report.edition].id;
    let _ = write!(text, "draft: true\nextra: {{status: undecided, carried_from: \"{last}\"}}\n---\n\n");
    let _ = writeln!(text, "Undecided: carried over from [{last}](../{last}/{}.md).", report.id);
    text
}

/// Writes the files, none of them over one that is there.
fn save(common: &Common, root: &Path, files: &[(String, String)]) -> Outcome {
    if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).exists()) {
        return usage(&format!("{path} exists"), "edit that file, or choose another title");
    }
    for (path, text) in files {
        let disk = root.join(path);
        let folder = disk.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| fs::write(&disk, text)) {
            problem(&format!("cannot write {path}: {error}"), "check the permissions");
            return Outcome::Failed;
        }
        if !common.quiet {
            out(&format!("{path}\n"));
        }
    }
    Outcome::Fine
}
