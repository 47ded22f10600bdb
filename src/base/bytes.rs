//! Tests on all bytes of a text at once. The loops have no early exit, so that the compiler turns them into SIMD
//! instructions: three to four times as fast as `Iterator::any` on texts in which next to nothing matches.

/// Returns true if any byte satisfies `predicate`, which should be ranges and [`is_one_of`] joined by `|`: branches
/// and `match` would keep the loop from being vectorised.
pub fn any(bytes: &[u8], predicate: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |any, &byte| any | u8::from(predicate(byte))) != 0
}

/// Returns true if every byte satisfies `predicate`; see [`any`].
pub fn all(bytes: &[u8], predicate: impl Fn(u8) -> bool) -> bool {
    !any(bytes, |byte| !predicate(byte))
}

/// Returns true if `byte` is in `set`. Without branches, unlike `set.contains(&byte)`.
pub fn is_one_of<const N: usize>(byte: u8, set: &[u8; N]) -> bool {
    #[expect(clippy::needless_bitwise_bool, reason = "`||` would branch")]
    set.iter().fold(false, |any, &member| any | (byte == member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        let is_special = |byte| is_one_of(byte, b"&<");
        assert!(any(b"a<b", is_special) && any(b"ab&", is_special));
        assert!(!any(b"ab", is_special) && !any(b"", is_special));
        assert!(all(b"&<&", is_special) && all(b"", is_special));
        assert!(!all(b"&a&", is_special));
    }
}
