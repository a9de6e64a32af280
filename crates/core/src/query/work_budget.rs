//! The work that one query may take.

/// The most steps of one query: nodes of a dictionary looked at, postings and forms read. Some
/// milliseconds on any machine, and counted, so that equal queries give equal answers.
const MAX_STEPS: u32 = 120_000;

/// Counts the steps of a query down.
#[derive(Debug)]
pub(crate) struct Effort {
    left: u32,
    spent: bool,
}

impl Effort {
    /// Starts with all steps left.
    pub(crate) fn new() -> Self {
        Effort { left: MAX_STEPS, spent: false }
    }

    /// Takes `steps`, and returns whether there were as many left. Once not, never again.
    #[inline]
    pub(crate) fn spend(&mut self, steps: u32) -> bool {
        match self.left.checked_sub(steps) {
            Some(left) if !self.spent => {
                self.left = left;
                true
            }
            _ => {
                self.spent = true;
                false
            }
        }
    }

    /// Takes all that is left: something is missing already.
    pub(crate) fn exhaust(&mut self) {
        self.spent = true;
    }

    /// Returns whether no step was refused: whether nothing can be missing.
    pub(crate) fn is_complete(&self) -> bool {
        !self.spent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_step_makes_the_answer_incomplete_for_good() {
        let mut effort = Effort::new();
        assert!(effort.spend(MAX_STEPS) && effort.is_complete());
        assert!(!effort.spend(1) && !effort.is_complete());
        assert!(!effort.spend(0));
    }
}
