//! What was learned, and what it is worth.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::settings::TypoSettings;

use super::intervals::{Difference, Interval};

/// What [`learn`](crate::learn) found.
///
/// ```
/// use mapahead::{BuildOptions, SlipPair, learn};
///
/// let words = ["Berlin", "Bern", "Bremen"];
/// let pairs: Vec<SlipPair> = words.iter().map(|word| SlipPair::new("brn", word)).collect();
/// // A few pairs teach nothing.
/// let error = learn(&pairs, &BuildOptions::default()).unwrap_err();
/// assert_eq!(error.code(), "ERR_INVALID_INPUT");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LearnReport {
    /// Whether the learned costs are better: see [`learn`](crate::learn). Otherwise `typos` are
    /// those that were given.
    pub gain: bool,
    /// The costs to build with.
    pub typos: TypoSettings,
    /// How many pairs there were, and what became of them.
    pub pairs: PairCounts,
    /// The pairs that nothing could be learned from, in their order.
    pub rejects: Vec<PairReject>,
    /// How likely the slips of the held-out pairs are.
    pub likelihood: LikelihoodReport,
    /// How often the held-out typed words find the meant ones: all together, whole, unfinished.
    pub success: Vec<SuccessReport>,
}

/// What became of the pairs.
///
/// ```
/// fn told(counts: &mapahead::PairCounts) -> String {
///     format!("{} pairs taught, {} judged", counts.training, counts.held_out)
/// }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PairCounts {
    /// All pairs that were given.
    pub given: usize,
    /// The pairs that costs were learned from.
    pub training: usize,
    /// The pairs that costs were judged by.
    pub held_out: usize,
    /// The pairs of both halves with more than two slips, two with a wrong first letter, or one in a
    /// number. They are asked all the same, but teach nothing.
    pub beyond: usize,
    /// The distinct words that were meant.
    pub words: usize,
}

/// A pair that nothing can be learned from.
///
/// ```
/// use mapahead::{PairFault, PairReject};
/// fn told(reject: &PairReject) -> String {
///     format!("pair {}: {}", reject.place + 1, reject.fault.reason())
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PairReject {
    /// The place of the pair among those given, from 0.
    pub place: usize,
    /// What is wrong with it.
    pub fault: PairFault,
}

/// With the reason in words, which a program in another language has no table of.
impl Serialize for PairReject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PairReject", 3)?;
        fields.serialize_field("place", &self.place)?;
        fields.serialize_field("fault", &self.fault)?;
        fields.serialize_field("reason", self.fault.reason())?;
        fields.end()
    }
}

/// What is wrong with a pair.
///
/// ```
/// use mapahead::PairFault;
/// assert_eq!(PairFault::Equal.reason(), "typed and meant are the same word for an index");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PairFault {
    /// Nothing was typed.
    TypedMissing,
    /// Nothing was meant.
    MeantMissing,
    /// More than one word was typed.
    TypedSeveral,
    /// More than one word was meant.
    MeantSeveral,
    /// A word of over 256 characters was typed.
    TypedLong,
    /// A word of over 256 characters was meant.
    MeantLong,
    /// Both are one word for an index, such as Café and cafe.
    Equal,
    /// The count is no number above 0 and up to 1e9.
    Count,
}

impl PairFault {
    /// Returns what is wrong, as a clause.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            PairFault::TypedMissing => "typed has no letter or digit",
            PairFault::MeantMissing => "meant has no letter or digit",
            PairFault::TypedSeveral => "typed is more than one word",
            PairFault::MeantSeveral => "meant is more than one word",
            PairFault::TypedLong => "typed is longer than 256 characters",
            PairFault::MeantLong => "meant is longer than 256 characters",
            PairFault::Equal => "typed and meant are the same word for an index",
            PairFault::Count => "count must be a number above 0 and up to 1e9",
        }
    }
}

/// How likely costs make the slips of the held-out pairs, in nats a slip: 0 is certain.
///
/// ```
/// fn told(likelihood: &mapahead::LikelihoodReport) -> String {
///     format!("{:.3} to {:.3}", likelihood.before, likelihood.learned)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LikelihoodReport {
    /// By the costs that were given.
    pub before: f64,
    /// By the learned costs.
    pub learned: f64,
    /// Learned less before, with the interval of a bootstrap over meant words.
    pub difference: Difference,
}

/// How often typed words find the meant ones among the first 1 and 10 suggestions.
///
/// ```
/// fn told(success: &mapahead::SuccessReport) -> String {
///     let [at_1, at_10] = &success.at;
///     format!("{}: {:.3} @1, {:.3} @10", success.queries, at_1.learned, at_10.learned)
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SuccessReport {
    /// Which queries these are.
    pub kind: TypedKind,
    /// How many there are.
    pub queries: u64,
    /// Success among the first suggestion, and among the first 10.
    pub at: [SharesReport; 2],
}

/// Which typed words are asked.
///
/// ```
/// assert_ne!(mapahead::TypedKind::Whole, mapahead::TypedKind::Unfinished);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TypedKind {
    /// Whole and unfinished ones.
    All,
    /// Words typed to their end.
    Whole,
    /// Words typed up to one letter behind their slip.
    Unfinished,
}

/// The shares of queries that find the meant word.
///
/// ```
/// fn is_better(shares: &mapahead::SharesReport) -> bool {
///     shares.difference.is_better()
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SharesReport {
    /// The number of suggestions: 1 or 10.
    pub cutoff: usize,
    /// By the costs that were given.
    pub before: f64,
    /// The interval of `before` by Wilson.
    pub before_interval: Interval,
    /// By the learned costs.
    pub learned: f64,
    /// The interval of `learned` by Wilson.
    pub learned_interval: Interval,
    /// Learned less before, with the interval of a bootstrap over meant words.
    pub difference: Difference,
}
