//! Trendpress turns a folder of Markdown trend reports into a deployable static site.
//!
//! [`pipeline`] builds a site in memory, [`publish`](mod@publish) into a folder, and [`engine`] again and again for a
//! preview. Each returns findings, which [`print`](mod@print) shows to people and programs.
//!
//! ```
//! use trendpress::pipeline::{self, Options};
//!
//! // The sample site of this repository, as of a day.
//! let options = Options::new(env!("CARGO_MANIFEST_DIR"), jiff::civil::date(2026, 2, 4));
//! let build = pipeline::build(&options, &|_step| {});
//! assert!(build.pages > 100);
//! assert_eq!(build.linked.errors(), 0);
//! ```
//!
//! Inside, data flows one way. The modules are listed in that order and import only those before them;
//! `ARCHITECTURE.md` says what each turns into what.

mod base;
mod load;

mod config;

mod parse;

mod chart;

mod tally;

mod check;

mod link;

mod skin;

mod view;

mod render;

mod write;

mod cache;

pub mod pipeline;

pub mod engine;

mod watch;

mod serve;

pub mod publish;

mod cli;

pub use base::{Code, Finding, OutPath, Related, Severity, SourcePath, Span, print};
pub use cli::main;
pub use config::{BaseUrl, Kind, Language, Markdown, Plural, RawHtml, RelationType, Scale, Settings, config};

/// The items that the project's own tests and benches use. No promise is made about them.
#[doc(hidden)]
pub mod internals {
    pub use crate::base::{Lazy, path_to_root, position};
    pub use crate::cache::{Cache, FOLDER};
    pub use crate::check::{CheckedFile, check};
    pub use crate::link::{Publication, Site, link};
    pub use crate::load::{Snapshot, SourceFile, list, load};
    pub use crate::parse::{Body, Dialect, Document, Fill, Form, parse, parse_body};
    pub use crate::render::output::Output;
    pub use crate::render::{Renderer, SharedOutputs};
    pub use crate::skin::{Skin, skin};
    pub use crate::tally::{Ballot, BallotType, Count, Method, Rule, count};
    pub use crate::view::{SharedViews, Viewer};
    pub use crate::write::{Target, write};
}
