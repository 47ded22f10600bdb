//! The revision of a text: a short name for exactly this text, which citations give. Knows nothing of files.

use memchr::memchr;
use serde::{Deserialize, Serialize};
use std::fmt;

use crate::base::hash::Hash;

/// The first 40 bits of the hash of a text, written as ten hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision([u8; 5]);

impl Revision {
    /// Returns the revision of a text. It is the same whatever line ends a checkout gave the text and however it ends.
    pub fn of(text: &str) -> Self {
        let text = text.trim_end();
        let hash = match memchr(b'\r', text.as_bytes()) {
            Some(_) => Hash::of(text.replace("\r\n", "\n").as_bytes()),
            None => Hash::of(text.as_bytes()),
        };
        let bytes = hash.0.to_be_bytes();
        Self(std::array::from_fn(|place| bytes[place]))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_the_text_whatever_its_line_ends() {
        let text = "---\ntitle: A\n---\nText.";
        assert_eq!(Revision::of(text).to_string(), Hash::of(text.as_bytes()).short());
        assert_eq!(Revision::of("---\r\ntitle: A\r\n---\r\nText.\r\n"), Revision::of(text));
        assert_ne!(Revision::of("---\ntitle: A\n---\nText!"), Revision::of(text));
    }
}
