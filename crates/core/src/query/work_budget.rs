//! The work that one query may take.

use std::cell::Cell;

/// The most steps of one query: nodes of a dictionary looked at, postings and forms read. Some
/// milliseconds on any machine, and counted, so that equal queries give equal answers.
const MAX_STEPS: u32 = 120_000;

/// Counts the steps of a query down. All searches of the query share it.
#[derive(Debug)]
pub(crate) struct WorkBudget {
    left: Cell<u32>,
    is_spent: Cell<bool>,
}

impl WorkBudget {
    /// Starts with all steps left.
    pub(crate) fn new() -> Self {
        WorkBudget { left: Cell::new(MAX_STEPS), is_spent: Cell::new(false) }
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

    /// Takes all that is left: something is missing already.
    pub(crate) fn exhaust(&self) {
        self.is_spent.set(true);
    }

    /// Returns whether no step was refused: whether nothing can be missing.
    pub(crate) fn is_complete(&self) -> bool {
        !self.is_spent.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_step_makes_the_answer_incomplete_for_good() {
        let work = WorkBudget::new();
        assert!(work.spend(MAX_STEPS) && work.is_complete());
        assert!(!work.spend(1) && !work.is_complete());
        assert!(!work.spend(0));
    }
}
