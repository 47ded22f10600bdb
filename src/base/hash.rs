//! Bytes to a short name for exactly these bytes: asset fingerprints, change detection, ids.
//! XXH3 with 128 bits: a fixed specification, so names stay the same from release to release.

use std::fmt;
use twox_hash::XxHash3_128;

/// The 128-bit XXH3 hash of some bytes. Not cryptographic: it finds changes, it does not stop forgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Hash(pub u128);

impl Hash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// All 32 hexadecimal digits. By hand: builds write tens of thousands, and a number of 128 bits is formatted by
    /// divisions.
    pub fn digits(self) -> [u8; 32] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0.to_be_bytes()) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        digits
    }

    /// The first ten hexadecimal digits, as fingerprints in file names use them.
    pub fn short(self) -> String {
        str::from_utf8(&self.digits()[..10]).unwrap_or_default().to_owned()
    }

    /// The hash in the shape of a version 8 UUID (RFC 9562, section 5.8), for names that must be URNs.
    pub fn uuid(self) -> String {
        let bits = (self.0 & !(0xf << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.digits()).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_written_as_32_digits() {
        for hash in [Hash(0), Hash(u128::MAX), Hash(0x0123_4567_89ab_cdef), Hash::of(b"x")] {
            assert_eq!(hash.to_string(), format!("{:032x}", hash.0));
        }
    }

    #[test]
    fn uuid_carries_version_and_variant() {
        let uuid = Hash::of(b"x").uuid();
        assert_eq!(uuid.len(), 36);
        assert_eq!(&uuid[14..15], "8");
        assert!("89ab".contains(&uuid[19..20]));
    }
}
