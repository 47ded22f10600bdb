//! Builds an SVG: shapes and texts at coordinates in percent across and em down.

use std::fmt::Write;

use crate::base::{escape_attribute, escape_text};
use crate::chart::number::format_number;

/// The number of colours, patterns and markers that tell series apart.
pub const SERIES_STYLES: usize = 6;

/// The height of a line of text, in em.
pub const LINE_HEIGHT: f64 = 1.25;

/// The horizontal alignment of a text at its coordinate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// The fill of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
    /// The number of its colour, 1 to 6; 0 is the colour of secondary text.
    pub colour: usize,
    /// The number of its pattern, 0 (solid) to 5.
    pub pattern: usize,
}

impl Fill {
    /// The fill of the series with this number. Its pattern differs too, for readers who cannot tell the colours apart.
    pub fn for_series(number: usize) -> Self {
        Self { colour: number % SERIES_STYLES + 1, pattern: number % SERIES_STYLES }
    }
}

/// An SVG under construction.
#[derive(Debug)]
pub struct Svg {
    id: String,
    defs: String,
    shapes: String,
    patterns: Vec<Fill>,
    markers: [bool; SERIES_STYLES],
    /// Its height so far, in em.
    pub height: f64,
}

/// Markers, centred in a box from -8 to 8: a disc, a square, a diamond, a triangle, a ring, a cross.
const MARKERS: [&str; SERIES_STYLES] = [
    "<circle r=\"5.5\"/>",
    "<path d=\"M-5-5H5V5H-5Z\"/>",
    "<path d=\"M0-7 7 0 0 7-7 0Z\"/>",
    "<path d=\"M0-6.5 6.5 5H-6.5Z\"/>",
    "<circle r=\"4.5\" class=\"ring\"/>",
    "<path d=\"M-5-5 5 5M-5 5 5-5\" class=\"ring\"/>",
];

/// Patterns of 8 by 8: solid (which needs no pattern), rising stripes, dots, falling stripes, a grid, vertical lines.
const PATTERNS: [&str; SERIES_STYLES] = [
    "",
    "<path class=\"ring\" d=\"M-2 2 2-2M0 8 8 0M6 10 10 6\"/>",
    "<circle cx=\"2\" cy=\"2\" r=\"1.5\"/><circle cx=\"6\" cy=\"6\" r=\"1.5\"/>",
    "<path class=\"ring\" d=\"M-2 6 2 10M0 0 8 8M6-2 10 2\"/>",
    "<path class=\"ring\" d=\"M0 4H8M4 0V8\"/>",
    "<path class=\"ring\" d=\"M2 0V8M6 0V8\"/>",
];

impl Svg {
    /// An empty SVG. `id` is unique on the page and begins with an underscore; all ids in the SVG begin with it.
    pub fn new(id: &str) -> Self {
        Self {
            id: escape_attribute(id),
            defs: String::new(),
            shapes: String::new(),
            patterns: Vec::new(),
            markers: [false; SERIES_STYLES],
            height: 0.0,
        }
    }

    /// Adds one line of text with its baseline at `y`.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, class, text) = (format_number(x), format_number(y), class_attribute(class), escape_text(text));
        let _ = write!(self.shapes, "<text x=\"{x}%\" y=\"{y}em\"{anchor}{class}>{text}</text>");
    }

    /// Adds several lines of text, the first with its baseline at `y`.
    pub fn text_lines(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, lines: &[String]) {
        for (line, text) in lines.iter().enumerate() {
            self.text(x, y + line as f64 * LINE_HEIGHT, anchor, class, text);
        }
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(format_number);
        let class = class_attribute(class);
        let _ = write!(self.shapes, "<line x1=\"{x1}%\" y1=\"{y1}em\" x2=\"{x2}%\" y2=\"{y2}em\"{class}/>");
    }

    /// Adds a filled rectangle.
    pub fn rectangle(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Fill) {
        let attribute = self.fill_attribute(fill);
        let [x, y, width, height] = [x, y, width, height].map(format_number);
        let _ = write!(
            self.shapes,
            "<rect x=\"{x}%\" y=\"{y}em\" width=\"{width}%\" height=\"{height}em\" class=\"c{}\"{attribute}/>",
            fill.colour
        );
    }

    /// Adds a circle.
    pub fn circle(&mut self, x: f64, y: f64, radius: f64, class: &str) {
        let ([x, y, radius], class) = ([x, y, radius].map(format_number), class_attribute(class));
        let _ = write!(self.shapes, "<circle cx=\"{x}%\" cy=\"{y}em\" r=\"{radius}em\"{class}/>");
    }

    /// Adds the marker of the series with this number.
    pub fn marker(&mut self, x: f64, y: f64, series: usize) {
        let marker = series % SERIES_STYLES;
        let (id, number) = (&self.id, marker + 1);
        if !std::mem::replace(&mut self.markers[marker], true) {
            let shape = MARKERS[marker];
            let _ = write!(
                self.defs,
                "<symbol id=\"{id}-m{number}\" viewBox=\"0 0 16 16\" overflow=\"visible\">{shape}</symbol>"
            );
        }
        let (x, y) = (format_number(x), format_number(y));
        let _ = write!(
            self.shapes,
            "<use href=\"#{id}-m{number}\" x=\"{x}%\" y=\"{y}em\" width=\"1em\" height=\"1em\" class=\"c{number}\"/>"
        );
    }

    /// Adds a nested SVG, which `draw` fills. Percentages within it are of its own width.
    pub fn nested(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), draw: impl FnOnce(&mut Self)) {
        let [x, y, width, height] = [x, y, width, height].map(format_number);
        let _ = write!(self.shapes, "<svg x=\"{x}%\" y=\"{y}em\" width=\"{width}%\" height=\"{height}em\">");
        draw(self);
        self.shapes.push_str("</svg>");
    }

    /// The attribute for a fill; empty for a solid one, which the class alone colours. Defines the pattern at its
    /// first use.
    fn fill_attribute(&mut self, fill: Fill) -> String {
        let Fill { colour, pattern } = fill;
        if pattern == 0 {
            return String::new();
        }
        let id = &self.id;
        if !self.patterns.contains(&fill) {
            self.patterns.push(fill);
            let shape = PATTERNS[pattern % SERIES_STYLES];
            let _ = write!(
                self.defs,
                "<pattern id=\"{id}-p{colour}{pattern}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" class=\"c{colour}\">{shape}</pattern>"
            );
        }
        format!(" fill=\"url(#{id}-p{colour}{pattern})\"")
    }

    /// A small filled box for the legend.
    pub fn legend_box(&mut self, fill: Fill) -> String {
        let (attribute, colour) = (self.fill_attribute(fill), fill.colour);
        format!(
            "<svg class=\"swatch c{colour}\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\"{attribute}/></svg>"
        )
    }

    /// The marker of the series with this number, for the legend.
    pub fn legend_marker(series: usize) -> String {
        let (shape, number) = (MARKERS[series % SERIES_STYLES], series % SERIES_STYLES + 1);
        format!("<svg class=\"swatch c{number}\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">{shape}</svg>")
    }

    /// The finished SVG, with a title and a description for screen readers.
    pub fn finish(self, title: &str, description: &str) -> String {
        let Self { id, defs, shapes, height, .. } = self;
        let (title, description, height) = (escape_text(title), escape_text(description), format_number(height));
        let defs = if defs.is_empty() { defs } else { format!("<defs>{defs}</defs>") };
        format!(
            "<svg class=\"plot\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" width=\"100%\" height=\"{height}em\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{defs}{shapes}</svg>\n"
        )
    }
}

/// A class attribute; empty where the class is.
fn class_attribute(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") }
}
