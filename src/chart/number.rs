//! Formats numbers: for readers in the page's language, and as coordinates of an SVG.

use crate::chart::spec::Spec;

/// Looks up a string of the skin in the page's language and fills in its placeholders:
/// `translate("chart-percent", &[("number", "43")])`.
pub type Translate<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// Formats a chart's numbers with their unit, in the page's language.
pub struct NumberFormat<'a> {
    /// Looks up the skin's strings.
    pub translate: Translate<'a>,
    decimal_mark: String,
    unit: &'a str,
    is_percent: bool,
}

impl<'a> NumberFormat<'a> {
    /// The format of a chart's numbers.
    pub fn new(spec: &'a Spec, is_percent: bool, translate: Translate<'a>) -> Self {
        Self { translate, decimal_mark: translate("decimal-mark", &[]), unit: &spec.unit, is_percent }
    }

    /// Formats a number with its unit.
    pub fn format(&self, value: f64) -> String {
        let number = format_number(value).replace('.', &self.decimal_mark);
        match self.unit {
            _ if self.is_percent => (self.translate)("chart-percent", &[("number", &number)]),
            "" => number,
            unit => format!("{number}\u{a0}{unit}"),
        }
    }

    /// Formats a number with its unit; nothing where there is no number.
    pub fn format_optional(&self, value: Option<f64>) -> String {
        value.map_or_else(String::new, |value| self.format(value))
    }
}

/// Rounds a number to two decimals and leaves out trailing zeros: `43`, `3.9`, `-0.25`.
pub fn format_number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_two_decimals() {
        for (value, text) in [
            (43.0, "43"),
            (3.9, "3.9"),
            (1.0 / 3.0, "0.33"),
            (-0.001, "0"),
            (-2.5, "-2.5"),
            (100.0, "100"),
            (0.05, "0.05"),
            (1.005, "1"),
            (1.115, "1.11"),
            (0.125, "0.12"),
            (-0.125, "-0.12"),
            (2e12, "2000000000000"),
        ] {
            assert_eq!(format_number(value), text);
        }
    }
}
