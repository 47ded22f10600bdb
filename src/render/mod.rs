//! Views to bytes, one file per format. Knows neither the site nor the disk.

pub mod output;
