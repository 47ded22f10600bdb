//! Findings to text, one file per format: for people, programs, pull requests and code scanners.
