//! Tables of figures to pictures that need no script: a `<figure>` with an inline SVG, and beside it the same
//! figures as a table. Knows figures and words; nothing of reports, pages or files.
//!
//! Lengths run across in percent of the picture's width and down in `em`, so that a picture reflows from a
//! phone to a printed page while its text keeps the size of the text around it. Colours and strokes are
//! classes of the skin's style sheet.

mod draw;
mod figure;
mod figures;
mod lines;
mod picture;
mod ranks;
mod rows;
mod spec;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub use figure::{Csv, Frame, Say};
pub use figures::{Chart, chart};
pub use ranks::{Ranks, bump, slope};
pub use spec::{Spec, spec};
pub use table::{Table, data_name, is_named, table};
