//! Axes: where a number lies across the chart, and where the ticks of a scale are.

use crate::chart::number::NumberFormat;
use crate::chart::text::text_width;
use crate::chart::validate::Chart;

/// The width of a chart on a phone (320 CSS pixels less the page's margins), in em of its text. Texts are wrapped to fit
/// this width.
pub const PHONE_WIDTH: f64 = 19.5;

/// A horizontal axis.
#[derive(Clone, Copy, Debug)]
pub struct HorizontalAxis {
    /// The left end, in percent of the chart's width.
    pub left: f64,
    /// The length, in percent of the chart's width.
    pub length: f64,
    /// The number at the left end.
    pub min: f64,
    /// The number at the right end.
    pub max: f64,
}

impl HorizontalAxis {
    /// An axis for bars, with room for their numbers beyond their ends.
    pub fn for_bars(chart: &Chart, numbers: &NumberFormat<'_>) -> Self {
        let values = chart.rows.iter().flat_map(|row| &row.values).flatten();
        let widest = values.map(|&value| text_width(&numbers.format(value))).fold(0.0, f64::max);
        let room = (widest / PHONE_WIDTH * 100.0 + 3.0).min(45.0);
        let left = if chart.min < 0.0 { room } else { 0.0 };
        Self { left, length: 100.0 - room - left, min: chart.min, max: chart.max }
    }

    /// The position of a number, in percent of the chart's width.
    pub fn x(&self, value: f64) -> f64 {
        self.left + self.length * (value - self.min) / (self.max - self.min)
    }
}

/// The ticks of a chart's scale: multiples of [`tick_step`] from `min` to `max`.
pub fn ticks(min: f64, max: f64) -> Vec<f64> {
    let step = tick_step(min, max);
    let first = (min / step).ceil() * step;
    // The last tick may lie a rounding error above `max`.
    (0..20).map(|tick| first + step * f64::from(tick)).take_while(|tick| *tick <= max + step * 1e-6).collect()
}

/// The distance between ticks that cuts a scale into about five round parts: 1, 2 or 5 times a power of ten.
pub fn tick_step(low: f64, high: f64) -> f64 {
    let rough = (high - low) / 4.0;
    if rough <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= rough * 0.75).unwrap_or(10.0);
    times * power
}

#[cfg(test)]
mod tests {
    use super::{tick_step, ticks};

    #[test]
    fn tick_steps_are_round() {
        for (low, high, expected) in
            [(0.0, 100.0, 20.0), (0.0, 80.0, 20.0), (0.0, 3.7, 1.0), (-1.0, 1.0, 0.5), (0.0, 0.0, 1.0)]
        {
            assert!((tick_step(low, high) - expected).abs() < 1e-9, "{low} to {high}: {}", tick_step(low, high));
        }
    }

    #[test]
    fn ticks_are_multiples_of_the_step_within_the_scale() {
        assert_eq!(ticks(0.0, 100.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(1.0, 5.0), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(ticks(3.0, 9.0), [4.0, 6.0, 8.0]);
    }
}
