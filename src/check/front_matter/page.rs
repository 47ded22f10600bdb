//! The front matter of a plain page.

use crate::base::fields::Fields;
use crate::check::front_matter::CommonFields;

/// A plain page.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Page {
    /// The keys that every kind of file may have.
    pub common: CommonFields,
    /// `order`: its position in the navigation; pages without one come last.
    pub order: Option<i64>,
}

/// Reads the keys of a plain page.
pub fn read(fields: &mut Fields<'_>, common: CommonFields) -> Page {
    Page { common, order: fields.integer("order").map(|order| order.value) }
}
