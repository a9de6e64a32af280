//! Slips of a whole form as one string: section 4 of docs/design.md, by full matrices.

use super::typos::{Budget, Costs, Edit};

/// What is typed, and what its slips may be.
pub struct Typed<'a> {
    /// The letters, with a space for the separators between two of them.
    pub chars: &'a [char],
    /// The budget of all its letters together.
    pub budget: Budget,
    /// How many characters at the end keep: those of a last word of one or two.
    pub kept: usize,
}

impl Typed<'_> {
    /// Returns the least cost against each prefix of `meant`, from the empty one to the whole;
    /// infinite where it is over the budget.
    ///
    /// One edit may be anywhere, and two leave the first letter right.
    pub fn costs_of_prefixes(&self, costs: &Costs, meant: &[char]) -> Vec<f64> {
        let mut least = self.table(costs, meant, self.budget.edits.min(1), true);
        if self.budget.edits > 1 {
            let more = self.table(costs, meant, self.budget.edits, false);
            least.iter_mut().zip(more).for_each(|(one, more)| *one = one.min(more));
        }
        let least = least.into_iter();
        least.map(|cost| if cost <= self.budget.cost { cost } else { f64::INFINITY }).collect()
    }

    /// The textbook recurrence, with the number of edits as a third dimension. Separators on one
    /// side are paid for, and are no edits.
    #[expect(
        clippy::excessive_nesting,
        reason = "the textbook recurrence, a loop for each dimension"
    )]
    fn table(&self, costs: &Costs, meant: &[char], most: usize, first: bool) -> Vec<f64> {
        let (typed, none) = (self.chars, f64::INFINITY);
        let longest = costs.sounds.keys().map(Vec::len).max().unwrap_or(0).max(2);
        let mut least = vec![vec![vec![none; meant.len() + 1]; typed.len() + 1]; most + 1];
        for edits in 0..=most {
            for i in 0..=typed.len() {
                for j in 0..=meant.len() {
                    let mut best = if (edits, i, j) == (0, 0, 0) { 0.0 } else { none };
                    if i > 0 && j > 0 && equal(typed, i - 1, meant, j - 1) {
                        best = best.min(least[edits][i - 1][j - 1]);
                    }
                    if i > 0 && typed[i - 1] == ' ' {
                        best = best.min(least[edits][i - 1][j] + costs.dropped);
                    }
                    if j > 0 && meant[j - 1] == ' ' {
                        best = best.min(least[edits][i][j - 1] + costs.dropped);
                    }
                    for (di, dj) in (0..=longest.min(i))
                        .flat_map(|di| (0..=longest.min(j)).map(move |dj| (di, dj)))
                    {
                        if edits == 0 || (di, dj) == (0, 0) {
                            continue;
                        }
                        let before = least[edits - 1][i - di][j - dj];
                        if before < none {
                            let edit =
                                Edit { typed, i: i - di, i_end: i, meant, j: j - dj, j_end: j };
                            best = best.min(before + self.price(costs, &edit, first));
                        }
                    }
                    least[edits][i][j] = best;
                }
            }
        }
        (0..=meant.len())
            .map(|j| least.iter().map(|rows| rows[typed.len()][j]).fold(none, f64::min))
            .collect()
    }

    /// Returns what one edit costs; infinite if it is none. `first` says whether it may be at the
    /// first letters without swapping them.
    fn price(&self, costs: &Costs, edit: &Edit<'_>, first: bool) -> f64 {
        let (wrong, right) = (&edit.typed[edit.i..edit.i_end], &edit.meant[edit.j..edit.j_end]);
        let last = self.chars.len() - self.kept;
        let is_kept = self.kept > 0 && (edit.i >= last || edit.i_end > last);
        if is_kept || wrong.contains(&' ') || right.contains(&' ') {
            return f64::INFINITY;
        }
        if edit.is_first() && !first {
            return f64::INFINITY;
        }
        costs.of_edit(edit, self.budget.cheap_only)
    }
}

/// Whether two characters are one. A digit is one of the same number: a digit stands before it on
/// both sides or on none.
pub fn equal(typed: &[char], i: usize, meant: &[char], j: usize) -> bool {
    let goes_on = |side: &[char], at: usize| at > 0 && side[at - 1].is_numeric();
    typed[i] == meant[j] && (!typed[i].is_numeric() || goes_on(typed, i) == goes_on(meant, j))
}
