//! Random numbers for sequences of editions and of edits, the same in every run.

/// A pseudo-random number generator with a fixed seed (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    /// A number below a limit.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % end
    }

    /// True once in so many times.
    pub fn is_one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// Any of some items.
    pub fn one<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
