//! Trendpress turns a folder of Markdown trend reports into a deployable static site.
//!
//! Data flows one way; the modules are listed in that order and import only those above them:
//! [`base`] (words all stages share), [`load`] (folder to snapshot), [`config`] (settings), [`parse`] (one file's
//! text to a document), [`chart`] (tables of figures to pictures), [`check`] (one document to a typed entry), [`link`]
//! (all entries to one site), [`skin`] (templates, static files, words), [`view`] (what each page shows), [`render`]
//! (views to bytes), [`write`](mod@write) (bytes to disk), [`pipeline`] (the order of the stages),
//! [`engine`] (one site built again and again), [`watch`] (changes on disk to rebuilds), [`serve`] (the preview over
//! HTTP), [`cache`] (what a build leaves for the next), [`publish`] (a site built into its folder),
//! [`cli`] (the command line).

pub mod base;
pub mod load;

pub mod config;

pub mod parse;

pub mod chart;

pub mod check;

pub mod link;

pub mod skin;

pub mod view;

pub mod render;

pub mod write;

pub mod pipeline;

pub mod engine;

pub mod watch;

pub mod serve;

pub mod cache;

pub mod publish;

pub mod cli;
