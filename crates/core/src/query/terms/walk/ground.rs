//! What a walk goes through, and what it may take.

use crate::format::dictionary::{Dictionary, Place};
use crate::query::work_budget::WorkBudget;

/// Where a walk goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) dictionary: &'a Dictionary<'a>,
    /// Where it starts.
    pub(crate) root: Place,
    /// The number of the first key that counts. Those before it have the mark of a class.
    pub(crate) from: u32,
    /// The numbers of the keys that count, if not all: rising. Prefixes of none of them are not
    /// visited.
    pub(crate) only: Option<&'a [u32]>,
    /// What the walk takes its steps of.
    pub(crate) work: &'a WorkBudget,
}

/// So many letters that the sets are stepped by are a step, besides the nodes that are entered.
const LETTERS_A_STEP: u32 = 16;

impl Ground<'_> {
    /// Takes the part of a step that one letter more costs: `tried` counts the letters so far.
    #[inline]
    pub(super) fn tries(&self, tried: &mut u32) {
        *tried = tried.wrapping_add(1);
        if tried.is_multiple_of(LETTERS_A_STEP) {
            self.work.spend(1);
        }
    }

    /// Returns whether a walk goes on to the prefix at `place`: if it is one of a key that counts,
    /// and work is left. Takes the step.
    #[inline]
    pub(super) fn enters(&self, place: Place) -> bool {
        // Where few keys count, most ways end here.
        if let Some(only) = self.only {
            let next = only.get(only.partition_point(|&number| number < place.first));
            if next.is_none_or(|&number| number >= place.end) {
                return false;
            }
        }
        // Each node that is entered is a step: what was typed goes on in it.
        self.work.spend(1)
    }
}
