//! Trendpress: Markdown trend reports in, a deployable static site out.
pub mod base;
pub mod check;
pub mod config;
pub mod link;
pub mod load;
pub mod parse;
pub mod skin;
pub mod view;
