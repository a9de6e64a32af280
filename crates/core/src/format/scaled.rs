//! Upper bounds: numbers rounded up to an `f32`, all divided by one power of two so that they fit.
//!
//! ```text
//! byte  size  field
//! 0     4     exponent  an i32 from 0 to 897, e; little-endian
//! 4     4     zero
//! then        bounds    f32, little-endian: a number is at most its bound · 2^e
//! ```
//!
//! `e` is the least for which the greatest number is below 2^(127 + e). So nearly always it is 0.

use super::{Damaged, Result, u32_at};

/// The bytes before the bounds.
pub(super) const HEADER_BYTES: usize = 8;
/// The bytes of a bound.
pub(super) const BOUND_BYTES: usize = 4;
/// No `f64` needs more.
const MAX_EXPONENT: u32 = 897;

/// What numbers are divided by: a power of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    exponent: u32,
}

impl Scale {
    /// Returns the scale of numbers up to `greatest`, which is finite and at least 0.
    pub(crate) fn for_greatest(greatest: f64) -> Self {
        // The biased exponent of an `f64` is that of 2 plus 1023. A number below 2^(n + 1) has at
        // most n.
        let biased = (greatest.to_bits() >> 52) as u32;
        Scale { exponent: biased.saturating_sub(1023 + 126).min(MAX_EXPONENT) }
    }

    /// Returns the bytes before the bounds.
    pub(super) fn header(self) -> [u8; HEADER_BYTES] {
        u64::from(self.exponent).to_le_bytes()
    }

    /// Returns the least bound of `number`, which is at least 0 and at most the greatest.
    pub(super) fn bound(self, number: f64) -> f32 {
        if number == 0.0 {
            return 0.0;
        }
        let scaled = number * power_of_two(-i64::from(self.exponent));
        let nearest = scaled as f32;
        // A tiny number may have become 0 on the way.
        if f64::from(nearest) < scaled || nearest == 0.0 { nearest.next_up() } else { nearest }
    }

    /// Reads the header, and returns the bytes after it.
    pub(super) fn parse(bytes: &[u8]) -> Result<(Self, &[u8])> {
        let (exponent, rest) = u32_at(bytes, 0).zip(bytes.get(HEADER_BYTES..)).ok_or(CUT)?;
        if exponent > MAX_EXPONENT {
            return Err(Damaged("an exponent is absurd"));
        }
        if u32_at(bytes, 4) != Some(0) {
            return Err(Damaged("a reserved field is not zero"));
        }
        Ok((Scale { exponent }, rest))
    }

    /// Returns the number number `position` of `bounds`, or `None` where there is none that is
    /// finite and at least 0.
    #[inline]
    pub(super) fn number(self, bounds: &[u8], position: usize) -> Option<f64> {
        let bound = f32::from_bits(u32_at(bounds, position.checked_mul(BOUND_BYTES)?)?);
        // A bound that is no number compares as false, so a search would never end by it.
        let valid = bound.is_finite() && bound.is_sign_positive();
        valid.then(|| f64::from(bound) * power_of_two(self.exponent.into()))
    }
}

const CUT: Damaged = Damaged("there is no room for the exponent");

/// Returns 2 to the power of `exponent`, which is one that normal numbers have.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// Appends the bounds of `columns`, one after the other.
pub(super) fn put_columns(columns: &[Vec<f32>; 12], out: &mut Vec<u8>) {
    out.extend(columns.iter().flatten().flat_map(|bound| bound.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_that_fit_need_no_exponent() {
        for (greatest, exponent) in [
            (0.0, 0),
            (5e-324, 0),
            (100.0, 0),
            (2f64.powi(127).next_down(), 0),
            (2f64.powi(127), 1),
            (2f64.powi(128).next_down(), 1),
            (1e302, 877),
            (f64::MAX, 897),
        ] {
            assert_eq!(Scale::for_greatest(greatest), Scale { exponent }, "{greatest}");
        }
    }

    #[test]
    fn a_header_of_nonsense_is_damage() {
        let header = Scale { exponent: 7 }.header();
        assert_eq!(header, [7, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(Scale::parse(&header).unwrap(), (Scale { exponent: 7 }, &[][..]));
        assert!(Scale::parse(&header[..7]).is_err());
        assert!(Scale::parse(&[7, 0, 0, 0, 0, 1, 0, 0]).is_err());
        assert!(Scale::parse(&[0, 4, 0, 0, 0, 0, 0, 0]).is_err());
    }

    proptest! {
        #[test]
        fn a_bound_is_never_below_its_number_and_hardly_above(
            mantissa in 0f64..1.0, exponent in -1074i32..=1000, room in 0f64..1.0,
        ) {
            let number = mantissa * 2f64.powi(exponent);
            let greatest = number + (1e302 - number).max(0.0) * room;
            for greatest in [number, number * 2.0, greatest] {
                let scale = Scale::for_greatest(greatest);
                let bytes = scale.bound(number).to_le_bytes();
                let bound = scale.number(&bytes, 0).unwrap();
                prop_assert!(bound >= number);
                // The least number that there is above 0.
                let least = 2f64.powi(-149) * 2f64.powi(scale.exponent as i32);
                prop_assert!(bound <= number * (1.0 + 2f64.powi(-23)) + least);
            }
        }
    }
}
