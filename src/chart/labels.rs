//! Labels of charts: of rows, of the ends of a scale, and labels that are moved apart so that none overlap.

use crate::chart::axis::PHONE_WIDTH;
use crate::chart::svg::{Anchor, LINE_HEIGHT, Svg};
use crate::chart::text::wrap;
use crate::chart::validate::Row;

/// The class of a label: bold if it is highlighted.
pub fn label_class(is_highlighted: bool) -> &'static str {
    if is_highlighted { "strong" } else { "" }
}

/// Adds the label of a row above its bars or dots, on lines of its own, so that it may be long on a phone.
pub fn row_label(svg: &mut Svg, row: &Row) {
    let lines = wrap(&row.label, PHONE_WIDTH, 3);
    svg.text_lines(0.0, svg.height + 0.95, Anchor::Start, label_class(row.is_highlighted), &lines);
    svg.height += lines.len() as f64 * LINE_HEIGHT + 0.1;
}

/// Adds the labels of the two ends of a scale above the rows; an empty label is left out.
pub fn scale_end_labels(svg: &mut Svg, low: &str, high: &str) {
    let [low_lines, high_lines] = [low, high].map(|label| wrap(label, PHONE_WIDTH / 2.2, 3));
    if !low.is_empty() {
        svg.text_lines(0.0, svg.height + 0.95, Anchor::Start, "soft", &low_lines);
    }
    if !high.is_empty() {
        svg.text_lines(100.0, svg.height + 0.95, Anchor::End, "soft", &high_lines);
    }
    let is_empty = low.is_empty() && high.is_empty();
    svg.height += if is_empty { 0.2 } else { low_lines.len().max(high_lines.len()) as f64 * LINE_HEIGHT + 0.4 };
}

/// Moves the middles of boxes apart until none overlap and none lies above `top`, keeping their order. Neighbours that
/// touch form a block, which lies where its members would lie on average.
pub fn avoid_overlap(middles: &[f64], heights: &[f64], top: f64) -> Vec<f64> {
    struct Block {
        members: usize,
        /// The start that the block would have if nothing were above it.
        ideal_start: f64,
        height: f64,
        start: f64,
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (&middle, &height) in middles.iter().zip(heights) {
        let start = (middle - height / 2.0).max(top);
        let mut block = Block { members: 1, ideal_start: start, height, start };
        while let Some(above) = blocks.pop_if(|above| above.start + above.height > block.start) {
            let sum =
                above.ideal_start * above.members as f64 + (block.ideal_start - above.height) * block.members as f64;
            let members = above.members + block.members;
            let ideal_start = sum / members as f64;
            block = Block { members, ideal_start, height: above.height + block.height, start: ideal_start.max(top) };
        }
        blocks.push(block);
    }
    let mut moved = Vec::with_capacity(middles.len());
    let mut heights = heights.iter();
    for block in blocks {
        let mut y = block.start;
        for height in heights.by_ref().take(block.members) {
            moved.push(y + height / 2.0);
            y += height;
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::avoid_overlap;

    #[test]
    fn boxes_move_apart_and_stay_in_order() {
        assert_eq!(avoid_overlap(&[1.0, 5.0], &[1.0, 1.0], 0.0), [1.0, 5.0]);
        assert_eq!(avoid_overlap(&[5.0, 5.0], &[1.0, 1.0], 0.0), [4.5, 5.5]);
        let middles = avoid_overlap(&[0.1, 0.2, 0.3, 3.0], &[1.0; 4], 0.0);
        assert!(middles.windows(2).all(|pair| pair[1] - pair[0] > 0.999), "{middles:?}");
        assert!(middles[0] >= 0.5);
    }
}
