//! Charts: turns a table of numbers and an author's spec into an HTML `<figure>` with an inline SVG and, beside it, the
//! same numbers as a table. The charts need no script. Knows nothing of reports, pages or where files lie on disk.
//!
//! `spec` reads the author's keys, `table` reads the data, `validate` fits the two together, `render` makes the
//! figure. Each chart type is drawn in a file of its own: `bar`, `bump`, `dots`, `grouped`, `likert`, `line`,
//! `multiples`, `slope`, `stacked`. To add a chart type, start in `chart_type`; the compiler names the other places.
//!
//! Horizontal lengths are percentages of the SVG's width, vertical ones are `em`: a chart reflows from a phone to a
//! printed page while its text keeps the size of the text around it. Colours and strokes are classes of the skin's style
//! sheet.

mod axis;
mod bar;
mod bump;
mod cell;
mod chart_type;
mod compare;
mod csv_records;
mod dots;
mod drawing;
mod figure;
mod grouped;
mod labels;
mod likert;
mod line;
mod multiples;
mod number;
mod rank_series;
mod render;
mod slope;
mod spec;
mod stacked;
mod svg;
mod table;
mod table_size;
#[cfg(test)]
mod tests;
mod text;
mod validate;

pub use bump::bump_figure;
pub use cell::Cell;
pub use csv_records::csv_records;
pub use figure::{CsvLink, FigureMeta};
pub use rank_series::{RankOrigin, RankSeries};
pub use slope::slope_figure;
pub use spec::Spec;
pub use table::{Table, data_file_name, matches_data_name};
pub use table_size::excess;
pub use validate::Chart;
