//! Findings about parts of editions: overdue ones, reports dated after their part, ids that clash with other addresses,
//! translations of no part, pictures that do not exist.

use crate::base::code::Code;
use crate::base::finding::Finding;
use crate::base::path::SourcePath;
use crate::base::span::Span;
use crate::check::{self, Checked, CheckedFile};
use crate::config::Settings;
use crate::link::gather::{Edition, Lists, ReportEntry};
use crate::link::parts::parts_of;
use crate::link::{Part, PartState, Publication};

/// The last parts of addresses that an edition needs for itself.
pub const EDITION_ADDRESSES: [&str; 6] = ["brief", "changes", "discuss", "page", "print", "slides"];

/// Reports the mistakes of all parts. `reports` are those of editions that come out in parts, published or not.
pub fn part_findings(
    reports: &[ReportEntry<'_>],
    lists: &Lists,
    files: &[CheckedFile],
    settings: &Settings,
    publication: Publication,
    findings: &mut Vec<Finding>,
) {
    for edition in &lists.editions {
        let Some(file) = edition.texts[0].map(|file| &*files[file]) else { continue };
        for (part, written) in edition.parts.iter().zip(parts_of(file)) {
            findings.extend(overdue(part, file, written, settings));
            findings.extend(missing_image(part, file, written, lists));
            let in_part =
                |report: &&ReportEntry<'_>| report.edition == edition.id && part.kinds.contains(&report.entry.kind);
            let late = |report: &ReportEntry<'_>| late_report(report, part, (file, written), files, publication);
            findings.extend(reports.iter().filter(in_part).filter_map(late));
            if edition.has_parts() {
                findings.extend(clash(edition, (file, written), reports, files));
            }
        }
        translations(edition, file, files, findings);
    }
}

/// Reports a part whose day has passed without a published report.
fn overdue(part: &Part, file: &Checked, written: &check::Part, settings: &Settings) -> Option<Finding> {
    let date = part.date.filter(|_| part.is_overdue && part.state == PartState::Awaited)?;
    let kinds: Vec<&str> = part.kinds.iter().map(|&kind| &*settings.kinds()[kind].plural).collect();
    let message = format!("{} were to come out on {date}, and none is published", kinds.join(", "));
    let finding = Finding::new(Code::OverduePart, &file.path, message).at(written.span);
    Some(finding.help("give the part a later `date:`, or publish its reports"))
}

/// Reports a report that comes out after its part.
fn late_report(
    report: &ReportEntry<'_>,
    part: &Part,
    (file, written): (&Checked, &check::Part),
    files: &[CheckedFile],
    publication: Publication,
) -> Option<Finding> {
    let words = &report.entry.common;
    let is_to_come =
        !publication.has_come_out(words) && Publication { future: true, ..publication }.has_come_out(words);
    let first_day = words.dates.first_day().filter(|_| is_to_come)?;
    let is_after_part = part.date.is_some_and(|date| first_day > date);
    if !is_after_part && part.state != PartState::Out {
        return None;
    }
    let (of_part, help) = match part.date {
        Some(date) => {
            let key = if words.dates.publish.is_some() { "publish_date" } else { "date" };
            (format!("its part is of {date}"), format!("write `{key}: {date}`, or leave the date out"))
        }
        None => ("its part is out".to_owned(), "write a day that has come, or leave the date out".to_owned()),
    };
    let message = format!("the report is dated {first_day}, and {of_part}");
    let finding = Finding::new(Code::LateReport, &files[report.file].path, message).at(words.dates.place).help(help);
    Some(finding.related(&file.path, Some(written.span), "the part"))
}

/// Reports an id that is an address of the edition, or of one of its reports.
fn clash(
    edition: &Edition,
    (file, written): (&Checked, &check::Part),
    reports: &[ReportEntry<'_>],
    files: &[CheckedFile],
) -> Option<Finding> {
    let id = &*written.id.value;
    let address = format!("/{}/{id}/", edition.id);
    let finding = |other: &str| {
        let message = format!("the part would have the address of {other}, `{address}`");
        let finding = Finding::new(Code::BadPart, &file.path, message).at(written.id.span);
        finding.help(format!("give it another id: `id: {id}-{}`", edition.id))
    };
    if EDITION_ADDRESSES.contains(&id) {
        return Some(finding(&format!("the edition's `{id}`")));
    }
    let report = reports.iter().find(|report| report.edition == edition.id && report.id == id)?;
    let place = Some(report.entry.common.title.span);
    Some(finding("a report").related(&files[report.file].path, place, "the report"))
}

/// Reports a picture that does not exist.
fn missing_image(part: &Part, file: &Checked, written: &check::Part, lists: &Lists) -> Option<Finding> {
    let image = written.image.as_ref()?;
    let exists = |path: &SourcePath| lists.assets.get(path).is_some_and(|asset| !asset.is_data);
    if part.image.as_ref().is_some_and(exists) {
        return None;
    }
    let message = format!("the image `{}` does not exist", image.value);
    let finding = Finding::new(Code::MissingImage, &file.path, message).at(image.span);
    Some(finding.help("put the file beside `edition.md`"))
}

/// Reports parts of translations that the original does not have.
fn translations(edition: &Edition, original: &Checked, files: &[CheckedFile], findings: &mut Vec<Finding>) {
    let parts = parts_of(original);
    let place = parts.first().map_or(Span::default(), |part| part.span);
    for translation in edition.texts.iter().skip(1).flatten().map(|&file| &*files[file]) {
        for words in parts_of(translation).iter().filter(|words| !parts.iter().any(|part| words.names(part))) {
            let finding = Finding::new(Code::BadPart, &translation.path, "the original has no such part");
            let finding = finding.at(words.span).help("name its `kinds:` or its `id:` as the original does");
            findings.push(finding.related(&original.path, Some(place), "the parts of the original"));
        }
    }
}
