//! Reports two files with the words of one thing: of one theme, topic, edition or the home page, under two spellings of a
//! name (`Trust.md` and `trust.md`), or with two extensions. One of them would be lost without a word. Files of reports and
//! plain pages have addresses of their own, whose registry finds such pairs.

use std::collections::BTreeMap;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::check::{Checked, CheckedFile, FileRole};
use crate::link::Publication;

/// Reports each published file whose words are those of another one, too.
pub fn same_words(files: &[CheckedFile], publication: Publication, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<(&'static str, &str, Option<&str>), &Checked> = BTreeMap::new();
    for file in files {
        let (info, Some(entry)) = (&file.path_info, &file.entry) else { continue };
        let thing = match info.role {
            FileRole::Theme => "theme",
            FileRole::Topic => "topic",
            FileRole::Edition => "edition",
            FileRole::Home => "home page",
            FileRole::Report | FileRole::Page => continue,
        };
        if !publication.includes(entry.common()) {
            continue;
        }
        let other = *first.entry((thing, &info.id, info.language.as_deref())).or_insert(file);
        if other.path != file.path {
            let message = format!("two files have the words of the {thing} `{}`", info.id);
            let finding = Finding::new(Code::DuplicateUrl, &file.path, message).at(entry.common().title.span);
            let span = other.entry.as_ref().map(|entry| entry.common().title.span);
            findings.push(finding.help("keep one of the two").related(&other.path, span, "the other file"));
        }
    }
}
