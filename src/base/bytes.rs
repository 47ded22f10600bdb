//! Looks at all bytes of a text, which are many at once: there is no way out of the loops before their end, so the
//! compiler needs not take them one by one. Short texts and those in which next to nothing is found gain by it.

/// How many bytes are looked at together.
const BLOCK: usize = 16;

/// Whether any byte is such. `is` should be ranges and [`is_one_of`] joined by `|`: of a `match` the compiler makes a
/// table, in which bytes are looked up one by one.
pub fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    let any = |bytes: &[u8]| bytes.iter().fold(false, |found, &byte| found | is(byte));
    // The last block may begin within the one before it, so that no bytes are left over.
    if let Some(last) = bytes.last_chunk::<BLOCK>() {
        return any(&bytes[..bytes.len() / BLOCK * BLOCK]) | any(last);
    }
    match (bytes.first_chunk::<{ BLOCK / 2 }>(), bytes.last_chunk::<{ BLOCK / 2 }>()) {
        (Some(first), Some(last)) => any(first) | any(last),
        _ => any(bytes),
    }
}

/// Whether a byte is one of some.
pub fn is_one_of<const N: usize>(byte: u8, some: &[u8; N]) -> bool {
    #[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are compared at once")]
    some.iter().fold(false, |found, &one| found | (byte == one))
}

/// Whether every byte is such.
pub fn all(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    !any(bytes, |byte| !is(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_texts_of_all_lengths_is_looked_at() {
        for length in 0..70 {
            let mut text = vec![b'a'; length];
            assert!(!any(&text, |byte| byte == b'&') && all(&text, |byte| byte == b'a'), "{length}");
            for place in 0..length {
                text[place] = b'&';
                assert!(any(&text, |byte| byte == b'&') && !all(&text, |byte| byte == b'a'), "{place} of {length}");
                text[place] = b'a';
            }
        }
    }
}
