//! The types that all stages share: text ranges, safe paths, content hashes, YAML with positions, findings and their
//! printers. Imports no other module of the crate.

pub mod bytes;
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
pub mod slug;
pub mod span;
pub mod stamp;
pub mod suggest;
pub mod yaml;
