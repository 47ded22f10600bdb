//! Actions: steps to take, each for all readers of the report or for some of them.

use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::check::front_matter::audience::{self, AudienceName};
use crate::check::front_matter::list_items::{read_list, read_text};
use crate::config::Settings;

/// A step to take.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Action {
    /// The step in words.
    pub text: String,
    /// `for`: the readers that it is for; empty: those of the report.
    pub audience: Vec<Located<AudienceName>>,
}

/// Reads `actions`.
pub fn read(fields: &mut Fields<'_>, settings: &Settings) -> Vec<Action> {
    read_list(fields, "actions", "`{text: …, for: […]}`", |fields, text| {
        let audience = audience::read(fields, "for", settings);
        let text = text.map(|text| text.value).filter(|text| !text.is_empty()).or_else(|| read_text(fields, "text"));
        Some(Action { text: text?, audience })
    })
}
