//! The typo cost and its budget: section 4 of docs/design.md, by full matrices.

/// What edits cost, and how many a word may have. Costs are multiples of 1/64, so that sums of them
/// are exact in any order.
#[derive(Debug, Clone)]
pub struct Costs {
    /// A letter too much, too few, or another one.
    pub edit: f64,
    /// A letter instead of its neighbour on the keyboard.
    pub neighbor: f64,
    /// A letter twice instead of once, or once instead of twice.
    pub doubled: f64,
    /// Two neighbouring letters swapped.
    pub swap: f64,
    /// One of `sounds` instead of the other.
    pub sound: f64,
    /// The extra cost of a wrong first letter, whatever the edit, unless it is a swap.
    pub first: f64,
    /// Whether two characters are neighbours on the keyboard.
    pub neighbors: fn(char, char) -> bool,
    /// Pairs that sound alike, of one or more letters each, in both directions.
    pub sounds: Vec<(&'static str, &'static str)>,
    /// From which typed length, in characters, which budget holds; rising.
    pub budgets: Vec<(usize, Budget)>,
}

/// Bounds the slips of one word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// The most edits.
    pub edits: usize,
    /// The most they may cost together.
    pub cost: f64,
    /// Only swaps, doubled letters and neighbouring keys.
    pub cheap_only: bool,
}

/// No slips at all.
pub const EXACT: Budget = Budget { edits: 0, cost: 0.0, cheap_only: false };

impl Default for Costs {
    /// Section 4: none up to 2 characters; at 3 one cheap edit; from 4 one edit; from 8 two. One edit
    /// may cost 1.5, so that it may also be of the first letter.
    fn default() -> Self {
        let at_three = Budget { edits: 1, cost: 0.5, cheap_only: true };
        let one = Budget { edits: 1, cost: 1.5, cheap_only: false };
        let two = Budget { edits: 2, cost: 2.0, cheap_only: false };
        Costs {
            edit: 1.0,
            neighbor: 0.5,
            doubled: 0.5,
            swap: 0.5,
            sound: 0.5,
            first: 0.5,
            neighbors: |_, _| false,
            sounds: Vec::new(),
            budgets: vec![(3, at_three), (4, one), (8, two)],
        }
    }
}

impl Costs {
    /// Returns the budget of a word of `len` typed characters; `max_cost` lowers it.
    pub fn budget(&self, len: usize, max_cost: Option<f64>) -> Budget {
        let found = self.budgets.iter().rfind(|(from, _)| *from <= len);
        let budget = found.map_or(EXACT, |(_, budget)| *budget);
        Budget { cost: budget.cost.min(max_cost.unwrap_or(f64::INFINITY)), ..budget }
    }

    /// Returns the least cost of `typed` against each prefix of `meant`, from the empty one to the
    /// whole, by at most `budget.edits` edits; infinite where it is over the budget.
    ///
    /// This is the textbook recurrence of the restricted Damerau-Levenshtein distance, with the
    /// number of edits as a third dimension: the cheapest way may take more edits than are allowed.
    pub fn of_prefixes(&self, typed: &[char], meant: &[char], budget: Budget) -> Vec<f64> {
        if budget.edits == 0 {
            return (0..=meant.len())
                .map(|j| if meant[..j] == *typed { 0.0 } else { f64::INFINITY })
                .collect();
        }
        let longest = self.sounds.iter().flat_map(|(a, b)| [a, b]).map(|s| s.chars().count()).max();
        let longest = longest.unwrap_or(0).max(2); // a swap takes two
        let mut least =
            vec![vec![vec![f64::INFINITY; meant.len() + 1]; typed.len() + 1]; budget.edits + 1];
        for edits in 0..=budget.edits {
            for i in 0..=typed.len() {
                for j in 0..=meant.len() {
                    let mut best = if (i, j) == (0, 0) { 0.0 } else { f64::INFINITY };
                    if i > 0 && j > 0 && typed[i - 1] == meant[j - 1] {
                        best = best.min(least[edits][i - 1][j - 1]);
                    }
                    for (di, dj) in (0..=longest.min(i))
                        .flat_map(|di| (0..=longest.min(j)).map(move |dj| (di, dj)))
                    {
                        if edits > 0 && (di, dj) != (0, 0) {
                            let before = least[edits - 1][i - di][j - dj];
                            best = best.min(
                                before
                                    + self.one_edit(
                                        typed,
                                        i - di,
                                        i,
                                        meant,
                                        j - dj,
                                        j,
                                        budget.cheap_only,
                                    ),
                            );
                        }
                    }
                    least[edits][i][j] = best;
                }
            }
        }
        let within = |cost: f64| {
            if cost <= budget.cost { cost } else { f64::INFINITY }
        };
        (0..=meant.len())
            .map(|j| {
                within(least.iter().map(|rows| rows[typed.len()][j]).fold(f64::INFINITY, f64::min))
            })
            .collect()
    }

    /// Returns the cost of `typed[i..i_end]` instead of `meant[j..j_end]` as one edit; infinite if it is none.
    #[expect(clippy::too_many_arguments, reason = "two ranges of two sequences")]
    fn one_edit(
        &self,
        typed: &[char],
        i: usize,
        i_end: usize,
        meant: &[char],
        j: usize,
        j_end: usize,
        cheap_only: bool,
    ) -> f64 {
        let (wrong, right) = (&typed[i..i_end], &meant[j..j_end]);
        // Digits are never corrected, neither typed ones nor meant ones.
        if wrong.iter().chain(right).any(|char| char.is_numeric()) {
            return f64::INFINITY;
        }
        if matches!((wrong, right), ([a, b], [c, d]) if a == d && b == c && a != b) {
            return self.swap; // also of the first two: no extra
        }
        let same_as_before = |all: &[char], at: usize| at > 0 && all[at - 1] == all[at];
        let doubled = match (wrong, right) {
            ([_], []) => same_as_before(typed, i),
            ([], [_]) => same_as_before(meant, j),
            _ => false,
        };
        let neighbor = matches!((wrong, right), ([a], [b]) if (self.neighbors)(*a, *b));
        let is = |part: &[char], sound: &str| part.iter().copied().eq(sound.chars());
        let sound = self
            .sounds
            .iter()
            .any(|(a, b)| is(wrong, a) && is(right, b) || is(wrong, b) && is(right, a));
        let plain = wrong.len() <= 1 && right.len() <= 1;
        let prices = [
            (doubled, self.doubled),
            (neighbor, self.neighbor),
            (sound && !cheap_only, self.sound),
            (plain && !cheap_only, self.edit),
        ];
        let cheapest = prices
            .iter()
            .filter(|(applies, _)| *applies)
            .map(|(_, cost)| *cost)
            .fold(f64::INFINITY, f64::min);
        if (i, j) == (0, 0) { cheapest + self.first } else { cheapest }
    }
}
