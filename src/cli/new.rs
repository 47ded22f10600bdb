//! `new`: writes a report, an edition, a theme or a page, with front matter that is right from the start.

use jiff::civil::Date;
use std::fs;
use std::path::Path;

use crate::base::yaml::quote_if_needed;
use crate::base::{slug, suggest};
use crate::check::{Entry, Report};
use crate::cli::arguments::{Common, New};
use crate::cli::options::options_for_all_content;
use crate::cli::terminal::{print_error, print_stdout, usage_error};
use crate::cli::{CommandResult, Outcome, new_parts};
use crate::link::Site;
use crate::pipeline::link_site;

/// A file to write.
struct NewFile {
    /// Its path below the site's root.
    path: String,
    text: String,
}

/// Writes new files. Overwrites none.
pub fn new(common: &Common, arguments: &New) -> CommandResult {
    let options = options_for_all_content(common, None)?;
    let linked = link_site(&options, &|_| {});
    if linked.snapshot.settings.is_none() {
        return Err(usage_error(
            "there is no `trendpress.yaml` here",
            "go to the folder of a site, or make one with `trendpress init`",
        ));
    }
    let site = &linked.site;
    let files = match arguments {
        New::Report { title, kind, edition } => {
            report(site, title, kind.as_deref(), edition.as_deref(), options.publication.today).map(|file| vec![file])
        }
        New::Edition { id, empty, parts } => edition(site, id, *empty, *parts),
        New::Theme { label } => text_file(label, "themes", "summary: \n").map(|file| vec![file]),
        New::Page { title } => text_file(title, "pages", "").map(|file| vec![file]),
    };
    write_files(common, &options.root, &files?)
}

fn report(site: &Site, title: &str, kind: Option<&str>, edition: Option<&str>, today: Date) -> CommandResult<NewFile> {
    let kind = kind_id(site, kind)?;
    let newest = site.editions.last().map(|edition| &*edition.id);
    let (folder, edition_line) = match edition.or(newest) {
        Some(edition) => edition_folder(site, edition)?,
        None => ("content".to_owned(), String::new()),
    };
    let text = format!(
        "---\ntitle: {}\nkind: {kind}\nthemes: []\nsummary: \n{edition_line}date: {today}\ndraft: true\n---\n\n\
         What is it, and why now?\n",
        quote_if_needed(title)
    );
    Ok(NewFile { path: format!("{folder}/{}.md", file_stem(title)?), text })
}

/// The id of the kind that was asked for, or of the site's first.
fn kind_id<'a>(site: &'a Site, name: Option<&str>) -> CommandResult<&'a str> {
    let kinds = || site.settings.kinds().iter().map(|kind| &*kind.id);
    let number = match name {
        None => 0,
        Some(name) => site.settings.find_kind(name).ok_or_else(|| {
            let help = suggest::did_you_mean(name, kinds(), || {
                format!("kinds of this site: {}", kinds().collect::<Vec<_>>().join(", "))
            });
            usage_error(&format!("there is no kind `{name}`"), &help)
        })?,
    };
    kinds().nth(number).ok_or_else(|| usage_error("the site has no kinds", ""))
}

/// The folder for new reports of an edition. If the edition has none, a line of front matter names the edition.
fn edition_folder(site: &Site, id: &str) -> CommandResult<(String, String)> {
    let Some(edition) = site.editions.iter().find(|edition| edition.id == id) else {
        let editions = site.editions.iter().map(|edition| &*edition.id);
        let help = suggest::did_you_mean(id, editions, || format!("make it: `trendpress new edition {id}`"));
        return Err(usage_error(&format!("there is no edition `{id}`"), &help));
    };
    Ok(match edition.texts[0].map(|file| &site.files[file]) {
        Some(file) => (file.path.folder().to_owned(), String::new()),
        None => ("content".to_owned(), format!("edition: \"{id}\"\n")),
    })
}

/// The stem of the file for a title.
fn file_stem(title: &str) -> CommandResult<String> {
    let id = slug(title);
    if id.is_empty() {
        let message = format!("`{title}` has no letter or digit to make a name of");
        return Err(usage_error(&message, "give it another title"));
    }
    Ok(id)
}

/// A file with a title, more front matter and no text yet.
fn text_file(title: &str, folder: &str, more_front_matter: &str) -> CommandResult<NewFile> {
    let text = format!("---\ntitle: {}\n{more_front_matter}---\n\n", quote_if_needed(title));
    Ok(NewFile { path: format!("content/{folder}/{}.md", file_stem(title)?), text })
}

/// A new edition: a draft, with the newest edition's topics as drafts that nobody has decided on, and its parts a year on.
fn edition(site: &Site, id: &str, is_empty: bool, has_parts: bool) -> CommandResult<Vec<NewFile>> {
    let id = file_stem(id)?;
    if site.editions.iter().any(|edition| edition.id == id) {
        return Err(usage_error(&format!("edition {id} exists"), "name another"));
    }
    let title = quote_if_needed(&format!("{} {id}", site.settings.language().title));
    let parts = new_parts::parts(site, &id, has_parts);
    let text = format!("---\ntitle: {title}\nsummary: \ndraft: true\n{parts}---\n\n");
    let mut files = vec![NewFile { path: format!("content/{id}/edition.md"), text }];
    if let Some(newest) = site.current_edition().filter(|_| !is_empty) {
        for &report in &site.editions[newest].reports {
            if let Some(Entry::Report(entry)) =
                site.reports[report].texts[0].and_then(|file| site.files[file].entry.as_ref())
            {
                let path = format!("content/{id}/{}.md", site.reports[report].id);
                files.push(NewFile { path, text: carried_over(site, report, entry) });
            }
        }
    }
    Ok(files)
}

/// The text of a report that is carried over: what stays true of its topic, without rank, votes and body.
fn carried_over(site: &Site, report: usize, entry: &Report) -> String {
    let report = &site.reports[report];
    let (topic, kind) = (&site.topics[report.topic].id, &site.settings.kinds()[report.kind].id);
    let mut lines = vec![
        "---".to_owned(),
        format!("title: {}", quote_if_needed(&entry.common.title.value)),
        format!("kind: {kind}"),
    ];
    if *topic != report.id {
        lines.push(format!("topic: {topic}"));
    }
    let themes: Vec<&str> = report.themes.iter().map(|&theme| &*site.themes[theme].id).collect();
    lines.push(format!("themes: [{}]", themes.join(", ")));
    for (number, relation) in site.settings.relations().iter().enumerate() {
        let relations = entry.relations.iter().filter(|typed| typed.relation == Some(number));
        let targets: Vec<&str> = relations.map(|typed| &*typed.to.value).collect();
        if !targets.is_empty() {
            lines.push(format!("{}: [{}]", relation.id, targets.join(", ")));
        }
    }
    let edition = &site.editions[report.edition].id;
    lines.push("draft: true".to_owned());
    lines.push(format!("extra: {{status: undecided, carried_from: \"{edition}\"}}\n---\n"));
    lines.push(format!("Undecided: carried over from [{edition}](../{edition}/{}.md).\n", report.id));
    lines.join("\n")
}

/// Writes files, unless one of them exists.
fn write_files(common: &Common, root: &Path, files: &[NewFile]) -> CommandResult {
    if let Some(NewFile { path, .. }) = files.iter().find(|file| root.join(&file.path).exists()) {
        return Err(usage_error(&format!("{path} exists"), "edit that file, or choose another title"));
    }
    for NewFile { path, text } in files {
        let file = root.join(path);
        let folder = file.parent().map_or(Ok(()), fs::create_dir_all);
        if let Err(error) = folder.and_then(|()| fs::write(&file, text)) {
            print_error(&format!("cannot write {path}: {error}"), "check the permissions");
            return Err(Outcome::SystemError);
        }
    }
    if !common.quiet {
        print_stdout(&files.iter().map(|file| format!("{}\n", file.path)).collect::<String>())?;
    }
    Ok(Outcome::Success)
}
