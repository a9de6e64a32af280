//! The work that one query may take.

use std::cell::Cell;

/// The most steps of looking up the options and of searching: nodes of a dictionary looked at,
/// postings and forms read. Some milliseconds on any machine, and counted, so that equal queries
/// give equal answers.
const SEARCH_STEPS: u32 = 120_000;
/// The steps that are kept for taking the best of the forms which the search had found when its
/// steps ran out: without them it would have been for nothing.
const FINISH_STEPS: u32 = 20_000;
/// The steps that are kept for describing suggestions. What is found is always shown, which takes
/// [`SHOWN_STEPS`] of them each.
const DESCRIBE_STEPS: u32 = 40_000;
/// All of them.
pub(crate) const MAX_STEPS: u32 = SEARCH_STEPS + FINISH_STEPS + DESCRIBE_STEPS;

/// The steps of looking up one text of an option, which is anywhere in memory.
pub(crate) const LOOK_UP_STEPS: u32 = 2;
/// The steps of reading the texts of one suggestion.
pub(crate) const SHOWN_STEPS: u32 = 4;
/// So many bytes of a text that is read or becomes a key once more are a step.
pub(crate) const BYTES_A_STEP: usize = 16;
/// Listing forms that options name leaves so many steps for the search.
const LEAST_FOR_SEARCH: u32 = 30_000;
/// Putting the words of several forms together, and words inside others, leave so many steps for
/// slips.
const LEAST_FOR_SLIPS: u32 = 60_000;

/// Counts the steps of a query down. All parts of the query share it.
#[derive(Debug)]
pub(crate) struct WorkBudget {
    /// Of the search, and then of what follows.
    left: Cell<u32>,
    /// Of [`FINISH_STEPS`] and [`DESCRIBE_STEPS`].
    kept: Cell<u32>,
    /// Past all of them: 0, or the prices of what cannot be refused are wrong.
    over: Cell<u32>,
    /// What words of several forms, and words inside others, leave for slips.
    for_slips: Cell<u32>,
    is_spent: Cell<bool>,
    /// Whether something is missing, though steps are left.
    is_missing: Cell<bool>,
}

impl WorkBudget {
    /// Starts with all steps left.
    pub(crate) fn new() -> Self {
        WorkBudget {
            left: Cell::new(SEARCH_STEPS),
            kept: Cell::new(FINISH_STEPS + DESCRIBE_STEPS),
            over: Cell::new(0),
            for_slips: Cell::new(LEAST_FOR_SLIPS),
            is_spent: Cell::new(false),
            is_missing: Cell::new(false),
        }
    }

    /// Takes `steps`, and returns whether there were as many left. Once not, never again.
    #[inline]
    pub(crate) fn spend(&self, steps: u32) -> bool {
        match self.left.get().checked_sub(steps) {
            // A search that was cut short must not go on with cheaper steps: what it would find
            // then depends on their price, and not on the query.
            Some(left) if !self.is_spent.get() => {
                self.left.set(left);
                true
            }
            _ => {
                self.is_spent.set(true);
                false
            }
        }
    }

    /// Takes the steps of work that is done in any case, since its length is bounded.
    pub(crate) fn charge(&self, steps: u32) {
        let from_left = steps.min(self.left.get());
        self.left.set(self.left.get() - from_left);
        let from_kept = (steps - from_left).min(self.kept.get());
        self.kept.set(self.kept.get() - from_kept);
        self.over.set(self.over.get() + (steps - from_left - from_kept));
    }

    /// Takes the steps of listing forms that an option names, unless they would leave too few for
    /// the search. What is not listed is missing, and the search goes on.
    pub(crate) fn spend_on_listing(&self, steps: u32) -> bool {
        self.spend_leaving(LEAST_FOR_SEARCH, steps)
    }

    /// Takes the steps of putting words of several forms together, unless they would leave too few
    /// for slips. What is not found so is missing, and the search goes on.
    pub(crate) fn spend_on_several_forms(&self, steps: u32) -> bool {
        self.spend_leaving(self.for_slips.get(), steps)
    }

    /// Takes the steps of reading which terms a word stands inside of, unless they would leave too
    /// few for slips. Those terms are missing then, and the search goes on.
    pub(crate) fn spend_on_tails(&self, steps: u32) -> bool {
        self.spend_leaving(self.for_slips.get(), steps)
    }

    /// Takes the steps of counting what matches besides the best, unless they would leave too few for
    /// slips. What is not counted makes a total a lower bound, and the search goes on.
    #[inline]
    pub(crate) fn spend_on_counting(&self, steps: u32) -> bool {
        self.spend_leaving(self.for_slips.get(), steps)
    }

    /// Returns whether listing forms may take so many steps.
    pub(crate) fn affords_listing(&self, steps: usize) -> bool {
        self.left.get() as usize >= (LEAST_FOR_SEARCH as usize).saturating_add(steps)
    }

    fn spend_leaving(&self, least: u32, steps: u32) -> bool {
        let affords = self.left.get() >= least.saturating_add(steps);
        if !affords || !self.spend(steps) {
            self.is_missing.set(true);
            return false;
        }
        true
    }

    /// Takes the steps of taking forms that were found already, also when those of the search are
    /// spent. Returns whether there were as many.
    pub(crate) fn spend_on_finish(&self, steps: u32) -> bool {
        if !self.is_spent.get() && self.spend(steps) {
            return true;
        }
        match self.kept.get().checked_sub(steps) {
            Some(kept) if kept >= DESCRIBE_STEPS => {
                self.kept.set(kept);
                true
            }
            _ => false,
        }
    }

    /// Begins the last tier: no slips come after it.
    pub(crate) fn start_last_tier(&self) {
        self.for_slips.set(0);
    }

    /// Ends the search. What is left of its steps, and those kept, are for describing `shown`
    /// suggestions.
    pub(crate) fn start_describing(&self, shown: usize) {
        let missing = self.is_spent.replace(false) || self.is_missing.get();
        self.is_missing.set(missing);
        self.left.set(self.left.get() + self.kept.replace(0));
        // All at once, so that the last one is shown however long the others take.
        self.charge(SHOWN_STEPS.saturating_mul(u32::try_from(shown).unwrap_or(u32::MAX)));
    }

    /// Returns whether a step of the search was refused, after which none is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.is_spent.get()
    }

    /// Takes all that is left: something is missing already.
    pub(crate) fn exhaust(&self) {
        self.is_spent.set(true);
    }

    /// Returns whether no step was refused: whether nothing can be missing.
    pub(crate) fn is_complete(&self) -> bool {
        !self.is_spent.get() && !self.is_missing.get()
    }

    /// Returns how many steps were taken.
    pub(crate) fn steps(&self) -> u32 {
        MAX_STEPS - self.left.get() - self.kept.get() + self.over.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_step_makes_the_answer_incomplete_for_good() {
        let work = WorkBudget::new();
        assert!(work.spend(SEARCH_STEPS) && work.is_complete());
        assert!(!work.spend(1) && !work.is_complete());
        assert!(!work.spend(0));
        work.start_describing(10);
        assert!(work.spend(1) && !work.is_complete());
    }

    #[test]
    fn what_was_found_can_be_taken_and_shown_when_the_search_is_spent() {
        let work = WorkBudget::new();
        assert!(!work.spend(SEARCH_STEPS + 1));
        assert!(work.spend_on_finish(FINISH_STEPS) && !work.spend_on_finish(1));
        work.charge(SEARCH_STEPS);
        work.start_describing(1000);
        assert!(work.spend(DESCRIBE_STEPS - 1000 * SHOWN_STEPS));
        assert_eq!(work.steps(), MAX_STEPS);
        assert!(!work.spend(1));
        // Work that could not be refused and was too much would be seen.
        work.charge(3);
        assert_eq!(work.steps(), MAX_STEPS + 3);
    }

    #[test]
    fn steps_that_the_search_left_are_for_describing() {
        let work = WorkBudget::new();
        assert!(work.spend(20_000));
        work.start_describing(1);
        assert!(work.spend(MAX_STEPS - 20_000 - SHOWN_STEPS) && work.is_complete());
        assert_eq!(work.steps(), MAX_STEPS);
    }

    #[test]
    fn listing_forms_leaves_steps_for_the_search_and_says_that_some_are_missing() {
        let work = WorkBudget::new();
        while work.spend_on_listing(1000) {}
        assert!(work.spend(LEAST_FOR_SEARCH) && !work.is_complete());
    }
}
