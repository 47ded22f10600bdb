//! The dates of a file, as calendar days without a clock or time zone.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::fields::Fields;

/// The dates that a file may give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dates {
    /// When it was written or came out.
    pub date: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// The day before which it is not shown (an embargo).
    pub publish: Option<Date>,
    /// The day from which it is no longer shown.
    pub expiry: Option<Date>,
}

impl Dates {
    /// Whether it is not to be shown yet on this day.
    pub fn is_future(&self, today: Date) -> bool {
        self.publish.or(self.date).is_some_and(|date| date > today)
    }

    /// Whether it is no longer to be shown on this day.
    pub fn is_expired(&self, today: Date) -> bool {
        self.expiry.is_some_and(|date| date <= today)
    }
}

/// Reads `date`, `updated`, `publish_date` and `expiry_date`.
pub fn dates(fields: &mut Fields<'_>) -> Dates {
    Dates {
        date: date(fields, "date"),
        updated: date(fields, "updated"),
        publish: date(fields, "publish_date"),
        expiry: date(fields, "expiry_date"),
    }
}

fn date(fields: &mut Fields<'_>, name: &'static str) -> Option<Date> {
    let written = fields.text(name)?;
    if let Ok(date) = written.value.parse::<Date>() {
        Some(date)
    } else {
        if let Some(node) = fields.peek(name) {
            let message = format!("`{}` is no date", written.value);
            fields.report(Code::BadDate, node.span, message, "write year, month and day: `2026-02-04`");
        }
        None
    }
}
