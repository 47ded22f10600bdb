//! Audiences in front matter: `audience` of a report and `for` of an action.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::span::Located;
use crate::check::front_matter::names;
use crate::config::Settings;

/// A group of readers as front matter names it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AudienceName {
    /// The audience's id.
    pub id: String,
    /// The id or label as written.
    pub written: String,
}

/// Reads a list of audiences, each once.
pub fn read(fields: &mut Fields<'_>, key: &'static str, settings: &Settings) -> Vec<Located<AudienceName>> {
    let mut audiences: Vec<Located<AudienceName>> = Vec::new();
    for Located { value: written, span } in names::read(fields, key) {
        let id = settings.audience_id(&written);
        if id.is_empty() {
            fields.report_at(Code::BadId, span, "an audience without letters or digits", "write whom it is for");
        } else if !audiences.iter().any(|other| other.value.id == id) {
            audiences.push(Located::new(AudienceName { id, written }, span));
        }
    }
    audiences.shrink_to_fit();
    audiences
}
