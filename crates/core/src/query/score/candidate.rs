//! Candidates, and their order.

use std::cmp::Ordering;

use super::match_kind::MatchKind;
use crate::index::Form;

/// An entry that matched, by one of its surface forms.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Candidate {
    /// The entry.
    pub(crate) ordinal: u32,
    /// What all candidates have of which only the best counts: the ordinal, or with each text once
    /// the number of the text.
    pub(crate) same: u32,
    /// The surface form that matched.
    pub(crate) form: u32,
    /// What of the form was typed.
    pub(crate) kind: MatchKind,
    /// The weight of the entry.
    pub(crate) weight: f64,
    /// What the kind and the slips of the match make of the score.
    pub(crate) quality: f64,
    /// The score.
    pub(crate) score: f64,
    /// How far the match was relaxed.
    pub(crate) tier: u8,
    /// The typo costs of all words together, in units.
    pub(crate) cost: u32,
    /// The number of the reading of the query that matched.
    pub(crate) reading: u32,
    /// Whether a word matched by its stem alone.
    pub(crate) by_stem: bool,
    /// Whether the words are those of several forms, of which this one has the least factor.
    pub(crate) is_combined: bool,
    /// Whether a word matched nowhere but inside another.
    pub(crate) is_inside: bool,
}

impl Candidate {
    /// Returns whether this one comes before (`Less`) or after the other: the higher score first,
    /// then the higher quality, the smaller ordinal, and, for one entry, whole words before words
    /// inside others, one form before several, the earlier form, the earlier reading, the closer kind, the lower cost, and the match without a stem.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            // The closer match of two that tie, and then the order of the index, so that answers
            // never depend on the order in which candidates were found.
            .then_with(|| other.quality.total_cmp(&self.quality))
            .then_with(|| self.ordinal.cmp(&other.ordinal))
            // Of one entry only one is kept, and what it says of the match must be the same each
            // time.
            .then_with(|| self.is_inside.cmp(&other.is_inside))
            .then_with(|| self.is_combined.cmp(&other.is_combined))
            .then_with(|| match self.is_combined {
                // Its form says which factor counts, and not which words matched.
                true => Ordering::Equal,
                false => self.form.cmp(&other.form),
            })
            .then_with(|| self.reading.cmp(&other.reading))
            .then_with(|| self.kind.cmp(&other.kind))
            .then_with(|| self.cost.cmp(&other.cost))
            .then_with(|| self.by_stem.cmp(&other.by_stem))
    }
}

/// What all candidates of a group have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MatchGroup {
    pub(crate) kind: MatchKind,
    pub(crate) quality: f64,
    pub(crate) cost: u32,
    /// Whether a word matched by its stem alone.
    pub(crate) by_stem: bool,
    /// Whether the words are those of several forms.
    pub(crate) is_combined: bool,
    /// Whether a word matched nowhere but inside another.
    pub(crate) is_inside: bool,
    pub(crate) reading: u32,
    pub(crate) tier: u8,
}

impl MatchGroup {
    /// Returns the candidate that `form` makes, of which all factors but the quality make `base`.
    pub(crate) fn candidate(&self, form: Form, base: f64) -> Candidate {
        Candidate {
            ordinal: form.ordinal,
            same: form.ordinal,
            form: form.number,
            weight: form.weight,
            kind: self.kind,
            quality: self.quality,
            // The quality comes last in each score, so that bounds may multiply in the same order.
            score: base * self.quality,
            tier: self.tier,
            cost: self.cost,
            reading: self.reading,
            by_stem: self.by_stem,
            is_combined: self.is_combined,
            is_inside: self.is_inside,
        }
    }
}

/// Puts candidates in order, keeps the best one of each entry or text, and at most `wanted` in all.
///
/// Takes O(n log n) time for n candidates.
pub(crate) fn best_of_each(mut candidates: Vec<Candidate>, wanted: usize) -> Vec<Candidate> {
    // Candidates that are equal in all of the order are the same, so stability has nothing to keep.
    candidates.sort_unstable_by(Candidate::order);
    keep_first_of_each(&mut candidates);
    candidates.truncate(wanted);
    candidates
}

/// Keeps the first candidate of each entry or text.
fn keep_first_of_each(candidates: &mut Vec<Candidate>) {
    const FEW_CANDIDATES: usize = 32;
    // Comparing with all before takes less than hashing while they are few, and most answers are.
    if candidates.len() > FEW_CANDIDATES {
        let mut seen = std::collections::HashSet::with_capacity(candidates.len());
        candidates.retain(|candidate| seen.insert(candidate.same));
        return;
    }
    let mut kept = 0;
    for at in 0..candidates.len() {
        let candidate = candidates[at];
        if candidates[..kept].iter().all(|earlier| earlier.same != candidate.same) {
            candidates[kept] = candidate;
            kept += 1;
        }
    }
    candidates.truncate(kept);
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
        // Of each entry the text is one, and several entries have it.
        let candidate = (0u32..20, 0u32..40, any::<bool>(), 0u32..4).prop_map(
            |(ordinal, form, whole, score)| Candidate {
                ordinal,
                same: ordinal - ordinal % 3,
                form,
                weight: 1.0,
                kind: if whole { MatchKind::Whole } else { MatchKind::Prefix },
                quality: if whole { 10.0 } else { 1.0 },
                score: score.into(),
                ..Candidate::default()
            },
        );
        prop::collection::vec(candidate, 0..80)
    }

    proptest! {
        #[test]
        fn the_best_of_each_equals_taking_the_best_again_and_again(
            candidates in candidates(), wanted in 1usize..30,
        ) {
            let mut left = candidates.clone();
            let mut expected: Vec<Candidate> = Vec::new();
            while let Some(&first) = left.iter().min_by(|a, b| a.order(b)) {
                left.retain(|candidate| candidate.same != first.same);
                expected.push(first);
            }
            expected.truncate(wanted);
            prop_assert_eq!(best_of_each(candidates, wanted), expected);
        }
    }
}
