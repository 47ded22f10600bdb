//! Tags: reports with nothing but `title` and `tags` give the site that `kind` and `themes` give.

use std::collections::BTreeSet;

use serde_json::Value;
use trendpress::pipeline::{self, Build, Options};

use crate::test_site::{TODAY, TestSite, Tree, assert_same, outputs, repository};

/// The reports of the sample with the front matter that `front_matter` makes of kind, themes and number, below the title.
fn sample_with(front_matter: impl Fn(&[String; 3], Vec<String>, usize) -> String) -> TestSite {
    let sample = pipeline::link_site(&Options::new(repository(), TODAY), &|_| {});
    let site = TestSite::copy_of_sample();
    for number in 0..sample.site.reports.len() {
        let (file, report) = sample.site.report_source(number).unwrap();
        let kind = &sample.site.settings.kinds()[report.kind];
        let kind = [kind.id.clone(), kind.label.clone(), kind.plural.clone()];
        let themes = report.themes.iter().map(|theme| theme.value.written.clone()).collect();
        let text = std::fs::read_to_string(repository().join(file.path.as_str())).unwrap();
        let body = text.splitn(3, "---\n").last().unwrap();
        let title = Value::from(&*report.common.title.value);
        let front_matter = front_matter(&kind, themes, number);
        site.write(file.path.as_str(), format!("---\ntitle: {title}\n{front_matter}---\n{body}"));
    }
    site
}

/// The outputs without the revisions of reports, which differ wherever a file does.
fn without_revisions(build: &Build) -> Tree {
    let mut files = outputs(build);
    let revisions: Value = serde_json::from_slice(&files["revisions.json"]).unwrap();
    let reports = revisions["reports"].as_array().unwrap();
    let revisions: BTreeSet<&str> = reports
        .iter()
        .flat_map(|report| report["revisions"].as_object().unwrap().values())
        .map(|text| text.as_str().unwrap())
        .collect();
    assert!(revisions.len() > 80, "the sample has {} revisions", revisions.len());
    for bytes in files.values_mut() {
        if let Ok(mut text) = String::from_utf8(bytes.clone()) {
            for revision in revisions.iter().filter(|revision| bytes.windows(10).any(|at| at == revision.as_bytes())) {
                text = text.replace(revision, "revision");
            }
            *bytes = text.into_bytes();
        }
    }
    files
}

/// The findings without their places.
fn findings(build: &Build) -> Vec<String> {
    let findings = build.linked.findings.iter();
    findings.map(|finding| format!("{} {} {}", finding.file.as_str(), finding.code.name(), finding.message)).collect()
}

#[test]
fn title_and_tags_give_what_kind_and_themes_give() {
    let keys = sample_with(|[id, ..], themes, _| format!("kind: {id}\nthemes: [{}]\n", themes.join(", ")));
    let tags = sample_with(|[id, label, plural], mut themes, number| {
        let spellings =
            [id.clone(), label.clone(), plural.to_uppercase(), id.replace('-', "_"), plural.replace(' ', "-")];
        themes.insert(number % (themes.len() + 1), spellings[number % spellings.len()].clone());
        format!("tags: [{}]\n", themes.join(", "))
    });
    let (keys, tags) = (keys.build(), tags.build());
    assert_eq!(tags.linked.site.reports.len(), 84);
    assert_eq!(findings(&tags), findings(&keys));
    assert_same(&without_revisions(&tags), &without_revisions(&keys));
}
