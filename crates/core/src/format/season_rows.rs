//! Season rows: the distinct seasons, each the multipliers of the 15th of January to December.
//!
//! ```text
//! byte  size    field
//! 0     24 n    rows   twelve codes each; those of row 0 are all that of 1, the neutral season
//! ```
//!
//! A code is an unsigned little-endian integer of 16 bits. Code 0 is 0; code c above is the `f32`
//! whose bits are (c + 102 · 2^11) · 2^12: the numbers from 2^−25 to 128 that have eleven binary
//! digits after the first. A multiplier becomes the nearest of them, of two as near the greater, so
//! it is off by at most 0.025 %, or, if it is below 2^−25, by 2^−26. All whole numbers up to 100
//! and their halves, quarters and eighths are exact.

use super::{Damaged, Result};

/// Multipliers by month.
pub(crate) const MONTHS: usize = 12;
/// The bytes of a row.
const ROW_BYTES: usize = 2 * MONTHS;
/// What the exponent of code 0 adds to a code.
const BASE: u32 = (127 - 25) << 11;
/// The code of 1.
pub(crate) const NEUTRAL: [u16; MONTHS] = [25 << 11; MONTHS];

/// Returns the code of a multiplier, which is from 0 to 100 and not −0.
fn code(multiplier: f64) -> u16 {
    // The bits that an `f64` has more than a code, rounded off. The least code above 0 stands for
    // what is nearer to it than to 0.
    let rounded = (multiplier.to_bits() + (1 << 40)) >> 41;
    let base = u64::from(BASE) + ((1023 - 127) << 11);
    match rounded.checked_sub(base) {
        Some(code @ 1..) => code as u16, // 100 has far less than the greatest code
        _ => u16::from(multiplier >= value(1) / 2.0),
    }
}

/// Returns the multiplier of a code.
fn value(code: u16) -> f64 {
    match code {
        0 => 0.0,
        code => f32::from_bits((u32::from(code) + BASE) << 12).into(),
    }
}

/// Returns the codes of a season.
pub(crate) fn encode(months: &[f64; MONTHS]) -> [u16; MONTHS] {
    months.map(code)
}

/// Returns the multipliers of a row.
pub(crate) fn decode(codes: &[u16; MONTHS]) -> [f64; MONTHS] {
    codes.map(value)
}

/// Appends a row to a section.
pub(crate) fn put(codes: &[u16; MONTHS], out: &mut Vec<u8>) {
    out.extend(codes.iter().flat_map(|code| code.to_le_bytes()));
}

/// A view of season rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeasonRows<'a> {
    rows: &'a [[u8; ROW_BYTES]],
}

impl<'a> SeasonRows<'a> {
    /// Finds the rows in constant time.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self> {
        match bytes.as_chunks() {
            // Row 0 is always there: the neutral season, which entries without one have.
            (rows, []) if !rows.is_empty() => Ok(SeasonRows { rows }),
            _ => Err(Damaged("there is not a whole number of rows")),
        }
    }

    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns the codes of a row, or `None` past the last.
    pub(crate) fn codes(&self, row: usize) -> Option<[u16; MONTHS]> {
        let row = self.rows.get(row)?;
        let mut codes = [0; MONTHS];
        for (code, bytes) in codes.iter_mut().zip(row.as_chunks().0) {
            *code = u16::from_le_bytes(*bytes);
        }
        Some(codes)
    }

    /// Returns the multiplier of a row in a month, 0 to 11, or `None` past the last row or month.
    #[inline]
    pub(crate) fn get(&self, row: usize, month: usize) -> Option<f64> {
        // One code and not the row: a search asks for two months of each form that it weighs.
        let (codes, _) = self.rows.get(row)?.as_chunks();
        codes.get(month).map(|code| value(u16::from_le_bytes(*code)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bytes_are_exactly_as_documented() {
        let mut bytes = Vec::new();
        put(&encode(&[1.0; MONTHS]), &mut bytes);
        assert_eq!(bytes, [0x00, 0xc8].repeat(MONTHS));
        assert_eq!(encode(&[1.0; MONTHS]), NEUTRAL);
        assert_eq!(code(2.0), 26 << 11);
        assert_eq!(code(100.0), (31 << 11) + 1152, "100 is 64 · (1 + 1152 / 2048)");
    }

    #[test]
    fn usual_multipliers_are_exact() {
        for eighths in 0..=800 {
            let multiplier = f64::from(eighths) / 8.0;
            assert_eq!(value(code(multiplier)), multiplier);
        }
    }

    #[test]
    fn every_code_is_that_of_its_value_and_values_rise() {
        let limit = code(100.0);
        for number in 0..=limit {
            assert_eq!(code(value(number)), number);
            assert!(number == 0 || value(number - 1) < value(number));
        }
    }

    #[test]
    fn tiny_multipliers_become_the_nearer_of_zero_and_the_least() {
        let least = value(1);
        assert_eq!(least, 2f64.powi(-25) * (1.0 + 2f64.powi(-11)));
        assert_eq!(code(least / 2.0), 1);
        assert_eq!(code((least / 2.0).next_down()), 0);
        assert_eq!(code(f64::MIN_POSITIVE), 0);
    }

    #[test]
    fn a_cut_section_is_damage() {
        assert!(SeasonRows::parse(&[]).is_err());
        assert!(SeasonRows::parse(&[0; 25]).is_err());
        let rows = SeasonRows::parse(&[0; 48]).unwrap();
        assert_eq!((rows.len(), rows.codes(1), rows.codes(2)), (2, Some([0; MONTHS]), None));
        assert_eq!((rows.get(0, 12), rows.get(2, 0)), (None, None));
    }

    proptest! {
        #[test]
        fn a_multiplier_becomes_the_nearest_value(multiplier in 0.0..=100f64, shrink in 0..40i32) {
            let multiplier = multiplier * 2f64.powi(-shrink);
            let code = code(multiplier);
            let error = |code: u16| (value(code) - multiplier).abs();
            prop_assert!(error(code) <= error(code.saturating_sub(1)));
            prop_assert!(error(code) < error(code + 1) || code == 0 && multiplier == 0.0);
            prop_assert!(error(code) <= multiplier * 2f64.powi(-12) + 2f64.powi(-26));
        }

        #[test]
        fn every_row_survives_a_round_trip(seasons: Vec<[u16; MONTHS]>) {
            let mut bytes = Vec::new();
            put(&NEUTRAL, &mut bytes);
            seasons.iter().for_each(|codes| put(codes, &mut bytes));
            let rows = SeasonRows::parse(&bytes).unwrap();
            prop_assert_eq!(rows.len(), seasons.len() + 1);
            for (row, codes) in (1..).zip(&seasons) {
                prop_assert_eq!(rows.codes(row), Some(*codes));
                for (month, value) in decode(codes).into_iter().enumerate() {
                    prop_assert_eq!(rows.get(row, month).map(f64::to_bits), Some(value.to_bits()));
                }
            }
        }
    }
}
