//! The `parts:` of a new edition: those of the edition before, moved on by the years between the two, or a year laid out anew.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::base::yaml::quote_if_needed;
use crate::check::Part;
use crate::config::Settings;
use crate::link::Site;

/// The lines of front matter with the parts of a new edition; empty if it comes out as a whole. `asked` is true if the parts
/// were asked for: then an edition after one without parts gets one part for each kind.
pub fn parts(site: &Site, id: &str, asked: bool) -> String {
    let newest = site.editions.len().checked_sub(1);
    let before: Vec<(&Part, &str)> = newest.map_or_else(Vec::new, |newest| {
        let edition = &site.editions[newest];
        edition.parts.iter().filter_map(|part| Some((site.part_words(part, 0)?, &*edition.id))).collect()
    });
    let lines: Vec<String> = if !before.is_empty() {
        before.iter().map(|(part, before)| moved_on(part, &site.settings, before, id)).collect()
    } else if asked {
        laid_out(&site.settings, id)
    } else {
        return String::new();
    };
    format!("parts:\n{}", lines.concat())
}

/// A part of an earlier edition, for a new one.
fn moved_on(part: &Part, settings: &Settings, before: &str, id: &str) -> String {
    let names: Vec<&str> = part.kinds.iter().map(|&kind| &*settings.kinds()[kind].id).collect();
    let mut line = format!("  - {{kinds: [{}]", names.join(", "));
    let years = match (year(id), year(before)) {
        (Some(year), Some(before)) => i32::from(year) - i32::from(before),
        _ => 1,
    };
    if let Some(date) = part.date.and_then(|date| date.checked_add(years.years()).ok()) {
        line.push_str(&format!(", date: {date}"));
    }
    if part.id.value != part.default_id(settings) {
        line.push_str(&format!(", id: {}", quote_if_needed(&part.id.value)));
    }
    if !part.title.is_empty() {
        line.push_str(&format!(", title: {}", quote_if_needed(&part.title.replace(before, id))));
    }
    line + "}\n"
}

/// A part for each kind, on days spread over the year of the edition.
fn laid_out(settings: &Settings, id: &str) -> Vec<String> {
    let kinds = settings.kinds();
    // Four times a year at most, unless there are more kinds.
    let months = 12 / kinds.len().clamp(4, 12);
    let line = |(number, kind): (usize, &crate::config::Kind)| {
        let month = i8::try_from(number * months % 12 + 1).ok();
        let date = year(id).zip(month).and_then(|(year, month)| Date::new(year, month, 15).ok());
        let date = date.map_or_else(String::new, |date| format!(", date: {date}"));
        format!("  - {{kinds: [{}]{date}}}\n", kind.id)
    };
    kinds.iter().enumerate().map(line).collect()
}

/// The year with which an edition's id begins.
fn year(id: &str) -> Option<i16> {
    let digits = id.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}
