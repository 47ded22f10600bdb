//! Gaps of a site: reports that nothing answers or connects, claims without source, missing translations. Doubts, not
//! errors; each can be switched off by its code.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::check::{self, Checked, Entry};
use crate::link::{Report, Site, Theme};

/// The fewest reports of a site whose gaps are worth a finding: a smaller one is only beginning.
const MIN_REPORTS: usize = 5;

/// Reports the gaps of a site.
pub fn gaps(site: &Site, findings: &mut Vec<Finding>) {
    let is_beginning = site.reports.len() < MIN_REPORTS;
    let (answered, translated) = (answered_kinds(site), translated_editions(site));
    let of_report = |number: usize| {
        let mut findings = Vec::new();
        let Some((file, entry)) = site.report_source(number) else { return findings };
        evidence(file, entry, &mut findings);
        if !is_beginning {
            let place = entry.common.title.span;
            findings.extend(unanswered(site, number, &answered, file, place));
            findings.extend(orphan(site, number, file, place));
            findings.extend(renamed(site, number, file, entry));
            translations(site, number, &translated, file, place, &mut findings);
        }
        findings
    };
    findings.par_extend((0..site.reports.len()).into_par_iter().flat_map_iter(of_report));
    if is_beginning {
        return;
    }
    single_themes(site, findings);
    short_editions(site, findings);
}

/// Reports figures without source and quotes without role.
fn evidence(file: &Checked, entry: &check::Report, findings: &mut Vec<Finding>) {
    let body = &file.body;
    let is_sourced = !entry.sources.is_empty() || body.outside_links > 0;
    if let Some(&claim) = body.claims.first().filter(|_| !is_sourced) {
        let finding = Finding::new(Code::UnsourcedFigure, &file.path, "a figure, and the report names no source");
        findings.push(finding.at(claim).help("add `sources:` to the front matter, or link to where it comes from"));
    }
    let is_bare = |quote: &&Located<check::Quote>| !quote.value.name.is_empty() && quote.value.role.is_empty();
    for quote in entry.quotes.iter().filter(is_bare) {
        let message = format!("the quote of {} does not say in which role", quote.value.name);
        let finding = Finding::new(Code::QuoteWithoutRole, &file.path, message).at(quote.span);
        findings.push(finding.help("add `role: …`, so that readers know who speaks"));
    }
}

/// Reports a report that no relation leads to, though relations lead to its kind.
fn unanswered(
    site: &Site,
    number: usize,
    answered: &FxHashSet<(usize, usize)>,
    file: &Checked,
    place: Span,
) -> Option<Finding> {
    let report = &site.reports[number];
    let relations = site.settings.relations();
    let inbound: Vec<_> = relations.iter().filter(|relation| relation.to == report.kind).collect();
    let is_answered = site.edges(number).iter().any(|edge| edge.is_inverse && edge.relation.is_some());
    // Where an edition has no report of the answering kind, or none of them relates to anything, it is not this report that
    // lacks something.
    if inbound.is_empty() || is_answered || !answered.contains(&(report.edition, report.kind)) {
        return None;
    }
    let kinds = site.settings.kinds();
    let names: Vec<String> =
        inbound.iter().map(|relation| format!("{} {}", kinds[relation.from].id, relation.id)).collect();
    let message = format!("no {} this {}", names.join(", and no "), kinds[report.kind].id);
    let help = format!("name it under `{}:` of a report that does, or switch the finding off", inbound[0].id);
    Some(Finding::new(Code::UnansweredReport, &file.path, message).at(place).help(help))
}

/// Returns each edition with the kinds that its reports could answer: reports of a kind from which a relation leads there, if
/// they relate to anything.
fn answered_kinds(site: &Site) -> FxHashSet<(usize, usize)> {
    let relates = |number: &usize| site.edges(*number).iter().any(|edge| edge.relation.is_some() && !edge.is_inverse);
    let answering = (0..site.reports.len()).filter(relates).map(|number| &site.reports[number]);
    let kinds: FxHashSet<(usize, usize)> = answering.map(|report| (report.edition, report.kind)).collect();
    let relations = site.settings.relations();
    let to = |(edition, kind)| {
        relations.iter().filter(move |relation| relation.from == kind).map(move |relation| (edition, relation.to))
    };
    kinds.into_iter().flat_map(to).collect()
}

/// Returns each edition with the languages into which any of its reports is translated.
fn translated_editions(site: &Site) -> FxHashSet<(usize, usize)> {
    let languages = |report: &'_ Report| {
        let (edition, texts) = (report.edition, report.texts.clone());
        let translated = texts.into_iter().enumerate().skip(1).filter(|(_, text)| text.is_some());
        translated.map(move |(language, _)| (edition, language))
    };
    site.reports.iter().flat_map(languages).collect()
}

/// Reports a report that nothing connects with any other.
fn orphan(site: &Site, number: usize, file: &Checked, place: Span) -> Option<Finding> {
    let report = &site.reports[number];
    let is_alone =
        site.edges(number).is_empty() && site.backlinks(number).is_empty() && site.related(number).is_empty();
    let topic = &site.topics[report.topic];
    let is_only_edition = topic.reports.len() == 1 && topic.origins.is_empty() && topic.offshoots.is_empty();
    // A part that is still to come may connect it.
    let may_be_connected = !site.editions[report.edition].is_whole() || site.is_awaited(None, &topic.id);
    let finding = || Finding::new(Code::OrphanReport, &file.path, "nothing connects this report with any other");
    (is_alone && is_only_edition && !may_be_connected)
        .then(|| finding().at(place).help("give it a theme that others have, a relation, or a link"))
}

/// Reports a topic that had another title before, which its report does not name.
fn renamed(site: &Site, number: usize, file: &Checked, entry: &check::Report) -> Option<Finding> {
    let before = site.change(number)?.title_before.as_ref()?;
    let topic = &site.topics[site.reports[number].topic];
    let is_named = |name: &str| name == before || slug(name) == slug(before) || topic.former_ids.contains(&slug(name));
    if entry.formerly.iter().any(|name| is_named(&name.value)) {
        return None;
    }
    let message = format!("the topic was called `{before}` before, and the report does not say so");
    let help = format!("add `formerly: [\"{}\"]`, or give it another topic", before.replace('"', "\\\""));
    Some(Finding::new(Code::RenamedTopic, &file.path, message).at(entry.common.title.span).help(help))
}

/// Reports the languages into which a report is not translated, though others of its edition are.
fn translations(
    site: &Site,
    number: usize,
    translated: &FxHashSet<(usize, usize)>,
    file: &Checked,
    place: Span,
    findings: &mut Vec<Finding>,
) {
    let report = &site.reports[number];
    for (language, own) in site.settings.languages.iter().enumerate().skip(1) {
        if report.texts[language].is_some() || !translated.contains(&(report.edition, language)) {
            continue;
        }
        let name = format!("{}.{}.{}", file.path.stem(), own.tag, file.path.extension());
        let message = format!("there is no translation into `{}`, which others of the edition have", own.tag);
        findings.push(
            Finding::new(Code::MissingTranslation, &file.path, message).at(place).help(format!("write `{name}`")),
        );
    }
}

/// Reports themes that only one report has, and none that is still to come.
fn single_themes(site: &Site, findings: &mut Vec<Finding>) {
    let awaited = site.awaited.iter().filter_map(|report| match &site.files[report.file].entry {
        Some(Entry::Report(report)) => Some(&report.themes),
        _ => None,
    });
    let awaited: FxHashSet<&str> = awaited.flatten().map(|theme| &*theme.value.id).collect();
    let is_single = |theme: &&Theme| theme.reports.len() == 1 && theme.editions.is_empty();
    for theme in site.themes.iter().filter(is_single).filter(|theme| !awaited.contains(&*theme.id)) {
        let Some((file, entry)) = site.report_source(theme.reports[0]) else { continue };
        let Some(name) = entry.themes.iter().find(|name| name.value.id == theme.id) else { continue };
        let message = format!("only this report has `{}`", name.value.written);
        let help = "give it to other reports that it cuts across, or leave it out";
        findings.push(Finding::new(Code::SingleReportTheme, &file.path, message).at(name.span).help(help));
    }
}

/// Reports editions that lost reports of one kind only: where all kinds shrank, the method changed.
fn short_editions(site: &Site, findings: &mut Vec<Finding>) {
    let kinds = site.settings.kinds();
    let count = |edition: usize, kind: usize| {
        site.editions[edition].reports.iter().filter(|&&report| site.reports[report].kind == kind).count()
    };
    // Those that were merged into others or split into them are not missing.
    let continued = |edition: usize, kind: usize| {
        site.continued(edition).iter().filter(|continued| site.reports[continued.report].kind == kind).count()
    };
    for edition in 1..site.editions.len() {
        let out = (0..kinds.len()).filter_map(|kind| Some((kind, site.edition_before(edition, kind)?)));
        let counts: Vec<(usize, usize, usize)> = out
            .map(|(kind, before)| {
                (kind, count(before, kind).saturating_sub(continued(edition, kind)), count(edition, kind))
            })
            .collect();
        let has_steady = counts.iter().any(|(_, before, now)| *before > 0 && now >= before);
        let Some(file) = site.editions[edition].texts[0].map(|file| &site.files[file]).filter(|_| has_steady) else {
            continue;
        };
        let place = file.entry.as_ref().map(|entry| entry.common().title.span).unwrap_or_default();
        for (kind, before, now) in counts.iter().filter(|(_, before, now)| now < before) {
            let kind = &kinds[*kind];
            let name = if *now == 1 { &kind.label } else { &kind.plural };
            let message = format!("{now} {name} here, {before} in the edition before");
            let finding = Finding::new(Code::ShortEdition, &file.path, message).at(place);
            findings.push(finding.help("a report may be missing or held back; if not, switch the finding off"));
        }
    }
}
