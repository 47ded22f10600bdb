//! Content hashes: for fingerprints of assets, change detection and ids. XXH3 with 128 bits has a fixed
//! specification, so hashes stay the same from release to release.

use std::fmt;
use twox_hash::XxHash3_128;

/// A 128-bit XXH3 hash. Not cryptographic: it detects changes, it does not stop forgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Hash(pub u128);

impl Hash {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The first ten hexadecimal digits: a fingerprint for file names.
    pub fn short(self) -> String {
        self.to_string()[..10].to_owned()
    }

    /// The hash in the shape of a version 8 UUID (RFC 9562, section 5.8), for names that must be URNs.
    pub fn uuid(self) -> String {
        let bits = (self.0 & !(0xf << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

impl fmt::Display for Hash {
    /// Writes all 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
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
    fn hashes_match_the_specification() {
        let text: Vec<u8> = (0..=255).map(|number: u8| number.wrapping_mul(7)).cycle().take(1_000).collect();
        for (length, hash) in [
            (0, 0x99aa_06d3_0147_98d8_6001_c324_468d_497f),
            (3, 0x656e_81c5_6e41_fe02_c348_9259_e968_ad9e),
            (8, 0xe4b9_dd0b_66ff_3c50_ebab_bd06_9500_2ff6),
            (16, 0xddf6_c125_4d70_f767_94ea_a17b_2075_6f46),
            (128, 0xdd9e_5aa9_bd51_cc9c_c6bd_21ec_c865_f29f),
            (240, 0x89e3_a0a2_ee35_5d25_d10b_eb4e_0599_e4b3),
            (241, 0x75f4_da43_f23c_ce5a_541b_1922_6f00_52e8),
            (1000, 0xabee_229c_dada_d76d_10ad_3026_4426_c830),
        ] {
            assert_eq!(Hash::of(&text[..length]), Hash(hash), "{length}");
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
