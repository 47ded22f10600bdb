//! Looks at all bytes of a text, which are many at once: there is no way out of the loop before its end, so the compiler
//! needs not take them one by one. Short texts and those in which next to nothing is found gain by it.

/// Whether any byte is such.
pub fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(false, |found, &byte| found | is(byte))
}

/// Whether every byte is such.
pub fn all(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    !any(bytes, |byte| !is(byte))
}
