//! Trendpress tested from outside: one binary, a module for each thing that it promises.

mod commonmark;
