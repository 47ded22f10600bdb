//! The dates of a file, as calendar days without clock or time zone.

use jiff::civil::Date;

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::Span;

/// The dates of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dates {
    /// `date`: the day on which it was written or came out.
    pub date: Option<Date>,
    /// `updated`: the day of its last change.
    pub updated: Option<Date>,
    /// `publish_date`: the first day on which it is shown (an embargo).
    pub publish: Option<Date>,
    /// `expiry_date`: the first day on which it is no longer shown.
    pub expiry: Option<Date>,
    /// The place of `publish_date`, else of `date`.
    pub place: Span,
}

impl Dates {
    /// The first day on which the file is shown, if it names one.
    pub fn first_day(&self) -> Option<Date> {
        self.publish.or(self.date)
    }

    /// Returns true if the file is not to be shown yet on this day.
    pub fn is_future(&self, today: Date) -> bool {
        self.first_day().is_some_and(|date| date > today)
    }

    /// Returns true if the file is no longer to be shown on this day.
    pub fn is_expired(&self, today: Date) -> bool {
        self.expiry.is_some_and(|date| date <= today)
    }
}

/// Reads `date`, `updated`, `publish_date` and `expiry_date`.
pub fn read(fields: &mut Fields<'_>) -> Dates {
    let place = fields.peek("publish_date").or_else(|| fields.peek("date")).map_or(Span::default(), |node| node.span);
    Dates {
        place: fields.span(place),
        date: read_date(fields, "date"),
        updated: read_date(fields, "updated"),
        publish: read_date(fields, "publish_date"),
        expiry: read_date(fields, "expiry_date"),
    }
}

/// Reads a key that holds a day.
pub fn read_date(fields: &mut Fields<'_>, name: &'static str) -> Option<Date> {
    let text = fields.text(name)?;
    let date = text.value.parse().ok();
    if date.is_none()
        && let Some(node) = fields.peek(name)
    {
        let message = format!("`{}` is no date", text.value);
        fields.report(Code::BadDate, node.span, message, "write year, month and day: `2026-02-04`");
    }
    date
}
