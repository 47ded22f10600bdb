//! A cell of a table: its text, the number that it holds, its place in the file.

use crate::base::Span;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    /// The text as written, without blanks around it.
    pub text: String,
    /// The typed value of the text.
    pub value: CellValue,
    /// The place in the file.
    pub span: Span,
}

/// The typed value of a cell.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum CellValue {
    /// No text.
    Empty,
    /// A number: `43`, `-2.5`.
    Number(f64),
    /// A number with a percent sign: `43%`.
    Percent(f64),
    /// Text that is not a number.
    Text,
}

impl Cell {
    /// A cell with this text. Control characters count as blanks.
    pub fn new(text: &str, span: Span) -> Self {
        let text = text.replace(char::is_control, " ");
        let text = text.trim().to_owned();
        Self { value: parse_value(&text), text, span }
    }

    /// The number in the cell, with or without a percent sign.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            CellValue::Number(number) | CellValue::Percent(number) => Some(number),
            CellValue::Empty | CellValue::Text => None,
        }
    }
}

/// The typed value of a text. Only plain decimal numbers are numbers: `1,234`, `1e3` and `nan` are text, because a
/// wrong guess would draw a wrong chart, while a finding can be mended.
fn parse_value(text: &str) -> CellValue {
    if text.is_empty() {
        return CellValue::Empty;
    }
    match text.strip_suffix('%') {
        Some(number) => parse_decimal(number.trim_end()).map_or(CellValue::Text, CellValue::Percent),
        None => parse_decimal(text).map_or(CellValue::Text, CellValue::Number),
    }
}

fn parse_decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+', '−']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.len() <= 12 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    text.replace('−', "-").parse().ok()
}

/// Suggests a correction of a text that should be a number.
pub fn suggest_number(text: &str) -> String {
    let (text, percent) = text.strip_suffix('%').map_or((text, ""), |number| (number.trim_end(), "%"));
    let compact: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    let groups: Vec<&str> = compact.split(',').collect();
    if groups.len() == 2 && groups[1].len() != 3 && parse_decimal(&compact.replace(',', ".")).is_some() {
        return format!("write `{}{percent}`, with a point", compact.replace(',', "."));
    }
    if (groups.len() > 1 || compact != text) && parse_decimal(&compact.replace(',', "")).is_some() {
        return format!("write `{}{percent}`, digits only", compact.replace(',', ""));
    }
    if matches!(&*text.to_lowercase(), "-" | "–" | "—" | "." | "…" | "na" | "n/a" | "none" | "null" | "nan" | "?" | "x")
    {
        return "leave the cell empty where there is no figure".to_owned();
    }
    "write a number such as `43.5`, or leave the cell empty".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimal_numbers_are_numbers() {
        for text in ["1,234", "1e3", "nan", "inf", ".5", "5.", "0x10", "--1", "1 000", "9999999999999"] {
            assert_eq!(parse_value(text), CellValue::Text, "{text}");
        }
        assert_eq!(parse_value("−3"), CellValue::Number(-3.0));
        assert_eq!(parse_value("43 %"), CellValue::Percent(43.0));
    }

    #[test]
    fn suggestions_fit_the_mistake() {
        assert_eq!(suggest_number("43,5"), "write `43.5`, with a point");
        assert_eq!(suggest_number("43,5 %"), "write `43.5%`, with a point");
        assert_eq!(suggest_number("1,234"), "write `1234`, digits only");
        assert_eq!(suggest_number("1 234"), "write `1234`, digits only");
        assert!(suggest_number("n/a").contains("empty") && suggest_number("many").contains("43.5"));
    }
}
