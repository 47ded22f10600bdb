//! Trendpress: Markdown trend reports in, a deployable static site out.
#![forbid(unsafe_code)]

pub mod base;
pub mod render;
pub mod write;
