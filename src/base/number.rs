//! Numbers to text, as programs read them.

/// The whole and the tenths of a number that has no more digits, nor a sign. By far the most are such, and are quickly
/// written.
pub fn tenths(number: f64) -> Option<(u64, &'static str)> {
    const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let tenths = (number * 10.0).round();
    #[expect(clippy::float_cmp, reason = "the very number is meant")]
    let is_such = tenths / 10.0 == number && (0.0..1e9).contains(&tenths) && number.is_sign_positive();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole, small and positive")]
    is_such.then(|| (tenths as u64 / 10, DIGITS[tenths as usize % 10]))
}

/// A number in as few digits as tell it from all others, with a point: `4.6`, `1.0`.
pub fn written(number: f64) -> String {
    match tenths(number) {
        Some((whole, tenths)) => [&*whole.to_string(), ".", tenths].concat(),
        None => format!("{number:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_rust_writes_them() {
        let some = [
            0.0,
            -0.0,
            1.0,
            4.6,
            0.1,
            0.3,
            0.1 + 0.2,
            4.25,
            1e9,
            1e8,
            99_999_999.9,
            1e-7,
            -4.6,
            4.600_000_000_000_000_5,
        ];
        let tenths = (0..2000).map(|tenths| f64::from(tenths) / 10.0);
        for number in some.into_iter().chain(tenths).chain([f64::MAX, f64::INFINITY, f64::NAN]) {
            assert_eq!(written(number), format!("{number:?}"));
        }
    }
}
