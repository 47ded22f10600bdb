//! The types that all stages share: text ranges, safe paths, content hashes, YAML with positions, findings and their
//! printers. Imports no other module of the crate.
//!
//! What nearly every file needs is named here by itself, `base::Finding`; the rest by its module, `base::yaml::parse`.

pub mod ballot_path;
pub mod catch_panic;
pub mod code;
pub mod csv_guard;
pub mod dependencies;
pub mod escape;
pub mod fields;
pub mod finding;
pub mod hash;
pub mod invisible;
pub mod json_as_string;
pub mod lazy;
pub mod path;
pub mod print;
#[cfg(test)]
pub mod random;
pub mod slug;
pub mod span;
pub mod stamp;
pub mod suggest;
pub mod yaml;

pub use catch_panic::catch_panic;
pub use code::Code;
pub use escape::{escape_attribute, escape_text, push_attribute, push_text};
pub use fields::Fields;
pub use finding::{Finding, Related, Severity};
pub use hash::Hash;
pub use lazy::Lazy;
pub use path::{OutPath, SourcePath, encode_path, parent, path_to_root};
pub use slug::{humanize, slug};
pub use span::{Located, Position, Span, offset, position};
pub use stamp::Stamp;
