//! Pairs of what was typed and what was meant: which can be learned from, and which half each is in.

use crate::analysis::Analyzer;
use crate::analysis::slip_budget::MAX_CORRECTED_CHARS;
use crate::kind::Kind;

use super::report::{PairFault, PairReject, TypedKind};

/// A word as people typed it, and the word that they meant.
///
/// ```
/// use mapahead::SlipPair;
///
/// let pair = SlipPair { typed: "recieve".to_owned(), meant: "receive".to_owned(), count: 12.0 };
/// assert_eq!(pair, SlipPair { count: 12.0, ..SlipPair::new("recieve", "receive") });
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct SlipPair {
    /// The word with the slip.
    pub typed: String,
    /// The word without it.
    pub meant: String,
    /// How often that happened: above 0, up to 1e9.
    pub count: f64,
}

impl SlipPair {
    /// Returns a pair that happened once.
    ///
    /// ```
    /// assert_eq!(mapahead::SlipPair::new("teh", "the").count, 1.0);
    /// ```
    #[must_use]
    pub fn new(typed: &str, meant: &str) -> Self {
        SlipPair { typed: typed.to_owned(), meant: meant.to_owned(), count: 1.0 }
    }
}

/// The highest count: sums of them stay exact.
const MAX_COUNT: f64 = 1e9;
/// The longest side, in characters before the analysis, as of a text.
const MAX_CHARS: usize = 1000;

/// Which part of the pairs a word is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    /// Costs are learned from it.
    Training,
    /// Costs are judged by it.
    HeldOut,
}

impl Half {
    /// Returns the half of the key of a meant word, so that all slips of one word are in one half.
    pub(super) fn of(meant: &str) -> Self {
        match hash(meant) % 2 {
            0 => Half::Training,
            _ => Half::HeldOut,
        }
    }
}

/// Returns a number that depends on all of `text`, its last bits mixed well: FNV-1a with the finish
/// of MurmurHash3. `benches/relevance` parts its words in the same way.
pub(super) fn hash(text: &str) -> u32 {
    let start = 0x811c_9dc5_u32;
    let mut bits =
        text.bytes().fold(start, |bits, byte| (bits ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    bits = (bits ^ (bits >> 16)).wrapping_mul(0x85eb_ca6b);
    bits = (bits ^ (bits >> 13)).wrapping_mul(0xc2b2_ae35);
    bits ^ (bits >> 16)
}

/// A pair as the engine sees it.
#[derive(Debug, Clone)]
pub(super) struct KeyPair {
    pub(super) typed: String,
    pub(super) meant: String,
    pub(super) count: f64,
}

/// The shortest word that is corrected at all.
const SHORTEST: usize = 3;

impl KeyPair {
    /// Returns the typed word, and its beginning up to one letter behind the slip, where that is
    /// another one.
    pub(super) fn asked(&self) -> Vec<(TypedKind, String)> {
        let [typed, meant]: [Vec<char>; 2] =
            [&self.typed, &self.meant].map(|word| word.chars().collect());
        let ends = typed.iter().rev().zip(meant.iter().rev());
        let tail = ends.take_while(|(a, b)| a == b).count();
        let mut asked = vec![(TypedKind::Whole, self.typed.clone())];
        let len = (typed.len() - tail + 1).max(SHORTEST);
        if len < typed.len() {
            asked.push((TypedKind::Unfinished, typed.into_iter().take(len).collect()));
        }
        asked
    }
}

/// Returns the pairs that can be learned from by their keys, and what is wrong with the others.
pub(super) fn checked(pairs: &[SlipPair]) -> (Vec<KeyPair>, Vec<PairReject>) {
    let analyzer = Analyzer::new(Kind::Text);
    let (mut good, mut rejects) = (Vec::with_capacity(pairs.len()), Vec::new());
    for (place, pair) in pairs.iter().enumerate() {
        match key_pair(&analyzer, pair) {
            Ok(pair) => good.push(pair),
            Err(fault) => rejects.push(PairReject { place, fault }),
        }
    }
    (good, rejects)
}

fn key_pair(analyzer: &Analyzer, pair: &SlipPair) -> Result<KeyPair, PairFault> {
    let typed = word_of(analyzer, &pair.typed).map_err(|fault| fault.of_typed())?;
    let meant = word_of(analyzer, &pair.meant).map_err(|fault| fault.of_meant())?;
    // NaN is in no range.
    if !(pair.count > 0.0 && pair.count <= MAX_COUNT) {
        return Err(PairFault::Count);
    }
    if typed == meant {
        return Err(PairFault::Equal);
    }
    Ok(KeyPair { typed, meant, count: pair.count })
}

/// What is wrong with one side of a pair.
enum WordFault {
    Missing,
    Long,
    Several,
}

impl WordFault {
    fn of_typed(self) -> PairFault {
        match self {
            WordFault::Missing => PairFault::TypedMissing,
            WordFault::Long => PairFault::TypedLong,
            WordFault::Several => PairFault::TypedSeveral,
        }
    }

    fn of_meant(self) -> PairFault {
        match self {
            WordFault::Missing => PairFault::MeantMissing,
            WordFault::Long => PairFault::MeantLong,
            WordFault::Several => PairFault::MeantSeveral,
        }
    }
}

fn word_of(analyzer: &Analyzer, text: &str) -> Result<String, WordFault> {
    // Before the analysis, which would read all of it.
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(WordFault::Long);
    }
    let mut key = String::new();
    analyzer.form_key(text, &mut key);
    if key.is_empty() {
        return Err(WordFault::Missing);
    }
    if key.contains(' ') {
        return Err(WordFault::Several);
    }
    // The engine corrects no longer words, so nothing could come of their slips.
    if key.chars().nth(MAX_CORRECTED_CHARS).is_some() {
        return Err(WordFault::Long);
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_words_that_differ_as_the_engine_sees_them() {
        let long = "a".repeat(MAX_CORRECTED_CHARS + 1);
        let count = |count| SlipPair { count, ..SlipPair::new("teh", "the") };
        let pairs = [
            SlipPair::new("Teh", "The"),
            SlipPair::new("", "the"),
            SlipPair::new("teh", " "),
            SlipPair::new("a lot", "alot"),
            SlipPair::new("alot", "a lot"),
            SlipPair::new(&long, "the"),
            SlipPair::new("the", &long),
            SlipPair::new("cafe", "Café"),
            count(0.0),
            count(f64::NAN),
        ];
        let (good, rejects) = checked(&pairs);
        assert_eq!(good.len(), 1);
        assert_eq!((good[0].typed.as_str(), good[0].meant.as_str()), ("teh", "the"));
        let faults: Vec<PairFault> = rejects.iter().map(|reject| reject.fault).collect();
        let expected = [
            PairFault::TypedMissing,
            PairFault::MeantMissing,
            PairFault::TypedSeveral,
            PairFault::MeantSeveral,
            PairFault::TypedLong,
            PairFault::MeantLong,
            PairFault::Equal,
            PairFault::Count,
            PairFault::Count,
        ];
        assert_eq!(faults, expected);
        assert_eq!(rejects[0].place, 1);
    }

    #[test]
    fn words_are_parted_as_the_bench_of_relevance_parts_them() {
        // By `node -e` with the `hash` of benches/relevance/queries.mjs.
        assert_eq!(hash("receive"), 1572096012);
        assert_eq!(hash("сегодня"), 2046892332);
    }
}
