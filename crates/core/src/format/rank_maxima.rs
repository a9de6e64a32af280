//! Rank maxima: of each month, the greatest seasonal weights of the forms by blocks of their ranks.
//!
//! The seasonal weight of a form in a month is weight · factor · multiplier of that month.
//!
//! ```text
//! byte  size  field
//! 0     8     header  the scale (`scaled.rs`)
//! 8     48 a  blocks  twelve columns, January first, of a bound for 64 ranks: a = ⌈forms / 64⌉
//! then  48 a  rests   the same, of this block and all after it
//! ```

use super::scaled::{BOUND_BYTES, Scale, put_columns};
use super::season_rows::MONTHS;
use super::{Damaged, Result};

/// The number of ranks in a block.
pub(crate) const BLOCK_RANKS: usize = 64;

/// Collects seasonal weights in the order of ranks.
#[derive(Debug)]
pub(crate) struct RankMaximaWriter {
    /// By block.
    greatest: Vec<[f64; MONTHS]>,
    forms: usize,
}

impl RankMaximaWriter {
    /// Starts with nothing.
    pub(crate) fn new() -> Self {
        RankMaximaWriter { greatest: Vec::new(), forms: 0 }
    }

    /// Adds the seasonal weights of the form of the next rank.
    pub(crate) fn push(&mut self, weights: &[f64; MONTHS]) {
        // Exact numbers until the end: how they are rounded depends on the greatest of all.
        if self.forms.is_multiple_of(BLOCK_RANKS) {
            self.greatest.push([0.0; MONTHS]);
        }
        self.forms += 1;
        let block = self.greatest.last_mut().into_iter().flatten();
        block.zip(weights).for_each(|(greatest, weight)| *greatest = greatest.max(*weight));
    }

    /// Returns the scale for all numbers so far.
    pub(crate) fn scale(&self) -> Scale {
        Scale::for_greatest(self.greatest.iter().flatten().copied().fold(0.0, f64::max))
    }

    /// Returns the encoded section.
    pub(crate) fn finish(self) -> Vec<u8> {
        // The scale is known only now that the greatest weight is.
        let scale = self.scale();
        let mut out = scale.header().to_vec();
        let mut columns: [Vec<f32>; MONTHS] = std::array::from_fn(|month| {
            let column = self.greatest.iter().filter_map(|block| block.get(month));
            column.map(|&greatest| scale.bound(greatest)).collect()
        });
        put_columns(&columns, &mut out);
        for column in &mut columns {
            let mut rest = 0f32;
            // From the end, so that each block has the greatest of itself and of all behind it.
            for bound in column.iter_mut().rev() {
                rest = rest.max(*bound);
                *bound = rest;
            }
        }
        put_columns(&columns, &mut out);
        out
    }
}

/// A view of rank maxima.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RankMaxima<'a> {
    scale: Scale,
    bounds: &'a [u8],
    blocks: usize,
}

impl<'a> RankMaxima<'a> {
    /// Finds the bounds for `forms` forms in constant time.
    pub(crate) fn parse(bytes: &'a [u8], forms: usize) -> Result<Self> {
        let (scale, bounds) = Scale::parse(bytes)?;
        // Two lists of twelve columns: of the blocks, and of each block with all after it.
        let blocks = forms.div_ceil(BLOCK_RANKS);
        if bounds.len() != 2 * MONTHS * BOUND_BYTES * blocks {
            return Err(Damaged("the length does not fit the number of forms"));
        }
        Ok(RankMaxima { scale, bounds, blocks })
    }

    /// Returns the bound of the seasonal weights of `month`, 0 to 11, of the 64 ranks around
    /// `rank`, or `None` past the end.
    #[inline]
    pub(crate) fn block(&self, rank: u32, month: usize) -> Option<f64> {
        let column = Some(month).filter(|&month| month < MONTHS)?;
        self.get(column, rank as usize / BLOCK_RANKS)
    }

    /// Returns the bound of the seasonal weights of `month`, 0 to 11, of the 64 ranks around `rank`
    /// and all after them, or `None` past the end.
    #[inline]
    pub(crate) fn rest(&self, rank: u32, month: usize) -> Option<f64> {
        // The bounds of all that follows stand behind those of the blocks.
        let column = MONTHS + Some(month).filter(|&month| month < MONTHS)?;
        self.get(column, rank as usize / BLOCK_RANKS)
    }

    fn get(&self, column: usize, block: usize) -> Option<f64> {
        // A block past the end would be one of the next month.
        if block >= self.blocks {
            return None;
        }
        self.scale.number(self.bounds, column * self.blocks + block)
    }

    /// Returns the scale.
    pub(crate) fn scale(&self) -> Scale {
        self.scale
    }

    /// Checks every bound against `weights_of`, which returns the seasonal weights of a rank.
    pub(crate) fn verify(
        &self,
        forms: usize,
        weights_of: impl Fn(u32) -> Option<[f64; MONTHS]>,
    ) -> Result<()> {
        let mut writer = RankMaximaWriter::new();
        for rank in (0u32..).take(forms) {
            writer.push(&weights_of(rank).ok_or(Damaged("a form has no seasonal weights"))?);
        }
        // A larger scale would still bound all, but no builder writes it.
        if self.scale != writer.scale() {
            return Err(Damaged("the exponent is not that of the greatest number"));
        }
        // Made once more and compared whole, since a bound that is too high costs time unseen.
        match writer.finish().strip_prefix(&self.scale.header()) == Some(self.bounds) {
            true => Ok(()),
            false => Err(Damaged("a maximum is not the greatest of its ranks")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encode(weights: &[[f64; MONTHS]]) -> Vec<u8> {
        let mut writer = RankMaximaWriter::new();
        weights.iter().for_each(|weights| writer.push(weights));
        writer.finish()
    }

    #[test]
    fn bytes_are_exactly_as_documented() {
        let mut weights = vec![[2.0; MONTHS]; 65];
        weights[64] = [1.0; MONTHS];
        let (one, two) = ([0, 0, 0x80, 0x3f], [0, 0, 0, 0x40]);
        let column = [two, one].concat();
        assert_eq!(encode(&weights), [&[0; 8][..], &column.repeat(24)].concat());
        weights[64] = [3.0; MONTHS];
        let bytes = encode(&weights);
        assert!(bytes.ends_with(&[0, 0, 0x40, 0x40].repeat(24)), "the rests of both blocks are 3");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_block_bounds_its_ranks_and_a_rest_all_from_its_block_on(
            weights in prop::collection::vec(prop::array::uniform12(0.0..1e6f64), 1..300),
        ) {
            let bytes = encode(&weights);
            let maxima = RankMaxima::parse(&bytes, weights.len()).unwrap();
            maxima.verify(weights.len(), |rank| weights.get(rank as usize).copied()).unwrap();
            for month in 0..MONTHS {
                let greatest = |weights: &[[f64; MONTHS]]| {
                    weights.iter().map(|w| w[month]).fold(0.0, f64::max)
                };
                for rank in 0..weights.len() {
                    let start = rank / BLOCK_RANKS * BLOCK_RANKS;
                    let end = (start + BLOCK_RANKS).min(weights.len());
                    let bounds = [
                        (maxima.block(rank as u32, month), greatest(&weights[start..end])),
                        (maxima.rest(rank as u32, month), greatest(&weights[start..])),
                    ];
                    for (bound, greatest) in bounds {
                        let bound = bound.unwrap();
                        prop_assert!(greatest <= bound && bound <= greatest * (1.0 + 1e-6));
                    }
                }
            }
            let past = weights.len().next_multiple_of(BLOCK_RANKS) as u32;
            prop_assert_eq!((maxima.block(past, 0), maxima.rest(past, 0)), (None, None));
            prop_assert_eq!((maxima.block(0, 12), maxima.rest(0, 12)), (None, None));
        }

        #[test]
        fn a_damaged_section_never_panics_and_never_verifies(
            weights in prop::collection::vec(prop::array::uniform12(0.0..9f64), 1..200),
            at: prop::sample::Index, flip in 1u8..,
        ) {
            let mut bytes = encode(&weights);
            let at = at.index(bytes.len());
            bytes[at] ^= flip;
            if let Ok(maxima) = RankMaxima::parse(&bytes, weights.len()) {
                let verified =
                    maxima.verify(weights.len(), |rank| weights.get(rank as usize).copied());
                prop_assert!(verified.is_err());
            }
        }
    }
}
