//! The time zone in which the days of a site begin.

use jiff::tz::{self, TimeZone};

use crate::base::fields::Fields;
use crate::base::suggest;
use crate::config::report_bad_value;

/// Reads `timezone`, a name of the IANA database such as `America/New_York`. The database is part of the program, so that a
/// name means the same on every machine.
pub fn time_zone(fields: &mut Fields<'_>) -> TimeZone {
    let Some(name) = fields.text("timezone") else { return TimeZone::UTC };
    if let Ok(zone) = TimeZone::get(&name.value) {
        return zone;
    }
    let names: Vec<String> = tz::db().available().map(|name| name.to_string()).collect();
    let help = suggest::did_you_mean(&name.value, names.iter().map(String::as_str), || {
        "write it like `America/New_York`, `Europe/Berlin` or `UTC`".to_owned()
    });
    report_bad_value(fields, "timezone", "is no time zone of the IANA database", &help);
    TimeZone::UTC
}
