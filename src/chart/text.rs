//! Measures and wraps text for an SVG, which cannot wrap text itself. The reader's font is not known when the site is
//! built, so widths are generous estimates.

use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

/// The width of one display column (a Latin letter; half a Chinese character), in em. The mean of English text is
/// about .5 in narrow system fonts and .6 in wide ones.
const COLUMN_WIDTH: f64 = 0.6;

/// Estimates the width of a text, in em.
pub fn text_width(text: &str) -> f64 {
    display_width(text) as f64 * COLUMN_WIDTH
}

/// Wraps a label into lines of at most `em`. If it needs more than `max_lines`, the last one ends in `…`.
pub fn wrap(label: &str, em: f64, max_lines: usize) -> Vec<String> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen columns")]
    let columns = (em / COLUMN_WIDTH).max(2.0) as usize;
    let options = textwrap::Options::new(columns)
        .word_separator(WordSeparator::new())
        .word_splitter(WordSplitter::HyphenSplitter);
    let mut lines: Vec<String> = textwrap::wrap(label.trim(), options).into_iter().map(Into::into).collect();
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            while display_width(last) >= columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn labels_wrap_between_words() {
        assert_eq!(wrap("Human capacity of leaders", 9.0, 3), ["Human capacity", "of leaders"]);
        assert_eq!(wrap("Human capacity of leaders", 9.0, 1), ["Human capacity…"]);
        assert_eq!(wrap("数字公平与获取机会", 4.0, 9).len(), 3);
    }
}
