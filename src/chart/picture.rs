//! An SVG that is being drawn: shapes and texts at places in percent across and em down.

use std::fmt::Write;

use crate::chart::text::{attribute, body, number, push_body, push_place};

/// How many colours, patterns and markers there are to tell series apart.
pub const STYLES: usize = 6;

/// The height of a line of text, in em.
pub const LINE: f64 = 1.25;

/// Where a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// Ends there.
    End,
}

/// How a box is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Its colour: 1 to 6; 0 is the soft colour of text.
    pub colour: usize,
    /// Its pattern: 0, which is full, to 5.
    pub pattern: usize,
}

impl Style {
    /// The style of a series by its number: colour and pattern change together.
    pub fn of(number: usize) -> Self {
        Self { colour: number % STYLES + 1, pattern: number % STYLES }
    }
}

/// A picture that is being drawn.
#[derive(Debug)]
pub struct Picture {
    id: String,
    defs: String,
    shapes: String,
    patterns: Vec<Style>,
    markers: [bool; STYLES],
    /// Its height so far, in em.
    pub height: f64,
}

/// Markers around the middle of a box from -8 to 8: a disc, a square, a diamond, a triangle, a ring, a cross.
const MARKERS: [&str; STYLES] = [
    "<circle r=\"5.5\"/>",
    "<path d=\"M-5-5H5V5H-5Z\"/>",
    "<path d=\"M0-7 7 0 0 7-7 0Z\"/>",
    "<path d=\"M0-6.5 6.5 5H-6.5Z\"/>",
    "<circle r=\"4.5\" class=\"ring\"/>",
    "<path d=\"M-5-5 5 5M-5 5 5-5\" class=\"ring\"/>",
];

/// Patterns of 8 by 8: full (never drawn as one), stripes rising, dots, stripes falling, a grid, lines down.
const PATTERNS: [&str; STYLES] = [
    "",
    "<path class=\"ring\" d=\"M-2 2 2-2M0 8 8 0M6 10 10 6\"/>",
    "<circle cx=\"2\" cy=\"2\" r=\"1.5\"/><circle cx=\"6\" cy=\"6\" r=\"1.5\"/>",
    "<path class=\"ring\" d=\"M-2 6 2 10M0 0 8 8M6-2 10 2\"/>",
    "<path class=\"ring\" d=\"M0 4H8M4 0V8\"/>",
    "<path class=\"ring\" d=\"M2 0V8M6 0V8\"/>",
];

impl Picture {
    /// An empty picture. `id` is unique on the page and begins with an underscore.
    pub fn new(id: &str) -> Self {
        Self {
            id: attribute(id),
            defs: String::new(),
            shapes: String::new(),
            patterns: Vec::new(),
            markers: [false; STYLES],
            height: 0.0,
        }
    }

    /// A line of text. `y` is its base line.
    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.draw(&["<text x=\"", "%\" y=\""], &[x, y]);
        self.shapes.push_str("em\"");
        self.shapes.push_str(anchor);
        self.class(class);
        self.shapes.push('>');
        push_body(&mut self.shapes, text);
        self.shapes.push_str("</text>");
    }

    /// Lines of text, the first with its base line at `y`.
    pub fn lines(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, lines: &[String]) {
        for (line, text) in lines.iter().enumerate() {
            self.text(x, y + line as f64 * LINE, anchor, class, text);
        }
    }

    /// A line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let places = [from.0, from.1, to.0, to.1];
        self.draw(&["<line x1=\"", "%\" y1=\"", "em\" x2=\"", "%\" y2=\""], &places);
        self.shapes.push_str("em\"");
        self.class(class);
        self.shapes.push_str("/>");
    }

    /// A filled box.
    pub fn bar(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), style: Style) {
        let fill = self.fill(style);
        let [x, y, width, height] = [x, y, width, height].map(number);
        let _ = write!(
            self.shapes,
            "<rect x=\"{x}%\" y=\"{y}em\" width=\"{width}%\" height=\"{height}em\" class=\"c{}\"{fill}/>",
            style.colour
        );
    }

    /// A disc.
    pub fn disc(&mut self, x: f64, y: f64, radius: f64, class: &str) {
        self.draw(&["<circle cx=\"", "%\" cy=\"", "em\" r=\""], &[x, y, radius]);
        self.shapes.push_str("em\"");
        self.class(class);
        self.shapes.push_str("/>");
    }

    /// The marker of a style.
    pub fn marker(&mut self, x: f64, y: f64, style: usize) {
        let style = style % STYLES;
        let (id, number_) = (&self.id, style + 1);
        if !std::mem::replace(&mut self.markers[style], true) {
            let shape = MARKERS[style];
            let _ = write!(
                self.defs,
                "<symbol id=\"{id}-m{number_}\" viewBox=\"0 0 16 16\" overflow=\"visible\">{shape}</symbol>"
            );
        }
        let (x, y) = (number(x), number(y));
        let _ = write!(
            self.shapes,
            "<use href=\"#{id}-m{number_}\" x=\"{x}%\" y=\"{y}em\" width=\"1em\" height=\"1em\" class=\"c{number_}\"/>"
        );
    }

    /// Draws a part of the picture in a box of its own; percents inside are of its width.
    pub fn inside(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), draw: impl FnOnce(&mut Self)) {
        let [x, y, width, height] = [x, y, width, height].map(number);
        let _ = write!(self.shapes, "<svg x=\"{x}%\" y=\"{y}em\" width=\"{width}%\" height=\"{height}em\">");
        draw(self);
        self.shapes.push_str("</svg>");
    }

    /// Appends words, and behind each the number at its place. A picture has hundreds of them.
    fn draw(&mut self, words: &[&str], numbers: &[f64]) {
        for (words, &number) in words.iter().zip(numbers) {
            self.shapes.push_str(words);
            push_place(&mut self.shapes, number);
        }
    }

    /// Appends a class; nothing where it is empty.
    fn class(&mut self, class: &str) {
        if !class.is_empty() {
            for part in [" class=\"", class, "\""] {
                self.shapes.push_str(part);
            }
        }
    }

    /// The attribute that fills a box, its pattern defined where it is used first.
    fn fill(&mut self, style: Style) -> String {
        let Style { colour, pattern } = style;
        // The plain colour needs no pattern.
        if pattern == 0 {
            return String::new();
        }
        let id = &self.id;
        if !self.patterns.contains(&style) {
            self.patterns.push(style);
            let shape = PATTERNS[pattern % STYLES];
            let _ = write!(
                self.defs,
                "<pattern id=\"{id}-p{colour}{pattern}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" class=\"c{colour}\">{shape}</pattern>"
            );
        }
        format!(" fill=\"url(#{id}-p{colour}{pattern})\"")
    }

    /// A small filled box, for a key beside the picture.
    pub fn swatch(&mut self, style: Style) -> String {
        let (fill, colour) = (self.fill(style), style.colour);
        format!(
            "<svg class=\"swatch c{colour}\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\"{fill}/></svg>"
        )
    }

    /// A marker on a line, for a key beside the picture.
    pub fn marker_swatch(style: usize) -> String {
        let (shape, number) = (MARKERS[style % STYLES], style % STYLES + 1);
        format!("<svg class=\"swatch c{number}\" viewBox=\"-8 -8 16 16\" aria-hidden=\"true\">{shape}</svg>")
    }

    /// The finished SVG, with a title and a description for those who do not see it.
    pub fn finish(self, title: &str, description: &str) -> String {
        let Self { id, defs, shapes, height, .. } = self;
        let (title, description, height) = (body(title), body(description), number(height));
        let defs = if defs.is_empty() { defs } else { format!("<defs>{defs}</defs>") };
        format!(
            "<svg class=\"plot\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" width=\"100%\" height=\"{height}em\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>{defs}{shapes}</svg>\n"
        )
    }
}
